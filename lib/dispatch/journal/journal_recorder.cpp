// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_recorder.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <core/index_ranges.hpp>
#include <core/loaded_module.hpp>
#include <core/say_line.hpp>
#include <dispatch/journal/journal_file.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/error.hpp>
#include <dlp/version.hpp>

namespace dlp::detail {
namespace {

// Results are read until there are so many, or so many bytes: between two times others are written.
constexpr auto results_in_a_block = std::size_t{1024};
constexpr auto bytes_in_a_block = std::size_t{16} << 20;

/// The build of this program: another one is told.
auto own_build() -> std::string {
  auto const program = list_modules().all.front();
  return program.build_id.empty() ? std::to_string(program.digest) : program.build_id;
}

/// The terms of a journal with these traits, besides who writes it.
auto terms_with(journal const& where, std::vector<journal_trait> traits) -> journal_terms {
  traits.push_back({"version", DLP_VERSION_STRING, if_differs::tell});
  traits.push_back({"program", own_build(), if_differs::tell});
  return {.file = where.path,
          .traits = std::move(traits),
          .axes = {},
          .results = {},
          .lookup = {},
          .lasts = where.survives,
          .says = say_line};
}

auto terms_of(journal const& where, recorded_call const& call) -> journal_terms {
  auto terms = terms_with(where, {{"call", call.name},
                                  {"size", call.size},
                                  {"result type", call.result},
                                  {"examples", call.fingerprint},
                                  {"key", call.key}});
  if (!call.result.empty()) terms.results.push_back({"value", value_kind::blob});
  return terms;
}

/// Keeps the results of a loop, as they travel, in a journal.
class journal_recorder : public recorder {
 public:
  journal_recorder(journal const& where, recorded_call const& call);

  auto done() const -> std::vector<index_range> const& override { return done_; }
  auto next_stored() -> std::optional<raw_result> override;
  void keep(std::span<done_example const> done, std::span<failed_example const> failed) override;

 private:
  void find_done();
  void read_block();
  [[nodiscard]] auto was_done(index_t index) const -> bool;

  journal_file file_;
  std::vector<index_range> done_;
  bool has_results_;

  // Results of an earlier run, block by block.
  struct place {
    index_t index;
    std::size_t from;
    std::size_t size;
  };
  bytes block_;
  std::vector<place> places_;
  std::size_t next_ = 0;  // of places_
  index_t read_to_ = 0;   // where the next block begins
};

journal_recorder::journal_recorder(journal const& where, recorded_call const& call)
    : file_(terms_of(where, call)), has_results_(!call.result.empty()) {
  find_done();
  auto const begin = "dlp: " + call.name + ": " + where.path;
  if (call.overlooks) {
    say_line(begin +
             " knows its examples by their number: dlp cannot look into all that they consist of");
  }
  auto const count = count_of(done_);
  if (count == 0) return;
  say_line(begin + " has " + std::to_string(count) + " examples of an earlier run" +
           ", which are not computed again; what a body kept in memory is not there");
}

void journal_recorder::find_done() {
  file_.for_each_row([this](cell_row const& row) {
    if (row.status != cell_status::done) return;
    append_index(done_, row.index);
  });
}

auto journal_recorder::next_stored() -> std::optional<raw_result> {
  if (!has_results_ || done_.empty()) return std::nullopt;
  if (next_ == places_.size()) read_block();
  if (places_.empty()) return std::nullopt;
  auto const [index, from, size] = places_[next_++];
  return raw_result{index, std::span(block_).subspan(from, size)};
}

/// Rows of this run fill holes between those of earlier ones, and lie behind them.
void journal_recorder::read_block() {
  block_.clear();
  places_.clear();
  next_ = 0;
  file_.for_rows_from(read_to_, [&](cell_row const& row) {
    read_to_ = row.index + 1;
    if (was_done(row.index)) {
      auto const value = std::get<std::span<std::byte const>>(row.results.front());
      places_.push_back({row.index, block_.size(), value.size()});
      block_.insert(block_.end(), value.begin(), value.end());
    }
    return read_to_ < done_.back().last && places_.size() < results_in_a_block &&
           block_.size() < bytes_in_a_block;
  });
}

auto journal_recorder::was_done(index_t index) const -> bool {
  auto const behind = std::ranges::upper_bound(done_, index, {}, &index_range::first);
  return behind != done_.begin() && std::prev(behind)->last > index;
}

void journal_recorder::keep(std::span<done_example const> done,
                            std::span<failed_example const> failed) {
  auto rows = std::vector<cell_row>();
  auto values = std::vector<stored_value>();
  auto texts = std::vector<std::string>();
  rows.reserve(done.size() + failed.size());
  values.reserve(done.size());
  texts.reserve(failed.size());
  auto const none = stored_value();
  auto const columns = std::size_t{has_results_ ? 1u : 0u};
  for (auto const& one : done) {
    values.emplace_back(one.packed);
    rows.push_back({.index = one.index,
                    .status = cell_status::done,
                    .attempts = one.attempts,
                    .rank = one.rank,
                    .host = one.host,
                    .start = one.start.value_or(0),
                    .duration = one.seconds,
                    .error = {},
                    .axes = {},
                    .results = std::span(&values.back(), columns)});
  }
  for (auto const& [attempts, what, known] : failed) {
    auto const time = known.value_or(example_time());
    texts.push_back(error_text(what));
    rows.push_back({.index = what.index,
                    .status = cell_status::failed,
                    .attempts = attempts,
                    .rank = what.rank,
                    .host = what.host,
                    .start = time.start,
                    .duration = time.seconds,
                    .error = texts.back(),
                    .axes = {},
                    .results = std::span(&none, columns)});
  }
  commit_or_refuse(file_, rows);
}

}  // namespace

void commit_or_refuse(journal_file& to, std::span<cell_row const> rows) {
  try {
    to.commit(rows);
  } catch (store_error const& why) {
    if (why.may_pass()) throw store_refuses(why.what());
    throw;
  }
}

void claim_journal(journal const& file, std::string const& name,
                   std::source_location const& where) {
  static auto calls = std::map<std::filesystem::path, std::string>();
  static auto in_use = std::mutex();
  auto const one_at_a_time = std::scoped_lock(in_use);
  auto const call =
      name + " at " + std::string(where.file_name()) + ":" + std::to_string(where.line());
  // The root alone has to be able to look at the file.
  auto failed = std::error_code();
  auto const given = std::filesystem::path(file.path);
  auto const at = std::filesystem::absolute(given, failed);
  auto whole = std::filesystem::weakly_canonical(failed ? given : at, failed);
  if (failed) whole = at.empty() ? given : at;
  auto const [first, is_first] = calls.emplace(whole, call);
  if (is_first) return;
  throw usage_error("dlp: " + call + ": " + file.path + " is the journal of " + first->second +
                    " in this program; each call needs a file of its own");
}

auto open_journal(journal const& where, recorded_call const& call) -> std::unique_ptr<recorder> {
  return std::make_unique<journal_recorder>(where, call);
}

auto open_journal(journal const& where, recorded_sweep const& of) -> journal_file {
  auto traits = std::vector<journal_trait>{{"call", "sweep"},
                                           {"key", of.key},
                                           {"table", of.columns},
                                           {"cells", std::to_string(of.cells), if_differs::note}};
  for (auto const& [name, text] : of.notes) traits.push_back({name, text, if_differs::note});
  auto terms = terms_with(where, std::move(traits));
  terms.axes = of.axes;
  terms.results = of.results;
  terms.lookup = of.lookup;
  return journal_file(std::move(terms));
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/open_loop.hpp>

#include <string>
#include <utility>
#include <vector>

#include <comm/call/private_communicator.hpp>
#include <dispatch/journal/journal_recorder.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/progress/warn_after.hpp>
#include <dlp/core/error.hpp>
#include <schedule/longest_first.hpp>

namespace dlp::detail {
namespace {

/// In a handler: the others hear that this rank cannot take part.
[[noreturn]] void cannot_open(loop_terms const& terms, managed_options const& options,
                              loop_kind const& kind) {
  auto why = managed_loop::cannot_begin(shared_context(options.comm), terms);
  if (kind.bare) throw;
  throw task_error(to_string(terms), std::move(why));
}

}  // namespace

auto checked_terms(managed_options const& options, loop_kind const& kind, looped_range const& range)
    -> loop_terms {
  auto const require = [&](bool is, std::string const& what) {
    if (!is) throw usage_error("dlp: " + kind.name + what);
  };
  require_usable(options.comm);
  require_root(options.root, options.comm);
  require_chunk(options.schedule);
  require(!options.cost || (range.multi_pass && range.sized),
          ": cost needs a range that knows its size and can be walked again");
  require(!goes_back(options.on_error) || range.multi_pass,
          ": retry needs a range that can be walked again");
  if (!options.journal.path.empty()) {
    require(kind.name != "split_shared" || (range.multi_pass && range.sized),
            ": journal needs a range that knows its size and can be walked again; split_managed "
            "takes any");
    require(range.multi_pass || !options.key.empty(),
            ": journal needs a key, where the range can be walked only once");
  } else {
    require(options.key.empty(), ": key is for a journal, and there is none");
  }
  if (options.survive) {
    require_sense(*options.survive);
    require(kind.name != "split_shared", " cannot survive the loss of a rank: split_managed can");
    require(range.multi_pass, ": survive needs a range that can be walked again");
  }
  return {.name = kind.name,
          .result = kind.result,
          .everywhere = kind.everywhere,
          .size = {},
          .finished = 0,
          .schedule = options.schedule,
          .on_error = options.on_error,
          .given_on_error = kind.on_error,
          .root = options.root,
          .single_pass = !range.multi_pass,
          .longest_first = static_cast<bool>(options.cost),
          .survive = options.survive,
          .until = options.deadline,
          .returns_at_deadline = kind.returns_at_deadline,
          .journal = options.journal.path,
          .in_order = kind.in_order && !options.cost,
          .timed = (!options.journal.path.empty() || kind.keeps) && !kind.bare,
          .warn_after = warn_after_of(options.warn_after, kind.name),
          .where = options.where,
          .lone = lone_context(options.comm)};
}

auto sized_terms(managed_options const& options, loop_kind const& kind, looped_range const& range)
    -> loop_terms {
  auto terms = checked_terms(options, kind, range);
  if (!options.journal.path.empty()) claim_journal(options.journal, kind.name, options.where);
  range.compare(kind.name.c_str());
  try {
    terms.size = range.size();
  } catch (...) {
    cannot_open(terms, options, kind);
  }
  return terms;
}

auto recorder_of_loop(managed_options const& options, loop_kind const& kind,
                      looped_range const& range, std::optional<index_t> size)
    -> std::unique_ptr<recorder> {
  if (kind.keeps) return kind.keeps();
  if (options.journal.path.empty()) return nullptr;
  auto const of = range.fingerprint();
  return open_journal(options.journal,
                      recorded_call{.name = kind.name,
                                    .result = kind.result,
                                    .size = size ? std::to_string(*size) : "an unknown number of",
                                    .fingerprint = of.text,
                                    .overlooks = of.overlooks,
                                    .key = options.key});
}

auto join_loop(managed_options const& options, loop_kind const& kind, looped_range const& range)
    -> std::unique_ptr<managed_loop> {
  auto terms = sized_terms(options, kind, range);
  auto* const talk = shared_context(options.comm);
  auto order = std::vector<index_t>();
  auto keeps = std::unique_ptr<recorder>();
  try {
    auto const hands_out = !talk || talk->rank() == options.root;
    if (hands_out) keeps = recorder_of_loop(options, kind, range, terms.size);
    if (options.cost && hands_out) order = longest_first(options.cost, *terms.size);
  } catch (...) {
    cannot_open(terms, options, kind);
  }
  return std::make_unique<managed_loop>(
      talk, std::move(terms), options.stop,
      progress_options{options.progress, options.label, options.report}, std::move(order),
      std::move(keeps));
}

}  // namespace dlp::detail

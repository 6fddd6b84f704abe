// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/block_server.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <dlp/schedule/progress.hpp>

namespace dlp::detail {

void append(bytes& to, block_request const& what) {
  append(to, what.call);
  append(to, what.what);
  append(to, what.node);
  append(to, what.ranks);
  append(to, what.speaker);
  append(to, std::string_view(what.words));
  append(to, std::string_view(what.where));
  append(to, what.least);
  append(to, what.most);
  append(to, what.visited);
  append(to, what.failed);
  append(to, what.size);
  append(to, what.interrupted);
  append(to, what.cut);
  append(to, what.finder);
  append(to, what.seen_end);
  append(to, what.failures);
  append(to,
         std::string_view(reinterpret_cast<char const*>(what.report.data()), what.report.size()));
  for (auto const rest : what.rests) append(to, rest);
}

auto take_block_request(byte_reader& from) -> block_request {
  auto what = block_request();
  what.call = from.take<std::uint64_t>();
  what.what = from.take<block_request::word>();
  what.node = from.take<int>();
  what.ranks = from.take<int>();
  what.speaker = from.take<int>();
  what.words = from.take_text();
  what.where = from.take_text();
  what.least = from.take<index_t>();
  what.most = from.take<index_t>();
  what.visited = from.take<index_t>();
  what.failed = from.take<std::uint64_t>();
  what.size = from.take<std::optional<index_t>>();
  what.interrupted = from.take<bool>();
  what.cut = from.take<bool>();
  what.finder = from.take<int>();
  what.seen_end = from.take<index_t>();
  what.failures = take_failures(from);
  auto const report = from.take_sized();
  what.report.assign(report.begin(), report.end());
  while (!from.done()) what.rests.push_back(from.take<index_range>());
  return what;
}

block_server::block_server(loop_terms terms, std::string words, int ranks,
                           progress_options const& shown)
    : terms_(std::move(terms)),
      said_{terms_.root, std::move(words), line_of(terms_.where)},
      ranks_(ranks),
      observer_(shown),
      ledger_(terms_.size, terms_.on_error, ranks) {}

auto block_server::take(int from, block_request what) -> std::vector<answer> {
  using said = block_request::word;
  auto& node = nodes_[what.node];
  node.ranks = what.ranks;
  node.visited = std::max(node.visited, what.visited);
  interrupted_ = interrupted_ || what.interrupted;
  cut_ = cut_ || what.cut;
  compare(what);
  learn_size(what);
  switch (what.what) {
    case said::more:
    case said::idle:
      node.asker = from;
      node.idle = what.what == said::idle;
      node.least = what.least;
      node.most = what.most;
      node.failed = what.failed;
      break;
    case said::gone:
      node.gone = true;
      node.failed = what.failed;
      for (auto const rest : what.rests) ledger_.give_back(rest);
      break;
    case said::failed:
      node.heard += what.failures.size();
      for (auto const& one : what.failures) {
        observer_.failed(one);
        if (ledger_.spoiled(one) == after_failure::stop) stop();
      }
      break;
    case said::stop:
      stop();
      break;
    case said::visited:  // for the journal
      return {};
    case said::forget:
      over_ = true;
      return {};
  }
  answer_askers();
  end_if_over();
  show_progress();
  return std::exchange(answers_, {});
}

auto block_server::halt() -> std::vector<answer> {
  stop();
  answer_askers();
  return std::exchange(answers_, {});
}

/// What the nodes are at; the ranks of one node have compared among themselves.
void block_server::compare(block_request const& what) {
  if (what.words.empty() || !disagreement_.empty()) return;
  auto const theirs = statement{what.speaker, what.words, what.where};
  if (said_.words.empty()) said_ = theirs;
  if (theirs.words != said_.words) disagreement_ = to_string(said_, theirs);
}

void block_server::learn_size(block_request const& what) {
  if (what.size) ledger_.ends_at(*what.size, what.finder);
  ledger_.seen(what.seen_end);
  if (disagreement_.empty()) disagreement_ = ledger_.contradiction();
}

void block_server::stop() {
  if (!ledger_.stop()) return;
  for (auto rank = 0; rank != ranks_; ++rank) answers_.push_back({rank, word::halt});
}

void block_server::answer_askers() {
  for (auto& [first_rank, node] : nodes_) {
    if (!node.asker) continue;
    auto reply = answer{.to = *node.asker};
    if (!disagreement_.empty()) {
      reply.what = word::failed;
      append(reply.body, std::string_view(disagreement_));
    } else if (!ledger_.stopped() && ledger_.remaining() != 0) {
      reply.range = ledger_.lend(block_size(node));
      append(reply.body, ledger_.size() ? ledger_.remaining() : index_t{0});
    } else if (node.idle) {
      continue;
    } else if (!terms_.size && ledger_.size()) {
      append(reply.body, *ledger_.size());
    }
    answers_.push_back(std::move(reply));
    node.asker.reset();
    node.idle = false;
  }
}

auto block_server::block_size(node_state const& node) const -> index_t {
  if (terms_.single_pass) return 1;
  // Where nobody knows how many are left, as many as there have been is a fair guess.
  auto const left = ledger_.size() ? ledger_.remaining() : ledger_.begun();
  auto const theirs = static_cast<index_t>(node.ranks);
  auto const all = 2 * static_cast<index_t>(ranks_);
  auto const share = left / all * theirs + divide_up(left % all * theirs, all);
  return std::max(std::min(share, node.most), node.least);
}

void block_server::end_if_over() {
  auto seen = 0;
  auto all_gone = true;
  for (auto const& [first_rank, node] : nodes_) {
    if (!node.gone && !(node.asker && node.idle)) return;
    if (node.heard < node.failed) return;
    seen += node.ranks;
    all_gone = all_gone && node.gone;
  }
  if (seen != ranks_ || (!ledger_.over() && !all_gone)) return;
  over_ = true;
  auto how = ledger_.outcome();
  how.sort();
  if (interrupted_ && how.failures.empty() && (cut_ || ledger_.has_work()))
    how.interrupted = interrupted_after(by_some_rank, now().done, now().total);
  for (auto const& [first_rank, node] : nodes_) {
    if (!node.asker) continue;
    auto verdict = answer{.to = *node.asker, .what = word::verdict};
    append(verdict.body, how);
    answers_.push_back(std::move(verdict));
  }
  observer_.ended([this] { return now(); });
}

auto block_server::now() const -> standing {
  auto shown =
      standing{.total = ledger_.size(), .ranks = ranks_, .failures = ledger_.outcome().count()};
  shown.done = terms_.finished;
  if (shown.total) *shown.total += terms_.finished;
  for (auto const& [first_rank, node] : nodes_) {
    shown.done += node.visited;
    if (!node.gone && !(node.asker && node.idle)) shown.busy += node.ranks;
  }
  return shown;
}

}  // namespace dlp::detail

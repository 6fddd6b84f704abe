// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/block_server.hpp>

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

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
  append(to, what.finder);
  append(to, what.seen_end);
  append(to, what.failures);
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
  what.finder = from.take<int>();
  what.seen_end = from.take<index_t>();
  what.failures = take_failures(from);
  while (!from.done()) what.rests.push_back(from.take<index_range>());
  return what;
}

block_server::block_server(loop_terms terms, std::string words, int ranks, meter_options shown)
    : terms_(std::move(terms)),
      said_{terms_.root, std::move(words), line_of(terms_.where)},
      ranks_(ranks),
      meter_(std::move(shown)),
      supply_(terms_.size) {}

auto block_server::take(int from, block_request what) -> std::vector<answer> {
  using said = block_request::word;
  auto& node = nodes_[what.node];
  node.ranks = what.ranks;
  node.visited = std::max(node.visited, what.visited);
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
      for (auto const rest : what.rests) supply_.give_back(rest);
      break;
    case said::failed:
      node.heard += what.failures.size();
      std::ranges::move(what.failures, std::back_inserter(failures_));
      if (std::holds_alternative<dlp::stop>(terms_.on_error)) stop();
      break;
    case said::stop:
      stop();
      break;
    case said::forget:
      over_ = true;
      return {};
  }
  answer_askers();
  end_if_over();
  meter_.show(now());
  return std::exchange(answers_, {});
}

/// What the nodes are at; the ranks of one node have compared among themselves.
void block_server::compare(block_request const& what) {
  if (what.words.empty() || !disagreement_.empty()) return;
  auto const theirs = statement{what.speaker, what.words, what.where};
  if (said_.words.empty()) said_ = theirs;
  if (theirs.words != said_.words) disagreement_ = to_string(said_, theirs);
}

/// Where something threw, that says more than sizes that differ.
void block_server::learn_size(block_request const& what) {
  seen_end_ = std::max(seen_end_, what.seen_end);
  auto const known = supply_.size();
  auto const size = what.size ? what.size : known;
  if (!size || !disagreement_.empty()) return;
  auto const differs = *size < seen_end_ || (known && known != size);
  if (differs && failures_.empty()) {
    disagreement_ =
        "rank " + std::to_string(what.finder != -1 ? what.finder : finder_) + " finds " +
        std::to_string(*size) + " examples, and other ranks found " +
        (known && known != size ? std::to_string(*known) : "at least " + std::to_string(seen_end_));
  } else if (!known) {
    supply_.ends_at(*size);
    finder_ = what.finder;
  }
}

void block_server::stop() {
  if (std::exchange(stopping_, true)) return;
  for (auto rank = 0; rank != ranks_; ++rank) answers_.push_back({rank, word::halt});
}

void block_server::answer_askers() {
  for (auto& [first_rank, node] : nodes_) {
    if (!node.asker) continue;
    auto reply = answer{.to = *node.asker};
    if (!disagreement_.empty()) {
      reply.what = word::failed;
      append(reply.body, std::string_view(disagreement_));
    } else if (!stopping_ && supply_.remaining() != 0) {
      reply.range = supply_.take(block_size(node));
      append(reply.body, supply_.size() ? supply_.remaining() : index_t{0});
    } else if (node.idle) {
      continue;
    } else if (!terms_.size && supply_.size()) {
      append(reply.body, *supply_.size());
    }
    answers_.push_back(std::move(reply));
    node.asker.reset();
    node.idle = false;
  }
}

auto block_server::block_size(node_state const& node) const -> index_t {
  if (terms_.single_pass) return 1;
  // Where nobody knows how many are left, as many as there have been is a fair guess.
  auto const left = supply_.size() ? supply_.remaining() : supply_.begun();
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
  if (seen != ranks_ || (supply_.remaining() != 0 && !stopping_ && !all_gone)) return;
  over_ = true;
  std::ranges::stable_sort(failures_, {},
                           [](auto const& one) { return std::pair(one.index, one.rank); });
  for (auto const& [first_rank, node] : nodes_) {
    if (!node.asker) continue;
    auto verdict = answer{.to = *node.asker, .what = word::verdict};
    if (!failures_.empty()) append(verdict.body, failures_);
    answers_.push_back(std::move(verdict));
  }
  meter_.finish(now());
}

auto block_server::now() const -> standing {
  auto shown = standing{.total = supply_.size(), .ranks = ranks_, .failures = failures_.size()};
  for (auto const& [first_rank, node] : nodes_) {
    shown.done += node.visited;
    if (!node.gone && !(node.asker && node.idle)) shown.busy += node.ranks;
  }
  return shown;
}

}  // namespace dlp::detail

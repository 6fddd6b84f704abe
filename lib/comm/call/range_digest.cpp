// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/range_digest.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include <comm/call/agreement.hpp>
#include <comm/call/context.hpp>
#include <dlp/core/digest.hpp>

namespace dlp::detail {
namespace {

using digests = std::vector<std::uint64_t>;
using examples_of = std::function<digests(index_range)>;

auto rank_text(std::size_t rank) -> std::string { return "rank " + std::to_string(rank); }

void tell_all(call& here, bytes const& what) {
  for (auto to = 0; to != here.talk().size(); ++to) {
    if (to != here.root()) here.send(to, word::verdict, what);
  }
}

/// The blocks in which an example may differ: the first that does as a whole, and before it those
/// of which some rank has seen a part.
auto suspect_blocks(std::vector<range_digest> all) -> std::vector<index_range> {
  auto shift = 0U;
  auto longest = index_t{0};
  for (auto const& one : all) {
    shift = std::max(shift, one.shift());
    longest = std::max(longest, one.count());
  }
  for (auto& one : all) {
    while (one.shift() < shift) one.merge();
  }
  auto suspects = std::vector<index_range>();
  for (auto i = std::size_t{0}; (index_t{i} << shift) < longest; ++i) {
    auto const first = index_t{i} << shift;
    auto const last = index_t{i + 1} << shift;
    auto whole = std::optional<std::uint64_t>();
    auto differs = false;
    auto partly = false;
    for (auto const& one : all) {
      if (one.count() <= first) continue;
      if (one.count() < std::min(last, longest)) {
        partly = true;
      } else {
        differs = differs || (whole && *whole != one.block(i));
        whole = one.block(i);
      }
    }
    if (differs || partly) suspects.push_back({first, std::min(last, longest)});
    if (differs) break;
  }
  return suspects;
}

/// Appends, for each of the blocks, the digests of the examples that this rank has.
auto examples_in(std::span<index_range const> blocks, range_digest const& mine,
                 examples_of const& examples) -> bytes {
  auto made = bytes();
  for (auto const block : blocks) {
    auto const last = std::max(block.first, std::min(block.last, mine.count()));
    auto const have = examples({block.first, last});
    append(made, std::uint64_t{have.size()});
    for (auto const one : have) append(made, one);
  }
  return made;
}

/// The first index at which two ranks have other examples, in words.
auto difference_in(std::span<index_range const> blocks, std::vector<bytes> const& all)
    -> std::string {
  auto readers = std::vector<byte_reader>(all.begin(), all.end());
  for (auto const block : blocks) {
    auto of_ranks = std::vector<digests>(all.size());
    for (auto rank = std::size_t{0}; rank != all.size(); ++rank) {
      auto& from = readers[rank];
      if (from.done()) continue;
      of_ranks[rank].resize(from.take<std::uint64_t>());
      for (auto& one : of_ranks[rank]) one = from.take<std::uint64_t>();
    }
    for (auto i = index_t{0}; i != block.size(); ++i) {
      auto first = all.size();
      for (auto rank = std::size_t{0}; rank != all.size(); ++rank) {
        if (of_ranks[rank].size() <= i) continue;
        if (first == all.size()) first = rank;
        if (of_ranks[rank][i] == of_ranks[first][i]) continue;
        return "the example at index " + std::to_string(block.first + i) + " is another on " +
               rank_text(rank) + " than on " + rank_text(first);
      }
    }
  }
  return {};
}

/// Where a rank has come to the end before another has, in words.
auto difference_in_size(std::vector<range_digest> const& all) -> std::string {
  auto shortest = all.size();
  auto longest = std::size_t{0};
  for (auto rank = std::size_t{0}; rank != all.size(); ++rank) {
    if (all[rank].count() > all[longest].count()) longest = rank;
    if (!all[rank].has_ended()) continue;
    if (shortest == all.size() || all[rank].count() < all[shortest].count()) shortest = rank;
  }
  if (shortest == all.size() || all[shortest].count() == all[longest].count()) return {};
  auto const size = all[longest].count();
  return rank_text(shortest) + " finds " + std::to_string(all[shortest].count()) +
         " examples, and " + rank_text(longest) + " finds " +
         (all[longest].has_ended() ? "" : "at least ") + std::to_string(size);
}

void find_difference(call& here, range_digest const& mine, examples_of const& examples,
                     bool says_size) {
  auto said = bytes();
  append(said, mine);
  auto all = std::vector<range_digest>();
  for (auto const& one : hear_all(here, std::move(said))) {
    auto from = byte_reader(one);
    all.push_back(take_range_digest(from));
  }
  auto const sizes_differ = difference_in_size(all);
  if (says_size && !sizes_differ.empty()) return tell_all(here, {});
  auto const blocks = suspect_blocks(all);
  if (!blocks.empty()) {
    auto wanted = bytes();
    for (auto const block : blocks) append(wanted, block);
    tell_all(here, wanted);
    auto const why = difference_in(blocks, hear_all(here, examples_in(blocks, mine, examples)));
    if (!why.empty()) here.refuse(why);
  }
  if (!sizes_differ.empty()) here.refuse(sizes_differ);
  tell_all(here, {});
}

void help_to_find(call& here, range_digest const& mine, examples_of const& examples) {
  auto said = bytes();
  append(said, mine);
  here.send(here.root(), word::results, std::move(said));
  while (true) {
    auto const what = here.receive();
    if (what.body.empty()) return;
    auto blocks = std::vector<index_range>();
    for (auto body = byte_reader(what.body); !body.done();) {
      blocks.push_back(body.take<index_range>());
    }
    here.send(here.root(), word::results, examples_in(blocks, mine, examples));
  }
}

}  // namespace

void range_digest::merge() noexcept {
  for (auto i = std::size_t{0}; i != blocks; ++i) {
    blocks_[i] = i < blocks / 2 ? blocks_[2 * i] + blocks_[2 * i + 1] : 0;
  }
  ++shift_;
}

auto range_digest::whole() const noexcept -> std::uint64_t {
  if (count_ == 0 && !has_ended_) return 0;
  auto const about = std::array{count_, index_t{has_ended_}};
  auto const digest =
      digest_of(std::as_bytes(std::span(blocks_)), digest_of(std::as_bytes(std::span(about))));
  return digest | 1;
}

void append(bytes& to, range_digest const& what) {
  append(to, what.count_);
  append(to, what.shift_);
  append(to, what.has_ended_);
  append(to, what.blocks_);
}

auto take_range_digest(byte_reader& from) -> range_digest {
  auto what = range_digest();
  what.count_ = from.take<index_t>();
  what.shift_ = from.take<unsigned>();
  what.has_ended_ = from.take<bool>();
  what.blocks_ = from.take<std::array<std::uint64_t, range_digest::blocks>>();
  return what;
}

int uncompared_body::open_ = 0;

void compare_ranges(compared_loop const& loop, range_digest const& mine,
                    examples_of const& examples) {
  if (!loop.talk) return;
  auto here = call(*loop.talk, loop.name + ", root " + std::to_string(loop.root), loop.root,
                   loop.where, on_loss::go_on);
  auto const agreed = agree(here, mine.whole(), {}, [](std::span<index_t const> numbers) {
    auto first = index_t{0};  // that of a rank that is lost, or has seen nothing, is 0
    auto const differs = std::ranges::any_of(numbers, [&](auto one) {
      if (first == 0) first = one;
      return one != 0 && one != first;
    });
    return verdict{differs ? 1U : 0U, {}};
  });
  if (agreed.number == 0) return;
  here.need_all();
  here.at_root() ? find_difference(here, mine, examples, loop.says_size)
                 : help_to_find(here, mine, examples);
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

#include <comm/call/agreement.hpp>
#include <comm/call/private_communicator.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/pieces.hpp>
#include <dlp/core/combine.hpp>

namespace dlp::detail {
namespace {

constexpr auto goes_unasked = std::size_t{32} << 10;
constexpr auto large_part = std::uint64_t{4} << 20;

/// Flags of a part.
constexpr auto is_last = std::uint32_t{1};
constexpr auto is_complaint = std::uint32_t{2};  ///< it is no part; it may be empty

auto part_size() -> std::size_t { return std::min(piece_limit(), large_part); }

/// The values of neighbours are put together, then those of neighbouring pairs, and so on. What is
/// put together lies on the root, where it is one of them, else on the lowest rank.
class tree {
 public:
  tree(call& here, std::vector<int> const& ranks, reducible& mine)
      : here_(here), ranks_(ranks), mine_(mine) {}

  void climb() {
    auto const me = place_of(here_.talk().rank());
    for (auto width = std::size_t{1}; width < ranks_.size(); width *= 2) {
      auto const group = me / width;
      auto const other = group ^ 1;
      if (other * width >= ranks_.size()) continue;  // nobody is there
      auto const both = head_of(group / 2, 2 * width);
      if (both != me) return hand_over(ranks_[both]);
      take_over(ranks_[head_of(other, width)], other < group);
    }
  }

  [[nodiscard]] auto failures() -> std::vector<failure>& { return failures_; }
  [[nodiscard]] auto complaint() const -> std::string const& { return complaint_; }

 private:
  [[nodiscard]] auto place_of(int rank) const -> std::size_t {
    return static_cast<std::size_t>(std::ranges::find(ranks_, rank) - ranks_.begin());
  }
  [[nodiscard]] auto head_of(std::size_t group, std::size_t width) const -> std::size_t {
    auto const root = place_of(here_.root());
    return root / width == group ? root : group * width;
  }

  auto next_from(int rank) -> message {
    while (true) {
      auto what = here_.receive_from(rank);
      if (what.what != word::hello) return what;  // of a rank that was taken for lost
    }
  }

  /// Sends this rank's part of the tree; no more than a small part before it is asked for.
  void hand_over(int to) {
    auto asked = true;
    attempt([&] { mine_.rewind(); }, to);
    for (auto flags = 0U, size = unsigned(goes_unasked); flags == 0; size = unsigned(part_size())) {
      auto part = bytes();
      if (!failed_) attempt([&] { flags = mine_.pack_part(part, size) ? is_last : 0; }, to);
      if (failed_) {
        flags = is_complaint;
        part.clear();
        append(part, complaint_);
      }
      if (asked && part.size() > goes_unasked) {
        here_.send(to, word::results);
        asked = false;
      }
      if (!asked && next_from(to).what == word::halt) return;
      here_.send(to, word::results, std::move(part), {}, flags);
      asked = false;
    }
  }

  /// Puts another rank's part of the tree together with this one's.
  void take_over(int from, bool is_left) {
    attempt([&] { mine_.rewind(); }, from);
    for (auto over = false; !over;) {
      auto what = next_from(from);
      over = what.flags != 0 || failed_;
      if (what.flags == 0) here_.send(from, failed_ ? word::halt : word::work);
      if (what.flags == is_complaint) {
        failed_ = true;
        if (complaint_.empty()) complaint_ = byte_reader(what.body).take_text();
      } else if (!failed_ && !what.body.empty()) {
        attempt([&] { mine_.take_part(std::move(what.body), is_left); }, from);
      }
    }
  }

  /// Runs code of the program; what it throws is a failure of the reduction.
  template <class F>
  void attempt(F f, int other) {
    auto const me = here_.talk().rank();
    auto const body = in_body_while(here_.talk());
    try {
      f();
      return;
    } catch (unequal_lengths const& found) {
      complaint_ = here_.words() + ": what is put together has " + std::to_string(found.mine) +
                   " elements on rank " + std::to_string(me) + " and " +
                   std::to_string(found.theirs) + " on rank " + std::to_string(other);
    } catch (...) {
      failures_.push_back(describe_current_exception(failure::no_index, me));
    }
    failed_ = true;
  }

  call& here_;
  std::vector<int> const& ranks_;
  reducible& mine_;
  bool failed_ = false;  // here, or below in the tree
  std::vector<failure> failures_;
  std::string complaint_;
};

auto mpi_type_of(integers const& numbers) -> MPI_Datatype {
  auto const types = numbers.is_signed
                         ? std::array{MPI_INT8_T, MPI_INT16_T, MPI_INT32_T, MPI_INT64_T}
                         : std::array{MPI_UINT8_T, MPI_UINT16_T, MPI_UINT32_T, MPI_UINT64_T};
  return types[numbers.each == 1 ? 0 : numbers.each == 2 ? 1 : numbers.each == 4 ? 2 : 3];
}

auto mpi_operation_of(operation how) -> MPI_Op {
  switch (how) {
    case operation::sum:
      return MPI_SUM;
    case operation::product:
      return MPI_PROD;
    case operation::bit_and:
      return MPI_BAND;
    case operation::bit_or:
      return MPI_BOR;
    case operation::bit_xor:
      return MPI_BXOR;
    case operation::least:
      return MPI_MIN;
    case operation::greatest:
      return MPI_MAX;
  }
  return MPI_OP_NULL;
}

void reduce_integers(communicator const& comm, integers const& numbers, int root, bool everywhere) {
  auto const type = mpi_type_of(numbers);
  auto const operation = mpi_operation_of(numbers.how);
  auto const at_root = comm.rank() == root;
  auto const most = std::max(part_size() / numbers.each, std::size_t{1}) * numbers.each;
  for (auto rest = numbers.memory; !rest.empty();) {
    auto const piece = rest.first(std::min(rest.size(), most));
    rest = rest.subspan(piece.size());
    auto* const data = piece.data();
    auto const count = static_cast<int>(piece.size() / numbers.each);
    auto request = MPI_REQUEST_NULL;
    if (everywhere) {
      check_mpi(MPI_Iallreduce(MPI_IN_PLACE, data, count, type, operation, comm, &request),
                "MPI_Iallreduce");
    } else {
      check_mpi(MPI_Ireduce(at_root ? MPI_IN_PLACE : data, at_root ? data : nullptr, count, type,
                            operation, root, comm, &request),
                "MPI_Ireduce");
    }
    poll_until_done(request);
  }
}

/// The ranks that live, where some do not.
auto living(context& talk) -> bytes {
  auto ranks = bytes();
  for (auto rank = 0; talk.losses() != 0 && rank != talk.size(); ++rank)
    if (!talk.is_lost(rank)) append(ranks, rank);
  return ranks;
}

}  // namespace

auto reduce_parts(collective& what, reducible& mine, std::optional<integers> const& numbers,
                  bool everywhere) -> bool {
  auto& own = private_of(what.comm);
  auto here = open(what, own, on_loss::go_on);
  auto const agreed =
      agree(here, 0, what.failures, [&](auto) { return verdict{0, living(here.talk())}; });
  auto ranks = std::vector<int>();
  for (auto some = byte_reader(agreed.body); !some.done();) ranks.push_back(some.take<int>());
  here.need(ranks);
  if (ranks.empty() && numbers) {
    reduce_integers(own.duplicate, *numbers, what.root, everywhere);
    return true;
  }
  if (ranks.empty()) {
    ranks.resize(static_cast<std::size_t>(here.talk().size()));
    std::iota(ranks.begin(), ranks.end(), 0);
  }
  if (std::ranges::find(ranks, here.talk().rank()) == ranks.end()) return false;
  auto all = tree(here, ranks, mine);
  all.climb();
  if (here.at_root() && !all.complaint().empty()) {
    open(what, own, on_loss::go_on).refuse(all.complaint());
  }
  what.failures = std::move(all.failures());
  return false;
}

}  // namespace dlp::detail

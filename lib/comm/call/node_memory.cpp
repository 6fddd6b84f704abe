// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/node_memory.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <mpi.h>
#include <boost/mpi/group.hpp>

#include <comm/call/agreement.hpp>
#include <comm/call/private_communicator.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <comm/wire/shared_object.hpp>
#include <dlp/comm/pieces.hpp>

namespace dlp::detail {
namespace {

/// A communicator of these ranks alone, which no other rank hears of.
auto communicator_of(std::vector<int> const& ranks, communicator const& among) -> communicator {
  auto const group = among.group().include(ranks.begin(), ranks.end());
  auto made = MPI_COMM_NULL;
  check_mpi(MPI_Comm_create_group(among, group, 0, &made), "MPI_Comm_create_group");
  return {made, boost::mpi::comm_take_ownership};
}

/// One rank's part in it, step by step. All ranks end each step before one begins the next.
class node_filling {
 public:
  node_filling(call& here, private_communicator& own, node_filler const& by)
      : here_(here), own_(own), by_(by) {
    auto const ranks = own.here.ranks();
    auto const filler = own.here.place_of(here.root()) ? here.root() : ranks.front();
    is_filler_ = own.talk.rank() == filler;
    is_alone_ = ranks.size() == 1;
  }

  auto run() -> node_memory {
    together(false, [] {});  // nothing is made for ranks that are at another call
    make();
    create();
    together(!is_filler_, [&] { open(); });
    object_.take_name_away();
    together(is_filler_, [&] { fill(); });
    if (by_.from_root) {
      broadcast();
      together(is_filler_, [&] { protect(); });
    }
    return {std::move(memory_), size_};
  }

 private:
  /// The failures of this rank's part of a step, where it has one: code of the program, for which
  /// the others wait.
  template <class Part>
  auto failures_of(bool has_part, Part part) -> std::vector<failure> {
    if (!has_part) return {};
    auto const body = in_body_while(own_.talk);
    try {
      part();
    } catch (...) {
      return {describe_current_exception(failure::no_index, own_.talk.rank())};
    }
    return {};
  }

  template <class Part>
  void together(bool has_part, Part part) {
    agree(here_, failures_of(has_part, part));
  }

  [[nodiscard]] auto makes() const -> bool { return by_.from_root ? here_.at_root() : is_filler_; }

  void make() {
    auto const failures = failures_of(makes(), [&] { size_ = by_.size(); });
    auto const size_of_root = [&](auto all) {
      return verdict{all[static_cast<std::size_t>(here_.root())], {}};
    };
    auto const agreed = agree(here_, size_, failures, size_of_root);
    if (by_.from_root) size_ = agreed.number;
  }

  /// Where the node's memory is, for its other ranks, and, for all, who fills that of each node.
  void create() {
    auto const failures = failures_of(is_filler_, [&] {
      if (!is_alone_) object_ = shared_object::create();
      object_.require_room(size_);
      map();
      own_.notice->size = size_;
      auto const length = object_.name().copy(own_.notice->name, memory_notice::longest_name);
      own_.notice->name[length] = '\0';
    });
    auto const fillers = [&](auto all) {
      auto found = verdict();
      for (auto rank = 0; by_.from_root && rank != own_.talk.size(); ++rank) {
        if (all[static_cast<std::size_t>(rank)] != 0) append(found.body, rank);
      }
      return found;
    };
    auto const agreed = agree(here_, is_filler_ ? 1 : 0, failures, fillers);
    for (auto reader = byte_reader(agreed.body); !reader.done();) {
      fillers_.push_back(reader.take<int>());
    }
  }

  void open() {
    size_ = own_.notice->size;
    object_ = shared_object::open(own_.notice->name);
    map();
  }

  void fill() {
    object_.reserve(mapped());
    if (makes()) by_.fill({memory_.get(), size_});
    if (!by_.from_root) protect();
  }

  void broadcast() {
    if (!is_filler_ || fillers_.size() == 1) return;
    auto const between = communicator_of(fillers_, own_.duplicate);
    auto const root =
        static_cast<int>(std::ranges::find(fillers_, here_.root()) - fillers_.begin());
    for (auto rest = std::span(memory_.get(), size_); !rest.empty();) {
      auto const piece = take_piece(rest);
      auto request = MPI_REQUEST_NULL;
      check_mpi(MPI_Ibcast(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, root, between,
                           &request),
                "MPI_Ibcast");
      poll_until_done(request);
    }
  }

  /// No memory of 0 bytes can be mapped.
  [[nodiscard]] auto mapped() const -> std::uint64_t { return std::max<std::uint64_t>(size_, 1); }
  void map() { memory_ = object_.map(mapped()); }
  void protect() { protect_from_writing(memory_.get(), mapped()); }

  call& here_;
  private_communicator& own_;
  node_filler const& by_;
  bool is_filler_ = false;  // of this node
  bool is_alone_ = false;   // on it
  std::uint64_t size_ = 0;
  std::vector<int> fillers_;  // of all nodes
  shared_object object_;
  std::shared_ptr<std::byte> memory_;
};

}  // namespace

auto fill_once_per_node(collective const& what, node_filler const& by) -> node_memory {
  auto& own = private_of(what.comm);
  auto here = open(what, own, on_loss::end_job);
  return node_filling(here, own, by).run();
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/node.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>

#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

namespace ipc = boost::interprocess;

/// What a rank tells the others of itself, to find those that can share memory with it.
struct calling_card {
  std::uint64_t host = 0;
  std::int64_t process = 0;
  std::int64_t number = 0;  // of this node in the process
};

/// The same in all processes that see the same shared memory, and in no others.
auto host_id() -> std::uint64_t {
  auto boot = std::string();
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  struct stat memory = {};
  static_cast<void>(::stat("/dev/shm", &memory));
  return std::hash<std::string>()(host_name() + " " + boot + " " + std::to_string(memory.st_dev));
}

/// So many ranks that a node never has them, unless the environment says otherwise.
auto most_ranks() -> std::size_t {
  auto most = 1 << 30;
  if (auto const* const text = std::getenv("DLP_RANKS_PER_NODE")) {
    std::from_chars(text, text + std::strlen(text), most);
  }
  return static_cast<std::size_t>(std::max(most, 1));
}

/// Every rank's value, by rank, on every rank. MPI_Comm_split_type would say as much, spinning.
template <class T>
auto tell_all(MPI_Comm comm, T const& mine) -> std::vector<T> {
  auto size = 0;
  check_mpi(MPI_Comm_size(comm, &size), "MPI_Comm_size");
  auto all = std::vector<T>(static_cast<std::size_t>(size));
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Iallgather(&mine, sizeof mine, MPI_BYTE, all.data(), sizeof mine, MPI_BYTE, comm,
                           &request),
            "MPI_Iallgather");
  poll_until_done(request);
  return all;
}

/// The ranks that share a node with `me`, in order.
auto ranks_like(int me, std::vector<calling_card> const& cards) -> std::vector<int> {
  auto const host = [&](int rank) { return cards[static_cast<std::size_t>(rank)].host; };
  auto here = std::vector<int>();
  for (auto rank = 0; rank != static_cast<int>(cards.size()); ++rank) {
    if (host(rank) == host(me)) here.push_back(rank);
  }
  auto const most = most_ranks();
  auto const place = static_cast<std::size_t>(std::ranges::lower_bound(here, me) - here.begin());
  auto const first = here.begin() + static_cast<std::ptrdiff_t>(place - place % most);
  auto const count = std::min(most, static_cast<std::size_t>(here.end() - first));
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

struct node::mapping {
  ipc::mapped_region region;
  std::vector<std::byte> own;  // of a rank that is alone on its node
};

node::node(MPI_Comm comm, std::function<std::size_t(std::size_t)> const& size_for)
    : mapping_(std::make_unique<mapping>()) {
  static auto count = std::int64_t{0};
  auto me = 0;
  check_mpi(MPI_Comm_rank(comm, &me), "MPI_Comm_rank");
  auto const cards = tell_all(comm, calling_card{host_id(), ::getpid(), ++count});
  ranks_ = ranks_like(me, cards);
  ranks_of_host_ = static_cast<int>(
      std::ranges::count(cards, cards[static_cast<std::size_t>(me)].host, &calling_card::host));
  auto const first = ranks_.front();
  auto bytes = size_for(ranks_.size());
  auto const& card = cards[static_cast<std::size_t>(first)];
  auto const name = "dlp." + std::to_string(card.process) + "." + std::to_string(card.number);

  auto const map = [&](auto how) {
    try {
      auto object = ipc::shared_memory_object(how, name.c_str(), ipc::read_write);
      if (me == first) object.truncate(static_cast<ipc::offset_t>(bytes));
      mapping_->region = ipc::mapped_region(object, ipc::read_write);
      return true;
    } catch (ipc::interprocess_exception const&) {
      return false;
    }
  };
  auto const all_here = [&](bool mine) {
    auto const can = tell_all(comm, static_cast<char>(mine));
    return std::ranges::all_of(ranks_,
                               [&](int r) { return can[static_cast<std::size_t>(r)] != 0; });
  };
  auto const some = ranks_.size() > 1;
  auto const made = all_here(me != first || (some && map(ipc::create_only)));
  auto const shared = all_here(some && made && (me == first || map(ipc::open_only)));
  if (me == first) ipc::shared_memory_object::remove(name.c_str());
  if (shared) {
    memory_ = {static_cast<std::byte*>(mapping_->region.get_address()), bytes};
  } else {
    ranks_ = {me};
    bytes = size_for(1);
    mapping_->region = {};
    mapping_->own.resize(bytes + 64);
    void* begin = mapping_->own.data();
    auto left = mapping_->own.size();
    memory_ = {static_cast<std::byte*>(std::align(64, bytes, begin, left)), bytes};
  }
  all_ = ranks_.size() == cards.size();
}

node::~node() = default;

auto node::place_of(int rank) const noexcept -> std::optional<std::size_t> {
  auto const found = std::ranges::lower_bound(ranks_, rank);
  if (found == ranks_.end() || *found != rank) return std::nullopt;
  return static_cast<std::size_t>(found - ranks_.begin());
}

}  // namespace dlp::detail

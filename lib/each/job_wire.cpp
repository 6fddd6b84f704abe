// SPDX-License-Identifier: BSL-1.0
#include <each/job_wire.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

namespace dlp::detail {
namespace {

constexpr auto root = 0;
enum tag : int { piece_tag = 1, answer_tag = 2, demand_tag = 3 };

constexpr auto no_more = -1;  // in the place of a demand

struct piece_head {
  std::uint64_t job = 0;
  std::int64_t stream = 0;
};

}  // namespace

void job_wire::send(std::uint64_t job, int stream, std::string_view text) {
  auto const head = piece_head{job, stream};
  auto piece = std::string(sizeof head, '\0');
  std::memcpy(piece.data(), &head, sizeof head);
  piece += text;
  auto sending = ranks_.isend(root, piece_tag, piece.data(), static_cast<int>(piece.size()));
  auto nap = std::chrono::microseconds(20);
  while (!ranks_.iprobe(root, answer_tag)) {
    sending.test();
    std::this_thread::sleep_for(nap);
    nap = std::min(2 * nap, std::chrono::microseconds(1'000));
  }
  ranks_.recv(root, answer_tag);
  sending.wait();
}

auto job_wire::heard() -> demand {
  while (ranks_.iprobe(root, demand_tag)) {
    auto what = 0;
    ranks_.recv(root, demand_tag, what);
    if (what == no_more)
      has_heard_end_ = true;
    else
      heard_ = std::max(heard_, static_cast<demand>(what));
  }
  return heard_;
}

auto job_wire::take(std::function<void(std::uint64_t, int, int, std::string_view)> const& f)
    -> bool {
  auto const come = ranks_.iprobe(boost::mpi::any_source, piece_tag);
  if (!come) return false;
  auto const size = *come->count<char>();
  auto piece = std::string(static_cast<std::size_t>(size), '\0');
  ranks_.recv(come->source(), piece_tag, piece.data(), size);
  auto head = piece_head();
  std::memcpy(&head, piece.data(), sizeof head);
  ranks_.send(come->source(), answer_tag);  // whatever becomes of it here
  f(head.job, come->source(), static_cast<int>(head.stream),
    std::string_view(piece).substr(sizeof head));
  return true;
}

void job_wire::tell(demand what) { send_to_all(static_cast<int>(what)); }

void job_wire::close() {
  if (ranks_.rank() == root) send_to_all(no_more);
  while (ranks_.rank() != root && (heard(), !has_heard_end_))
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void job_wire::send_to_all(int what) {
  for (auto rank = 0; rank != ranks_.size(); ++rank) {
    if (rank != ranks_.rank()) ranks_.send(rank, demand_tag, what);
  }
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <comm/call/router.hpp>

#include <utility>

namespace dlp::detail {

auto router::begin_call() -> std::uint64_t {
  boxes_.try_emplace(++begun_);
  return begun_;
}

void router::put(message what) {
  auto const box =
      what.call > begun_ ? boxes_.try_emplace(what.call).first : boxes_.find(what.call);
  if (box != boxes_.end()) box->second.push_back(std::move(what));
}

auto router::take(std::uint64_t call) -> std::optional<message> {
  auto const box = boxes_.find(call);
  if (box == boxes_.end() || box->second.empty()) return std::nullopt;
  auto what = std::move(box->second.front());
  box->second.pop_front();
  return what;
}

auto router::kept() const noexcept -> std::size_t {
  auto sum = std::size_t{0};
  for (auto const& [call, box] : boxes_) sum += box.size();
  return sum;
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/mark.hpp>

#include <string>

#include <comm/trace/job_trace.hpp>

namespace dlp {
namespace detail {

class open_mark {
 public:
  open_mark(timeline& on, std::string_view name) : on_(on), name_(name) {}
  ~open_mark() { on_.span_if_allowed("mark", name_, begun_, timeline::clock::now()); }

 private:
  timeline& on_;
  std::string name_;
  timeline::time_point begun_ = timeline::clock::now();
};

}  // namespace detail

void mark::begin(std::string_view name) {
  if (auto* const on = detail::timeline_here()) open_ = new detail::open_mark(*on, name);
}

void mark::end() noexcept { delete open_; }

}  // namespace dlp

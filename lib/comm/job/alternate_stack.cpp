// SPDX-License-Identifier: BSL-1.0
#include <comm/job/alternate_stack.hpp>

#include <atomic>
#include <csignal>
#include <cstddef>
#include <memory>

namespace dlp::detail {
namespace {

constexpr auto alternate_stack_size = std::size_t{64} << 10;

class alternate_stack {
 public:
  alternate_stack() {
    auto own = stack_t();
    if (::sigaltstack(nullptr, &own) != 0 || (own.ss_flags & SS_DISABLE) == 0) return;
    memory_ = std::make_unique_for_overwrite<std::byte[]>(alternate_stack_size);
    own = {.ss_sp = memory_.get(), .ss_flags = 0, .ss_size = alternate_stack_size};
    ::sigaltstack(&own, nullptr);
  }
  alternate_stack(alternate_stack const&) = delete;
  auto operator=(alternate_stack const&) -> alternate_stack& = delete;
  ~alternate_stack() {
    auto now = stack_t();
    if (!memory_ || ::sigaltstack(nullptr, &now) != 0 || now.ss_sp != memory_.get()) return;
    now.ss_flags = SS_DISABLE;
    ::sigaltstack(&now, nullptr);
  }

 private:
  std::unique_ptr<std::byte[]> memory_;
};

std::atomic<bool> are_used = false;

}  // namespace

void use_alternate_stacks() {
  are_used = true;
  give_this_thread_an_alternate_stack();
}

void give_this_thread_an_alternate_stack() {
  if (!are_used) return;
  thread_local auto const stack = alternate_stack();
  static_cast<void>(stack);
}

}  // namespace dlp::detail

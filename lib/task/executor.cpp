// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/executor.hpp>

#include <string>

#include <dlp/task/left_by_call.hpp>

namespace dlp {
namespace {

void do_call(std::span<std::byte const> frame, bytes& left, int rank) {
  detail::leave_by(left, rank, [&](bytes& to) {
    auto from = detail::byte_reader(frame);
    detail::run_call(from, to);
  });
}

/// As much of it as tells two builds apart.
auto program_in_short() -> std::string {
  constexpr auto digits = std::size_t{12};
  auto const whole = detail::program_identity();
  return whole.substr(0, whole.find(' ') + 1 + digits);
}

}  // namespace

/// An address of code means nothing in another program: the ranks compare what theirs are.
executor::executor(pool_options const& options)
    : basic_pool("executor of the program with " + program_in_short(), options, do_call) {}

}  // namespace dlp

// SPDX-License-Identifier: BSL-1.0
//
// same               says whether all ranks run the same program
// call               the root sends a call to all
// plugin FILE RANKS  so many ranks load a library, and the root sends a call of it to all
#include <dlp/pool.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include <dlfcn.h>

#include <dlp/task/call_frame.hpp>

#ifndef NUMBER
#define NUMBER 41
#endif

namespace {

namespace detail = dlp::detail;

auto next(int x) -> int { return x + 1; }

void say(std::string const& text) {
  std::ostringstream line;  // whole, as others write too
  line << "rank " << dlp::rank() << ": " << text << '\n';
  std::cout << line.str() << std::flush;
}

void open_executor() {
  try {
    dlp::executor::run([](dlp::executor&) {});
    say("the same");
  } catch (dlp::collective_error const& e) {
    say(e.what());
  }
}

void make_call(dlp::bytes frame) {
  dlp::broadcast(frame);
  auto from = detail::byte_reader(frame);
  auto result = dlp::bytes();
  try {
    detail::run_call(from, result);
    say("it returns " + std::to_string(detail::unpack<int>(result)));
  } catch (std::exception const& e) {
    say(e.what());
  }
}

}  // namespace

auto main(int argc, char** argv) -> int {
  auto const env = dlp::environment(argc, argv);
  auto const command = std::string_view(argv[1]);
  if (command == "same") {
    open_executor();
    return 0;
  }
  auto frame = dlp::bytes();
  if (command == "call" && dlp::is_root()) {
    detail::call_frame_of<decltype(next), int>::put(frame, next, NUMBER);
  } else if (command == "plugin" && dlp::rank() < std::atoi(argv[3])) {
    auto* const library = ::dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
    auto* const put_call = reinterpret_cast<void (*)(dlp::bytes&)>(::dlsym(library, "put_call"));
    if (dlp::is_root()) put_call(frame);
  }
  make_call(std::move(frame));
}

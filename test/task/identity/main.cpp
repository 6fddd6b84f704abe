// SPDX-License-Identifier: BSL-1.0
//
// say                says of each function where it is, in words for other processes, and what it
//                    returns
// call               reads that, and calls them
// reload FILE COPY   loads a library, closes it, loads it again, and then a copy of it, too
#include <dlp/task/code_address.hpp>

#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include <dlfcn.h>

#include <core/loaded_module.hpp>

#include "kinds.hpp"

namespace {

namespace detail = dlp::detail;
using function = int (*)(int);

constexpr auto argument = 7;

auto portable(function call) { return detail::to_portable(reinterpret_cast<void const*>(call)); }

void say() {
  auto part = 0;
  for (auto const& kinds : {kinds_of_one_part(), kinds_of_other_part(), kinds_of_library()}) {
    ++part;
    for (auto const& [name, call] : kinds) {
      auto const where = portable(call);
      std::cout << where.module << ' ' << where.offset << ' '
                << (where.library.empty() ? "-" : where.library) << ' ' << call(argument) << ' '
                << name << ", part " << part << '\n';
    }
  }
}

/// How many calls did not return what they should.
auto call() -> int {
  auto wrong = 0, right = 0, expected = 0;
  auto where = detail::code_address();
  auto name = std::string();
  while (std::cin >> where.module >> where.offset >> where.library >> expected &&
         std::getline(std::cin, name)) {
    auto const found = reinterpret_cast<function>(const_cast<void*>(detail::from_portable(where)));
    auto const is_right = found(argument) == expected;
    ++(is_right ? right : wrong);
    if (!is_right) std::cout << "another function is at" << name << '\n';
  }
  std::cout << right << " calls return the same\n";
  return wrong;
}

void try_to_find(detail::code_address const& where) {
  try {
    auto const found = reinterpret_cast<function>(const_cast<void*>(detail::from_portable(where)));
    std::cout << "it returns " << found(argument) << '\n';
  } catch (std::exception const& e) {
    std::cout << e.what() << '\n';
  }
}

void reload(char const* file, char const* copy) {
  auto* library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  auto const where = detail::to_portable(::dlsym(library, "of_library"));
  try_to_find(where);
  ::dlclose(library);
  try_to_find(where);
  library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  try_to_find(where);
  if (detail::list_modules().is_of_now()) std::cout << "a list is of now\n";
  ::dlopen(copy, RTLD_NOW | RTLD_LOCAL);
  try_to_find(where);
}

}  // namespace

auto main(int, char** argv) -> int {
  auto const command = std::string_view(argv[1]);
  if (command == "call") return call();
  command == "say" ? say() : reload(argv[2], argv[3]);
}

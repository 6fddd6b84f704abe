// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/code_address.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <utility>

#include <core/loaded_module.hpp>
#include <task/module_lookup.hpp>

namespace dlp::detail {
namespace {

using one_module = std::span<loaded_module const, 1>;

/// The program, which is never closed: most calls are of its code.
auto program() -> one_module {
  static auto const first = std::move(list_modules().all.front());
  return one_module(&first, 1);
}

/// All modules as they are now. What the loader does for it waits for the loader's own lock, and so
/// not with this one held.
auto modules() -> std::shared_ptr<module_list const> {
  static auto guard = std::mutex();
  static auto last = std::shared_ptr<module_list const>();
  auto known = [] {
    auto const lock = std::lock_guard(guard);
    return last;
  }();
  if (known && known->is_of_now()) return known;
  known = std::make_shared<module_list const>(list_modules());
  auto const lock = std::lock_guard(guard);
  return last = std::move(known);
}

/// What stands in a message in front of the library's name.
struct place {
  std::uint64_t module;
  std::uint64_t offset;
  std::uint64_t size_of_name;
};

}  // namespace

auto to_portable(void const* code) -> code_address {
  auto const address = reinterpret_cast<std::uintptr_t>(code);
  auto const named_in = [=](loaded_module const& one) -> code_address {
    return {one.digest, address - one.base, one.library};
  };
  if (program().front().has_code_at(address)) return named_in(module_at(program(), address));
  return named_in(module_at(modules()->all, address));
}

auto from_portable(code_address const& where) -> void const* {
  auto const found_in = [&](std::span<loaded_module const> all) {
    return reinterpret_cast<void const*>(
        address_in(all, where.module, where.offset, where.library));
  };
  return where.module == program().front().digest ? found_in(program()) : found_in(modules()->all);
}

void append(bytes& to, code_address const& where) {
  auto const name = std::as_bytes(std::span(where.library));
  append(to, place{where.module, where.offset, name.size()});
  to.insert(to.end(), name.begin(), name.end());
}

auto take_code_address(byte_reader& from) -> code_address {
  auto const first = from.take<place>();
  auto const name = from.take(first.size_of_name);
  return {first.module, first.offset, {reinterpret_cast<char const*>(name.data()), name.size()}};
}

auto program_identity() -> std::string { return identity_of(program().front()); }

}  // namespace dlp::detail

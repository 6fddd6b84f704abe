// SPDX-License-Identifier: BSL-1.0
#include <task/module_lookup.hpp>

#include <algorithm>

#include <core/number_text.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

auto spoken(std::string const& library) -> std::string {
  return library.empty() ? "the program" : library;
}

/// Whether a module can be known by its digest to be the one of another rank.
auto has_digest(std::uint64_t digest) {
  return [=](loaded_module const& one) { return digest != 0 && one.digest == digest; };
}

void require_digest(loaded_module const& module) {
  if (module.digest != 0) return;
  throw error("dlp: " + spoken(module.library) +
              " has no build-id, and its code cannot be read, so that other ranks cannot know it "
              "again: link it with -Wl,--build-id");
}

/// The one module that has this digest; nullptr where there is none.
auto only_one_of(std::span<loaded_module const> all, std::uint64_t digest) -> loaded_module const* {
  auto const first = std::ranges::find_if(all, has_digest(digest));
  if (first == all.end()) return nullptr;
  auto const second = std::find_if(first + 1, all.end(), has_digest(digest));
  if (second != all.end()) {
    throw error("dlp: " + spoken(first->library) + " and " + spoken(second->library) +
                " are loaded and have the same build-id, so that a call could mean either: load "
                "one copy of a library alone");
  }
  return &*first;
}

}  // namespace

auto module_at(std::span<loaded_module const> all, std::uintptr_t address) -> loaded_module const& {
  auto const found =
      std::ranges::find_if(all, [=](auto const& one) { return one.has_code_at(address); });
  if (found == all.end()) {
    throw usage_error(
        "dlp: a pointer to a function is null, or no code lies where it points, so that nothing "
        "can be called by it");
  }
  require_digest(*found);
  if (found != all.begin()) static_cast<void>(only_one_of(all, found->digest));
  return *found;
}

auto address_in(std::span<loaded_module const> all, std::uint64_t digest, std::uint64_t offset,
                std::string const& library) -> std::uintptr_t {
  auto const* const found =
      has_digest(digest)(all.front()) ? &all.front() : only_one_of(all, digest);
  if (found == nullptr && library.empty()) {
    throw error(
        "dlp: a call comes from another program than the one that this rank runs: start the same "
        "build on every host");
  }
  if (found == nullptr) {
    throw error("dlp: a call comes from a library that is not loaded on this rank: " + library +
                "; load the same build of it on every rank");
  }
  auto const address = found->base + offset;
  if (!found->has_code_at(address)) {
    throw error("dlp: a call is of code that " + spoken(found->library) + " does not have");
  }
  return address;
}

auto identity_of(loaded_module const& module) -> std::string {
  require_digest(module);
  if (!module.build_id.empty()) return "build-id " + module.build_id;
  return "digest " + hexadecimal(module.digest);
}

}  // namespace dlp::detail

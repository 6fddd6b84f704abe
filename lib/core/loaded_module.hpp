// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <link.h>

namespace dlp::detail {

/// The program, or a library, as it lies in the memory of this process.
struct loaded_module {
  struct segment {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
  };

  std::string library;       // the name of its file, without the folder; the program has none
  std::uintptr_t base = 0;   // from where its addresses are counted, other in each process
  std::uint64_t digest = 0;  // the same wherever the same file is loaded; 0 where it cannot be told
  std::string build_id;      // in hexadecimal digits; empty where the linker made none
  std::vector<segment> code;

  [[nodiscard]] auto has_code_at(std::uintptr_t address) const noexcept -> bool;
};

/// What the loader says of a module. It is known by its build-id, or else by all that is in it and
/// is not written to: without either, as where code can be run and not read, it has no digest.
[[nodiscard]] auto read_module(dl_phdr_info const& told) -> loaded_module;

/// All modules of a time, and how many were loaded and closed until then.
struct module_list {
  unsigned long long loaded = 0;
  unsigned long long closed = 0;
  std::vector<loaded_module> all;  // the program is the first

  [[nodiscard]] auto is_of_now() const -> bool;
};

[[nodiscard]] auto list_modules() -> module_list;

}  // namespace dlp::detail

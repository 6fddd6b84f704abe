// SPDX-License-Identifier: BSL-1.0
#include <core/loaded_module.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

#include <dlp/core/digest.hpp>

namespace dlp::detail {
namespace {

using segments = std::span<ElfW(Phdr) const>;
using memory = std::span<std::byte const>;

auto segments_of(dl_phdr_info const& told) -> segments { return {told.dlpi_phdr, told.dlpi_phnum}; }

/// What of a segment came from the file.
auto memory_of(dl_phdr_info const& told, ElfW(Phdr) const& segment) -> memory {
  return {reinterpret_cast<std::byte const*>(told.dlpi_addr + segment.p_vaddr), segment.p_filesz};
}

/// Whether notes lie in what was loaded; a file may have others.
auto is_loaded(segments all, ElfW(Phdr) const& notes) -> bool {
  return std::ranges::any_of(all, [&](auto const& one) {
    return one.p_type == PT_LOAD && (one.p_flags & PF_R) != 0 && one.p_vaddr <= notes.p_vaddr &&
           notes.p_vaddr + notes.p_filesz <= one.p_vaddr + one.p_filesz;
  });
}

/// The build-id among notes, of which each begins where a multiple of `alignment` lies.
auto build_id_among(memory notes, std::size_t alignment) -> memory {
  auto const aligned = [=](std::size_t at) { return (at + alignment - 1) / alignment * alignment; };
  auto head = ElfW(Nhdr)();
  while (notes.size() >= sizeof head) {
    std::memcpy(&head, notes.data(), sizeof head);
    auto const begin = aligned(sizeof head + head.n_namesz);
    if (begin > notes.size() || head.n_descsz > notes.size() - begin) break;
    auto const* const owner = reinterpret_cast<char const*>(notes.data() + sizeof head);
    if (head.n_type == NT_GNU_BUILD_ID &&
        std::string_view(owner, head.n_namesz) == std::string_view("GNU", 4)) {
      return notes.subspan(begin, head.n_descsz);
    }
    notes = notes.subspan(std::min(aligned(begin + head.n_descsz), notes.size()));
  }
  return {};
}

auto build_id_of(dl_phdr_info const& told) -> memory {
  for (auto const& one : segments_of(told)) {
    if (one.p_type != PT_NOTE || !is_loaded(segments_of(told), one)) continue;
    auto const found = build_id_among(memory_of(told, one), one.p_align == 8 ? 8 : 4);
    if (!found.empty()) return found;
  }
  return {};
}

/// With the places of all segments: a build-id may be one that a person chose.
auto digest_by_build_id(dl_phdr_info const& told, memory build_id) -> std::uint64_t {
  auto digest = digest_of(build_id);
  for (auto const& one : segments_of(told)) {
    if (one.p_type != PT_LOAD) continue;
    std::uint64_t const place[] = {one.p_vaddr, one.p_memsz, one.p_flags};
    digest = digest_of(std::as_bytes(std::span(place)), digest);
  }
  return digest;
}

auto digest_by_content(dl_phdr_info const& told) -> std::uint64_t {
  auto digest = std::uint64_t{0};
  for (auto const& one : segments_of(told)) {
    if (one.p_type != PT_LOAD || (one.p_flags & PF_W) != 0) continue;
    if ((one.p_flags & PF_R) == 0) return 0;
    digest = digest_of(memory_of(told, one), digest);
  }
  return digest;
}

auto in_hexadecimal(memory what) -> std::string {
  constexpr auto digits = "0123456789abcdef";
  auto text = std::string();
  for (auto const byte : what) {
    text += digits[std::to_integer<unsigned>(byte) / 16];
    text += digits[std::to_integer<unsigned>(byte) % 16];
  }
  return text;
}

}  // namespace

auto loaded_module::has_code_at(std::uintptr_t address) const noexcept -> bool {
  return std::ranges::any_of(
      code, [=](auto const& one) { return one.begin <= address && address < one.end; });
}

auto read_module(dl_phdr_info const& told) -> loaded_module {
  auto made = loaded_module();
  auto const file = std::string_view(told.dlpi_name);
  made.library = file.substr(file.rfind('/') + 1);
  made.base = told.dlpi_addr;
  auto const build_id = build_id_of(told);
  made.build_id = in_hexadecimal(build_id);
  made.digest = build_id.empty() ? digest_by_content(told) : digest_by_build_id(told, build_id);
  for (auto const& one : segments_of(told)) {
    if (one.p_type != PT_LOAD || (one.p_flags & PF_X) == 0) continue;
    made.code.push_back({made.base + one.p_vaddr, made.base + one.p_vaddr + one.p_memsz});
  }
  return made;
}

auto module_list::is_of_now() const -> bool {
  auto now = module_list();
  auto const read_first = [](dl_phdr_info* told, std::size_t, void* to) {
    static_cast<module_list*>(to)->loaded = told->dlpi_adds;
    static_cast<module_list*>(to)->closed = told->dlpi_subs;
    return 1;
  };
  ::dl_iterate_phdr(read_first, &now);
  return loaded == now.loaded && closed == now.closed;
}

auto list_modules() -> module_list {
  auto list = module_list();
  auto const read_one = [](dl_phdr_info* told, std::size_t, void* to) {
    auto& read = *static_cast<module_list*>(to);
    read.loaded = told->dlpi_adds;
    read.closed = told->dlpi_subs;
    read.all.push_back(read_module(*told));
    return 0;
  };
  ::dl_iterate_phdr(read_one, &list);
  return list;
}

}  // namespace dlp::detail

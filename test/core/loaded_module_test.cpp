// SPDX-License-Identifier: BSL-1.0
#include <core/loaded_module.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(loaded_module_test)

namespace {

namespace detail = dlp::detail;

constexpr auto code_begins = std::size_t{256};

/// A made-up file in memory: notes at its beginning, and code behind them.
struct image {
  std::array<std::byte, 512> memory = {};
  std::vector<ElfW(Phdr)> segments;
  std::size_t notes_end = 0;

  image() {
    std::ranges::fill(memory, std::byte{7});
    add(PT_LOAD, PF_R, 0, code_begins);
    add(PT_LOAD, PF_R | PF_X, code_begins, memory.size() - code_begins);
  }

  auto add(unsigned type, unsigned flags, std::size_t begin, std::size_t size) -> ElfW(Phdr) & {
    auto one = ElfW(Phdr)();
    one.p_type = type;
    one.p_flags = flags;
    one.p_vaddr = begin;
    one.p_filesz = one.p_memsz = size;
    return segments.emplace_back(one);
  }

  void add_note(unsigned type, std::string const& owner, std::string const& text,
                std::size_t alignment = 4) {
    auto const aligned = [=](std::size_t n) { return (n + alignment - 1) / alignment * alignment; };
    auto head = ElfW(Nhdr)();
    head.n_namesz = static_cast<unsigned>(owner.size() + 1);
    head.n_descsz = static_cast<unsigned>(text.size());
    head.n_type = type;
    auto* const at = memory.data() + notes_end;
    std::memcpy(at, &head, sizeof head);
    std::memcpy(at + sizeof head, owner.c_str(), owner.size() + 1);
    std::memcpy(at + aligned(sizeof head + head.n_namesz), text.data(), text.size());
    notes_end += aligned(aligned(sizeof head + head.n_namesz) + text.size());
  }
  void end_notes(std::size_t alignment = 4) {
    add(PT_NOTE, PF_R, 0, notes_end).p_align = alignment;
  }

  [[nodiscard]] auto read(std::string const& file = "/usr/lib/libx.so.1") const
      -> detail::loaded_module {
    auto told = dl_phdr_info();
    told.dlpi_addr = reinterpret_cast<std::uintptr_t>(memory.data());
    told.dlpi_name = file.c_str();
    told.dlpi_phdr = segments.data();
    told.dlpi_phnum = static_cast<ElfW(Half)>(segments.size());
    return detail::read_module(told);
  }
};

auto with_build_id(std::string const& id, std::size_t alignment = 4) -> image {
  auto made = image();
  made.add_note(1, "OTHER", "abc", alignment);
  made.add_note(NT_GNU_BUILD_ID, "GNU", id, alignment);
  made.end_notes(alignment);
  return made;
}

void of_this_program() {}

}  // namespace

BOOST_AUTO_TEST_CASE(the_build_id_is_read_from_the_notes) {
  BOOST_TEST(with_build_id("\x01\xab\xff").read().build_id == "01abff");
  BOOST_TEST(with_build_id("\x01\xab\xff", 8).read().build_id == "01abff");
  BOOST_TEST(image().read().build_id == "");

  auto to_the_end = with_build_id("12345678");
  to_the_end.segments.front().p_filesz = to_the_end.notes_end;
  BOOST_TEST(to_the_end.read().build_id == "3132333435363738");

  auto of_others = image();
  of_others.add_note(NT_GNU_BUILD_ID, "ABC", "12");
  of_others.end_notes();
  BOOST_TEST(of_others.read().build_id == "");
}

BOOST_AUTO_TEST_CASE(notes_that_end_too_early_or_are_not_loaded_are_not_read) {
  auto cut = image();
  cut.add_note(NT_GNU_BUILD_ID, "GNU", "12345678");
  cut.notes_end -= 4;
  cut.end_notes();
  BOOST_TEST(cut.read().build_id == "");

  auto elsewhere = with_build_id("12345678");
  elsewhere.segments.front().p_filesz = 8;
  BOOST_TEST(elsewhere.read().build_id == "");
  auto unreadable = with_build_id("12345678");
  unreadable.segments.front().p_flags = 0;
  BOOST_TEST(unreadable.read().build_id == "");
}

BOOST_AUTO_TEST_CASE(the_digest_is_that_of_the_file_wherever_it_lies_in_memory) {
  auto const one = with_build_id("12345678");
  auto const copy = one;
  BOOST_TEST(one.read().base != copy.read().base);
  BOOST_TEST(one.read().digest == copy.read().digest);
  BOOST_TEST(one.read().digest != 0u);
  BOOST_TEST(image().read().digest == image().read().digest);
  BOOST_TEST(image().read().digest != one.read().digest);
}

BOOST_AUTO_TEST_CASE(another_build_id_or_code_of_another_size_is_another_digest) {
  auto const one = with_build_id("12345678").read().digest;
  BOOST_TEST(with_build_id("12345679").read().digest != one);
  auto longer = with_build_id("12345678");
  longer.segments[1].p_memsz += 16;
  BOOST_TEST(longer.read().digest != one);
}

BOOST_AUTO_TEST_CASE(without_a_build_id_the_digest_is_of_all_that_is_not_written_to) {
  auto const one = image().read().digest;
  BOOST_TEST(one != 0u);
  for (auto const at : {std::size_t{3}, code_begins + 3}) {
    auto other = image();
    other.memory[at] = std::byte{8};
    BOOST_TEST(other.read().digest != one);
  }
  auto written = image();
  written.segments.front().p_flags |= PF_W;
  auto const before = written.read().digest;
  written.memory[3] = std::byte{8};
  BOOST_TEST(written.read().digest == before);
}

BOOST_AUTO_TEST_CASE(what_has_no_build_id_and_cannot_be_read_has_no_digest) {
  auto unreadable = image();
  unreadable.segments[1].p_flags = PF_X;
  BOOST_TEST(unreadable.read().digest == 0u);
  auto known = with_build_id("12345678");
  known.segments[1].p_flags = PF_X;
  BOOST_TEST(known.read().digest != 0u);
}

BOOST_AUTO_TEST_CASE(code_is_where_it_can_be_run) {
  auto const one = image();
  auto const read = one.read();
  auto const begin = reinterpret_cast<std::uintptr_t>(one.memory.data());
  BOOST_TEST(!read.has_code_at(begin + code_begins - 1));
  BOOST_TEST(read.has_code_at(begin + code_begins));
  BOOST_TEST(read.has_code_at(begin + one.memory.size() - 1));
  BOOST_TEST(!read.has_code_at(begin + one.memory.size()));
  BOOST_TEST(!read.has_code_at(0));
}

BOOST_AUTO_TEST_CASE(a_library_is_called_by_the_name_of_its_file) {
  BOOST_TEST(image().read().library == "libx.so.1");
  BOOST_TEST(image().read("libx.so.1").library == "libx.so.1");
  BOOST_TEST(image().read("").library == "");
}

BOOST_AUTO_TEST_CASE(the_program_is_the_first_of_the_list_and_libraries_follow) {
  auto const list = detail::list_modules();
  BOOST_REQUIRE(list.all.size() > 1u);
  auto const& program = list.all.front();
  BOOST_TEST(program.library == "");
  BOOST_TEST(program.digest != 0u);
  BOOST_TEST(program.has_code_at(reinterpret_cast<std::uintptr_t>(&of_this_program)));
  BOOST_TEST(std::ranges::any_of(
      list.all, [](auto const& one) { return one.library.starts_with("libstdc++"); }));
}

BOOST_AUTO_TEST_CASE(a_list_is_of_now_until_something_is_loaded_or_closed) {
  auto list = detail::list_modules();
  BOOST_TEST(list.is_of_now());
  ++list.closed;
  BOOST_TEST(!list.is_of_now());
  --list.closed, --list.loaded;
  BOOST_TEST(!list.is_of_now());
}

BOOST_AUTO_TEST_SUITE_END()

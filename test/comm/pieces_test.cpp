// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/pieces.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(pieces_test)

namespace detail = dlp::detail;

namespace {

auto const page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));

/// How many pages of it are in memory.
auto resident(std::span<std::byte> memory) -> std::ptrdiff_t {
  auto is_here = std::vector<unsigned char>(memory.size() / page);
  BOOST_TEST_REQUIRE(::mincore(memory.data(), memory.size(), is_here.data()) == 0);
  return std::ranges::count_if(is_here, [](auto one) { return (one & 1) != 0; });
}

/// How much memory that begins there is to have large pages, as the kernel tells.
auto asked_for(std::uintptr_t begin) -> std::size_t {
  auto file = std::ifstream("/proc/self/smaps");
  auto first = std::uintptr_t{0};
  auto last = std::uintptr_t{0};
  for (auto line = std::string(); std::getline(file, line);) {
    auto from = std::uintptr_t{0};
    auto to = std::uintptr_t{0};
    auto dash = char();
    if (std::istringstream(line) >> std::hex >> from >> dash >> to && dash == '-') {
      first = from;
      last = to;
    }
    if (first == begin && line.starts_with("VmFlags:"))
      return line.find(" hg") != line.npos ? last - first : 0;
  }
  return 0;
}

}  // namespace

// contract: M4
BOOST_AUTO_TEST_CASE(pieces_are_as_long_as_the_limit_and_the_last_is_what_is_left) {
  auto const before = detail::piece_limit();
  BOOST_TEST(before == std::uint64_t{1} << 30);
  detail::set_piece_limit(10);
  auto memory = std::vector<std::byte>(25);
  auto rest = std::span(memory);
  for (auto const size : {10u, 10u, 5u, 0u}) {
    auto const at = rest.data();
    auto const piece = detail::take_piece(rest);
    BOOST_TEST((piece.data() == at && piece.size() == size));
  }
  BOOST_TEST(rest.empty());
  detail::set_piece_limit(before);
}

BOOST_AUTO_TEST_CASE(whole_pages_are_given_back_and_what_lies_beside_them_stays) {
  constexpr auto pages = 8;
  auto* const raw =
      ::mmap(nullptr, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  BOOST_TEST_REQUIRE((raw != MAP_FAILED));
  auto const memory = std::span(static_cast<std::byte*>(raw), pages * page);
  std::ranges::fill(memory, std::byte{7});
  auto const is_7 = [](std::byte one) { return one == std::byte{7}; };

  detail::give_back_pages(memory.subspan(1, page));
  detail::give_back_pages(memory.subspan(page, page - 1));
  detail::give_back_pages({});
  BOOST_TEST(std::ranges::all_of(memory, is_7));
  BOOST_TEST(resident(memory) == pages);

  detail::give_back_pages(memory.subspan(page + 1, 5 * page));
  BOOST_TEST(resident(memory) == pages - 4);
  BOOST_TEST(std::ranges::all_of(memory.first(2 * page), is_7));
  BOOST_TEST(std::ranges::all_of(memory.subspan(6 * page), is_7));
  ::munmap(raw, pages * page);
}

BOOST_AUTO_TEST_CASE(large_pages_are_asked_for_where_whole_ones_are_fresh) {
  if (!std::filesystem::exists("/sys/kernel/mm/transparent_hugepage")) return;
  constexpr auto large_page = std::size_t{2} << 20;
  auto* const raw = ::mmap(nullptr, 6 * large_page, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  BOOST_TEST_REQUIRE((raw != MAP_FAILED));
  auto const begin = (reinterpret_cast<std::uintptr_t>(raw) / large_page + 1) * large_page;
  auto const memory = std::span(reinterpret_cast<std::byte*>(begin), 4 * large_page);
  detail::ask_for_large_pages({});
  detail::ask_for_large_pages(memory.subspan(1, large_page));
  BOOST_TEST(asked_for(begin) == 0);
  detail::ask_for_large_pages(memory.subspan(page, 3 * large_page));
  BOOST_TEST(asked_for(begin) == 0);
  BOOST_TEST(asked_for(begin + large_page) == 2 * large_page);
  ::munmap(raw, 6 * large_page);
}

BOOST_AUTO_TEST_SUITE_END()

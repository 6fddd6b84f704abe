// SPDX-License-Identifier: BSL-1.0
#include <comm/job/last_line.hpp>

#include <array>
#include <chrono>
#include <string_view>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(last_line_test)

namespace {

using namespace std::chrono_literals;

/// While it lives, stderr leads into a pipe.
class caught_stderr {
 public:
  caught_stderr() : kept_(::dup(STDERR_FILENO)) {
    BOOST_REQUIRE(::pipe(ends_.data()) == 0);
    ::dup2(ends_[1], STDERR_FILENO);
    ::close(ends_[1]);
  }
  caught_stderr(caught_stderr const&) = delete;
  auto operator=(caught_stderr const&) -> caught_stderr& = delete;
  ~caught_stderr() {
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
    ::close(ends_[0]);
  }

  [[nodiscard]] auto reader() const -> int { return ends_[0]; }

 private:
  int kept_;
  std::array<int, 2> ends_ = {};
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_last_line_goes_to_stderr_at_once_and_has_time_to_be_carried) {
  auto text = std::array<char, 64>();
  auto const begin = std::chrono::steady_clock::now();
  auto const size = [&] {
    auto const caught = caught_stderr();
    dlp::detail::say_last_line("dlp: the end\n");
    return ::read(caught.reader(), text.data(), text.size());
  }();
  BOOST_TEST(std::string_view(text.data(), static_cast<std::size_t>(size)) == "dlp: the end\n");
  BOOST_TEST((std::chrono::steady_clock::now() - begin >= 100ms));
}

BOOST_AUTO_TEST_SUITE_END()

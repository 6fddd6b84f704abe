// SPDX-License-Identifier: BSL-1.0
//
// How marks lie in the bodies of loops is seen by test/trace/run, in jobs that are started with
// DLP_TRACE.
#include <dlp/comm/mark.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <type_traits>

#include <boost/test/unit_test.hpp>

#include <comm/trace/job_trace.hpp>

#include "../support/drawn_timeline.hpp"
#include "../support/standard_error.hpp"
#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(mark_test)

namespace {

/// A process that has a file to draw into, and is to.
class asked {
 public:
  explicit asked(std::filesystem::path const& file, bool draws = true) {
    ::setenv("DLP_TRACE", file.c_str(), 1);
    dlp::detail::is_traced = draws;
  }
  asked(asked const&) = delete;
  auto operator=(asked const&) -> asked& = delete;
  ~asked() {
    ::unsetenv("DLP_TRACE");
    dlp::detail::is_traced = false;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(where_its_flag_is_down_a_mark_does_not_even_ask_for_a_timeline) {
  auto const folder = dlp_test::temporary_folder();
  auto const here = asked(folder / "trace.json", false);
  {
    auto const marked = dlp::mark("nowhere");
  }
  BOOST_TEST(folder.files().empty());
  static_assert(!std::is_copy_constructible_v<dlp::mark>);
}

BOOST_AUTO_TEST_CASE(where_the_file_cannot_be_made_it_says_so_once_and_does_nothing) {
  auto const here = asked("/proc/no/trace.json");
  auto const said = dlp_test::said_on_stderr([] {
    auto const outer = dlp::mark("outer");
    auto const inner = dlp::mark("inner");
  });
  BOOST_TEST(dlp_test::count_of(said, "draws no trace") == 1, said);
}

BOOST_AUTO_TEST_CASE(it_is_drawn_when_it_ends_with_a_name_of_its_own) {
  auto const folder = dlp_test::temporary_folder();
  auto const here = asked(folder / "trace.json");
  auto const drawn = [&] {
    dlp::detail::flush_trace();
    return dlp_test::read_file(folder / "trace.json.parts/0.json");
  };
  {
    auto const outer = dlp::mark(std::string("a name that is too long for a small string"));
    {
      auto const inner = dlp::mark("inner");
    }
    BOOST_TEST(dlp_test::count_of(drawn(), R"("cat":"mark","name":"inner","dur":)") == 1, drawn());
    BOOST_TEST(dlp_test::count_of(drawn(), "too long") == 0, drawn());
  }
  BOOST_TEST(dlp_test::count_of(drawn(), "a name that is too long for a small string") == 1);
  dlp::detail::end_trace_here();
  dlp::detail::merge_trace_of_job();
  BOOST_TEST(std::filesystem::exists(folder / "trace.json"));
}

BOOST_AUTO_TEST_SUITE_END()

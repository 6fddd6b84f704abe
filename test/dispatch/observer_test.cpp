// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/observer.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(observer_test)

using namespace dlp::detail;

namespace {

/// Writes down all that it hears.
class scribe : public listener {
 public:
  explicit scribe(std::string& text) : text_(text) {}
  void handed_out(int rank, dlp::index_range range) override { note("handed_out", rank, range); }
  void done(int rank, dlp::index_range range, double) override { note("done", rank, range); }
  void failed(dlp::failure const& what) override { note("failed", what.rank, {what.index, 0}); }
  void lost(int rank) override { note("lost", rank, {}); }
  void stands(standing const& now) override { note("stands", now.busy, {now.done, 0}); }
  void ended(standing const& now) override { note("ended", now.busy, {now.done, 0}); }
  void says(std::string_view sentence) override { text_ += std::string(sentence) + "\n"; }

 private:
  void note(char const* what, int number, dlp::index_range range) {
    text_ += std::string(what) + " " + std::to_string(number) + " " + std::to_string(range.first) +
             " " + std::to_string(range.last) + "\n";
  }
  std::string& text_;
};

/// DLP_PROGRESS, for a while.
struct progress_variable {
  explicit progress_variable(char const* value) { ::setenv("DLP_PROGRESS", value, 1); }
  ~progress_variable() { ::unsetenv("DLP_PROGRESS"); }
};

/// What a loop of so many examples writes to a descriptor of its own, by the number of which
/// DLP_PROGRESS ends.
auto written_by_a_loop(std::string const& kind, progress_options const& options) -> std::string {
  auto* const file = std::tmpfile();
  auto const variable = progress_variable((kind + std::to_string(::fileno(file))).c_str());
  auto to = observer(options);
  auto now = standing{.done = 3, .total = 10, .busy = 2, .ranks = 3, .failures = 1};
  to.stands([&] { return now; });
  to.stands([&] { return now; });  // not a second later
  now = {.done = 10, .total = {}, .busy = 0, .ranks = 3};
  to.ended([&] { return now; });
  auto text = std::string(4096, ' ');
  text.resize(static_cast<std::size_t>(::pread(::fileno(file), text.data(), text.size(), 0)));
  std::fclose(file);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_who_listen_hear_all_that_happens) {
  auto texts = std::vector<std::string>(2);
  auto listeners = std::vector<std::unique_ptr<listener>>();
  for (auto& text : texts) listeners.push_back(std::make_unique<scribe>(text));
  auto to = observer(std::move(listeners));
  BOOST_TEST(to.on());
  to.handed_out(2, {0, 4});
  to.done(2, {0, 3}, 0.5);
  to.failed({.index = 3, .rank = 2, .host = {}, .type = {}, .text = {}});
  to.lost(1);
  to.says("hear");
  to.stands([] { return standing{.done = 7, .total = {}, .busy = 5}; });
  to.ended([] { return standing{.done = 8, .total = {}, .busy = 0}; });
  BOOST_TEST(texts[0] ==
             "handed_out 2 0 4\ndone 2 0 3\nfailed 2 3 0\nlost 1 0 0\nhear\nstands 5 7 0\n"
             "ended 0 8 0\n");
  BOOST_TEST(texts[1] == texts[0]);
}

BOOST_AUTO_TEST_CASE(where_nobody_listens_nobody_is_asked_how_far_it_is) {
  auto to = observer(progress_options{.progress = false, .label = "sweep"});
  BOOST_TEST(!to.on());
  auto asked = 0;
  auto const now = [&] { return ++asked, standing(); };
  to.stands(now);
  to.ended(now);
  BOOST_TEST(asked == 0);
}

BOOST_AUTO_TEST_CASE(the_user_of_a_program_can_turn_all_meters_off) {
  auto const is_on = [](char const* value) {
    auto const variable = progress_variable(value);
    return observer(progress_options{.progress = true}).on();
  };
  BOOST_TEST(!is_on("0"));
  BOOST_TEST(is_on("1"));
  BOOST_TEST(is_on(""));
}

BOOST_AUTO_TEST_CASE(progress_can_be_lines_of_json) {
  auto text = written_by_a_loop("json:", {.progress = true, .label = "a \"b\"\n\\"});
  // The seconds are what the clock says.
  for (auto at = text.find("seconds"); at != std::string::npos; at = text.find("seconds", at + 1)) {
    auto const number = text.find(": ", at) + 2;
    BOOST_TEST(text.substr(number, 2) == "0.");
    text.replace(number, text.find(',', number) - number, "0");
  }
  auto const label = std::string(R"({"label": "a \"b\"\u000a\\", "seconds": 0, )");
  BOOST_TEST(text == label + R"("done": 3, "total": 10, "busy": 2, "ranks": 3, "failed": 1, )" +
                         "\"ended\": false}\n" + label +
                         R"("done": 10, "total": null, "busy": 0, "ranks": 3, "failed": 0, )" +
                         "\"ended\": true}\n");
}

BOOST_AUTO_TEST_CASE(a_loop_that_is_left_has_a_last_line_of_json) {
  auto* const file = std::tmpfile();
  auto const variable = progress_variable(("json:" + std::to_string(::fileno(file))).c_str());
  {
    auto to = observer(progress_options{.progress = true});
    to.stands([] { return standing{.done = 3, .total = 10}; });
  }
  auto text = std::string(4096, ' ');
  text.resize(static_cast<std::size_t>(::pread(::fileno(file), text.data(), text.size(), 0)));
  std::fclose(file);
  BOOST_TEST(text.find("\"ended\": false") != std::string::npos, text);
  BOOST_TEST(text.find("\"done\": 3", text.find('\n')) != std::string::npos, text);
  BOOST_TEST(text.ends_with("\"ended\": true}\n"), text);
}

BOOST_AUTO_TEST_CASE(lines_of_json_are_of_loops_with_a_meter_only) {
  BOOST_TEST(written_by_a_loop("json:", {.progress = false, .label = {}}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/run_file.hpp>

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <dlp/core/error.hpp>
#include <report/pictures/json_line.hpp>
#include <report/pictures/report_reader.hpp>
#include <report/pictures/trace_reader.hpp>

namespace dlp::detail {
namespace {

/// A line is no longer than this; what is beyond is cut off, and the line is none of ours then.
constexpr auto longest_line = std::size_t{1} << 24;

auto next_line(std::istream& from, std::string& line) -> bool {
  line.clear();
  auto* const in = from.rdbuf();
  for (auto c = in->sbumpc(); c != std::char_traits<char>::eof(); c = in->sbumpc()) {
    if (c == '\n') return true;
    if (line.size() < longest_line) line += static_cast<char>(c);
  }
  return !line.empty();
}

auto without_blanks(std::string_view line) -> std::string_view {
  constexpr auto blanks = std::string_view(" \t\r,");
  auto const first = line.find_first_not_of(blanks);
  if (first == line.npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) + 1 - first);
}

/// Puts together what lines say.
class run_reader {
 public:
  void read(std::istream& from) {
    for (auto line = std::string(); next_line(from, line);) add(without_blanks(line));
  }

  auto run(std::string const& name) -> drawn_run {
    auto made = trace_.has_events() ? trace_.run() : drawn_run();
    if (made.loops.empty() && reports_.empty() && !made.is_timeline)
      throw usage_error("dlp-report: " + name +
                        " has neither a line that DLP_REPORT wrote nor one that DLP_TRACE did" +
                        (others_ == 0 ? ": it is empty" : ""));
    if (made.is_timeline && !reports_.empty())
      throw usage_error(
          "dlp-report: " + name +
          " has lines of DLP_REPORT and of DLP_TRACE: it takes a file of one of them");
    for (auto& one : reports_) made.loops.push_back(std::move(one));
    made.lines_left_out = others_;
    made.loops_left_out = left_out_;
    made.seconds_left_out = seconds_left_out_;
    leave_out_all_but(made, most_loops);
    return made;
  }

 private:
  void add(std::string_view line) {
    if (line.empty() || line == "[" || line == "]") return;
    if (line.front() == '[') line = without_blanks(line.substr(1));
    if (line.ends_with("}]")) line.remove_suffix(1);
    if (trace_.has_events() && trace_reader::is_of_no_use(line) && line.ends_with('}')) return;
    auto const object = object_in(line);
    if (object && object->count("ph") != 0) {
      others_ += trace_.add(*object) ? 0 : 1;
    } else if (auto loop = object ? loop_of_report(*object) : std::nullopt) {
      reports_.push_back(std::move(*loop));
      if (reports_.size() > 4 * most_loops) thin_reports();
    } else {
      ++others_;
    }
  }

  /// A program may have very many loops.
  void thin_reports() {
    auto run = drawn_run{.loops = std::move(reports_)};
    leave_out_all_but(run, most_loops);
    reports_ = std::move(run.loops);
    left_out_ += run.loops_left_out;
    seconds_left_out_ += run.seconds_left_out;
  }

  /// Those that took longest stay, in their order.
  static void leave_out_all_but(drawn_run& run, std::size_t most) {
    if (run.loops.size() <= most) return;
    auto order = std::vector<std::size_t>(run.loops.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(),
                             [&](std::size_t at) { return run.loops[at].makespan; });
    for (auto const at : std::span(order).subspan(most)) {
      ++run.loops_left_out;
      run.seconds_left_out += run.loops[at].makespan;
    }
    order.resize(most);
    std::ranges::sort(order);
    auto kept = std::vector<drawn_loop>();
    for (auto const at : order) kept.push_back(std::move(run.loops[at]));
    run.loops = std::move(kept);
  }

  trace_reader trace_;
  std::vector<drawn_loop> reports_;
  std::uint64_t others_ = 0;
  std::uint64_t left_out_ = 0;
  double seconds_left_out_ = 0;
};

void read_file(run_reader& to, std::filesystem::path const& file) {
  auto in = std::ifstream(file);
  if (in) to.read(in);
  if (!in || in.bad())
    throw error("dlp-report: " + file.string() + " cannot be read: " + std::strerror(errno));
}

}  // namespace

auto read_run(std::istream& from, std::string const& name) -> drawn_run {
  auto reader = run_reader();
  reader.read(from);
  return reader.run(name);
}

auto read_run(std::filesystem::path const& file) -> drawn_run {
  auto reader = run_reader();
  auto failed = std::error_code();
  auto const is_folder = std::filesystem::is_directory(file, failed);
  if (is_folder && file.extension() != ".parts")
    throw usage_error("dlp-report: " + file.string() +
                      " is a folder, and none of *.parts, which a run leaves that was killed");
  if (!is_folder) {
    read_file(reader, file);
    return reader.run(file.string());
  }
  auto parts = std::vector<std::filesystem::path>();
  for (auto const& one : std::filesystem::directory_iterator(file)) parts.push_back(one.path());
  std::ranges::sort(parts);
  for (auto const& part : parts) read_file(reader, part);
  return reader.run(file.string());
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
//
// Who listens to a loop: by the options of the loop, and by DLP_PROGRESS, DLP_REPORT and DLP_TRACE.
// A new one is a class here, and a line in `listeners`.
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>

#include <comm/trace/job_trace.hpp>
#include <core/json_text.hpp>
#include <core/number_text.hpp>
#include <dispatch/progress/meter.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/report/reporter.hpp>
#include <dispatch/trace/root_drawing.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

/// Says how far a loop is in a line of JSON to a file descriptor: at the beginning, each second,
/// and at the end. See docs/guide/progress.md for what is in it.
class json_lines : public listener {
 public:
  json_lines(std::string label, int descriptor)
      : label_(std::move(label)), descriptor_(descriptor) {}

  /// A loop that is left before its end has a last line, too.
  ~json_lines() override {
    if (!ended_) write(last_, clock::now(), true);
  }

  void stands(standing const& now) override {
    last_ = now;
    auto const time = clock::now();
    if (time < due_) return;
    due_ = time + std::chrono::seconds(1);
    write(now, time, false);
  }
  void ended(standing const& now) override {
    ended_ = true;
    write(now, clock::now(), true);
  }

 private:
  using clock = std::chrono::steady_clock;

  void write(standing const& now, clock::time_point time, bool ended) const {
    auto const milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time - begun_);
    auto label = std::string();
    append_json(label, label_);
    auto const line =
        "{\"label\": " + label + ", \"seconds\": " + std::to_string(milliseconds.count() / 1000) +
        "." + std::to_string(1000 + milliseconds.count() % 1000).substr(1) +
        ", \"done\": " + std::to_string(now.done) +
        ", \"total\": " + (now.total ? std::to_string(*now.total) : "null") +
        ", \"busy\": " + std::to_string(now.busy) + ", \"ranks\": " + std::to_string(now.ranks) +
        ", \"failed\": " + std::to_string(now.failures) +
        ", \"ended\": " + (ended ? "true" : "false") + "}\n";
    static_cast<void>(!::write(descriptor_, line.data(), line.size()));
  }

  std::string label_;
  int descriptor_;
  clock::time_point begun_ = clock::now();
  clock::time_point due_ = begun_;
  standing last_;
  bool ended_ = false;
};

/// The number in "json:2"; none where it is something else.
auto descriptor_in(std::string_view text) -> std::optional<int> {
  constexpr auto name = std::string_view("json:");
  if (!text.starts_with(name)) return std::nullopt;
  text.remove_prefix(name.size());
  auto const number = number_from<int>(text);
  return number && *number >= 0 ? number : std::nullopt;
}

auto variable(char const* name) -> std::string_view {
  auto const* const text = std::getenv(name);
  return text ? text : "";
}

auto meter_of(progress_options const& options) -> std::unique_ptr<listener> {
  auto const kind = variable("DLP_PROGRESS");
  if (!options.progress || kind == "0") return nullptr;
  if (auto const descriptor = descriptor_in(kind))
    return std::make_unique<json_lines>(options.label, *descriptor);
  return std::make_unique<meter>(options.label);
}

auto report_of(progress_options const& options) -> std::unique_ptr<listener> {
  if (!is_reported(options)) return nullptr;
  auto const to = variable("DLP_REPORT");
  auto write = reporter::writer(write_report_text);
  if (!to.empty() && to != "1") {
    write = [file = std::filesystem::path(to)](loop_record const& record) {
      write_report_json(file, record);
    };
  }
  return std::make_unique<reporter>(options.label, std::move(write));
}

auto listeners(progress_options const& options, std::string title)
    -> std::vector<std::unique_ptr<listener>> {
  auto all = std::vector<std::unique_ptr<listener>>();
  for (auto* const make : {meter_of, report_of})
    if (auto one = make(options)) all.push_back(std::move(one));
  if (auto* const on = title.empty() ? nullptr : timeline_here())
    all.push_back(std::make_unique<root_drawing>(*on, std::move(title)));
  return all;
}

}  // namespace

/// DLP_REPORT is `0`, `1` or a file.
auto is_reported(progress_options const& options) -> bool {
  auto const to = variable("DLP_REPORT");
  return options.report && to != "0" && (!to.empty() || *options.report);
}

observer::observer(progress_options const& options, std::string title)
    : listeners_(listeners(options, std::move(title))) {}

}  // namespace dlp::detail

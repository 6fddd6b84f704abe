// SPDX-License-Identifier: BSL-1.0
#include <report/command_line.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include <core/number_text.hpp>
#include <dlp/core/printable_text.hpp>
#include <report/draw_plot.hpp>
#include <task/saved_table.hpp>

namespace dlp::detail {
namespace {

[[noreturn]] void refuse_arguments(std::string const& why) {
  throw misuse("dlp-sweep: " + why + "; dlp-sweep --help says how it is called");
}

auto in_quotes(std::string const& argument) -> std::string {
  return '"' + printable_text(argument) + '"';
}

/// What stands behind the name of a command: options where they like, and the rest in its order.
class argument_list {
 public:
  argument_list(std::string command, std::span<std::string const> all)
      : command_(std::move(command)), all_(all.begin(), all.end()) {}

  /// Whether there is this option, which is taken.
  auto take_option(std::string const& name) -> bool { return std::erase(all_, name) != 0; }

  /// The numbers that stand behind an option, each time that it is there; it is taken with them.
  auto take_numbers(std::string const& option) -> std::vector<index_t> {
    auto numbers = std::vector<index_t>();
    for (;;) {
      auto const found = std::ranges::find(all_, option);
      if (found == all_.end()) return numbers;
      auto at = found + 1;
      for (; at != all_.end(); ++at) {
        auto const number = number_from<index_t>(*at);
        if (!number) break;
        numbers.push_back(*number);
      }
      if (at == found + 1) refuse_arguments(option + " needs the number of a cell");
      all_.erase(found, at);
    }
  }

  /// What stands behind an option, which is taken with it.
  auto take_value(std::string const& option) -> std::optional<std::string> {
    auto const found = std::ranges::find(all_, option);
    if (found == all_.end()) return std::nullopt;
    if (found + 1 == all_.end()) refuse_arguments(option + " needs a value");
    auto value = std::move(*(found + 1));
    all_.erase(found, found + 2);
    return value;
  }

  [[nodiscard]] auto is_empty() const -> bool { return all_.empty(); }

  auto take(std::string const& what) -> std::string {
    refuse_option();
    if (all_.empty()) refuse_arguments(command_ + " needs " + what);
    auto taken = all_.front();
    all_.erase(all_.begin());
    return taken;
  }

  void expect_end() const {
    refuse_option();
    if (!all_.empty()) refuse_arguments(command_ + " has no use for " + in_quotes(all_.front()));
  }

 private:
  void refuse_option() const {
    for (auto const& one : all_) {
      if (one.starts_with('-')) refuse_arguments(command_ + " has no option " + in_quotes(one));
    }
  }

  std::string command_;
  std::vector<std::string> all_;
};

/// A suffix of no format is a mistake in the arguments, too.
void require_suffix(void (*of_format)(std::filesystem::path const&),
                    std::filesystem::path const& file) {
  try {
    of_format(file);
  } catch (usage_error const& refused) {
    throw misuse(refused.what());
  }
}

auto parse_export(argument_list& from) -> export_command {
  auto made = export_command();
  made.for_sweepexp = from.take_option("--sweepexp");
  made.file = from.take("the file of a run");
  made.to = from.take("the name of a file to write");
  if (made.for_sweepexp && made.to.extension() != ".nc")
    refuse_arguments("export --sweepexp writes *.nc");
  require_suffix(require_table_format, made.to);
  return made;
}

auto parse_reset(argument_list& from) -> reset_command {
  auto made = reset_command();
  auto const failed = from.take_option("--failed");
  made.all = from.take_option("--all");
  made.cells = from.take_numbers("--cell");
  if (int{failed} + int{made.all} + int{!made.cells.empty()} > 1)
    refuse_arguments("reset takes one of --failed, --all and --cell");
  made.file = from.take("the file of a run");
  return made;
}

auto parse_plot(argument_list& from) -> plot_command {
  auto made = plot_command();
  made.to = from.take_value("-o").value_or("");
  if (from.take_value("-o")) refuse_arguments("-o is given twice");
  if (!made.to.empty()) require_suffix(require_picture, made.to);
  while (auto const at = from.take_value("--at")) {
    auto const sign = at->find('=');
    if (sign == std::string::npos)
      refuse_arguments("--at needs name=value, and not " + in_quotes(*at));
    made.what.at.emplace_back(at->substr(0, sign), at->substr(sign + 1));
  }
  made.file = from.take("the file of a run");
  made.what.result = from.take("the name of a result");
  while (!from.is_empty() && made.what.axes.size() < 2)
    made.what.axes.push_back(from.take("the name of an axis"));
  return made;
}

auto parse_rest(std::string const& command, argument_list& from) -> sweep_command {
  if (command == "status") return status_command{from.take("the file of a run")};
  if (command == "export") return parse_export(from);
  if (command == "reset") return parse_reset(from);
  if (command == "plot") return parse_plot(from);
  refuse_arguments("there is no command " + in_quotes(command));
}

}  // namespace

auto parse_command(std::span<std::string const> arguments) -> sweep_command {
  if (arguments.empty()) refuse_arguments("it needs a command");
  for (auto const& one : arguments) {
    if (one == "--help" || one == "-h") return help_command();
  }
  auto const& command = arguments.front();
  if (command == "--version") return version_command();
  auto rest = argument_list(command, arguments.subspan(1));
  auto parsed = parse_rest(command, rest);
  rest.expect_end();
  return parsed;
}

auto help_text() -> std::string {
  return R"(Looks at the file of a sweep, or of a loop with a journal, also while it grows.

dlp-sweep status FILE             how far it is, what failed, what took long
dlp-sweep export FILE OUT.nc|csv  the table, as table.save writes it,
                 [--sweepexp]     or as sweepexp goes on with it, in Python
dlp-sweep reset FILE [--failed]   takes cells that failed out of the file,
                     [--all]      or all, and those in left_out,
                     [--cell N…]  or those of these numbers:
                                  the next start computes them again
dlp-sweep plot FILE RESULT        draws a result by gnuplot: lines over an axis,
          [AXIS [AXIS]]           or a heat map over two
          [--at AXIS=VALUE]…      where others have these values
          [-o OUT.svg | OUT.png]
dlp-sweep --help | --version

It ends with 0; with 1 where the file does not allow what is asked, with 2 where
the arguments do not.
)";
}

}  // namespace dlp::detail

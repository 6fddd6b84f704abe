// SPDX-License-Identifier: BSL-1.0
#include <report/command_line.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

[[noreturn]] void refuse(std::string const& why) {
  throw misuse("dlp-sweep: " + why + "; dlp-sweep --help says how it is called");
}

auto quoted(std::string const& argument) -> std::string {
  return '"' + printable_text(argument) + '"';
}

auto number_from(std::string const& text) -> std::optional<index_t> {
  auto number = index_t{0};
  auto const* const end = text.data() + text.size();
  auto const [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

/// What stands behind the name of a command: options where they like, and the rest in its order.
class argument_list {
 public:
  argument_list(std::string command, std::span<std::string const> all)
      : command_(std::move(command)), all_(all.begin(), all.end()) {}

  /// Whether there is this option, which is taken.
  auto take_option(std::string const& name) -> bool {
    auto const found = std::ranges::find(all_, name);
    if (found == all_.end()) return false;
    all_.erase(found);
    return true;
  }

  /// The numbers that stand behind an option, which is taken with them.
  auto take_numbers(std::string const& option) -> std::vector<index_t> {
    auto numbers = std::vector<index_t>();
    auto const found = std::ranges::find(all_, option);
    if (found == all_.end()) return numbers;
    auto at = found + 1;
    for (; at != all_.end(); ++at) {
      auto const number = number_from(*at);
      if (!number) break;
      numbers.push_back(*number);
    }
    if (numbers.empty()) refuse(option + " needs the number of a cell");
    all_.erase(found, at);
    return numbers;
  }

  auto take(std::string const& what) -> std::string {
    refuse_option();
    if (all_.empty()) refuse(command_ + " needs " + what);
    auto taken = all_.front();
    all_.erase(all_.begin());
    return taken;
  }

  void expect_end() const {
    refuse_option();
    if (!all_.empty()) refuse(command_ + " has no use for " + quoted(all_.front()));
  }

 private:
  void refuse_option() const {
    for (auto const& one : all_) {
      if (one.starts_with('-')) refuse(command_ + " has no option " + quoted(one));
    }
  }

  std::string command_;
  std::vector<std::string> all_;
};

auto parse_reset(argument_list& from) -> reset_command {
  auto made = reset_command();
  auto const failed = from.take_option("--failed");
  made.all = from.take_option("--all");
  made.cells = from.take_numbers("--cell");
  if (int{failed} + int{made.all} + int{!made.cells.empty()} > 1)
    refuse("reset takes one of --failed, --all and --cell");
  made.file = from.take("the file of a run");
  return made;
}

auto parse_rest(std::string const& command, argument_list& from) -> sweep_command {
  if (command == "status") return status_command{from.take("the file of a run")};
  if (command == "export") {
    auto const file = from.take("the file of a run");
    return export_command{file, from.take("the name of a file to write")};
  }
  if (command == "reset") return parse_reset(from);
  refuse("there is no command " + quoted(command));
}

}  // namespace

auto parse_command(std::span<std::string const> arguments) -> sweep_command {
  if (arguments.empty()) refuse("it needs a command");
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
dlp-sweep export FILE OUT.csv     the table, as table.save writes it
dlp-sweep reset FILE [--failed]   takes cells that failed out of the file,
                     [--all]      or all of them,
                     [--cell N…]  or those of these numbers:
                                  the next start computes them again
dlp-sweep --help | --version

It ends with 0; with 1 where the file does not allow what is asked, with 2 where
the arguments do not.
)";
}

}  // namespace dlp::detail

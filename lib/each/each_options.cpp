// SPDX-License-Identifier: BSL-1.0
#include <each/each_options.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <getopt.h>

#include <core/duration_in.hpp>
#include <core/number_text.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

[[noreturn]] void refuse(std::string const& why) {
  throw usage_error("dlp-each: " + why + "; dlp-each --help says how it is called");
}

auto in_quotes(std::string_view text) -> std::string { return '"' + printable_text(text) + '"'; }

// The letters of options that have a short form are theirs; the others follow behind.
struct code {
  enum : int {
    arg_file = 'a',
    columns = 'C',
    delimiter = 'd',
    help = 'h',
    jobs = 'j',
    replaced = 'I',
    keep_order = 'k',
    null = '0',
    quote = 'q',
    no_empty = 'r',
    ungroup = 'u',
    version = 'V',
    commands = 'v',
    bar = 256,
    dry_run,
    group,
    halt,
    job_log_file,
    line_buffer,
    links,
    resume,
    resume_failed,
    retries,
    store_file,
    tag_lines,
    tag_string,
    timeout,
    ignored,
  };
};

constexpr auto long_options = std::array{
    ::option{"arg-file", required_argument, nullptr, code::arg_file},
    ::option{"bar", no_argument, nullptr, code::bar},
    ::option{"colsep", required_argument, nullptr, code::columns},
    ::option{"delimiter", required_argument, nullptr, code::delimiter},
    ::option{"dry-run", no_argument, nullptr, code::dry_run},
    ::option{"dryrun", no_argument, nullptr, code::dry_run},
    ::option{"group", no_argument, nullptr, code::group},
    ::option{"halt", required_argument, nullptr, code::halt},
    ::option{"halt-on-error", required_argument, nullptr, code::halt},
    ::option{"help", no_argument, nullptr, code::help},
    ::option{"jl", required_argument, nullptr, code::job_log_file},
    ::option{"joblog", required_argument, nullptr, code::job_log_file},
    ::option{"jobs", required_argument, nullptr, code::jobs},
    ::option{"max-procs", required_argument, nullptr, code::jobs},
    ::option{"keep-order", no_argument, nullptr, code::keep_order},
    ::option{"lb", no_argument, nullptr, code::line_buffer},
    ::option{"line-buffer", no_argument, nullptr, code::line_buffer},
    ::option{"linebuffer", no_argument, nullptr, code::line_buffer},
    ::option{"link", no_argument, nullptr, code::links},
    ::option{"xapply", no_argument, nullptr, code::links},
    ::option{"no-run-if-empty", no_argument, nullptr, code::no_empty},
    ::option{"null", no_argument, nullptr, code::null},
    ::option{"quote", no_argument, nullptr, code::quote},
    ::option{"resume", no_argument, nullptr, code::resume},
    ::option{"resume-failed", no_argument, nullptr, code::resume_failed},
    ::option{"retries", required_argument, nullptr, code::retries},
    ::option{"store", required_argument, nullptr, code::store_file},
    ::option{"tag", no_argument, nullptr, code::tag_lines},
    ::option{"tagstring", required_argument, nullptr, code::tag_string},
    ::option{"timeout", required_argument, nullptr, code::timeout},
    ::option{"ungroup", no_argument, nullptr, code::ungroup},
    ::option{"version", no_argument, nullptr, code::version},
    ::option{"will-cite", no_argument, nullptr, code::ignored},
    ::option{nullptr, 0, nullptr, 0},
};
constexpr auto short_options = "+:a:C:d:hj:P:I:k0qruVv";

/// What GNU parallel has and `dlp-each` has not, and what there is in its place.
struct other_way {
  std::string_view option;
  std::string_view instead;
};
constexpr auto other_ways = std::array{
    other_way{"--sshlogin", "the hosts are those of mpiexec, by -hosts or -f"},
    other_way{"--sshloginfile", "the hosts are those of mpiexec, by -hosts or -f"},
    other_way{"-S", "the hosts are those of mpiexec, by -hosts or -f"},
    other_way{"--results", "--store FILE keeps all outputs, in one file"},
    other_way{"--pipe", "jobs find /dev/null at their stdin"},
    other_way{"--progress", "--bar shows how far it is"},
    other_way{"--eta", "--bar shows how far it is"},
};

/// "\n", "\0", "\t", "\x2c", "\054", or the character itself.
auto delimiter_of(std::string const& text) -> char {
  if (text.size() == 1) return text.front();
  static constexpr auto escapes = std::array<std::pair<char, char>, 6>{
      {{'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'\\', '\\'}, {'f', '\f'}, {'v', '\v'}}};
  if (text.size() >= 2 && text.front() == '\\') {
    for (auto const& [letter, meant] : escapes) {
      if (text.size() == 2 && text[1] == letter) return meant;
    }
    auto const is_hexadecimal = text[1] == 'x';
    auto const digits = text.substr(is_hexadecimal ? 2 : 1);
    char* end = nullptr;
    auto const number = std::strtoul(digits.c_str(), &end, is_hexadecimal ? 16 : 8);
    if (!digits.empty() && *end == '\0' && number < 256) return static_cast<char>(number);
  }
  refuse("--delimiter takes one character, and not " + in_quotes(text));
}

auto duration_of(std::string const& text) -> std::chrono::duration<double> {
  auto const value = duration_in(text.ends_with('m') ? text + "in" : text);
  constexpr auto most = 1e9;  // seconds
  if (!value || !(*value > 0) || *value > most)
    refuse("--timeout takes seconds, or a number with s, m, h or d, and not " + in_quotes(text));
  return std::chrono::duration<double>(*value);
}

/// What stands between the options and the first of `:::` and the like, and behind it.
class each_parser {
 public:
  explicit each_parser(std::span<std::string const> arguments)
      : words_(arguments.begin(), arguments.end()) {}

  auto parse() -> each_options {
    auto const end_of_options = parse_options();
    if (made_.shows_help || made_.shows_version) return std::move(made_);
    auto at = end_of_options;
    auto command = std::vector<std::string>();
    while (at != words_.size() && !is_separator(words_[at])) command.push_back(words_[at++]);
    parse_sources(at);
    make_command(command);
    if (made_.arguments.sources.empty()) made_.arguments.sources.push_back({.file = "-"});
    check();
    return std::move(made_);
  }

 private:
  static auto is_separator(std::string const& word) -> bool {
    return word == ":::" || word == "::::" || word == ":::+" || word == "::::+";
  }

  auto parse_options() -> std::size_t {
    auto arguments = std::vector<char*>{const_cast<char*>("dlp-each")};
    for (auto& word : words_) {
      if (is_separator(word)) break;
      arguments.push_back(word.data());
    }
    auto const count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    ::optind = 0;  // from the beginning
    ::opterr = 0;
    for (;;) {
      auto const before = ::optind == 0 ? 1 : ::optind;
      auto which = -1;
      auto const found =
          ::getopt_long(count, arguments.data(), short_options, long_options.data(), &which);
      if (found == -1) break;
      auto const* const written = arguments[static_cast<std::size_t>(before)];
      if (found == '?' || found == ':')
        refuse_option(written == nullptr ? "" : written, found == ':');
      take(found, ::optarg == nullptr ? std::string() : ::optarg);
    }
    return static_cast<std::size_t>(::optind) - 1;
  }

  [[noreturn]] static void refuse_option(std::string const& written, bool needs_value) {
    if (needs_value) refuse(written + " needs a value");
    for (auto const& one : other_ways) {
      if (written == one.option || written.starts_with(std::string(one.option) + '='))
        refuse("it has no " + std::string(one.option) + ": " + std::string(one.instead));
    }
    refuse("it has no option " + in_quotes(written));
  }

  void take(int option, std::string const& value) {
    switch (option) {
      case code::arg_file:
        made_.arguments.sources.push_back({.file = value});
        break;
      case code::bar:
        made_.shows_bar = true;
        break;
      case code::columns:
        made_.arguments.columns = value;
        break;
      case code::delimiter:
        made_.arguments.end_of_argument = delimiter_of(value);
        break;
      case code::null:
        made_.arguments.end_of_argument = '\0';
        break;
      case code::dry_run:
        made_.is_dry = true;
        break;
      case code::group:
        made_.is_captured = true;
        made_.printing.by_line = false;
        break;
      case code::line_buffer:
        made_.is_captured = true;
        made_.printing.by_line = true;
        break;
      case code::ungroup:
        made_.is_captured = false;
        break;
      case code::halt:
        made_.halt = halt_rule(value);
        break;
      case code::help:
        made_.shows_help = true;
        break;
      case code::version:
        made_.shows_version = true;
        break;
      case code::jobs:
      case 'P':
        made_.says_jobs_is_ranks = true;
        break;
      case code::replaced:
        all_ = value;
        break;
      case code::job_log_file:
        made_.log_goes_on = value.starts_with('+');
        made_.log = value.substr(made_.log_goes_on ? 1 : 0);
        break;
      case code::keep_order:
        made_.printing.keeps_order = true;
        break;
      case code::links:
        made_.arguments.links_all = true;
        break;
      case code::no_empty:
        made_.arguments.skips_empty = true;
        break;
      case code::quote:
        quotes_ = true;
        break;
      case code::resume:
        made_.skips_done = true;
        break;
      case code::resume_failed:
        made_.skips_done = true;
        made_.skips_failed_too = false;
        break;
      case code::retries:
        made_.tries = tries_of(value);
        break;
      case code::store_file:
        made_.store = value;
        break;
      case code::tag_lines:
        tag_ = "{}";
        break;
      case code::tag_string:
        tag_ = value;
        break;
      case code::timeout:
        made_.timeout = duration_of(value);
        break;
      case code::commands:
        made_.prints_commands = true;
        break;
      default:
        break;
    }
  }

  static auto tries_of(std::string const& text) -> std::uint64_t {
    auto const number = number_from<std::uint64_t>(text);
    if (!number) refuse("--retries takes a number, and not " + in_quotes(text));
    return *number;
  }

  void parse_sources(std::size_t at) {
    while (at != words_.size()) {
      auto const sign = words_[at++];
      auto const is_of_files = sign.starts_with("::::");
      auto const is_linked = sign.ends_with('+');
      auto& all = made_.arguments.sources;
      if (is_linked && all.empty()) refuse(sign + " needs a source of arguments before it");
      auto words = std::vector<std::string>();
      while (at != words_.size() && !is_separator(words_[at])) words.push_back(words_[at++]);
      if (!is_of_files) {
        all.push_back({.words = std::move(words), .is_linked = is_linked});
        continue;
      }
      if (words.empty()) refuse(sign + " needs a file");
      for (auto& file : words) {
        all.push_back({.file = std::move(file), .is_linked = is_linked});
      }
    }
  }

  void make_command(std::vector<std::string> const& words) {
    auto text = std::string();
    for (auto const& word : words) text += (text.empty() ? "" : " ") + word;
    made_.lines_are_commands = words.empty();
    made_.command =
        quotes_ ? command_template::of_words(words, all_) : command_template(text, all_);
    if (!made_.command.replaces()) made_.command.append_all();
    if (tag_) made_.tag = command_template(*tag_, all_);
  }

  void check() const {
    auto const& sources = made_.arguments.sources;
    auto const readers =
        std::ranges::count_if(sources, [](auto const& one) { return one.file == "-"; });
    if (readers > 1) refuse("stdin can be read once");
    if (made_.skips_done && made_.log.empty()) refuse("--resume and --resume-failed need --joblog");
    if (!made_.is_captured && !made_.store.empty())
      refuse("--store keeps what jobs write, and by --ungroup nobody reads that");
  }

  std::vector<std::string> words_;
  each_options made_;
  std::string all_ = "{}";
  std::optional<std::string> tag_;
  bool quotes_ = false;
};

}  // namespace

auto parse_each_options(std::span<std::string const> arguments) -> each_options {
  return each_parser(arguments).parse();
}

auto each_help_text() -> std::string {
  return R"(Runs a command line for each argument, on all ranks of the job but the first,
as GNU parallel does on one machine.

mpiexec.mpich -np 8 dlp-each [OPTION…] COMMAND ::: ARGUMENT…
mpiexec.mpich -np 8 dlp-each [OPTION…] COMMAND < LINES

::: ARGUMENT…    these; several times: all combinations   :::+  linked ones
:::: FILE…       the lines of files, - is stdin           ::::+
-a FILE          the same
-0  -d C         arguments end in NUL, or in C            -r    skips empty ones
-C REGEX         columns of an argument: {1} {2}          --link  all sources

{}  {.}  {/}  {//}  {/.}   the argument, without extension, name, folder,
                           name without extension        -I STR in place of {}
{1} {2/} {-1}              of one source                  -q     quotes COMMAND
{#}  {%}                   number of the job, of its slot

-k               output in the order of the arguments    -v     and the commands
-u               output as it comes                      --line-buffer  by lines
--tag            each line begins with the argument       --tagstring STR
--joblog FILE    a line for each job                      --bar
--resume         goes on after those in FILE              --resume-failed
--store FILE     outputs, codes and times in one file of SQLite
--halt WHEN,WHY=N[%]   soon or now; fail, success or done
--timeout TIME   ends a job then                          --retries N
--dry-run        prints the commands alone

It ends with the number of jobs that failed, with 101 for more than 100, and
with 255 where it could not do what it was asked for. More is in
docs/guide/dlp_each.md.
)";
}

}  // namespace dlp::detail

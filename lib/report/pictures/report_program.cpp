// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/report_program.hpp>

#include <dlp/version.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include <dlp/core/error.hpp>
#include <dlp/core/printable_text.hpp>
#include <report/pictures/loop_pictures.hpp>
#include <report/pictures/report_page.hpp>
#include <report/pictures/run_file.hpp>
#include <task/saved_file.hpp>

namespace dlp::detail {
namespace {

/// Arguments that ask for nothing it does.
class unclear : public usage_error {
 public:
  using usage_error::usage_error;
};

[[noreturn]] void refuse(std::string const& why) {
  throw unclear("dlp-report: " + why + "; dlp-report --help says how it is called");
}

enum class form { page, pictures, text };

struct demand {
  std::optional<std::string> help = {};  ///< what is said instead of all else
  std::string file = {};
  form as = form::page;
  std::string to = {};

  [[nodiscard]] auto is_piped() const -> bool { return file == "-"; }
};

constexpr auto help =
    R"(Draws what DLP_REPORT and DLP_TRACE wrote: who did what when, what examples cost,
how many workers were busy, what other schedules would have taken, and why.

dlp-report FILE [--html]  a page for any browser, x.html beside x.json; and the
                          verdict on each loop
           --svg          each picture as a file of its own, in the folder
                          x.pictures
           --text         the verdict alone
           -o OUT         the page, or the folder, has this name; - is stdout
dlp-report --help | --version

FILE - is stdin; its page goes to stdout, where there is no -o. FILE may be a
folder x.json.parts, too, which a run with DLP_TRACE leaves that was killed.

It ends with 0; with 1 where the file does not allow what is asked, with 2 where
the arguments do not.
)";

void set_form(demand& of, form as) {
  if (of.as != form::page && of.as != as) refuse("it takes one of --html, --svg and --text");
  of.as = as;
}

auto demand_in(std::span<std::string const> arguments) -> demand {
  auto made = demand();
  auto has_html = false;
  for (auto at = std::size_t{0}; at != arguments.size(); ++at) {
    auto const& one = arguments[at];
    if (one == "--help" || one == "-h") return {.help = help};
    if (one == "--version") return {.help = "dlp-report " DLP_VERSION_STRING "\n"};
    if (one == "--html") {
      has_html = true;
    } else if (one == "--svg") {
      set_form(made, form::pictures);
    } else if (one == "--text") {
      set_form(made, form::text);
    } else if (one == "-o") {
      if (!made.to.empty()) refuse("-o is given twice");
      ++at;
      if (at == arguments.size() || arguments[at].empty()) refuse("-o needs a name");
      made.to = arguments[at];
    } else if (one.starts_with('-') && one != "-") {
      refuse("it has no option \"" + printable_text(one) + '"');
    } else if (!made.file.empty()) {
      refuse("it takes one file, and has no use for \"" + printable_text(one) + '"');
    } else if (one.empty()) {
      refuse("the name of a file is empty");
    } else {
      made.file = one;
    }
  }
  if (made.file.empty()) refuse("it needs a file that DLP_REPORT or DLP_TRACE wrote");
  if (has_html && made.as != form::page) refuse("it takes one of --html, --svg and --text");
  if (made.as == form::text && !made.to.empty()) refuse("--text goes to stdout, and takes no -o");
  if (made.as == form::pictures && (made.to == "-" || (made.is_piped() && made.to.empty())))
    refuse("--svg writes several files: -o is to name a folder");
  return made;
}

/// "x.html" for "x.json"; also where that is a folder, with a slash at its end.
auto name_beside(std::string file, char const* suffix) -> std::filesystem::path {
  while (file.size() > 1 && file.ends_with('/')) file.pop_back();
  return std::filesystem::path(file).replace_extension(suffix);
}

void require_other(std::filesystem::path const& to, std::string const& file) {
  auto is_missing = std::error_code();
  if (std::filesystem::equivalent(to, file, is_missing))
    throw usage_error("dlp-report: " + to.string() +
                      " is what is to be read, and is not written over");
  if (std::filesystem::is_directory(to, is_missing))
    throw usage_error("dlp-report: " + to.string() + " is a folder, and a page is a file");
}

void save_picture(std::filesystem::path const& to, named_picture const& one) {
  save_file(to, [&](std::filesystem::path const& beside) {
    write_whole(beside,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + one.drawn.all(style_of_pictures));
  });
}

/// How many there are.
auto save_pictures(drawn_run const& run, std::filesystem::path const& folder) -> std::size_t {
  auto failed = std::error_code();
  std::filesystem::create_directories(folder, failed);
  if (failed)
    throw error("dlp-report: the folder " + folder.string() +
                " cannot be made: " + failed.message());
  auto count = std::size_t{0};
  if (auto const whole = picture_of_run(run)) {
    save_picture(folder / "run.svg", *whole);
    ++count;
  }
  for (auto at = std::size_t{0}; at != run.loops.size(); ++at) {
    for (auto const& one : pictures_of(run.loops[at])) {
      save_picture(folder / ("loop" + std::to_string(at + 1) + "-" + one.name + ".svg"), one);
      ++count;
    }
  }
  return count;
}

void perform(demand const& asked, std::istream& in, std::ostream& out) {
  auto const run =
      asked.is_piped() ? read_run(in, "stdin") : read_run(std::filesystem::path(asked.file));
  auto const name = asked.is_piped() ? std::string("stdin")
                                     : std::filesystem::path(asked.file).filename().string();
  if (asked.as == form::text) {
    out << report_lines(run);
  } else if (asked.as == form::pictures) {
    auto const to =
        asked.to.empty() ? name_beside(asked.file, ".pictures") : std::filesystem::path(asked.to);
    auto const count = save_pictures(run, to);
    out << report_lines(run) << count << (count == 1 ? " picture is in " : " pictures are in ")
        << to.string() << '\n';
  } else if (asked.to == "-" || (asked.is_piped() && asked.to.empty())) {
    out << report_page(run, name);
  } else {
    auto const to =
        asked.to.empty() ? name_beside(asked.file, ".html") : std::filesystem::path(asked.to);
    if (!asked.is_piped()) require_other(to, asked.file);
    save_file(to, [&](std::filesystem::path const& beside) {
      write_whole(beside, report_page(run, name));
    });
    out << report_lines(run) << "pictures: " << to.string() << '\n';
  }
}

}  // namespace

auto run_report_program(std::span<std::string const> arguments, std::istream& in, std::ostream& out,
                        std::ostream& err) -> int {
  try {
    auto const asked = demand_in(arguments);
    if (asked.help)
      out << *asked.help;
    else
      perform(asked, in, out);
    out.flush();
    if (!out) throw error("dlp-report: what it has to say cannot be written");
    return 0;
  } catch (unclear const& wrong) {
    err << wrong.what() << '\n';
    return 2;
  } catch (std::exception const& failed) {
    err << failed.what() << '\n';
    return 1;
  }
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <report/sweep_program.hpp>

#include <dlp/version.hpp>

#include <exception>
#include <filesystem>
#include <system_error>

#include <dispatch/journal/file_lock.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dlp/core/error.hpp>
#include <report/command_line.hpp>
#include <report/draw_plot.hpp>
#include <report/export_table.hpp>
#include <report/journal_overview.hpp>
#include <report/journal_table.hpp>
#include <report/plot_script.hpp>
#include <report/reset_cells.hpp>
#include <report/status_text.hpp>

namespace dlp::detail {
namespace {

void require_file(std::filesystem::path const& file) {
  auto failed = std::error_code();
  auto const what = std::filesystem::status(file, failed);
  if (what.type() == std::filesystem::file_type::regular) return;
  throw usage_error("dlp-sweep: " + file.string() + ": " +
                    (failed ? failed.message() : "that is no file"));
}

/// That a file to write is not the journal, nor one of those that SQLite and dlp have beside it,
/// whatever the name.
void require_other(std::filesystem::path const& to, std::filesystem::path const& journal) {
  auto const whole = std::filesystem::canonical(journal);
  for (auto const* beside : {"", "-wal", "-shm", "-journal", "-lock"}) {
    auto is_missing = std::error_code();
    if (std::filesystem::equivalent(whole.string() + beside, to, is_missing))
      throw usage_error("dlp-sweep: " + to.string() +
                        " is the journal, or belongs to it, and is not written over");
  }
}

/// Does what a command asks for.
class performer {
 public:
  performer(std::ostream& out, std::optional<std::size_t> columns) : out_(out), columns_(columns) {}

  void operator()(help_command const& /*asked*/) { out_ << help_text(); }
  void operator()(version_command const& /*asked*/) {
    out_ << "dlp-sweep " << DLP_VERSION_STRING << '\n';
  }
  void operator()(status_command const& asked) {
    require_file(asked.file);
    auto const overview = overview_of(journal_reader(asked.file));
    out_ << status_text(overview, asked.file.string(), writer_of(asked.file), columns_);
  }
  void operator()(export_command const& asked) {
    require_file(asked.file);
    require_other(asked.to, asked.file);
    auto const from = journal_reader(asked.file);
    (asked.for_sweepexp ? export_for_sweepexp : export_table)(from, asked.to);
  }
  void operator()(reset_command const& asked) {
    require_file(asked.file);
    auto const count = asked.all             ? reset_all(asked.file)
                       : asked.cells.empty() ? reset_failed(asked.file)
                                             : reset_cells(asked.file, asked.cells);
    out_ << asked.file.string() << ": " << count
         << (count == 1 ? " cell is taken out of it" : " cells are taken out of it")
         << (count == 0 ? "" : ", to be computed again by the next start") << '\n';
  }

  void operator()(plot_command const& asked) {
    auto to = asked.to;
    if (to.empty()) (to = asked.file).replace_extension(".svg");
    require_file(asked.file);
    require_other(to, asked.file);
    auto const drawn = draw_plot(plot_script(table_of(journal_reader(asked.file)), asked.what), to);
    if (drawn == to) return;
    out_ << "there is no gnuplot here: " << drawn.string() << " is the script by which it draws "
         << to.string() << '\n';
  }

 private:
  std::ostream& out_;
  std::optional<std::size_t> columns_;
};

}  // namespace

auto run_sweep_program(std::span<std::string const> arguments, std::ostream& out, std::ostream& err,
                       std::optional<std::size_t> columns) -> int {
  try {
    auto command = parse_command(arguments);
    std::visit(performer(out, columns), command);
    out.flush();
    if (!out) throw error("dlp-sweep: what it has to say cannot be written");
    return 0;
  } catch (misuse const& wrong) {
    err << wrong.what() << '\n';
    return 2;
  } catch (std::exception const& failed) {
    err << failed.what() << '\n';
    return 1;
  }
}

}  // namespace dlp::detail

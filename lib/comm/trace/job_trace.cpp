// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/job_trace.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <mpi.h>

#include <comm/job/child_process.hpp>
#include <comm/trace/trace_merge.hpp>
#include <comm/wire/check_mpi.hpp>
#include <core/number_text.hpp>
#include <core/say_line.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

auto file_asked_for() -> std::string_view {
  auto const* const text = std::getenv("DLP_TRACE");
  return text && std::string_view(text) != "0" ? text : "";
}

/// Of this process; its timeline is never destroyed, for what draws may live longer than main.
struct process_trace {
  std::mutex mutex;
  std::filesystem::path file;
  timeline* drawing = nullptr;
  std::filesystem::file_time_type opened = {};  // before any rank, by the clock of the folder
  int rank = 0;
  int ranks = 0;
  bool merged = false;
};

auto trace_here() -> process_trace& {
  static auto* const mine = new process_trace();
  return *mine;
}

/// What an earlier job has left: its trace, and the parts of ranks that this one does not have.
void remove_earlier(process_trace const& its) {
  std::filesystem::remove(its.file);
  for (auto const& one : std::filesystem::directory_iterator(parts_folder(its.file))) {
    auto const rank = number_from<int>(one.path().stem().string());
    if (rank && *rank >= its.ranks) std::filesystem::remove(one.path());
  }
}

void open_timeline(process_trace& its) {
  MPI_Comm_rank(MPI_COMM_WORLD, &its.rank);
  MPI_Comm_size(MPI_COMM_WORLD, &its.ranks);
  its.file = std::filesystem::absolute(file_asked_for());
  std::filesystem::create_directories(parts_folder(its.file));
  if (its.rank == 0) remove_earlier(its);
  its.drawing = new timeline(part_file(its.file, its.rank), its.rank, host_name());
  // Ranks do not come out of MPI_Init at once, and one may die before it writes again.
  its.opened =
      std::filesystem::last_write_time(part_file(its.file, its.rank)) - std::chrono::seconds(2);
  watch_for_children();
  std::atexit(flush_trace);
}

}  // namespace

std::atomic<bool> is_traced = !file_asked_for().empty();

auto timeline_here() noexcept -> timeline* {
  if (!is_traced.load(std::memory_order_relaxed) || is_child()) return nullptr;
  auto& its = trace_here();
  auto const lock = std::scoped_lock(its.mutex);
  if (its.drawing || !mpi_is_up()) return its.drawing;
  try {
    open_timeline(its);
  } catch (std::exception const& thrown) {
    is_traced = false;
    say_line("dlp: rank " + std::to_string(its.rank) + " draws no trace: " + thrown.what());
  }
  return its.drawing;
}

void flush_trace() noexcept {
  if (auto* const drawing = timeline_here()) drawing->flush();
}

void end_trace_here() noexcept {
  if (!timeline_here()) return;
  is_traced = false;
  trace_here().drawing->end();
}

void merge_trace_of_job() noexcept {
  auto& its = trace_here();
  if (!its.drawing || its.rank != 0 || std::exchange(its.merged, true)) return;
  try {
    auto const missing = merge_trace(its.file, its.ranks, its.opened);
    if (missing.empty()) return;
    auto line = "dlp: the trace " + its.file.string() + " is without";
    for (auto const rank : missing) line += " rank " + std::to_string(rank) + ",";
    say_line(line + " whose part is not in " + parts_folder(its.file).string() + " here");
  } catch (std::exception const& thrown) {
    say_line("dlp: the trace stays in " + parts_folder(its.file).string() + ": " + thrown.what());
  }
}

}  // namespace dlp::detail

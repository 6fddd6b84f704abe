// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace dlp::detail {

/// What a job log has of a job that has ended, in GNU parallel's columns.
struct job_record {
  std::uint64_t number = 0;
  std::string host;
  double began = 0;            ///< seconds since 1970
  double seconds = 0;          ///< that it took
  std::uint64_t received = 0;  ///< bytes of its output
  int code = 0;
  int signal = 0;
  std::string command;

  [[nodiscard]] auto failed() const -> bool { return code != 0 || signal != 0; }
};

/// The line of it, with its end.
[[nodiscard]] auto line_of(job_record const& of) -> std::string;

/// Which jobs a job log has, and which of them failed the last time; none where there is no file.
/// A line that has been cut off, when somebody was killed at it, is none.
/// Throws: dlp::error for a file that is no job log.
[[nodiscard]] auto failures_in_log(std::string const& file) -> std::map<std::uint64_t, bool>;

/// Writes a job log: a line when a job has ended, in one piece.
class job_log {
 public:
  /// `goes_on`: what the file has stays, but for a line that has been cut off.
  /// Throws: usage_error where it cannot be written.
  job_log(std::string file, bool goes_on);
  job_log(job_log const&) = delete;
  auto operator=(job_log const&) -> job_log& = delete;
  ~job_log();

  /// Throws: dlp::error.
  void add(job_record const& ended);

 private:
  void write(std::string const& text) const;

  std::string name_;
  int file_ = -1;
};

}  // namespace dlp::detail

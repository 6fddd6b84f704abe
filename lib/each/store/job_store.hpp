// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include <each/job_log.hpp>

namespace dlp::detail {

/// One file of SQLite with all jobs and their outputs, in the place of a file for each.
class job_store {
 public:
  /// `goes_on`: what the file has stays. Throws: usage_error where it is there already, and has
  /// other tables or is not to go on; dlp::error where it cannot be written.
  job_store(std::filesystem::path const& file, bool goes_on);
  job_store(job_store const&) = delete;
  auto operator=(job_store const&) -> job_store& = delete;
  ~job_store();

  /// A job has written this to stream 1 or 2.
  void add_output(std::uint64_t job, int stream, std::string_view text);
  /// What it has written is not kept: it is tried again.
  void drop(std::uint64_t job);
  /// It has ended, in slot `slot`, at its so-many-th try.
  void add(job_record const& ended, int slot, int tries);
  /// What has been added is in the file. Throws: store_error, also where somebody reads for long.
  void commit();
  /// The same now and then; while somebody reads it is put off. Whether all is in the file.
  auto commit_if_due() -> bool;

 private:
  class opened;
  std::unique_ptr<opened> in_;
};

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <task/saved_file.hpp>

#include <string>
#include <system_error>

#include <unistd.h>

#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {

void save_file(std::filesystem::path const& file,
               std::function<void(std::filesystem::path const& beside)> const& write) {
  auto const writer = host_name() + "." + std::to_string(::getpid());  // all ranks may save one
  auto const beside = std::filesystem::path(file.string() + "." + writer);
  auto const remove = [&] {
    auto ignored = std::error_code();
    std::filesystem::remove(beside, ignored);
  };
  auto const refuse = [&](std::string const& why) {
    remove();
    throw error("dlp: " + file.string() + " cannot be written: " + why);
  };
  try {
    write(beside);
  } catch (std::system_error const& thrown) {
    refuse(thrown.what());
  } catch (...) {
    remove();
    throw;
  }
  auto failed = std::error_code();
  std::filesystem::rename(beside, file, failed);
  if (failed) refuse(failed.message());
}

}  // namespace dlp::detail

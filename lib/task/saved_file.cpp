// SPDX-License-Identifier: BSL-1.0
#include <task/saved_file.hpp>

#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/printable_text.hpp>

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

void write_whole(std::filesystem::path const& file,
                 std::function<void(std::ostream& to)> const& write) {
  auto out = std::ofstream();
  out.exceptions(std::ios::failbit | std::ios::badbit);  // at the first failure, whose errno it is
  try {
    out.open(file, std::ios::binary | std::ios::trunc);
    write(out);
    out.close();
  } catch (std::ios::failure const& /*thrown*/) {
    throw std::system_error(errno, std::generic_category());
  }
}

void write_whole(std::filesystem::path const& file, std::string_view content) {
  write_whole(file, [&](std::ostream& to) { to << content; });
}

auto has_content(std::filesystem::path const& file) -> bool {
  auto failed = std::error_code();
  if (!std::filesystem::is_regular_file(file, failed)) return false;
  return std::filesystem::file_size(file, failed) != 0 && !failed;
}

auto first_bytes(std::filesystem::path const& file, std::size_t most) -> std::string {
  auto bytes = std::string(most, '\0');
  auto in = std::ifstream(file, std::ios::binary);
  if (in) in.read(bytes.data(), std::ssize(bytes));
  if (!in.is_open() || in.bad()) refuse_unread(file, std::generic_category().message(errno));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

auto beginning_of(std::filesystem::path const& file) -> std::string {
  auto const text = first_bytes(file, 60);
  return '"' + printable_text(text.substr(0, text.find_first_of("\r\n"))) + '"';
}

void refuse_to_replace(std::filesystem::path const& file, std::string const& what) {
  throw usage_error("dlp: " + file.string() + " is not replaced: " + what +
                    ". Save this elsewhere, or remove that file");
}

void refuse_unread(std::filesystem::path const& file, std::string const& why) {
  refuse_to_replace(file, "it cannot be read: " + why);
}

}  // namespace dlp::detail

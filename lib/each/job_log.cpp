// SPDX-License-Identifier: BSL-1.0
#include <each/job_log.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <core/number_text.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/printable_text.hpp>
#include <each/system_text.hpp>

namespace dlp::detail {
namespace {

constexpr auto first_line =
    std::string_view("Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n");

auto fields_in(std::string const& line) -> std::vector<std::string> {
  auto fields = std::vector<std::string>(1);
  for (auto const c : line) {
    if (c == '\t')
      fields.emplace_back();
    else
      fields.back() += c;
  }
  return fields;
}

auto beginning_of_line(std::string const& line) -> std::string {
  constexpr auto enough = std::size_t{60};
  return '"' + printable_text(line.substr(0, enough)) + '"';
}

/// How much of a file there is up to the end of its last line.
auto whole_lines_of(int file) -> ::off_t {
  auto size = ::lseek(file, 0, SEEK_END);
  for (auto c = '\0'; size > 0; --size) {
    if (::pread(file, &c, 1, size - 1) == 1 && c == '\n') break;
  }
  return size;
}

}  // namespace

auto line_of(job_record const& of) -> std::string {
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "\t%.3f\t%10.3f\t0\t%llu\t%d\t%d\t", of.began, of.seconds,
                static_cast<unsigned long long>(of.received), of.code, of.signal);
  auto command = of.command;
  std::ranges::replace(command, '\n', '\0');  // a job is one line
  return std::to_string(of.number) + '\t' + of.host + numbers + command + '\n';
}

auto failures_in_log(std::string const& file) -> std::map<std::uint64_t, bool> {
  auto found = std::map<std::uint64_t, bool>();
  auto in = std::ifstream(file);
  auto line = std::string();
  for (auto is_first = true; std::getline(in, line); is_first = false) {
    auto const is_whole = !in.eof();
    if (is_first && first_line.starts_with(is_whole ? line + '\n' : line)) continue;
    if (is_first) throw error("dlp-each: " + file + " is no job log: it has another first line");
    if (!is_whole) break;
    auto const fields = fields_in(line);
    auto const number = number_from<std::uint64_t>(fields.front());
    if (!number || fields.size() < 9)
      throw error("dlp-each: " + file + " is no job log: it has the line " +
                  beginning_of_line(line));
    found[*number] = fields[6] != "0" || fields[7] != "0";
  }
  return found;
}

job_log::job_log(std::string file, bool goes_on) : name_(std::move(file)) {
  constexpr auto for_all = 0666;
  file_ = ::open(name_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | (goes_on ? 0 : O_TRUNC),
                 for_all);
  if (file_ < 0)
    throw usage_error("dlp-each: the job log " + name_ +
                      " cannot be written: " + system_text(errno));
  auto const whole = whole_lines_of(file_);
  if (whole <= 0) {  // or it is none that has a size
    static_cast<void>(!::ftruncate(file_, 0));
    write(std::string(first_line));
  } else if (::lseek(file_, 0, SEEK_END) != whole && ::ftruncate(file_, whole) != 0) {
    throw error("dlp-each: the job log " + name_ + " cannot be written: " + system_text(errno));
  }
}

job_log::~job_log() { ::close(file_); }

void job_log::write(std::string const& text) const {
  auto const size = ::write(file_, text.data(), text.size());
  if (size != static_cast<::ssize_t>(text.size()))
    throw error("dlp-each: the job log " + name_ + " cannot be written: " +
                (size < 0 ? system_text(errno) : "there is no room for it"));
}

void job_log::add(job_record const& ended) { write(line_of(ended)); }

}  // namespace dlp::detail

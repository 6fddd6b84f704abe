// SPDX-License-Identifier: BSL-1.0
//
// Lines as DLP_REPORT and DLP_TRACE write them, of loops that never ran.
#pragma once

#include <string>

#include <dispatch/report/assessment.hpp>
#include <dispatch/report/report_json.hpp>

#include "../support/planted_loops.hpp"

namespace dlp_test {

/// The line of a report on a planted loop.
inline auto report_line(planted_loop const& told, std::string label = {}) -> std::string {
  auto record = record_of(told);
  record.label = std::move(label);
  return dlp::detail::report_json(record, dlp::detail::assess(record)) + '\n';
}

/// An event that lasted. Times are microseconds.
inline auto span_line(int rank, std::string const& kind, std::string const& name, double from,
                      double length, std::string const& arguments = {}) -> std::string {
  return R"({"ts":)" + std::to_string(from) + R"(,"ph":"X","pid":)" + std::to_string(rank) +
         R"(,"tid":0,"cat":")" + kind + R"(","name":")" + name + R"(","dur":)" +
         std::to_string(length) + (arguments.empty() ? "" : R"(,"args":{)" + arguments + '}') +
         "},\n";
}

inline auto body_line(int rank, std::string const& name, double from, double length, int index)
    -> std::string {
  return span_line(rank, "body", name, from, length, "\"index\":" + std::to_string(index));
}

}  // namespace dlp_test

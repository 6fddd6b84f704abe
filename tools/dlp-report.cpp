// SPDX-License-Identifier: BSL-1.0
//
// dlp-report: draws what DLP_REPORT and DLP_TRACE wrote. It starts no MPI.
#include <iostream>
#include <string>
#include <vector>

#include <report/pictures/report_program.hpp>

auto main(int argc, char** argv) -> int {
  std::ios::sync_with_stdio(false);
  auto const arguments = std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc);
  return dlp::detail::run_report_program(arguments, std::cin, std::cout, std::cerr);
}

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/core/error.hpp>

namespace dlp_test {

/// The failures that `call()` throws, the same on every rank or the test fails.
template <class Call>
auto failures_of(Call call) -> std::vector<dlp::failure> {
  auto failures = std::vector<dlp::failure>();
  try {
    call();
  } catch (dlp::task_error const& thrown) {
    failures = thrown.failures();
  }
  auto text = std::string();
  for (auto const& one : failures) text += to_string(one) + "\n";
  auto const said = dlp::all_gather(text);
  BOOST_TEST((std::ranges::count(said, text) == static_cast<std::ptrdiff_t>(said.size())));
  return failures;
}

}  // namespace dlp_test

// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/kept_memory.hpp>

#include <cstddef>
#include <memory>
#include <vector>

#include <sys/resource.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(kept_memory_test)

namespace {

auto page_faults() {
  auto used = rusage();
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_minflt;
}

/// Page faults where five large results are in memory at once, written, and freed.
auto faults_of_five_results() {
  auto const before = page_faults();
  auto results = std::vector<std::unique_ptr<std::byte[]>>();
  for (auto i = 0; i != 5; ++i) results.push_back(std::make_unique<std::byte[]>(4'000'000));
  results.clear();
  return page_faults() - before;
}

}  // namespace

// Not under sanitizers, which have a malloc of their own.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

BOOST_AUTO_TEST_CASE(memory_of_large_results_is_used_again) {
  dlp::detail::keep_freed_memory();
  faults_of_five_results();
  for (auto i = 0; i != 10; ++i) BOOST_TEST(faults_of_five_results() < 100);
}

#else

BOOST_AUTO_TEST_CASE(it_does_no_harm) {
  dlp::detail::keep_freed_memory();
  BOOST_TEST(faults_of_five_results() >= 0);
}

#endif

BOOST_AUTO_TEST_SUITE_END()

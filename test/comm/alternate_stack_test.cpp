// SPDX-License-Identifier: BSL-1.0
#include <comm/job/alternate_stack.hpp>

#include <csignal>
#include <thread>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(alternate_stack_test)

namespace {

/// Whether a new thread that asks for one has an alternate stack.
auto new_thread_has_one() -> bool {
  auto has = false;
  std::thread([&] {
    dlp::detail::give_this_thread_an_alternate_stack();
    auto own = stack_t();
    ::sigaltstack(nullptr, &own);
    has = (own.ss_flags & SS_DISABLE) == 0;
  }).join();
  return has;
}

}  // namespace

BOOST_AUTO_TEST_CASE(threads_get_one_from_then_on) {
  BOOST_TEST(!new_thread_has_one());
  dlp::detail::use_alternate_stacks();
  BOOST_TEST(new_thread_has_one());
}

BOOST_AUTO_TEST_SUITE_END()

// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/task_listener.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(task_listener_test)

namespace {

using dlp::index_t;
using namespace dlp::detail;

/// One task, and which of its kind were heard of.
struct one_task final : task_series {
  std::vector<index_t> heard = {};
  bool is_made = false;

  auto look() noexcept -> readiness override {
    return is_made ? readiness::over : readiness::ready;
  }
  auto make(dlp::bytes&) noexcept -> bool override { return is_made = true; }
  void ended(std::exception_ptr const&) noexcept override { is_made = true; }
  auto left() const noexcept -> std::optional<index_t> override { return is_made ? 0 : 1; }
  void came(index_t tag, std::span<std::byte const>) noexcept override { heard.push_back(tag); }
  void dropped(index_t tag, std::exception_ptr const&) noexcept override { heard.push_back(tag); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_series_listens_to_its_own_tasks_and_need_not_hurry) {
  auto its = std::make_shared<one_task>();
  its->hurry();
  BOOST_TEST((its->look() == task_series::readiness::ready));
  auto const as_listener = std::shared_ptr<task_listener>(its);
  as_listener->came(0, {});
  as_listener->dropped(1, nullptr);
  BOOST_TEST((its->heard == std::vector<index_t>{0, 1}));
}

BOOST_AUTO_TEST_SUITE_END()

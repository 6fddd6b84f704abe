// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/arrival_iterator.hpp>

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(arrival_iterator_test)

namespace {

/// Walks some texts, as if each arrived when it is stepped to.
class arrivals : public dlp::detail::arrival_iterator<arrivals, std::string> {
 public:
  explicit arrivals(std::vector<std::string>& all) : all_(&all) {}

 private:
  friend dlp::detail::arrival_iterator<arrivals, std::string>;

  [[nodiscard]] auto place() const noexcept -> std::string* {
    return next_ < all_->size() ? &(*all_)[next_] : nullptr;
  }
  void step() { ++next_; }

  std::vector<std::string>* all_;
  std::size_t next_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_an_input_iterator_up_to_where_there_is_nothing) {
  static_assert(std::input_iterator<arrivals>);
  static_assert(std::sentinel_for<std::default_sentinel_t, arrivals>);
  auto all = std::vector<std::string>{"a", "bc"};
  auto it = arrivals(all);
  BOOST_TEST(*it == "a");
  BOOST_TEST((++it)->size() == 2u);
  BOOST_TEST(!it.at_end());
  it++;
  BOOST_TEST((it == std::default_sentinel));
}

BOOST_AUTO_TEST_CASE(what_it_is_at_may_be_moved_from) {
  auto all = std::vector<std::string>{"a long text, which is moved and not copied"};
  auto const it = arrivals(all);
  auto const taken = std::move(*it);
  BOOST_TEST(taken.size() == 42u);
  BOOST_TEST(all[0].empty());
}

BOOST_AUTO_TEST_SUITE_END()

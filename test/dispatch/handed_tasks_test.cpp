// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/handed_tasks.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(handed_tasks_test)

using namespace dlp::detail;
using dlp::index_t;

namespace {

class listening final : public task_listener {
 public:
  std::vector<index_t> dropped_tags;

  void came(index_t, std::span<std::byte const>) noexcept override {}
  void dropped(index_t tag, std::exception_ptr const&) noexcept override {
    dropped_tags.push_back(tag);
  }
};

/// Tasks numbered from `tag` on, each of one byte, its number.
auto chunk_of(std::shared_ptr<listening> const& to, index_t tag, int count) -> task_chunk {
  auto chunk = task_chunk();
  chunk.of = std::make_shared<task_batch>();
  chunk.to = to;
  chunk.first_tag = tag;
  for (auto i = 0; i != count; ++i) {
    chunk.add([&](dlp::bytes& bytes) {
      bytes.push_back(static_cast<std::byte>(tag + static_cast<index_t>(i)));
      return true;
    });
  }
  return chunk;
}

struct two_chunks {
  std::shared_ptr<listening> to = std::make_shared<listening>();
  handed_tasks all = {};

  two_chunks() {
    all.add(0, chunk_of(to, 100, 3));
    all.add(3, chunk_of(to, 50, 2));
  }
};

}  // namespace

// contract: T1
BOOST_AUTO_TEST_CASE(each_is_settled_once_under_its_tag) {
  auto here = two_chunks();
  BOOST_TEST(here.all.size() == 5u);
  auto tags = std::vector<index_t>();
  for (auto const index : {4, 0, 2, 3, 1}) {
    auto const [to, tag, uses] = here.all.settle(static_cast<index_t>(index));
    BOOST_TEST((to == here.to));
    tags.push_back(tag);
    BOOST_TEST(!here.all.settle(static_cast<index_t>(index)).to);
  }
  BOOST_TEST((tags == std::vector<index_t>{51, 100, 102, 50, 101}));
  BOOST_TEST(here.all.size() == 0u);
  BOOST_TEST(!here.all.settle(9).to);
}

BOOST_AUTO_TEST_CASE(frames_are_found_by_index) {
  auto const here = two_chunks();
  BOOST_TEST((here.all.frame_of(4)[0] == std::byte{51}));
  BOOST_TEST(here.all.frames_of({1, 3}).size() == 2 * 9u);
  BOOST_TEST((here.all.batch_of(0) == here.all.batch_of(2)));
  BOOST_TEST((here.all.batch_of(0) != here.all.batch_of(3)));
  BOOST_CHECK_THROW(static_cast<void>(here.all.frame_of(5)), std::out_of_range);
}

// contract: T1
BOOST_AUTO_TEST_CASE(those_that_are_not_settled_are_dropped_once) {
  auto here = two_chunks();
  static_cast<void>(here.all.settle(1));
  static_cast<void>(here.all.settle(3));
  here.all.drop_all(std::make_exception_ptr(std::runtime_error("over")));
  BOOST_TEST((here.to->dropped_tags == std::vector<index_t>{100, 102, 51}));
  BOOST_TEST(here.all.size() == 0u);
  here.all.drop_all({});
  BOOST_TEST(here.to->dropped_tags.size() == 3u);
}

// contract: T1
BOOST_AUTO_TEST_CASE(those_that_were_pushed_alone_have_listeners_of_their_own) {
  auto all = handed_tasks();
  auto ears = std::vector<std::shared_ptr<listening>>();
  for (auto i = 0; i != 3; ++i) ears.push_back(std::make_shared<listening>());
  auto chunk = chunk_of(ears[0], 0, 3);
  chunk.first_tag = dlp::failure::no_index;
  chunk.others = {ears[1], ears[2]};
  all.add(0, std::move(chunk));
  BOOST_TEST((all.settle(1).to == ears[1]));
  all.drop_all(std::make_exception_ptr(std::runtime_error("over")));
  BOOST_TEST(ears[0]->dropped_tags.size() == 1u);
  BOOST_TEST(ears[1]->dropped_tags.empty());
  BOOST_TEST(ears[2]->dropped_tags.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

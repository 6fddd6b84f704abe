// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/gathered_map.hpp>

#include <map>
#include <string>
#include <utility>

#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

namespace {

auto const world = boost::mpi::communicator();

template <class Map>
auto complaint(Map& map) -> std::string {
  try {
    static_cast<void>(map.gather());
  } catch (dlp::usage_error const& thrown) {
    return thrown.what();
  }
  return "none";
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_root_gets_what_every_rank_wrote) {
  auto map = dlp::gathered_map<std::string, int>();
  auto const me = std::to_string(world.rank());
  map.insert("rank " + me, world.rank());
  map["twice " + me] = 2 * world.rank();
  auto const all = map.gather();
  BOOST_TEST(all.size() == (world.rank() == 0 ? 2u * static_cast<unsigned>(world.size()) : 0u));
  for (auto r = 0; world.rank() == 0 && r != world.size(); ++r) {
    BOOST_TEST(all.at("rank " + std::to_string(r)) == r);
    BOOST_TEST(all.at("twice " + std::to_string(r)) == 2 * r);
  }
}

BOOST_AUTO_TEST_CASE(a_key_written_twice_is_an_error_on_every_rank_that_names_key_and_ranks) {
  auto map = dlp::gathered_map<std::string, int>();
  auto const last = world.size() - 1;
  if (world.rank() == 0) map["alpha"] = 1;
  if (world.rank() == last) map["alpha"] = 1;
  auto const text = complaint(map);
  BOOST_TEST(text.find("\"alpha\"") != text.npos);
  BOOST_TEST(text.find("ranks 0 and " + std::to_string(last)) != text.npos);

  auto pairs = dlp::gathered_map<std::pair<int, int>, int>();
  if (world.rank() == 0) pairs.insert({1, 2}, 3);
  if (world.rank() == 0) pairs.insert({1, 2}, 4);
  BOOST_TEST(complaint(pairs).find("std::pair<int, int>") != text.npos);
  BOOST_TEST(complaint(pairs) == "none");  // it has been emptied
}

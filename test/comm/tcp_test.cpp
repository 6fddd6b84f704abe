// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/tcp.hpp>

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(tcp_test)

namespace {

namespace tcp = dlp::detail::tcp;
using namespace std::chrono_literals;

struct record {
  int a = 0;
  int b = 0;
};

auto soon() -> tcp::clock::time_point { return tcp::clock::now() + 20ms; }
auto in_time() -> tcp::clock::time_point { return tcp::clock::now() + 20s; }

/// Two ends of one connection.
struct line {
  tcp::listener listening = tcp::listen(1, true);
  tcp::socket peer = tcp::connect(listening.reached_by.at(0), in_time()).value();
  tcp::socket host = tcp::accept(listening.at, in_time()).value();
};

}  // namespace

BOOST_AUTO_TEST_CASE(records_come_whole_either_way) {
  auto const ends = line();
  for (auto const& [from, to] : {std::pair(&ends.peer, &ends.host), {&ends.host, &ends.peer}}) {
    tcp::write(from->number(), record{1, 2});
    tcp::write(from->number(), record{3, 4});
    for (auto const first : {1, 3}) {
      auto came = record();
      BOOST_TEST(tcp::read(to->number(), came, in_time()));
      BOOST_TEST((came.a == first && came.b == first + 1));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_record_that_comes_in_parts_is_read_whole) {
  auto const ends = line();
  auto const whole = record{5, 6};
  tcp::write(ends.peer.number(), whole.a);
  auto later = std::jthread([&] {
    std::this_thread::sleep_for(20ms);
    tcp::write(ends.peer.number(), whole.b);
  });
  auto came = record();
  BOOST_TEST(tcp::read(ends.host.number(), came, in_time()));
  BOOST_TEST((came.a == 5 && came.b == 6));
}

BOOST_AUTO_TEST_CASE(whoever_waits_in_vain_is_told) {
  auto const ends = line();
  auto came = record();
  BOOST_TEST(!tcp::read(ends.host.number(), came, soon()));
  BOOST_TEST(!tcp::accept(ends.listening.at, soon()).has_value());
}

BOOST_AUTO_TEST_CASE(the_end_of_the_other_is_seen_at_once) {
  auto ends = line();
  {
    auto const gone = tcp::socket(ends.peer.release());
  }
  auto came = record();
  auto const begin = tcp::clock::now();
  BOOST_TEST(!tcp::read(ends.host.number(), came, in_time()));
  BOOST_TEST((tcp::clock::now() - begin < 10s));
  tcp::write(ends.host.number(), came);  // raises no signal
  tcp::write(ends.host.number(), came);
  tcp::write(-1, came);
}

BOOST_AUTO_TEST_CASE(who_does_not_read_keeps_nobody_waiting) {
  constexpr auto records = 10'000;
  auto const ends = line();
  auto much = std::array<char, 4096>();
  for (auto i = 0; i != records; ++i) tcp::write(ends.peer.number(), much);
  auto came = 0;
  while (tcp::read(ends.host.number(), much, soon())) ++came;
  BOOST_TEST(came > 0);
  BOOST_TEST(came < records);  // or nothing was too much
}

BOOST_AUTO_TEST_CASE(where_nobody_listens_there_is_no_connection) {
  auto const nobodys = tcp::listen(1, true).reached_by.at(0);
  BOOST_TEST(!tcp::connect(nobodys, in_time()).has_value());
}

BOOST_AUTO_TEST_CASE(for_this_machine_alone_one_address_is_enough) {
  BOOST_TEST(tcp::listen(1, true).reached_by.size() == 1);
  for (auto const& one : tcp::listen(1, false).reached_by) BOOST_TEST(one.port != 0);
}

BOOST_AUTO_TEST_SUITE_END()

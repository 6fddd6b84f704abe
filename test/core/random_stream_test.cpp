// SPDX-License-Identifier: BSL-1.0
//
// The numbers that are expected are those that numpy draws with
//   numpy.random.Philox(key=seed, counter=((index << 128) + (substream << 64) - 1) % 2**256)
#include <dlp/core/random_stream.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(random_stream_test)

namespace {

using numbers = std::vector<std::uint64_t>;

auto drawn(dlp::random_stream stream, std::size_t count) -> numbers {
  auto all = numbers(count);
  for (auto& one : all) one = stream();
  return all;
}

constexpr auto all_bits = ~std::uint64_t{0};

}  // namespace

static_assert(std::uniform_random_bit_generator<dlp::random_stream>);

BOOST_AUTO_TEST_CASE(its_numbers_are_those_of_numpy) {
  BOOST_TEST(drawn(dlp::random_stream(0, 0), 6) ==
             (numbers{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b,
                      0x7e68b68aec7ba23b, 0x02f4ba6408e4d89b, 0x3dd62b0b9ca8c5b2}));
  BOOST_TEST(drawn(dlp::random_stream(42, 7), 6) ==
             (numbers{0x0b10ffdae16a095d, 0x02401ffd86c3cdc0, 0x59ad7e39c5d7ce6f,
                      0xd467f29fea562455, 0x2bfb9d635be188e2, 0x2b0049f790afff84}));
  BOOST_TEST(drawn(dlp::random_stream(all_bits, all_bits, 3), 6) ==
             (numbers{0x94ee28f7280fdb42, 0x738496cbc7b63de3, 0x91bce9344687ba6c,
                      0xcfd6eff283282bd5, 0x299529babda37db4, 0x9aaef739325f104c}));
  auto const many = drawn(dlp::random_stream(42, 7), 1001);
  BOOST_TEST((many[998] == 0x04d216a52217dac5 && many[999] == 0x6975d2063b0eb7c5 &&
              many[1000] == 0x4c05390c1f98b842));
}

// Source: kat_vectors of Random123, philox4x64 of ten rounds. The first one is that of the streams.
BOOST_AUTO_TEST_CASE(the_generator_gives_the_published_answers) {
  using philox = r123::Philox4x64;
  auto const known = [](philox::ctr_type at, philox::key_type key, philox::ctr_type answer) {
    BOOST_TEST((philox()(at, key) == answer));
  };
  known({{0, 0, 0, 0}}, {{0, 0}},
        {{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}});
  known({{all_bits, all_bits, all_bits, all_bits}}, {{all_bits, all_bits}},
        {{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}});
  known({{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89}},
        {{0x452821e638d01377, 0xbe5466cf34e90c6c}},
        {{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}});
}

BOOST_AUTO_TEST_CASE(streams_have_nothing_in_common) {
  auto seen = std::set<std::uint64_t>();
  auto streams = 0;
  for (auto const seed : {std::uint64_t{0}, std::uint64_t{1}, all_bits})
    for (auto const index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}, all_bits})
      for (auto const substream : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}}) {
        for (auto const one : drawn(dlp::random_stream(seed, index, substream), 100))
          seen.insert(one);
        ++streams;
      }
  BOOST_TEST(seen.size() == 100U * static_cast<unsigned>(streams));
}

BOOST_AUTO_TEST_CASE(discard_goes_on_as_after_so_many) {
  auto const all = drawn(dlp::random_stream(42, 7), 64);
  for (auto begun = 0U; begun != 9; ++begun) {
    for (auto count = 0U; count != 40; ++count) {
      auto stream = dlp::random_stream(42, 7);
      for (auto i = 0U; i != begun; ++i) stream();
      stream.discard(count);
      auto stepped = dlp::random_stream(42, 7);
      for (auto i = 0U; i != begun + count; ++i) stepped();
      BOOST_TEST((stream == stepped));
      BOOST_TEST(stream() == all[begun + count]);
      BOOST_TEST((stream != stepped));
    }
  }
  auto far = dlp::random_stream(42, 7);
  far.discard(std::uint64_t{1} << 40U);
  BOOST_TEST(far() == 0x357b3216fb1e71ba);
}

BOOST_AUTO_TEST_CASE(equal_streams_are_of_one_seed_index_and_substream) {
  BOOST_TEST((dlp::random_stream(1, 2) == dlp::random_stream(1, 2, 0)));
  BOOST_TEST((dlp::random_stream(1, 2) != dlp::random_stream(2, 2)));
  BOOST_TEST((dlp::random_stream(1, 2) != dlp::random_stream(1, 3)));
  BOOST_TEST((dlp::random_stream(1, 2) != dlp::random_stream(1, 2, 1)));
}

BOOST_AUTO_TEST_CASE(distributions_take_it) {
  auto stream = dlp::random_stream(42, 7);
  auto normal = boost::random::normal_distribution<double>();
  auto sum = 0.0;
  auto squares = 0.0;
  constexpr auto count = 100'000;
  for (auto i = 0; i != count; ++i) {
    auto const x = normal(stream);
    sum += x;
    squares += x * x;
  }
  BOOST_TEST(std::abs(sum / count) < 0.02);  // six standard errors
  BOOST_TEST(std::abs(squares / count - 1) < 0.03);
  auto hits = std::array<int, 6>();
  auto die = boost::random::uniform_int_distribution<int>(0, 5);
  for (auto i = 0; i != 60'000; ++i) ++hits.at(static_cast<unsigned>(die(stream)));
  for (auto const hit : hits) BOOST_TEST((hit > 9'400 && hit < 10'600));
  BOOST_TEST(std::uniform_real_distribution<double>(2, 3)(stream) >= 2.0);
}

BOOST_AUTO_TEST_SUITE_END()

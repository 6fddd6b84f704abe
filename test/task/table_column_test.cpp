// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table_column.hpp>

#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tables.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(table_column_test)

using dlp_test::contains;
using dlp_test::filled_table;
using dlp_test::text_of;

namespace {

enum class mode : unsigned char { off, on = 200 };

template <class T>
auto read(std::string const& name, std::size_t position) -> T {
  auto const column = filled_table()->named(name);
  dlp::detail::require_type<T>(column->what);
  return dlp::detail::value_of_cell<T>(*column, position);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_refused) {
  auto const refusal = []<class T>(T, std::string const& name) {
    return text_of([&] { static_cast<void>(read<T>(name, 2)); });
  };
  BOOST_TEST(read<int>("steps", 2) == 300);
  BOOST_TEST(read<std::uint64_t>("large", 2) == std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST(contains(refusal(std::int8_t(), "steps"), "the column steps has the number 300"));
  BOOST_TEST(contains(refusal(std::int64_t(), "large"), "has the number 18446744073709551615"));
  BOOST_TEST(contains(refusal(mode(), "steps"), "the column steps has the number 300"));
  BOOST_TEST((read<mode>("steps", 4) == mode::on));
  BOOST_TEST(contains(refusal(1.0, "steps"), "the values of the column steps are no values of"));
  BOOST_TEST(contains(refusal(std::vector<double>(), "energy"), "are no values of type"));
  BOOST_TEST(contains(refusal(1.0, "force"),
                      "dlp: the table has no column force, but gamma, solver, energy, steps"));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_said_as_the_type_can) {
  BOOST_TEST(std::isnan(read<float>("energy", 3)));
  BOOST_TEST(std::isnan(read<std::complex<double>>("wave", 4).imag()));
  BOOST_TEST(!read<std::optional<int>>("steps", 3).has_value());
  BOOST_TEST(contains(text_of([] { static_cast<void>(read<int>("steps", 3)); }),
                      "dlp: the column steps has no value in row 3"));
}

BOOST_AUTO_TEST_SUITE_END()

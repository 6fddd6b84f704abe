// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/archived.hpp>

#include <memory>
#include <ostream>
#include <string>

#include <boost/serialization/unique_ptr.hpp>
#include <boost/test/unit_test.hpp>

#include "../support/serialized.hpp"

BOOST_AUTO_TEST_SUITE(archived_test)

namespace app {

struct none {
  int a = 0;
};
class by_private_member {
  friend class boost::serialization::access;
  template <class Archive>
  void serialize(Archive& /*archive*/, unsigned /*version*/) {}
};
struct by_final_member final : dlp_test::by_member {};
struct by_constrained_member final {
  template <class Archive>
    requires requires { typename Archive::is_saving; }
  void serialize(Archive& /*archive*/, unsigned /*version*/) {}
};
struct by_function {
  int secret = 0;
};
template <class Archive>
void serialize(Archive& archive, by_function& one, unsigned /*version*/) {
  archive & one.secret;
}
struct of_a_stream {
  void serialize(std::ostream& to) const { to << 1; }
};
struct to_a_buffer {
  void serialize(char* /*to*/, unsigned /*size*/, bool /*is_text*/) const {}
};
/// Has no data, and knows its heir.
template <class Heir, int version>
struct in_version {
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    static_cast<Heir&>(*this).list(archive);
  }
};
struct in_version_3 : in_version<in_version_3, 3> {
  template <class Archive>
  void list(Archive& archive) {
    archive & a;
  }
  int a = 0;
};
struct to_text {
  [[nodiscard]] auto serialize() const -> std::string { return {}; }
};

}  // namespace app

using namespace dlp::detail;
using namespace dlp_test;

namespace {

static_assert(!archived<app::none> && !archived<int> && !archived<int[3]>);
static_assert(has_member_serialize<by_member> && has_member_serialize<app::by_private_member>);
static_assert(has_member_serialize<app::by_final_member>);
static_assert(has_member_serialize<app::by_constrained_member>);
static_assert(has_free_serialize<app::by_function> && !has_member_serialize<app::by_function>);
static_assert(has_free_serialize<by_constrained_function> && !has_free_serialize<app::none>);
static_assert(!archived<serialize_is_data> && !archived<serialize_is_anothers>);
static_assert(!archived<app::of_a_stream> && !archived<app::to_text>);
static_assert(!archived<app::to_a_buffer>);
static_assert(serialized_in_part<adds_something> && !serialized_in_part<adds_nothing>);
static_assert(!serialized_in_part<knows_its_heir> && !serialized_in_part<app::in_version_3>);
static_assert(!serialized_in_part<by_member> && !serialized_in_part<app::none>);
static_assert(is_archived_throughout<std::unique_ptr<by_member>>());
static_assert(!is_archived_throughout<std::unique_ptr<app::none>>());

}  // namespace

BOOST_AUTO_TEST_CASE(the_compiler_has_checked_how_serialize_is_found) {}

BOOST_AUTO_TEST_SUITE_END()

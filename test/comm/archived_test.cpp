// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/archived.hpp>

#include <memory>
#include <ostream>
#include <string>

#include <boost/serialization/unique_ptr.hpp>
#include <boost/test/unit_test.hpp>

namespace app {

struct none {
  int a = 0;
};
struct by_member {
  int a = 0;
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& a;
  }
};
class by_private_member {
  friend class boost::serialization::access;
  template <class Archive>
  void serialize(Archive& /*archive*/, unsigned /*version*/) {}
};
struct by_final_member final : by_member {};
struct by_function {
  int secret = 0;
};
template <class Archive>
void serialize(Archive& archive, by_function& one, unsigned /*version*/) {
  archive& one.secret;
}
struct by_constrained_function {
  int constrained = 0;
};
template <class Archive, class T>
  requires requires(T one) { one.constrained; }
void serialize(Archive& archive, T& one, unsigned /*version*/) {
  archive& one.constrained;
}
struct data {
  bool serialize = true;
};
struct of_one_argument {
  template <class Archive>
  void serialize(Archive& archive) {
    archive();
  }
};
struct of_a_stream {
  void serialize(std::ostream& to) const { to << 1; }
};
struct to_text {
  [[nodiscard]] auto serialize() const -> std::string { return {}; }
};
struct adds_something : by_member {
  double more = 0;
};
struct adds_nothing : by_member {};

}  // namespace app

using namespace dlp::detail;

namespace {

static_assert(!archived<app::none> && !archived<int> && !archived<int[3]>);
static_assert(has_member_serialize<app::by_member> && has_member_serialize<app::by_private_member>);
static_assert(has_member_serialize<app::by_final_member>);
static_assert(has_free_serialize<app::by_function> && !has_member_serialize<app::by_function>);
static_assert(has_free_serialize<app::by_constrained_function> && !has_free_serialize<app::none>);
static_assert(!archived<app::data> && !archived<app::of_one_argument>);
static_assert(!archived<app::of_a_stream> && !archived<app::to_text>);
static_assert(serialized_in_part<app::adds_something> && !serialized_in_part<app::adds_nothing>);
static_assert(!serialized_in_part<app::by_member> && !serialized_in_part<app::none>);
static_assert(is_archived_throughout<std::unique_ptr<app::by_member>>());
static_assert(!is_archived_throughout<std::unique_ptr<app::none>>());

}  // namespace

BOOST_AUTO_TEST_CASE(the_compiler_has_checked_how_serialize_is_found) {}

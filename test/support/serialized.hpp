// SPDX-License-Identifier: BSL-1.0
//
// Classes with a `serialize`, and some that seem to have one.
#pragma once

#include <string>

namespace dlp_test {

struct by_member {
  int a = 0;
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & a;
  }
};
struct by_constrained_function {
  int secret = 0;
};
template <class Archive, class T>
  requires requires(T one) { one.secret; }
void serialize(Archive& archive, T& one, unsigned /*version*/) {
  archive & one.secret;
}
struct adds_nothing : by_member {};
struct adds_something : by_member {
  double more = 0;
};
template <class Heir>
struct all_of_its_heir {
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    static_cast<Heir&>(*this).list(archive);
  }
  int own = 0;
};
struct knows_its_heir : all_of_its_heir<knows_its_heir> {
  template <class Archive>
  void list(Archive& archive) {
    archive & own & more;
  }
  double more = 0;
};
struct nothing_derives_from_it final {
  std::string text;
};
struct serialize_is_data {
  bool serialize = true;
};
struct serialize_is_anothers {
  int a;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(a);
  }
};

}  // namespace dlp_test

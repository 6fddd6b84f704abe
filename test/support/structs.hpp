// SPDX-License-Identifier: BSL-1.0
//
// Structs with members of all kinds.
#pragma once

#include <any>
#include <memory>
#include <string>
#include <vector>

namespace dlp_test {

struct number {
  explicit number(int v) : value(v) {}
  int value;
};
struct one {
  std::string text;
};
struct with_a_serialize {
  std::string text;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & text;
  }
};
struct three {
  int a;
  double b;
  std::string c;
};
struct with_arrays {
  int a[3];
  std::string names[2][2];
  double many[1'000'000];
  std::string last;
};
struct without_empty_value {
  int a;
  number b;
  std::string c;
};
struct with_an_initialiser {
  int a;
  number b = number(3);
  int c;
};
struct array_without_empty_value {
  int a[3];
  number b;
};
struct nested {
  three a;
  struct {
    int x;
    std::string y;
  } b;
  std::unique_ptr<int> c;
};
struct tree {
  std::vector<tree> children;
  std::string name;
};
struct bare_tree {
  std::vector<bare_tree> children;
};
struct takes_anything {
  std::any any;
  int number;
};
struct cannot_be_derived_from final {
  std::string text;
  int number;
};
struct of_32 {
  std::string s;
  int a[2];
  int b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20,
      b21, b22, b23, b24, b25, b26, b27, b28, b29, b30;
};
struct more {
  of_32 first;
  int b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20,
      b21, b22, b23, b24, b25, b26, b27, b28, b29, b30, b31, b32;
};

}  // namespace dlp_test

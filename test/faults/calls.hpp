// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/pool.hpp>
#if __has_include(<dlp/adaptor/split_shared.hpp>)
#include <dlp/adaptor/split_shared.hpp>
#define DLP_FAULTS_WITH_SPLIT_SHARED
#endif

#include <chrono>
#include <cstddef>
#include <ranges>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../support/stepping_iterator.hpp"
#include "fault.hpp"
#include "losses.hpp"

// Each primitive as a user calls it, with a point for a fault wherever code of the user's runs.

inline constexpr auto examples = 30;
inline constexpr auto sum_of_examples = examples * (examples - 1) / 2;
inline constexpr auto seeds = 10;           // of a loop with a feeder, whose items make the others
inline constexpr auto initial = 1000L;      // of map_reduce; results are indices, and below it
inline constexpr auto no_result = 10'000L;  // values of calls that are no loops are above it

/// What a failure says of an example: its index, or that of the seed from which it comes; of a call
/// that was submitted nothing.
inline auto index_of(long number) -> long {
  if (number >= initial || is_pool(played)) return no_index;
  return has_feeder(played) ? number % seeds : number;
}

/// A value with user code in all that can happen to it.
class value {
 public:
  value() = default;
  explicit value(long number) : number_(number), text_(std::to_string(number)) {}
  value(value const& from) : number_(from.number_), text_(from.text_) { is_copied(); }
  auto operator=(value const& from) -> value& {
    number_ = from.number_;
    text_ = from.text_;
    is_copied();
    return *this;
  }
  ~value() = default;

  /// Another one when it has not come as it was sent.
  [[nodiscard]] auto number() const -> long {
    return text_ == std::to_string(number_) ? number_ : -number_;
  }

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & number_;
    at(Archive::is_saving::value ? "pack" : "unpack", index());
    archive & text_;
  }

  /// Does what is no part of a call.
  template <class Step>
  static void aside(Step step) {
    is_aside_ = true;
    step();
    is_aside_ = false;
  }

 private:
  [[nodiscard]] auto index() const -> long { return index_of(number_); }

  /// On the root, only the last result counts: what happens to it comes after all the others.
  void is_copied() const {
    auto const is_last = number_ == examples - 1 || number_ == initial + sum_of_examples;
    if (is_aside_ || (own_rank == 0 && !is_last && number_ < no_result)) return;
    at("copy" + std::to_string(++copies_), index());
  }

  static inline auto copies_ = 0;
  static inline auto is_aside_ = false;
  long number_ = 0;
  std::string text_;
};

/// 0, 1, … with a step that is the user's.
class walked : public std::ranges::view_interface<walked> {
 public:
  struct step {
    void operator()(int& x) const {
      at("increment");
      ++x;
    }
    auto operator==(step const&) const -> bool = default;
  };
  using iterator = dlp_test::stepping_iterator<step>;

  explicit walked(int size = examples) : size_(size) {}
  [[nodiscard]] auto begin() const -> iterator { return {}; }
  [[nodiscard]] auto end() const -> iterator { return {size_}; }
  [[nodiscard]] auto size() const -> std::size_t { return static_cast<std::size_t>(size_); }

 private:
  int size_;
};

inline auto walked_values(int size = examples) {
  return walked(size) | std::views::transform([](int x) { return value(x); });
}

inline auto options() -> dlp::managed_options {
  auto made = dlp::managed_options();
  if (played.point == "cost") {
    made.cost = [](dlp::index_t index) {
      if (index == 3) at("cost");
      return static_cast<double>(index);
    };
  }
  return made;
}

inline auto surviving_options() -> dlp::managed_options {
  auto made = options();
  made.survive = rule_of_survival();
  return made;
}

inline auto pool_options() -> dlp::pool_options {
  return {.initialize = [] { at("initialize"); }, .survive = rule_of_survival()};
}

inline auto feeder_options() -> dlp::feeder_options { return {.survive = rule_of_survival()}; }

/// So that no rank is done before the others have begun.
inline void work() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

inline auto f(int x) -> value {
  work();
  at("body", x);
  return value(x);
}

/// The same as a call of a pool, and for an item.
inline auto f_of_value(value const& x) -> value {
  work();
  at("body", index_of(x.number()));
  return value(x.number());
}

/// Makes an item that makes an item, until there are all examples.
inline void add_more(value const& x, dlp::feeder<value>& more) {
  if (x.number() + seeds < examples) more.add(value(x.number() + seeds));
}

/// One call of dlp: adds what has come of it on this rank to `own`. False: return from main.
struct call_kind {
  std::string_view name;
  bool (*make)(long& own);
  long (*total)(long ranks);  // over all ranks
};

template <class Range>
auto visit(Range&& range, long& own) -> bool {
  for (auto const x : range) {
    work();
    if (!at("body", x)) return false;
    own += x;
    visited(x);
  }
  return true;
}

inline auto own_value() -> value { return value(no_result + own_rank); }

inline auto add(std::vector<value> const& values, long& own) -> bool {
  for (auto const& one : values) {
    own += one.number();
    visited(one.number());
  }
  return true;
}

/// What the root does with the futures of a pool.
inline auto get_all(std::vector<dlp::future<value>> futures, long& own) -> bool {
  for (auto& one : futures) {
    if (!at("body")) return false;
    auto const number = one.get().number();
    own += number;
    visited(number);
  }
  return true;
}

inline auto add_up(value const& a, value const& b) -> value {
  at("op");
  return value(a.number() + b.number());
}

inline auto of_examples(long) -> long { return sum_of_examples; }
inline auto of_values(long n) -> long { return n * no_result + n * (n - 1) / 2; }
inline auto of_one_value(long n) -> long { return n * no_result; }

inline auto const calls = std::vector<call_kind>{
    {"split_round_robin", [](long& own) { return visit(walked() | dlp::split_round_robin, own); },
     of_examples},
    {"split_block", [](long& own) { return visit(walked() | dlp::split_block, own); }, of_examples},
    {"split_managed",
     [](long& own) { return visit(walked() | dlp::split_managed(surviving_options()), own); },
     of_examples},
#ifdef DLP_FAULTS_WITH_SPLIT_SHARED
    {"split_shared", [](long& own) { return visit(walked() | dlp::split_shared(options()), own); },
     of_examples},
    {"split_shared_nodes",
     [](long& own) { return visit(walked() | dlp::split_shared(options()), own); }, of_examples},
#endif
    {"for_each",
     [](long& own) {
       auto const body = [&own](int x) {
         own += f(x).number();
         visited(x);
       };
       dlp::for_each(walked(), body, surviving_options());
       return true;
     },
     of_examples},
    {"map", [](long& own) { return add(dlp::map(f, walked(), surviving_options()), own); },
     of_examples},
    {"map_unordered",
     [](long& own) {
       for (auto const& one : dlp::map_unordered(f, walked(), surviving_options())) {
         if (!at("body")) return false;
         own += one.number();
         visited(one.number());
       }
       return true;
     },
     of_examples},
    {"map_reduce",
     [](long& own) {
       auto const op = [](value const& sum, value const& one) {
         at("op", one.number());
         visited(one.number());
         return value(sum.number() + one.number());
       };
       auto const sum = dlp::map_reduce(f, walked(), value(initial), op, surviving_options());
       own += sum.number() - initial;
       return true;
     },
     [](long n) -> long { return n * sum_of_examples; }},
    {"for_each_feeder",
     [](long& own) {
       auto const body = [&own](value const& x, dlp::feeder<value>& more) {
         auto const number = f_of_value(x).number();
         own += number;
         visited(number);
         add_more(x, more);
       };
       dlp::for_each(walked_values(seeds), body, feeder_options());
       return true;
     },
     of_examples},
    {"map_unordered_feeder",
     [](long& own) {
       auto const body = [](value const& x, dlp::feeder<value>& more) {
         add_more(x, more);
         return f_of_value(x);
       };
       for (auto const& one : dlp::map_unordered(body, walked_values(seeds), feeder_options())) {
         if (!at("body")) return false;
         own += one.number();
         visited(one.number());
       }
       return true;
     },
     of_examples},
    {"pool_submit",
     [](long& own) {
       dlp::function_pool<value(value)> pool(f_of_value, pool_options());
       if (!pool.is_root()) return true;
       auto futures = std::vector<dlp::future<value>>();
       for (auto x = 0; x != examples; ++x) futures.push_back(pool(value(x)));
       auto const stays = get_all(std::move(futures), own);
       if (stays) pool.shutdown();
       return stays;
     },
     of_examples},
    {"pool_map",
     [](long& own) {
       dlp::function_pool<value(value)> pool(f_of_value, pool_options());
       if (!pool.is_root()) return true;
       if (!at("body")) return false;
       add(pool.map(walked_values()), own);
       pool.shutdown();
       return true;
     },
     of_examples},
    {"executor",
     [](long& own) {
       auto stays = true;
       auto const body = [&](dlp::executor& pool) {
         auto futures = std::vector<dlp::future<value>>();
         for (auto x = seeds; x != examples; ++x)
           futures.push_back(pool.submit(f_of_value, value(x)));
         add(pool.map(f_of_value, walked_values(seeds)), own);
         stays = get_all(std::move(futures), own);
       };
       dlp::executor::run(body, pool_options());
       return stays;
     },
     of_examples},
    {"gather", [](long& own) { return add(dlp::gather(own_value()), own); }, of_values},
    {"gather_flat",
     [](long& own) {
       auto values = std::vector<value>();
       value::aside([&] { values.push_back(own_value()); });
       return add(dlp::gather_flat(values), own);
     },
     of_values},
    {"all_gather", [](long& own) { return add(dlp::all_gather(own_value()), own); },
     [](long n) { return n * of_values(n); }},
    {"broadcast",
     [](long& own) {
       auto one = own_rank == 0 ? own_value() : value();
       own += dlp::broadcast(one).number();
       return true;
     },
     of_one_value},
    {"call_on_root",
     [](long& own) {
       own += dlp::call_on_root([] {
                at("body");
                return own_value();
              }).number();
       return true;
     },
     of_one_value},
    {"once_per_node",
     [](long& own) {
       auto const made = dlp::once_per_node([] {
         at("body");
         return own_value().number();
       });
       own += *made;
       return true;
     },
     of_one_value},
    {"gathered_list",
     [](long& own) {
       auto list = dlp::gathered_list<value>();
       value::aside([&] { list.push_back(own_value()); });
       return add(list.gather(), own);
     },
     of_values},
    {"gathered_map",
     [](long& own) {
       auto map = dlp::gathered_map<int, value>();
       value::aside([&] { map[own_rank] = own_value(); });
       for (auto const& [rank, one] : map.gather()) own += one.number();
       return true;
     },
     of_values},
    {"reduce",
     [](long& own) {
       if (auto const sum = dlp::reduce(own_value(), add_up)) own += sum->number();
       return true;
     },
     of_values},
    {"all_reduce",
     [](long& own) {
       own += dlp::all_reduce(own_value(), add_up).number();
       return true;
     },
     [](long n) { return n * of_values(n); }},
    {"barrier",
     [](long& own) {
       dlp::barrier();
       ++own;
       return true;
     },
     [](long n) { return n; }},
};

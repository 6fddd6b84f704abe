// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>

#include <dlp/adaptor/call_on_root.hpp>
#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/map_slot.hpp>
#include <dlp/adaptor/reduce.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp {
namespace detail {

template <class K>
concept ordered = requires(K const& a, K const& b) { static_cast<bool>(a < b); };

/// The order of keys that have none, which the static_assert below has said: so the compiler says
/// nothing more of them.
struct no_order {
  auto operator()(auto const&, auto const&) const -> bool { return false; }
};

}  // namespace detail

/// A map that every rank fills and the root gathers. It can only be written to: what a rank sees of
/// it before the gathering would differ from rank to rank.
///
/// Without an operation each key may be written once over all ranks; one that was written twice is
/// an error, which is found when the map is gathered. With one, as in
/// `gathered_map<std::string, long> counts(std::plus<>{})`, a further write to a key is put
/// together with what is there, at once on its rank, and then over the ranks as `dlp::reduce` does
/// it.
template <class K, class V>
class gathered_map {
  static_assert(detail::ordered<K>,
                "dlp::gathered_map: keys are ordered, as those of a std::map: they need a <");
  using order = std::conditional_t<detail::ordered<K>, std::less<K>, detail::no_order>;
  using table = std::map<K, V, order>;  // a std::map<K, V>

 public:
  gathered_map() = default;

  /// One whose writes to a key are put together by `op`.
  template <class Op>
    requires(!std::is_same_v<Op, gathered_map>)
  explicit gathered_map(Op op)
      : op_name_(detail::type_name<Op>()),
        adds_(std::is_same_v<Op, std::plus<>> || std::is_same_v<Op, std::plus<V>>) {
    static_assert(detail::is_right_for<Op, V>(),
                  "dlp::gathered_map: op takes neither two values of the map nor two of their "
                  "elements, or what it returns is no number that they can hold");
    if constexpr (detail::is_right_for<Op, V>()) {
      op_ = [op = std::move(op)](V&& mine, V&& theirs) mutable -> V {
        detail::combine(op, mine, std::move(theirs), detail::left::mine);
        return std::move(mine);
      };
    }
  }

  /// Writes a value to a key; with an operation, as `merge`.
  ///
  /// Parallel: each rank fills its own. Communicates: nothing. Collective: no.
  /// Throws: what the operation throws.
  void insert(K key, V const& value) { insert(std::move(key), std::move(*detail::copy_of(value))); }
  void insert(K key, V&& value) {
    if (op_)
      return detail::combine_key(op_, merged_, std::move(key), std::move(value),
                                 detail::left::mine);
    written_.emplace_back(std::move(key), std::move(value));
  }  ///< of a value that is moved from

  /// Puts `value` together with what the key has.
  ///
  /// Parallel: each rank fills its own. Communicates: nothing. Collective: no.
  /// Throws: usage_error without an operation; what that throws.
  void merge(K key, V const& value) { merge(std::move(key), std::move(*detail::copy_of(value))); }
  void merge(K key, V&& value) {
    if (!op_) throw usage_error("dlp::gathered_map: merge" + needs_an_operation());
    insert(std::move(key), std::move(value));
  }  ///< of a value that is moved from

  /// What can be done to a key: `map[key] = value` is another spelling of `insert`, and where the
  /// operation is std::plus, `map[key] += value` and `++map[key]` are two of `merge`.
  ///
  /// Parallel: each rank fills its own. Communicates: nothing. Collective: no.
  /// Throws: usage_error where `+=` or `++` is used without std::plus.
  using slot = detail::map_slot<gathered_map, K, V>;
  [[nodiscard]] auto operator[](K key) -> slot { return {*this, std::move(key)}; }  ///< see `slot`

  /// @cond refused: what of a std::map reads it.
  auto begin() const -> std::pair<K const, V> const* { return detail::refuse_to_read(*this); }
  auto end() const -> std::pair<K const, V> const* { return nullptr; }
  auto find(K const&) const -> std::pair<K const, V> const* { return begin(); }
  auto at(K const&) const -> V const& { return detail::refuse_to_read(*this); }
  auto size() const -> std::size_t { return detail::refuse_to_read(*this); }
  auto empty() const -> bool { return detail::refuse_to_read(*this); }
  auto contains(K const&) const -> bool { return detail::refuse_to_read(*this); }
  auto count(K const&) const -> std::size_t { return detail::refuse_to_read(*this); }
  /// @endcond

  /// Every rank's entries; on the root, and empty elsewhere. The map is empty afterwards, and can
  /// be filled again.
  ///
  /// Communicates, Collective: as `dlp::gather`, and with an operation as `dlp::reduce`.
  /// Throws: as they do; usage_error on every rank where a key was written twice, and there is no
  /// operation.
  [[nodiscard]] auto gather(collective_options options = {}) -> table {
    auto all = std::exchange(merged_, {});
    if (op_) {
      auto words = "gathered_map of " + detail::type_name<table>() + " by " + op_name_;
      detail::reduce_into<detail::given_to::root>(all, op_, std::move(words), options);
      if (options.comm.rank() != options.root) all.clear();
      return all;
    }
    auto const parts = dlp::gather(std::exchange(written_, {}), options);
    auto const complaint =
        call_on_root([&] { return join(parts, all); }, options);  // where it throws, for all
    if (!complaint.empty()) throw usage_error(complaint);
    return all;
  }

 private:
  friend slot;  // calls add
  /// Puts the entries of all ranks into `all`. Returns what is wrong; empty where nothing is.
  static auto join(std::vector<std::vector<std::pair<K, V>>> const& parts, table& all)
      -> std::string {
    auto writers = std::map<K, int, order>();
    for (auto rank = 0; auto const& part : parts) {
      for (auto const& [key, value] : part) {
        auto const [first, is_new] = writers.emplace(key, rank);
        if (!is_new) {
          return "dlp::gathered_map: the key " + in_words(key) + " was written twice, on ranks " +
                 std::to_string(first->second) + " and " + std::to_string(rank);
        }
        all.emplace(key, value);
      }
      ++rank;
    }
    return {};
  }

  static auto needs_an_operation() -> std::string {
    return " needs an operation, as in dlp::gathered_map<" + detail::type_name<K>() + ", " +
           detail::type_name<V>() + "> map(std::plus<>{})";
  }

  /// `map[key] += value` and `++map[key]`; `spelling` is the operator.
  void add(std::string const& spelling, K key, V&& value) {
    if (!op_) throw usage_error("dlp::gathered_map: " + spelling + needs_an_operation());
    if (!adds_) {
      throw usage_error("dlp::gathered_map: " + spelling + " is for std::plus, and this map has " +
                        op_name_ + ": write map.merge(key, value)");
    }
    insert(std::move(key), std::move(value));
  }

  static auto in_words(K const& key) -> std::string {
    if constexpr (requires(std::ostream& out) { out << key; }) {
      auto text = std::ostringstream();
      text << '"' << key << '"';
      return text.str();
    } else {
      return "of type " + detail::type_name<K>();
    }
  }

  std::function<V(V&&, V&&)> op_;
  std::string op_name_;
  bool adds_ = false;                     // the operation is std::plus
  std::vector<std::pair<K, V>> written_;  // without an operation: each write
  table merged_;                          // with one: each key
};

}  // namespace dlp

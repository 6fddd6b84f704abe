// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>

#include <dlp/adaptor/call_on_root.hpp>
#include <dlp/adaptor/gather.hpp>

namespace dlp {

/// A map that every rank fills and the root gathers. It can only be written to, each key once over
/// all ranks: a key written twice is an error, which is found when the map is gathered.
template <class K, class V>
class gathered_map {
 public:
  void insert(K key, V value) { own_.emplace_back(std::move(key), std::move(value)); }

  /// `map[key] = value`, the other spelling of `insert`.
  [[nodiscard]] auto operator[](K key) {
    struct slot {
      gathered_map& map;
      K key;
      void operator=(V value) && { map.insert(std::move(key), std::move(value)); }
    };
    return slot{*this, std::move(key)};
  }

  /// Every rank's entries; on the root, and empty elsewhere. The map is empty afterwards, and can
  /// be filled again.
  ///
  /// Communicates, Collective: as `dlp::gather`.
  /// Throws: as `dlp::gather`; usage_error on every rank where a key was written twice.
  [[nodiscard]] auto gather(collective_options options = {}) -> std::map<K, V> {
    auto const parts = dlp::gather(std::exchange(own_, {}), options);
    auto all = std::map<K, V>();
    auto const complaint =
        call_on_root([&] { return merge(parts, all); }, options);  // where it throws, for all
    if (!complaint.empty()) throw usage_error(complaint);
    return all;
  }

 private:
  /// Puts every part into `all`. What is wrong with them; empty where all is well.
  static auto merge(std::vector<std::vector<std::pair<K, V>>> const& parts, std::map<K, V>& all)
      -> std::string {
    auto writers = std::map<K, int>();
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

  static auto in_words(K const& key) -> std::string {
    if constexpr (requires(std::ostream& out) { out << key; }) {
      auto text = std::ostringstream();
      text << '"' << key << '"';
      return text.str();
    } else {
      return "of type " + detail::type_name<K>();
    }
  }

  std::vector<std::pair<K, V>> own_;
};

}  // namespace dlp

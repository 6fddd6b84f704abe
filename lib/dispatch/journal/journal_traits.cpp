// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_traits.hpp>

#include <core/shown_text.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

auto traits_of(database const& journal) -> std::map<std::string, std::string> {
  auto all = std::map<std::string, std::string>();
  auto rows = journal.prepare("SELECT name, value FROM meta");
  while (rows.step()) all.emplace(rows.text(0), rows.text(1));
  return all;
}

void compare_traits(database const& journal, std::span<journal_trait const> traits,
                    std::filesystem::path const& file, line_sink const& says) {
  auto kept = traits_of(journal);
  for (auto const& [name, value, then] : traits) {
    if (then == if_differs::note || kept[name] == value) continue;
    auto const both =
        " is \"" + shown_text(kept[name]) + "\", and here it is \"" + shown_text(value);
    if (then == if_differs::refuse) {
      throw usage_error("dlp: " + file.string() + " has the results of another call: its " + name +
                        both + "\". Give this call another file, or delete that one");
    }
    if (says) {
      says("dlp: the results in " + file.string() + " are taken though their " + name + both + '"');
    }
  }
}

void keep_traits(database& journal, std::span<journal_trait const> traits) {
  auto row = journal.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)");
  for (auto const& trait : traits) row.bind(1, trait.name).bind(2, trait.value).run();
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
//
// A journal of which some bytes are others: who opens it gets rows that were written, or an
// exception, and never another row.
#include <filesystem>
#include <string>

#include <dispatch/journal/journal_file.hpp>

#include "../support/journals.hpp"
#include "fuzz.hpp"

using namespace dlp_test;

namespace {

constexpr auto rows_written = dlp::index_t{60};
constexpr auto bytes_of_a_change = std::size_t{4};  // a place in the file, and what stands there

struct journal_with_rows : journal_place {
  journal_with_rows() {
    {
      auto journal = dlp::detail::journal_file(sample_terms(file));
      commit_samples(journal, 0, rows_written);
    }
    text = read_file(file);
  }

  std::string text;
};

auto changed(std::string text, byte_span by) -> std::string {
  for (; by.size() >= bytes_of_a_change; by = by.subspan(bytes_of_a_change)) {
    auto place = std::size_t{0};
    for (auto const one : by.first(bytes_of_a_change - 1))
      place = place << 8U | std::to_integer<std::size_t>(one);
    text[place % text.size()] = std::to_integer<char>(by[bytes_of_a_change - 1]);
  }
  return text;
}

}  // namespace

void try_bytes(byte_span input) {
  static auto const whole = journal_with_rows();
  for (auto const* end : {"-shm", "-wal", "-journal", "-lock"})
    std::filesystem::remove(whole.file.string() + end);
  write_file(whole.file, changed(whole.text, input));
  may_refuse([&] {
    auto const found = find_rows(dlp::detail::journal_file(sample_terms(whole.file)));
    demand(found.wrong == 0 && found.count <= rows_written);
  });
}

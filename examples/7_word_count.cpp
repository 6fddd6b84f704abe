// SPDX-License-Identifier: BSL-1.0
//
//   7_word_count DIRECTORY [--top N] [--skip-binary]
//
// Counts the words in all files below a directory: a word is a run of ASCII letters, digits and
// underscores, as it is written ("Int" is not "int"). Links are not followed. Stdout gets the most
// frequent words, the same for any number of ranks; stderr who read how much, and what could not
// be read, which makes the exit code 1. A file with a zero byte in it is no text, and counts as
// one that cannot be read, unless --skip-binary says that such files are to be expected.
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include <dlp.hpp>

namespace fs = std::filesystem;

using word_counts = std::unordered_map<std::string, std::uint64_t>;

// What a rank has read.
struct totals {
  std::uint64_t files = 0;
  std::uint64_t words = 0;
  std::uint64_t bytes = 0;
  std::uint64_t skipped = 0;  // binary files

  void operator+=(totals const& other) {
    files += other.files;
    words += other.words;
    bytes += other.bytes;
    skipped += other.skipped;
  }
};

struct binary_file : std::runtime_error {
  binary_file() : std::runtime_error("a binary file") {}
};

struct arguments {
  std::string directory;
  std::size_t top = 20;
  bool skip_binary = false;
};

auto parse(int argc, char** argv) -> std::optional<arguments> {
  auto found = arguments();
  for (auto i = 1; i < argc; ++i) {
    auto const argument = std::string_view(argv[i]);
    if (argument == "--top" && i + 1 < argc) {
      auto const number = std::string_view(argv[++i]);
      auto const end = number.data() + number.size();
      auto const [stopped_at, error] = std::from_chars(number.data(), end, found.top);
      if (error != std::errc() || stopped_at != end) return {};
    } else if (argument == "--skip-binary") {
      found.skip_binary = true;
    } else if (argument.starts_with("--") || !found.directory.empty()) {
      return {};
    } else {
      found.directory = argument;
    }
  }
  return found.directory.empty() ? std::nullopt : std::optional(found);
}

// Adds the regular files below `directory` to `files`, and what could not be read to `problems`.
void list_files(fs::path const& directory, std::vector<std::string>& files,
                std::vector<std::string>& problems) {
  auto error = std::error_code();
  auto entry = fs::directory_iterator(directory, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    auto gone = std::error_code();  // a file that somebody has removed meanwhile
    auto const type = entry->symlink_status(gone).type();
    if (type == fs::file_type::directory) list_files(entry->path(), files, problems);
    if (type == fs::file_type::regular) files.push_back(entry->path().string());
  }
  if (error) problems.push_back(directory.string() + ": " + error.message());
}

auto is_in_word(char c) -> bool {
  static constexpr auto table = [] {
    auto in_word = std::array<bool, 256>();
    for (auto const* range : {"az", "AZ", "09", "__"}) {
      for (auto letter = range[0]; letter <= range[1]; ++letter)
        in_word[std::size_t(letter)] = true;
    }
    return in_word;
  }();
  return table[static_cast<unsigned char>(c)];
}

// Counts the words of one file by chunks: it may be larger than the memory.
// Throws: binary_file; std::runtime_error where the file cannot be read.
auto count_words(std::string const& path, totals& total) -> word_counts {
  static auto chunk = std::vector<char>(1 << 20);
  auto counts = word_counts();
  auto own = totals{.files = 1};
  auto word = std::string();  // it may begin in one chunk and end in the next
  auto const count = [&] {
    if (word.empty()) return;
    ++counts[word];
    ++own.words;
    word.clear();
  };

  auto file = std::ifstream(path, std::ios::binary);
  while (file) {
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    auto const text = std::string_view(chunk.data(), static_cast<std::size_t>(file.gcount()));
    if (text.find('\0') != text.npos) throw binary_file();
    own.bytes += text.size();
    for (auto at = text.begin(); at != text.end();) {
      auto const end = std::find_if_not(at, text.end(), is_in_word);
      word.append(at, end);
      if (end != text.end()) count();
      at = std::find_if(end, text.end(), is_in_word);
    }
  }
  if (!file.eof()) throw std::runtime_error(std::strerror(errno));
  count();

  total += own;
  return counts;
}

void add(word_counts& sum, word_counts more) {
  sum.merge(more);  // takes over the words that are new to it, and leaves the others
  for (auto const& [word, count] : more) sum[word] += count;
}

// How often the N-th most frequent word occurs; 0 where there are fewer words.
auto count_of_nth(word_counts const& counts, std::size_t n) -> std::uint64_t {
  if (n == 0 || counts.size() < n) return 0;
  auto order = std::vector<std::uint64_t>();
  for (auto const& [word, count] : counts) order.push_back(count);
  auto const nth = order.begin() + static_cast<std::ptrdiff_t>(n - 1);
  std::nth_element(order.begin(), nth, order.end(), std::greater<>());
  return *nth;
}

// The counts over all ranks of each word that may be one of the N most frequent; on the root, and
// empty elsewhere. So few words travel because one that occurs `least` times over all ranks occurs
// least / ranks times on one of them.
auto gather_frequent(word_counts const& own, std::size_t n) -> word_counts {
  auto const least = std::ranges::max(dlp::all_gather(count_of_nth(own, n)));
  auto frequent = std::vector<std::string>();
  for (auto const& [word, count] : own)
    if (count >= least / std::uint64_t(dlp::size())) frequent.push_back(word);

  auto counts = word_counts();
  for (auto const& words : dlp::all_gather(frequent)) {
    for (auto const& word : words)
      if (auto const found = own.find(word); found != own.end()) counts.insert(*found);
  }
  auto sum = word_counts();
  for (auto const& part : dlp::gather(counts)) add(sum, part);
  return sum;
}

void print_top(word_counts const& counts, std::size_t n) {
  using entry = std::pair<std::string, std::uint64_t>;
  auto order = std::vector<entry>(counts.begin(), counts.end());
  std::ranges::sort(order, [](entry const& a, entry const& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  order.resize(std::min(n, order.size()));
  for (auto const& [word, count] : order)
    std::cout << std::setw(10) << count << "  " << word << '\n';
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const asked = parse(argc, argv);
  if (!asked) {
    if (dlp::is_root()) std::cerr << "usage: 7_word_count DIRECTORY [--top N] [--skip-binary]\n";
    return 2;
  }
  auto const begin = std::chrono::steady_clock::now();

  // One rank looks, so that all have the same list, and a file system is asked once.
  auto problems = std::vector<std::string>();
  auto const files = dlp::call_on_root([&] {
    auto found = std::vector<std::string>();
    list_files(asked->directory, found, problems);
    std::ranges::sort(found);
    return found;
  });

  auto counts = word_counts();
  auto own = totals();
  for (auto const& file : dlp::split_managed(files)) {
    try {
      add(counts, count_words(file, own));
    } catch (binary_file const& reason) {
      ++own.skipped;
      if (!asked->skip_binary) problems.push_back(file + ": " + reason.what());
    } catch (std::runtime_error const& reason) {
      problems.push_back(file + ": " + reason.what());
    }
  }

  auto const frequent = gather_frequent(counts, asked->top);
  auto const shares = dlp::gather(own);
  problems = dlp::gather_flat(problems);
  auto const wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin);

  if (dlp::is_root()) {
    auto total = totals();
    std::cerr << "  rank     files         bytes\n";
    for (auto rank = 0; auto const& share : shares) {
      std::cerr << std::setw(6) << rank++ << std::setw(10) << share.files << std::setw(14)
                << share.bytes << '\n';
      total += share;
    }
    std::cerr << "wall time " << std::fixed << std::setprecision(2) << wall.count() << " s\n";
    if (asked->skip_binary) std::cerr << total.skipped << " binary files skipped\n";
    std::ranges::sort(problems);
    for (auto const& problem : problems) std::cerr << "7_word_count: " << problem << '\n';

    print_top(frequent, asked->top);
    std::cout << total.words << " words in " << total.files << " files of " << total.bytes
              << " bytes\n";
  }
  return dlp::broadcast(problems.empty()) ? 0 : 1;
}

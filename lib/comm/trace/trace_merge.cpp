// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/trace_merge.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <functional>
#include <ios>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <comm/trace/trace_part.hpp>

namespace dlp::detail {
namespace {

using std::chrono::nanoseconds;

constexpr auto begin_of_event = std::string_view(R"({"ts":)");

/// Microseconds with three decimals, as `append_microseconds` writes them.
auto time_from(std::string_view text) -> nanoseconds {
  auto whole = std::int64_t{0};
  auto const* const end = text.data() + text.size();
  auto const* const point = std::from_chars(text.data(), end, whole).ptr;
  auto rest = std::int64_t{0};
  if (point != end) static_cast<void>(std::from_chars(point + 1, end, rest));
  return nanoseconds(whole * 1000 + (text.starts_with('-') ? -rest : rest));
}

/// What stands behind `name` in a line, up to a comma or a brace.
auto value_in(std::string_view line, std::string_view name) -> std::optional<std::string_view> {
  auto const key = '"' + std::string(name) + "\":";
  auto const at = line.find(key);
  if (at == line.npos) return std::nullopt;
  auto const rest = line.substr(at + key.size());
  return rest.substr(0, rest.find_first_of(",}"));
}

/// A line that is complete, without the comma behind it.
auto event_in(std::string_view line) -> std::optional<std::string_view> {
  if (!line.ends_with("},")) return std::nullopt;
  return line.substr(0, line.size() - 1);
}

void for_each_event(std::filesystem::path const& part,
                    std::function<void(std::string_view)> const& visit) {
  auto in = std::ifstream(part);
  for (auto line = std::string(); std::getline(in, line);)
    if (auto const event = event_in(line)) visit(*event);
}

struct bounds {
  nanoseconds least = nanoseconds::min() / 2;
  nanoseconds most = nanoseconds::max() / 2;
};

/// What all parts say of clocks.
struct clocks {
  std::map<int, std::string> hosts;     // of the ranks
  std::map<int, nanoseconds> measured;  // by the ranks: from the steady clock of their hosts
  std::map<std::string, nanoseconds>
      shifts;                            // of the hosts: what the first rank there has measured
  std::map<std::string, bounds> others;  // of what their steady clocks are to that of the first
  std::map<int, nanoseconds> firsts;     // events of the ranks

  void read(std::filesystem::path const& part, int rank) {
    for_each_event(part, [&](std::string_view event) {
      if (event.starts_with(begin_of_event)) {
        auto const time = time_from(event.substr(begin_of_event.size()));
        auto& first = firsts.try_emplace(rank, time).first->second;
        first = std::min(first, time);
        return;
      }
      auto const host = std::string(value_in(event, "host").value_or(""));
      if (auto const shift = value_in(event, "shift")) {
        hosts.emplace(rank, host);
        measured.emplace(rank, time_from(*shift));
        shifts.emplace(host, time_from(*shift));
      }
      auto const least = value_in(event, "least");
      auto const most = value_in(event, "most");
      auto const by_first = hosts.contains(rank) && hosts.at(rank) == hosts.begin()->second;
      if (!least || !most || !by_first) return;
      auto& known = others[host];
      known.least = std::max(known.least, time_from(*least));
      known.most = std::min(known.most, time_from(*most));
    });
  }

  /// What is to be added to the times of a rank: all of a host have one steady clock, which each of
  /// them has compared with the other by itself.
  [[nodiscard]] auto of(int rank) const -> nanoseconds {
    auto const& host = hosts.at(rank);
    return shifts.at(host) - measured.at(rank) + of_host(host);
  }

  /// Nothing where the clocks of a host and of the first agree with the messages between them, else
  /// as little as makes them agree.
  [[nodiscard]] auto of_host(std::string const& host) const -> nanoseconds {
    auto const& first_host = hosts.begin()->second;
    auto const known = others.find(host);
    if (host == first_host || known == others.end()) return nanoseconds(0);
    auto const apart = shifts.at(first_host) - shifts.at(host);
    auto const most = std::max(known->second.least, known->second.most) + apart;
    auto const later = std::clamp(nanoseconds(0), known->second.least + apart, most);
    return later - later % nanoseconds(125);  // in steps of the times themselves
  }

  /// When the first event of all was.
  [[nodiscard]] auto beginning() const -> nanoseconds {
    auto first = nanoseconds::max();
    for (auto const& [rank, time] : firsts) first = std::min(first, time + of(rank));
    return first;
  }
};

/// An event with when it began, and what it lasted.
struct timed_event {
  std::string text;
  nanoseconds time = {};
  nanoseconds length = {};
};

/// Of a part, in the order in which they began. Of those that began at once the longest comes
/// first, for the others lie in it: some viewers go by the order of the file then. What is said of
/// clocks is for the merge alone: Chrome's viewer warns of each line that it does not know.
auto sorted_events(std::filesystem::path const& part) -> std::vector<timed_event> {
  auto all = std::vector<timed_event>();
  for_each_event(part, [&](std::string_view event) {
    auto const has_time = event.starts_with(begin_of_event);
    if (!has_time && event.find(R"("name":"dlp_clock)") != event.npos) return;
    auto& made = all.emplace_back(std::string(event));
    made.time = nanoseconds::min();
    if (!has_time) return;
    made.time = time_from(event.substr(begin_of_event.size()));
    if (auto const length = value_in(event, "dur")) made.length = time_from(*length);
  });
  std::ranges::stable_sort(all, [](timed_event const& a, timed_event const& b) {
    return a.time != b.time ? a.time < b.time : a.length > b.length;
  });
  return all;
}

/// Writes events as one array.
class array_writer {
 public:
  explicit array_writer(std::filesystem::path const& file)
      : file_(file), out_(file, std::ios::trunc) {
    out_ << '[';
    check();
  }

  /// The event, so much later.
  void add(std::string_view event, nanoseconds later) {
    out_ << (std::exchange(has_some_, true) ? ",\n" : "\n");
    if (!event.starts_with(begin_of_event)) {
      out_ << event;
      return;
    }
    auto const time = event.substr(begin_of_event.size());
    line_ = begin_of_event;
    append_microseconds(line_, time_from(time) + later);
    line_ += time.substr(time.find(','));
    out_ << line_;
  }

  void close() {
    out_ << "\n]\n";
    check();
  }

  /// Throws: std::system_error where what was added is not in the file.
  void check() {
    if (!out_.flush()) throw std::system_error(errno, std::generic_category(), file_.string());
  }

 private:
  std::filesystem::path file_;
  std::ofstream out_;
  std::string line_;
  bool has_some_ = false;
};

}  // namespace

auto parts_folder(std::filesystem::path const& file) -> std::filesystem::path {
  return file.string() + ".parts";
}

auto part_file(std::filesystem::path const& file, int rank) -> std::filesystem::path {
  return parts_folder(file) / (std::to_string(rank) + ".json");
}

auto merge_trace(std::filesystem::path const& file, int ranks,
                 std::filesystem::file_time_type opened) -> std::vector<int> {
  auto its = clocks();
  auto missing = std::vector<int>();
  for (auto rank = 0; rank != ranks; ++rank) {
    auto const part = part_file(file, rank);
    auto none = std::error_code();
    if (std::filesystem::last_write_time(part, none) >= opened) its.read(part, rank);
    if (!its.hosts.contains(rank)) missing.push_back(rank);
  }
  if (its.hosts.empty()) {
    auto const why = std::make_error_code(std::errc::no_such_file_or_directory);
    throw std::system_error(why, part_file(file, 0).string());
  }
  auto const beginning = its.beginning();
  auto const made = std::filesystem::path(file.string() + ".new");
  auto ignored = std::error_code();
  try {
    auto out = array_writer(made);
    for (auto const& [rank, host] : its.hosts) {
      auto const later = its.of(rank) - beginning;
      for (auto const& event : sorted_events(part_file(file, rank))) out.add(event.text, later);
      out.check();
    }
    out.close();
    std::filesystem::rename(made, file);
  } catch (...) {
    std::filesystem::remove(made, ignored);
    throw;
  }
  std::filesystem::remove_all(parts_folder(file), ignored);
  return missing;
}

}  // namespace dlp::detail

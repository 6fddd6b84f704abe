// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pace/earlier_pace.hpp>

#include <array>
#include <mutex>

namespace dlp::detail {
namespace {

struct line_of_loop {
  char const* file = nullptr;
  char const* function = nullptr;
  std::uint_least32_t line = 0;
  bool has_results = false;

  line_of_loop() = default;
  line_of_loop(std::source_location where, bool results) noexcept
      : file(where.file_name()),
        function(where.function_name()),
        line(where.line()),
        has_results(results) {}
  friend auto operator==(line_of_loop, line_of_loop) -> bool = default;
};

/// Those of the last few lines; the oldest makes room.
class paces {
 public:
  static auto of_process() -> paces& {
    static auto all = paces();
    return all;
  }

  auto find(line_of_loop at) -> std::optional<earlier_pace> {
    auto const held = std::scoped_lock(mutex_);
    for (auto const& [line, its] : all_) {
      if (line == at) return its;
    }
    return std::nullopt;
  }

  void put(line_of_loop at, earlier_pace its) {
    auto const held = std::scoped_lock(mutex_);
    for (auto& [line, kept] : all_) {
      if (line == at) {
        kept = its;
        return;
      }
    }
    all_[next_] = {at, its};
    next_ = (next_ + 1) % all_.size();
  }

 private:
  struct entry {
    line_of_loop line = {};
    earlier_pace its = {pace(false)};
  };
  std::mutex mutex_;
  std::array<entry, 16> all_;
  std::size_t next_ = 0;
};

}  // namespace

auto earlier_pace_at(std::source_location where, bool has_results) -> std::optional<earlier_pace> {
  return paces::of_process().find({where, has_results});
}

void note_pace_at(std::source_location where, bool has_results, pace const& of, index_t examples) {
  if (where.line() == 0 || !of.is_known()) return;
  paces::of_process().put({where, has_results}, {of.as_one(), examples});
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace dlp::detail {

/// How a rank is, as far as this one knows.
enum class condition : std::uint8_t {
  alive,
  silent,  ///< it has said nothing for so long that others do its work; it may come back
  dead,
};

/// What this process knows of the ranks of the world. Any thread may ask.
class lost_ranks {
 public:
  explicit lost_ranks(int ranks);

  /// Those of this process; MPI has to be up.
  [[nodiscard]] static auto known() -> lost_ranks&;

  [[nodiscard]] auto how_is(int rank) const noexcept -> condition {
    return states_[static_cast<std::size_t>(rank)].load(std::memory_order_acquire);
  }
  [[nodiscard]] auto is_lost(int rank) const noexcept -> bool {
    return how_is(rank) != condition::alive;
  }
  [[nodiscard]] auto any() const noexcept -> bool;

  /// How often something has changed.
  [[nodiscard]] auto changes() const noexcept -> std::uint64_t {
    return changes_.load(std::memory_order_acquire);
  }

  /// Who is dead stays so. Whether this was news.
  auto note(int rank, condition how) -> bool;
  void note_host(int rank, std::string const& host);

  /// "2 ranks were lost on the way: rank 2 (node7), rank 3 (node7)".
  [[nodiscard]] auto in_words() const -> std::string;
  /// "rank 2 (node7)".
  [[nodiscard]] auto name(int rank) const -> std::string;
  [[nodiscard]] auto host(int rank) const -> std::string;

 private:
  std::vector<std::atomic<condition>> states_;
  std::atomic<std::uint64_t> changes_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> hosts_;
};

/// Something that this rank is in, which cannot come to its end where certain ranks are lost: then
/// the job ends, and nobody waits for ever.
class engagement {
 public:
  /// `hopeless()` says why; nothing, as long as there is hope. Any thread may call it.
  explicit engagement(std::function<std::string()> hopeless);
  engagement(engagement const&) = delete;
  auto operator=(engagement const&) -> engagement& = delete;
  ~engagement();

  /// Ends the job if it is hopeless.
  void check() const;

  /// The same for all that there are; call it when somebody is lost.
  static void check_all();

  /// Whether this rank is in any.
  [[nodiscard]] static auto any() -> bool;

 private:
  std::function<std::string()> hopeless_;
  std::list<engagement*>::iterator place_;
};

}  // namespace dlp::detail

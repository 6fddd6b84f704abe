// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <comm/call/context.hpp>
#include <comm/call/hello.hpp>
#include <comm/call/statement.hpp>
#include <comm/loss/lost_ranks.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {

/// What becomes of a call when a rank is lost that takes part, and is not its root.
enum class on_loss {
  end_job,  ///< it cannot do without any
  go_on,    ///< it goes on among the living
};

/// One collective call of this rank, and the check that the others make the same.
///
/// Every rank describes its call in words ("split_managed over 10 examples, root 0") and sends
/// them with its first message to the root; a root other than rank 0 sends its own to rank 0, so
/// that two ranks that each take themselves for the root find out. Whoever receives words that
/// differ from its own tells everyone, and every rank throws the same `disagreement`.
///
/// Where a rank is lost without which the call cannot end, the job ends, with a line that says so.
class call {
 public:
  /// Throws: usage_error inside the body of a loop over the same communicator.
  call(context& talk, std::string words, int root, std::source_location where = {},
       on_loss then = on_loss::end_job);

  call(call const&) = delete;
  auto operator=(call const&) -> call& = delete;
  ~call() { close(); }

  [[nodiscard]] auto talk() noexcept -> context& { return talk_; }
  [[nodiscard]] auto number() const noexcept -> std::uint64_t { return number_; }
  [[nodiscard]] auto words() const noexcept -> std::string const& { return words_; }
  /// What it says to the others: the words, and whether this rank compares ranges.
  [[nodiscard]] auto said_words() const noexcept -> std::string const& {
    return said_words_.empty() ? words_ : said_words_;
  }
  /// The line of the program that makes it, see `line_of`.
  [[nodiscard]] auto where() const -> std::string { return line_of(where_); }
  [[nodiscard]] auto place() const noexcept -> std::source_location { return where_; }
  [[nodiscard]] auto root() const noexcept -> int { return root_; }
  [[nodiscard]] auto at_root() const noexcept -> bool { return talk_.rank() == root_; }

  /// Whether it goes on among the living.
  [[nodiscard]] auto survives() const noexcept -> bool { return then_ == on_loss::go_on; }

  /// From here on it cannot do without any rank, or without any of these.
  void need_all() { need({}); }
  void need(std::vector<int> ranks);

  /// It is over for this rank, which needs nobody any more, and takes no more messages of it.
  void close() noexcept;

  /// Hellos are to say on which host a rank is; where a call survives, they do so anyhow.
  void name_hosts() noexcept { names_hosts_ = true; }

  /// What this rank says when it comes, with what it brings.
  [[nodiscard]] auto own_hello(std::vector<failure> const& failures = {},
                               std::span<std::byte const> part = {}) const -> bytes;

  /// Says to the root that this rank has come; `size`, `failures`, `flags` and `part` are what it
  /// brings.
  void say_hello(index_t size = 0, std::vector<failure> const& failures = {},
                 std::uint32_t flags = no_flag, std::span<std::byte const> part = {});

  /// Tells every rank that the ranks do not agree, and why.
  /// Throws: disagreement, here and there.
  [[noreturn]] void refuse(std::string const& why);

  /// The host of the rank that says hello, where that is said.
  [[nodiscard]] static auto host_of(message const& hello) -> std::string;

  /// The failures that came with a hello.
  [[nodiscard]] static auto failures_of(message const& hello) -> std::vector<failure>;

  /// The bytes that came with it, as long as it lives.
  [[nodiscard]] static auto part_of(message const& hello) -> std::span<std::byte const>;

  void send(int to, word what, index_range range = {}, std::uint32_t flags = 0);
  void send(int to, word what, bytes body, index_range range = {}, std::uint32_t flags = 0);

  /// The next message of this call, if one is here; hellos come through only at the root.
  /// Throws: disagreement.
  [[nodiscard]] auto try_receive() -> std::optional<message>;

  /// The same, and waits for it; `idle()` runs between the polls.
  template <class Idle>
  [[nodiscard]] auto receive(Idle idle) -> message {
    while (true) {
      if (auto what = try_receive()) return std::move(*what);
      idle();
      talk_.pause();
    }
  }
  [[nodiscard]] auto receive() -> message {
    return receive([] {});
  }

  /// The next message from one rank, or the end of the call from any; what else comes from others
  /// meanwhile is kept for later. Of messages from two ranks nobody knows which comes first.
  [[nodiscard]] auto receive_from(int rank) -> message;

 private:
  [[nodiscard]] auto take() -> std::optional<message>;
  void compare(message const& what);
  [[noreturn]] void tell_all_and_throw(std::string const& text);
  [[nodiscard]] auto needs(int rank) const -> bool;
  [[nodiscard]] auto hopeless() const -> std::string;

  context& talk_;
  std::uint64_t number_;
  bool is_open_ = false;
  bool names_hosts_ = false;
  std::string words_;
  std::string said_words_;  // where they are others than the words
  std::source_location where_;
  int root_;
  std::atomic<on_loss> then_;
  std::vector<int> needed_;  // where it cannot do without some; all, where it is empty
  std::optional<engagement> engagement_;
  std::deque<message> early_;  // while another rank was waited for
};

/// At the root: what each rank says next, by rank; `mine` is its own.
[[nodiscard]] auto hear_all(call& here, bytes mine) -> std::vector<bytes>;

}  // namespace dlp::detail

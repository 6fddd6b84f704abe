// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <comm/call/statement.hpp>
#include <comm/wire/message.hpp>
#include <core/packed_failures.hpp>
#include <dispatch/ledger/ledger.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>

namespace dlp::detail {

/// What a rank of a node says to the server of a loop over several nodes.
struct block_request {
  enum class word : std::uint32_t {
    more,    ///< we have little left: the answer comes at once, and is empty where there is no more
    idle,    ///< all of us are here and have nothing to do: the answer comes when there is one
    gone,    ///< all of us have left the loop; `rests` is what we had
    failed,  ///< I have left by an exception: `failures`
    stop,    ///< my stop token says so
    visited,  ///< of a loop with a journal: `report`
    forget,   ///< the ranks disagree, and all know it
  };

  std::uint64_t call = 0;
  word what = word::more;
  int node = 0;            ///< the first of the node's ranks
  int ranks = 0;           ///< how many it has
  int speaker = 0;         ///< the rank that opened the loop on this node, with these words
  std::string words = {};  ///< empty from a rank that could not begin
  std::string where = {};  ///< the line of the program where it did so
  index_t least = 1;       ///< so many indices are worth the asking
  index_t most = 1;        ///< and with more, ranks in long bodies would keep work from others
  index_t visited = 0;
  std::uint64_t failed = 0;          ///< ranks of the node that have left by an exception
  std::optional<index_t> size = {};  ///< of a range that did not know it
  bool interrupted = false;          ///< a signal or a deadline has stopped the loop there
  bool cut = false;                  ///< and what nobody had begun there is dropped
  int finder = -1;                   ///< a rank of the node that found it; -1 where none did
  index_t seen_end = 0;              ///< one past the largest index visited there, likewise
  std::vector<failure> failures = {};
  bytes report = {};  ///< a visit_report
  std::vector<index_range> rests = {};
};

void append(bytes& to, block_request const& what);
[[nodiscard]] auto take_block_request(byte_reader& from) -> block_request;

/// The root's part in a loop over several nodes: it gives each node blocks of the indices, fewer as
/// they run out, and ends the loop for all when every node is idle. What becomes of an index is in
/// its ledger, or, while a node has it, in the counters of that node.
///
/// A node with w of W ranks gets w/2W of what is left, within the limits that it names.
class block_server {
 public:
  struct answer {
    int to = 0;
    word what = word::work;
    index_range range = {};
    bytes body = {};
  };

  /// `words`: of the root, empty where it could not begin. `ranks`: of the communicator.
  block_server(loop_terms terms, std::string words, int ranks, progress_options const& shown);
  block_server(block_server const&) = delete;
  auto operator=(block_server const&) -> block_server& = delete;

  /// What is to be sent on hearing this from a rank: `work` with a block, and how many indices no
  /// node has yet, or with none, and the size of a range that did not know it; `halt` to all;
  /// `verdict` with all failures at the end; `failed` with a text to a rank that is to tell all
  /// that the ranks disagree.
  [[nodiscard]] auto take(int from, block_request what) -> std::vector<answer>;

  /// Nothing more is to be begun, because what is done cannot be kept: what is to be sent.
  [[nodiscard]] auto halt() -> std::vector<answer>;

  /// Whether nobody will say anything more.
  [[nodiscard]] auto over() const noexcept -> bool { return over_; }

  void show_progress() {
    observer_.stands([this] { return now(); });
  }

 private:
  struct node_state {
    int ranks = 0;
    std::optional<int> asker;  // waits for an answer
    bool idle = false;         // and has nothing to do meanwhile
    bool gone = false;
    std::uint64_t failed = 0;  // ranks that left by an exception, as the node says
    std::uint64_t heard = 0;   // and as they have said themselves
    index_t least = 1;
    index_t most = 1;
    index_t visited = 0;
  };

  void compare(block_request const& what);
  void learn_size(block_request const& what);
  void stop();
  void answer_askers();
  void end_if_over();
  [[nodiscard]] auto block_size(node_state const& node) const -> index_t;
  [[nodiscard]] auto now() const -> standing;

  loop_terms terms_;
  statement said_;  // of the first rank that could
  int ranks_;
  observer observer_;
  ledger ledger_;
  std::map<int, node_state> nodes_;
  bool interrupted_ = false;
  bool cut_ = false;
  std::string disagreement_;
  bool over_ = false;
  std::vector<answer> answers_;
};

}  // namespace dlp::detail

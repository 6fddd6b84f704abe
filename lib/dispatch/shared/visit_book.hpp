// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <comm/wire/message.hpp>
#include <dispatch/managed/recording.hpp>
#include <dispatch/shared/visit_report.hpp>
#include <dlp/dispatch/recorder.hpp>

namespace dlp::detail {

/// The root's part in the journal of a shared loop: it keeps what the ranks report, and tells all,
/// when each has said its last, that all of it is kept. While nothing can be kept no rank is to
/// begin anything; where that lasts, or the journal fails, the loop ends with the reason; where all
/// have left it by then, stderr has it.
class visit_book {
 public:
  struct answer {
    word what;  ///< to all ranks
    bytes body = {};
  };

  /// `loop`: its words; `ranks`: of it.
  visit_book(std::unique_ptr<recorder> keeps, std::string loop, int root, int ranks,
             std::chrono::duration<double> patience = std::chrono::seconds(60));

  /// A rank has said this.
  void take(int rank, visit_report what);

  /// Keeps what has come; what all ranks are to be told.
  [[nodiscard]] auto keep() -> std::vector<answer>;

  /// Whether all ranks have said their last, and all of it is kept, or never will be.
  [[nodiscard]] auto is_over() const noexcept -> bool { return !keeps_; }

 private:
  std::unique_ptr<recorder> keeps_;
  recording recording_;
  std::string loop_;
  std::map<int, std::string> hosts_;  // of the ranks
  int root_;
  int still_there_;
  bool awaited_ = false;  // by some rank
  bool holds_ = false;
  std::vector<failure> broken_;
};

}  // namespace dlp::detail

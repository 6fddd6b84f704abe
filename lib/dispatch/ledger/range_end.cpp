// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/range_end.hpp>

#include <algorithm>

namespace dlp::detail {
namespace {

auto at_least(index_t count) -> std::string { return "at least " + std::to_string(count); }

}  // namespace

void range_end::root_looked(int root, bool finds_none) {
  root_ = root;
  root_finds_none_ = finds_none;
}

void range_end::looked(bool finds_none, int rank) {
  if (!root_finds_none_ || *root_finds_none_ == finds_none || !contradiction_.empty()) return;
  auto const root = "rank " + std::to_string(root_) + ", the root, ";
  auto const other = "rank " + std::to_string(rank);
  contradiction_ = finds_none ? other + " finds no example, and " + root + "finds at least one"
                              : root + "finds no example, and " + other + " finds at least one";
}

void range_end::seen(index_t end, int rank) {
  if (end == 0) return;
  seen_end_ = std::max(seen_end_, end);
  if (rank != -1) looked(false, rank);
  if (!size_ || seen_end_ <= *size_) return;
  if (rank != -1) {
    contradicts(rank, at_least(seen_end_), std::to_string(*size_));
  } else {
    contradicts(finder_, std::to_string(*size_), at_least(seen_end_));
  }
}

auto range_end::found(index_t size, int rank) -> bool {
  if (size == 0) looked(true, rank);
  if (size_ && *size_ != size) {
    contradicts(rank, std::to_string(size), std::to_string(*size_));
  } else if (size < seen_end_) {
    contradicts(rank, std::to_string(size), at_least(seen_end_));
  }
  if (size_) return false;
  size_ = size;
  finder_ = rank;
  return true;
}

void range_end::contradicts(int rank, std::string const& finds, std::string const& others) {
  if (!contradiction_.empty()) return;
  auto const who = rank != elsewhere ? "rank " + std::to_string(rank) : "a rank of another node";
  contradiction_ = who + " finds " + finds + " examples, and other ranks found " + others;
}

}  // namespace dlp::detail

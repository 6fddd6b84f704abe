// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/core/type_name.hpp>
#include <dlp/task/batches_file.hpp>
#include <dlp/task/batches_plan.hpp>
#include <dlp/task/batches_state.hpp>

namespace dlp {

/// What `batches` has accumulated: the accumulator, in which all values are, and what a later run
/// needs to go on. Without a run it is empty, and a run that goes on with it begins. Where the
/// accumulator has members of the same names as those here they are hidden: `seed`, `seeds`,
/// `trajectories`, `batch_size`, `failures`, `save`, `state`, `writes`.
template <class A>
class batches_result : public A {
 public:
  /// Without a run; it is saved nowhere.
  batches_result()
    requires(std::default_initializable<A>)
      : batches_result({.empty = A()}, {}, false) {}
  /// Of a run; `writes`: this rank is the one that saves it.
  batches_result(detail::batches_state<A> state, std::vector<failure> failures, bool writes)
      : A(state.total()),
        state_(std::move(state)),
        failures_(std::move(failures)),
        writes_(writes) {}
  /// The same, where all values together are known.
  batches_result(A total, detail::batches_state<A> state, std::vector<failure> failures,
                 bool writes)
      : A(std::move(total)),
        state_(std::move(state)),
        failures_(std::move(failures)),
        writes_(writes) {}

  /// How many trajectories are in it.
  [[nodiscard]] auto trajectories() const -> index_t { return state_.trajectories(); }
  /// The seed of its trajectories; none where each has its own, or runs of several seeds are
  /// merged.
  [[nodiscard]] auto seed() const -> std::optional<std::uint64_t> {
    if (state_.runs.size() != 1 || !state_.runs.front().seeds.list.empty()) return std::nullopt;
    return state_.runs.front().seeds.seed;
  }
  /// Those that its trajectories were given, one for each, whether they are done or not.
  [[nodiscard]] auto seeds() const -> std::vector<std::uint64_t> {
    auto all = std::vector<std::uint64_t>();
    for (auto const& one : state_.runs)
      all.insert(all.end(), one.seeds.list.begin(), one.seeds.list.end());
    return all;
  }
  /// How many trajectories a batch has; 0 without a run. Of several that are merged, the first's.
  [[nodiscard]] auto batch_size() const noexcept -> index_t {
    return state_.runs.empty() ? 0 : state_.runs.front().batch_size;
  }
  /// The batches that failed in the run that returned it, and were left out. They are not saved.
  [[nodiscard]] auto failures() const noexcept -> std::vector<failure> const& { return failures_; }

  /// Writes it to a file, all of it or nothing, for `load`.
  ///
  /// Parallel: nothing. Communicates: nothing. Collective: no; only the root of the run writes, so
  /// that all ranks may come here. Throws: dlp::error where the file cannot be written; usage_error
  /// where there is one with something else in it, or of another accumulator, which stays.
  void save(std::filesystem::path const& file) const {
    if (!writes_) return;
    auto packed = bytes();
    state_.pack_to(packed);
    detail::write_batches(file, detail::type_name<A>(), packed);
  }

  // A value that is put in by hand would be of no trajectory.
  void operator()(auto&&...) = delete;
  void operator+=(auto&&) = delete;
  void add(auto&&...) = delete;
  void merge(auto&&...) = delete;

  /// What the library needs of it.
  [[nodiscard]] auto state() const noexcept -> detail::batches_state<A> const& { return state_; }
  /// Whether this rank is the one that saves it.
  [[nodiscard]] auto writes() const noexcept -> bool { return writes_; }

 private:
  detail::batches_state<A> state_;
  std::vector<failure> failures_;
  bool writes_;
};

/// What a `batches_result<A>` was saved in, on every rank.
///
/// Parallel: the root reads the file. Communicates: its content, as `broadcast` does.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; on every rank dlp::error where the file cannot be read, is
/// damaged, or has another accumulator.
template <class A>
[[nodiscard]] auto load(std::filesystem::path const& file, collective_options const& options = {})
    -> batches_result<A> {
  auto const what = detail::collective_of<A>("load", options);
  auto const packed = detail::read_batches(file, detail::type_name<A>(), what);
  auto state = [&] {
    try {
      auto from = detail::byte_reader(packed);
      auto read = detail::batches_state<A>::unpacked(from);
      detail::require_sound(from.done());
      return read;
    } catch (error const&) {
      throw error("dlp: " + file.string() + " is damaged");
    }
  }();
  return {std::move(state), {}, options.comm.rank() == options.root};
}

/// Both results in one. Its bits do not depend on which is named first.
///
/// Parallel: nothing. Communicates: nothing. Collective: no.
/// Throws: usage_error where a trajectory is in both; what the accumulator throws where it is
/// merged.
template <class A>
[[nodiscard]] auto merge(batches_result<A> const& a, batches_result<A> const& b)
    -> batches_result<A> {
  return {detail::merged(a.state(), b.state()), {}, a.writes() || b.writes()};
}

}  // namespace dlp

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/comm/value_digest.hpp>
#include <dlp/core/accumulator.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/type_name.hpp>
#include <dlp/task/batch_body.hpp>
#include <dlp/task/batches_collector.hpp>
#include <dlp/task/batches_file.hpp>
#include <dlp/task/batches_options.hpp>
#include <dlp/task/batches_plan.hpp>
#include <dlp/task/batches_result.hpp>
#include <dlp/task/batches_state.hpp>
#include <dlp/task/checked_accumulator.hpp>
#include <dlp/task/run_batches.hpp>

namespace dlp {
namespace detail {

/// What the root decides of a run before it begins.
template <class A>
struct batches_beginning {
  batches_plan plan;
  bool enough;  ///< earlier runs have met the target
  A empty;
};

/// The batches of a run with a body and an accumulator.
template <class F, class A>
class typed_batch_work final : public batch_work {
 public:
  typed_batch_work(F& body, batches_beginning<A> const& of, batches_collector<A>& to)
      : body_(body), of_(of), to_(to) {}

  void compute(index_t position) override {
    auto const& plan = of_.plan;
    in_ = plan.trajectories_of(plan.batch_at(position));  // a copy may throw too
    auto values = of_.empty;  // here, and not in the slot, where the compiler keeps it in registers
    compute_batch(body_, plan.seeds, values, in_, in_);
    open_.emplace(std::move(values));
  }
  void pack(bytes& to) const override { detail::pack(to, *open_); }
  [[nodiscard]] auto digest_of_empty() const -> std::uint64_t override {
    auto seen = value_digest();
    seen.add(of_.empty);
    return seen.value();
  }
  void unpack(std::span<std::byte const> from) override {
    open_.emplace(detail::unpack<A>(from, after_reading::give_back));
  }
  void put_in(index_t position) override {
    to_.take(of_.plan.batch_at(position), *std::move(open_));
  }
  [[nodiscard]] auto has_enough() const -> bool override { return to_.has_enough(); }
  [[nodiscard]] auto due() const -> index_range override { return to_.due(); }

 private:
  F& body_;
  batches_beginning<A> const& of_;
  batches_collector<A>& to_;
  std::optional<A> open_;
};

/// The plan of the root, and its accumulator, on every rank: those of others may have been made
/// elsewhere.
template <class A>
auto begin_batches(collective const& what, batches_state<A> const& so_far,
                   batches_options const& options) -> batches_beginning<A> {
  auto const sent = bytes_of_root(what, [&](bytes& to) {
    if (so_far.runs.size() > 1)
      throw usage_error("dlp: batches: results of several seeds that were merged cannot go on");
    require_empty(so_far.empty);
    append(to, so_far.runs.empty() ? plan_batches(options)
                                   : plan_batches(options, so_far.runs.front().done()));
    append(to, !so_far.runs.empty() && meets(so_far.runs.front().values, options.target_error));
    pack_sized(to, so_far.empty);
  });
  auto from = byte_reader(sent);
  auto plan = take_plan(from);
  auto const enough = from.take<bool>();
  return {std::move(plan), enough, unpack<A>(from.take_sized())};
}

/// Runs the batches that follow on what there is.
template <class F, class A>
auto go_on(F& body, batches_state<A> so_far, batches_options const& options) -> batches_result<A> {
  check_options(options, has_standard_error<A>);
  auto const what = collective{call_in_words(options), options.comm, options.root, options.where};
  auto const of = begin_batches(what, so_far, options);
  auto const at_root = options.comm.rank() == options.root;
  auto before = accumulated_run<A>();
  if (at_root && !so_far.runs.empty()) before = std::move(so_far.runs.front());
  auto collector =
      batches_collector<A>(of.plan, options.target_error, std::move(before), of.enough);
  auto work = typed_batch_work<F, A>(body, of, collector);
  auto outcome = run_batches(of.plan, type_name<A>(), options, work);
  auto state = batches_state<A>{.empty = of.empty};
  auto total = std::optional<A>();
  auto const sent = broadcast_bytes(what, [&](bytes& to) {  // whose merges may throw
    state.runs.push_back(collector.finished());
    total = state.total();
    if (outcome.alone) return;
    pack_sized(to, *total);
    state.pack_to(to);
  });
  if (!at_root) {
    auto from = byte_reader(sent);
    total = unpack<A>(from.take_sized());
    state = batches_state<A>::unpacked(from);
  }
  return {*std::move(total), std::move(state), std::move(outcome.left_out), at_root};
}

}  // namespace detail

/// Computes many trajectories of a Monte Carlo run, in batches, and accumulates what they return,
/// on every rank. The body takes a `dlp::random_stream&`, or a `dlp::trajectory const&` with the
/// index, the seed and the stream, and returns a value; or it takes a `dlp::batch const&` and an
/// accumulator, and puts the values in itself. An accumulator is put a value in by `a(value)` or
/// `a.add(value)`, and another by `a.merge(b)`, `merge(a, b)` or `a += b`; it is copied for each
/// batch, as it is given, and travels.
///
/// The bits of the result depend on the seed, the count and the batch size alone, and not on the
/// ranks, the schedule or time: in a batch values are put in in order, and batches are merged as a
/// tree over their numbers. After a stop, or a deadline, the result has what is done.
///
/// Parallel: the body runs on every rank but the root, or on the only one; batches are merged on
/// the root, which keeps few. Communicates: which batches there are; one message to a worker for
/// each chunk, and accumulators back; a broadcast of the result. Collective: every rank of the
/// communicator. Throws: usage_error; disagreement; task_error, the same on every rank; `stopped`
/// by a signal.
template <class F, class A>
[[nodiscard]] auto batches(F body, A accumulator, batches_options const& options = {}) {
  using checked = detail::checked_accumulator<A>;
  if constexpr (!checked::right) {
    return accumulator;
  } else if constexpr (!detail::checked_batch_body<F, A>::right) {
    return batches_result<A>(detail::batches_state<A>{std::move(accumulator)}, {}, true);
  } else {
    return detail::go_on(body, detail::batches_state<A>{std::move(accumulator)}, options);
  }
}

/// Goes on with a run, by the seeds that follow: `count` more trajectories. First are those that an
/// earlier run has left out, because it was stopped or they failed, in whole batches. A last batch
/// that is not full is computed again in full: to go on by n after n is to run 2 n, to the last
/// bit. Seed and batch size are those of the run; the root says what has been done.
///
/// Parallel, Communicates, Collective: as above. Throws: as above, and usage_error on every rank
/// where another seed or batch size is given, or the result is merged of runs with several seeds.
template <class F, class A>
[[nodiscard]] auto batches(F body, batches_result<A> const& so_far,
                           batches_options const& options = {}) -> batches_result<A> {
  if constexpr (detail::checked_batch_body<F, A>::right) {
    return detail::go_on(body, so_far.state(), options);
  } else {
    return so_far;
  }
}

}  // namespace dlp

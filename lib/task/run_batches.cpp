// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/run_batches.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <utility>
#include <variant>
#include <vector>

#include <core/packed_failures.hpp>
#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/stored_results.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {
namespace {

/// "trajectory 312, seed 42", or "trajectories 300 to 399, seed 42".
auto trajectories_in_words(batches_plan const& plan, index_range which) -> std::string {
  auto const first = std::to_string(which.first);
  if (which.size() == 1)
    return "trajectory " + first + ", seed " + std::to_string(plan.seeds.seed_of(which.first));
  auto const last = std::to_string(which.last - 1);
  return "trajectories " + first + " to " + last + ", " +
         (plan.seeds.list.empty() ? to_string(plan.seeds)
                                  : "seeds from " + std::to_string(plan.seeds.list[which.first]));
}

/// What a journal has to be of: the plan, and the accumulator that each batch begins with.
auto fingerprint_of(batches_plan const& plan, batch_work const& work) -> range_fingerprint {
  return {to_string(plan) + ", an accumulator with the digest " +
          std::to_string(work.digest_of_empty())};
}

/// One rank's part of a run.
///
/// Where there is a target a failure decides nothing before all that precedes it is there, as the
/// target may be met by that: it is kept, and ends the run, by the policy `stop{}`, where it lies
/// in what is due.
class batches_loop {
 public:
  batches_loop(managed_loop& loop, batches_plan const& plan, batches_options const& options,
               batch_work& work, std::stop_source enough)
      : loop_(loop),
        plan_(plan),
        has_target_(options.target_error),
        stops_(ends_loop(options.on_error)),
        work_(work),
        enough_(std::move(enough)) {}

  void run() {
    if (loop_.alone()) {
      replay();
      run_alone();
    } else if (loop_.manages()) {
      loop_.tell_failures_to([this](index_t position) { note_failure(position); });
      replay();
      while (auto const result = loop_.next_result()) put_in(result->index, result->packed);
    } else {
      loop_.work([&](index_t position, bytes& packed) -> std::optional<index_t> {
        compute(position, &packed);
        return std::nullopt;
      });
    }
  }

  /// Those of the root's own, in a run with a target.
  [[nodiscard]] auto kept_failures() const noexcept -> std::vector<failure> const& { return kept_; }

 private:
  void compute(index_t position, bytes* packed) {
    try {
      work_.compute(position);
      if (packed) work_.pack(*packed);
    } catch (...) {
      loop_.describe_example(trajectories_in_words(plan_, work_.trajectories()));
      throw;
    }
  }

  [[nodiscard]] auto in_words(index_t position) const -> std::string {
    return trajectories_in_words(plan_, plan_.trajectories_of(plan_.batch_at(position)));
  }

  /// At the root: the accumulator that is open, or is packed, as it came from another rank.
  void put_in(index_t position, std::optional<std::span<std::byte const>> packed = {}) {
    try {
      if (packed) work_.unpack(*packed);
      work_.put_in(position);
      end_in_time();
    } catch (...) {
      if (!has_target_) return fail_at_root(loop_, position, in_words(position));
      kept_.push_back(describe_current_exception(position, loop_.rank()));
      kept_.back().example = in_words(position);
      note_failure(position);
    }
  }

  /// At the root: nothing more is begun where the target is met, or will not be.
  void end_in_time() {
    auto const is_in_vain = !failed_.empty() && *failed_.begin() < work_.due().last;
    if (work_.has_enough() || is_in_vain) enough_.request_stop();
  }

  void note_failure(index_t position) {
    if (!has_target_ || !stops_) return;
    failed_.insert(position);
    end_in_time();
  }

  /// Puts in what an earlier start has left; where some of it cannot be read, none is any good.
  void replay() {
    while (auto const result = loop_.next_stored()) {
      try {
        work_.unpack(result->packed);
        work_.put_in(result->index);
        end_in_time();
      } catch (...) {
        fail_at_root(loop_, result->index, in_words(result->index));
        if (stops_) enough_.request_stop();
        return;
      }
    }
  }

  void run_alone() {
    auto packed = bytes();
    auto* const to_keep = loop_.keeps_alone() ? &packed : nullptr;
    while (loop_.next()) {
      auto const position = loop_.index();
      packed.clear();
      try {
        compute(position, to_keep);
      } catch (...) {
        loop_.fail_alone();
        note_failure(position);
        continue;
      }
      if (!to_keep || loop_.keep_alone(packed)) put_in(position);
    }
  }

  managed_loop& loop_;
  batches_plan const& plan_;
  bool has_target_;
  bool stops_;
  batch_work& work_;
  std::stop_source enough_;
  std::set<index_t> failed_ = {};  // positions, where one of them may end the run
  std::vector<failure> kept_ = {};
};

/// The policy of the loop. What it leaves out comes here first; where there is a target that is all
/// that fails, as only the end of the run says what of it counts.
auto policy_of_run(batches_options const& options, std::vector<failure>& left_out) -> error_policy {
  if (!leaves_out(options.on_error) && !options.target_error) return options.on_error;
  if (auto const* const again = std::get_if<retry>(&options.on_error))
    return retry{again->times, skip{&left_out}};
  return skip{&left_out};
}

/// On every rank, at the end of a run with a target: drops what failed beyond the end, which is as
/// if it had not been begun. The failures that are thrown: those of the root's own, and what the
/// policy does not leave out. The root knows where the end is.
auto failures_before_end(batches_options const& options, batch_work const& work,
                         std::vector<failure> const& of_root, std::vector<failure>& left_out)
    -> std::vector<failure> {
  auto const what = collective{call_in_words(options), options.comm, options.root, options.where};
  auto const sent = broadcast_bytes(what, [&](bytes& to) {
    append(to, work.has_enough() ? work.due().first : failure::no_index);
    append(to, of_root);
  });
  auto from = byte_reader(sent);
  auto const end = from.take<index_t>();
  auto thrown = take_failures(from);
  auto const is_beyond = [&](failure const& one) { return one.index >= end; };
  std::erase_if(thrown, is_beyond);
  std::erase_if(left_out, is_beyond);
  if (!leaves_out(options.on_error))
    std::ranges::move(std::exchange(left_out, {}), std::back_inserter(thrown));
  std::ranges::stable_sort(thrown, {}, &failure::index);
  return thrown;
}

struct request_stop {
  std::stop_source of;
  void operator()() { of.request_stop(); }
};

}  // namespace

auto run_batches(batches_plan const& plan, std::string const& result,
                 batches_options const& options, batch_work& work) -> batches_outcome {
  auto outcome = batches_outcome();
  auto enough = std::stop_source(std::nostopstate);  // as one steps singly where it may be stopped
  if (options.stop.stop_possible() || options.target_error) enough = std::stop_source();
  if (work.has_enough()) enough.request_stop();  // before anything is begun
  auto const follows = std::stop_callback(options.stop, request_stop{enough});
  auto of_loop = options_of_loop<managed_options>(options);
  of_loop.stop = enough.get_token();
  of_loop.on_error = policy_of_run(options, outcome.left_out);
  auto const range = looped_range{.multi_pass = true,
                                  .sized = true,
                                  .size = [&] { return std::optional(plan.size()); },
                                  .compare = [](char const*) {},
                                  .fingerprint = [&] { return fingerprint_of(plan, work); }};
  auto const kind = loop_kind{.name = "batches",
                              .result = result,
                              .returns_at_deadline = true,
                              .on_error = options.on_error};
  auto const loop = join_loop(of_loop, kind, range);
  outcome.alone = loop->alone();
  auto const report = [&] {
    report_left_out(options.on_error, loop->words(), outcome.left_out,
                    outcome.alone || loop->manages());
  };
  auto failures = std::vector<failure>();
  try {
    auto of_rank = batches_loop(*loop, plan, options, work, enough);
    of_rank.run();
    if (options.target_error)
      failures = failures_before_end(options, work, of_rank.kept_failures(), outcome.left_out);
  } catch (...) {
    report();
    throw;
  }
  report();
  if (!failures.empty()) throw task_error(call_in_words(options), std::move(failures));
  return outcome;
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/run_batches.hpp>

#include <optional>
#include <stop_token>
#include <utility>
#include <variant>

#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/options.hpp>
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
class batches_loop {
 public:
  batches_loop(managed_loop& loop, batches_plan const& plan, batch_work& work,
               std::stop_source enough)
      : loop_(loop), plan_(plan), work_(work), enough_(std::move(enough)) {}

  void run() {
    if (loop_.alone()) {
      replay();
      run_alone();
    } else if (loop_.manages()) {
      replay();
      while (auto const result = loop_.next_result()) take(result->index, result->packed);
    } else {
      loop_.work([&](index_t position, bytes& packed) -> std::optional<index_t> {
        compute(position);
        work_.pack(packed);
        return std::nullopt;
      });
    }
  }

 private:
  void compute(index_t position) {
    try {
      work_.compute(position);
    } catch (...) {
      loop_.describe_example(trajectories_in_words(plan_, work_.trajectories()));
      throw;
    }
  }

  void put_in(index_t position) {
    work_.put_in(position);
    if (work_.has_enough()) enough_.request_stop();
  }

  /// At the root: the accumulator of another rank, or of an earlier start. Whether that is right.
  auto take(index_t position, std::span<std::byte const> packed) -> bool {
    try {
      work_.unpack(packed);
      put_in(position);
      return true;
    } catch (...) {
      if (loop_.manages())
        loop_.fail(describe_current_exception(position, loop_.rank()));
      else
        loop_.fail_alone(true);
      return false;
    }
  }

  void replay() {
    while (auto const result = loop_.next_stored()) {
      if (!take(result->index, result->packed)) return;
    }
  }

  void run_alone() {
    auto packed = bytes();
    while (loop_.next()) {
      auto for_good = false;  // what fails is not the body
      try {
        compute(loop_.index());
        if (loop_.keeps_alone()) {
          packed.clear();
          work_.pack(packed);
          if (!loop_.keep_alone(packed)) continue;
        }
        for_good = true;
        put_in(loop_.index());
      } catch (...) {
        loop_.fail_alone(for_good);
      }
    }
  }

  managed_loop& loop_;
  batches_plan const& plan_;
  batch_work& work_;
  std::stop_source enough_;
};

/// The policy of the loop, where it leaves out what fails: the list comes here first.
auto policy_of_run(error_policy const& policy, std::vector<failure>& left_out) -> error_policy {
  if (!leaves_out(policy)) return policy;
  if (auto const* const again = std::get_if<retry>(&policy))
    return retry{again->times, skip{&left_out}};
  return skip{&left_out};
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
  of_loop.on_error = policy_of_run(options.on_error, outcome.left_out);
  auto const range = looped_range{.multi_pass = true,
                                  .sized = true,
                                  .size = [&] { return std::optional(plan.size()); },
                                  .compare = [](char const*) {},
                                  .fingerprint = [&] { return fingerprint_of(plan, work); }};
  auto const kind = loop_kind{.name = "batches", .result = result, .returns_at_deadline = true};
  auto const loop = join_loop(of_loop, kind, range);
  outcome.alone = loop->alone();
  auto const report = [&] {
    report_left_out(options.on_error, loop->words(), outcome.left_out,
                    outcome.alone || loop->manages());
  };
  try {
    batches_loop(*loop, plan, work, enough).run();
  } catch (...) {
    report();
    throw;
  }
  report();
  return outcome;
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_shared.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <comm/call/private_communicator.hpp>
#include <dispatch/journal/journal_recorder.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/shared/loop_site.hpp>
#include <dispatch/shared/shared_order.hpp>
#include <dlp/dispatch/recorder.hpp>
#include <schedule/longest_first.hpp>

namespace dlp::detail {
namespace {

/// Where the ranks of `options.comm` share loops; none where they cannot, and a manager has to
/// serve them, which the root says on stderr.
/// Throws: disagreement; task_error on every rank where one brought a failure.
auto shared_site(managed_options const& options, std::string const& name)
    -> std::optional<loop_site> {
  auto const has_journal = !options.journal.path.empty();
  if (!shared_context(options.comm)) {  // a managed loop of one rank keeps a journal
    return has_journal ? std::nullopt : std::optional(loop_site());
  }
  auto& own = private_of(options.comm);
  auto* const service = service_of(own, name, options.root, has_journal);
  if (service && !is_usable(*service)) return std::nullopt;
  return loop_site{&own.talk, own.counters, own.here.ranks(), own.here.is_all() ? nullptr : service,
                   has_journal ? service : nullptr};
}

}  // namespace

auto join_shared_loop(managed_options const& options, loop_kind const& kind,
                      looped_range const& range) -> std::unique_ptr<shared_loop> {
  auto terms = checked_terms(options, kind, range);
  auto const found = shared_site(options, kind.name);
  if (!found) return std::make_unique<shared_loop>(join_loop(options, kind, range));
  auto const& site = *found;
  auto shown = progress_options{options.progress, options.label, options.report};
  terms.reported = site.talk && is_reported(shown);
  if (site.keeper) claim_journal(options.journal, kind.name, options.where);
  range.compare(kind.name.c_str());
  try {
    terms.size = range.size();
  } catch (...) {
    shared_loop::cannot_begin(site, terms);
    throw;
  }
  auto order = std::vector<index_t>();
  auto keeps = std::unique_ptr<recorder>();
  if (site.talk && (options.cost || site.keeper)) {
    order = shared_order(options.comm, terms, [&] {
      keeps = recorder_of_loop(options, kind, range, terms.size);
      auto const done = keeps ? std::span(keeps->done()) : std::span<index_range const>();
      return order_of_rest(*terms.size, done, options.cost);
    });
    terms.finished = *terms.size - order.size();
    terms.size = order.size();
  } else if (options.cost) {
    order = longest_first(options.cost, *terms.size);
  }
  return std::make_unique<shared_loop>(site, std::move(terms), options.stop, shown,
                                       std::move(order), std::move(keeps));
}

}  // namespace dlp::detail

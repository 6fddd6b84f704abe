// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/shared_order.hpp>

#include <cstring>
#include <exception>
#include <span>
#include <string>

#include <comm/call/agreement.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

/// The same words whether or not a rank knows the size.
auto words_of_order(loop_terms const& terms) -> std::string { return "the order of " + terms.name; }

}  // namespace

auto shared_order(communicator const& comm, loop_terms const& terms,
                  std::function<std::vector<index_t>()> const& make) -> std::vector<index_t> {
  auto thrown = std::exception_ptr();
  auto const make_bytes = [&](bytes& to) {
    try {
      auto const order = make();
      auto const raw = std::as_bytes(std::span(order));
      to.assign(raw.begin(), raw.end());
    } catch (...) {
      thrown = std::current_exception();
      throw;
    }
  };
  try {
    auto const raw =
        broadcast_bytes({words_of_order(terms), comm, terms.root, terms.where}, make_bytes);
    auto order = std::vector<index_t>(raw.size() / sizeof(index_t));
    if (!raw.empty()) std::memcpy(order.data(), raw.data(), raw.size());
    return order;
  } catch (task_error const&) {
    if (thrown) std::rethrow_exception(thrown);
    throw;
  }
}

auto order_of_rest(index_t size, std::span<index_range const> done, cost_function const& cost)
    -> std::vector<index_t> {
  auto order = longest_first(cost ? cost : [](index_t) { return 0.0; }, size);
  auto is_done = std::vector<bool>(size);
  for (auto const one : done)
    for (auto index = one.first; index != one.last; ++index) is_done[index] = true;
  std::erase_if(order, [&](index_t index) { return is_done[index]; });
  return order;
}

void cannot_tell_order(context& talk, loop_terms const& terms, std::vector<failure> const& why) {
  auto const words = words_of_order(terms) + ", root " + std::to_string(terms.root);
  auto here = call(talk, words, terms.root, terms.where);
  try {
    agree(here, why);
  } catch (collective_error const&) {  // what was thrown here says more
  }
}

}  // namespace dlp::detail

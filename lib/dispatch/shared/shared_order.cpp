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

auto shared_order(communicator const& comm, loop_terms const& terms, cost_function const& cost)
    -> std::vector<index_t> {
  auto thrown = std::exception_ptr();
  auto const make = [&](bytes& to) {
    try {
      auto const order = longest_first(cost, *terms.size);
      auto const raw = std::as_bytes(std::span(order));
      to.assign(raw.begin(), raw.end());
    } catch (...) {
      thrown = std::current_exception();
      throw;
    }
  };
  try {
    auto const raw = broadcast_bytes({words_of_order(terms), comm, terms.root, terms.where}, make);
    auto order = std::vector<index_t>(raw.size() / sizeof(index_t));
    if (!raw.empty()) std::memcpy(order.data(), raw.data(), raw.size());
    return order;
  } catch (task_error const&) {
    if (thrown) std::rethrow_exception(thrown);
    throw;
  }
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

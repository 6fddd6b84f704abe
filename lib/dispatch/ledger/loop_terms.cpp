// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/loop_terms.hpp>

namespace dlp::detail {

auto to_string(loop_terms const& terms) -> std::string {
  auto text = terms.name + " over " +
              (terms.size ? std::to_string(*terms.size + terms.finished)
                          : std::string("an unknown number of")) +
              " examples, schedule " + to_string(terms.schedule) +
              (terms.longest_first ? ", by cost" : "") + ", root " + std::to_string(terms.root);
  auto const& on_error = terms.given_on_error ? *terms.given_on_error : terms.on_error;
  if (!std::holds_alternative<stop>(on_error)) text += ", on_error " + to_string(on_error);
  if (terms.survive) text += ", " + to_string(*terms.survive);
  if (!terms.journal.empty()) text += ", journal " + terms.journal;
  if (terms.reported) text += ", with a report";
  if (!terms.result.empty()) text += ", results of type " + terms.result;
  if (terms.everywhere) text += ", everywhere";
  return text;
}

}  // namespace dlp::detail

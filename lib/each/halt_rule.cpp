// SPDX-License-Identifier: BSL-1.0
#include <each/halt_rule.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <core/number_text.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

auto in_full(std::string const& text) -> std::string {
  static constexpr auto short_forms =
      std::array<std::pair<std::string_view, char const*>, 5>{{{"0", "never"},
                                                               {"1", "soon,fail=1"},
                                                               {"2", "now,fail=1"},
                                                               {"-1", "soon,success=1"},
                                                               {"-2", "now,success=1"}}};
  for (auto const& [number, meant] : short_forms) {
    if (text == number) return meant;
  }
  return text;
}

}  // namespace

halt_rule::halt_rule(std::string const& given) {
  auto const text = in_full(given);
  if (text == "never") return;
  auto const refuse = [&] {
    throw usage_error("dlp-each: --halt " + given +
                      " is none of: never, and soon or now with a comma and fail=N, success=N or "
                      "done=N, where N may be a share as 5%");
  };
  auto const comma = text.find(',');
  auto const sign = text.find('=');
  if (comma == text.npos || sign == text.npos || sign < comma) refuse();
  auto const when = text.substr(0, comma);
  auto const why = text.substr(comma + 1, sign - comma - 1);
  auto limit = text.substr(sign + 1);
  if (when == "soon")
    when_ = demand::what_runs;
  else if (when == "now")
    when_ = demand::nothing;
  else
    refuse();
  if (why == "fail")
    why_ = reason::fail;
  else if (why == "success")
    why_ = reason::success;
  else if (why == "done")
    why_ = reason::done;
  else
    refuse();
  is_share_ = limit.ends_with('%');
  if (is_share_) limit.pop_back();
  auto const number = number_from<std::uint64_t>(limit);
  if (!number || *number == 0 || (is_share_ && *number > 100)) refuse();
  limit_ = *number;
}

auto halt_rule::counted(job_counts const& of) const -> std::uint64_t {
  switch (why_) {
    case reason::fail:
      return of.failed;
    case reason::success:
      return of.succeeded;
    case reason::done:
      break;
  }
  return of.done();
}

auto halt_rule::judge(job_counts const& so_far) const -> demand {
  if (is_never()) return demand::all;
  auto const many = is_share_
                        ? 100 * counted(so_far) >= limit_ * so_far.total && counted(so_far) > 0
                        : counted(so_far) >= limit_;
  return many ? when_ : demand::all;
}

auto halt_rule::exit_code(job_counts const& in_the_end) const -> int {
  auto const number = static_cast<int>(std::min<std::uint64_t>(in_the_end.failed, 101));
  if (is_never()) return number;
  auto const halted = judge(in_the_end) != demand::all;
  if (halted && why_ == reason::success) return 0;
  if (is_share_ && in_the_end.total != 0)
    return static_cast<int>(100 * in_the_end.failed / in_the_end.total);
  if (halted && why_ == reason::fail && limit_ == 1) return in_the_end.last_code;
  return number;
}

}  // namespace dlp::detail

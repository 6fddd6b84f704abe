// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/member_name.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {

void refuse_nameless_member(std::string const& type) {
  throw usage_error("dlp::axis: the serialize of " + type +
                    " does not name this member: add BOOST_SERIALIZATION_NVP(member) to it, or "
                    "give the axis a name");
}

}  // namespace dlp::detail

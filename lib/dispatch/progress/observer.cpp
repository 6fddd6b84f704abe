// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/observer.hpp>

namespace dlp::detail {

void listener::handed_out(int, index_range) {}
void listener::done(int, index_range, double) {}
void listener::failed(failure const&) {}
void listener::lost(int) {}
void listener::stands(standing const&) {}
void listener::ended(standing const&) {}
void listener::says(std::string_view) {}

}  // namespace dlp::detail

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
auto listener::notes_times() const -> bool { return false; }
auto listener::explains() const -> bool { return false; }
void listener::arrived(int) {}
auto listener::draws(chunk_name const&, index_range) -> bool { return false; }
void listener::passed(std::size_t, bool) {}
void listener::waited(double) {}
void listener::root_was(root_work, time_point, time_point) {}
void listener::told_times(rank_times const&) {}
void listener::concluded(loop_facts const&) {}

}  // namespace dlp::detail

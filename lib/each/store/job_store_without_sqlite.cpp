// SPDX-License-Identifier: BSL-1.0
//
// What stands in the place of this folder in a library that is built without SQLite.
#include <each/store/job_store.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {

class job_store::opened {};

job_store::job_store(std::filesystem::path const& file, bool /*goes_on*/) {
  throw usage_error("dlp-each: --store " + file.string() +
                    " cannot be honoured: this dlp was built without SQLite. Install its "
                    "development files (Debian's package libsqlite3-dev), and configure and build "
                    "dlp again");
}
job_store::~job_store() = default;
void job_store::add_output(std::uint64_t /*job*/, int /*stream*/, std::string_view /*text*/) {}
void job_store::drop(std::uint64_t /*job*/) {}
void job_store::add(job_record const& /*ended*/, int /*slot*/, int /*tries*/) {}
void job_store::commit() {}
auto job_store::commit_if_due() -> bool { return true; }

}  // namespace dlp::detail

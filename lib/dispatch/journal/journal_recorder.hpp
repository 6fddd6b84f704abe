// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

#include <dispatch/journal/journal_file.hpp>
#include <dispatch/journal/stored_value.hpp>
#include <dlp/dispatch/journal.hpp>
#include <dlp/dispatch/recorder.hpp>

namespace dlp::detail {

/// What a journal has to know of the call whose results it keeps.
struct recorded_call {
  std::string name;         ///< the word that the user typed
  std::string result;       ///< the type of its results; empty where it has none
  std::string size;         ///< how many examples it has, in words
  std::string fingerprint;  ///< of its examples
  bool overlooks = false;   ///< the examples have parts that the fingerprint says nothing of
  std::string key;          ///< what else the results depend on
};

/// Each rank calls it for each call with a journal, before the first message: one file is of one
/// call.
/// Throws: usage_error where the file is that of an earlier call of the program, and where this dlp
/// was built without what journals need.
void claim_journal(journal const& file, std::string const& name, std::source_location const& where);

/// Writes the rows, all or none.
/// Throws: store_refuses where it may be tried again; what the journal throws.
void commit_or_refuse(journal_file& to, std::span<cell_row const> rows);

/// Opens the journal of a loop, which keeps results as they travel.
/// Throws: usage_error where it is that of another call, of this program or an earlier one, or in
/// use; store_error.
[[nodiscard]] auto open_journal(journal const& where, recorded_call const& call)
    -> std::unique_ptr<recorder>;

/// What a journal has to know of a sweep.
struct recorded_sweep {
  std::vector<stored_axis> axes;
  std::vector<stored_column> results;
  std::string columns;  ///< the results in words, with all that tells them from others
  std::string key;
  index_t cells = 0;                         ///< that are kept; another start may keep others
  std::map<std::string, std::string> notes;  ///< what else is to be known of them, by name
  cell_lookup_maker lookup;                  ///< where an earlier run's axes had other values
};

/// Opens the journal of a sweep. Throws: as the other one.
[[nodiscard]] auto open_journal(journal const& where, recorded_sweep const& of) -> journal_file;

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp_test {

/// Has this rank say where it is, by its case and its stack, when the cases that it begins now are
/// not done 5 s before the time limit that DLP_TEST_SECONDS names, or in the half of a shorter one;
/// then it ends. Without such a limit it may take as long as it likes. The stack's own names want
/// c++filt, the rest addr2line.
void watch_for_a_hang();

}  // namespace dlp_test

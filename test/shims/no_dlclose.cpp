// SPDX-License-Identifier: BSL-1.0
//
// Linked into a program, this keeps the plug-ins of MPI where they are to its end: the leaks of one
// that has been unloaded are reported without a name, and can be told from others by nothing.

extern "C" auto dlclose(void* /*plug_in*/) noexcept -> int { return 0; }

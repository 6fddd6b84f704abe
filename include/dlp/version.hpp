// SPDX-License-Identifier: BSL-1.0
#pragma once

// The one place that holds the version: both builds read this line.
#define DLP_VERSION_STRING "0.1.0"

# SPDX-License-Identifier: BSL-1.0
#
# dlp_show_public_names(TARGET HEADERS): the shared library TARGET shows what HEADERS, below include/,
# declare, and hides the rest. The headers do not say so themselves: a source finds in front of each
# one of the same name, which includes it with its declarations visible.
function(dlp_show_public_names target headers)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/visible)
  foreach(header IN LISTS headers)
    file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR}/include "${header}")
    file(CONFIGURE OUTPUT ${folder}/${name} @ONLY CONTENT [[
#pragma once
#pragma GCC visibility push(default)
#include "@header@"
#pragma GCC visibility pop
]])
  endforeach()
  set(map ${PROJECT_SOURCE_DIR}/cmake/dlp.map)
  target_include_directories(${target} BEFORE PRIVATE ${folder})
  target_link_options(${target} PRIVATE LINKER:--version-script=${map})
  set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden  LINK_DEPENDS ${map})
endfunction()

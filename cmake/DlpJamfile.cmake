# SPDX-License-Identifier: BSL-1.0

# dlp_read_jamfile(RULES...): for each line `rule program : field : …  ;` of the Jamfile of this folder
# whose rule is one of RULES, calls the function dlp_<rule>(program field...). A field is one argument.
macro(dlp_read_jamfile)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS Jamfile)
  string(REPLACE ";" "|" rules "${ARGN}")
  file(STRINGS Jamfile lines REGEX "^ *(${rules})($| )")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^[a-z-]+ +[^ :;]+( +: +[^ :;][^:;]*)* +;$")
      message(FATAL_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/Jamfile: CMake cannot read \"${line}\"")
    endif()
    string(REGEX REPLACE " +;$" "" fields "${line}")
    string(REGEX REPLACE " +: +" ";" fields "${fields}")
    list(POP_FRONT fields first)
    string(REGEX MATCH "^([^ ]+) +(.*)" first "${first}")
    cmake_language(CALL dlp_${CMAKE_MATCH_1} ${CMAKE_MATCH_2} ${fields})
  endforeach()
endmacro()

# dlp_add_program(NAME LIBRARIES...): NAME.cpp below this folder, built once, as the target NAME with
# dots for slashes.
function(dlp_add_program name)
  string(REPLACE "/" "." target ${name})
  if(NOT TARGET ${target})
    add_executable(${target} ${name}.cpp)
    target_compile_options(${target} PRIVATE ${dlp_warnings})
    target_link_libraries(${target} PRIVATE ${dlp_library} ${ARGN})
  endif()
endfunction()

# What tests are told: the launcher, and the compiler of MPI programs.
set(dlp_test_environment "DLP_MPIEXEC=${MPIEXEC_EXECUTABLE}" "DLP_MPICXX=${MPI_CXX_COMPILER}")

# dlp_add_test(NAME PROGRAM RANKS ARGUMENTS LAUNCHER...): a run of the program, by the launcher if there
# is one.
function(dlp_add_test name program ranks arguments)
  string(REPLACE "/" "." target ${program})
  string(REGEX REPLACE " +" "-" name "${name}")
  separate_arguments(arguments UNIX_COMMAND "${arguments}")
  # Beside other work the simulated wire, whose ranks hand one core to each other, takes long.
  set(longest 90)
  if(NOT ARGN)
    set(longest 300)
  endif()
  add_test(NAME ${name} COMMAND ${ARGN} $<TARGET_FILE:${target}> ${arguments})
  set_tests_properties(${name} PROPERTIES PROCESSORS ${ranks} TIMEOUT ${longest}
                       ENVIRONMENT "${dlp_test_environment};BOOST_TEST_COLOR_OUTPUT=0")
endfunction()

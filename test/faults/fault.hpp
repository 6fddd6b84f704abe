// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

#include "cells.hpp"

/// The cell that this process plays, and its part in it.
inline auto played = cell();
inline auto own_rank = 0;
inline auto ranks = 1;
inline auto is_over = false;  // it has been played, or its point has passed by

/// Writes a line for the driver: to the file that it names, since mpiexec may lose what a rank says
/// just before it dies.
inline void note(std::string const& line) {
  auto const* const file = std::getenv("DLP_FAULTS_NOTES");
  auto const to = file ? ::open(file, O_WRONLY | O_APPEND | O_CREAT, 0600) : STDOUT_FILENO;
  auto const text = line + "\n";
  static_cast<void>(!::write(to, text.data(), text.size()));
  if (file) ::close(to);
}

inline auto is_faulty() -> bool {
  if (played.who == "root") return own_rank == 0;
  return played.who == "all" ? own_rank != 0 : own_rank == ranks - 1;
}

/// Of no type that dlp throws.
using thrown_error = std::domain_error;

struct throws_when_it_dies {
  ~throws_when_it_dies() noexcept(false) { throw std::length_error("in a destructor"); }
};

[[noreturn]] inline void throw_while_unwinding() {
  auto const dying = throws_when_it_dies();
  throw thrown_error("the fault");
}

[[noreturn]] inline void throw_nested() {
  try {
    throw std::out_of_range("its cause");
  } catch (...) {
    std::throw_with_nested(thrown_error("the fault"));
  }
}

/// What dlp should say of the exception.
inline auto text_of_fault() -> std::string {
  if (played.fault == "odd") return "int";
  if (played.fault == "destructor") return "std::length_error: in a destructor";
  if (played.fault == "nested") return "the fault (caused by std::out_of_range: its cause)";
  return "std::domain_error: the fault";
}

/// Returns where the fault is to return from main.
inline void do_fault() {
  if (played.fault == "return") return;
  if (played.fault == "exit0") std::exit(0);
  if (played.fault == "exit1") std::exit(1);
  if (played.fault == "_exit0") ::_exit(0);
  if (played.fault == "abort") std::abort();
  if (played.fault == "kill") std::raise(SIGKILL);
  if (played.fault == "segv") std::raise(SIGSEGV);
  if (played.fault == "kill-survive") std::raise(SIGKILL);
  if (stops_ranks(played)) {
    std::raise(SIGSTOP);
    return;  // nobody wakes it up
  }
  if (played.fault == "odd") throw 42;
  if (played.fault == "nested") throw_nested();
  if (played.fault == "destructor") throw_while_unwinding();
  throw thrown_error("the fault");
}

inline constexpr auto no_index = -1L;

/// Each point of the program calls this; where the fault belongs there, and to this rank, it is
/// played, once. False: return from main.
inline auto at(std::string_view point, long index = no_index) -> bool {
  if (is_over || point != played.point || !is_faulty()) return true;
  is_over = true;
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  auto const microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  note("fault " + std::to_string(own_rank) + " " +
       (index == no_index ? "-" : std::to_string(index)) + " " + std::to_string(microseconds) +
       " " + text_of_fault());
  do_fault();
  return false;
}

// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/failure.hpp>

#include <array>
#include <exception>
#include <typeinfo>

#include <cxxabi.h>
#include <unistd.h>

#include <dlp/core/type_name.hpp>

namespace dlp {

auto to_string(failure const& what) -> std::string {
  auto text = std::string();
  if (what.index != failure::no_index) {
    text = "index " + std::to_string(what.index);
    if (!what.example.empty()) text += ", " + what.example + ",";
    text += " on ";
  }
  text += "rank " + std::to_string(what.rank) + " (" + what.host + ")";
  if (!what.type.empty()) text += ": " + what.type;
  if (!what.text.empty()) text += ": " + what.text;
  return text;
}

namespace detail {
namespace {

auto text_of(std::exception const& thrown) -> std::string {
  auto text = std::string(thrown.what());
  try {
    std::rethrow_if_nested(thrown);
  } catch (std::exception const& nested) {
    text += " (caused by " + type_name(typeid(nested)) + ": " + text_of(nested) + ")";
  } catch (...) {
    text += " (caused by something that is no std::exception)";
  }
  return text;
}

}  // namespace

auto host_name() -> std::string const& {
  static auto const name = [] {
    auto buffer = std::array<char, 256>{};
    return ::gethostname(buffer.data(), buffer.size() - 1) == 0 ? std::string(buffer.data())
                                                                : std::string("unknown host");
  }();
  return name;
}

auto describe_current_exception(index_t index, int rank) -> failure {
  auto const* const type = abi::__cxa_current_exception_type();
  auto what = failure{index, rank, host_name(), type ? type_name(*type) : "an exception", {}};
  try {
    throw;
  } catch (std::exception const& thrown) {
    what.text = text_of(thrown);
  } catch (std::string const& text) {
    what.text = text;
  } catch (char const* text) {
    what.text = text;
  } catch (...) {
  }
  return what;
}

auto unseen_failure(index_t index, int rank) -> failure {
  return {index, rank, host_name(), {}, "an exception left the body of the loop"};
}

void append(bytes& to, std::vector<failure> const& failures) {
  append(to, std::uint64_t{failures.size()});
  for (auto const& one : failures) {
    append(to, one.index);
    append(to, one.rank);
    append(to, one.host);
    append(to, one.type);
    append(to, one.text);
    append(to, one.example);
  }
}

auto take_failures(byte_reader& from) -> std::vector<failure> {
  auto failures = std::vector<failure>();
  for (auto left = from.take<std::uint64_t>(); left != 0; --left) {
    auto one = failure();
    one.index = from.take<index_t>();
    one.rank = from.take<int>();
    one.host = from.take_text();
    one.type = from.take_text();
    one.text = from.take_text();
    one.example = from.take_text();
    failures.push_back(std::move(one));
  }
  return failures;
}

}  // namespace detail
}  // namespace dlp

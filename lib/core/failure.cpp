// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/failure.hpp>

#include <array>
#include <exception>
#include <typeinfo>
#include <utility>

#include <cxxabi.h>
#include <unistd.h>

#include <dlp/core/printable_text.hpp>
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
  if (auto const said = detail::error_text(what); !said.empty()) text += ": " + said;
  return detail::printable_text(text);
}

namespace detail {

auto error_text(failure const& what) -> std::string {
  return what.type + (what.type.empty() || what.text.empty() ? "" : ": ") + what.text;
}

namespace {

/// How many causes of causes are told: a chain of them may be long, and may lead back to itself.
constexpr auto deepest_cause = 16;

/// What it says, which may be nothing at all.
auto text_in(char const* said) -> std::string { return cut_text(said ? said : ""); }

/// Type and text of one exception, and the cause that is nested in it.
struct description {
  std::string type;
  std::string text;
  std::exception_ptr cause;
  bool is_standard = true;
};

/// The name of its type; of an error of dlp that no program knows, that by which it is caught.
auto name_of(std::exception const& one) -> std::string {
  auto name = type_name(typeid(one));
  return name.starts_with("dlp::detail::") ? "dlp::error" : name;
}

/// Nothing in it may throw but for want of memory. A cause that is null would be a reason to
/// terminate for std::rethrow_if_nested.
auto describe(std::exception_ptr const& thrown) -> description {
  auto what = description{"an exception", {}, {}};
  try {
    std::rethrow_exception(thrown);
  } catch (std::exception const& one) {
    what.type = name_of(one);
    what.text = text_in(one.what());
    auto const* const nested = dynamic_cast<std::nested_exception const*>(&one);
    if (nested) what.cause = nested->nested_ptr();
    return what;
  } catch (std::string const& text) {
    what.text = cut_text(text);
  } catch (char const* text) {
    what.text = text_in(text);
  } catch (std::nested_exception const& nested) {
    what.cause = nested.nested_ptr();
  } catch (...) {
  }
  what.is_standard = false;
  return what;
}

/// "(caused by std::logic_error: no such row (caused by …))", for as long as that goes.
auto causes_of(std::exception_ptr next) -> std::string {
  auto text = std::string();
  auto open = std::size_t{0};
  while (next) {
    text += " (caused by ";
    ++open;
    if (open > deepest_cause || text.size() > longest_text) {
      text += "…";
      break;
    }
    auto one = describe(next);
    if (!one.is_standard) {
      text += "something that is no std::exception";
    } else {
      text += one.type + ": " + one.text;
    }
    next = std::move(one.cause);
  }
  return text + std::string(open, ')');
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

auto describe_current_exception(index_t index, int rank) noexcept -> failure {
  auto what = failure{index, rank, {}, {}, {}};
  try {
    auto const thrown = std::current_exception();
    auto const* const type = abi::__cxa_current_exception_type();
    what.host = host_name();
    what.type = cut_text(type ? type_name(*type) : "an exception");
    if (!thrown) return what;
    auto one = describe(thrown);
    if (one.is_standard) what.type = cut_text(one.type);
    what.text = std::move(one.text) + causes_of(std::move(one.cause));
  } catch (...) {
    if (what.text.empty()) what.text = "(out of memory)";  // so short that it takes none
  }
  return what;
}

auto unseen_failure(index_t index, int rank) -> failure {
  return {index, rank, host_name(), {}, "an exception left the body of the loop"};
}

}  // namespace detail
}  // namespace dlp

// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_text.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include <core/json_text.hpp>
#include <core/number_text.hpp>
#include <dlp/task/column_data.hpp>

namespace dlp::detail {
namespace {

/// Appends a value as JSON has it.
using detail::append_json;
void append_json(std::string& to, double number) {
  if (std::isfinite(number)) {
    to += text_of_number(number);
    return;
  }
  to += std::isnan(number) ? "\"NaN\"" : number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
}
void append_json(std::string& to, std::complex<double> const& number) {
  to += '[';
  append_json(to, number.real());
  to += ',';
  append_json(to, number.imag());
  to += ']';
}
void append_json(std::string& to, std::int64_t number) { to += text_of_number(number); }
void append_json(std::string& to, std::uint64_t number) { to += text_of_number(number); }

void append_attribute(std::string& to, attribute const& one) {
  auto const* const real = std::get_if<double>(&one.value);
  auto const begin = to.size();
  if (real && !std::isfinite(*real)) to += '[';
  std::visit([&](auto const& value) { append_json(to, value); }, one.value);
  if (real && !std::isfinite(*real)) to += ']';
  if (real && to.find_first_of(".e[", begin) == to.npos) to += ".0";
}

/// Appends an object; `append` appends what it has by a name.
template <class All, class Append>
void append_object(std::string& to, All const& all, Append append) {
  to += '{';
  auto const* between = "";
  for (auto const& [name, value] : all) {
    to += std::exchange(between, ",");
    if constexpr (std::is_same_v<decltype(name), std::size_t const>)
      append_json(to, std::to_string(name));
    else
      append_json(to, name);
    to += ':';
    append(value);
  }
  to += '}';
}

void append_json(std::string& to, attributes_by_name const& all) {
  append_object(to, all, [&](attribute const& one) { append_attribute(to, one); });
}

template <class At>
void append_array(std::string& to, std::vector<index_t> const& shape, std::size_t depth, At& at) {
  if (depth == shape.size()) return append_json(to, *at++);
  to += '[';
  for (auto i = index_t{0}; i != shape[depth]; ++i) {
    if (i != 0) to += ',';
    append_array(to, shape, depth + 1, at);
  }
  to += ']';
}

void append_json(std::string& to, column_value const& value) {
  std::visit(
      [&](auto const& values) {
        if constexpr (!std::is_same_v<decltype(values), std::monostate const&>) {
          auto at = values.begin();
          append_array(to, value.shape, 0, at);
        }
      },
      value.values);
}

auto const what_is_said = column{.name = "attributes"};

/// Reads what `text_of` has written, of a column.
class json_reader {
 public:
  json_reader(std::string_view text, column const& what) : rest_(text), what_(what) {}

  void expect(std::string_view text) {
    if (!rest_.starts_with(text)) refuse_value(what_);
    rest_.remove_prefix(text.size());
  }
  auto take_if(char c) -> bool {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect_end() const {
    if (!rest_.empty()) refuse_value(what_);
  }

  /// An array of such a kind.
  auto array(column const& of) -> column_value {
    auto made = column_value();
    auto const take = [&]<class T>(std::vector<T> values) {
      auto lengths = std::vector<std::optional<index_t>>(of.shape.size());
      take_array(of, lengths, 0, values);
      for (auto i = std::size_t{0}; i != lengths.size(); ++i)
        made.shape.push_back(lengths[i].value_or(of.shape[i]));
      made.values = std::move(values);
    };
    switch (of.kind) {
      case column_kind::boolean:
      case column_kind::integer:
        if (of.is_signed || of.kind == column_kind::boolean) {
          take(std::vector<std::int64_t>());
        } else {
          take(std::vector<std::uint64_t>());
        }
        break;
      case column_kind::real:
        take(std::vector<double>());
        break;
      case column_kind::complex:
        take(std::vector<std::complex<double>>());
        break;
      case column_kind::text:
        take(std::vector<std::string>());
    }
    return made;
  }

  /// Calls `f` with each name in an object; it is to read the value.
  template <class F>
  void object(F f) {
    expect("{");
    for (auto is_first = true; !take_if('}'); is_first = false) {
      if (!is_first) expect(",");
      auto name = std::string();
      value(name);
      expect(":");
      f(name);
    }
  }

  auto attributes() -> attributes_by_name {
    auto made = attributes_by_name();
    object([&](std::string const& name) { made[name] = one_attribute(); });
    return made;
  }

  void value(std::string& to) {
    expect("\"");
    while (!take_if('"')) {
      if (rest_.empty()) refuse_value(what_);
      auto c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\\' && take_if('u')) {
        auto code = 0;
        auto const digits = rest_.substr(0, 4);
        if (digits.size() < 4) refuse_value(what_);
        std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        rest_.remove_prefix(4);
        c = static_cast<char>(code);
      } else if (c == '\\') {
        c = rest_.empty() ? '\0' : rest_.front();
        rest_.remove_prefix(1);
      }
      to += c;
    }
  }

 private:
  template <class T>
  void take_array(column const& of, std::vector<std::optional<index_t>>& lengths, std::size_t depth,
                  std::vector<T>& to) {
    if (depth == lengths.size()) return value(to.emplace_back());
    expect("[");
    auto length = index_t{0};
    for (; !take_if(']'); ++length) {
      if (length != 0) expect(",");
      take_array(of, lengths, depth + 1, to);
    }
    if (lengths[depth].value_or(length) != length) refuse_value(what_);
    lengths[depth] = length;
  }

  auto one_attribute() -> attribute {
    if (rest_.starts_with('"')) return taken<std::string>();
    if (take_if('[')) {
      auto const number = taken<double>();
      expect("]");
      return number;
    }
    auto const digits = rest_.substr(0, rest_.find_first_not_of("+-.0123456789e"));
    if (digits.find_first_of(".e") != digits.npos) return taken<double>();
    if (digits.starts_with('-')) return taken<std::int64_t>();
    return taken<std::uint64_t>();
  }
  template <class T>
  auto taken() -> T {
    auto one = T();
    value(one);
    return one;
  }

  template <class Number>
  void value(Number& to) {
    auto const [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), to);
    if (error != std::errc()) refuse_value(what_);
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
  }
  void value(double& to) {
    if (!rest_.starts_with('"')) return value<double>(to);
    auto name = std::string();
    value(name);
    using limits = std::numeric_limits<double>;
    if (name == "NaN") {
      to = limits::quiet_NaN();
    } else if (name == "Infinity" || name == "-Infinity") {
      to = name.front() == '-' ? -limits::infinity() : limits::infinity();
    } else {
      refuse_value(what_);
    }
  }
  void value(std::complex<double>& to) {
    auto real = 0.0;
    auto imaginary = 0.0;
    expect("[");
    value(real);
    expect(",");
    value(imaginary);
    expect("]");
    to = {real, imaginary};
  }

  std::string_view rest_;
  column const& what_;
};

}  // namespace

auto is_single(column const& what) -> bool {
  return what.shape.empty() && what.kind != column_kind::complex;
}

auto text_of(result_value const& from) -> std::string {
  auto text = std::string();
  if (from.coordinates.is_missing()) {
    append_json(text, from.value);
    return text;
  }
  auto const add = [&](char const* name, auto const& value) {
    text += name;
    append_json(text, value);
  };
  add("{\"dimension\":", from.what.dimension);
  add(",\"coordinates\":", from.coordinates);
  add(",\"values\":", from.value);
  add(",\"unit\":", from.what.unit);
  add(",\"coordinate_unit\":", from.coordinate_unit);
  add(",\"attributes\":", from.what.attributes);
  return text + "}";
}

auto value_from_text(std::string_view text, column const& what, column const& coordinates)
    -> result_value {
  auto made = result_value{.what = what};
  auto from = json_reader(text, what);
  if (!from.take_if('{')) {
    made.value = from.array(what);
    from.expect_end();
    return made;
  }
  auto const take = [&](std::string_view before, std::string& to) {
    from.expect(before);
    to.clear();
    from.value(to);
  };
  take("\"dimension\":", made.what.dimension);
  from.expect(",\"coordinates\":");
  made.coordinates = from.array(coordinates);
  from.expect(",\"values\":");
  made.value = from.array(what);
  take(",\"unit\":", made.what.unit);
  take(",\"coordinate_unit\":", made.coordinate_unit);
  from.expect(",\"attributes\":");
  made.what.attributes = from.attributes();
  from.expect("}");
  from.expect_end();
  return made;
}

auto text_of_attributes(attributes_by_name const& attributes) -> std::string {
  auto text = std::string();
  append_json(text, attributes);
  return text;
}

auto attributes_from_text(std::string_view text) -> attributes_by_name {
  auto from = json_reader(text, what_is_said);
  auto made = from.attributes();
  from.expect_end();
  return made;
}

auto text_of_words(words_of_cell const& words) -> std::string {
  auto text = std::string();
  append_object(text, words, [&](column_words const& one) {
    text += "{\"unit\":";
    append_json(text, one.unit);
    text += ",\"attributes\":";
    append_json(text, one.attributes);
    text += '}';
  });
  return text;
}

auto words_from_text(std::string_view text) -> words_of_cell {
  auto made = words_of_cell();
  if (text.empty()) return made;
  auto from = json_reader(text, what_is_said);
  from.object([&](std::string const& number) {
    auto const result = number_from<std::size_t>(number);
    if (!result) refuse_value(what_is_said);
    auto& words = made[*result];
    from.expect("{\"unit\":");
    from.value(words.unit);
    from.expect(",\"attributes\":");
    words.attributes = from.attributes();
    from.expect("}");
  });
  from.expect_end();
  return made;
}

}  // namespace dlp::detail

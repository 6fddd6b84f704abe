// SPDX-License-Identifier: BSL-1.0
#define BOOST_BIND_GLOBAL_PLACEHOLDERS  // what Boost includes is no business of ours
#include <report/pictures/json_line.hpp>

#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <sstream>
#include <string>

namespace dlp::detail {
namespace {

/// The parser calls itself for each level.
auto is_flat(std::string_view line) -> bool {
  constexpr auto deepest = 32;
  auto depth = 0;
  auto is_text = false;
  for (auto at = std::size_t{0}; at != line.size(); ++at) {
    auto const c = line[at];
    if (is_text && c == '\\' && at + 1 != line.size()) {
      ++at;
    } else if (c == '"') {
      is_text = !is_text;
    } else if (!is_text && (c == '{' || c == '[')) {
      if (++depth > deepest) return false;
    } else if (!is_text && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return depth == 0 && !is_text;
}

}  // namespace

auto object_in(std::string_view line) -> std::optional<boost::property_tree::ptree> {
  if (!line.starts_with('{') || !line.ends_with('}') || !is_flat(line)) return std::nullopt;
  try {
    auto in = std::istringstream{std::string(line)};
    auto tree = boost::property_tree::ptree();
    boost::property_tree::read_json(in, tree);
    return tree;
  } catch (boost::property_tree::json_parser_error const& /*thrown*/) {
    return std::nullopt;
  }
}

}  // namespace dlp::detail

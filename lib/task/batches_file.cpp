// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_file.hpp>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string_view>
#include <system_error>

#include <core/checksum.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/printable_text.hpp>
#include <task/saved_file.hpp>

namespace dlp::detail {
namespace {

constexpr auto magic = std::string_view("dlp batches ");
constexpr auto version_of_file = std::string_view("1 ");

struct head {
  std::uint64_t size;
  std::uint64_t checksum;
};

auto bytes_in(std::string_view text) { return std::as_bytes(std::span(text)); }

/// What is behind the head in a file with such a content, of which it is a part.
auto checked_content(std::string_view content, std::string const& type, std::string const& name)
    -> std::span<std::byte const> {
  auto const require = [&](bool is, std::string const& what) {
    if (!is) throw error("dlp: " + name + what);
  };
  auto const line = content.substr(0, content.find('\n'));
  require(line.size() != content.size() && line.starts_with(magic),
          " is no file that a result of batches was saved in");
  auto const after_magic = line.substr(magic.size());
  require(after_magic.starts_with(version_of_file), " is of another version of dlp");
  auto from = byte_reader(bytes_in(content.substr(line.size() + 1)));
  require(from.rest().size() >= sizeof(head), " is cut");
  auto const said = from.take<head>();
  require(said.size <= from.rest().size(), " is cut");
  require(said.size == from.rest().size() &&
              said.checksum == checksum(from.rest(), checksum(bytes_in(line))),
          " is damaged");
  auto const theirs = after_magic.substr(version_of_file.size());
  require(theirs == type, " is of " + std::string(theirs) + ", and not of " + type);
  return from.rest();
}

auto content_of(std::filesystem::path const& file) -> std::string {
  auto const refuse = [&](std::string const& why) {
    throw error("dlp: " + file.string() + " cannot be read: " + why);
  };
  auto in = std::ifstream(file, std::ios::binary);
  if (!in.is_open()) refuse(std::generic_category().message(errno));
  try {
    return {std::istreambuf_iterator<char>(in), {}};
  } catch (std::system_error const& thrown) {  // of a folder, say
    refuse(thrown.code().message());
    throw;
  }
}

/// Throws: usage_error where there is a file with something else in it, or of another type.
void require_replaceable(std::filesystem::path const& file, std::string const& type) {
  if (!has_content(file)) return;
  auto const known = std::string(magic) + std::string(version_of_file);
  auto const there = beginning_of(file);
  if (!there.starts_with('"' + known)) refuse_to_replace(file, "it begins with " + there);
  auto line = std::string();
  auto in = std::ifstream(file, std::ios::binary);
  std::getline(in, line);
  if (line != known + type)
    refuse_to_replace(
        file, "it is of " + printable_text(line.substr(known.size())) + ", and not of " + type);
}

}  // namespace

void write_batches(std::filesystem::path const& file, std::string const& type,
                   bytes const& packed) {
  require_replaceable(file, type);
  auto const line = std::string(magic) + std::string(version_of_file) + type;
  auto start = bytes();
  append(start,
         head{.size = packed.size(), .checksum = checksum(packed, checksum(bytes_in(line)))});
  save_file(file, [&](std::filesystem::path const& beside) {
    write_whole(beside, [&](std::ostream& out) {
      out << line << '\n';
      for (auto const* part : std::initializer_list<bytes const*>{&start, &packed})
        out.write(reinterpret_cast<char const*>(part->data()), std::ssize(*part));
    });
  });
}

auto bytes_of_root(collective const& what, std::function<void(bytes&)> const& make) -> bytes {
  enum class said : char { good, usage_error, error };
  auto all = broadcast_bytes(what, [&](bytes& to) {
    auto const refuse = [&](said how, char const* why) {
      to.clear();
      append(to, how);
      append(to, std::string_view(why));
    };
    append(to, said::good);
    try {
      make(to);
    } catch (dlp::usage_error const& thrown) {
      refuse(said::usage_error, thrown.what());
    } catch (dlp::error const& thrown) {
      refuse(said::error, thrown.what());
    }
  });
  auto from = byte_reader(all);
  switch (from.take<said>()) {
    case said::usage_error:
      throw dlp::usage_error(from.take_text());
    case said::error:
      throw dlp::error(from.take_text());
    default:
      all.erase(all.begin(), all.end() - std::ssize(from.rest()));  // without a copy: it is large
      return all;
  }
}

auto read_batches(std::filesystem::path const& file, std::string const& type,
                  collective const& what) -> bytes {
  return bytes_of_root(what, [&](bytes& to) {
    auto const content = content_of(file);
    auto const packed = checked_content(content, type, file.string());
    to.insert(to.end(), packed.begin(), packed.end());
  });
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_file.hpp>

#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "../support/scratch_folder.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(batches_file_test)

using namespace dlp::detail;
using dlp_test::contains;
using dlp_test::read_file;
using dlp_test::scratch_folder;
using dlp_test::text_of;
using dlp_test::write_file;

namespace {

auto const some = dlp::bytes(100, std::byte{7});

auto read(std::string const& file) { return read_batches(file, "a::type", {"load", {}}); }

/// What every rank hears of a file with this content.
auto refusal_of(scratch_folder const& in, std::string const& content) -> std::string {
  if (dlp::is_root()) write_file(in / "wrong", content);
  auto const said = text_of<dlp::error>([&] { return read(in / "wrong"); });
  for (auto const& theirs : dlp::all_gather(said)) BOOST_TEST(theirs == said);
  return said;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_was_written_is_read_on_every_rank) {
  auto const in = scratch_folder();
  for (auto const& packed : {dlp::bytes(), some, dlp::bytes(1'000'000, std::byte{3})}) {
    if (dlp::is_root()) write_batches(in / "a", "a::type", packed);
    BOOST_TEST((read(in / "a") == packed));
    BOOST_TEST(read_file(in / "a").starts_with("dlp batches 1 a::type\n"));
    dlp::barrier();
  }
}

BOOST_AUTO_TEST_CASE(each_damage_is_refused) {
  auto const in = scratch_folder();
  if (dlp::is_root()) write_batches(in / "a", "a::type", some);
  dlp::barrier();
  auto const good = read_file(in / "a");
  for (auto at = std::size_t{0}; at != good.size(); at += 3) {
    auto damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    BOOST_TEST(refusal_of(in, damaged) != "", "a wrong byte " << at << " is not seen");
    BOOST_TEST(refusal_of(in, good.substr(0, at)) != "", "cut to " << at << " is not seen");
  }
  BOOST_TEST(contains(refusal_of(in, ""), "is no file that a result of batches was saved in"));
  BOOST_TEST(contains(refusal_of(in, "SQLite format 3"), "is no file that a result"));
  BOOST_TEST(contains(refusal_of(in, "dlp batches 2 a::type\n" + good.substr(22)),
                      "is of another version of dlp"));
  BOOST_TEST(contains(refusal_of(in, good.substr(0, good.size() - 1)), "is cut"));
  BOOST_TEST(contains(refusal_of(in, good + "x"), "is damaged"));
}

BOOST_AUTO_TEST_CASE(another_type_and_a_missing_file_are_named) {
  auto const in = scratch_folder();
  if (dlp::is_root()) write_batches(in / "a", "another::type", some);
  dlp::barrier();
  BOOST_TEST(contains(text_of<dlp::error>([&] { return read(in / "a"); }),
                      "is of another::type, and not of a::type"));
  BOOST_TEST(contains(text_of<dlp::error>([&] { return read(in / "none"); }),
                      "cannot be read: No such file or directory"));
  BOOST_TEST(contains(text_of<dlp::error>([] { return read("/"); }),
                      "dlp: / cannot be read: Is a directory"));
}

BOOST_AUTO_TEST_CASE(a_file_of_something_else_stays) {
  auto const in = dlp_test::temporary_folder();
  write_file(in / "notes", "Do not lose me\n");
  BOOST_TEST(
      contains(text_of<dlp::usage_error>([&] { write_batches(in / "notes", "a::type", some); }),
               R"(notes is not replaced: it begins with "Do not lose me". Save this elsewhere)"));
  BOOST_TEST(read_file(in / "notes") == "Do not lose me\n");
  BOOST_TEST(in.files().size() == 1U);
  write_file(in / "empty", "");
  write_batches(in / "empty", "a::type", some);
  BOOST_TEST(read_file(in / "empty").starts_with("dlp batches 1 a::type\n"));
}

BOOST_AUTO_TEST_CASE(a_file_of_another_type_stays) {
  auto const in = dlp_test::temporary_folder();
  auto const type = std::string(100, 'a') + "::type";
  write_batches(in / "a", type, {});
  auto const before = read_file(in / "a");
  for (auto const& other : {type + "s", std::string("a"), std::string()}) {
    auto const said = text_of<dlp::usage_error>([&] { write_batches(in / "a", other, some); });
    BOOST_TEST(contains(said, "a is not replaced: it is of " + type + ", and not of " + other));
    BOOST_TEST(read_file(in / "a") == before);
  }
  write_batches(in / "a", type, some);
  BOOST_TEST(read_file(in / "a").size() == before.size() + some.size());
  write_file(in / "a", "dlp batches 2 " + type + "\n");
  BOOST_TEST(contains(text_of<dlp::usage_error>([&] { write_batches(in / "a", type, some); }),
                      R"(a is not replaced: it begins with "dlp batches 2 aaa)"));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_says_why) {
  BOOST_TEST(contains(text_of<dlp::error>([] { write_batches("/nowhere/a", "a::type", some); }),
                      "/nowhere/a cannot be written: No such file or directory"));
  BOOST_TEST(contains(text_of<dlp::error>([] { write_batches("/dev/full/a", "a::type", some); }),
                      "cannot be written"));
}

BOOST_AUTO_TEST_CASE(what_the_root_throws_is_what_it_was_on_every_rank) {
  auto const what = collective{"made", {}};
  auto const made = bytes_of_root(what, [](dlp::bytes& to) {
    if (!dlp::is_root()) throw std::logic_error("not at the root");
    to.insert(to.end(), some.begin(), some.end());
  });
  BOOST_TEST((made == some));
  BOOST_CHECK_EXCEPTION(bytes_of_root(what, [](dlp::bytes&) { throw dlp::usage_error("not so"); }),
                        dlp::usage_error, dlp_test::says("not so"));
  BOOST_CHECK_EXCEPTION(bytes_of_root(what, [](dlp::bytes&) { throw dlp::error("gone"); }),
                        dlp::error, dlp_test::says("gone"));
  BOOST_CHECK_THROW(bytes_of_root(what, [](dlp::bytes&) { throw std::logic_error("else"); }),
                    dlp::task_error);
}

BOOST_AUTO_TEST_SUITE_END()

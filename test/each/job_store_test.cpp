// SPDX-License-Identifier: BSL-1.0
#include <each/store/job_store.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>
#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(job_store_test)

using namespace dlp::detail;

namespace {

struct place {
  dlp_test::temporary_folder folder;
  std::filesystem::path file = folder / "jobs.db";
};

auto record(std::uint64_t number, int code) -> job_record {
  return {.number = number,
          .host = "node1",
          .began = 1.5,
          .seconds = 0.25,
          .code = code,
          .command = "exit " + std::to_string(code)};
}

/// Whether all is in the file, after a while.
auto is_kept(job_store& store) -> bool {
  for (auto i = 0; i != 60; ++i) {
    if (store.commit_if_due()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

auto count(std::filesystem::path const& file, std::string const& of) -> std::int64_t {
  return database(file, access::read).first_integer("SELECT count(*) FROM " + of).value();
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(jobs_and_their_outputs_are_rows, place) {
  {
    auto store = job_store(file, false);
    store.add_output(2, 1, "a\n");
    store.add_output(1, 1, std::string("b\0c", 3));
    store.add_output(2, 1, "d\n");
    store.add_output(2, 2, "error\n");
    store.add(record(2, 3), 4, 2);
    store.add(record(1, 0), 1, 1);
    store.commit();
  }
  auto const data = database(file, access::read);
  auto jobs = data.prepare(
      "SELECT host || slot || starttime || runtime || exitval || signal || "
      "tries || command FROM jobs WHERE seq = 2");
  BOOST_REQUIRE(jobs.step());
  BOOST_TEST(jobs.text(0) == "node141.50.25302exit 3");
  auto const content = [&](std::string const& which) {
    return data.first_text("SELECT CAST(content AS TEXT) FROM outputs WHERE " + which).value();
  };
  BOOST_TEST(content("seq = 2 AND stream = 1") == "a\nd\n");
  BOOST_TEST(content("seq = 2 AND stream = 2") == "error\n");
  BOOST_TEST(data.first_integer("SELECT length(content) FROM outputs WHERE seq = 1").value() == 3);
  BOOST_TEST(count(file, "outputs") == 3);
}

BOOST_FIXTURE_TEST_CASE(large_outputs_lie_in_parts, place) {
  auto store = job_store(file, false);
  for (auto i = 0; i != 5; ++i) store.add_output(1, 1, std::string(600'000, 'x'));
  store.add(record(1, 0), 1, 1);
  store.commit();
  BOOST_TEST(count(file, "outputs WHERE seq = 1 AND stream = 1") == 3);
  BOOST_TEST(database(file, access::read)
                 .first_integer("SELECT sum(length(content)) FROM outputs")
                 .value() == 3'000'000);
}

BOOST_FIXTURE_TEST_CASE(of_a_job_only_the_last_try_is_kept_and_of_a_later_run_too, place) {
  {
    auto store = job_store(file, false);
    store.add_output(1, 1, std::string(3'000'000, 'x'));
    store.drop(1);
    store.add_output(1, 1, "second");
    store.add(record(1, 1), 1, 2);
    store.commit();
  }
  BOOST_TEST(count(file, "outputs WHERE content = CAST('second' AS BLOB)") == 1);
  BOOST_TEST(count(file, "outputs") == 1);
  auto store = job_store(file, true);
  store.add(record(1, 0), 1, 1);  // without output
  store.commit();
  BOOST_TEST(count(file, "outputs") == 0);
  BOOST_TEST(count(file, "jobs WHERE exitval = 0") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_job_that_has_ended_is_in_the_file_soon_and_without_another, place) {
  auto store = job_store(file, false);
  BOOST_TEST(store.commit_if_due());
  store.add(record(1, 0), 1, 1);
  BOOST_TEST(is_kept(store));
  BOOST_TEST(count(file, "jobs") == 1);
}

BOOST_FIXTURE_TEST_CASE(who_reads_is_in_nobodys_way, place) {
  auto store = job_store(file, false);
  store.add(record(1, 0), 1, 1);
  store.commit();
  {
    auto const data = database(file, access::read);
    auto reading = data.prepare("SELECT seq FROM jobs");
    BOOST_REQUIRE(reading.step());
    store.add(record(2, 0), 1, 1);
    auto const begin = std::chrono::steady_clock::now();
    BOOST_TEST(!is_kept(store));
    auto const took = std::chrono::steady_clock::now() - begin;
    BOOST_TEST((took < std::chrono::seconds(5)));  // as long as it would wait for others
    store.add(record(3, 0), 1, 1);
  }
  BOOST_TEST(is_kept(store));
  BOOST_TEST(count(file, "jobs") == 3);
}

BOOST_FIXTURE_TEST_CASE(what_was_half_written_when_somebody_killed_it_is_undone, place) {
  auto const found = folder / "found.db";
  {
    auto store = job_store(file, false);
    store.add(record(1, 0), 1, 1);
    store.commit();
    store.add_output(2, 1, std::string(8'000'000, 'x'));  // more than SQLite has in memory
    for (auto const* end : {"", "-journal"})
      std::filesystem::copy_file(file.string() + end, found.string() + end);
  }
  auto const store = job_store(found, true);
  BOOST_TEST(count(found, "jobs") == 1);
  BOOST_TEST(count(found, "outputs") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_file_of_somebody_else_stays_as_it_is, place) {
  {
    auto const made = job_store(file, false);
  }
  auto said = dlp_test::text_of<dlp::usage_error>([&] { return job_store(file, false); });
  BOOST_TEST(dlp_test::contains(said, "is there already: delete it, or go on with it by --resume"));
  auto const other = folder / "other.db";
  dlp_test::write_file(other, "");
  database(other, access::write).execute("CREATE TABLE mine (x)");
  said = dlp_test::text_of<dlp::usage_error>([&] { return job_store(other, true); });
  BOOST_TEST(dlp_test::contains(said, "has other tables than those of dlp-each"));
  said = dlp_test::text_of<dlp::usage_error>([] { return job_store("/no/such/jobs.db", false); });
  BOOST_TEST(said == "dlp-each: /no/such/jobs.db cannot be written: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()

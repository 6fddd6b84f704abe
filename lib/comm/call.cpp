// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/call.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <dlp/comm/liveness.hpp>
#include <dlp/comm/range_digest.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

auto said(int rank, std::string const& words, std::string const& where) -> std::string {
  auto text = "rank " + std::to_string(rank) + " says \"" + words + "\"";
  return where.empty() ? text : text + " at " + where;
}

/// What to look for where two ranks are at different calls; nothing where they are at one that they
/// describe differently.
auto advice(std::string_view words, std::string_view others) -> std::string {
  auto const name = [](std::string_view call) { return call.substr(0, call.find_first_of(" ,")); };
  if (name(words) == name(others)) return {};
  return "; look for a call that only some ranks make, e.g. inside if (is_root())";
}

/// "main.cpp:12"; empty where no line of a program is known.
auto line_of(std::source_location where) -> std::string {
  if (where.line() == 0) return {};
  auto const path = std::string_view(where.file_name());
  return std::string(path.substr(path.rfind('/') + 1)) + ":" + std::to_string(where.line());
}

}  // namespace

call::call(context& talk, std::string words, int root, std::source_location where, on_loss then)
    : talk_(talk),
      number_(0),
      words_(std::move(words)),
      said_words_(words_ + (ranges_are_compared() ? ", DLP_CHECK=1" : "")),
      where_(line_of(where)),
      root_(root),
      then_(then) {
  if (talk_.in_body()) {
    throw usage_error("dlp: " + words_ +
                      " inside the body of a loop, or of call_on_root, over the same communicator: "
                      "the other ranks are elsewhere and cannot take part");
  }
  number_ = talk_.begin_call();
  is_open_ = true;
  if (liveness::is_on() || talk_.losses() != 0) engagement_.emplace([this] { return hopeless(); });
}

void call::close() noexcept {
  engagement_.reset();
  if (std::exchange(is_open_, false)) talk_.end_call(number_);
}

auto call::hopeless() const -> std::string {
  if (talk_.losses() == 0) return {};
  for (auto rank = 0; rank != talk_.size(); ++rank) {
    if (rank == talk_.rank() || !talk_.is_lost(rank) || !needs(rank)) continue;
    auto const host = talk_.host_of(rank);
    return "rank " + std::to_string(rank) + (host.empty() ? "" : " (" + host + ")") +
           (talk_.is_dead(rank) ? " has died" : " is silent") + ", and \"" + words_ +
           "\" cannot do without it";
  }
  return {};
}

auto call::needs(int rank) const -> bool {
  if (survives()) return rank == root_;
  return needed_.empty() || std::ranges::find(needed_, rank) != needed_.end();
}

void call::need(std::vector<int> ranks) {
  auto const was_engaged = engagement_.has_value();
  engagement_.reset();  // no other thread asks meanwhile
  needed_ = std::move(ranks);
  then_ = on_loss::end_job;
  if (was_engaged) engagement_.emplace([this] { return hopeless(); });
}

void call::say_hello(index_t size, std::vector<failure> const& failures, std::uint32_t flags) {
  auto const to = at_root() ? 0 : root_;
  if (to == talk_.rank()) return;
  auto hello = make_message(number_, word::hello, {0, size}, flags);
  append(hello.body, said_words_);
  append(hello.body, failures);
  append(hello.body, where_);
  if (survives()) append(hello.body, host_name());
  talk_.send(to, std::move(hello));
}

auto call::host_of(message const& hello) -> std::string {
  auto body = byte_reader(hello.body);
  body.take_text();
  static_cast<void>(take_failures(body));
  body.take_text();
  return body.done() ? std::string() : body.take_text();
}

auto call::failures_of(message const& hello) -> std::vector<failure> {
  auto body = byte_reader(hello.body);
  body.take_text();
  return take_failures(body);
}

void call::send(int to, word what, index_range range, std::uint32_t flags) {
  talk_.send(to, make_message(number_, what, range, flags));
}

void call::send(int to, word what, bytes body, index_range range, std::uint32_t flags) {
  auto made = make_message(number_, what, range, flags);
  made.body = std::move(body);
  talk_.send(to, std::move(made));
}

auto call::try_receive() -> std::optional<message> {
  while (auto what = talk_.try_receive(number_)) {
    if (what->what == word::disagree) {
      throw disagreement(byte_reader(what->body).take_text());
    }
    if (what->what != word::hello) return what;
    compare(*what);
    if (at_root()) return what;
  }
  return std::nullopt;
}

void call::compare(message const& hello) {
  // Rank 0's own words are on their way to the root: of the two, the root compares.
  if (talk_.rank() == 0 && hello.source == root_) return;
  auto body = byte_reader(hello.body);
  auto const theirs = body.take_text();
  if (theirs == said_words_ || !take_failures(body).empty())
    return;  // who failed could not say all
  auto mine_said = said(talk_.rank(), said_words_, where_);
  auto theirs_said = said(hello.source, theirs, body.done() ? "" : body.take_text());
  // Two ranks that say hello to each other both come here: they find the same text.
  if (hello.source < talk_.rank()) std::swap(mine_said, theirs_said);
  refuse(mine_said + ", " + theirs_said + advice(words_, theirs));
}

void call::refuse(std::string const& why) {
  auto const text = "dlp: the ranks do not make the same call: " + why;
  auto body = bytes();
  append(body, text);
  for (auto to = 0; to != talk_.size(); ++to) {
    if (to != talk_.rank()) send(to, word::disagree, body);
  }
  throw disagreement(text);
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <comm/call/call.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <comm/call/range_check.hpp>
#include <comm/loss/liveness.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

/// What to look for where two ranks are at different calls; nothing where they are at one that they
/// describe differently.
auto advice(std::string_view words, std::string_view others) -> std::string {
  if (name_in(words) == name_in(others)) return {};
  return "; look for a call that only some ranks make, e.g. inside if (is_root())";
}

auto hello_in(message const& what) -> hello {
  auto body = byte_reader(what.body);
  return take_hello(body);
}

}  // namespace

call::call(context& talk, std::string words, int root, std::source_location where, on_loss then)
    : talk_(talk),
      number_(0),
      words_(std::move(words)),
      said_words_(ranges_are_compared() ? words_ + ", DLP_CHECK=1" : std::string()),
      where_(where),
      root_(root),
      then_(then) {
  talk_.require_no_pool(words_);
  if (talk_.in_body()) {
    throw usage_error("dlp: " + words_ +
                      " inside the body of a loop, of call_on_root, of once_per_node or of a call "
                      "of a pool over the same communicator: the other ranks are elsewhere and "
                      "cannot take part");
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

auto call::own_hello(std::vector<failure> const& failures, std::span<std::byte const> part) const
    -> bytes {
  auto const line = where();
  auto const said = hello{.words = said_words(),
                          .failures = failures,
                          .where = line,
                          .host = survives() || names_hosts_ ? host_name() : std::string_view()};
  auto body = bytes();
  body.reserve(words_.size() + line.size() + part.size() + 256);
  append(body, said);
  body.insert(body.end(), part.begin(), part.end());
  return body;
}

void call::say_hello(index_t size, std::vector<failure> const& failures, std::uint32_t flags,
                     std::span<std::byte const> part) {
  auto const to = at_root() ? 0 : root_;
  if (to == talk_.rank()) return;
  send(to, word::hello, own_hello(failures, part), {0, size}, flags);
}

auto call::host_of(message const& what) -> std::string { return std::string(hello_in(what).host); }

auto call::failures_of(message const& what) -> std::vector<failure> {
  return hello_in(what).failures;
}

auto call::part_of(message const& what) -> std::span<std::byte const> {
  auto body = byte_reader(what.body);
  static_cast<void>(take_hello(body));
  return body.rest();
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
  if (early_.empty()) return take();
  auto what = std::move(early_.front());
  early_.pop_front();
  return what;
}

auto call::receive_from(int rank) -> message {
  while (true) {
    auto const next = std::ranges::find_if(early_, [&](message const& one) {
      return one.source == rank || one.what == word::end;  // of a loop that cannot begin
    });
    if (next != early_.end()) {
      auto what = std::move(*next);
      early_.erase(next);
      return what;
    }
    if (auto what = take()) {
      early_.push_back(std::move(*what));
    } else {
      talk_.pause();
    }
  }
}

auto call::take() -> std::optional<message> {
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

void call::compare(message const& what) {
  // Rank 0's own words are on their way to the root: of the two, the root compares.
  if (talk_.rank() == 0 && what.source == root_) return;
  auto const theirs = hello_in(what);
  auto const unlike = how_builds_differ(talk_.rank(), protocol, what.source, theirs.version);
  if (!unlike.empty()) tell_all_and_throw(unlike);
  if (theirs.words == said_words()) return;
  if (!theirs.failures.empty()) return;  // who failed could not say all
  refuse(to_string({talk_.rank(), said_words(), where()},
                   {what.source, std::string(theirs.words), std::string(theirs.where)}) +
         advice(words_, theirs.words));
}

void call::refuse(std::string const& why) {
  tell_all_and_throw("dlp: the ranks do not make the same call: " + why);
}

void call::tell_all_and_throw(std::string const& text) {
  auto body = bytes();
  append(body, text);
  for (auto to = 0; to != talk_.size(); ++to) {
    if (to != talk_.rank()) send(to, word::disagree, body);
  }
  throw disagreement(text);
}

auto hear_all(call& here, bytes mine) -> std::vector<bytes> {
  auto all = std::vector<bytes>(static_cast<std::size_t>(here.talk().size()));
  all[static_cast<std::size_t>(here.root())] = std::move(mine);
  for (auto missing = here.talk().size() - 1; missing != 0; --missing) {
    auto what = here.receive();
    all[static_cast<std::size_t>(what.source)] = std::move(what.body);
  }
  return all;
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/call.hpp>

#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {

call::call(context& talk, std::string words, int root)
    : talk_(talk), number_(0), words_(std::move(words)), root_(root) {
  if (talk_.in_body()) {
    throw usage_error("dlp: " + words_ +
                      " inside the body of a loop over the same communicator: the other ranks are "
                      "in bodies of their own and cannot take part");
  }
  number_ = talk_.begin_call();
}

void call::say_hello(index_t size, std::vector<failure> const& failures) {
  auto const to = at_root() ? 0 : root_;
  if (to == talk_.rank()) return;
  auto hello = make_message(number_, word::hello, {0, size});
  append(hello.body, words_);
  append(hello.body, failures);
  talk_.send(to, std::move(hello));
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
  auto body = byte_reader(hello.body);
  auto const theirs = body.take_text();
  if (theirs == words_ || !take_failures(body).empty()) return;  // who failed could not say all
  refuse("rank " + std::to_string(talk_.rank()) + " says \"" + words_ + "\", rank " +
         std::to_string(hello.source) + " says \"" + theirs + "\"");
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

// SPDX-License-Identifier: BSL-1.0
#include <each/output_printer.hpp>

#include <utility>

namespace dlp::detail {

output_printer::output_printer(printing_terms terms, writer write)
    : terms_(terms), write_(std::move(write)) {}

auto output_printer::find(std::uint64_t job) -> output& {
  auto const found = outputs_.find(job);
  if (found != outputs_.end()) return found->second;
  return outputs_.emplace(job, output{.waiting = {output_spool(beside_), output_spool(beside_)}})
      .first->second;
}

void output_printer::add(std::uint64_t job, int stream, std::string_view text,
                         std::string const& tag) {
  if (text.empty()) return;
  auto& its = find(job);
  auto const which = static_cast<std::size_t>(stream - 1);
  its.tag = tag;
  if (terms_.by_line && is_its_turn(job))
    print_lines(its, which, text);
  else
    its.waiting[which].append(text);
}

void output_printer::end(std::uint64_t job, std::string const& head) {
  auto& its = find(job);
  its.head = head;
  its.has_ended = true;
  if (terms_.keeps_order) {
    go_on();
  } else {
    print_rest(its);
    outputs_.erase(job);
  }
}

void output_printer::drop(std::uint64_t job) {
  auto const found = outputs_.find(job);
  if (found == outputs_.end()) return;
  auto& its = found->second;
  for (auto& one : its.waiting) one.clear();
  for (auto& one : its.unended) one.clear();
}

void output_printer::end_all() {
  for (auto& [job, its] : outputs_) print_rest(its);
  outputs_.clear();
}

/// Prints those whose turn it is now.
void output_printer::go_on() {
  for (;;) {
    auto const next = outputs_.find(turn_);
    if (next == outputs_.end()) return;
    if (!next->second.has_ended) {
      if (terms_.by_line) print_waiting(next->second);
      return;
    }
    print_rest(next->second);
    outputs_.erase(next);
    ++turn_;
  }
}

void output_printer::print_waiting(output& its) {
  for (auto stream = std::size_t{0}; stream != its.waiting.size(); ++stream) {
    its.waiting[stream].read([&](std::string_view text) {
      if (terms_.by_line)
        print_lines(its, stream, text);
      else
        print(its, stream, text);
    });
    its.waiting[stream].clear();
  }
}

void output_printer::print_rest(output& its) {
  if (!its.head.empty()) write_(1, its.head);
  print_waiting(its);
  for (auto stream = std::size_t{0}; stream != its.unended.size(); ++stream) {
    print(its, stream, std::exchange(its.unended[stream], {}));
  }
}

void output_printer::print_lines(output& its, std::size_t stream, std::string_view text) {
  auto const end = text.rfind('\n');
  if (end == text.npos) {
    its.unended[stream] += text;
    return;
  }
  auto whole = std::exchange(its.unended[stream], std::string(text.substr(end + 1)));
  print(its, stream, whole.append(text.substr(0, end + 1)));
}

void output_printer::print(output& its, std::size_t stream, std::string_view text) {
  if (text.empty()) return;
  auto const to = static_cast<int>(stream) + 1;
  if (its.tag.empty()) {
    write_(to, text);
    return;
  }
  auto tagged = std::string();
  while (!text.empty()) {
    if (!its.in_line[stream]) tagged.append(its.tag).append(1, '\t');
    auto const end = text.find('\n');
    its.in_line[stream] = end == text.npos;
    auto const line = text.substr(0, its.in_line[stream] ? text.npos : end + 1);
    tagged += line;
    text.remove_prefix(line.size());
  }
  write_(to, tagged);
}

}  // namespace dlp::detail

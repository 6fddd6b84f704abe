// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/when_all.hpp>

namespace dlp::detail {
namespace {

struct gathered_states {
  std::shared_ptr<call_state> combined;
  std::size_t missing;
  std::function<void()> set;

  void set_combined() const {
    try {
      set();
    } catch (...) {
      combined->fail(std::current_exception());
    }
  }
};

}  // namespace

void gather(std::vector<std::shared_ptr<call_state>> const& members,
            std::shared_ptr<call_state> const& combined, std::function<void()> set) {
  auto const all =
      std::make_shared<gathered_states>(gathered_states{combined, members.size(), std::move(set)});
  combined->on_cancel(cancelling(members));
  for (auto const& one : members) {
    one->when_ready([all, its = one.get()] {
      auto const why = its->error();  // asked for, though another's is told
      if (all->combined->ready()) return;
      if (why)
        all->combined->fail(why);
      else if (--all->missing == 0)
        all->set_combined();
    });
  }
  if (members.empty()) all->set_combined();
}

}  // namespace dlp::detail

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <source_location>
#include <utility>

#include <dlp/adaptor/closure.hpp>
#include <dlp/adaptor/compared_range.hpp>
#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/index_cursor.hpp>
#include <dlp/adaptor/kept_view.hpp>

namespace dlp::detail {

/// The number of examples, where the range knows it without being walked.
template <class V>
[[nodiscard]] auto size_of(V& base) -> std::optional<index_t> {
  if constexpr (std::ranges::sized_range<V>) {
    return static_cast<index_t>(std::ranges::size(base));
  } else {
    return std::nullopt;
  }
}

/// A value that a function has made, moved to where it stays. Made there at once, as a member, it
/// would show the function where the object is, and after each call of whatever function the
/// compiler would read all of the object from memory again: test/instructions counts that.
template <class T>
[[nodiscard]] auto moved(T&& made) -> T {
  return std::forward<T>(made);
}

}  // namespace dlp::detail

namespace dlp {

/// What every split of a range is: a range, options, and a way to share the indices out.
///
/// The view is a description: it can be stored, copied and looped over again, and does nothing.
/// Its iterator, move-only, is the loop: `begin()` opens it and the iterator's destructor closes
/// it. The elements are those of the base range, unchanged.
///
/// `Share` says which indices are this rank's: `Share::options`, `Share::name`, which is the word
/// that the user typed, `Share::needs_size`, and `Share::open(base, options)`, which points to
/// something with `next()`, `index()` and `range_ends_at(size)`; and `looked(finds_none)` where it
/// wants to know of a range without a size whether it is empty here.
template <std::ranges::view V, class Share>
  requires std::ranges::input_range<V>
class split_view : public std::ranges::view_interface<split_view<V, Share>> {
 public:
  /// Those of the split: `split_options` or `managed_options`.
  using options_type = typename Share::options;

  /// What the split makes of a range; a program calls the split.
  split_view(V base, options_type options) : base_(std::move(base)), options_(std::move(options)) {}

  template <class Base>
  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using difference_type = std::ranges::range_difference_t<Base>;
    using value_type = std::ranges::range_value_t<Base>;

    explicit iterator(Base& base, options_type const& options)
        : walked_(base, detail::loop_to_compare(options, Share::name)),
          share_(detail::moved(walked_.unless_refused([&] { return Share::open(base, options); }))),
          cursor_(base) {
      if constexpr (!std::ranges::forward_range<Base>) cursor_.note_in(walked_.seen());
      if constexpr (!std::ranges::sized_range<Base> && requires { share_->looked(true); }) {
        share_->looked(cursor_.finds_none());
      }
      step();
    }
    iterator(iterator&&) = default;
    auto operator=(iterator&&) -> iterator& = default;

    [[nodiscard]] auto operator*() const -> std::ranges::range_reference_t<Base> {
      return *cursor_;
    }
    auto operator++() -> iterator& {
      step();
      return *this;
    }
    void operator++(int) { step(); }

    [[nodiscard]] auto at_end() const noexcept -> bool { return at_end_; }
    friend auto operator==(iterator const& it, std::default_sentinel_t) noexcept -> bool {
      return it.at_end();
    }

   private:
    void step() {
      while (walked_.unless_refused([this] { return share_->next(); })) {
        if (cursor_.seek(share_->index())) [[likely]] {
          walked_.visited(share_->index());
          return;
        }
        share_->range_ends_at(cursor_.position());
      }
      at_end_ = true;
      walked_.compare();
    }

    // In this order: the loop is open before the range is touched, so that a range that throws
    // does so inside the loop, where the other ranks get to know.
    [[no_unique_address]] detail::walked_range<Base> walked_;
    decltype(Share::open(std::declval<Base&>(), std::declval<options_type const&>())) share_;
    detail::index_cursor<Base> cursor_;
    bool at_end_ = false;
  };

  /// Collective, where the share is a managed one: every rank of the communicator.
  [[nodiscard]] auto begin(std::source_location where = std::source_location::current()) {
    return iterator<V>(base_, options_at(where));
  }
  /// The same.
  [[nodiscard]] auto begin(std::source_location where = std::source_location::current()) const
    requires std::ranges::input_range<V const>
  {
    return iterator<V const>(base_, options_at(where));
  }
  /// Where the loop is over for this rank.
  [[nodiscard]] static constexpr auto end() noexcept -> std::default_sentinel_t { return {}; }

 private:
  /// Where no options were written, the line that errors name is that of the loop.
  [[nodiscard]] auto options_at(std::source_location where) const -> options_type {
    auto options = options_;
    if constexpr (requires { options.where; }) {
      if (options.where.line() == 0) options.where = where;
    }
    return options;
  }

  V base_;
  options_type options_;
};

namespace detail {

/// The function object behind a split; its two overloads give all four ways to write one:
/// `split(xs)`, `split(xs, {…})`, `xs | split`, `xs | split({…})`.
template <class Share>
struct split_fn : range_adaptor_closure<split_fn<Share>> {
  using options_type = typename Share::options;

  template <examples_or_value R>
  [[nodiscard]] auto operator()(R&& range) const {
    auto options = options_type();
    if constexpr (requires { options.where; }) options.where = {};
    return (*this)(std::forward<R>(range), std::move(options));
  }
  template <examples_or_value R>
  [[nodiscard]] auto operator()(R&& range, options_type options) const {
    auto base = as_range(std::forward<R>(range));
    using view = decltype(base);
    constexpr auto walked_once =
        !std::ranges::forward_range<view> && !std::ranges::sized_range<view>;
    if constexpr (Share::needs_size && walked_once) {
      using kept = kept_view<view>;
      return split_view<kept, Share>(kept(std::move(base)), std::move(options));
    } else {
      return split_view<view, Share>(std::move(base), std::move(options));
    }
  }
  [[nodiscard]] auto operator()(options_type options) const {
    return bound<split_fn, options_type>(std::move(options));
  }
};

}  // namespace detail
}  // namespace dlp

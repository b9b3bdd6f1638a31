// The words of the bell, and numbers as a language writes them. English and Vietnamese.
#pragma once

#include <string>
#include <string_view>

#include "notifications/bell.h"
#include "platform/base/money.h"

namespace plaza::notifications {

// An occasion as a language writes it; `before` and `place` may be empty.
struct Spoken {
  std::string when, before, place;
};
// "An liked your post." `actor` is a display name; empty: somebody who is gone.
std::string bell_text(Kind kind, std::string_view actor, std::string_view subject, std::string_view locale, const Spoken& spoken = {});

// "Thu, 5 Mar 2026, 18:00–20:00 (UTC+1)" by a clock that is so far ahead of UTC.
std::string span_text(const Span& span, std::string_view locale, Micros ahead);

// "€19.99" and "19,99 €"; "₫450,000" and "450.000 ₫".
std::string money_text(Money money, std::string_view locale);

}  // namespace plaza::notifications

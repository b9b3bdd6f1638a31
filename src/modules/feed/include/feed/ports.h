// What feed asks of modules above it. Without it nobody belongs to a segment, so rules with an audience apply to nobody.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plaza::feed {

// Who belongs to which segment. From memory, while a page is made; thread-safe.
class Audience {
 public:
  virtual ~Audience() = default;
  // `account` is 0 when only the visitor is known.
  virtual bool contains(std::string_view segment, std::int64_t account, std::string_view visitor) const = 0;
};

// Whose data may be used for a feed of their own; without it everybody's. From memory, asked for each page; thread-safe.
class Allowance {
 public:
  virtual ~Allowance() = default;
  virtual bool may_personalize(std::int64_t account, std::string_view visitor) const = 0;
};

// Who is kept out of personalisation, so that what it brings can be measured; without it nobody is. From memory; thread-safe.
class HoldOut {
 public:
  virtual ~HoldOut() = default;
  virtual bool is_held_out(std::int64_t account, std::string_view visitor) const = 0;
};

// Products that are not promoted for now: posts that tag one are recommended to nobody. Feeds of those whom a member follows show them
// still. From memory, asked for each post of a page; thread-safe.
class Promotion {
 public:
  virtual ~Promotion() = default;
  virtual bool is_any_paused() const = 0;
  virtual bool is_paused(std::int64_t product) const = 0;
};

}  // namespace plaza::feed

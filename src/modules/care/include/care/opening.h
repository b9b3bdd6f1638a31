// When the brand answers: its hours now, and how long answers took of late. From memory; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/base/time.h"

namespace plaza::care {

struct OpeningStatus {
  bool within_hours = true;
  std::optional<Time> opens_at;  // when it is outside of them
  // Three of four first answers by that channel came within so many working minutes, in the last four weeks; nothing: too few to say.
  std::optional<std::int64_t> answers_within_minutes;
};

class Opening {
 public:
  virtual ~Opening() = default;
  virtual OpeningStatus status(std::string_view channel) const = 0;
  // How far the shop's clock is ahead of UTC at that time.
  virtual Micros ahead_of_utc(Time at) const = 0;
};

}  // namespace plaza::care

// Web push: short messages to the devices on which somebody allowed it, by the push services of their browsers (RFC 8030), readable by
// the device alone (RFC 8291), from a sender that proves itself (RFC 8292). Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "identity/ids.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::notifications {

// What a phone that saves its battery holds back (RFC 8030, 5.3).
enum class Urgency { very_low, low, normal, high };
constexpr auto enum_names(Urgency*) { return std::array<std::string_view, 4>{"very-low", "low", "normal", "high"}; }

struct PushMessage {
  identity::AccountId to;
  std::string title;  // cut at 100 code points
  std::string text;   // cut at 300
  std::string url;    // a path of our own, opened by a tap; others are refused by CHECK
  std::string tag;    // a later one with the same tag takes the place of one that waits or is shown; may be empty
  Urgency urgency = Urgency::normal;
  Micros lives = hours(24);  // what could not be delivered by then is not delivered
};

class Push {
 public:
  virtual ~Push() = default;
  // To each device of the account on which its session is still open: enqueued in the caller's transaction. How many devices; those that
  // got too many within the hour are left out.
  virtual std::int64_t send(db::Transaction& tx, const PushMessage& message) = 0;
};

}  // namespace plaza::notifications

// One line of the interaction log: what somebody did, or a domain event that learners need to know.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "platform/base/time.h"

namespace plaza::interactions {

// Stored as numbers: do not reorder.
enum class Kind { track, identify, page, screen, group, alias, domain, tick };
constexpr auto enum_names(Kind*) {
  return std::array{"track", "identify", "page", "screen", "group", "alias", "domain", "tick"};
}

// How far the acting identity may be believed. Stored as numbers: do not reorder.
enum class Trust {
  evidence,  // a public write key, or none: never merges with an account, never counts as a purchase
  session,   // the signed-in account acted on our own pages
  secret,    // a secret key speaks for the person it names
  domain,    // a module's own decision, bridged from the outbox
};

struct Record {
  std::int64_t position = 0;  // 1, 2, 3 …: the order every learner sees
  Time at;                    // when it happened, corrected for the sender's clock
  Time received_at;
  Kind kind = Kind::track;
  Trust trust = Trust::evidence;
  std::int64_t account = 0;   // the acting account (identity::AccountId), 0 when only the visitor is known
  std::string visitor;        // the anonymous id; may be empty for server calls that name a user
  std::string user_id;        // what the sender called the user: evidence unless trust says more
  std::string name;           // event name, page name, or the domain event's topic
  std::string message_id;     // unique within 24 hours
  std::string properties;     // JSON object: properties, traits, or the domain event's payload
  std::string context;        // JSON object as sent; may be empty
};

}  // namespace plaza::interactions

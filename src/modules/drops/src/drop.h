// A drop and a place in its line, as values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "catalog/ids.h"
#include "drops/ids.h"
#include "identity/ids.h"
#include "platform/base/time.h"

namespace plaza::drops {

// Both let people in by the line's order, as long as there are units for them. A waiting room goes on
// taking people after the opening and lets them in at a rate; a raffle takes none and draws at once.
enum class Mode { waiting_room, raffle };
constexpr auto enum_names(Mode*) { return std::array{"waiting_room", "raffle"}; }

enum class State { draft, scheduled, open, paused, closed };  // numbers as in the database
constexpr auto enum_names(State*) {
  return std::array{"draft", "scheduled", "open", "paused", "closed"};
}

enum class TicketState { waiting, admitted, bought, lapsed };  // numbers as in the database
constexpr auto enum_names(TicketState*) {
  return std::array{"waiting", "admitted", "bought", "lapsed"};
}

struct Drop {
  DropId id;
  catalog::ProductId product_id;
  std::string title;
  Mode mode = Mode::waiting_room;
  State state = State::draft;
  Time joins_at;  // from then on people may join
  Time opens_at;
  std::optional<Time> closes_at;
  std::int64_t quantity = 0;  // never more are sold
  std::int64_t sold = 0;
  std::int64_t per_person = 1;
  std::int64_t rate_per_minute = 60;
  std::int64_t admission_seconds = 300;  // how long who was let in may buy
  std::int64_t work_bits = 16;
  bool sells_on = false;  // what is left goes on selling, without a gate, once the drop is over
  std::string seed;       // 32 bytes; public after the opening
  std::string secret;     // 32 bytes: signs tickets and challenges
  std::optional<Time> admit_from;
  std::optional<Time> opened_at, closed_at;
  std::int64_t version = 1;
  Time created_at;
};

struct Ticket {
  TicketId id;
  DropId drop_id;
  identity::AccountId account_id;  // none: a guest's
  TicketState state = TicketState::waiting;
  bool late = false;      // joined after the opening
  std::int64_t rank = 0;  // the line's order is (late, rank, id)
  Time joined_at;
  std::optional<Time> admitted_at, admitted_until, bought_at;
  std::int64_t units = 0;  // bought
  std::int64_t version = 1;
};

}  // namespace plaza::drops

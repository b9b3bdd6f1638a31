// Joining a drop's line and one's place in it.
#pragma once

#include <string>
#include <string_view>

#include "line_table.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::drops {

struct Person {
  identity::AccountId account_id;
  std::string visitor;
  std::string key() const;  // see person_of()
};

struct Joined {
  Ticket ticket;
  bool fresh = true;  // false: the person had this place before
};

// Where somebody stands.
struct Standing {
  Ticket ticket;
  Drop drop;
  bool drawn = false;             // the places are known
  std::int64_t ahead = 0;         // when drawn and waiting
  std::int64_t eta_seconds = -1;  // -1: not known
  bool likely = false;            // there are units for everybody ahead and for this one
};

// Codes: drops.not_found (404), drops.not_open, drops.closed, drops.full (409),
// drops.challenge_unknown, drops.challenge_expired, drops.work_too_little (400),
// drops.ticket_not_found (404).
class WaitingRoom {
 public:
  static constexpr std::int64_t places_max = 1'000'000;

  WaitingRoom(IdSource& ids, const Clock& clock, LineTable& lines)
      : ids_(ids), clock_(clock), lines_(lines) {}

  // A drop that the public may see; memory.
  Result<Drop> drop(DropId id) const;
  Result<std::string> challenge(DropId id, const Person& person) const;
  // Whether the answer is worth a place; gives the challenge's nonce. Touches no database.
  Result<std::string> check(DropId id, const Person& person, std::string_view challenge,
                            std::string_view answer) const;
  // A place for the nonce; the one that the person, or the nonce, has if there is one.
  Result<Joined> join(db::Transaction& tx, DropId id, const Person& person, std::string_view nonce);
  // By a signed ticket, else by the account. Memory.
  Result<Standing> standing(DropId id, std::string_view tickets,
                            identity::AccountId account) const;
  Standing standing(const Drop& drop, const Ticket& ticket) const;

 private:
  Result<Joined> had_before(db::Transaction& tx, const Drop& drop, Ticket ticket,
                            std::string_view nonce);

  IdSource& ids_;
  const Clock& clock_;
  LineTable& lines_;
};

}  // namespace plaza::drops

// Drops, tickets and purchases in the database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drop.h"
#include "platform/db/connection.h"

namespace plaza::drops::store {

// --- drops
// False: the product has a drop that is not over.
bool insert(db::Transaction& tx, const Drop& drop);
// False: it is another version now, or more was sold than the new quantity.
bool update(db::Transaction& tx, const Drop& drop);
// False: it is not in the state `from` any more.
bool move(db::Transaction& tx, const Drop& drop, State to, Time now);
bool delete_draft(db::Transaction& tx, DropId id);
std::optional<Drop> find(db::Reader& reader, DropId id);
// Newest first; `before` none: from the start.
std::vector<Drop> drops(db::Reader& reader, DropId before, int limit);
// False: the drop is not on sale, or has fewer left.
bool count_sold(db::Transaction& tx, DropId id, std::int64_t units);
void uncount_sold(db::Transaction& tx, DropId id, std::int64_t units);
void set_admit_from(db::Transaction& tx, DropId id, Time from);

// --- tickets
struct NewTicket {
  Ticket ticket;
  std::string person;  // may be empty
  std::string nonce;
};
// False: the person has a place, or the nonce is used, or the drop is in no state that goes with an
// early (late) ticket.
bool insert(db::Transaction& tx, const NewTicket& made);
// The lapsed ticket goes to the end of the line. False: it is not lapsed, or the nonce is used.
bool rejoin(db::Transaction& tx, TicketId id, std::int64_t rank, std::string_view nonce, Time now);
std::optional<Ticket> find(db::Reader& reader, TicketId id);
std::optional<Ticket> of_person(db::Reader& reader, DropId drop, std::string_view person);
std::optional<Ticket> of_nonce(db::Reader& reader, DropId drop, std::string_view nonce);
void each_ticket(db::Reader& reader, DropId drop, const std::function<void(const Ticket&)>& each);

// Members who still wait, by their tickets' ids; `each` gets at most 500 at once.
void each_waiting_member(db::Reader& reader, DropId drop,
                         const std::function<void(std::vector<identity::AccountId>)>& each);

struct LinePlace {
  bool late = false;
  std::int64_t rank = -1;
  std::int64_t id = 0;
};
// In the line's order, whatever their state.
std::vector<Ticket> line(db::Reader& reader, DropId drop, const LinePlace& after, int limit);

// --- moves of tickets: each gives what it moved
std::vector<Ticket> admit(db::Transaction& tx, DropId drop, std::int64_t people, Time now,
                          Time until);
std::vector<Ticket> lapse(db::Transaction& tx, DropId drop, Time now, int limit);
struct Purchase {
  std::int64_t order = 0;
  std::int64_t units = 0;
  std::string buyer;
  identity::AccountId account_id;
};
std::optional<Ticket> spend(db::Transaction& tx, DropId drop, TicketId id, const Purchase& purchase,
                            Time now);
struct Unspent {
  Ticket ticket;
  std::string buyer;
};
// Open again until `until` at least.
std::vector<Unspent> unspend(db::Transaction& tx, std::int64_t order, Time until);
struct Counts {
  std::int64_t waiting = 0, inside = 0;  // people
  std::int64_t sold = 0;                 // units, of the same moment
};
Counts counts(db::Reader& reader, DropId drop);

// --- purchases
// False: with these the person has more than `most`.
bool add_purchase(db::Transaction& tx, DropId drop, std::string_view buyer, std::int64_t units,
                  std::int64_t most);
void take_purchase(db::Transaction& tx, DropId drop, std::string_view buyer, std::int64_t units);
std::int64_t purchased(db::Reader& reader, DropId drop, std::string_view buyer);

}  // namespace plaza::drops::store

#include "store.h"

#include <limits>

#include "statements.h"

namespace plaza::drops::store {
namespace {

constexpr int stream_rows = 10'000;

std::optional<Time> maybe_time(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.time(column));
}

Drop drop_from(const db::Row& row) {
  Drop drop;
  drop.id = row.id<DropId>(0);
  drop.product_id = row.id<catalog::ProductId>(1);
  drop.title = row.string(2);
  drop.mode = static_cast<Mode>(row.integer(3));
  drop.state = static_cast<State>(row.integer(4));
  drop.joins_at = row.time(5);
  drop.opens_at = row.time(6);
  drop.closes_at = maybe_time(row, 7);
  drop.quantity = row.integer(8);
  drop.sold = row.integer(9);
  drop.per_person = row.integer(10);
  drop.rate_per_minute = row.integer(11);
  drop.admission_seconds = row.integer(12);
  drop.work_bits = row.integer(13);
  drop.sells_on = row.integer(14) != 0;
  drop.seed = std::string(row.bytes(15));
  drop.secret = std::string(row.bytes(16));
  drop.admit_from = maybe_time(row, 17);
  drop.opened_at = maybe_time(row, 18);
  drop.closed_at = maybe_time(row, 19);
  drop.version = row.integer(20);
  drop.created_at = row.time(21);
  return drop;
}

Ticket ticket_from(const db::Row& row) {
  return {row.id<TicketId>(0),
          row.id<DropId>(1),
          row.id<identity::AccountId>(2),
          static_cast<TicketState>(row.integer(3)),
          row.integer(4) != 0,
          row.integer(5),
          row.time(6),
          maybe_time(row, 7),
          maybe_time(row, 8),
          maybe_time(row, 9),
          row.integer(10),
          row.integer(11)};
}

std::int64_t number(State state) { return static_cast<std::int64_t>(state); }

}  // namespace

bool insert(db::Transaction& tx, const Drop& d) {
  return tx.execute(sql::insert_drop,
                    {d.id, d.product_id, d.title, static_cast<std::int64_t>(d.mode),
                     number(d.state), d.joins_at, d.opens_at, d.closes_at, d.quantity, d.per_person,
                     d.rate_per_minute, d.admission_seconds, d.work_bits, d.sells_on,
                     db::Bytes{d.seed}, db::Bytes{d.secret}, d.created_at}) == 1;
}

bool update(db::Transaction& tx, const Drop& d) {
  return tx.execute(sql::update_drop, {d.id, d.version, d.title, d.joins_at, d.opens_at,
                                       d.closes_at, d.quantity, d.per_person, d.rate_per_minute,
                                       d.admission_seconds, d.work_bits, d.sells_on}) == 1;
}

bool move(db::Transaction& tx, const Drop& d, State to, Time now) {
  const bool opens = to == State::open;
  const auto opened = opens ? std::optional(now) : std::nullopt;
  const auto closed = to == State::closed ? std::optional(now) : std::nullopt;
  return tx.execute(sql::move_drop, {d.id, number(d.state), number(to), opened, closed, opened}) ==
         1;
}

bool delete_draft(db::Transaction& tx, DropId id) {
  return tx.execute(sql::delete_draft, {id}) == 1;
}

std::optional<Drop> find(db::Reader& reader, DropId id) {
  return reader.one(sql::find_drop, {id}, drop_from);
}

std::vector<Drop> drops(db::Reader& reader, DropId before, int limit) {
  const std::int64_t from = before ? before.value : std::numeric_limits<std::int64_t>::max();
  return reader.all(sql::all_drops, {from, limit}, drop_from);
}

bool count_sold(db::Transaction& tx, DropId id, std::int64_t units) {
  return tx.execute(sql::count_sold, {id, units}) == 1;
}

void uncount_sold(db::Transaction& tx, DropId id, std::int64_t units) {
  tx.send(sql::uncount_sold, {id, units});
}

void set_admit_from(db::Transaction& tx, DropId id, Time from) {
  tx.send(sql::set_admit_from, {id, from});
}

bool insert(db::Transaction& tx, const NewTicket& made) {
  const Ticket& t = made.ticket;
  // Between the hour of the opening and the turn that opens it, a late one finds it scheduled still.
  const State first = State::scheduled;
  const State last = t.late ? State::paused : State::scheduled;
  const auto person = made.person.empty() ? std::nullopt : std::optional(made.person);
  return tx.execute(sql::insert_ticket, {t.id, t.drop_id, person, t.account_id, made.nonce, t.late,
                                         t.rank, number(first), number(last), t.joined_at}) == 1;
}

bool rejoin(db::Transaction& tx, TicketId id, std::int64_t rank, std::string_view nonce, Time now) {
  return tx.execute(sql::rejoin, {id, rank, nonce, now}) == 1;
}

std::optional<Ticket> find(db::Reader& reader, TicketId id) {
  return reader.one(sql::find_ticket, {id}, ticket_from);
}

std::optional<Ticket> of_person(db::Reader& reader, DropId drop, std::string_view person) {
  return reader.one(sql::ticket_of_person, {drop, person}, ticket_from);
}

std::optional<Ticket> of_nonce(db::Reader& reader, DropId drop, std::string_view nonce) {
  return reader.one(sql::ticket_of_nonce, {drop, nonce}, ticket_from);
}

void each_waiting_member(db::Reader& reader, DropId drop,
                         const std::function<void(std::vector<identity::AccountId>)>& each) {
  constexpr int at_once = 500;
  TicketId last;
  for (int rows = at_once; rows == at_once;) {
    rows = 0;
    std::vector<identity::AccountId> members;
    reader.each(sql::waiting_members, {drop, last, at_once}, [&](const db::Row& row) {
      last = TicketId{row.integer(0)};
      members.push_back({row.integer(1)});
      ++rows;
    });
    if (!members.empty()) each(std::move(members));
  }
}

void each_ticket(db::Reader& reader, DropId drop, const std::function<void(const Ticket&)>& each) {
  TicketId last;
  for (int rows = stream_rows; rows == stream_rows;) {
    rows = 0;
    reader.each(sql::tickets_after, {drop, last, stream_rows}, [&](const db::Row& row) {
      const Ticket ticket = ticket_from(row);
      last = ticket.id;
      each(ticket);
      ++rows;
    });
  }
}

std::vector<Ticket> line(db::Reader& reader, DropId drop, const LinePlace& after, int limit) {
  return reader.all(sql::line_after, {drop, after.late, after.rank, after.id, limit}, ticket_from);
}

std::vector<Ticket> admit(db::Transaction& tx, DropId drop, std::int64_t people, Time now,
                          Time until) {
  return tx.all(sql::admit, {drop, people, now, until}, ticket_from);
}

std::vector<Ticket> lapse(db::Transaction& tx, DropId drop, Time now, int limit) {
  return tx.all(sql::lapse, {drop, now, limit}, ticket_from);
}

std::optional<Ticket> spend(db::Transaction& tx, DropId drop, TicketId id, const Purchase& purchase,
                            Time now) {
  return tx.one(sql::spend,
                {id, drop, purchase.order, purchase.units, purchase.buyer, now, purchase.account_id},
                ticket_from);
}

std::vector<Unspent> unspend(db::Transaction& tx, std::int64_t order, Time until) {
  return tx.all(sql::unspend, {order, until},
                [](const db::Row& row) { return Unspent{ticket_from(row), row.string(12)}; });
}

Counts counts(db::Reader& reader, DropId drop) {
  const auto all = [](const db::Row& row) {
    return Counts{row.integer(0), row.integer(1), row.integer(2)};
  };
  return reader.one(sql::waiting_inside_sold, {drop}, all).value_or(Counts{});
}

bool add_purchase(db::Transaction& tx, DropId drop, std::string_view buyer, std::int64_t units,
                  std::int64_t most) {
  return tx.execute(sql::add_purchase, {drop, buyer, units, most}) == 1;
}

void take_purchase(db::Transaction& tx, DropId drop, std::string_view buyer, std::int64_t units) {
  tx.send(sql::take_purchase, {drop, buyer, units});
}

std::int64_t purchased(db::Reader& reader, DropId drop, std::string_view buyer) {
  const auto units = [](const db::Row& row) { return row.integer(0); };
  return reader.one(sql::purchased, {drop, buyer}, units).value_or(0);
}

}  // namespace plaza::drops::store

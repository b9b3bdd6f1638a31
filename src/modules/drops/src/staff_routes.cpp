// Drops at the desk: make, change, move, watch.
#include "identity/roles.h"
#include "platform/base/text.h"
#include "routes.h"
#include "store.h"
#include "tokens.h"

namespace plaza::drops {
namespace {

using http::Call;

constexpr const char* tag = "Drops";

#define DROPS_WISH_MEMBERS                                                                          \
  std::optional<std::string> title;                                                                 \
  std::optional<Time> joins_at, opens_at, closes_at;                                                \
  std::optional<std::int64_t> quantity, per_person, rate_per_minute, admission_seconds, work_bits;  \
  std::optional<bool> sells_on

template <class V, class Wish>
void describe_wish(V& v, Wish& wish) {
  v("title", wish.title, json::Length{0, 200});
  v("joins_at", wish.joins_at, json::Doc{"From when people may join; left out: at once."});
  v("opens_at", wish.opens_at);
  v("closes_at", wish.closes_at);
  v("quantity", wish.quantity, json::Between{1, 1'000'000}, json::Doc{"Never more are sold."});
  v("per_person", wish.per_person, json::Between{1, 1'000});
  v("rate_per_minute", wish.rate_per_minute, json::Between{1, 100'000});
  v("admission_seconds", wish.admission_seconds, json::Between{30, 7 * 24 * 3'600},
    json::Doc{"How long who was let in may buy."});
  v("work_bits", wish.work_bits, json::Between{0, 28},
    json::Doc{"What a place costs: 2^bits digests on average; 16 is a fraction of a second."});
  v("sells_on", wish.sells_on, json::Doc{"What is left sells without a gate once the drop is over."});
}

struct CreateDrop {
  catalog::ProductId product_id;
  Mode mode = Mode::waiting_room;
  DROPS_WISH_MEMBERS;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("mode", mode, json::Optional{});
    describe_wish(v, *this);
  }
};
struct EditDrop {
  DropId id;
  std::int64_t version = 0;
  DROPS_WISH_MEMBERS;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version, json::Doc{"The one that was read; another one by now: drops.stale."});
    describe_wish(v, *this);
  }
};
struct MoveDrop {
  DropId id;
  State status = State::scheduled;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
  }
};
struct OneDrop {
  DropId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct StaffDropView {
  DropView drop;
  std::int64_t version = 1, sold = 0, admitted = 0, bought = 0, lapsed = 0;
  bool sells_on = false;
  Time created_at;
  template <class V>
  void describe(V& v) {
    drop.describe(v);
    v("version", version);
    v("sold", sold);
    v("admitted", admitted);
    v("bought", bought);
    v("lapsed", lapsed);
    v("sells_on", sells_on);
    v("created_at", created_at);
  }
};
struct ListPage {
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 80});
  }
};
struct StaffDropList {
  std::vector<StaffDropView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListTickets {
  DropId id;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 80});
  }
};
struct StaffTicketView {
  TicketId id;
  std::optional<identity::AccountId> account_id;
  TicketState status = TicketState::waiting;
  bool early = false;
  std::optional<std::int64_t> rank;
  Time joined_at;
  std::optional<Time> admitted_at, admitted_until, bought_at;
  std::int64_t units = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("account_id", account_id);
    v("status", status);
    v("early", early);
    v("rank", rank, json::Doc{"After the opening."});
    v("joined_at", joined_at);
    v("admitted_at", admitted_at);
    v("admitted_until", admitted_until);
    v("bought_at", bought_at);
    v("units", units);
  }
};
struct TicketList {
  std::vector<StaffTicketView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

http::Access staff() { return identity::staff_access(identity::merchandiser); }
Error bad_cursor() { return invalid_field("cursor", "wrong_format", "is no cursor of this list"); }

template <class Request>
DropWish wish_of(const Request& r) {
  return {r.title,      r.joins_at,        r.opens_at,          r.closes_at, r.quantity,
          r.per_person, r.rate_per_minute, r.admission_seconds, r.work_bits, r.sells_on};
}

StaffDropView view_of(const RouteParts& parts, db::Reader& reader, const Drop& drop) {
  const auto product = parts.catalog.product(reader, drop.product_id);
  const auto counts = parts.lines.counts(drop.id);
  StaffDropView view;
  view.drop = drop_view(drop, parts.lines, product ? product->handle : "", parts.clock.now());
  view.version = drop.version;
  view.sold = drop.sold;
  view.admitted = counts.admitted;
  view.bought = counts.bought;
  view.lapsed = counts.lapsed;
  view.sells_on = drop.sells_on;
  view.created_at = drop.created_at;
  return view;
}

Result<StaffDropList> list(const RouteParts& parts, db::Reader& reader, const ListPage& request) {
  DropId before;
  if (!request.cursor.empty()) {
    const auto cursor = parse_id<DropId>(request.cursor);
    if (!cursor) return bad_cursor();
    before = *cursor;
  }
  auto drops = store::drops(reader, before, request.limit + 1);
  StaffDropList page;
  if (std::ssize(drops) > request.limit) {
    drops.pop_back();
    page.next_cursor = to_text(drops.back().id);
  }
  for (const auto& drop : drops) page.items.push_back(view_of(parts, reader, drop));
  return page;
}

// "late.rank.id"
Result<store::LinePlace> place_from(const std::string& cursor) {
  if (cursor.empty()) return store::LinePlace{};
  const auto first = cursor.find('.');
  const auto second = first == std::string::npos ? first : cursor.find('.', first + 1);
  if (second == std::string::npos) return bad_cursor();
  const auto late = parse_integer(cursor.substr(0, first));
  const auto rank = parse_integer(cursor.substr(first + 1, second - first - 1));
  const auto id = parse_integer(cursor.substr(second + 1));
  if (!late || !rank || !id) return bad_cursor();
  return store::LinePlace{*late != 0, *rank, *id};
}

// In the order of the line; before the opening by a cursor that says nothing of it (ids).
Result<TicketList> tickets(const RouteParts& parts, db::Reader& reader, const ListTickets& request) {
  TRY(const Drop drop, parts.desk.find(reader, request.id));
  if (!drop.opened_at) {
    return Error{ErrorKind::conflict, "drops.not_open", "The line has no order before the opening."};
  }
  TRY(const auto after, place_from(request.cursor));
  auto line = store::line(reader, drop.id, after, request.limit + 1);
  TicketList page;
  if (std::ssize(line) > request.limit) {
    line.pop_back();
    const Ticket& last = line.back();
    page.next_cursor = std::string(last.late ? "1." : "0.") + std::to_string(last.rank) + "." +
                       std::to_string(last.id.value);
  }
  for (const auto& t : line) {
    const auto account = t.account_id ? std::optional(t.account_id) : std::nullopt;
    const auto rank = t.late ? std::nullopt : std::optional(t.rank);
    page.items.push_back({t.id, account, t.state, !t.late, rank, t.joined_at, t.admitted_at,
                          t.admitted_until, t.bought_at,
                          t.state == TicketState::bought ? t.units : 0});
  }
  return page;
}

void add_reading(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListPage, StaffDropList>("/v1/admin/drops", "listDropsAtDesk")
                 .summary("All drops, newest first.")
                 .tag(tag)
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListPage& request) {
                   return list(parts, reader, request);
                 }));
  routes.add(
      http::get<OneDrop, StaffDropView>("/v1/admin/drops/{id}", "getDropAtDesk")
          .summary("One drop with what staff may know.")
          .tag(tag)
          .access(staff())
          .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
          .read(parts.database,
                [parts](Call&, db::Reader& reader, const OneDrop& r) -> Result<StaffDropView> {
                  TRY(const Drop drop, parts.desk.find(reader, r.id));
                  return view_of(parts, reader, drop);
                }));
  routes.add(http::get<ListTickets, TicketList>("/v1/admin/drops/{id}/tickets", "listDropTickets")
                 .summary("The line in its order, after the opening.")
                 .tag(tag)
                 .access(staff())
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .error("drops.not_open", ErrorKind::conflict, "It has no order yet.")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListTickets& r) {
                   return tickets(parts, reader, r);
                 }));
  routes.add(http::get<OneDrop, LiveView>("/v1/admin/drops/{id}/live", "getDropLive")
                 .summary("The numbers of this moment and of the last hour, from memory.")
                 .tag(tag)
                 .access(staff())
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .memory([parts](Call&, const OneDrop& r) -> Result<LiveView> {
                   const auto drop = parts.lines.drop(r.id);
                   if (!drop)
                     return Error{ErrorKind::not_found, "drops.not_found", "There is no such drop."};
                   return live_view(*drop, parts.lines, parts.clock.now());
                 }));
}

void add_making(http::Routes& routes, const RouteParts& parts) {
  routes.add(
      http::post<CreateDrop, StaffDropView>("/v1/admin/drops", "createDrop")
          .summary("A draft of a drop; opens_at and quantity are needed.")
          .tag(tag)
          .access(staff())
          .status(201)
          .idempotent()
          .error("drops.product_not_found", ErrorKind::not_found, "There is no such product.")
          .error("drops.product_has_drop", ErrorKind::conflict, "It has a drop that is not over.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx, const CreateDrop& r) -> Result<StaffDropView> {
                   if (!r.opens_at) return invalid_field("opens_at", "required", "is required");
                   if (!r.quantity) return invalid_field("quantity", "required", "is required");
                   TRY(const Drop drop, parts.desk.create(tx, r.product_id, r.mode, wish_of(r)));
                   return view_of(parts, tx, drop);
                 }));
  routes.add(
      http::patch<EditDrop, StaffDropView>("/v1/admin/drops/{id}", "editDrop")
          .summary("Changes a drop; what is left out stays.")
          .tag(tag)
          .access(staff())
          .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
          .error("drops.stale", ErrorKind::conflict, "Somebody else has changed it.")
          .error("drops.wrong_state", ErrorKind::conflict, "Not after the opening, or not any more.")
          .error("drops.below_sold", ErrorKind::conflict, "More are sold already.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx, const EditDrop& r) -> Result<StaffDropView> {
                   TRY(const Drop drop, parts.desk.change(tx, r.id, r.version, wish_of(r)));
                   return view_of(parts, tx, drop);
                 }));
  routes.add(
      http::post<MoveDrop, StaffDropView>("/v1/admin/drops/{id}/status", "moveDrop")
          .summary("Schedules, opens, pauses or closes a drop.")
          .tag(tag)
          .access(staff())
          .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
          .error("drops.wrong_state", ErrorKind::conflict, "It cannot go from its state to that one.")
          .error("drops.stale", ErrorKind::conflict, "Somebody else has moved it.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx, const MoveDrop& r) -> Result<StaffDropView> {
                   TRY(const Drop drop, parts.desk.move(tx, r.id, r.status));
                   return view_of(parts, tx, drop);
                 }));
  routes.add(http::del<OneDrop, http::None>("/v1/admin/drops/{id}", "deleteDrop")
                 .summary("Deletes a draft.")
                 .tag(tag)
                 .access(staff())
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .error("drops.wrong_state", ErrorKind::conflict, "It is no draft.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const OneDrop& r) -> Result<http::None> {
                          TRY_DONE(parts.desk.remove(tx, r.id));
                          return http::None{};
                        }));
}

}  // namespace

void add_staff_routes(http::Routes& routes, const RouteParts& parts) {
  add_reading(routes, parts);
  add_making(routes, parts);
}

}  // namespace plaza::drops

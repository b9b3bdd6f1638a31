// Staff: what is on its way, pre-orders, purchase limits.
#include <algorithm>

#include "inventory/events.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "routes.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;
using http::Call;

constexpr const char* tag = "Stock";

struct OneVariant {
  VariantId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

// --- on its way
struct IncomingView {
  std::string id;
  VariantId variant_id;
  std::string location;
  std::int64_t quantity = 0, received = 0;
  std::optional<Time> expected_at, closed_at;
  std::string note;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("variant_id", variant_id);
    v("location", location);
    v("quantity", quantity);
    v("received", received);
    v("expected_at", expected_at);
    v("closed_at", closed_at);
    v("note", note);
    v("created_at", created_at);
  }
};
struct IncomingPage {
  std::vector<IncomingView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListIncoming {
  std::optional<VariantId> variant_id;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id, json::Doc{"All of one variant; left out: all that is open."});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct CreateIncoming {
  VariantId variant_id;
  std::string location = "main";
  std::int64_t quantity = 0;
  std::optional<Time> expected_at;
  std::string note;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("location", location, json::Optional{}, json::Length{1, 60});
    v("quantity", quantity, json::Between{1, 10'000'000});
    v("expected_at", expected_at);
    v("note", note, json::Optional{}, json::Length{0, 500});
  }
};
struct ReceiveIncoming {
  std::string id;
  std::int64_t quantity = 0;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 40});
    v("quantity", quantity, json::Between{0, 10'000'000}, json::Doc{"That came; 0 calls it off."});
  }
};

std::string incoming_text(std::int64_t id) { return id_text("inc", id); }

Error incoming_not_found() {
  return {ErrorKind::not_found, "inventory.incoming_not_found", "There is no such delivery."};
}

IncomingView view_of(const IncomingRow& row, const LocationRules& places) {
  IncomingView view{incoming_text(row.id), row.variant_id,  "", row.quantity, row.received,
                    row.expected_at,       row.closed_at,   row.note, row.created_at};
  for (const auto& place : places.all()) {
    if (place.id == row.location_id) view.location = place.handle;
  }
  return view;
}

Result<IncomingPage> list(const RouteParts& parts, db::Reader& reader, const ListIncoming& r) {
  std::int64_t after = 0;
  if (!r.cursor.empty()) {
    const auto cursor = parse_id("inc", r.cursor);
    if (!cursor) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    after = *cursor;
  }
  auto rows = incoming(reader, r.variant_id, after, r.limit + 1);
  IncomingPage page;
  if (std::ssize(rows) > r.limit) {
    rows.pop_back();
    page.next_cursor = incoming_text(rows.back().id);
  }
  for (const auto& row : rows) page.items.push_back(view_of(row, parts.places));
  return page;
}

Result<IncomingView> create(const RouteParts& parts, db::Transaction& tx, const CreateIncoming& r) {
  const auto place = find_location(tx, r.location);
  if (!place) {
    return Error{ErrorKind::not_found,
                 "inventory.location_not_found",
                 "There is no such location.",
                 {{"location", "not_found", "is no location's handle"}}};
  }
  const auto known = parts.catalog.variants(tx, std::span(&r.variant_id, 1));
  if (known.empty()) {
    return Error{ErrorKind::not_found, "inventory.variant_not_found", "There is no such variant."};
  }
  const IncomingRow row{parts.ids.next(),
                        r.variant_id,
                        known.front().variant.product_id,
                        place->id,
                        r.quantity,
                        r.expected_at,
                        r.note,
                        parts.clock.now(),
                        0,
                        std::nullopt};
  insert_incoming(tx, row);
  return view_of(row, parts.places);
}

Result<IncomingView> receive(const RouteParts& parts, const Call& call, db::Transaction& tx,
                             const ReceiveIncoming& r) {
  const auto id = parse_id("inc", r.id);
  auto row = id ? incoming_of(tx, *id) : std::nullopt;
  if (!row) return incoming_not_found();
  const Time now = parts.clock.now();
  if (!close_incoming(tx, row->id, r.quantity, now)) {
    return Error{ErrorKind::conflict, "inventory.incoming_closed", "It was received, or called off."};
  }
  if (r.quantity > 0) {
    TRY_DONE(parts.stock.receive(tx, row->variant_id, row->location_id, r.quantity,
                                 incoming_text(row->id), actor_of(call)));
  }
  row->received = r.quantity;
  row->closed_at = now;
  return view_of(*row, parts.places);
}

void add_incoming(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListIncoming, IncomingPage>("/v1/admin/incoming", "listIncomingStock")
                 .summary("What is on its way, oldest first.")
                 .tag(tag)
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListIncoming& r) {
                   return list(parts, reader, r);
                 }));
  routes.add(
      http::post<CreateIncoming, IncomingView>("/v1/admin/incoming", "createIncomingStock")
          .summary("Says what is on its way, and when it is expected.")
          .tag(tag)
          .access(staff())
          .status(201)
          .idempotent()
          .error("inventory.variant_not_found", ErrorKind::not_found, "There is no such variant.")
          .error("inventory.location_not_found", ErrorKind::not_found, "There is no such location.")
          .write(parts.database, [parts](Call&, db::Transaction& tx, const CreateIncoming& r) {
            return create(parts, tx, r);
          }));
  routes.add(
      http::post<ReceiveIncoming, IncomingView>("/v1/admin/incoming/{id}/receive",
                                                "receiveIncomingStock")
          .summary("It came: on hand at once, pre-orders first. Or it is called off.")
          .tag(tag)
          .access(staff())
          .error("inventory.incoming_not_found", ErrorKind::not_found, "There is no such delivery.")
          .error("inventory.incoming_closed", ErrorKind::conflict, "It was received, or called off.")
          .write(parts.database,
                 [parts](Call& call, db::Transaction& tx, const ReceiveIncoming& r) {
                   return receive(parts, call, tx, r);
                 }));
}

// --- pre-orders
struct PreorderView {
  VariantId variant_id;
  std::int64_t cap = 0, presold = 0, left = 0;
  std::optional<Time> promised_at;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("cap", cap);
    v("presold", presold, json::Doc{"Sold and not there yet."});
    v("left", left);
    v("promised_at", promised_at);
  }
};
struct PutPreorder {
  VariantId id;
  std::int64_t cap = 0;
  std::optional<Time> promised_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("cap", cap, json::Between{0, 1'000'000}, json::Doc{"How many may wait for it; 0 ends the pre-order."});
    v("promised_at", promised_at, json::Doc{"When they are expected; left out: the next delivery's date."});
  }
};

// What the next delivery says, when staff say nothing.
std::optional<Time> next_delivery(db::Reader& reader, VariantId variant) {
  std::optional<Time> next;
  for (const auto& row : incoming(reader, variant, 0, 100)) {
    if (row.closed_at || !row.expected_at) continue;
    if (!next || *row.expected_at < *next) next = row.expected_at;
  }
  return next;
}

Result<PreorderView> put(const RouteParts& parts, db::Transaction& tx, const PutPreorder& r) {
  const auto known = parts.catalog.variants(tx, std::span(&r.id, 1));
  if (known.empty()) {
    return Error{ErrorKind::not_found, "inventory.variant_not_found", "There is no such variant."};
  }
  PreorderRow wish{r.id, known.front().variant.product_id, r.cap, 0, r.promised_at, 0};
  if (!wish.promised_at) wish.promised_at = next_delivery(tx, r.id);
  const auto row = put_preorder(tx, wish);
  events::publish(tx, r.id.value, RulesChanged{"preorder"});
  auto& levels = parts.levels;
  tx.on_commit([&levels, row] { levels.apply(row); });
  return PreorderView{row.variant_id, row.cap, row.presold, row.left(), row.promised_at};
}

// --- limits
struct LimitView {
  VariantId variant_id;
  std::optional<std::int64_t> per_order, per_person;
  std::int64_t days = 0;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("per_order", per_order);
    v("per_person", per_person);
    v("days", days);
  }
};
struct PutLimit {
  VariantId id;
  std::optional<std::int64_t> per_order, per_person;
  std::int64_t days = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("per_order", per_order, json::Between{1, 100'000});
    v("per_person", per_person, json::Between{1, 100'000});
    v("days", days, json::Optional{}, json::Between{0, 3'650},
      json::Doc{"The time that per_person counts in; 0: for ever."});
  }
};

Result<LimitView> put(const RouteParts& parts, db::Transaction& tx, const PutLimit& r) {
  const LimitRow row{r.id, r.per_order, r.per_person, r.days};
  if (parts.catalog.variants(tx, std::span(&r.id, 1)).empty()) {
    return Error{ErrorKind::not_found, "inventory.variant_not_found", "There is no such variant."};
  }
  put_limit(tx, row);
  events::publish(tx, r.id.value, RulesChanged{"limit"});
  auto& limits = parts.limits;
  tx.on_commit([&limits, row] { limits.put(row); });
  return LimitView{r.id, r.per_order, r.per_person, r.days};
}

Result<http::None> remove(const RouteParts& parts, db::Transaction& tx, const OneVariant& r) {
  remove_limit(tx, r.id);
  events::publish(tx, r.id.value, RulesChanged{"limit"});
  auto& limits = parts.limits;
  tx.on_commit([&limits, id = r.id] { limits.remove(id); });
  return http::None{};
}

void add_rules(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<OneVariant, PreorderView>("/v1/admin/variants/{id}/preorder", "getPreorder")
                 .summary("A variant's pre-order; cap 0 when it has none.")
                 .tag(tag)
                 .access(staff())
                 .read(parts.database,
                       [](Call&, db::Reader& reader, const OneVariant& r) -> Result<PreorderView> {
                         const auto row = preorder_of(reader, r.id);
                         if (!row) return PreorderView{r.id, 0, 0, 0, std::nullopt};
                         return PreorderView{r.id, row->cap, row->presold, row->left(),
                                             row->promised_at};
                       }));
  routes.add(
      http::put<PutPreorder, PreorderView>("/v1/admin/variants/{id}/preorder", "putPreorder")
          .summary("Lets a variant sell on when it is not there, up to a cap, with a date.")
          .tag(tag)
          .access(staff())
          .error("inventory.variant_not_found", ErrorKind::not_found, "There is no such variant.")
          .write(parts.database, [parts](Call&, db::Transaction& tx, const PutPreorder& r) {
            return put(parts, tx, r);
          }));
  routes.add(http::get<OneVariant, LimitView>("/v1/admin/variants/{id}/limit", "getPurchaseLimit")
                 .summary("A variant's purchase limit; without numbers when it has none.")
                 .tag(tag)
                 .access(staff())
                 .memory([parts](Call&, const OneVariant& r) -> Result<LimitView> {
                   const auto limit = parts.limits.of(r.id);
                   if (!limit) return LimitView{r.id, std::nullopt, std::nullopt, 0};
                   return LimitView{r.id, limit->per_order, limit->per_person, limit->days};
                 }));
  routes.add(
      http::put<PutLimit, LimitView>("/v1/admin/variants/{id}/limit", "putPurchaseLimit")
          .summary("How much one order, and one person in some days, may have of a variant.")
          .tag(tag)
          .access(staff())
          .error("inventory.variant_not_found", ErrorKind::not_found, "There is no such variant.")
          .write(parts.database, [parts](Call&, db::Transaction& tx, const PutLimit& r) {
            return put(parts, tx, r);
          }));
  routes.add(http::del<OneVariant, http::None>("/v1/admin/variants/{id}/limit", "removePurchaseLimit")
                 .summary("No limit any more.")
                 .tag(tag)
                 .access(staff())
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const OneVariant& r) {
                   return remove(parts, tx, r);
                 }));
}

}  // namespace

void add_supply_routes(http::Routes& routes, const RouteParts& parts) {
  add_incoming(routes, parts);
  add_rules(routes, parts);
}

}  // namespace plaza::inventory

#include "order_store.h"

#include <algorithm>
#include <limits>

#include "order_words.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "statements.h"

namespace plaza::orders::order_store {
namespace {

// The document in the column `details`.
struct Details {
  std::vector<OrderLine> lines;
  pricing::Totals totals;
  Address shipping_address;
  ChosenShipping shipping_option;
  std::string note;
  std::vector<OrderDiscount> discounts;
  std::vector<Tender> tenders;
  std::optional<OrderId> exchange_of;
  std::optional<Taxed> taxed;
  template <class V>
  void describe(V& v) {
    v("lines", lines);
    v("totals", totals);
    v("shipping_address", shipping_address);
    v("shipping_option", shipping_option);
    v("note", note, json::Multiline{});
    v("discounts", discounts, json::Optional{});
    v("tenders", tenders, json::Optional{});
    v("exchange_of", exchange_of);
    v("taxed", taxed);
  }
};

Details details_of(const Order& order) {
  const auto original = order.exchange_of ? std::optional(order.exchange_of) : std::nullopt;
  return {order.lines, order.totals,    order.shipping_address, order.shipping_option,
          order.note,  order.discounts, order.tenders,          original, order.taxed};
}

// Orders of an earlier version say less about their lines: what is missing follows from the rest.
void complete(std::vector<OrderLine>& lines, const pricing::Totals& totals) {
  for (auto& line : lines) {
    line.discount = Money{0, line.total.currency};
    line.charged = {line.total.amount + (totals.tax_included ? 0 : line.tax.amount), line.total.currency};
  }
}

AfterSaleRecord after_of(std::string_view text) {
  if (text.empty()) return {};
  auto decoded = json::decode<AfterSaleRecord>(text);
  CHECK(decoded.ok());
  return std::move(*decoded);
}

// Entries stand one after the other, each with a comma before it, so that one is added by appending text.
struct History {
  std::vector<HistoryEntry> entries;
  template <class V>
  void describe(V& v) {
    v("entries", entries);
  }
};

std::string entry_text(const HistoryEntry& entry) { return "," + json::encode(entry); }

std::vector<HistoryEntry> history_of(std::string_view text) {
  if (!text.empty()) text.remove_prefix(1);
  auto decoded = json::decode<History>("{\"entries\":[" + std::string(text) + "]}");
  CHECK(decoded.ok());
  return std::move(decoded->entries);
}

Stored read(const db::Row& row) {
  Stored stored;
  Order& order = stored.order;
  order.id = row.id<OrderId>(0);
  order.number = row.integer(1);
  order.status = static_cast<OrderStatus>(row.integer(2));
  order.account_id = row.id<identity::AccountId>(3);
  order.cart_id = row.id<CartId>(4);
  order.placed_at = row.time(5);
  order.paid_at = row.time(6);
  order.visitor = row.string(7);
  order.email = row.string(8);
  order.locale = row.string(9);
  order.access_token = row.string(10);
  order.tracking = row.string(11);
  stored.request = row.string(12);
  order.history = history_of(row.text(13));
  auto details = json::decode<Details>(row.text(14));
  CHECK(details.ok());
  order.lines = std::move(details->lines);
  order.totals = std::move(details->totals);
  order.shipping_address = std::move(details->shipping_address);
  order.shipping_option = std::move(details->shipping_option);
  order.note = std::move(details->note);
  order.discounts = std::move(details->discounts);
  order.tenders = std::move(details->tenders);
  if (details->exchange_of) order.exchange_of = *details->exchange_of;
  order.taxed = details->taxed;
  if (!order.taxed) complete(order.lines, order.totals);
  order.version = row.integer(15);
  order.after = after_of(row.text(16));
  return stored;
}

Order read_order(const db::Row& row) { return read(row).order; }

int number(OrderStatus status) { return static_cast<int>(status); }

// What a walk looks for: a word stands nowhere in a text that holds one of LIKE's own letters.
std::string containing(const std::vector<std::string>& words, std::size_t index) {
  return index < words.size() ? "%" + words[index] + "%" : "%";
}

// "#1001" or "1001".
std::optional<std::int64_t> number_in(std::string_view q) {
  q = trimmed(q);
  if (q.starts_with('#')) q.remove_prefix(1);
  return parse_integer(q);
}

// What has left of an order with this status.
bool goes_with(FulfilmentStatus fulfilment, OrderStatus status) {
  if (fulfilment != FulfilmentStatus::fulfilled) return status == OrderStatus::paid;
  return status == OrderStatus::fulfilled || status == OrderStatus::delivered;
}

bool matches(OrderStatus status, bool has_parcels, const OrderQuery& query) {
  if (query.status ? status != *query.status : status == OrderStatus::dropped) return false;
  if (!query.fulfilment) return true;
  if (!goes_with(*query.fulfilment, status)) return false;
  return status != OrderStatus::paid || has_parcels != (*query.fulfilment == FulfilmentStatus::unfulfilled);
}

const db::Statement& statement_of(FulfilmentStatus fulfilment) {
  switch (fulfilment) {
    case FulfilmentStatus::unfulfilled: return statements::list_unfulfilled;
    case FulfilmentStatus::partial: return statements::list_partly;
    case FulfilmentStatus::fulfilled: break;
  }
  return statements::list_fulfilled;
}

// From the newest on, those whose text has all of the words somewhere.
std::vector<Order> walk(db::Reader& reader, const OrderQuery& query, std::vector<std::string> words, std::int64_t before) {
  if (query.fulfilment && query.status && !goes_with(*query.fulfilment, *query.status)) return {};
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  const std::string first = containing(words, 0), second = containing(words, 1), third = containing(words, 2);
  if (query.fulfilment && (!query.status || *query.status == OrderStatus::paid)) {
    return reader.all(statement_of(*query.fulfilment), {before, query.limit, first, second, third}, read_order);
  }
  if (query.status) {
    return reader.all(statements::list_by_status, {before, query.limit, first, second, third, number(*query.status)},
                      read_order);
  }
  return reader.all(statements::list_orders, {before, query.limit, first, second, third}, read_order);
}

// With this whole address, whatever else contains it.
std::vector<Order> of_email(db::Reader& reader, const OrderQuery& query, std::string_view email, std::int64_t before) {
  const int status = query.status ? number(*query.status) : -1;
  const int fulfilment = query.fulfilment ? static_cast<int>(*query.fulfilment) : -1;
  return reader.all(statements::list_by_email, {before, query.limit, lower_ascii(trimmed(email)), status, fulfilment},
                    read_order);
}

}  // namespace

bool matches(const Order& order, const OrderQuery& query) {
  return matches(order.status, !order.after.fulfilments.empty(), query);
}

std::int64_t next_number(db::Transaction& tx) {
  const auto number = tx.one(statements::next_number, {}, [](const db::Row& row) { return row.integer(0); });
  CHECK(number);
  return *number;
}

void insert(db::Transaction& tx, const Order& order, std::string_view request) {
  std::string history;
  for (const auto& entry : order.history) history += entry_text(entry);
  const auto account = order.account_id ? std::optional(order.account_id) : std::nullopt;
  tx.send(statements::insert_order,
          {order.id, order.number, account, order.cart_id, order.placed_at, search_text(order), order.visitor, order.email,
           order.locale, order.access_token, request, history,
           json::encode(details_of(order))});
}

void insert_past(db::Transaction& tx, const Order& order, std::string_view name) {
  std::string history;
  for (const auto& entry : order.history) history += entry_text(entry);
  const auto account = order.account_id ? std::optional(order.account_id) : std::nullopt;
  const std::string search = search_text(order) + " " + folded(name);
  tx.send(statements::insert_past_order,
          {order.id, order.number, number(order.status), account, order.placed_at, order.paid_at, search, order.visitor,
           order.email, order.locale, order.access_token, order.tracking, history, json::encode(details_of(order)),
           json::encode(order.after), static_cast<std::int64_t>(order.after.fulfilments.size())});
}

Status check_kept(const Order& order) {
  const std::string texts[] = {json::encode(details_of(order)), json::encode(order.after),
                               json::encode(History{order.history})};
  const auto details = json::decode<Details>(texts[0]);
  if (!details.ok()) return details.error();
  const auto after = json::decode<AfterSaleRecord>(texts[1]);
  if (!after.ok()) return after.error();
  const auto history = json::decode<History>(texts[2]);
  return history.ok() ? done() : Status(history.error());
}

std::optional<Stored> find(db::Reader& reader, OrderId id) { return reader.one(statements::find_order, {id}, read); }

std::vector<Order> list(db::Reader& reader, const OrderQuery& query) {
  const std::int64_t before = query.before ? query.before.value : std::numeric_limits<std::int64_t>::max();
  if (query.account_id) return reader.all(statements::list_of_account, {before, query.limit, query.account_id}, read_order);
  if (!query.email.empty()) return of_email(reader, query, query.email, before);
  if (const auto wanted = number_in(query.q)) {
    if (query.before) return {};
    auto found = reader.all(statements::find_by_number, {*wanted}, read_order);
    std::erase_if(found, [&](const Order& order) { return !matches(order, query); });
    return found;
  }
  if (const auto at = query.q.find('@'); at != std::string::npos && query.q.find('.', at) != std::string::npos) {
    auto found = of_email(reader, query, query.q, before);
    if (!found.empty() || query.before) return found;
  }
  if (trimmed(query.q).empty()) return walk(reader, query, {}, before);
  const auto words = order_words::words_in(folded(query.q));
  if (words.empty()) return {};
  const auto hits = order_words::find(reader, words, OrderId{before});
  if (!hits) return walk(reader, query, words, before);
  std::vector<Order> found;
  for (const auto& hit : *hits) {
    if (found.size() == static_cast<std::size_t>(query.limit)) break;
    if (!matches(hit.status, hit.has_parcels, query)) continue;
    if (auto order = reader.one(statements::find_order, {hit.id}, read_order)) found.push_back(std::move(*order));
  }
  return found;
}

std::int64_t count_of(db::Reader& reader, identity::AccountId account) {
  return *reader.one(statements::count_of_account, {account}, [](const db::Row& row) { return row.integer(0); });
}

bool has_bought(db::Reader& reader, identity::AccountId account, std::string_view email) {
  const auto there = [](const db::Row&) { return true; };
  if (account && reader.one(statements::bought_as_account, {account}, there)) return true;
  const std::string address = lower_ascii(trimmed(email));
  return !address.empty() && reader.one(statements::bought_as_address, {address}, there);
}

bool move(db::Transaction& tx, OrderId id, OrderStatus from, const HistoryEntry& entry) {
  CHECK(may_move(from, entry.status));
  return tx.execute(statements::move_order, {id, number(from), number(entry.status), entry_text(entry)}) == 1;
}

bool pay(db::Transaction& tx, OrderId id, const HistoryEntry& entry) {
  CHECK(entry.status == OrderStatus::paid);
  return tx.execute(statements::pay_order, {id, entry_text(entry), entry.at}) == 1;
}

bool change(db::Transaction& tx, const Order& order, std::span<const HistoryEntry> more) {
  order_words::replace(tx, order.id, search_text(order));
  std::string history;
  for (const auto& entry : more) history += entry_text(entry);
  return tx.execute(statements::change_order,
                    {order.id, order.version, number(order.status), history, order.tracking, search_text(order),
                     json::encode(details_of(order)), json::encode(order.after),
                     static_cast<std::int64_t>(order.after.fulfilments.size())}) == 1;
}

void note(db::Transaction& tx, std::int64_t id, OrderId order, const By& by, const AuditEntry& entry) {
  const auto account = by.id ? std::optional(by.id) : std::nullopt;
  tx.send(statements::insert_audit, {id, order, entry.at, actor_text(by.kind), account, by.name, entry.action, entry.text,
                                     entry.reason});
}

std::vector<AuditEntry> audit(db::Reader& reader, OrderId order) {
  return reader.all(statements::audit_of, {order}, [](const db::Row& row) {
    AuditEntry entry;
    entry.at = row.time(0);
    entry.actor.kind = row.string(1);
    if (const auto account = row.id<identity::AccountId>(2)) entry.actor.id = to_text(account);
    entry.actor.name = row.string(3);
    entry.action = row.string(4);
    entry.text = row.string(5);
    entry.reason = row.string(6);
    return entry;
  });
}

void blank(db::Transaction& tx, const Order& order) {
  std::string history;
  for (const auto& entry : order.history) history += entry_text(entry);
  const std::string after = json::encode(order.after);
  const bool has_after = !order.after.fulfilments.empty() || !order.after.refunds.empty() || order.after.paid ||
                         !order.after.received.empty() || order.after.pending || order.after.edits != 0;
  order_words::replace(tx, order.id, search_text(order));
  tx.send(statements::blank_order, {order.id, search_text(order), history, json::encode(details_of(order)),
                                    has_after ? after : std::string()});
  tx.send(statements::blank_audit, {order.id});
  tx.send(statements::blank_origin, {order.id});
}

}  // namespace plaza::orders::order_store

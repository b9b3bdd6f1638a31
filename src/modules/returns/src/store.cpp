#include "store.h"

#include <limits>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::returns::store {
namespace {

namespace sql = statements;

// The column `details` of a return.
struct ReturnDetails {
  std::string order_number;
  std::vector<ReturnLine> lines;
  Resolution resolution = Resolution::original;
  std::vector<ExchangeLine> exchange_lines;
  std::vector<ReceivedLine> received;
  std::vector<ReturnEntry> history;
  std::optional<ReturnMoney> money;
  std::optional<orders::RefundId> refund_id;
  std::optional<orders::OrderId> exchange_order_id;
  std::optional<Money> exchange_due;
  template <class V>
  void describe(V& v) {
    v("order_number", order_number);
    v("lines", lines);
    v("resolution", resolution);
    v("exchange_lines", exchange_lines);
    v("received", received);
    v("history", history);
    v("money", money);
    v("refund_id", refund_id);
    v("exchange_order_id", exchange_order_id);
    v("exchange_due", exchange_due);
  }
};

// The column `details` of a claim.
struct ClaimDetails {
  orders::LineId line_id;
  std::string title;
  std::string problem;
  std::vector<media::MediaId> photo_ids;
  std::optional<Remedy> remedy;
  std::optional<Money> refunded;
  std::optional<orders::OrderId> replacement_order_id;
  std::vector<ClaimEntry> history;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("title", title);
    v("problem", problem, json::Multiline{});
    v("photo_ids", photo_ids);
    v("remedy", remedy);
    v("refunded", refunded);
    v("replacement_order_id", replacement_order_id);
    v("history", history);
  }
};

template <class T>
T decoded(std::string_view text) {
  auto value = json::decode<T>(text);
  CHECK(value.ok());
  return std::move(*value);
}

std::string details_of(const Return& each) {
  return json::encode(ReturnDetails{each.order_number, each.lines, each.resolution, each.exchange_lines, each.received,
                                    each.history, each.money, each.refund_id, each.exchange_order_id, each.exchange_due});
}

Return read_return(const db::Row& row) {
  auto details = decoded<ReturnDetails>(row.text(7));
  Return each;
  each.id = row.id<ReturnId>(0);
  each.order_id = row.id<orders::OrderId>(1);
  each.account_id = row.id<identity::AccountId>(2);
  each.status = static_cast<ReturnStatus>(row.integer(3));
  each.version = row.integer(4);
  each.requested_at = row.time(5);
  each.updated_at = row.time(6);
  each.order_number = std::move(details.order_number);
  each.lines = std::move(details.lines);
  each.resolution = details.resolution;
  each.exchange_lines = std::move(details.exchange_lines);
  each.received = std::move(details.received);
  each.history = std::move(details.history);
  each.money = details.money;
  each.refund_id = details.refund_id;
  each.exchange_order_id = details.exchange_order_id;
  each.exchange_due = details.exchange_due;
  return each;
}

Warranty read_warranty(const db::Row& row) {
  return {row.id<WarrantyId>(0), row.id<orders::OrderId>(1), row.id<orders::LineId>(2), row.id<identity::AccountId>(3),
          row.string(4), row.string(5), row.time(6), row.time(7), row.time(8)};
}

std::string details_of(const Claim& claim) {
  return json::encode(ClaimDetails{claim.line_id, claim.title, claim.problem, claim.photo_ids, claim.remedy, claim.refunded,
                                   claim.replacement_order_id, claim.history});
}

Claim read_claim(const db::Row& row) {
  auto details = decoded<ClaimDetails>(row.text(6));
  Claim claim;
  claim.id = row.id<ClaimId>(0);
  claim.warranty_id = row.id<WarrantyId>(1);
  claim.order_id = row.id<orders::OrderId>(2);
  claim.status = static_cast<ClaimStatus>(row.integer(3));
  claim.version = row.integer(4);
  claim.opened_at = row.time(5);
  claim.line_id = details.line_id;
  claim.title = std::move(details.title);
  claim.problem = std::move(details.problem);
  claim.photo_ids = std::move(details.photo_ids);
  claim.remedy = details.remedy;
  claim.refunded = details.refunded;
  claim.replacement_order_id = details.replacement_order_id;
  claim.history = std::move(details.history);
  return claim;
}

template <class I>
std::int64_t before(I id) {
  return id ? id.value : std::numeric_limits<std::int64_t>::max();
}

// Its number, with or without what stands before it.
template <class I>
std::optional<I> id_in(const std::string& text) {
  if (const auto id = parse_id<I>(text)) return id;
  return parse_id<I>(std::string(I::tag::prefix) + "_" + text);
}

}  // namespace

Policy read_policy(db::Reader& reader) {
  auto policy = reader.one(sql::read_policy, {}, [](const db::Row& row) {
    auto found = decoded<Policy>(row.text(1));
    found.version = row.integer(0);
    return found;
  });
  return policy ? std::move(*policy) : Policy{};
}

bool write_policy(db::Transaction& tx, const Policy& policy) {
  const std::string text = json::encode(policy);
  if (policy.version == 0) return tx.execute(sql::first_policy, {text}) == 1;
  return tx.execute(sql::change_policy, {policy.version, text}) == 1;
}

void insert(db::Transaction& tx, const Return& each, const std::string& email) {
  tx.send(sql::insert_return, {each.id, each.order_id, each.account_id, static_cast<int>(each.status), each.requested_at,
                               each.order_number, lower_ascii(email), details_of(each)});
}

std::optional<Return> find(db::Reader& reader, ReturnId id) { return reader.one(sql::find_return, {id}, read_return); }

bool change(db::Transaction& tx, const Return& each) {
  return tx.execute(sql::change_return,
                    {each.id, each.version, static_cast<int>(each.status), each.updated_at, details_of(each)}) == 1;
}

std::vector<Return> list(db::Reader& reader, const ReturnQuery& query) {
  const std::int64_t from = before(query.before);
  if (query.order_id) return reader.all(sql::list_returns_of_order, {from, query.limit, query.order_id}, read_return);
  if (query.account_id) return reader.all(sql::list_returns_of_account, {from, query.limit, query.account_id}, read_return);
  const std::string q = lower_ascii(trimmed(query.q));
  if (const auto id = id_in<ReturnId>(q)) {
    std::vector<Return> found;
    if (auto each = query.before ? std::nullopt : find(reader, *id)) found.push_back(std::move(*each));
    return found;
  }
  if (q.find('@') != std::string::npos) return reader.all(sql::find_returns_by_email, {from, query.limit, q}, read_return);
  if (!q.empty()) {
    return reader.all(sql::find_returns_by_number, {from, query.limit, q.front() == '#' ? q : "#" + q}, read_return);
  }
  if (query.status) {
    return reader.all(sql::list_returns_by_status, {from, query.limit, static_cast<int>(*query.status)}, read_return);
  }
  return reader.all(sql::list_returns, {from, query.limit}, read_return);
}

std::vector<Return> returns_of(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::returns_of_account, {account}, read_return);
}

void blank(db::Transaction& tx, const Return& each) { tx.send(sql::blank_return, {each.id, details_of(each)}); }

std::int64_t blank_serials(db::Transaction& tx, identity::AccountId account) { return tx.execute(sql::blank_serials, {account}); }

std::int64_t units_under_way(db::Reader& reader, orders::LineId line) {
  return reader.one(sql::read_units, {line}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

bool take_units(db::Transaction& tx, orders::LineId line, std::int64_t quantity, std::int64_t most) {
  tx.send(sql::open_units, {line});
  return tx.execute(sql::take_units, {line, quantity, most}) == 1;
}

void drop_units(db::Transaction& tx, orders::LineId line, std::int64_t quantity) {
  CHECK(tx.execute(sql::drop_units, {line, quantity}) == 1);
}

bool take_photo_place(db::Transaction& tx, orders::OrderId order, std::int64_t most) {
  tx.send(sql::open_photo_places, {order});
  return tx.execute(sql::take_photo_place, {order, most}) == 1;
}

void free_photo_place(db::Transaction& tx, orders::OrderId order) { tx.send(sql::free_photo_place, {order}); }

void insert_photo(db::Transaction& tx, orders::OrderId order, media::MediaId photo, Time at) {
  tx.send(sql::insert_photo, {photo, order, at});
}

bool is_photo_of(db::Reader& reader, orders::OrderId order, media::MediaId photo) {
  return reader.one(sql::photo_of, {photo, order}, [](const db::Row&) { return true; }).value_or(false);
}

std::int64_t count_warranties(db::Reader& reader, orders::LineId line) {
  return reader.one(sql::count_warranties, {line}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

bool serial_is_taken(db::Reader& reader, catalog::ProductId product, std::string_view serial) {
  return reader.one(sql::find_serial, {product, serial}, [](const db::Row&) { return true; }).value_or(false);
}

bool insert(db::Transaction& tx, const NewWarranty& added, std::int64_t unit) {
  const auto& w = added.warranty;
  return tx.execute(sql::insert_warranty, {w.id, w.order_id, w.line_id, unit, w.account_id, added.product_id, added.variant_id,
                                           w.title, w.serial, w.registered_at, w.starts_at, w.expires_at}) == 1;
}

std::optional<Warranty> find_warranty(db::Reader& reader, WarrantyId id) {
  return reader.one(sql::find_warranty, {id}, read_warranty);
}

std::vector<Warranty> warranties_of(db::Reader& reader, orders::OrderId order) {
  return reader.all(sql::warranties_of_order, {order}, read_warranty);
}

std::vector<Warranty> warranties_of(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::warranties_of_account, {account}, read_warranty);
}

bool insert(db::Transaction& tx, const Claim& claim) {
  return tx.execute(sql::insert_claim, {claim.id, claim.warranty_id, claim.order_id, claim.opened_at, details_of(claim)}) == 1;
}

std::optional<Claim> find_claim(db::Reader& reader, ClaimId id) { return reader.one(sql::find_claim, {id}, read_claim); }

bool change(db::Transaction& tx, const Claim& claim) {
  const bool open = claim.status == ClaimStatus::opened || claim.status == ClaimStatus::accepted;
  return tx.execute(sql::change_claim, {claim.id, claim.version, static_cast<int>(claim.status),
                                        open ? db::Value(claim.warranty_id) : db::Value(nullptr), details_of(claim)}) == 1;
}

std::vector<Claim> list(db::Reader& reader, const ClaimQuery& query) {
  const std::int64_t from = before(query.before);
  if (query.order_id) return reader.all(sql::list_claims_of_order, {from, query.limit, query.order_id}, read_claim);
  if (query.status) {
    return reader.all(sql::list_claims_by_status, {from, query.limit, static_cast<int>(*query.status)}, read_claim);
  }
  return reader.all(sql::list_claims, {from, query.limit}, read_claim);
}

}  // namespace plaza::returns::store

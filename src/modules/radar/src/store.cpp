#include "store.h"

#include <limits>

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::radar::store {
namespace {

struct Words {
  std::vector<std::string> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct Products {
  std::vector<catalog::ProductId> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

template <class T>
auto items_of(std::string_view text) {
  auto read = json::decode<T>(text);
  return read.ok() ? std::move(read->items) : decltype(read->items){};
}

Alert alert_from(const db::Row& row) {
  Alert alert;
  alert.id = row.id<AlertId>(0);
  alert.post_id = row.id<content::PostId>(1);
  alert.author_id = row.id<identity::AccountId>(2);
  alert.products = items_of<Products>(row.text(3));
  alert.status = json::parse_enum<AlertStatus>(row.text(4)).value_or(AlertStatus::open);
  alert.severity = row.string(5);
  alert.words = items_of<Words>(row.text(6));
  alert.orders = row.integer(7);
  alert.reach = row.integer(8);
  alert.shares = row.integer(9);
  alert.expected = row.integer(10);
  alert.low = row.integer(11);
  alert.high = row.integer(12);
  alert.times = row.integer(13);
  alert.conversation = row.string(14);
  alert.note = row.string(15);
  alert.opened_at = row.time(16);
  alert.told_at = row.time(17);
  if (!row.is_null(18)) alert.closed_at = row.time(18);
  alert.version = row.integer(19);
  return alert;
}

}  // namespace

bool insert(db::Transaction& tx, const Alert& a) {
  const std::string products = json::encode(Products{a.products}), words = json::encode(Words{a.words});
  return tx.execute(sql::insert_alert, {a.id, a.post_id, a.author_id, products, a.severity, words, a.orders, a.reach, a.shares, a.expected,
                                        a.low, a.high, a.conversation, a.opened_at}) == 1;
}

bool tell_again(db::Transaction& tx, const Alert& a) {
  return tx.execute(sql::tell_again, {a.id, a.version, a.severity, a.reach, a.shares, a.expected, a.low, a.high, a.told_at, a.conversation}) == 1;
}

bool close(db::Transaction& tx, AlertId id, std::int64_t version, Outcome outcome, std::string_view note, Time now, identity::AccountId by) {
  return tx.execute(sql::close_alert, {id, version, json::enum_text(outcome), note, now, by}) == 1;
}

std::optional<Alert> find(db::Reader& reader, AlertId id) { return reader.one(sql::find_alert, {id}, alert_from); }
std::optional<Alert> of_post(db::Reader& reader, content::PostId post) { return reader.one(sql::alert_of_post, {post}, alert_from); }

std::vector<Alert> list(db::Reader& reader, AlertStatus status, AlertId before, int limit) {
  const std::int64_t from = before ? before.value : std::numeric_limits<std::int64_t>::max();
  return reader.all(sql::list_alerts, {json::enum_text(status), from, limit}, alert_from);
}

std::int64_t count_open(db::Reader& reader) {
  return reader.one(sql::count_open, {}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

std::vector<Alert> of_author(db::Reader& reader, identity::AccountId author) {
  return reader.all(sql::alerts_of_author, {author}, alert_from);
}

std::int64_t remove_of(db::Transaction& tx, identity::AccountId author) { return tx.execute(sql::remove_of_author, {author}); }

bool pause(db::Transaction& tx, const PausedProduct& p) { return tx.execute(sql::pause, {p.product_id, p.since, p.by, p.reason}) == 1; }
bool clear(db::Transaction& tx, catalog::ProductId product) { return tx.execute(sql::clear, {product}) == 1; }

std::vector<PausedProduct> paused(db::Reader& reader) {
  return reader.all(sql::paused, {}, [](const db::Row& row) {
    return PausedProduct{row.id<catalog::ProductId>(0), row.time(1), row.id<identity::AccountId>(2), row.string(3)};
  });
}

void write_trail(db::Transaction& tx, std::int64_t id, const TrailEntry& e) {
  tx.send(sql::insert_trail, {id, e.at, e.by, json::enum_text(e.deed), e.product_id, e.alert_id, e.reason});
}

std::vector<TrailEntry> trail(db::Reader& reader, int limit) {
  return reader.all(sql::trail, {limit}, [](const db::Row& row) {
    return TrailEntry{row.time(0), row.id<identity::AccountId>(1), json::parse_enum<Deed>(row.text(2)).value_or(Deed::paused),
                      row.id<catalog::ProductId>(3), row.id<AlertId>(4), row.string(5)};
  });
}

Settings settings(db::Reader& reader) {
  const auto text = reader.one(sql::read_settings, {}, [](const db::Row& row) { return row.string(0); });
  if (!text) return {};
  auto read = json::decode<Settings>(*text);
  return read.ok() ? *read : Settings{};
}

void set(db::Transaction& tx, const Settings& settings) {
  const std::string definition = json::encode(settings);
  tx.execute(sql::write_settings, {definition});
}

}  // namespace plaza::radar::store

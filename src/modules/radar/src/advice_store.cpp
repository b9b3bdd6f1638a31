#include "advice.h"

#include <cmath>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::radar {

std::string digest_of(std::string_view person) {
  if (person.empty()) return {};
  const auto digest = crypto::sha256("radar:" + lower_ascii(trimmed(person)));
  return crypto::hex(crypto::view(digest)).substr(0, 32);
}

namespace store {
namespace {

struct Kept {
  Rise rise;
  template <class V>
  void describe(V& v) {
    v("days", rise.days);
    v("people", rise.people);
    v("expected", rise.expected);
    v("chance", rise.chance);
    v("returned", rise.by_source[0]);
    v("reviewed", rise.by_source[1]);
    v("asked", rise.by_source[2]);
    v("talked", rise.by_source[3]);
    v("variant", rise.variant);
    v("bought_from", rise.bought_from);
    v("bought_until", rise.bought_until);
  }
};

Advice advice_from(const db::Row& row) {
  Advice advice;
  advice.id = row.id<AlertId>(0);
  advice.product = row.id<catalog::ProductId>(1);
  advice.status = json::parse_enum<AdviceStatus>(row.text(2)).value_or(AdviceStatus::open);
  if (const auto kept = json::decode<Kept>(row.text(3)); kept.ok()) advice.rise = kept->rise;
  advice.note = row.string(5);
  advice.opened_at = row.time(6);
  if (!row.is_null(7)) advice.closed_at = row.time(7);
  advice.version = row.integer(8);
  return advice;
}

std::string address_of(const profiles::Person& person) { return person.email_verified ? digest_of(person.email) : std::string(); }
std::string account_of(const profiles::Person& person) { return person.account ? digest_of(to_text(person.account)) : std::string(); }

}  // namespace

void note_signal(db::Transaction& tx, std::int64_t id, const Signal& s) {
  const auto person = digest_of(s.person);
  tx.execute(sql::note_signal, {id, json::enum_text(s.source), s.about, s.product, s.variant, person, s.at, std::llround(100 * s.weight), s.bought_at});
}

void add_sold(db::Transaction& tx, catalog::ProductId product, std::int64_t day, std::int64_t units) {
  tx.execute(sql::add_sold, {product, day, units});
}

std::vector<catalog::ProductId> spoken_of(db::Reader& reader, Time since, std::int64_t least, int most) {
  return reader.all(sql::spoken_of, {since, least, most}, [](const db::Row& row) { return row.id<catalog::ProductId>(0); });
}

std::vector<Evidence> signals_of(db::Reader& reader, catalog::ProductId product, Time since, Time until, int most) {
  return reader.all(sql::signals_of, {product, since, until, most}, [&](const db::Row& row) {
    return Evidence{json::parse_enum<Source>(row.text(0)).value_or(Source::talked), row.string(1), row.id<catalog::VariantId>(2), product,
                    row.string(3), row.time(4), static_cast<double>(row.integer(5)) / 100, row.time(6)};
  });
}

std::int64_t count_signals(db::Reader& reader, Time since) {
  return reader.one(sql::count_signals, {since}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

std::vector<std::int64_t> sold(db::Reader& reader, catalog::ProductId product, std::int64_t today) {
  std::vector<std::int64_t> units(static_cast<std::size_t>(history_days), 0);
  const auto take = [&](const db::Row& row) {
    const auto age = today - row.integer(0);
    if (age >= 0 && age < history_days) units[static_cast<std::size_t>(age)] = row.integer(1);
  };
  const std::int64_t since = today - history_days;
  if (product) reader.each(sql::sold_of, {product, since}, take);
  else reader.each(sql::sold_in_all, {since}, take);
  return units;
}

std::int64_t count_sold(db::Reader& reader, std::int64_t since_day) {
  return reader.one(sql::count_sold, {since_day}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

bool purge_signals(db::Transaction& tx, Time before) {
  tx.execute(sql::purge_sold, {before.micros / days(1)});
  return tx.execute(sql::purge_signals, {before}) == 5'000;
}

std::vector<Evidence> signals_by(db::Reader& reader, const profiles::Person& person) {
  const auto account = account_of(person), address = address_of(person);
  if (account.empty() && address.empty()) return {};
  return reader.all(sql::signals_by, {account.empty() ? address : account, address.empty() ? account : address}, [](const db::Row& row) {
    return Evidence{json::parse_enum<Source>(row.text(0)).value_or(Source::talked), row.string(1), {}, row.id<catalog::ProductId>(2), "", row.time(3), 1, {}};
  });
}

std::int64_t remove_signals_by(db::Transaction& tx, const profiles::Person& person) {
  const auto account = account_of(person), address = address_of(person);
  if (account.empty() && address.empty()) return 0;
  return tx.execute(sql::remove_signals_by, {account.empty() ? address : account, address.empty() ? account : address});
}

void insert(db::Transaction& tx, const Advice& a) {
  const auto definition = json::encode(Kept{a.rise});
  tx.execute(sql::insert_advice, {a.id, a.product, definition, a.rise.people, a.opened_at});
}

bool renew(db::Transaction& tx, const Advice& a) {
  const auto definition = json::encode(Kept{a.rise});
  return tx.execute(sql::renew_advice, {a.id, a.version, definition, a.rise.people}) == 1;
}

bool close(db::Transaction& tx, AlertId id, std::int64_t version, AdviceStatus status, std::string_view note, Time now, identity::AccountId by) {
  return tx.execute(sql::close_advice, {id, version, json::enum_text(status), note, now, by}) == 1;
}

std::optional<Advice> find_advice(db::Reader& reader, AlertId id) { return reader.one(sql::find_advice, {id}, advice_from); }
std::optional<Advice> advice_on(db::Reader& reader, catalog::ProductId product) { return reader.one(sql::advice_on, {product}, advice_from); }

std::vector<Advice> list_advice(db::Reader& reader, AdviceStatus status, int limit) {
  return reader.all(sql::list_advice, {json::enum_text(status), limit}, advice_from);
}

}  // namespace store
}  // namespace plaza::radar

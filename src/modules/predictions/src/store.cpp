#include "store.h"

#include <algorithm>
#include <stdexcept>

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::predictions::store {
namespace {

std::optional<double> maybe_real(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.real(column));
}

Person person_from(const db::Row& row) {
  return {row.integer(0),     row.integer(1),     row.integer(2),     row.time(3),        maybe_real(row, 4), maybe_real(row, 5),
          maybe_real(row, 6), maybe_real(row, 7), maybe_real(row, 8), maybe_real(row, 9)};
}

}  // namespace

void put(db::Transaction& tx, const ModelReport& report, Time at) {
  const std::string text = json::encode(report);
  tx.send(sql::put_model, {json::enum_text(report.kind), at, text});
}

std::vector<KeptModel> models(db::Reader& reader) {
  auto all = reader.all(sql::models, {}, [](const db::Row& row) {
    auto report = json::decode<ModelReport>(row.text(1));
    if (!report.ok()) throw std::runtime_error("A model's report cannot be read.");
    return KeptModel{row.time(0), std::move(*report)};
  });
  std::sort(all.begin(), all.end(), [](const KeptModel& a, const KeptModel& b) { return a.report.kind < b.report.kind; });
  return all;
}

void put(db::Transaction& tx, std::int64_t run, std::span<const Person> people) {
  for (const auto& p : people) {
    tx.send(sql::put_person, {run, p.account, p.orders, p.spent, p.last_order_at, p.active, p.expected_orders, p.expected_spend,
                              p.days_to_next, p.churn, p.at_risk});
  }
}

void drop_older(db::Transaction& tx, std::int64_t run) { tx.send(sql::drop_older, {run}); }
void forget(db::Transaction& tx, std::int64_t account) { tx.send(sql::forget, {account}); }

std::optional<Person> person(db::Reader& reader, std::int64_t account) { return reader.one(sql::person, {account}, person_from); }

std::vector<Person> people_after(db::Reader& reader, std::int64_t account, int limit) {
  return reader.all(sql::people_after, {account, limit}, person_from);
}

std::vector<Person> top(db::Reader& reader, Sort sort, int limit) {
  const auto& statement = sort == Sort::orders ? sql::by_orders : sort == Sort::spend ? sql::by_spend : sql::by_risk;
  return reader.all(statement, {limit}, person_from);
}

}  // namespace plaza::predictions::store

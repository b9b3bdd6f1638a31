// Models' reports and people's numbers in the database.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "models.h"
#include "platform/db/connection.h"

namespace plaza::predictions::store {

struct Person {
  std::int64_t account = 0;
  std::int64_t orders = 0, spent = 0;
  Time last_order_at;
  std::optional<double> active, expected_orders, expected_spend, days_to_next, churn, at_risk;  // spend: minor units
};
struct KeptModel {
  Time trained_at;
  ModelReport report;
};
enum class Sort { orders, spend, risk };

void put(db::Transaction& tx, const ModelReport& report, Time at);
std::vector<KeptModel> models(db::Reader& reader);
void put(db::Transaction& tx, std::int64_t run, std::span<const Person> people);
void drop_older(db::Transaction& tx, std::int64_t run);
void forget(db::Transaction& tx, std::int64_t account);
std::optional<Person> person(db::Reader& reader, std::int64_t account);
std::vector<Person> people_after(db::Reader& reader, std::int64_t account, int limit);
std::vector<Person> top(db::Reader& reader, Sort sort, int limit);

}  // namespace plaza::predictions::store

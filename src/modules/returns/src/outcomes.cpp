#include "outcomes.h"

#include <algorithm>
#include <array>

#include "orders/events.h"
#include "outcome_statements.h"
#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "returns/events.h"
#include "rules.h"
#include "store.h"

namespace plaza::returns {
namespace {

namespace sql = statements;

constexpr Micros counted = days(365), under_way_most = days(120);
constexpr std::int64_t reasons_from = 5;      // units that came back: fewer have no main reason
constexpr double reason_share_min = 0.2;
constexpr std::size_t reasons_max = 2;
constexpr int before_at_once = 50, before_batches = 20;
constexpr int of_order_max = 100;             // returns and claims of one order that are looked at

// The column `reasons`.
struct Reasons {
  std::map<std::string, std::int64_t> units;
  template <class V>
  void describe(V& v) {
    v("units", units);
  }
};
std::string text_of(const std::map<std::string, std::int64_t>& units) { return json::encode(Reasons{units}); }
std::map<std::string, std::int64_t> reasons_in(std::string_view text) {
  auto read = json::decode<Reasons>(text);
  CHECK(read.ok());
  return std::move(read->units);
}

struct Counting {
  orders::OrderId before;
  bool is_done = false;
};
Counting counting(db::Reader& reader) {
  return reader.one(sql::counting, {}, [](const db::Row& row) { return Counting{row.id<orders::OrderId>(0), row.integer(1) != 0}; }).value_or(Counting{});
}

Tally read_tally(const db::Row& row) { return {row.integer(0), row.integer(1), row.integer(2), reasons_in(row.text(3))}; }

double drawn(std::int64_t hits, std::int64_t units, double of_shop) {
  return (static_cast<double>(hits) + drawn_by * of_shop) / (static_cast<double>(units) + drawn_by);
}

std::vector<OutcomeReason> main_reasons(const Tally& product, const Policy& policy) {
  std::vector<std::pair<std::string, std::int64_t>> all(product.reasons.begin(), product.reasons.end());
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<OutcomeReason> found;
  if (product.returned < reasons_from) return found;
  for (const auto& [code, units] : all) {
    const double share = static_cast<double>(units) / static_cast<double>(product.returned);
    const auto known = std::find_if(policy.reasons.begin(), policy.reasons.end(), [&](const auto& each) { return each.code == code; });
    if (share < reason_share_min || found.size() == reasons_max) break;
    if (known != policy.reasons.end()) found.push_back({known->label, known->label_vi, share});
  }
  return found;
}

}  // namespace

std::int64_t rounded_down(std::int64_t units) {
  std::int64_t best = outcome_units_min;
  for (std::int64_t ten = 10; ten <= units; ten *= 10) {
    for (const std::int64_t step : {1, 2, 5}) {
      if (step * ten <= units) best = std::max(best, step * ten);
    }
  }
  return best;
}

std::optional<Outcome> outcome_of(const Tally& product, const Tally& shop, const Policy& policy) {
  if (product.delivered < outcome_units_min || shop.delivered < product.delivered) return std::nullopt;
  const auto all = static_cast<double>(shop.delivered);
  Outcome outcome;
  outcome.returned = drawn(product.returned, product.delivered, static_cast<double>(shop.returned) / all);
  if (shop.failed > 0) outcome.failed = drawn(product.failed, product.delivered, static_cast<double>(shop.failed) / all);
  outcome.units_at_least = rounded_down(product.delivered);
  outcome.reasons = main_reasons(product, policy);
  return outcome;
}

std::vector<std::optional<Outcome>> OutcomeService::of(db::Reader& reader, std::span<const catalog::ProductId> products) {
  const auto tally = [&](std::int64_t id) { return reader.one(sql::find_rate, {id}, read_tally).value_or(Tally{}); };
  const auto shop = tally(0);
  const auto policy = store::read_policy(reader);
  std::vector<std::optional<Outcome>> all;
  for (const auto id : products) all.push_back(outcome_of(tally(id.value), shop, policy));
  return all;
}

void OutcomeService::subscribe(events::Dispatcher& dispatcher) {
  dispatcher.once("returns.outcomes",
                  {orders::OrderShipped::topic, orders::OrderFulfilled::topic, orders::OrderDelivered::topic, ReturnSettled::topic,
                   ClaimChanged::topic},
                  [this](db::Transaction& tx, const events::Event& event) -> Status {
                    work_out(tx, orders::OrderId{event.aggregate});
                    return done();
                  });
}

bool OutcomeService::count_some_before(db::Transaction& tx) {
  const auto so_far = counting(tx);
  if (so_far.is_done) return true;
  orders::OrderQuery query;
  query.before = so_far.before;
  query.limit = before_at_once;
  const auto some = needs_.orders.list(tx, query);
  const Time oldest = needs_.clock.now() - counted - under_way_most;
  for (const auto& order : some) work_out(tx, order.id);
  const bool last = some.size() < static_cast<std::size_t>(before_at_once) || some.back().placed_at < oldest;
  tx.send(sql::move_counting, {some.empty() ? so_far.before : some.back().id, last ? 1 : 0});
  return last;
}

Status OutcomeService::count_before() {
  if (needs_.database.read_now([](db::Reader& reader) { return counting(reader).is_done; })) return done();
  bool is_done = false;
  const auto work = [&](db::Transaction& tx) -> Status {
    is_done = count_some_before(tx);
    return done();
  };
  for (int i = 0; i < before_batches && !is_done; ++i) TRY_DONE(needs_.database.write_now(work));
  return is_done ? sum_up() : done();
}

// From the order as it is now: whatever comes twice, or late, changes nothing.
void OutcomeService::work_out(db::Transaction& tx, orders::OrderId id) {
  const auto order = needs_.orders.find(tx, id);
  if (!order) return;
  struct Row {
    Time arrived_at;
    Tally tally;
  };
  std::map<catalog::ProductId, Row> rows;
  std::map<orders::LineId, catalog::ProductId> products;
  const auto policy = store::read_policy(tx);
  for (const auto& line : order->lines) {
    const auto arrived = arrived_at(*order, line.id, policy.transit_days);
    if (!arrived || !line.product.id) continue;
    products[line.id] = line.product.id;
    auto& row = rows[line.product.id];
    row.arrived_at = std::max(row.arrived_at, *arrived);
    row.tally.delivered += shipped_units(*order, line.id);
  }
  ReturnQuery of_order;
  of_order.order_id = id;
  of_order.status = ReturnStatus::settled;
  of_order.limit = of_order_max;
  const auto returns = store::list(tx, of_order);
  for (const auto& each : returns) {
    if (each.status != ReturnStatus::settled) continue;
    for (const auto& line : each.lines) {
      const auto product = products.find(line.line_id);
      if (product == products.end()) continue;
      // What did not come, though other things did, was kept.
      const auto came = std::find_if(each.received.begin(), each.received.end(), [&](const auto& one) { return one.line_id == line.line_id; });
      const auto units = each.received.empty() ? line.quantity : came == each.received.end() ? 0 : came->quantity;
      if (units == 0) continue;
      auto& tally = rows[product->second].tally;
      tally.returned += units;
      tally.reasons[line.reason] += units;
    }
  }
  ClaimQuery claims_of_order;
  claims_of_order.order_id = id;
  claims_of_order.limit = of_order_max;
  const auto claims = store::list(tx, claims_of_order);
  for (const auto& claim : claims) {
    const auto product = products.find(claim.line_id);
    const bool accepted = claim.status == ClaimStatus::accepted || claim.status == ClaimStatus::resolved;
    if (accepted && product != products.end()) ++rows[product->second].tally.failed;
  }
  tx.execute(sql::delete_outcomes, {id});
  for (const auto& [product, row] : rows) {
    const auto& tally = row.tally;
    tx.execute(sql::insert_outcome, {id, product, row.arrived_at, tally.delivered, std::min(tally.returned, tally.delivered),
                                     std::min(tally.failed, tally.delivered), text_of(tally.reasons)});
  }
}

// Of what arrived within a year, and so long ago that it would have come back by now.
// What was there before is looked at first: of its orders only those that something happens to would count otherwise.
Status OutcomeService::sum_up() {
  const Time now = needs_.clock.now();
  const auto sum = [&](db::Reader& reader) -> std::optional<std::map<std::int64_t, Tally>> {
    if (!counting(reader).is_done) return std::nullopt;
    const Time until = now - days(store::read_policy(reader).window_days), from = now - counted;
    std::map<std::int64_t, Tally> all;
    reader.each(sql::sum_outcomes, {from, until}, [&](const db::Row& row) {
      all[row.integer(0)] = {row.integer(1), row.integer(2), row.integer(3), {}};
    });
    reader.each(sql::outcome_reasons, {from, until}, [&](const db::Row& row) {
      auto& into = all[row.integer(0)].reasons;
      for (const auto& [code, units] : reasons_in(row.text(1))) into[code] += units;
    });
    return all;
  };
  auto summed = needs_.database.read_now(sum);
  if (!summed) return done();
  auto& all = *summed;
  Tally shop;
  for (const auto& [product, tally] : all) {
    shop.delivered += tally.delivered;
    shop.returned += tally.returned;
    shop.failed += tally.failed;
  }
  all[0] = shop;
  const auto work = [&](db::Transaction& tx) -> Status {
    tx.execute(sql::delete_rates, {});
    for (const auto& [product, tally] : all) {
      tx.execute(sql::insert_rate, {product, tally.delivered, tally.returned, tally.failed, text_of(tally.reasons)});
    }
    return done();
  };
  return needs_.database.write_now(work);
}

}  // namespace plaza::returns

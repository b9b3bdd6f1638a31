#include "trainer.h"

#include "platform/events/outbox.h"
#include "predictions/events.h"

namespace plaza::predictions {
namespace {

constexpr std::size_t batch_rows = 500;

}  // namespace

store::Person predicted(const Buyer& buyer, double now, const LifetimeModels& lifetimes, const ChurnModel& churn, const Views& views) {
  store::Person person;
  person.account = buyer.account;
  person.orders = buyer.orders;
  person.spent = buyer.spent;
  person.last_order_at = buyer.last_order_at;
  if (lifetimes.ready) {
    person.active = lifetimes.active(buyer, now);
    person.expected_orders = lifetimes.expected_orders(buyer, now, days_ahead);
    person.expected_spend = lifetimes.expected_spend(buyer, now, days_ahead);
    person.days_to_next = lifetimes.days_to_next(buyer, now);
  }
  if (churn.ready) {
    person.churn = churn.probability(buyer, now, views);
    person.at_risk = *person.churn * static_cast<double>(buyer.spent);
  }
  return person;
}

Status Trainer::train() {
  const Time now = clock_.now();
  const double today = day_number(now);
  const Read read = read_buyers(database_, orders_, currency_);
  const Views views = [this](std::int64_t account, double from, double to) { return activity_.views(account, from, to); };
  const LifetimeModels lifetimes = learn_lifetimes(read.buyers, today);
  const ChurnModel churn = learn_churn(read.buyers, today, views);
  return write(now.micros, now, lifetimes, churn, read.buyers);
}

Status Trainer::write(std::int64_t run, Time now, const LifetimeModels& lifetimes, const ChurnModel& churn, std::span<const Buyer> buyers) {
  const Views views = [this](std::int64_t account, double from, double to) { return activity_.views(account, from, to); };
  std::vector<store::Person> batch;
  const auto put_batch = [&](db::Transaction& tx) -> Status {
    // An erased account stays erased: its orders stay, its numbers do not.
    std::erase_if(batch, [&](const store::Person& person) { return !accounts_.face(identity::AccountId{person.account}); });
    store::put(tx, run, batch);
    return done();
  };
  for (const auto& buyer : buyers) {
    if (buyer.account == 0 || buyer.purchases.empty() || !board_.may_predict(buyer.account)) continue;
    batch.push_back(predicted(buyer, day_number(now), lifetimes, churn, views));
    if (batch.size() < batch_rows) continue;
    TRY_DONE(database_.write_now(put_batch));
    batch.clear();
  }
  const auto put_last = [&](db::Transaction& tx) -> Status {
    TRY_DONE(put_batch(tx));
    store::drop_older(tx, run);
    for (const auto& report : lifetimes.reports) store::put(tx, report, now);
    store::put(tx, churn.report, now);
    events::publish(tx, 1, Trained{now});
    return done();
  };
  return database_.write_now(put_last);
}

}  // namespace plaza::predictions

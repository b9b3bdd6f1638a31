// Predictions on a fresh database of each engine, with orders and accounts that the test makes up.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "people_of_the_shop.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "predictions/module.h"

namespace plaza::predictions {

inline constexpr Currency eur{{'E', 'U', 'R'}};

class EverybodysAccounts final : public identity::Accounts {
 public:
  std::set<std::int64_t> erased;
  std::optional<identity::Face> face(identity::AccountId id) const override {
    if (erased.contains(id.value)) return {};
    identity::Face face;
    face.id = id;
    face.name = "Person " + std::to_string(id.value);
    face.handle = "p" + std::to_string(id.value);
    return face;
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 0; }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId) override { return {}; }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return {}; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  Status erase(db::Transaction&, identity::AccountId) override { return done(); }
};

class MadeUpOrders final : public orders::Orders {
 public:
  std::map<std::int64_t, orders::Order> all;
  std::vector<orders::Order> list(db::Reader&, const orders::OrderQuery& query) override {
    std::vector<orders::Order> page;
    for (auto order = query.before ? std::make_reverse_iterator(all.lower_bound(query.before.value)) : all.rbegin();
         order != all.rend() && std::ssize(page) < query.limit; ++order) {
      page.push_back(order->second);
    }
    return page;
  }
  std::optional<orders::Order> find(db::Reader&, orders::OrderId) override { return {}; }
  Result<orders::Order> find_for(db::Reader&, const orders::Shopper&, orders::OrderId) override { return unused(); }
  std::int64_t count_of(db::Reader&, identity::AccountId) override { return 0; }
  bool has_bought(db::Reader&, identity::AccountId, std::string_view) override { return false; }
  Result<orders::Order> cancel(db::Transaction&, orders::OrderId, const orders::By&, std::string_view, std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, std::string_view, const orders::By&, std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, const orders::By&, std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> refund(db::Transaction&, orders::OrderId, std::string_view, const orders::By&, std::optional<std::int64_t>) override {
    return unused();
  }
  orders::OrderView view(db::Reader&, const orders::Order&) override { return {}; }

  orders::Order& add(std::int64_t account, double day, double amount) {
    orders::Order order;
    order.id = orders::OrderId{++last_};
    order.status = orders::OrderStatus::delivered;
    order.account_id = identity::AccountId{account};
    order.totals.total = {static_cast<std::int64_t>(amount), eur};
    order.placed_at = order.paid_at = Time{static_cast<std::int64_t>(day * static_cast<double>(days(1)))};
    return all[last_] = order;
  }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
  std::int64_t last_ = 0;
};

class RolesByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override;
};

class PredictionsFixture : public testing::OnEachEngine {
 protected:
  PredictionsFixture() {
    clock.set(Time{static_cast<std::int64_t>((crowd_starts + 500) * static_cast<double>(days(1)))});
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(jobs::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), clock, accounts, orders, eur});
    module->subscribe(*dispatcher);
    module->add_jobs(*runner);
    module->load();
    module->add_routes(routes);
  }
  void sell_to(const Crowd& crowd) {
    for (const auto& buyer : buyers_of(crowd)) {
      for (const auto& purchase : buyer.purchases) orders.add(buyer.account, purchase.day, purchase.amount);
    }
  }
  void train() {
    ASSERT_TRUE(module->train().ok());
    dispatcher->drain();
  }
  http::Response ask(http::Method method, std::string target, std::string role = "merchandiser") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = method == http::Method::post ? "{}" : "";
    request.headers = {{"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }

  testing::FakeClock clock;
  EverybodysAccounts accounts;
  MadeUpOrders orders;
  RolesByHeader authenticator;
  http::Routes routes;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::predictions

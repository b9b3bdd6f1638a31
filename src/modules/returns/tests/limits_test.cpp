// What staff give beyond what is owed is asked for, and refused with nothing changed. On both engines.
#include <boost/json.hpp>

#include "identity/roles.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/json/document.h"
#include "returns_fixture.h"

namespace plaza::returns {
namespace {

using http::Method;

const orders::By colleague{orders::Actor::staff, identity::AccountId{10}, "Mai"};

// At most 10.00 at once.
class TenEuros final : public identity::Allowance {
 public:
  std::vector<std::int64_t> taken;
  std::vector<std::string> of;
  Status take(db::Transaction& tx, const http::Caller&, identity::Gift, Money amount, std::string_view reference, std::string_view) override {
    if (amount.amount > 1'000) return Error{ErrorKind::forbidden, "care.over_limit", "It is more than you may give."};
    tx.on_commit([this, amount, reference = std::string(reference)] { taken.push_back(amount.amount), of.push_back(reference); });
    return done();
  }
};

// Whoever asks is the agent of the fixture.
class OnlyTheAgent final : public http::Authenticator {
 public:
  Status authenticate(const http::Request&, http::Caller& caller) override {
    caller.subject = agent.id.value;
    caller.roles = identity::agent;
    return done();
  }
};

class ReturnLimits : public ReturnsFixture {
 protected:
  ReturnLimits() {
    database().migrate(http::migrations());
    desk->plug(allowance);
    desk->add_routes(routes);
  }
  // "200", or "403 care.over_limit".
  std::string post(const std::string& path, const std::string& body = "{}") {
    http::Request request;
    request.method = Method::post;
    request.target = path;
    request.body = body;
    request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    const auto response = sync_wait(http::dispatch({routes, only_the_agent, {}, {}, &clock}, request));
    const std::string status = std::to_string(response.status);
    return response.status < 400 ? status : status + " " + std::string(boost::json::parse(response.body).as_object().at("code").as_string());
  }
  std::string settle_by(ReturnId id, const std::string& body = "{}") { return post("/v1/admin/returns/" + to_text(id) + "/settle", body); }
  Result<Return> arrived(ReturnId id, const orders::By& by) {
    return write([&](db::Transaction& tx) { return desk->returns().receive(tx, id, {}, by, {}); });
  }
  // Asked for by `opener`, and its goods noted by `receiver`.
  ReturnId here(const orders::By& opener, const orders::By& receiver, std::int64_t quantity = 1) {
    const auto made = request(ask(quantity), opener);
    EXPECT_TRUE(made.ok()) << made.error().code;
    EXPECT_TRUE(arrived(made->id, receiver).ok());
    return made->id;
  }
  std::int64_t gift(ReturnId id, const Settlement& settlement = {}, const orders::By& by = agent) {
    const auto found = read([&](db::Reader& reader) { return desk->returns().gift_of(reader, id, settlement, by); });
    EXPECT_TRUE(found.ok());
    return found.ok() ? found->amount : -1;
  }

  TenEuros allowance;
  OnlyTheAgent only_the_agent;
  http::Routes routes;
};

ENGINE_TEST(ReturnLimits, WhatThePolicyOwesForGoodsThatArrivedIsNoGift) {
  const auto id = here(shopper_self, agent, 2);
  EXPECT_EQ(gift(id), 0);
  EXPECT_EQ(settle_by(id), "200");
  EXPECT_EQ(after_sale.refunds.size(), 1u);
  EXPECT_TRUE(allowance.taken.empty());
}

ENGINE_TEST(ReturnLimits, WhatIsMoreThanOwedCounts) {
  set_policy([](Policy& policy) { policy.fee = 600; });
  const auto id = here(shopper_self, agent, 2);
  EXPECT_EQ(gift(id), 0);
  Settlement kind;
  kind.fee = 0;
  EXPECT_EQ(gift(id, kind), 600);
  kind.extra = 401;
  EXPECT_EQ(gift(id, kind), 1'001);
  Settlement strict;
  strict.fee = 900;
  EXPECT_EQ(gift(id, strict), 0);
  EXPECT_EQ(settle_by(id, R"({"fee":0,"extra":401})"), "403 care.over_limit");
  EXPECT_TRUE(after_sale.refunds.empty());
  EXPECT_EQ(read([&](db::Reader& reader) { return desk->returns().find(reader, id); })->status, ReturnStatus::received);
  EXPECT_EQ(settle_by(id, R"({"fee":0,"extra":400})"), "200");
  EXPECT_EQ(allowance.taken, std::vector<std::int64_t>{1'000});
  EXPECT_EQ(allowance.of, std::vector<std::string>{to_text(id)});
}

ENGINE_TEST(ReturnLimits, GoodsThatNeverCameAreAGiftAsAWhole) {
  const auto made = request(ask(1));
  EXPECT_EQ(settle_by(made->id, R"({"without_goods":true})"), "403 care.over_limit");
  EXPECT_TRUE(after_sale.refunds.empty());
  Settlement lost;
  lost.without_goods = true;
  EXPECT_EQ(gift(made->id, lost), 2'500);
}

ENGINE_TEST(ReturnLimits, WhoOpensItAndSaysAloneThatTheGoodsCameGivesAGift) {
  const auto alone = here(agent, agent);
  EXPECT_EQ(gift(alone), 2'500);
  EXPECT_EQ(gift(alone, {}, colleague), 0);  // somebody else looks at it
  EXPECT_EQ(settle_by(alone), "403 care.over_limit");
  const auto seen = here(agent, colleague);
  EXPECT_EQ(gift(seen), 0);
  EXPECT_EQ(settle_by(seen), "200");
}

ENGINE_TEST(ReturnLimits, WhatThePolicyWouldNotTakeBackIsAGiftWhenStaffTakeIt) {
  clock.advance(days(400));
  EXPECT_EQ(refusal(ask()), "returns.window_over");
  const auto late = here(agent, colleague);
  EXPECT_EQ(gift(late), 2'500);
  EXPECT_EQ(settle_by(late), "403 care.over_limit");
}

ENGINE_TEST(ReturnLimits, AFinalSaleIsAGiftWhenStaffTakeIt) {
  catalog.all[501] = product(501, {"final"});
  set_policy([](Policy& policy) { policy.final_sale_tags = {"final"}; });
  EXPECT_EQ(gift(here(agent, colleague)), 2'500);
}

ENGINE_TEST(ReturnLimits, ClaimsCountWhatTheUnitIsWorthAndRepairsNothing) {
  const auto warranty = write([&](db::Transaction& tx) { return desk->warranties().add(tx, order(), vases, ""); });
  const auto accepted = [&] {
    const auto opened = write([&](db::Transaction& tx) { return desk->warranties().claim(tx, *warranty, "It leaks.", {}, shopper_self); });
    EXPECT_TRUE(opened.ok());
    EXPECT_EQ(post("/v1/admin/claims/" + to_text(opened->id) + "/accept"), "200");
    return "/v1/admin/claims/" + to_text(opened->id) + "/resolve";
  };
  const auto path = accepted();
  EXPECT_EQ(post(path, R"({"remedy":"refund"})"), "403 care.over_limit");
  EXPECT_EQ(post(path, R"({"remedy":"replacement"})"), "403 care.over_limit");
  EXPECT_TRUE(after_sale.refunds.empty());
  EXPECT_TRUE(after_sale.exchanges.empty());
  EXPECT_EQ(post(path, R"({"remedy":"repair"})"), "200");
  EXPECT_TRUE(allowance.taken.empty());
}

}  // namespace
}  // namespace plaza::returns

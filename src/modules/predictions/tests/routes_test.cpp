#include <algorithm>
#include <boost/json.hpp>

#include "identity/events.h"
#include "identity/roles.h"
#include "predictions_fixture.h"

namespace plaza::predictions {

Status RolesByHeader::authenticate(const http::Request& request, http::Caller& caller) {
  if (request.header("x-role") == "merchandiser") caller.roles = identity::merchandiser;
  if (request.header("x-role") == "agent") caller.roles = identity::agent;
  if (caller.roles) caller.subject = 42;
  return done();
}

namespace {

using http::Method;
namespace bj = boost::json;

class PredictionsRoutes : public PredictionsFixture {
 protected:
  static bj::object object_of(const http::Response& response) { return bj::parse(response.body).as_object(); }
  static std::string text(const bj::value& value) { return std::string(value.as_string()); }
  static double real(const bj::value& value) { return value.to_number<double>(); }
  static std::string path(std::int64_t account) { return "/v1/admin/predictions/" + to_text(identity::AccountId{account}); }
  std::optional<double> number(std::string_view name, std::int64_t account) {
    return module->predictions().number(name, identity::AccountId{account});
  }
};

ENGINE_TEST(PredictionsRoutes, StatementsArePrepared) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(PredictionsRoutes, ATrainingTellsErrorsAndNumbers) {
  EXPECT_TRUE(object_of(ask(Method::get, "/v1/admin/predictions")).at("items").as_array().empty());
  sell_to({});
  train();
  const auto models = object_of(ask(Method::get, "/v1/admin/predictions"));
  const auto items = models.at("items").as_array();
  ASSERT_EQ(items.size(), 4u);
  EXPECT_EQ(text(items[0].as_object().at("kind")), "expected_orders");
  EXPECT_EQ(text(items[3].as_object().at("kind")), "churn");
  for (const auto& item : items) {
    EXPECT_EQ(text(item.as_object().at("state")), "ready") << item;
    EXPECT_GT(real(item.as_object().at("naive_error")), 0);
    EXPECT_GT(real(item.as_object().at("error")), 0);
  }
  EXPECT_EQ(text(models.at("currency")), "EUR");

  const auto list = object_of(ask(Method::get, "/v1/admin/predictions/people?sort=likely_to_return&limit=5")).at("items").as_array();
  ASSERT_EQ(list.size(), 5u);
  EXPECT_GE(real(list[0].as_object().at("expected_orders")), real(list[4].as_object().at("expected_orders")));
  const auto at_risk = object_of(ask(Method::get, "/v1/admin/predictions/people?sort=at_risk&limit=3")).at("items").as_array();
  ASSERT_EQ(at_risk.size(), 3u);
  EXPECT_GE(real(at_risk[0].as_object().at("churn")), 0.5);
  EXPECT_GE(real(at_risk[0].as_object().at("at_risk").as_object().at("amount")), real(at_risk[2].as_object().at("at_risk").as_object().at("amount")));

  const auto first = *parse_id<identity::AccountId>(text(list[0].as_object().at("account_id")));
  const auto detail = object_of(ask(Method::get, path(first.value)));
  const auto person = detail.at("person").as_object();
  EXPECT_EQ(text(person.at("name")), "Person " + std::to_string(first.value));
  EXPECT_TRUE(detail.at("habits").as_object().at("best_hour").is_null());  // nobody came by: too little
  EXPECT_TRUE(detail.at("habits").as_object().at("best_channel").is_null());
  EXPECT_NEAR(*number("expected_orders", first.value), real(person.at("expected_orders")), 1e-4);
  EXPECT_NEAR(*number("expected_spend", first.value) * 100, real(person.at("expected_spend").as_object().at("amount")), 2);
  EXPECT_NEAR(*number("churn", first.value), real(person.at("churn")), 1e-4);
  EXPECT_FALSE(number("churn", 5).has_value());
  EXPECT_FALSE(number("luck", first.value).has_value());
  EXPECT_EQ(module->predictions().names().size(), 4u);
}

ENGINE_TEST(PredictionsRoutes, OfTooLittleItIsSaidAndNothingInvented) {
  orders.add(7, crowd_starts + 490, 2'000);
  orders.add(7, crowd_starts + 495, 2'000).totals.total.currency = Currency{{'V', 'N', 'D'}};
  orders.add(8, crowd_starts + 490, 2'000).status = orders::OrderStatus::cancelled;
  train();
  const auto models = object_of(ask(Method::get, "/v1/admin/predictions"));
  for (const auto& item : models.at("items").as_array()) {
    EXPECT_EQ(text(item.as_object().at("state")), "too_short");
    EXPECT_TRUE(item.as_object().at("error").is_null());
  }
  const auto person = object_of(ask(Method::get, path(7))).at("person").as_object();
  EXPECT_EQ(person.at("orders").as_int64(), 1);
  EXPECT_TRUE(person.at("churn").is_null());
  EXPECT_TRUE(person.at("expected_spend").is_null());
  EXPECT_EQ(ask(Method::get, path(8)).status, 404);
  EXPECT_TRUE(object_of(ask(Method::get, "/v1/admin/predictions/people")).at("items").as_array().empty());
  EXPECT_FALSE(number("churn", 7).has_value());
}

ENGINE_TEST(PredictionsRoutes, TrainingIsAskedForOnceAndRunsInTheBackground) {
  orders.add(7, crowd_starts + 490, 2'000);
  const auto asked = ask(Method::post, "/v1/admin/predictions/train");
  EXPECT_EQ(asked.status, 202) << asked.body;
  EXPECT_TRUE(object_of(asked).at("queued").as_bool());
  EXPECT_FALSE(object_of(ask(Method::post, "/v1/admin/predictions/train")).at("queued").as_bool());
  EXPECT_GE(runner->run_due(), 1);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/predictions")).at("items").as_array().size(), 4u);
}

ENGINE_TEST(PredictionsRoutes, AnErasedAccountHasNoNumbersAndGetsNone) {
  sell_to({});
  train();
  ASSERT_TRUE(number("churn", 1'003).has_value());
  accounts.erased.insert(1'003);
  const auto erase = [&](db::Transaction& tx) -> Status {
    events::publish(tx, 1'003, identity::AccountErased{identity::AccountId{1'003}});
    return done();
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  dispatcher->drain();
  EXPECT_FALSE(number("churn", 1'003).has_value());
  EXPECT_EQ(ask(Method::get, path(1'003)).status, 404);
  train();
  EXPECT_EQ(ask(Method::get, path(1'003)).status, 404);
  EXPECT_TRUE(number("churn", 1'004).has_value());
}

class AllBut final : public Allowance {
 public:
  std::int64_t one = 0;
  bool may_predict(identity::AccountId account) const override { return account.value != one; }
};

ENGINE_TEST(PredictionsRoutes, WhoDoesNotWantItIsNotPredictedFromThatMomentOn) {
  sell_to({});
  AllBut allowance;
  module->plug(allowance);
  train();
  const auto listed = [&] { return ask(Method::get, "/v1/admin/predictions.csv").body.find(to_text(identity::AccountId{1'003})) != std::string::npos; };
  EXPECT_TRUE(number("churn", 1'003).has_value());
  EXPECT_TRUE(listed());
  allowance.one = 1'003;
  EXPECT_FALSE(number("churn", 1'003).has_value());
  EXPECT_TRUE(number("churn", 1'004).has_value());
  EXPECT_FALSE(listed());
  EXPECT_EQ(ask(Method::get, path(1'003)).status, 404);
  EXPECT_EQ(ask(Method::get, "/v1/admin/predictions/people?limit=100").body.find(to_text(identity::AccountId{1'003})), std::string::npos);
  clock.advance(hours(1));
  train();
  allowance.one = 0;
  EXPECT_FALSE(number("churn", 1'003).has_value());  // not learnt meanwhile
}

ENGINE_TEST(PredictionsRoutes, TheFileHoldsEverybodyWithNumbers) {
  orders.add(7, crowd_starts + 490, 2'050);
  orders.add(9, crowd_starts + 491, 1'000);
  train();
  const auto file = ask(Method::get, "/v1/admin/predictions.csv");
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(std::count(file.body.begin(), file.body.end(), '\n'), 3);
  EXPECT_NE(file.body.find("Person 7,1,20.50,"), std::string::npos) << file.body;
}

ENGINE_TEST(PredictionsRoutes, StaffWhoSellMayLookAndAgentsAtOnePerson) {
  for (const char* target : {"/v1/admin/predictions", "/v1/admin/predictions/people", "/v1/admin/predictions.csv"}) {
    EXPECT_EQ(ask(Method::get, target, "").status, 401) << target;
    EXPECT_EQ(ask(Method::get, target, "agent").status, 403) << target;
  }
  EXPECT_EQ(ask(Method::get, path(7), "").status, 401);
  EXPECT_EQ(ask(Method::get, path(7), "agent").status, 404);  // let in, and nothing is known of this person yet
  EXPECT_EQ(ask(Method::post, "/v1/admin/predictions/train", "agent").status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/predictions/people?limit=1000").status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/predictions/people?sort=luck").status, 400);
  const auto nobody = ask(Method::get, path(7));
  EXPECT_EQ(nobody.status, 404);
  EXPECT_EQ(text(object_of(nobody).at("code")), "predictions.not_found");
  EXPECT_EQ(runner->run_due() > 0, true);  // the night's alone: nobody was let to ask for another
}

}  // namespace
}  // namespace plaza::predictions

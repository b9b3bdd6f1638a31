#include <boost/json.hpp>

#include "identity/roles.h"
#include "personal_data.h"
#include "radar_fixture.h"
#include "store.h"

namespace plaza::radar {

Status CallerByHeader::authenticate(const http::Request& request, http::Caller& caller) {
  const auto role = request.header("x-role");
  if (role == "owner") caller.roles = identity::owner;
  if (role == "merchandiser") caller.roles = identity::merchandiser;
  if (role == "agent") caller.roles = identity::agent;
  caller.subject = 42;
  return done();
}

namespace {

namespace bj = boost::json;
using http::Method;

const std::string complaint = "The lamp stopped working after two days, I am very disappointed";

class RadarRoutes : public RadarFixture {
 protected:
  static bj::object object_of(const http::Response& response) { return bj::parse(response.body).as_object(); }
  static std::string code_of(const http::Response& response) { return std::string(object_of(response).at("code").as_string()); }
  bj::array alerts(const std::string& status = "open") {
    return object_of(ask(Method::get, "/v1/admin/radar/alerts?status=" + status)).at("items").as_array();
  }
  http::Response pause(const std::string& deed, const std::string& id = to_text(lamp), const std::string& role = "agent") {
    return ask(Method::post, "/v1/admin/radar/products/" + id + "/" + deed, R"({"reason":"It breaks."})", role);
  }
  http::Response close(const bj::object& alert, const std::string& outcome, std::int64_t version) {
    return ask(Method::post, "/v1/admin/radar/alerts/" + std::string(alert.at("id").as_string()) + "/close",
               R"({"version":)" + std::to_string(version) + R"(,"outcome":")" + outcome + R"(","note":"Answered."})");
  }
};

ENGINE_TEST(RadarRoutes, StatementsArePrepared) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(RadarRoutes, AComplaintThatSpreadsIsToldOnceAndAgainWhenItsForecastDoubles) {
  publish(bad_post, complaint);
  see(bad_post, 10);
  look();
  EXPECT_TRUE(alerts().empty());  // too few saw it
  see(bad_post, 140, 10);
  look();
  look();
  ASSERT_EQ(alerts().size(), 1u);
  EXPECT_EQ(desk.taken, (std::vector<std::string>{"defect Lamp 1"}));
  auto alert = alerts()[0].as_object();
  EXPECT_EQ(alert.at("severity").as_string(), "defect");
  EXPECT_EQ(alert.at("conversation").as_string(), "cnv_1");
  EXPECT_FALSE(alert.at("words").as_array().empty());
  EXPECT_GE(alert.at("expected").as_int64(), alert.at("reach").as_int64());
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/radar")).at("open").as_int64(), 1);
  see(bad_post, 4'000, 1'000);
  look();
  ASSERT_EQ(desk.taken.size(), 2u);
  EXPECT_TRUE(desk.taken[1].starts_with("defect Lamp 2"));
  EXPECT_EQ(alerts()[0].as_object().at("times").as_int64(), 2);
}

ENGINE_TEST(RadarRoutes, PraiseAndWhatNobodyMaySeeAreNotTold) {
  publish(bad_post, "I love this lamp, it is beautiful");
  see(bad_post, 500);
  publish(content::PostId{2'002}, complaint);
  posts.all[content::PostId{2'002}].visibility = content::PostVisibility::followers;
  see(content::PostId{2'002}, 500);
  publish(content::PostId{2'003}, "I do not like this at all, awful day", false);  // about nothing of the shop's
  see(content::PostId{2'003}, 500);
  look();
  EXPECT_TRUE(alerts().empty());
  EXPECT_TRUE(desk.taken.empty());
}

ENGINE_TEST(RadarRoutes, WhatDecisionsHaveRelabelledIsReadAnew) {
  using classifiers::Trait;
  const std::string made_up = "The lamp went all blorb on us";
  publish(bad_post, complaint);
  see(bad_post, 20);
  look();  // read, and too few saw it
  classifiers.teach(Trait::intent, complaint, "praise", 0.95);
  see(bad_post, 300, 20);
  look();
  EXPECT_TRUE(alerts().empty());
  classifiers.teach(Trait::intent, complaint, "defect", 0.95);
  look();
  EXPECT_EQ(alerts().size(), 1u);
  const content::PostId second{2'002};
  publish(second, made_up);
  see(second, 300);
  look();
  EXPECT_EQ(alerts().size(), 1u);
  classifiers.teach(Trait::sentiment, made_up, "negative", 0.9);
  classifiers.teach(Trait::intent, made_up, "defect", 0.8);
  look();
  ASSERT_EQ(alerts().size(), 2u);
  const auto told = alerts()[0].as_object();
  EXPECT_EQ(told.at("severity").as_string(), "defect");
  EXPECT_EQ(told.at("words").as_array().at(0).as_string(), "taught");
}

ENGINE_TEST(RadarRoutes, WhenTheDeskRefusesNothingIsKeptAndItIsTriedAgain) {
  publish(bad_post, complaint);
  see(bad_post, 300);
  desk.refuses = true;
  look();
  EXPECT_TRUE(alerts().empty());
  desk.refuses = false;
  clock.advance(minutes(2));
  look();
  EXPECT_EQ(alerts().size(), 1u);
}

ENGINE_TEST(RadarRoutes, WhereSomebodyMayBeHurtTheProductIsPausedAtOnce) {
  publish(bad_post, "The lamp caught fire and burned my hand, this is dangerous, terrible");
  see(bad_post, 200);
  EXPECT_FALSE(module->promotions().is_any_paused());
  look();
  EXPECT_TRUE(module->promotions().is_paused(lamp));
  ASSERT_EQ(desk.taken.size(), 1u);
  EXPECT_EQ(desk.taken[0], "safety Lamp 1!");
  const auto line = object_of(ask(Method::get, "/v1/admin/radar/trail")).at("items").as_array()[0].as_object();
  EXPECT_EQ(line.at("deed").as_string(), "paused");
  EXPECT_EQ(line.at("by").as_string(), "");
}

ENGINE_TEST(RadarRoutes, AProductIsPausedAndClearedWithATrail) {
  EXPECT_EQ(pause("pause").status, 200);
  EXPECT_TRUE(module->promotions().is_paused(lamp));
  EXPECT_EQ(pause("pause").status, 200);  // twice is fine, and one line of the trail
  const auto paused = object_of(ask(Method::get, "/v1/admin/radar")).at("paused").as_array();
  ASSERT_EQ(paused.size(), 1u);
  EXPECT_EQ(paused[0].as_object().at("reason").as_string(), "It breaks.");
  EXPECT_EQ(pause("clear").status, 200);
  EXPECT_FALSE(module->promotions().is_any_paused());
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/radar/trail")).at("items").as_array().size(), 2u);
  EXPECT_EQ(code_of(pause("pause", to_text(catalog::ProductId{9}))), "radar.product_not_found");
  EXPECT_EQ(code_of(pause("clear", to_text(catalog::ProductId{9}))), "radar.product_not_found");
  EXPECT_EQ(pause("pause", to_text(lamp), "").status, 403);
  EXPECT_FALSE(module->promotions().is_any_paused());
}

ENGINE_TEST(RadarRoutes, AnAlertIsClosedOnceAndADismissedOneIsNotToldAgain) {
  publish(bad_post, complaint);
  see(bad_post, 300);
  look();
  const auto alert = alerts().at(0).as_object();
  EXPECT_EQ(code_of(close(alert, "handled", 7)), "radar.stale");
  ASSERT_EQ(close(alert, "dismissed", 1).status, 200);
  EXPECT_EQ(code_of(close(alert, "handled", 2)), "radar.wrong_status");
  auto other = alert;
  other["id"] = to_text(AlertId{5});
  EXPECT_EQ(code_of(close(other, "handled", 1)), "radar.not_found");
  EXPECT_TRUE(alerts().empty());
  EXPECT_EQ(alerts("dismissed").size(), 1u);
  see(bad_post, 6'000, 1'000);
  look();
  EXPECT_TRUE(alerts().empty());
  EXPECT_EQ(desk.taken.size(), 1u);
}

ENGINE_TEST(RadarRoutes, SettingsAreChangedByMerchandisersAndHold) {
  const std::string path = "/v1/admin/radar/settings";
  EXPECT_EQ(object_of(ask(Method::get, path)).at("alert_from").as_int64(), 60);
  EXPECT_EQ(ask(Method::put, path, R"({"alert_from":100000})", "agent").status, 403);
  EXPECT_EQ(ask(Method::put, path, R"({"alert_from":0})", "merchandiser").status, 400);
  ASSERT_EQ(ask(Method::put, path, R"({"alert_from":1000000,"auto_pause":"defect"})", "merchandiser").status, 200);
  publish(bad_post, complaint);
  see(bad_post, 300);
  look();
  EXPECT_TRUE(alerts().empty());
  ASSERT_EQ(ask(Method::put, path, R"({"alert_from":50,"auto_pause":"defect"})", "merchandiser").status, 200);
  look();
  EXPECT_EQ(alerts().size(), 1u);
  EXPECT_TRUE(module->promotions().is_paused(lamp));
}

ENGINE_TEST(RadarRoutes, APersonsAlertsAreGivenOutAndTakenAway) {
  publish(bad_post, complaint);
  see(bad_post, 300);
  look();
  const profiles::Person person{linh, "", "", "", false, {}};
  auto& data = module->personal_data();
  const auto exported = [&](db::Reader& reader) { return data.export_json(reader, person); };
  EXPECT_NE(database().read_now(exported).find("defect"), std::string::npos);
  const auto erase = [&](db::Transaction& tx) -> Result<std::int64_t> { return data.erase(tx, person).at(0).count; };
  EXPECT_EQ(*database().write_now(erase), 1);
  EXPECT_EQ(database().read_now(exported), "null");
}

}  // namespace
}  // namespace plaza::radar

#include <boost/json.hpp>

#include "advice.h"
#include "radar_fixture.h"
#include "rules.h"

namespace plaza::radar {
namespace {

namespace bj = boost::json;
using http::Method;

class DefectRoutes : public RadarFixture {
 protected:
  template <class Work>
  void commit(const Work& work) {
    const auto wrapped = [&](db::Transaction& tx) -> Status {
      work(tx);
      return done();
    };
    ASSERT_TRUE(database().write_now(wrapped).ok());
  }
  void sell(std::int64_t units, Time at) {
    commit([&](db::Transaction& tx) { module->signals().sold(tx, lamp, units, at); });
  }
  void say(Source source, const std::string& person, const std::string& about, std::int64_t variant = 9) {
    commit([&](db::Transaction& tx) {
      module->signals().note(tx, {source, lamp, catalog::VariantId{variant}, person, about, clock.now() - hours(3)});
    });
  }
  // Sold one a day for three months, and six people who complain within a day, in four ways.
  void go_wrong() {
    for (int day = 1; day < 90; ++day) sell(1, clock.now() - days(day));
    const Source sources[] = {Source::returned, Source::reviewed, Source::asked, Source::talked};
    for (int i = 0; i < 6; ++i) say(sources[i % 4], "person" + std::to_string(i), "rtn_" + std::to_string(i));
  }
  void look_at_defects() {
    clock.advance(minutes(11));
    runner->run_due();
  }
  static bj::object object_of(const http::Response& response) { return bj::parse(response.body).as_object(); }
  bj::array advice(const std::string& status = "open") {
    return object_of(ask(Method::get, "/v1/admin/radar/defects?status=" + status)).at("items").as_array();
  }
  http::Response decide(const bj::object& which, const std::string& deed, std::int64_t version = 1, const std::string& role = "merchandiser") {
    return ask(Method::post, "/v1/admin/radar/defects/" + std::string(which.at("id").as_string()) + "/" + deed,
               R"({"version":)" + std::to_string(version) + R"(,"note":"A bad batch."})", role);
  }
  static std::string code_of(const http::Response& response) { return std::string(object_of(response).at("code").as_string()); }
};

ENGINE_TEST(DefectRoutes, WhatRisesTogetherIsAdvisedOnceWithItsEvidence) {
  catalog::Variant variant;
  variant.id = catalog::VariantId{9};
  variant.sku = "LAMP-1";
  catalog.all[lamp.value].variants.push_back(variant);
  go_wrong();
  look_at_defects();
  look_at_defects();
  const auto all = advice();
  ASSERT_EQ(all.size(), 1u);
  const auto& one = all[0].as_object();
  EXPECT_EQ(one.at("people").as_int64(), 6);
  EXPECT_EQ(one.at("returned").as_int64(), 2);
  EXPECT_EQ(one.at("talked").as_int64(), 1);
  EXPECT_EQ(one.at("sku").as_string(), "LAMP-1");
  EXPECT_TRUE(one.at("on_sale").as_bool());
  ASSERT_EQ(one.at("evidence").as_array().size(), 6u);
  EXPECT_TRUE(one.at("evidence").at(0).at("about").as_string().starts_with("rtn_"));
  EXPECT_LT(one.at("expected").to_number<double>(), 1);
  EXPECT_EQ(desk.advised, (std::vector<std::string>{"Lamp 6"}));
  for (int i = 6; i < 9; ++i) say(Source::returned, "person" + std::to_string(i), "rtn_" + std::to_string(i));
  look_at_defects();
  EXPECT_EQ(advice()[0].as_object().at("people").as_int64(), 9);
  EXPECT_EQ(desk.advised.size(), 1u);
}

ENGINE_TEST(DefectRoutes, OnePersonOneThingAndWhatIsSaidTwiceAreNoRise) {
  for (int day = 1; day < 90; ++day) sell(1, clock.now() - days(day));
  for (int i = 0; i < 12; ++i) say(i % 2 ? Source::returned : Source::reviewed, "angry", "rtn_" + std::to_string(i));
  for (int i = 0; i < 12; ++i) say(Source::talked, "p" + std::to_string(i), "cnv_1");
  look_at_defects();
  EXPECT_TRUE(advice().empty());
}

ENGINE_TEST(DefectRoutes, StoppingTakesItOutOfTheShopAndOutOfTheFeed) {
  go_wrong();
  look_at_defects();
  const auto one = advice()[0].as_object();
  EXPECT_EQ(decide(one, "stop", 1, "agent").status, 403);
  EXPECT_EQ(code_of(decide(one, "stop", 7)), "radar.stale");
  catalog.refuses = true;
  EXPECT_EQ(decide(one, "stop").status, 503);
  EXPECT_EQ(advice().size(), 1u);  // nothing of it happened
  EXPECT_FALSE(module->promotions().is_any_paused());
  catalog.refuses = false;
  const auto stopped = decide(one, "stop");
  ASSERT_EQ(stopped.status, 200) << stopped.body;
  EXPECT_FALSE(object_of(stopped).at("on_sale").as_bool());
  EXPECT_EQ(catalog.all[lamp.value].status, catalog::ProductStatus::draft);
  EXPECT_TRUE(module->promotions().is_paused(lamp));
  EXPECT_EQ(code_of(decide(one, "keep", 2)), "radar.wrong_status");
  EXPECT_TRUE(advice().empty());
  EXPECT_EQ(advice("stopped").size(), 1u);
  const auto trail = object_of(ask(Method::get, "/v1/admin/radar/trail")).at("items").as_array();
  ASSERT_EQ(trail.size(), 2u);
  EXPECT_EQ(trail[1].as_object().at("deed").as_string(), "stopped");
  EXPECT_EQ(trail[1].as_object().at("reason").as_string(), "A bad batch.");
}

ENGINE_TEST(DefectRoutes, WhatIsKeptOnSaleIsToldAgainWhenTwiceAsManySpeak) {
  go_wrong();
  look_at_defects();
  const auto one = advice()[0].as_object();
  auto other = one;
  other["id"] = to_text(AlertId{5});
  EXPECT_EQ(code_of(decide(other, "keep")), "radar.not_found");
  ASSERT_EQ(decide(one, "keep").status, 200);
  look_at_defects();
  EXPECT_TRUE(advice().empty());
  for (int i = 6; i < 13; ++i) say(Source::returned, "person" + std::to_string(i), "rtn_" + std::to_string(i));
  look_at_defects();
  EXPECT_EQ(advice().size(), 1u);
  EXPECT_EQ(desk.advised.size(), 2u);
  EXPECT_EQ(catalog.all[lamp.value].status, catalog::ProductStatus::active);
}

ENGINE_TEST(DefectRoutes, ItMayBeTurnedOff) {
  ASSERT_EQ(ask(Method::put, "/v1/admin/radar/settings", R"({"defects":false})", "merchandiser").status, 200);
  go_wrong();
  look_at_defects();
  EXPECT_TRUE(advice().empty());
}

ENGINE_TEST(DefectRoutes, APersonsSignalsAreGivenOutAndTakenAway) {
  say(Source::returned, to_text(linh), "rtn_1");
  say(Source::talked, "Linh@Example.com ", "cnv_1");
  say(Source::returned, "other@example.com", "rtn_2");
  const profiles::Person person{linh, "linh@example.com", "", "", true, {}};
  auto& data = module->personal_data();
  const auto exported = [&](db::Reader& reader) { return data.export_json(reader, person); };
  const auto text = database().read_now(exported);
  EXPECT_NE(text.find("rtn_1"), std::string::npos);
  EXPECT_NE(text.find("cnv_1"), std::string::npos);
  EXPECT_EQ(text.find("rtn_2"), std::string::npos);
  const auto erase = [&](db::Transaction& tx) -> Result<std::int64_t> { return data.erase(tx, person).at(1).count; };
  EXPECT_EQ(*database().write_now(erase), 2);
  EXPECT_EQ(database().read_now(exported), "null");
}

TEST(Duty, IsByDayAndHourOfTheShopsClockAlsoOverMidnight) {
  const identity::AccountId day{1}, night{2};
  Settings settings;
  settings.duty = {{day, {1, 2, 3, 4, 5}, 540, 1'020, true, true}, {night, {1}, 1'320, 360, true, false}};
  settings.utc_offset_minutes = 420;
  const Time monday_noon = *parse_time("2026-03-02T05:00:00Z");  // twelve at the shop
  EXPECT_EQ(on_duty(settings, monday_noon, false), (std::vector<Told>{{day, true, true}}));
  EXPECT_EQ(on_duty(settings, monday_noon + hours(11), false), (std::vector<Told>{{night, true, false}}));  // 23:00
  EXPECT_EQ(on_duty(settings, monday_noon + hours(17), false), (std::vector<Told>{{night, true, false}}));  // Tuesday, 5:00
  EXPECT_TRUE(on_duty(settings, monday_noon + hours(18), false).empty());                                   // 6:00
  EXPECT_TRUE(on_duty(settings, monday_noon + days(1) + hours(11), false).empty());                         // Tuesday night is nobody's
  EXPECT_TRUE(on_duty(settings, monday_noon + days(5), false).empty());                                     // Saturday
}

TEST(Duty, InQuietHoursWhatIsNotUrgentIsMailed) {
  const identity::AccountId who{1};
  Settings settings;
  settings.duty = {{who, {1, 2, 3, 4, 5, 6, 7}, 0, 0, true, false}};
  settings.quiet_from = 1'320;
  settings.quiet_to = 420;
  const Time night = *parse_time("2026-03-02T23:30:00Z");
  EXPECT_TRUE(is_quiet(settings, night));
  EXPECT_TRUE(is_quiet(settings, night + hours(4)));
  EXPECT_FALSE(is_quiet(settings, night + hours(8)));
  EXPECT_EQ(on_duty(settings, night, false), (std::vector<Told>{{who, false, true}}));
  EXPECT_EQ(on_duty(settings, night, true), (std::vector<Told>{{who, true, false}}));
  settings.quiet_to = settings.quiet_from;
  EXPECT_FALSE(is_quiet(settings, night));
}

ENGINE_TEST(DefectRoutes, WhoIsOnDutyIsToldOfComplaintsAndAdvice) {
  const auto account = to_text(identity::AccountId{77});
  const auto set = ask(Method::put, "/v1/admin/radar/settings", R"({"duty":[{"account_id":")" + account + R"(","mail":false}]})", "merchandiser");
  ASSERT_EQ(set.status, 200) << set.body;
  publish(bad_post, "The lamp stopped working after two days, I am very disappointed");
  see(bad_post, 300);
  look();
  ASSERT_EQ(desk.duty, (std::vector<Told>{{identity::AccountId{77}, true, false}}));
  EXPECT_EQ(ask(Method::put, "/v1/admin/radar/settings", R"({"duty":[{"account_id":")" + account + R"(","days":[]}]})", "merchandiser").status, 400);
}

}  // namespace
}  // namespace plaza::radar

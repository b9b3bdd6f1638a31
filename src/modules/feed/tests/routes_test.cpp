#include "feed_fixture.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::feed {
namespace {

using http::Method;

const http::Headers an = {{"x-account", "7"}};
const http::Headers visitor = {{"plaza-anonymous-id", "v1"}};

std::string settings_body(std::int64_t version, const std::string& more = "") {
  return R"({"version":)" + std::to_string(version) + R"(,"worth":{"watch":2,"like":4,"save":6,"share":10,"comment":6,"tag_tap":5,)"
         R"("add_to_cart":60,"purchase":1200,"hide":-40,"returned":-300})" + more + "}";
}
std::string rule_body(const std::string& more, const std::string& target = to_text(content::PostId{9})) {
  return R"({"title":"Spring","kind":"pin","target":"post","target_id":")" + target + "\"" + more + "}";
}

TEST(FeedStatements, AllCanBePrepared) {
  for (const auto engine : testing::engines()) {
    testing::TestDatabase database(engine);
    testing::expect_prepares(*database, all_statements(), migrations());
  }
}

ENGINE_TEST(FeedFixture, SettingsAreReadChangedAndInForceAtOnce) {
  auto settings = json(ask(Method::get, "/v1/admin/feed/settings"));
  EXPECT_EQ(settings.at("version").as_int64(), 0);
  EXPECT_EQ(settings.at("worth").at("purchase").as_int64(), 800);
  EXPECT_EQ(text(settings, "currency"), "EUR");
  const auto put = ask(Method::put, "/v1/admin/feed/settings", settings_body(0, R"(,"exploration_percent":0)"));
  ASSERT_EQ(put.status, 200) << put.body;
  settings = json(ask(Method::get, "/v1/admin/feed/settings"));
  EXPECT_EQ(settings.at("version").as_int64(), 1);
  EXPECT_EQ(settings.at("worth").at("purchase").as_int64(), 1'200);
  EXPECT_EQ(settings.at("exploration_percent").as_int64(), 0);
  EXPECT_EQ(settings.at("first_audience").as_int64(), 30);  // absent: the default
  module->start();
  module->feed().page({{0, "v"}, 10, "", "", Scope::for_you});
  module->stop();
  EXPECT_NE(log.records.back().properties.find("\"exploration\":0,"), std::string::npos) << log.records.back().properties;
}

ENGINE_TEST(FeedFixture, EachRefusalOfSettingsNamesItsReasonAndChangesNothing) {
  ASSERT_EQ(ask(Method::put, "/v1/admin/feed/settings", settings_body(0)).status, 200);
  EXPECT_EQ(code(ask(Method::put, "/v1/admin/feed/settings", settings_body(0))), "feed.stale");
  EXPECT_EQ(code(ask(Method::put, "/v1/admin/feed/settings", settings_body(7))), "feed.stale");
  const std::pair<const char*, const char*> wrong[] = {
      {R"(,"exploration_percent":51)", "exploration_percent"}, {R"(,"first_audience":0)", "first_audience"},
      {R"(,"frequency_max":0)", "frequency_max"},              {R"(,"creator_percent_max":101)", "creator_percent_max"},
      {R"(,"scarcity_percent":-1)", "scarcity_percent"},
  };
  for (const auto& [more, name] : wrong) EXPECT_EQ(field(ask(Method::put, "/v1/admin/feed/settings", settings_body(1, more))), name);
  EXPECT_EQ(field(ask(Method::put, "/v1/admin/feed/settings", R"({"version":1,"worth":{"hide":5}})")), "worth.hide");
  EXPECT_EQ(field(ask(Method::put, "/v1/admin/feed/settings", R"({"worth":{}})")), "version");
  EXPECT_EQ(ask(Method::put, "/v1/admin/feed/settings", settings_body(1), {{"x-role", "agent"}}).status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/feed/settings", "", visitor).status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/admin/feed/learning", "", {{"x-role", "agent"}}).status, 403);
  EXPECT_EQ(json(ask(Method::get, "/v1/admin/feed/settings", "", {{"x-role", "owner"}})).at("version").as_int64(), 1);
}

ENGINE_TEST(FeedFixture, ARuleIsMadeSeenChangedAndDeleted) {
  const auto made = ask(Method::post, "/v1/admin/feed/rules", rule_body(R"(,"place":2)"));
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = text(json(made), "id");
  EXPECT_TRUE(json(made).at("in_force").as_bool());
  EXPECT_EQ(page({0, "a"}, *module)[1], 9);
  const std::string path = "/v1/admin/feed/rules/" + id;
  const auto changed = ask(Method::put, path, rule_body(R"(,"place":4,"version":1)"));
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(json(changed).at("version").as_int64(), 2);
  EXPECT_EQ(page({0, "b"}, *module)[3], 9);
  EXPECT_EQ(code(ask(Method::put, path, rule_body(R"(,"place":4,"version":1)"))), "feed.stale");
  EXPECT_EQ(json(ask(Method::get, "/v1/admin/feed/rules")).at("items").as_array().size(), 1u);
  EXPECT_EQ(ask(Method::del, path).status, 204);
  EXPECT_EQ(code(ask(Method::del, path)), "feed.rule_not_found");
  EXPECT_EQ(code(ask(Method::put, path, rule_body(R"(,"version":2)"))), "feed.rule_not_found");
  EXPECT_TRUE(json(ask(Method::get, "/v1/admin/feed/rules")).at("items").as_array().empty());
}

ENGINE_TEST(FeedFixture, ARuleThatCannotBeIsRefusedByItsField) {
  const auto wrong = [&](const std::string& body) { return field(ask(Method::post, "/v1/admin/feed/rules", body)); };
  EXPECT_EQ(wrong(rule_body("", to_text(content::PostId{999}))), "target_id");
  EXPECT_EQ(wrong(rule_body("", "prd_0000000000001")), "target_id");
  EXPECT_EQ(wrong(rule_body(R"(,"place":21)")), "place");
  EXPECT_EQ(wrong(rule_body(R"(,"factor":1)")), "factor");
  EXPECT_EQ(wrong(rule_body(R"(,"starts_at":"2026-03-02T00:00:00Z","ends_at":"2026-03-02T00:00:00Z")")), "ends_at");
  EXPECT_EQ(wrong(R"({"title":"x","kind":"boost","target":"product","target_id":"prd_0000000000001"})"), "target_id");
  EXPECT_EQ(wrong(R"({"title":"x","kind":"boost","target":"creator","target_id":"somebody"})"), "target_id");
  EXPECT_EQ(wrong(R"({"title":"x","kind":"boost","target":"hashtag","target_id":"#"})"), "target_id");
  EXPECT_EQ(wrong(R"({"title":" ","kind":"boost","target":"hashtag","target_id":"cups"})"), "title");
  EXPECT_EQ(wrong(R"({"title":"x","kind":"lift","target":"hashtag","target_id":"cups"})"), "kind");
  EXPECT_EQ(ask(Method::post, "/v1/admin/feed/rules", rule_body(""), {{"x-role", "agent"}}).status, 403);
  EXPECT_TRUE(json(ask(Method::get, "/v1/admin/feed/rules")).at("items").as_array().empty());
}

ENGINE_TEST(FeedFixture, FiftyRulesAreEnough) {
  for (int i = 0; i < 50; ++i) ASSERT_EQ(ask(Method::post, "/v1/admin/feed/rules", rule_body("")).status, 201);
  EXPECT_EQ(code(ask(Method::post, "/v1/admin/feed/rules", rule_body(""))), "feed.too_many_rules");
}

ENGINE_TEST(FeedFixture, AnotherNodeAndTheNextProcessKnowWhatWasDecided) {
  ASSERT_EQ(ask(Method::post, "/v1/admin/feed/rules", rule_body(R"(,"place":1)")).status, 201);
  auto other = open_node();
  other->load();
  EXPECT_EQ(page({0, "a"}, *other)[0], 9);
  const auto of_other = events::open_dispatcher(database(), clock);
  other->subscribe(*of_other);
  of_other->start();
  ASSERT_EQ(ask(Method::post, "/v1/admin/feed/rules", rule_body(R"(,"place":3)", to_text(content::PostId{11}))).status, 201);
  of_other->drain();
  EXPECT_EQ(page({0, "b"}, *other)[2], 11);
  of_other->stop();
}

ENGINE_TEST(FeedFixture, APreviewPublishesNothing) {
  module->start();
  for (int i = 0; i < 5; ++i) page({0, "v" + std::to_string(i)}, *module);
  module->stop();
  const auto told = ask(Method::post, "/v1/admin/feed/rules/preview", rule_body(R"(,"days":3)"));
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_EQ(json(told).at("impressions").as_int64(), 50);
  EXPECT_EQ(json(told).at("now").at("mean").at("amount").as_int64(), 0);
  EXPECT_TRUE(json(ask(Method::get, "/v1/admin/feed/rules")).at("items").as_array().empty());
  EXPECT_EQ(field(ask(Method::post, "/v1/admin/feed/rules/preview", rule_body(R"(,"days":31)"))), "days");
  EXPECT_EQ(field(ask(Method::post, "/v1/admin/feed/rules/preview",
                      R"({"title":"x","kind":"bury","target":"hashtag","target_id":"unheard"})")), "target_id");
  EXPECT_EQ(ask(Method::post, "/v1/admin/feed/rules/preview", rule_body(""), visitor).status, 401);
}

ENGINE_TEST(FeedFixture, LearningIsToldByHeads) {
  const auto told = json(ask(Method::get, "/v1/admin/feed/learning"));
  EXPECT_EQ(told.at("heads").as_array().size(), 10u);
  EXPECT_EQ(told.at("examples").as_int64(), 0);
  EXPECT_TRUE(told.at("heads").as_array()[0].as_object().at("log_loss").is_null());
}

ENGINE_TEST(FeedFixture, AViewerPausesGoesOnAndStartsOver) {
  const auto kept = [&] { return json(ask(Method::get, "/v1/feed/personalization", "", visitor)); };
  EXPECT_FALSE(kept().at("paused").as_bool());
  const auto put = ask(Method::put, "/v1/feed/personalization", R"({"paused":true})", visitor);
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_TRUE(kept().at("paused").as_bool());
  EXPECT_TRUE(kept().at("chosen").as_bool());
  EXPECT_EQ(log.records.back().name, "Feed Personalization Paused");
  ASSERT_EQ(ask(Method::put, "/v1/feed/personalization", R"({"paused":false})", visitor).status, 200);
  EXPECT_FALSE(kept().at("paused").as_bool());
  EXPECT_EQ(ask(Method::del, "/v1/feed/personalization", "", visitor).status, 204);
  EXPECT_EQ(log.records.back().name, "Feed Personalization Reset");
  EXPECT_EQ(field(ask(Method::put, "/v1/feed/personalization", "{}", visitor)), "paused");
  for (const auto method : {Method::get, Method::del}) EXPECT_EQ(ask(method, "/v1/feed/personalization", "", {}).status, 401);
  EXPECT_EQ(ask(Method::put, "/v1/feed/personalization", R"({"paused":true})", {}).status, 401);
}

ENGINE_TEST(FeedFixture, ABrowsersSignalIsToldAsSuch) {
  auto with_signal = visitor;
  with_signal.emplace_back("sec-gpc", "1");
  const auto kept = json(ask(Method::get, "/v1/feed/personalization", "", with_signal));
  EXPECT_TRUE(kept.at("paused").as_bool());
  EXPECT_FALSE(kept.at("chosen").as_bool());
}

ENGINE_TEST(FeedFixture, SaysWhyInTheReadersLanguage) {
  interactions::Record record;
  record.kind = interactions::Kind::track;
  record.trust = interactions::Trust::session;
  record.account = 7;
  record.name = "Product Added";
  record.at = record.received_at = clock.now();
  record.properties = R"({"product_id":")" + to_text(Lamp::id) + "\"}";
  log.append_now({record});
  const std::string path = "/v1/feed/reasons/" + to_text(content::PostId{2});
  const auto told = json(ask(Method::get, path, "", an));
  EXPECT_TRUE(told.at("personal").as_bool());
  EXPECT_EQ(text(told.at("items").as_array()[0].as_object(), "text"), "You looked at Paper lamp");
  const auto in_vietnamese = json(ask(Method::get, path + "?lang=vi", "", an));
  EXPECT_EQ(text(in_vietnamese.at("items").as_array()[0].as_object(), "text"), "Bạn đã quan tâm đến Paper lamp");
  EXPECT_EQ(code(ask(Method::get, "/v1/feed/reasons/" + to_text(content::PostId{999}), "", an)), "feed.post_not_found");
  EXPECT_EQ(ask(Method::get, "/v1/feed/reasons/x", "", an).status, 400);
}

ENGINE_TEST(FeedFixture, ASoldOutProductLeavesWithTheChange) {
  for (const std::int64_t variant : {501, 502}) levels.changed(Lamp::id, catalog::VariantId{variant}, 0);
  std::vector<std::int64_t> all;
  std::string cursor;
  do {
    const auto got = module->feed().page({{0, "z"}, 20, cursor, "", Scope::for_you});
    for (const auto& item : got.items) all.push_back(item.post_id.value);
    cursor = got.next_cursor.value_or("");
  } while (!cursor.empty());
  EXPECT_EQ(all.size(), 29u);
  EXPECT_EQ(std::count(all.begin(), all.end(), 2), 0);
}

}  // namespace
}  // namespace plaza::feed

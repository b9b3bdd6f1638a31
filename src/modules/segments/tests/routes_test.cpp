#include "segments_fixture.h"
#include "platform/json/document.h"

namespace plaza::segments {
namespace {

class SegmentsRoutes : public SegmentsFixture {
 protected:
  std::size_t kept() { return object_of(ask(Method::get, "/v1/admin/segments")).at("items").as_array().size(); }
};

ENGINE_TEST(SegmentsRoutes, ASegmentIsMadeReadChangedAndDeleted) {
  const auto id = make("Keen on lamps", "count( View where collection=\"lamps\" , 1 week) >= 3");
  const std::string path = "/v1/admin/segments/" + id;
  auto view = object_of(ask(Method::get, path));
  EXPECT_EQ(text(view.at("handle")), "keen-on-lamps");
  EXPECT_EQ(text(view.at("text")), "count(View where collection = \"lamps\", 7 days) >= 3");
  EXPECT_EQ(boost::json::serialize(view.at("rule")),
            R"({"type":"count","event":"View","where":[{"field":"collection","op":"=","value":"lamps"}],"window":"7 days","op":">=","value":3})");
  EXPECT_EQ(view.at("count").as_int64(), 0);
  EXPECT_EQ(view.at("building").as_bool(), false);
  EXPECT_EQ(view.at("cost").as_int64(), 3);
  EXPECT_TRUE(view.at("variant").is_null());
  boost::json::object change{{"version", 1}, {"name", "Lamps"}, {"rule", boost::json::parse(R"({"type":"trait","name":"plan","op":"exists"})")}};
  const auto changed = ask(Method::patch, path, boost::json::serialize(change));
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(text(object_of(changed).at("text")), "trait plan exists");
  EXPECT_EQ(text(object_of(changed).at("handle")), "keen-on-lamps");
  EXPECT_EQ(object_of(changed).at("version").as_int64(), 2);
  EXPECT_EQ(text(object_of(ask(Method::get, "/v1/admin/segments/" + make("Keen on lamps", "trait a exists"))).at("handle")), "keen-on-lamps-2");
  EXPECT_EQ(kept(), 2u);
  EXPECT_EQ(ask(Method::del, path).status, 204);
  EXPECT_EQ(code_of(ask(Method::del, path)), "segments.not_found");
  EXPECT_EQ(code_of(ask(Method::get, path)), "segments.not_found");
  EXPECT_EQ(kept(), 1u);
}

ENGINE_TEST(SegmentsRoutes, EachRefusalHasItsCodeAndChangesNothing) {
  const auto id = make("One", "trait a exists");
  const std::string path = "/v1/admin/segments/" + id;
  const auto post = [&](const std::string& body) { return ask(Method::post, "/v1/admin/segments", body); };
  const auto taken = post(R"({"name":"x","handle":"one","text":"trait a exists"})");
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(code_of(taken), "segments.handle_taken");
  EXPECT_EQ(post(R"({"name":"x","handle":"Not A Handle","text":"trait a exists"})").status, 400);
  EXPECT_EQ(post(R"({"name":" ","text":"trait a exists"})").status, 400);
  EXPECT_EQ(post(R"({"name":"x"})").status, 400);
  EXPECT_EQ(post(R"({"name":"x","text":"trait a exists","rule":{"type":"trait","name":"a","op":"exists"}})").status, 400);
  const auto wrong = post(R"({"name":"x","text":"count(A, 900 days) >= 3 and\n sum(Order Completed.total, 1 day) > 2 EUR"})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(code_of(wrong), "segments.rule_invalid");
  EXPECT_EQ(fields_of(wrong), "text:1:10 out_of_range; text:2:6 not_trusted");
  const auto tree = post(R"({"name":"x","rule":{"type":"and","rules":[{"type":"count"},{"type":"consent","channel":"fax","state":"given"}]}})");
  EXPECT_EQ(tree.status, 422);
  EXPECT_EQ(fields_of(tree), "rule.rules[0].event required; rule.rules[0].window wrong_format; rule.rules[0].op required; rule.rules[0].op not_allowed");
  EXPECT_EQ(kept(), 1u);
  const auto stale = ask(Method::patch, path, R"({"version":7,"name":"x"})");
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(code_of(stale), "segments.stale");
  EXPECT_EQ(ask(Method::patch, path, R"({"version":1,"text":"trait"})").status, 422);
  EXPECT_EQ(ask(Method::patch, path, R"({"name":"x"})").status, 400);
  const std::string nobody = "/v1/admin/segments/" + to_text(SegmentId{5});
  EXPECT_EQ(code_of(ask(Method::patch, nobody, R"({"version":1})")), "segments.not_found");
  EXPECT_EQ(code_of(ask(Method::get, nobody + "/members")), "segments.not_found");
  EXPECT_EQ(code_of(ask(Method::get, nobody + "/members.csv")), "segments.not_found");
  EXPECT_EQ(code_of(ask(Method::put, nobody + "/variant", R"({"title":"x"})")), "segments.not_found");
  EXPECT_EQ(code_of(ask(Method::del, nobody + "/variant")), "segments.not_found");
  EXPECT_EQ(ask(Method::put, path + "/variant", "{}").status, 400);
  EXPECT_EQ(ask(Method::put, path + "/variant", R"({"collections":["a,b"]})").status, 400);
  EXPECT_EQ(ask(Method::get, path + "/members?cursor=x").status, 400);
  EXPECT_EQ(ask(Method::get, path + "/members?limit=201").status, 400);
  EXPECT_EQ(object_of(ask(Method::get, path)).at("version").as_int64(), 1);
}

ENGINE_TEST(SegmentsRoutes, MerchandisersWriteAgentsReadOthersDoNot) {
  const auto id = make("One", "trait a exists");
  const std::string path = "/v1/admin/segments/" + id, body = R"({"name":"x","text":"trait a exists"})";
  EXPECT_EQ(ask(Method::post, "/v1/admin/segments", body, "").status, 401);
  EXPECT_EQ(ask(Method::post, "/v1/admin/segments", body, "agent").status, 403);
  EXPECT_EQ(ask(Method::post, "/v1/admin/segments", body, "moderator").status, 403);
  EXPECT_EQ(ask(Method::patch, path, R"({"version":1})", "agent").status, 403);
  EXPECT_EQ(ask(Method::del, path, "", "agent").status, 403);
  EXPECT_EQ(ask(Method::put, path + "/variant", R"({"title":"x"})", "agent").status, 403);
  EXPECT_EQ(ask(Method::del, path + "/variant", "", "agent").status, 403);
  EXPECT_EQ(ask(Method::get, path + "/members.csv", "", "agent").status, 403);
  EXPECT_EQ(ask(Method::get, path, "", "moderator").status, 403);
  for (const char* read : {"", "/members"}) {
    EXPECT_EQ(ask(Method::get, path + read, "", "agent").status, 200);
    EXPECT_EQ(ask(Method::get, path + read, "", "").status, 401);
  }
  EXPECT_EQ(ask(Method::get, "/v1/admin/segment_vocabulary", "", "agent").status, 200);
  EXPECT_EQ(ask(Method::get, "/v1/admin/segment_vocabulary", "", "moderator").status, 403);
  EXPECT_EQ(ask(Method::post, "/v1/admin/segments/preview", R"({"text":"trait a exists"})", "agent").status, 200);
  EXPECT_EQ(ask(Method::post, "/v1/admin/segments/preview", R"({"text":"trait a exists"})", "").status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/admin/segments", "", "owner").status, 200);
  EXPECT_EQ(kept(), 1u);
}

ENGINE_TEST(SegmentsRoutes, TheSecondClickMakesNoSecondSegment) {
  const std::string body = R"({"name":"x","text":"trait a exists"})";
  const auto first = ask(Method::post, "/v1/admin/segments", body, "merchandiser", "key-1");
  const auto second = ask(Method::post, "/v1/admin/segments", body, "merchandiser", "key-1");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(kept(), 1u);
}

ENGINE_TEST(SegmentsRoutes, APreviewSaysHowManyAndWhoAndKeepsNothing) {
  stream.track("a", "View", R"({"product_id":")" + to_text(catalog::ProductId{1}) + "\"}");
  stream.track(7, "View");
  take();
  const auto answer = object_of(ask(Method::post, "/v1/admin/segments/preview", R"({"text":"count(View,1 week)>=1"})"));
  EXPECT_EQ(text(answer.at("text")), "count(View, 7 days) >= 1");
  EXPECT_EQ(answer.at("count").as_int64(), 2);
  EXPECT_EQ(answer.at("accounts").as_int64(), 1);
  EXPECT_EQ(answer.at("people").as_int64(), 2);
  EXPECT_EQ(answer.at("sample").as_array().size(), 2u);
  const auto lamps = object_of(ask(Method::post, "/v1/admin/segments/preview", R"({"text":"count(View where collection = \"lamps\", 7 days) >= 1"})"));
  EXPECT_EQ(lamps.at("count").as_int64(), 1);
  EXPECT_EQ(fields_of(ask(Method::post, "/v1/admin/segments/preview", R"({"text":"count(View"})")), "text:1:11 unexpected");
  EXPECT_EQ(ask(Method::post, "/v1/admin/segments/preview", R"({"text":"count(View"})").status, 422);
  EXPECT_EQ(kept(), 0u);
}

ENGINE_TEST(SegmentsRoutes, MembersAreListedAndExportedWithTheirConsent) {
  const auto id = make("Viewers", "count(View, 7 days) >= 1");
  for (const std::int64_t account : {7, 8, 9}) stream.track(account, "View");
  stream.track("v1", "View");
  stream.track("shares-nothing", "View");  // stands in no file
  take();
  const std::string path = "/v1/admin/segments/" + id;
  const auto first = object_of(ask(Method::get, path + "/members?limit=3"));
  ASSERT_EQ(first.at("items").as_array().size(), 3u);
  EXPECT_EQ(text(first.at("items").at(0).at("name")), "Person 9");
  const auto rest = object_of(ask(Method::get, path + "/members?limit=3&cursor=" + text(first.at("next_cursor"))));
  ASSERT_EQ(rest.at("items").as_array().size(), 2u);
  EXPECT_EQ(text(rest.at("items").at(1).at("id")), "v1");
  EXPECT_EQ(text(rest.at("items").at(1).at("kind")), "visitor");
  EXPECT_TRUE(rest.at("next_cursor").is_null());
  const auto file = ask(Method::get, path + "/members.csv");
  EXPECT_EQ(file.content_type, "text/csv; charset=utf-8");
  const std::string since = to_text(start);
  EXPECT_EQ(file.body, "kind,id,name,email,since,email_consent,sms_consent\r\n"
                       "account," + account_text(9) + ",\"'=cmd()\",p9@example.org," + since + ",never_asked,never_asked\r\n"
                       "account," + account_text(8) + ",Person 8,p8@example.org," + since + ",never_asked,never_asked\r\n"
                       "account," + account_text(7) + ",Person 7,p7@example.org," + since + ",given,never_asked\r\n"
                       "visitor,v1,,," + since + ",never_asked,never_asked\r\n");
}

ENGINE_TEST(SegmentsRoutes, TheVocabularyIsWhatTheLogHasSeen) {
  stream.track("a", "View", R"({"category":"lamps","price":3})");
  stream.identify("a", R"({"plan":"gold"})");
  stream.paid(7, 100);
  take();
  const auto answer = object_of(ask(Method::get, "/v1/admin/segment_vocabulary"));
  const auto& event = answer.at("events").at(0);
  EXPECT_EQ(text(event.at("name")), "View");
  EXPECT_FALSE(event.at("trusted").as_bool());
  EXPECT_EQ(boost::json::serialize(event.at("fields").at(0)), R"({"name":"category","varied":false,"values":["lamps"]})");
  EXPECT_EQ(text(answer.at("events").at(1).at("name")), "order_paid");
  EXPECT_TRUE(answer.at("events").at(1).at("trusted").as_bool());
  EXPECT_EQ(text(answer.at("traits").at(0)), "plan");
  EXPECT_EQ(text(answer.at("collections").at(0)), "lamps");
  EXPECT_EQ(answer.at("people").as_int64(), 2);
}

}  // namespace
}  // namespace plaza::segments

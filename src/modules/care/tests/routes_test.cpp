#include "routes_fixture.h"
#include "platform/json/document.h"

namespace plaza::care {
namespace {

using http::Method;

class CareRoutes : public RoutesFixture {
 protected:
  std::string open_one(const std::string& who = "an") {
    const auto made = ask(Method::post, "/v1/conversations", R"({"topic":"broken","text":"The Sonnenblume vase broke.","name":"An","email":"an@example.org"})", who);
    EXPECT_EQ(made.status, 201) << made.body;
    token = text(object_of(made).at("access_token"));
    return text(object_of(made).at("id"));
  }

  std::string token;
};

ENGINE_TEST(CareRoutes, ACustomerWritesAnAgentAnswersAndTheCustomerRates) {
  const auto id = open_one();
  dispatcher->drain();
  auto list = object_of(ask(Method::get, "/v1/admin/conversations?status=open&q=sonnenblume"));
  ASSERT_EQ(list.at("items").as_array().size(), 1u);
  const auto row = list.at("items").as_array()[0].as_object();
  EXPECT_EQ(text(row.at("id")), id);
  EXPECT_EQ(text(row.at("priority")), "high");
  EXPECT_TRUE(row.at("customer").as_object().at("verified").as_bool());
  const auto answered = ask(Method::post, admin(id, "/answers"), R"({"text":"So sorry.","then":"resolved"})");
  ASSERT_EQ(answered.status, 201) << answered.body;
  EXPECT_EQ(text(object_of(answered).at("conversation").as_object().at("status")), "resolved");
  auto own = object_of(ask(Method::get, "/v1/conversations/" + id, "", "an"));
  ASSERT_EQ(own.at("messages").as_array().size(), 2u);
  EXPECT_EQ(text(own.at("messages").as_array()[1].as_object().at("author_name")), "Noor");
  EXPECT_TRUE(own.at("ask_rating").as_bool());
  EXPECT_EQ(told(ask(Method::put, "/v1/conversations/" + id + "/rating", R"({"rating":5})", "an")), "200");
  EXPECT_EQ(told(ask(Method::post, "/v1/conversations/" + id + "/messages", R"({"text":"One more thing."})", "an")), "201");
  const auto detail = object_of(ask(Method::get, admin(id)));
  EXPECT_EQ(text(detail.at("conversation").as_object().at("status")), "open");
  EXPECT_EQ(detail.at("conversation").as_object().at("rating").as_int64(), 5);
}

ENGINE_TEST(CareRoutes, StrangersSeeNothingAndTheTokenOpensOnlyItsOwn) {
  const auto id = open_one("nobody");
  const std::string path = "/v1/conversations/" + id;
  EXPECT_EQ(told(ask(Method::get, path, "", "nobody")), "404 care.not_found");
  EXPECT_EQ(told(ask(Method::get, path, "", "an")), "404 care.not_found");
  EXPECT_EQ(told(ask(Method::get, path, "", "nobody", "x, " + token)), "200");
  EXPECT_EQ(told(ask(Method::post, path + "/messages", R"({"text":"x"})", "nobody", token + "x")), "404 care.not_found");
  EXPECT_EQ(told(ask(Method::get, "/v1/conversations/cnv_nonsense", "", "an")), "404 care.not_found");
  EXPECT_EQ(told(ask(Method::get, admin(id), "", "an")), "403 request.forbidden");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/conversations", "", "nobody")), "401 request.unauthenticated");
  // Staff never see the customer's key.
  EXPECT_EQ(ask(Method::get, admin(id)).body.find(token), std::string::npos);
}

ENGINE_TEST(CareRoutes, WhoHasNotShownWhoTheyAreStaysUnverified) {
  const auto id = open_one("nobody");  // types An's address
  const auto detail = object_of(ask(Method::get, admin(id)));
  const auto customer = detail.at("conversation").as_object().at("customer").as_object();
  EXPECT_FALSE(customer.at("verified").as_bool());
  EXPECT_TRUE(customer.at("account_id").is_null());
  EXPECT_EQ(told(ask(Method::post, admin(id, "/credits"), R"({"amount":{"amount":100,"currency":"EUR"},"reason":"sorry"})")), "409 care.no_account");
  const std::string order = to_text(orders.order.id);
  EXPECT_EQ(told(ask(Method::post, admin(id, "/refunds"), R"({"order_id":")" + order + R"(","extra":100,"to":"store_credit","reason":"sorry"})")),
            "409 care.not_proven");
  EXPECT_TRUE(after_sale.refunds.empty());
}

ENGINE_TEST(CareRoutes, AnAgentRefundsWithinTheLimitsAndTheThreadSaysWhoAndWhy) {
  const auto id = open_one();
  const std::string order = to_text(orders.order.id);
  const auto refund = [&](std::int64_t amount, const std::string& who, const std::string& more = "") {
    return ask(Method::post, admin(id, "/refunds"),
               R"({"order_id":")" + order + R"(","extra":)" + std::to_string(amount) + R"(,"reason":"The glaze")" + more + "}", who);
  };
  EXPECT_EQ(told(refund(500, "noor", R"(,"preview":true)")), "200");
  EXPECT_EQ(told(refund(500, "mai")), "403 request.forbidden");  // moderators answer and do not pay
  EXPECT_TRUE(after_sale.refunds.empty());
  const auto done = refund(500, "noor");
  ASSERT_EQ(done.status, 201) << done.body;
  const auto happened = object_of(done).at("message").as_object().at("happened").as_object();
  EXPECT_EQ(text(happened.at("kind")), "refund");
  EXPECT_EQ(text(happened.at("value")), "The glaze");
  EXPECT_EQ(text(object_of(done).at("message").as_object().at("author_name")), "Noor");
  ASSERT_EQ(after_sale.refunds.size(), 1u);
  EXPECT_EQ(after_sale.refunds[0].by.name, "Noor");
  EXPECT_EQ(told(refund(6'000, "ola")), "409 orders.refund_above_paid");
  auto settings = object_of(ask(Method::get, "/v1/admin/care/settings"));
  settings["limits"] = {{"refund_max", 400}, {"credit_max", 300}, {"day_max", 900}};
  EXPECT_EQ(told(ask(Method::put, "/v1/admin/care/settings", boost::json::serialize(settings), "noor")), "403 request.forbidden");
  ASSERT_EQ(told(ask(Method::put, "/v1/admin/care/settings", boost::json::serialize(settings), "ola")), "200");
  EXPECT_EQ(told(refund(401, "noor")), "403 care.over_limit");
  EXPECT_EQ(told(refund(400, "noor")), "201");
  EXPECT_EQ(told(refund(1, "noor")), "403 care.over_limit");  // 900 in a day
  EXPECT_EQ(told(refund(401, "ola")), "201");
  clock.advance(days(1) + seconds(1));
  EXPECT_EQ(told(refund(1, "noor")), "201");
}

ENGINE_TEST(CareRoutes, CreditAndReturnsAreGivenToTheirOwnCustomer) {
  const auto id = open_one();
  const std::string credit_body = R"({"amount":{"amount":300,"currency":"EUR"},"reason":"sorry"})";
  EXPECT_EQ(told(ask(Method::post, admin(id, "/credits"), credit_body, "mai")), "403 request.forbidden");
  EXPECT_EQ(told(ask(Method::post, admin(id, "/credits"), credit_body)), "201");
  ASSERT_EQ(credit.grants.size(), 1u);
  EXPECT_EQ(credit.grants[0], std::pair(an, std::int64_t{300}));
  EXPECT_EQ(told(ask(Method::post, admin(id, "/credits"), R"({"amount":{"amount":0,"currency":"EUR"},"reason":"sorry"})")), "400 request.invalid");
  const std::string line = R"("lines":[{"line_id":")" + to_text(orders::LineId{9}) + R"(","quantity":1,"reason":"broken"}]})";
  const std::string body = R"({"order_id":")" + to_text(orders.order.id) + R"(",)" + line;
  EXPECT_EQ(told(ask(Method::post, admin(id, "/returns"), body)), "201");
  EXPECT_EQ(returns.asked, 1);
  EXPECT_EQ(told(ask(Method::post, admin(id, "/returns"), R"({"order_id":")" + to_text(orders::OrderId{77}) + R"(",)" + line)), "404 orders.not_found");
  orders.order.account_id = mai;
  orders.order.email = "mai@shop.example";
  EXPECT_EQ(told(ask(Method::post, admin(id, "/returns"), body)), "409 care.not_theirs");
  EXPECT_EQ(returns.asked, 1);
}

ENGINE_TEST(CareRoutes, AnOrderIsEditedCancelledAndReplacedBesideTheConversation) {
  const auto id = open_one();
  const std::string order = R"("order_id":")" + to_text(orders.order.id) + R"(")";
  const std::string one = R"("lines":[{"line_id":")" + to_text(orders::LineId{9}) + R"(","quantity":1}])";
  auto settings = object_of(ask(Method::get, "/v1/admin/care/settings"));
  const auto limit = [&](std::int64_t amount) {
    settings = object_of(ask(Method::get, "/v1/admin/care/settings"));
    settings["limits"] = {{"refund_max", amount}};
    EXPECT_EQ(told(ask(Method::put, "/v1/admin/care/settings", boost::json::serialize(settings), "ola")), "200");
  };
  const auto act = [&](const char* what, const std::string& body, const std::string& who = "noor") {
    return ask(Method::post, admin(id, what), "{" + order + "," + body + "}", who);
  };
  limit(699);
  EXPECT_EQ(told(act("/edits", one + R"(,"reason":"one less")")), "403 care.over_limit");
  EXPECT_EQ(told(act("/cancellations", R"("reason":"all")")), "403 care.over_limit");
  EXPECT_EQ(told(act("/replacements", one + R"(,"reason":"broken")")), "403 care.over_limit");
  EXPECT_EQ(told(act("/edits", one + R"(,"reason":"one less")", "mai")), "403 request.forbidden");
  EXPECT_EQ(told(act("/replacements", one + R"(,"reason":"broken")", "mai")), "403 request.forbidden");
  EXPECT_TRUE(after_sale.edits.empty() && after_sale.refunds.empty() && after_sale.exchanges.empty() && orders.cancelled.empty());
  limit(2'500);
  const auto would = act("/replacements", one + R"(,"preview":true)");
  ASSERT_EQ(would.status, 200) << would.body;
  EXPECT_EQ(object_of(would).at("amount").as_object().at("amount").as_int64(), 2'500);
  EXPECT_TRUE(after_sale.refunds.empty() && after_sale.exchanges.empty());  // all undone
  after_sale.in_stock = false;
  EXPECT_EQ(told(act("/replacements", one + R"(,"preview":true)")), "409 inventory.out_of_stock");
  EXPECT_EQ(told(act("/replacements", one + R"(,"reason":"broken")")), "409 inventory.out_of_stock");
  after_sale.in_stock = true;
  EXPECT_EQ(told(act("/replacements", one)), "400 request.invalid");  // why?
  EXPECT_TRUE(after_sale.refunds.empty() && after_sale.exchanges.empty());
  const auto happened = [&](const http::Response& response) {
    const auto said = object_of(response).at("message").as_object().at("happened").as_object();
    return text(said.at("kind")) + " " + std::to_string(said.at("amount").as_object().at("amount").as_int64()) + " " + text(said.at("value"));
  };
  const auto replaced = act("/replacements", one + R"(,"reason":"broken")");
  ASSERT_EQ(replaced.status, 201) << replaced.body;
  EXPECT_EQ(happened(replaced), "replacement 2500 broken");
  EXPECT_EQ(text(object_of(replaced).at("reference")), to_text(orders::OrderId{502}));
  EXPECT_EQ(after_sale.exchanges.size(), 1u);
  EXPECT_EQ(happened(act("/edits", one + R"(,"reason":"one less")")), "edit 700 one less");
  EXPECT_EQ(after_sale.edits.at(0).by.name, "Noor");
  EXPECT_EQ(told(act("/cancellations", R"("reason":"all")", "ola")), "201");
  EXPECT_EQ(orders.cancelled, std::vector<std::string>{"Ola: all"});
  orders.order.account_id = mai;
  orders.order.email = "mai@shop.example";
  EXPECT_EQ(told(act("/replacements", one + R"(,"reason":"broken")")), "409 care.not_theirs");
}

ENGINE_TEST(CareRoutes, ManyAreChangedAtOnceAndItIsSaidWhatBecameOfEach) {
  const auto a = open_one(), b = open_one();
  ASSERT_EQ(told(ask(Method::patch, admin(b), R"({"status":"resolved"})")), "200");
  const auto many = [&](const std::string& listed, const std::string& wish, const std::string& who = "noor") {
    return ask(Method::post, "/v1/admin/conversations/changes", R"({"ids":[)" + listed + "]," + wish + "}", who);
  };
  // "changed", "unchanged", or the code of the refusal, of each.
  const auto became = [&](const http::Response& response) {
    std::vector<std::string> all;
    const auto answer = object_of(response);
    for (const auto& each : answer.at("items").as_array()) {
      const auto code = text(each.at("code"));
      all.push_back(code.empty() ? text(each.at("outcome")) : code);
    }
    return all;
  };
  const auto both = "\"" + a + "\",\"" + b + "\"";
  const auto changed = many(both + R"(,"cnv_x")", R"("status":"pending","assignee_id":"me")");
  EXPECT_EQ(became(changed), (std::vector<std::string>{"changed", "care.wrong_status", "care.not_found"}));
  EXPECT_EQ(text(object_of(changed).at("items").at(0).at("conversation").at("assignee").at("name")), "Noor");
  EXPECT_TRUE(object_of(changed).at("items").at(1).at("conversation").is_null());
  EXPECT_EQ(text(object_of(ask(Method::get, admin(b))).at("conversation").as_object().at("status")), "resolved");
  EXPECT_EQ(became(many(both, R"("assignee_id":"me","priority":"urgent")")), (std::vector<std::string>{"changed", "changed"}));
  EXPECT_EQ(became(many(both, R"("priority":"urgent")")), (std::vector<std::string>{"unchanged", "unchanged"}));
  EXPECT_EQ(told(many(both, R"("priority":"low")", "an")), "403 request.forbidden");
}

ENGINE_TEST(CareRoutes, LabelsOfManyAreAddedToThoseThatEachHas) {
  const auto a = open_one(), b = open_one();
  ASSERT_EQ(told(ask(Method::patch, admin(a), R"({"labels":["vip","glaze"]})")), "200");
  std::string full;
  for (std::size_t i = 0; i < labels_max; ++i) full += (i ? ",\"l" : "\"l") + std::to_string(i) + "\"";
  ASSERT_EQ(told(ask(Method::patch, admin(b), "{\"labels\":[" + full + "]}")), "200");
  const auto done = object_of(ask(Method::post, "/v1/admin/conversations/changes",
                                  R"({"ids":[")" + a + R"(",")" + b + R"("],"add_labels":["Broken"],"remove_labels":["glaze"]})"));
  EXPECT_EQ(boost::json::serialize(done.at("items").at(0).at("conversation").at("labels")), R"(["broken","vip"])");
  EXPECT_EQ(text(done.at("items").at(1).at("code")), "care.too_many_labels");
  EXPECT_EQ(object_of(ask(Method::get, admin(b))).at("conversation").at("labels").as_array().size(), labels_max);
}

ENGINE_TEST(CareRoutes, AWrongWishForManyChangesNone) {
  const auto a = open_one(), b = open_one();
  const auto many = [&](const std::string& wish) {
    return ask(Method::post, "/v1/admin/conversations/changes", R"({"ids":[")" + a + R"(",")" + b + R"("],)" + wish + "}");
  };
  const auto field = [&](const http::Response& response) {
    return response.status == 400 ? text(object_of(response).at("errors").at(0).at("field")) : std::to_string(response.status);
  };
  EXPECT_EQ(field(many(R"("status":"snoozed","priority":"urgent")")), "snoozed_until");
  EXPECT_EQ(field(many(R"("status":"snoozed","priority":"urgent","snoozed_until":"2001-01-01T09:00:00Z")")), "snoozed_until");
  EXPECT_EQ(field(many(R"("priority":"urgent","assignee_id":")" + to_text(an) + "\"")), "assignee_id");
  EXPECT_EQ(field(many(R"("priority":"urgent","add_labels":["  "])")), "add_labels[0]");
  EXPECT_EQ(text(object_of(ask(Method::get, admin(a))).at("conversation").at("priority")), "high");
  const auto until = to_text(clock.now() + days(3));
  EXPECT_EQ(told(many(R"("status":"snoozed","snoozed_until":")" + until + "\"")), "200");
  for (const auto& id : {a, b}) {
    const auto each = object_of(ask(Method::get, admin(id))).at("conversation").as_object();
    EXPECT_EQ(text(each.at("status")), "snoozed");
    EXPECT_EQ(text(each.at("snoozed_until")), until);
  }
}

ENGINE_TEST(CareRoutes, WhoElseLooksIsSeenUntilTheyLeave) {
  const auto id = open_one();
  EXPECT_EQ(told(ask(Method::put, admin(id, "/presence"), R"({"typing":true})", "mai")), "200");
  auto others = object_of(ask(Method::put, admin(id, "/presence"), "{}")).at("others").as_array();
  ASSERT_EQ(others.size(), 1u);
  EXPECT_EQ(text(others[0].as_object().at("name")), "Mai");
  EXPECT_TRUE(others[0].as_object().at("typing").as_bool());
  EXPECT_EQ(object_of(ask(Method::get, admin(id))).at("others").as_array().size(), 1u);
  ask(Method::put, admin(id, "/presence"), R"({"leaving":true})", "mai");
  EXPECT_EQ(object_of(ask(Method::put, admin(id, "/presence"), "{}")).at("others").as_array().size(), 0u);
}

ENGINE_TEST(CareRoutes, SavedRepliesAreMadeUsedChangedAndDeleted) {
  const auto made = ask(Method::post, "/v1/admin/saved_replies", R"({"shortcut":"sorry","title":"Sorry","text":"We are sorry, {name}.","labels":["Broken"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto reply = text(object_of(made).at("id"));
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/saved_replies", R"({"shortcut":"sorry","title":"x","text":"x"})")), "409 care.shortcut_taken");
  const auto id = open_one();
  EXPECT_EQ(told(ask(Method::post, admin(id, "/answers"), R"({"text":"We are sorry.","saved_reply_id":")" + reply + R"("})")), "201");
  auto list = object_of(ask(Method::get, "/v1/admin/saved_replies")).at("items").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].as_object().at("uses").as_int64(), 1);
  const std::string path = "/v1/admin/saved_replies/" + reply;
  EXPECT_EQ(told(ask(Method::put, path, R"({"version":1,"title":"So sorry","text":"x"})")), "200");
  EXPECT_EQ(told(ask(Method::put, path, R"({"version":1,"title":"late","text":"x"})")), "409 care.stale");
  EXPECT_EQ(told(ask(Method::del, path)), "204");
  EXPECT_EQ(told(ask(Method::del, path)), "404 care.reply_not_found");
}

ENGINE_TEST(CareRoutes, TheReportTellsFirstReplyAndRatings) {
  const auto id = open_one();
  clock.advance(minutes(30));
  ask(Method::post, admin(id, "/answers"), R"({"text":"So sorry.","then":"resolved"})");
  ask(Method::put, "/v1/conversations/" + id + "/rating", R"({"rating":4})", "an");
  dispatcher->drain();
  const auto report = object_of(ask(Method::get, "/v1/admin/care/report?days=7"));
  const auto all = report.at("all").as_object();
  EXPECT_EQ(all.at("opened").as_int64(), 1);
  EXPECT_DOUBLE_EQ(all.at("first_reply_minutes").to_number<double>(), 30.0);
  EXPECT_DOUBLE_EQ(all.at("rating").to_number<double>(), 4.0);
  EXPECT_EQ(text(report.at("agents").as_array()[0].as_object().at("name")), to_text(noor));
  EXPECT_EQ(text(report.at("channels").as_array()[0].as_object().at("name")), "form");
  EXPECT_EQ(text(report.at("reasons").as_array()[0].as_object().at("name")), "broken");
  EXPECT_DOUBLE_EQ(report.at("reasons").as_array()[0].as_object().at("rating").to_number<double>(), 4.0);
  EXPECT_TRUE(report.at("products").as_array().empty());
}

ENGINE_TEST(CareRoutes, BadInputIsNamedAndTooManyAtOnceAreRefused) {
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/conversations?cursor=x")), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/conversations?assignee=x")), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/conversations?q=x&cursor=x")), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::post, "/v1/conversations", R"({"text":"x","email":"nothing"})", "nobody")), "400 request.invalid");
  for (int i = 0; i < 6; ++i) open_one("nobody");
  EXPECT_EQ(told(ask(Method::post, "/v1/conversations", R"({"text":"x","email":"a@b.example"})", "nobody")), "429 care.too_often");
}

}  // namespace
}  // namespace plaza::care

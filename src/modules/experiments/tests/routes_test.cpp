#include <boost/json.hpp>

#include "experiments_fixture.h"
#include "identity/roles.h"

namespace plaza::experiments {

Status CallerByHeader::authenticate(const http::Request& request, http::Caller& caller) {
  const auto role = request.header("x-role");
  if (role == "owner") caller.roles = identity::owner;
  if (role == "merchandiser") caller.roles = identity::merchandiser;
  if (role == "agent") caller.roles = identity::agent;
  if (caller.roles) caller.subject = 42;
  caller.visitor = std::string(request.header("plaza-anonymous-id"));
  return done();
}

namespace {

using http::Method;
namespace bj = boost::json;

class ExperimentsRoutes : public ExperimentsFixture {
 protected:
  static bj::object object_of(const http::Response& response) { return bj::parse(response.body).as_object(); }
  static std::string text(const bj::value& value) { return std::string(value.as_string()); }
  static std::string code_of(const http::Response& response) { return text(object_of(response).at("code")); }
  static std::string base() { return "/v1/admin/experiments"; }

  std::string make(const std::string& key = "button", const std::string& more = "") {
    const auto made = ask(Method::post, base(), R"({"key":")" + key + R"(","name":"Button","variants":[{"key":"a"},{"key":"b"}])" + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return base() + "/" + text(object_of(made).at("id"));
  }
  std::int64_t version(const std::string& path) { return object_of(ask(Method::get, path)).at("version").as_int64(); }
  http::Response move(const std::string& path, const std::string& to, const std::string& more = "") {
    return ask(Method::post, path + "/" + to, R"({"version":)" + std::to_string(version(path)) + more + "}");
  }
  std::string status(const std::string& path) { return text(object_of(ask(Method::get, path)).at("status")); }
  std::string given(const std::string& visitor, const std::string& key = "button") {
    const auto answer = object_of(ask(Method::get, "/v1/experiments/assignments", "", "", visitor));
    for (const auto& one : answer.at("items").as_array()) {
      if (text(one.as_object().at("experiment")) == key) return text(one.as_object().at("variant"));
    }
    return "";
  }
  http::Response expose(const std::string& visitor, const std::string& key = "button") {
    return ask(Method::post, "/v1/experiments/exposures", R"({"experiment":")" + key + "\"}", "", visitor);
  }
};

ENGINE_TEST(ExperimentsRoutes, AnExperimentGoesFromDraftToDecision) {
  const auto path = make();
  const auto anna = visitor(1);
  EXPECT_EQ(given(anna), "");
  ASSERT_EQ(move(path, "start").status, 200);
  const auto variant = given(anna);
  EXPECT_TRUE(variant == "a" || variant == "b");
  const auto met = expose(anna);
  ASSERT_EQ(met.status, 200) << met.body;
  EXPECT_EQ(text(object_of(met).at("variant")), variant);
  const auto logged = log.records.back();
  EXPECT_EQ(logged.name, "Experiment Viewed");
  EXPECT_EQ(logged.visitor, anna);
  EXPECT_EQ(text(bj::parse(logged.properties).as_object().at("experiment_name")), "button");
  EXPECT_EQ(text(bj::parse(logged.properties).as_object().at("variation_id")), variant);
  const auto records = log.records.size();
  EXPECT_EQ(expose(anna).status, 200);
  EXPECT_EQ(log.records.size(), records);  // once
  auto report = object_of(ask(Method::get, path + "/report"));
  EXPECT_EQ(report.at("sample_ratio").as_object().at("people").as_array()[variant == "a" ? 0 : 1].as_int64(), 1);
  EXPECT_FALSE(report.at("metrics").as_array()[0].as_object().at("comparisons").as_array()[0].as_object().at("plain").as_object().at("known").as_bool());

  ASSERT_EQ(move(path, "stop").status, 200);
  EXPECT_EQ(given(anna), "");
  EXPECT_EQ(expose(anna).status, 404);
  const auto decided = move(path, "decide", R"(,"variant":"b","note":"Sold more.")");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(text(object_of(decided).at("decision").as_object().at("variant")), "b");
  report = object_of(ask(Method::get, path + "/report"));
  EXPECT_EQ(report.at("sample_ratio").as_object().at("people").as_array()[variant == "a" ? 0 : 1].as_int64(), 1);
}

ENGINE_TEST(ExperimentsRoutes, EachRefusalHasItsCodeAndChangesNothing) {
  const auto path = make();
  EXPECT_EQ(code_of(ask(Method::post, base(), R"({"key":"button","name":"x","variants":[{"key":"a"},{"key":"b"}]})")), "experiments.key_taken");
  const std::string nobody = base() + "/" + to_text(ExperimentId{5});
  EXPECT_EQ(code_of(ask(Method::get, nobody)), "experiments.not_found");
  EXPECT_EQ(code_of(ask(Method::get, nobody + "/report")), "experiments.not_found");
  EXPECT_EQ(code_of(ask(Method::patch, nobody, R"({"version":1})")), "experiments.not_found");
  EXPECT_EQ(code_of(ask(Method::del, nobody)), "experiments.not_found");
  for (const char* to : {"start", "stop"}) {
    EXPECT_EQ(code_of(ask(Method::post, nobody + "/" + to, R"({"version":1})")), "experiments.not_found");
  }
  EXPECT_EQ(code_of(ask(Method::post, nobody + "/decide", R"({"version":1,"variant":"a"})")), "experiments.not_found");
  EXPECT_EQ(code_of(ask(Method::patch, path, R"({"version":9,"name":"x"})")), "experiments.stale");
  EXPECT_EQ(code_of(ask(Method::post, path + "/start", R"({"version":9})")), "experiments.stale");
  EXPECT_EQ(code_of(move(path, "stop")), "experiments.wrong_state");
  EXPECT_EQ(code_of(move(path, "decide", R"(,"variant":"a")")), "experiments.wrong_state");
  EXPECT_EQ(ask(Method::patch, path, R"({"version":1,"key":"No Spaces"})").status, 400);
  EXPECT_EQ(ask(Method::post, path + "/start", "{}").status, 400);
  EXPECT_EQ(version(path), 1);
  EXPECT_EQ(status(path), "draft");

  ASSERT_EQ(move(path, "start").status, 200);
  EXPECT_EQ(code_of(move(path, "start")), "experiments.wrong_state");
  EXPECT_EQ(code_of(ask(Method::del, path)), "experiments.wrong_state");
  EXPECT_EQ(code_of(ask(Method::patch, path, R"({"version":2,"key":"other"})")), "experiments.wrong_state");
  EXPECT_EQ(ask(Method::patch, path, R"({"version":2,"name":"Better words"})").status, 200);
  ASSERT_EQ(move(path, "stop").status, 200);
  EXPECT_EQ(move(path, "decide", R"(,"variant":"zzz")").status, 400);
  EXPECT_EQ(status(path), "stopped");
}

ENGINE_TEST(ExperimentsRoutes, StaffAloneMayLookAndTheOwnerAloneSaysTheShare) {
  const auto path = make();
  for (const auto& [method, target] : {std::pair{Method::get, base()}, {Method::get, path}, {Method::get, path + "/report"},
                                       {Method::get, base() + "/uplift"}, {Method::get, base() + "/holdout"}, {Method::del, path}}) {
    EXPECT_EQ(ask(method, target, "", "").status, 401) << target;
    EXPECT_EQ(ask(method, target, "", "agent").status, 403) << target;
  }
  EXPECT_EQ(ask(Method::post, base(), "{}", "agent").status, 403);
  EXPECT_EQ(ask(Method::put, base() + "/holdout", R"({"share":0.1})").status, 403);
  EXPECT_EQ(ask(Method::put, base() + "/holdout", R"({"share":0.7})", "owner").status, 400);
  const auto said = ask(Method::put, base() + "/holdout", R"({"share":0.1})", "owner");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_NEAR(object_of(said).at("share").to_number<double>(), 0.1, 1e-12);
  EXPECT_EQ(code_of(ask(Method::put, base() + "/holdout", R"({"share":0.2})", "owner")), "experiments.holdout_fixed");
  EXPECT_NEAR(object_of(ask(Method::get, base() + "/holdout")).at("share").to_number<double>(), 0.1, 1e-12);
}

ENGINE_TEST(ExperimentsRoutes, TheFirstStartFixesTheShare) {
  EXPECT_TRUE(object_of(ask(Method::get, base() + "/holdout")).at("set_at").is_null());
  ASSERT_EQ(move(make(), "start").status, 200);
  const auto holdout = object_of(ask(Method::get, base() + "/holdout"));
  EXPECT_NEAR(holdout.at("share").to_number<double>(), 0.05, 1e-12);
  EXPECT_FALSE(holdout.at("set_at").is_null());
  EXPECT_EQ(ask(Method::put, base() + "/holdout", R"({"share":0.2})", "owner").status, 409);
}

ENGINE_TEST(ExperimentsRoutes, AnAudienceIsAskedUntilSomebodyHasMetIt) {
  ASSERT_EQ(move(make("button", R"(,"audience":"regulars")"), "start").status, 200);
  const auto anna = visitor(1);
  EXPECT_EQ(given(anna), "");
  EXPECT_EQ(code_of(expose(anna)), "experiments.not_running");
  regulars.visitors.insert(anna);
  const auto variant = given(anna);
  EXPECT_NE(variant, "");
  ASSERT_EQ(expose(anna).status, 200);
  regulars.visitors.clear();
  EXPECT_EQ(given(anna), variant);
}

class NotAll final : public Allowance {
 public:
  std::string not_this;
  bool may_measure(const Viewer& viewer) const override { return viewer.visitor != not_this; }
};

ENGINE_TEST(ExperimentsRoutes, WhoMayNotBeMeasuredIsInNone) {
  NotAll allowance;
  module->plug(allowance);
  ASSERT_EQ(move(make("button"), "start").status, 200);
  const auto anna = visitor(1);
  EXPECT_NE(given(anna), "");
  ASSERT_EQ(expose(anna).status, 200);
  allowance.not_this = anna;
  EXPECT_EQ(given(anna), "");
  EXPECT_EQ(code_of(expose(anna)), "experiments.not_running");
}

ENGINE_TEST(ExperimentsRoutes, WhoIsHeldOutIsToldSoAndGivenNothing) {
  ASSERT_EQ(move(make(), "start").status, 200);
  std::string out;
  for (int i = 0; out.empty(); ++i) {
    const auto name = "h" + std::to_string(i);
    if (module->experiments().is_held_out({0, name})) out = name;
  }
  const auto answer = object_of(ask(Method::get, "/v1/experiments/assignments", "", "", out));
  EXPECT_TRUE(answer.at("held_out").as_bool());
  EXPECT_TRUE(answer.at("items").as_array().empty());
  EXPECT_EQ(expose(out).status, 404);
  EXPECT_EQ(expose("").status, 404);
  EXPECT_TRUE(object_of(ask(Method::get, "/v1/experiments/assignments", "", "")).at("items").as_array().empty());
}

ENGINE_TEST(ExperimentsRoutes, TheListIsReadInPages) {
  for (int i = 0; i < 5; ++i) make("key-" + std::to_string(i));
  const auto page = object_of(ask(Method::get, base() + "?limit=2"));
  ASSERT_EQ(page.at("items").as_array().size(), 2u);
  EXPECT_EQ(text(page.at("items").as_array()[0].as_object().at("key")), "key-4");
  const auto next = object_of(ask(Method::get, base() + "?limit=100&cursor=" + text(page.at("next_cursor"))));
  EXPECT_EQ(next.at("items").as_array().size(), 3u);
  EXPECT_TRUE(next.at("next_cursor").is_null());
  EXPECT_EQ(object_of(ask(Method::get, base() + "?status=running")).at("items").as_array().size(), 0u);
  EXPECT_EQ(ask(Method::get, base() + "?cursor=nonsense").status, 400);
}

ENGINE_TEST(ExperimentsRoutes, AReportTellsAnEffectThatIsThere) {
  const auto path = make("button", R"(,"primary":"conversion","people_planned":200)");
  ASSERT_EQ(move(path, "start").status, 200);
  Story story(module->learner());
  int met = 0;
  for (int i = 0; i < 1'200; ++i) {
    const Viewer viewer{0, "r" + std::to_string(i)};
    const auto one = module->experiments().assignment(viewer, "button");
    if (!one) continue;
    (void)sync_wait(module->experiments().expose(viewer, *one));
    ++met;
    story.now = clock.now() + minutes(5);
    if (i % 10 < (one->variant == "b" ? 4 : 2)) story.pay(100 + i, 0, viewer.visitor, 2'000);
  }
  const auto report = object_of(ask(Method::get, path + "/report"));
  const auto ratio = report.at("sample_ratio").as_object();
  EXPECT_EQ(ratio.at("people").as_array()[0].as_int64() + ratio.at("people").as_array()[1].as_int64(), met);
  EXPECT_FALSE(ratio.at("broken").as_bool());
  const auto conversion = report.at("metrics").as_array()[0].as_object();
  EXPECT_EQ(text(conversion.at("unit")), "share");
  const auto compared = conversion.at("comparisons").as_array()[0].as_object();
  const auto plain = compared.at("plain").as_object();
  EXPECT_TRUE(plain.at("known").as_bool());
  EXPECT_GT(plain.at("low").to_number<double>(), 0);
  EXPECT_NEAR(plain.at("difference").to_number<double>(), 0.2, 0.08);
  EXPECT_LT(plain.at("p").to_number<double>(), 0.01);
  const auto money = report.at("metrics").as_array()[1].as_object();
  EXPECT_EQ(text(money.at("unit")), "money");
  EXPECT_EQ(text(report.at("currency")), "EUR");
  const auto uplift = object_of(ask(Method::get, base() + "/uplift"));
  EXPECT_FALSE(uplift.at("feed_asks").as_bool());
}

ENGINE_TEST(ExperimentsRoutes, ASecondNodeLearnsWhatRuns) {
  const auto path = make();
  ASSERT_EQ(move(path, "start").status, 200);
  const auto other = open({database(), ids, clock, log, eur});
  other->load();
  for (const auto& record : log.records) other->learner().apply(record);
  const auto anna = visitor(1);
  ASSERT_TRUE(other->experiments().assignment({0, anna}, "button").has_value());
  EXPECT_EQ(other->experiments().assignment({0, anna}, "button")->variant, given(anna));
}

}  // namespace
}  // namespace plaza::experiments

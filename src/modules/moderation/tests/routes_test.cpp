// The routes, through decoding and access, as a client sees them.
#include <boost/json.hpp>

#include "moderation_fixture.h"
#include "platform/http/server.h"

namespace plaza::moderation {
namespace {

using http::Method;

// `x-account: 7` is signed in as account 7, `x-roles: 8` has these roles.
class HeaderAuthenticator final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (const auto id = request.header("x-account"); !id.empty()) caller.subject = std::stoll(std::string(id));
    if (const auto roles = request.header("x-roles"); !roles.empty()) {
      caller.roles = static_cast<std::uint32_t>(std::stoul(std::string(roles)));
    }
    return done();
  }
};

struct Answer {
  int status = 0;
  boost::json::value body;
  std::string text;

  const boost::json::value* at(std::string path) const {
    std::string pointer = "/" + path;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    boost::system::error_code failure;
    return body.find_pointer(pointer, failure);
  }
  std::string string(const char* path) const {
    const auto* found = at(path);
    return found && found->is_string() ? std::string(found->get_string()) : "";
  }
  std::int64_t number(const char* path) const {
    const auto* found = at(path);
    return found && found->is_int64() ? found->get_int64() : -1;
  }
  std::string code() const { return string("code"); }
  std::int64_t items() const {
    const auto* found = at("items");
    return found ? std::ssize(found->as_array()) : -1;
  }
};

class ModerationRoutes : public ModerationFixture {
 protected:
  Answer ask(Method method, std::string target, identity::AccountId account = {}, std::string body = "", std::uint32_t roles = 0) {
    http::Request wanted;
    wanted.method = method;
    wanted.target = std::move(target);
    wanted.body = std::move(body);
    wanted.headers.emplace_back("sec-fetch-site", "same-origin");
    wanted.headers.emplace_back("content-type", "application/json");
    if (account) wanted.headers.emplace_back("x-account", std::to_string(account.value));
    if (roles) wanted.headers.emplace_back("x-roles", std::to_string(roles));
    wanted.remote_address = "192.0.2.1";
    auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, wanted));
    Answer answer{response.status, {}, std::move(response.body)};
    if (!answer.text.empty()) answer.body = boost::json::parse(answer.text);
    return answer;
  }
  Answer desk(Method method, std::string target, std::string body = "", identity::AccountId who = mod) {
    return ask(method, "/v1/admin/moderation/" + target, who, std::move(body), identity::moderator);
  }
  std::string reported(const std::string& id) {
    said(mai, id, "A rude word in " + id);
    EXPECT_EQ(ask(Method::post, "/v1/reports", linh, R"({"kind":"comment","id":")" + id + R"(","reason":"abuse","note":"look here"})").status, 201);
    return desk(Method::get, "cases").string("items.0.id");
  }
  HeaderAuthenticator authenticator;
};

ENGINE_TEST(ModerationRoutes, AReportsWayFromTheMemberToThePublicLog) {
  const auto id = reported("c1");
  auto detail = desk(Method::get, "cases/" + id);
  EXPECT_EQ(detail.string("piece.text"), "A rude word in c1");
  EXPECT_EQ(detail.string("reported.0.note"), "look here");
  EXPECT_EQ(detail.string("author.name"), "mai");
  EXPECT_EQ(detail.number("record.published"), 1);
  EXPECT_EQ(desk(Method::post, "cases/" + id + "/claim", "{}").string("claimed_by.name"), "mod");
  detail = desk(Method::post, "cases/" + id + "/decide", R"({"action":"remove","reason":"abuse","note":"Be kind."})");
  EXPECT_EQ(detail.status, 200);
  EXPECT_EQ(detail.string("state"), "decided");
  EXPECT_EQ(detail.string("decisions.0.moderator.name"), "mod");

  auto own = ask(Method::get, "/v1/me/moderation", mai);
  EXPECT_EQ(own.string("items.0.note"), "Be kind.");
  EXPECT_EQ(own.text.find("mod\""), std::string::npos);  // who decided is not told
  const auto decision = own.string("items.0.id");
  EXPECT_EQ(ask(Method::post, "/v1/me/moderation/decisions/" + decision + "/appeal", mai, R"({"words":"A joke"})").status, 201);
  const auto appeals = desk(Method::get, "appeals");
  EXPECT_FALSE(appeals.at("items.0.may_answer")->as_bool());
  const auto target = "appeals/" + appeals.string("items.0.id") + "/answer";
  EXPECT_EQ(desk(Method::post, target, R"({"outcome":"overturned","answer":"Right."})").code(), "moderation.own_decision");
  EXPECT_EQ(desk(Method::post, target, R"({"outcome":"overturned","answer":" "})", second).status, 400);
  EXPECT_EQ(desk(Method::post, target, R"({"outcome":"overturned","answer":"Right."})", second).string("state"), "overturned");
  EXPECT_EQ(standing("c1"), Standing::visible);
  own = ask(Method::get, "/v1/me/moderation", mai);
  EXPECT_EQ(own.string("items.1.appeal.answer"), "Right.");

  const auto log = ask(Method::get, "/v1/moderation/log");
  EXPECT_EQ(log.items(), 2);
  EXPECT_EQ(log.string("items.0.action"), "restore");
  EXPECT_EQ(log.string("items.1.action"), "remove");
  EXPECT_EQ(log.string("items.1.appeal"), "overturned");
  for (const auto* secret : {"rude", "\"c1\"", "acc_", "mai", "Be kind", "joke"}) {
    EXPECT_EQ(log.text.find(secret), std::string::npos) << secret;
  }
  const auto summary = ask(Method::get, "/v1/moderation/summary");
  EXPECT_EQ(summary.number("removed"), 1);
  EXPECT_EQ(summary.number("appeals_overturned"), 1);
  EXPECT_EQ(summary.string("removed_for.0.reason"), "abuse");
}

ENGINE_TEST(ModerationRoutes, TheDeskIsForModeratorsAndOwners) {
  const auto id = reported("c1");
  const std::pair<Method, std::string> doors[] = {
      {Method::get, "cases"},   {Method::get, "cases/" + id},  {Method::post, "cases/" + id + "/claim"}, {Method::post, "cases/" + id + "/decide"},
      {Method::post, "decide"}, {Method::get, "appeals"},      {Method::post, "appeals/apl_0000000000001/answer"},
      {Method::get, "rules"},   {Method::put, "rules"},        {Method::post, "rules/try"}, {Method::post, "cases"}};
  for (const auto& [method, door] : doors) {
    EXPECT_EQ(ask(method, "/v1/admin/moderation/" + door, {}, "{}").status, 401) << door;
    EXPECT_EQ(ask(method, "/v1/admin/moderation/" + door, mai, "{}").status, 403) << door;
    EXPECT_EQ(ask(method, "/v1/admin/moderation/" + door, mai, "{}", identity::agent | identity::merchandiser).status, 403) << door;
  }
  EXPECT_EQ(ask(Method::get, "/v1/admin/moderation/cases", mai, "", identity::owner).status, 200);
  EXPECT_EQ(standing("c1"), Standing::visible);
}

ENGINE_TEST(ModerationRoutes, MembersSignInFirst) {
  EXPECT_EQ(ask(Method::post, "/v1/reports", {}, R"({"kind":"comment","id":"c1","reason":"spam"})").status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/me/moderation").status, 401);
  EXPECT_EQ(ask(Method::post, "/v1/me/moderation/decisions/mdc_0000000000001/appeal", {}, R"({"words":"x"})").status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/moderation/log").status, 200);
}

ENGINE_TEST(ModerationRoutes, OnesOwnHeldPiecesAreShownWithWhy) {
  said(mai, "c1", "see https://bowls.example");
  const auto own = ask(Method::get, "/v1/me/moderation?subject_id=c1", mai);
  EXPECT_EQ(own.string("held.0.excerpt"), "see https://bowls.example");
  EXPECT_EQ(own.string("held.0.findings.0.reason"), "links");
  EXPECT_EQ(ask(Method::get, "/v1/me/moderation?subject_id=c2", mai).text.find("held\":[]") == std::string::npos, false);
  EXPECT_EQ(ask(Method::get, "/v1/me/moderation", linh).text.find("bowls"), std::string::npos);
}

ENGINE_TEST(ModerationRoutes, ManyAreDecidedAtOnceAndOneThatCannotBeLeavesTheOthers) {
  reported("c1");
  reported("c2");
  const auto page = desk(Method::get, "cases");
  ASSERT_EQ(page.items(), 2);
  const auto first = page.string("items.0.id");
  const auto other = page.string("items.1.id");
  const auto body = R"({"ids":[")" + first + R"(","mcs_0000000000001",")" + other + R"("],"action":"remove","reason":"spam"})";
  const auto outcomes = desk(Method::post, "decide", body);
  EXPECT_EQ(outcomes.string("items.0.code"), "");
  EXPECT_EQ(outcomes.string("items.1.code"), "moderation.case_not_found");
  EXPECT_EQ(outcomes.string("items.2.code"), "");
  EXPECT_EQ(standing("c1"), Standing::removed);
  EXPECT_EQ(standing("c2"), Standing::removed);
  EXPECT_EQ(desk(Method::get, "cases").number("open"), 0);
}

ENGINE_TEST(ModerationRoutes, RulesAreTriedThenWrittenAndHoldAtOnce) {
  EXPECT_NE(desk(Method::get, "rules").string("text").find("hold links from new members"), std::string::npos);
  const auto tried = desk(Method::post, "rules/try", R"({"rules":"hold words casino because spam","text":"The CASINO"})");
  EXPECT_EQ(tried.string("outcome"), "hold");
  EXPECT_EQ(tried.string("findings.0.because"), "“casino”: hold words casino because spam");
  EXPECT_EQ(tried.string("scores.0.name"), "toxicity");
  EXPECT_EQ(desk(Method::post, "rules/try", R"({"rules":"hodl","text":""})").number("problems.0.line"), 1);
  const auto bad = desk(Method::put, "rules", R"({"text":"hold words a\nhodl","version":0})");
  EXPECT_EQ(bad.code(), "moderation.bad_rules");
  EXPECT_EQ(bad.string("errors.0.code"), "line_2");
  EXPECT_EQ(desk(Method::put, "rules", R"({"text":"refuse words casino","version":0})").number("version"), 1);
  EXPECT_EQ(desk(Method::put, "rules", R"({"text":"","version":0})").code(), "moderation.stale_rules");
  EXPECT_EQ(said(mai, "c1", "The casino"), "moderation.refused");
  EXPECT_EQ(said(mai, "c2", "https://bowls.example"), "publish");  // the standard ones hold no longer
}

ENGINE_TEST(ModerationRoutes, AModeratorOpensACaseForWhatNobodyReported) {
  said(mai, "c1", "words");
  const auto opened = desk(Method::post, "cases", R"({"kind":"comment","id":"c1"})");
  EXPECT_EQ(opened.status, 200);
  EXPECT_EQ(opened.string("found_by"), "staff");
  EXPECT_EQ(desk(Method::post, "cases", R"({"kind":"comment","id":"c1"})").string("id"), opened.string("id"));
  EXPECT_EQ(desk(Method::post, "cases", R"({"kind":"comment","id":"c9"})").code(), "moderation.subject_not_found");
}

ENGINE_TEST(ModerationRoutes, BadInputNamesItsField) {
  const auto id = reported("c1");
  EXPECT_EQ(ask(Method::post, "/v1/reports", linh, R"({"kind":"poem","id":"c1","reason":"spam"})").string("errors.0.field"), "kind");
  EXPECT_EQ(desk(Method::get, "cases?cursor=nonsense").string("errors.0.field"), "cursor");
  EXPECT_EQ(ask(Method::get, "/v1/moderation/log?cursor=x").string("errors.0.field"), "cursor");
  EXPECT_EQ(desk(Method::post, "cases/" + id + "/decide", R"({"action":"explode"})").string("errors.0.field"), "action");
  EXPECT_EQ(desk(Method::post, "cases/" + id + "/decide", R"({"action":"keep","measure":"suspend","days":0})").string("errors.0.field"), "days");
  EXPECT_EQ(desk(Method::post, "decide", R"({"ids":[],"action":"keep"})").string("errors.0.field"), "ids");
}

}  // namespace
}  // namespace plaza::moderation

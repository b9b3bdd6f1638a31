#include "profiles/events.h"
#include "profiles_fixture.h"

namespace plaza::profiles {
namespace {

using http::Method;

class ConsentsTest : public ProfilesFixture {
 protected:
  std::string choose(const Subject& subject, Purpose purpose, Channel channel, ConsentState state) {
    clock.advance(seconds(1));
    return commit([&](db::Transaction& tx) {
      return module->consents().choose(tx, subject, {purpose, channel, state, {}, "test", "v1", "", "", {}});
    });
  }
  std::string on(const Subject& subject, Purpose purpose) { return choose(subject, purpose, Channel::onsite, ConsentState::given); }
  std::string off(const Subject& subject, Purpose purpose) {
    return choose(subject, purpose, Channel::onsite, ConsentState::withdrawn);
  }
  bool allows(const Subject& subject, Purpose purpose, Channel channel = Channel::onsite) {
    return module->consents().allows(subject, purpose, channel);
  }
  http::Response as_visitor(Method method, const std::string& body = "", const std::string& gpc = "") {
    http::Request request;
    request.method = method;
    request.target = "/v1/me/consents";
    request.body = body;
    request.headers = {{"plaza-anonymous-id", "v1"}, {"content-type", "application/json"}};
    if (!gpc.empty()) request.headers.emplace_back("sec-gpc", gpc);
    return sync_wait(http::dispatch({*routes, staff, {}, {}, &clock}, request));
  }
  const Subject an{AccountId{1}, ""}, v1{{}, "v1"}, an_on_v1{AccountId{1}, "v1"};
  const std::string person = "/v1/admin/people/" + to_text(AccountId{1}) + "/consents";
};

ENGINE_TEST(ConsentsTest, NothingIsSentWithoutAYesAndTheRestIsTheShopsDefault) {
  EXPECT_FALSE(allows(an, Purpose::marketing, Channel::email));
  EXPECT_TRUE(allows(v1, Purpose::analytics));
  EXPECT_TRUE(allows(v1, Purpose::personalization));
  EXPECT_TRUE(allows(v1, Purpose::sharing));
  const auto strict = open({database(), ids, clock, accounts, log, {true, true}});
  EXPECT_FALSE(strict->consents().allows(v1, Purpose::analytics));
  EXPECT_FALSE(strict->consents().allows(v1, Purpose::personalization));
  EXPECT_FALSE(strict->consents().allows(v1, Purpose::sharing));
}

ENGINE_TEST(ConsentsTest, AChoiceHoldsAtOnceAndAfterARestart) {
  EXPECT_EQ(choose(an, Purpose::marketing, Channel::email, ConsentState::given), "");
  EXPECT_EQ(off(v1, Purpose::personalization), "");
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(allows(an, Purpose::marketing, Channel::email));
    EXPECT_FALSE(allows(an, Purpose::marketing, Channel::sms));
    EXPECT_FALSE(allows(v1, Purpose::personalization));
    EXPECT_TRUE(allows(v1, Purpose::analytics));
    start();
  }
  EXPECT_EQ(choose(an, Purpose::marketing, Channel::onsite, ConsentState::given), "request.invalid");
  EXPECT_EQ(choose(an, Purpose::analytics, Channel::email, ConsentState::given), "request.invalid");
  EXPECT_EQ(off({{}, "two words"}, Purpose::analytics), "request.invalid");
}

ENGINE_TEST(ConsentsTest, TheAccountsWordGoesBeforeTheBrowsersAndFollowsItWhenSignedOut) {
  merge("v1", 1);
  on(v1, Purpose::analytics);
  off(an, Purpose::analytics);
  EXPECT_FALSE(allows(an_on_v1, Purpose::analytics));
  EXPECT_FALSE(allows(v1, Purpose::analytics)) << "the later word, of the account it is linked to";
  on(v1, Purpose::analytics);
  EXPECT_TRUE(allows(v1, Purpose::analytics));
  EXPECT_FALSE(allows(an_on_v1, Purpose::analytics));
  EXPECT_TRUE(allows({AccountId{2}, "v1"}, Purpose::analytics)) << "somebody else on this browser";
}

ENGINE_TEST(ConsentsTest, EveryChoiceStaysInTheHistoryAndIsAnnouncedOnce) {
  int told = 0;
  dispatcher->once("test", {ConsentChanged::topic}, [&](db::Transaction&, const events::Event& event) -> Status {
    const auto news = events::read<ConsentChanged>(event);
    told += news.account_id == AccountId{1} && news.purpose == "analytics";
    return done();
  });
  off(an, Purpose::analytics);
  off(an, Purpose::analytics);
  on(an, Purpose::analytics);
  dispatcher->drain();
  EXPECT_EQ(told, 2);
  const auto history =
      database().read_now([&](db::Reader& reader) { return module->consents().history(reader, an, 10); });
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].state, ConsentState::given);
  EXPECT_EQ(history[1].state, ConsentState::withdrawn);
  EXPECT_EQ(history[1].text_version, "v1");
}

ENGINE_TEST(ConsentsTest, TheCustomersFileAndChoicesAreOneThing) {
  Customer customer;
  customer.email = {ConsentState::given, Time{5'000'000}, "import", "newsletter"};
  commit([&](db::Transaction& tx) -> Status {
    TRY_DONE(module->customers().put(tx, AccountId{1}, customer));
    return done();
  });
  EXPECT_TRUE(allows(an, Purpose::marketing, Channel::email));
  choose(an, Purpose::marketing, Channel::email, ConsentState::withdrawn);
  const auto kept = database().read_now([&](db::Reader& reader) { return module->customers().find(reader, AccountId{1}); });
  EXPECT_EQ(kept.email.state, ConsentState::withdrawn);
  customer.email = {};
  commit([&](db::Transaction& tx) -> Status {
    TRY_DONE(module->customers().put(tx, AccountId{1}, customer));
    return done();
  });
  EXPECT_FALSE(module->consents().said(an, Purpose::marketing, Channel::email).has_value());
}

ENGINE_TEST(ConsentsTest, TheBrowsersGlobalPrivacyControlTurnsSharingAndPersonalisationOffOnce) {
  auto& keeping = module->keeping();
  EXPECT_TRUE(keeping.keeps(0, "v1", true)) << "analytics is another purpose";
  EXPECT_FALSE(allows(v1, Purpose::sharing));
  EXPECT_FALSE(allows(v1, Purpose::personalization));
  EXPECT_TRUE(allows({{}, "v2"}, Purpose::sharing));
  keeping.keeps(0, "v1", true);
  module->start();
  module->stop();  // writes what waits
  const auto look = [&](db::Reader& reader) { return module->consents().history(reader, v1, 10); };
  ASSERT_EQ(database().read_now(look).size(), 2u);
  EXPECT_EQ(database().read_now(look)[0].source, "gpc");
  on(v1, Purpose::personalization);
  keeping.keeps(0, "v1", true);
  module->start();
  module->stop();
  EXPECT_TRUE(allows(v1, Purpose::personalization)) << "an own choice later holds";
  EXPECT_EQ(database().read_now(look).size(), 3u);
}

ENGINE_TEST(ConsentsTest, WhoWithdrawsIsNotKeptAnyMore) {
  EXPECT_TRUE(module->keeping().keeps(1, "v1", false));
  off(an, Purpose::analytics);
  EXPECT_FALSE(module->keeping().keeps(1, "v1", false));
  EXPECT_TRUE(module->keeping().keeps(2, "v2", false));
}

ENGINE_TEST(ConsentsTest, VisitorsChooseForTheirBrowser) {
  const auto change = as_visitor(
      Method::put, R"({"choices":[{"purpose":"analytics","given":false}],"text_version":"2026-01"})");
  EXPECT_EQ(change.status, 204) << change.body;
  EXPECT_FALSE(allows(v1, Purpose::analytics));
  const auto mine = object_of(as_visitor(Method::get, "", "1"));
  EXPECT_TRUE(mine.at("gpc").as_bool());
  ASSERT_EQ(mine.at("items").as_array().size(), 3u) << "marketing is the account's";
  EXPECT_EQ(mine.at("items").at(1).at("state").as_string(), "withdrawn");
  EXPECT_EQ(mine.at("items").at(1).at("text_version").as_string(), "2026-01");
  EXPECT_FALSE(mine.at("items").at(2).at("allowed").as_bool());
  const auto marketing = as_visitor(
      Method::put, R"({"choices":[{"purpose":"marketing","channel":"email","given":true}],"text_version":"1"})");
  EXPECT_EQ(marketing.status, 401);
  EXPECT_EQ(object_of(marketing).at("code").as_string(), "profiles.account_needed");
  EXPECT_EQ(ask(Method::get, "/v1/me/consents", "").status, 400);
  EXPECT_EQ(as_visitor(Method::put, R"({"choices":[],"text_version":"1"})").status, 400);
  EXPECT_EQ(as_visitor(Method::put, R"({"choices":[{"purpose":"selling","given":true}],"text_version":"1"})").status, 400);
}

ENGINE_TEST(ConsentsTest, StaffWriteDownWhatAPersonSaidWithAReason) {
  const std::string yes = R"({"purpose":"marketing","channel":"sms","given":true,"reason":"On the phone, 1 March"})";
  EXPECT_EQ(ask(Method::put, person, "merchandiser", yes).status, 403);
  EXPECT_EQ(ask(Method::put, person, "", yes).status, 401);
  EXPECT_EQ(ask(Method::put, person, "agent", R"({"purpose":"marketing","channel":"sms","given":true,"reason":""})").status, 400);
  EXPECT_FALSE(allows(an, Purpose::marketing, Channel::sms));
  EXPECT_EQ(ask(Method::put, person, "agent", yes).status, 204);
  EXPECT_TRUE(allows(an, Purpose::marketing, Channel::sms));
  const auto view = object_of(ask(Method::get, person, "agent"));
  EXPECT_EQ(view.at("items").as_array().size(), 6u);
  EXPECT_EQ(view.at("history").at(0).at("reason").as_string(), "On the phone, 1 March");
  EXPECT_EQ(view.at("history").at(0).at("by").as_string(), to_text(AccountId{9}));
  EXPECT_EQ(ask(Method::get, "/v1/admin/people/v9/consents", "agent").status, 404);
  EXPECT_EQ(ask(Method::put, "/v1/admin/people/v9/consents", "agent", yes).status, 404);
}

}  // namespace
}  // namespace plaza::profiles

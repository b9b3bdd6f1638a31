#include "platform/events/outbox.h"
#include "platform/jobs/tables.h"
#include "platform/json/document.h"
#include "profiles_fixture.h"
#include "rules.h"
#include "store.h"

namespace plaza::profiles {
namespace {

using http::Method;

// A block that holds one thing of a person.
class Shelf final : public PersonalData {
 public:
  std::string_view name() const override { return "shelf"; }
  std::string export_json(db::Reader&, const Person& person) override { return "{\"of\":\"" + person.handle + "\"}"; }
  std::vector<Erased> erase(db::Transaction&, const Person& person) override {
    email = person.email;
    return {{"books", 3}};
  }
  std::vector<Erased> erase_outside(const Person& person) override {
    visitors = person.visitors;
    return {{"files", 2}};
  }
  std::string email;
  std::vector<std::string> visitors;
};

class ErasureTest : public ProfilesFixture {
 protected:
  ErasureTest() {
    database().migrate(jobs::migrations());
    runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
    module->plug(shelf);
    accounts.before_erase = [this](db::Transaction& tx, const identity::Account& account) {
      module->farewell().before_erase(tx, account);
    };
  }
  std::string body_of(const std::string& id) { return "{\"confirm\":\"" + id + "\"}"; }
  Shelf shelf;
  std::unique_ptr<jobs::Runner> runner;
  const std::string an = to_text(AccountId{1});
  const std::string erase_an = "/v1/admin/people/" + an + "/erasure";
};

ENGINE_TEST(ErasureTest, EveryBlockIsAskedAndTheReceiptCounts) {
  merge("v1", 1);
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"city":"Hue"})");
  module->learner().snapshot();
  const auto answer = ask(Method::post, erase_an, "agent", body_of(an));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(shelf.email, "An@shop.example");
  const std::string receipt(object_of(answer).at("receipt").as_string());
  EXPECT_EQ(object_of(ask(Method::get, "/v1/erasures/" + receipt, "")).at("finished_at").kind(), boost::json::kind::null);
  runner->run_due();
  EXPECT_EQ(shelf.visitors, (std::vector<std::string>{"v1"}));
  const auto done = ask(Method::get, "/v1/erasures/" + receipt, "");
  EXPECT_EQ(object_of(done).at("asked_by").as_string(), "staff");
  EXPECT_EQ(object_of(done).at("finished_at").kind(), boost::json::kind::string);
  EXPECT_NE(done.body.find(R"({"where":"shelf","erased":[{"what":"books","count":3}]})"), std::string::npos) << done.body;
  EXPECT_NE(done.body.find(R"({"where":"shelf","erased":[{"what":"files","count":2}]})"), std::string::npos);
  EXPECT_EQ(done.body.find("An"), std::string::npos) << "no word of the person";
  EXPECT_EQ(account_of("v1"), 0);
  EXPECT_FALSE(profile("v1"));
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/erasures", "agent")).at("items").as_array().size(), 1u);
}

ENGINE_TEST(ErasureTest, WhatTheyDidStaysForgottenWhenTheLogIsReadAgain) {
  merge("v1", 1);
  happens(Trust::evidence, "v1", 0);
  module->learner().snapshot();
  ask(Method::post, erase_an, "agent", body_of(an));
  commit([&](db::Transaction& tx) -> Status {
    store::start_version(tx, 99);
    return done();
  });
  start();
  replay();
  module->learner().snapshot();
  EXPECT_FALSE(profile("v1"));
  happens(Trust::evidence, "v1", 0);
  EXPECT_EQ(profile("v1")->interactions, 1) << "a new act on the same browser is somebody new";
}

ENGINE_TEST(ErasureTest, AVisitThatIsBeingLinkedGoesToo) {
  happens(Trust::session, "v1", 1);  // not written yet
  ask(Method::post, erase_an, "agent", body_of(an));
  runner->run_due();
  EXPECT_EQ(shelf.visitors, (std::vector<std::string>{"v1"}));
}

ENGINE_TEST(ErasureTest, OnlyAgentsEraseAndOnlyWhoTheyName) {
  EXPECT_EQ(ask(Method::post, erase_an, "", body_of(an)).status, 401);
  EXPECT_EQ(ask(Method::post, erase_an, "merchandiser", body_of(an)).status, 403);
  EXPECT_EQ(ask(Method::post, erase_an, "agent", body_of("an")).status, 400);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/v9/erasure", "agent", body_of("v9")).status, 404);
  EXPECT_EQ(ask(Method::get, "/v1/erasures/nothing", "").status, 404);
  EXPECT_EQ(ask(Method::get, "/v1/admin/erasures", "member").status, 403);
  EXPECT_TRUE(shelf.email.empty());
}

ENGINE_TEST(ErasureTest, AVisitorWithoutAnAccountIsErasedToo) {
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"city":"Hue"})");
  module->learner().snapshot();
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/v1/erasure", "agent", body_of("v1")).status, 200);
  EXPECT_FALSE(profile("v1"));
  runner->run_due();
  EXPECT_EQ(shelf.visitors, (std::vector<std::string>{"v1"}));
}

ENGINE_TEST(ErasureTest, AllThatIsKeptIsGivenOut) {
  const auto answer = ask(Method::get, "/v1/admin/people/" + an + "/export", "agent");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(object_of(answer).at("shelf").at("of").as_string(), "an");
  EXPECT_EQ(ask(Method::get, "/v1/admin/people/" + an + "/export", "merchandiser").status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/people/v9/export", "agent").status, 404);
  EXPECT_EQ(ask(Method::get, "/v1/me/export", "").status, 401);
}

ENGINE_TEST(ErasureTest, WordsGoOutOfTheEventsThatAreKept) {
  commit([&](db::Transaction& tx) -> Status {
    events::publish(tx, 1, identity::AccountCreated{AccountId{1}, "v1", "Anna", "anna"});
    events::publish(tx, 2, identity::AccountCreated{AccountId{2}, "v2", "Binh", "binh"});
    return done();
  });
  ask(Method::post, erase_an, "agent", body_of(an));
  static constexpr db::Statement payloads{nullptr, "SELECT payload FROM platform_outbox ORDER BY sequence"};
  dispatcher->drain();
  std::string all;
  database().read_now([&](db::Reader& reader) {
    reader.each(payloads, {}, [&](const db::Row& row) { all += row.string(0); });
    return true;
  });
  EXPECT_EQ(all.find("nna"), std::string::npos) << all;
  EXPECT_NE(all.find("Binh"), std::string::npos);
}

TEST(Words, OnlyWhatIsOursIsLeft) {
  EXPECT_EQ(without_words(R"({"account_id":"acc_01hxyz0123456","number":"#1001","reason":"he was rude","at":"2026-03-01T00:00:00Z"})"),
            R"({"account_id":"acc_01hxyz0123456","number":"#1001","reason":"","at":"2026-03-01T00:00:00Z"})");
  EXPECT_EQ(without_words(R"({"reaction":"like","currency":"EUR","display_name":"like","list":["Some words"],"n":5})"),
            R"({"reaction":"like","currency":"EUR","display_name":"","list":[""],"n":5})");
  EXPECT_EQ(without_words("broken"), "{}");
}

}  // namespace
}  // namespace plaza::profiles

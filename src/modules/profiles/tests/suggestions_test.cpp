#include "platform/jobs/tables.h"
#include "platform/json/document.h"
#include "profiles_fixture.h"

namespace plaza::profiles {
namespace {

using http::Method;

class SuggestionsTest : public ProfilesFixture {
 protected:
  void propose(const std::string& visitor, const Because& because = {Reason::same_email, "#1001", Time{5}, 900}) {
    commit([&](db::Transaction& tx) -> Status {
      module->suggestions().propose(tx, AccountId{1}, visitor, because);
      return done();
    });
  }
  std::vector<Suggestion> list(SuggestionState state = SuggestionState::open) {
    return database().read_now([&](db::Reader& reader) { return module->suggestions().list(reader, state, {}, 100); });
  }
  void look() {
    runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
    runner->run_due();
  }
  void file(std::int64_t account, const std::string& phone) {
    Customer customer;
    customer.phone = phone;
    commit([&](db::Transaction& tx) -> Status {
      TRY_DONE(module->customers().put(tx, AccountId{account}, customer));
      return done();
    });
  }
  SuggestionsTest() { database().migrate(jobs::migrations()); }
  std::unique_ptr<jobs::Runner> runner;
};

ENGINE_TEST(SuggestionsTest, StaffAcceptAndTheVisitorIsLinkedWithTheReasonsAsEvidence) {
  propose("v1");
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(account_of("v1"), 0) << "nothing is linked by itself";
  const std::string id = to_text(list()[0].id);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/suggestions/" + id + "/accept", "merchandiser").status, 403);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/suggestions/" + id + "/accept", "").status, 401);
  EXPECT_EQ(account_of("v1"), 0);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/suggestions/" + id + "/accept", "agent").status, 204);
  EXPECT_EQ(account_of("v1"), 1);
  const auto person = object_of(ask(Method::get, "/v1/admin/people/" + to_text(AccountId{1}), "agent"));
  const auto& link = person.at("links").at(0);
  EXPECT_EQ(link.at("proof").as_string(), "suggestion");
  EXPECT_EQ(link.at("score").as_int64(), 900);
  EXPECT_EQ(link.at("evidence").as_string(), "same_email (#1001)");
  const auto again = ask(Method::post, "/v1/admin/people/suggestions/" + id + "/reject", "agent");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(object_of(again).at("code").as_string(), "profiles.suggestion_decided");
}

ENGINE_TEST(SuggestionsTest, WhatWasRejectedNeverComesAgain) {
  propose("v1");
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/suggestions/" + to_text(list()[0].id) + "/reject", "agent").status, 204);
  propose("v1", {Reason::same_phone, "", Time{9}, 600});
  EXPECT_TRUE(list().empty());
  EXPECT_EQ(list(SuggestionState::rejected).size(), 1u);
  EXPECT_EQ(account_of("v1"), 0);
  const auto missing = ask(Method::post, "/v1/admin/people/suggestions/" + to_text(SuggestionId{7}) + "/accept", "agent");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(object_of(missing).at("code").as_string(), "profiles.suggestion_not_found");
}

ENGINE_TEST(SuggestionsTest, SeveralReasonsMakeItSurer) {
  propose("v1", {Reason::same_email, "#1001", Time{5}, 900});
  propose("v1", {Reason::same_phone, "", Time{6}, 600});
  propose("v1", {Reason::same_email, "#1002", Time{7}, 900});
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list()[0].score, 960);
  ASSERT_EQ(list()[0].because.size(), 2u);
  EXPECT_EQ(list()[0].because[0].detail, "#1002");
}

ENGINE_TEST(SuggestionsTest, WhatIsLinkedOrWasPartedByStaffIsNotSuggested) {
  merge("v1", 1);
  propose("v1");
  merge("v2", 1);
  unmerge("v2", 1);
  propose("v2");
  propose("two words");
  EXPECT_TRUE(list().empty());
}

ENGINE_TEST(SuggestionsTest, TheJobFindsSharedPhonesAndDevices) {
  file(1, "+84 912 345 678");
  file(2, "0912 345 678");
  merge("v1", 1, Proof::signed_in);
  merge("v1", 2, Proof::signed_in);
  look();
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list()[0].account, AccountId{1});
  EXPECT_EQ(list()[0].twin, AccountId{2});
  EXPECT_EQ(list()[0].score, 720);
  const std::string id = to_text(list()[0].id);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/suggestions/" + id + "/accept", "agent").status, 204);
  EXPECT_EQ(members(1).also, (std::vector<AccountId>{{2}}));
  look();
  EXPECT_TRUE(list().empty());
}

ENGINE_TEST(SuggestionsTest, PhonesOfAnEarlierVersionAreReadFromTheDocument) {
  file(1, "0912 345 678");
  file(2, "0912 345 678");
  static constexpr db::Statement forget{nullptr, "UPDATE profiles_customers SET phone_key = NULL"};
  commit([&](db::Transaction& tx) -> Status {
    tx.execute(forget, {});
    return done();
  });
  look();
  EXPECT_EQ(list().size(), 1u);
}

ENGINE_TEST(SuggestionsTest, TheListPagesAndIsForStaff) {
  propose("v1");
  clock.advance(seconds(1));
  propose("v2");
  EXPECT_EQ(ask(Method::get, "/v1/admin/people/suggestions", "member").status, 403);
  const auto first = object_of(ask(Method::get, "/v1/admin/people/suggestions?limit=1", "agent"));
  EXPECT_EQ(first.at("items").at(0).at("visitor").as_string(), "v2");
  const std::string cursor(first.at("next_cursor").as_string());
  const auto second = object_of(ask(Method::get, "/v1/admin/people/suggestions?limit=1&cursor=" + cursor, "agent"));
  EXPECT_EQ(second.at("items").at(0).at("visitor").as_string(), "v1");
  const auto visitor = database().read_now([&](db::Reader& reader) { return module->suggestions().list_of(reader, "v1"); });
  EXPECT_EQ(visitor.size(), 1u);
}

ENGINE_TEST(SuggestionsTest, APreviewSaysWhatWouldChangeAndChangesNothing) {
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"size":"M"})");
  happens(Trust::session, "", 1, Kind::identify, R"({"city":"Hue"})");
  const std::string an = "/v1/admin/people/" + to_text(AccountId{1});
  const auto merging = object_of(ask(Method::get, an + "/link_preview?change=merge&visitor=v1", "agent"));
  EXPECT_EQ(merging.at("before").at("interactions").as_int64(), 1);
  EXPECT_EQ(merging.at("after").at("interactions").as_int64(), 2);
  EXPECT_EQ(merging.at("after").at("traits"), boost::json::parse(R"({"city":"Hue","size":"M"})"));
  EXPECT_EQ(account_of("v1"), 0);
  merge("v1", 1);
  const auto parting = object_of(ask(Method::get, an + "/link_preview?change=unmerge&visitor=v1", "agent"));
  EXPECT_EQ(parting.at("before").at("interactions").as_int64(), 2);
  EXPECT_EQ(parting.at("after").at("interactions").as_int64(), 1);
  EXPECT_EQ(parting.at("other_after").at("traits"), boost::json::parse(R"({"size":"M"})"));
  EXPECT_EQ(ask(Method::get, an + "/link_preview?change=merge", "agent").status, 400);
  EXPECT_EQ(ask(Method::get, an + "/link_preview?change=merge&account_id=" + to_text(AccountId{1}), "agent").status, 400);
  EXPECT_EQ(ask(Method::get, an + "/link_preview?change=merge&account_id=" + to_text(AccountId{77}), "agent").status, 404);
  EXPECT_EQ(ask(Method::get, an + "/link_preview?change=merge&visitor=v1", "member").status, 403);
}

}  // namespace
}  // namespace plaza::profiles

// What breaks a group's rules, from the report to the answer to its author's appeal, through the whole program.
#include "community/module.h"
#include "running_shop.h"

namespace plaza::app {
namespace {

const std::string advertisement = "Cheaper pots at other-shop dot example";

class GroupModeration : public RunningShop {
 protected:
  GroupModeration() {
    const auto work = [&](db::Transaction& tx) -> Status {
      const auto by = program->identity().accounts().find_by_email(tx, "owner@kilnlight.example");
      community::NewGroup group;
      group.slug = "glaze";
      group.name = "Glaze lovers";
      group.ref = "glaze";
      TRY_DONE(program->community().keeping().create(tx, {by->id, true}, group, program->clock().now()));
      return done();
    };
    EXPECT_TRUE(program->database().write_now(work).ok());
    settle();
    keeper = member("Keeper");
    EXPECT_EQ(ask("PUT", "/v1/groups/glaze/members/" + ask("GET", "/v1/me", keeper).text("/account/handle"), owner, R"({"role":"moderator"})").status, 200);
    asker = member("Asker");
    seller = member("Seller");
    const auto asked = ask("POST", "/v1/groups/glaze/discussions", asker, R"({"kind":"question","title":"Which vase holds water?"})");
    EXPECT_EQ(asked.status, 201) << asked.raw();
    discussion = asked.text("/id");
    const auto said = ask("POST", "/v1/discussions/" + discussion + "/replies", seller, R"({"text":")" + advertisement + "\"}");
    EXPECT_EQ(said.status, 201) << said.raw();
    reply = said.text("/id");
    settle();
  }
  std::string member(const std::string& name) {
    const auto token = signed_up(name);
    EXPECT_EQ(ask("PUT", "/v1/groups/glaze/membership", token).status, 200);
    return token;
  }
  bool reads_it(const std::string& token) {
    return ask("GET", "/v1/discussions/" + discussion + "/replies", token).raw().find(advertisement) != std::string::npos;
  }
  // Reported by the asker, taken away by the group's moderator.
  void remove() {
    const auto report = ask("POST", "/v1/reports", asker, R"({"kind":"reply","id":")" + reply + R"(","reason":"spam","note":"It sells."})");
    ASSERT_EQ(report.status, 201) << report.raw();
    settle();
    const auto waiting = ask("GET", "/v1/groups/glaze/moderation/cases", keeper);
    ASSERT_EQ(waiting.size("/items"), 1u) << waiting.raw();
    EXPECT_EQ(waiting.text("/items/0/text"), advertisement);
    EXPECT_EQ(waiting.number("/items/0/reports"), 1);
    EXPECT_EQ(waiting.raw().find("Asker"), std::string::npos) << "who reported is told to nobody";
    EXPECT_EQ(ask("GET", "/v1/groups/glaze/moderation/cases", asker).text("/code"), "community.not_allowed");
    EXPECT_TRUE(reads_it("")) << "a report alone takes nothing away";
    const auto decided = ask("POST", "/v1/groups/glaze/moderation/cases/" + waiting.text("/items/0/id") + "/decide", keeper,
                             R"({"action":"remove","reason":"spam","note":"Rule 2: no selling."})");
    ASSERT_EQ(decided.status, 204) << decided.raw();
    settle();
  }
  // The author objects; the number of the appeal.
  std::string appealed() {
    const auto own = ask("GET", "/v1/me/moderation", seller);
    EXPECT_EQ(own.size("/items"), 1u) << own.raw();
    EXPECT_EQ(own.text("/items/0/note"), "Rule 2: no selling.");
    const auto path = "/v1/me/moderation/decisions/" + own.text("/items/0/id") + "/appeal";
    EXPECT_EQ(ask("POST", path, asker, R"({"words":"For a friend."})").text("/code"), "moderation.decision_not_found");
    const auto made = ask("POST", path, seller, R"({"words":"I only wanted to help."})");
    EXPECT_EQ(made.status, 201) << made.raw();
    EXPECT_EQ(ask("POST", path, seller, R"({"words":"Again."})").text("/code"), "moderation.appealed_already");
    const auto open = ask("GET", "/v1/admin/moderation/appeals", owner);
    EXPECT_EQ(open.size("/items"), 1u) << open.raw();
    return open.text("/items/0/id");
  }
  void answer(const std::string& appeal, const std::string& outcome) {
    const auto path = "/v1/admin/moderation/appeals/" + appeal + "/answer";
    EXPECT_EQ(ask("POST", path, keeper, R"({"outcome":"upheld","answer":"No."})").status, 403) << "appeals are the shop's";
    const auto said = ask("POST", path, owner, R"({"outcome":")" + outcome + R"(","answer":"We have looked again."})");
    EXPECT_EQ(said.status, 200) << said.raw();
    settle();
  }

  std::string keeper, asker, seller, discussion, reply;
};

ENGINE_TEST(GroupModeration, ARemovalStandsInThePublicLogWithoutNamesOrWords) {
  EXPECT_EQ(ask("GET", "/v1/groups/glaze/log", "").size("/items"), 0u);
  remove();
  for (const auto& token : {asker, std::string()}) EXPECT_FALSE(reads_it(token));
  EXPECT_EQ(ask("GET", "/v1/discussions/" + discussion, "").number("/replies"), 0);
  const auto log = ask("GET", "/v1/groups/glaze/log", "");
  ASSERT_EQ(log.size("/items"), 1u) << log.raw();
  EXPECT_EQ(log.text("/items/0/kind"), "reply");
  EXPECT_EQ(log.text("/items/0/reason"), "spam");
  for (const auto& secret : {advertisement, std::string("Seller"), std::string("Rule 2"), reply}) {
    EXPECT_EQ(log.raw().find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(ask("GET", "/v1/groups/glaze/moderation/cases", keeper).size("/items"), 0u);
}

ENGINE_TEST(GroupModeration, AnAppealThatIsUpheldLeavesItAway) {
  remove();
  answer(appealed(), "upheld");
  EXPECT_FALSE(reads_it(asker));
  EXPECT_EQ(ask("GET", "/v1/groups/glaze/log", "").text("/items/0/appeal"), "upheld");
}

ENGINE_TEST(GroupModeration, AnAppealThatIsWonBringsTheWordsBack) {
  remove();
  answer(appealed(), "overturned");
  EXPECT_TRUE(reads_it(""));
  EXPECT_EQ(ask("GET", "/v1/discussions/" + discussion, "").number("/replies"), 1);
  const auto log = ask("GET", "/v1/groups/glaze/log", "").raw();
  EXPECT_NE(log.find("overturned"), std::string::npos) << log;
}

}  // namespace
}  // namespace plaza::app

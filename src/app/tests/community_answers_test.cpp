// What members answered in a group is offered to the next one who types it; that it did not help is counted; who answered well is asked.
#include "answers/module.h"
#include "catalog/module.h"
#include "community/module.h"
#include "running_shop.h"

namespace plaza::app {
namespace {

const std::string said = "Mine has held tulips for ten days. Dry the foot once a day.";

class CommunityAnswers : public RunningShop {
 protected:
  CommunityAnswers() {
    const auto work = [&](db::Transaction& tx) -> Status {
      auto& help = program->answers().help();
      auto rules = help.settings(tx);
      rules.unshown_bp = 0;  // the lot is a matter of its own tests
      TRY_DONE(help.set_settings(tx, rules));
      catalog::NewProduct jar;
      jar.title = "Moon jar";
      catalog::NewVariant only;
      only.price = 14'800;
      jar.variants.push_back(only);
      TRY_DONE(program->catalog().catalog().create(tx, jar));
      community::NewGroup group;
      group.slug = "glaze";
      group.name = "Glaze lovers";
      group.ref = "glaze";
      const auto by = program->identity().accounts().find_by_email(tx, "owner@kilnlight.example");
      TRY_DONE(program->community().keeping().create(tx, {by->id, true}, group, program->clock().now()));
      return done();
    };
    EXPECT_TRUE(program->database().write_now(work).ok());
    settle();
  }
  std::string member(const std::string& name) {
    const auto token = signed_up(name);
    EXPECT_EQ(ask("PUT", "/v1/groups/glaze/membership", token).status, 200);
    return token;
  }
  std::string discussed(const std::string& token, const std::string& title) {
    const auto made = ask("POST", "/v1/groups/glaze/discussions", token,
                          R"({"kind":"question","title":")" + title + R"(","text":"I mean /products/moon-jar"})");
    EXPECT_EQ(made.status, 201) << made.raw();
    settle();
    return made.text("/id");
  }
  // Asked by one, answered by another, accepted.
  std::string answered(const std::string& asker, const std::string& helper) {
    const auto id = discussed(asker, "Does the moon jar hold water for a week?");
    const auto reply = ask("POST", "/v1/discussions/" + id + "/replies", helper, R"({"text":")" + said + "\"}");
    EXPECT_EQ(reply.status, 201) << reply.raw();
    EXPECT_EQ(ask("PUT", "/v1/discussions/" + id + "/accepted", asker, R"({"reply_id":")" + reply.text("/id") + "\"}").status, 200);
    settle();
    return id;
  }
  Reply typed(const std::string& token) {
    return ask("POST", "/v1/help/suggestions", token, R"({"text":"will the moon jar hold water","place":"community"})");
  }
};

ENGINE_TEST(CommunityAnswers, AreOfferedWhileTheNextOneTypesUntilNobodyMayReadThem) {
  const auto id = answered(member("Asker"), member("Helper"));
  const auto next = member("Next");
  const auto offered = typed(next);
  ASSERT_EQ(offered.size("/items"), 1u) << offered.raw();
  EXPECT_EQ(offered.text("/items/0/kind"), "community");
  EXPECT_EQ(offered.text("/items/0/title"), "Does the moon jar hold water for a week?");
  EXPECT_EQ(offered.text("/items/0/passage"), said);
  EXPECT_EQ(offered.text("/items/0/author"), "Helper");
  EXPECT_EQ(offered.text("/items/0/link"), "/groups/glaze/d/" + id);
  ASSERT_EQ(ask("PATCH", "/v1/groups/glaze", owner, R"({"visibility":"secret"})").status, 200);
  settle();
  EXPECT_EQ(typed(next).size("/items"), 0u) << "a secret group's words";
  ASSERT_EQ(ask("PATCH", "/v1/groups/glaze", owner, R"({"visibility":"public"})").status, 200);
  settle();
  EXPECT_EQ(typed(next).size("/items"), 1u);
}

ENGINE_TEST(CommunityAnswers, WhoOpensADiscussionAfterAllWasNotHelped) {
  answered(member("Asker"), member("Helper"));
  const auto helped = member("Helped"), stubborn = member("Stubborn"), silent = member("Silent");
  for (const auto* each : {&helped, &stubborn}) ASSERT_EQ(typed(*each).size("/items"), 1u);
  discussed(stubborn, "Will the moon jar really hold water?");
  discussed(silent, "Which glaze is the moon jar's?");  // was offered nothing
  program->shift_clock(hours(25));
  const auto report = ask("GET", "/v1/admin/help/report", owner);
  EXPECT_EQ(report.number("/shown"), 2) << report.raw();
  EXPECT_EQ(report.number("/shown_asked"), 1);
  EXPECT_EQ(report.text("/places/3/place"), "community");
  EXPECT_EQ(report.number("/places/3/shown"), 2);
  EXPECT_EQ(report.number("/places/3/shown_asked"), 1);
}

ENGINE_TEST(CommunityAnswers, WhoseAnswerWasAcceptedIsAskedAboutTheProduct) {
  const auto helper = member("Helper");
  answered(member("Asker"), helper);
  const auto asked = ask("POST", "/v1/products/moon-jar/questions", signed_up("Stranger"), R"({"text":"Does it stand on a wet table?"})");
  ASSERT_EQ(asked.status, 201) << asked.raw();
  settle();
  const auto bell = ask("GET", "/v1/notifications", helper);
  std::string subjects;
  for (std::size_t i = 0; i < bell.size("/items"); ++i) {
    const auto at = "/items/" + std::to_string(i);
    if (bell.text(at + "/kind") == "question_for_you") subjects += bell.text(at + "/url");
  }
  EXPECT_EQ(subjects, "/products/moon-jar#questions") << bell.raw();
}

ENGINE_TEST(CommunityAnswers, AQuestionInAGroupGoesToWhoKnowsItAndItsAnswerStandsOnTheProduct) {
  const auto helper = member("Helper"), asker = member("Asker");
  answered(asker, helper);
  const auto id = discussed(asker, "Does the moon jar stand on a wet table?");
  const auto list = ask("GET", "/v1/help/questions", helper);
  ASSERT_EQ(list.size("/items"), 1u) << list.raw();
  EXPECT_EQ(list.text("/items/0/id"), id);
  EXPECT_EQ(list.text("/items/0/about"), "Glaze lovers");
  EXPECT_EQ(list.text("/items/0/url"), "/groups/glaze/d/" + id);
  const auto asked = ask("GET", "/v1/help/questions/" + id, asker);
  EXPECT_EQ(asked.text("/state"), "waiting") << asked.raw();
  EXPECT_EQ(asked.text("/experts/0/name"), "Helper");
  EXPECT_EQ(asked.text("/next"), "agents");
  const auto reply = ask("POST", "/v1/discussions/" + id + "/replies", helper, R"({"text":"It does: the foot is glazed."})");
  ASSERT_EQ(ask("PUT", "/v1/discussions/" + id + "/accepted", asker, R"({"reply_id":")" + reply.text("/id") + "\"}").status, 200);
  settle();
  EXPECT_EQ(ask("GET", "/v1/help/questions", helper).size("/items"), 0u);
  const auto about = ask("GET", "/v1/discussions?product=moon-jar&sort=newest", "");
  EXPECT_EQ(about.text("/items/0/answer/text"), "It does: the foot is glazed.") << about.raw();
  EXPECT_EQ(about.text("/items/0/answer/author/name"), "Helper");
  // An article grows of it, and links to where it stands.
  const auto grown = ask("POST", "/v1/admin/help/grown_articles", owner, R"({"answer_id":")" + id + "\"}");
  ASSERT_EQ(grown.status, 201) << grown.raw();
  EXPECT_EQ(grown.text("/words/title"), "Does the moon jar stand on a wet table?");
  EXPECT_EQ(grown.text("/source/link"), "/groups/glaze/d/" + id);
  EXPECT_EQ(grown.text("/source/kind"), "community");
}

ENGINE_TEST(CommunityAnswers, AQuestionThatAnAgentHasLeavesTheInboxWhenItIsAnsweredOrDeletedMeanwhile) {
  const auto helper = member("Helper"), asker = member("Asker");
  const auto accepted = discussed(asker, "Does the moon jar stand on a wet table?");
  const auto deleted = discussed(asker, "Does the moon jar like the sun?");
  program->shift_clock(days(8));
  const auto inbox = [&] { return ask("GET", "/v1/admin/conversations?channel=question", owner); };
  for (int tries = 0; tries < 5'000 && inbox().size("/items") < 2; ++tries) {
    program->jobs().run_due();
    settle();
  }
  ASSERT_EQ(inbox().size("/items"), 2u) << inbox().raw();
  const auto reply = ask("POST", "/v1/discussions/" + accepted + "/replies", helper, R"({"text":"It does: the foot is glazed."})");
  ASSERT_EQ(ask("PUT", "/v1/discussions/" + accepted + "/accepted", asker, R"({"reply_id":")" + reply.text("/id") + "\"}").status, 200);
  ASSERT_LT(ask("DELETE", "/v1/discussions/" + deleted, asker).status, 300);
  settle();
  const auto left = inbox();
  for (const char* at : {"/items/0/status", "/items/1/status"}) EXPECT_EQ(left.text(at), "resolved") << left.raw();
  EXPECT_NE(left.raw().find("wet table"), std::string::npos) << "it stands where it was asked";
  EXPECT_EQ(left.raw().find("like the sun"), std::string::npos);
}

ENGINE_TEST(CommunityAnswers, WhoBlocksTheAskerIsNeitherAskedNorToldOfIt) {
  const auto helper = member("Helper"), asker = member("Asker");
  answered(asker, helper);
  ASSERT_LT(ask("PUT", "/v1/me/blocks/" + ask("GET", "/v1/me", asker).text("/account/handle"), helper).status, 300);
  settle();
  const auto id = discussed(asker, "Does the moon jar stand on a wet table?");
  EXPECT_EQ(ask("GET", "/v1/help/questions", helper).size("/items"), 0u);
  EXPECT_EQ(ask("GET", "/v1/help/questions/" + id, helper).status, 404);
  EXPECT_EQ(ask("GET", "/v1/help/questions/" + id, asker).number("/asked"), 0);
}

}  // namespace
}  // namespace plaza::app

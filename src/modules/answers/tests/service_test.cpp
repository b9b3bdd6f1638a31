// What goes on over time: who is followed and what became of it, questions on their way to an answer, and erasing.
#include "help_fixture.h"
#include "rules.h"
#include "platform/json/document.h"

namespace plaza::answers {
namespace {

using http::Method;

class HelpService : public HelpFixture {
 protected:
  // The n-th visitor of that lot.
  std::string visitor(bool shown, int n) const {
    for (int i = 0;; ++i) {
      auto name = "visitor-" + std::to_string(i);
      if (is_shown("v:" + name, 1'000) == shown && n-- == 0) return name;
    }
  }
  void opens_conversation(const std::string& who, const std::string& channel = "form") {
    care::Conversation conversation;
    conversation.id = care::ConversationId{++last_};
    conversation.channel = channel;
    conversation.customer.visitor = who;
    care.add(conversation);
    care::CaseOpened opened;
    opened.conversation_id = conversation.id;
    opened.channel = channel;
    announce(conversation.id.value, opened);
  }
  void set_rules(const std::string& key, const boost::json::value& value) {
    auto rules = staff(Method::get, "/v1/admin/help/settings").body;
    rules.as_object()[key] = value;
    ASSERT_EQ(leader(Method::put, "/v1/admin/help/settings", boost::json::serialize(rules)).status, 200);
  }
  Reply waiting() { return staff(Method::get, "/v1/admin/help/questions"); }
  std::int64_t last_ = 8'000;
};

ENGINE_TEST(HelpService, BothGroupsAreFollowedAndOnlyOneIsShownAnswers) {
  say(document(1, "Does the vase hold water?", "Yes, it is glazed inside."));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(typed("does the vase hold water", visitor(true, i), R"(,"place":"contact")").size("/items"), 1u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(typed("does the vase hold water", visitor(false, i), R"(,"place":"contact")").size("/items"), 0u);
  typed("does the vase hold water", visitor(true, 0));     // again: nothing new
  typed("something else entirely", visitor(true, 9));       // nothing to offer: nobody to compare
  opens_conversation(visitor(true, 0));
  opens_conversation(visitor(false, 0));
  opens_conversation(visitor(false, 1));
  opens_conversation(visitor(false, 2), "question");        // the shop opened it, not they
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/report").number("/running"), 7);
  clock.advance(hours(25));
  opens_conversation(visitor(true, 1));                     // too late to have to do with it
  const auto report = staff(Method::get, "/v1/admin/help/report");
  EXPECT_EQ(report.number("/shown"), 4) << report.raw;
  EXPECT_EQ(report.number("/shown_asked"), 1);
  EXPECT_EQ(report.number("/unshown"), 3);
  EXPECT_EQ(report.number("/unshown_asked"), 2);
  EXPECT_EQ(report.number("/places/1/shown"), 4);
  EXPECT_NEAR(report.at("/prevented")->to_number<double>(), 2.0 / 3 - 0.25, 1e-9);
  EXPECT_EQ(report.number("/running"), 0);
  EXPECT_EQ(report.number("/answers"), 1);
}

ENGINE_TEST(HelpService, WhoDoesNotWantToBeFollowedIsHelpedAndNotCounted) {
  say(document(1, "Does the vase hold water?", "Yes."));
  consents.quiet = visitor(false, 0);
  EXPECT_EQ(typed("does the vase hold water", consents.quiet).size("/items"), 1u);
  EXPECT_EQ(typed("does the vase hold water", "").size("/items"), 1u) << "nobody to follow";
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/report").number("/running"), 0);
}

ENGINE_TEST(HelpService, AQuestionOnTheProductCountsForItsAccount) {
  say(document(1, "Does the vase hold water?", "Yes."));
  ask(Method::post, "/v1/help/suggestions", R"({"text":"does the vase hold water"})", 7, 0, visitor(true, 0));
  asked(7, vase, "Does the vase hold water?");
  clock.advance(hours(25));
  const auto report = staff(Method::get, "/v1/admin/help/report");
  EXPECT_EQ(report.number("/shown_asked"), 1) << report.raw;
  EXPECT_EQ(report.number("/places/0/shown_asked"), 1);
}

ENGINE_TEST(HelpService, AQuestionGoesToAFewWhoKnowAndNotToTheAsker) {
  bought(8, vase);
  bought(9, vase);
  bought(11, vase);  // gave it back: owns nothing
  reviews.reviewers = {9, 12};
  questions.owners.insert({12, vase.value});
  members.all = {AccountId{10}};
  const auto id = asked(9, vase, "Does it hold water?");
  EXPECT_EQ(bell.told(), "8 12 10 ");
  const auto notice = bell.first();
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->kind, notifications::Kind::question_for_you);
  EXPECT_EQ(notice->url, "/products/vase#questions");
  EXPECT_EQ(notice->subject, "Does it hold water?");
  EXPECT_EQ(waiting().number("/items/0/invited"), 3);
  EXPECT_EQ(waiting().text("/items/0/id"), to_text(id));
}

ENGINE_TEST(HelpService, NobodyIsAskedMoreOftenThanTheRulesSay) {
  bought(8, vase);
  asked(7, vase, "Does it hold water?");
  asked(7, vase, "Is it heavy at all?");
  asked(7, vase, "Is it green or grey?");
  EXPECT_EQ(bell.told(), "8 8 ") << "two in seven days";
  clock.advance(days(8));
  asked(7, vase, "Is it made by hand?");
  EXPECT_EQ(bell.told(), "8 8 8 ");
}

ENGINE_TEST(HelpService, WhoAnsweredWellIsAskedFirst) {
  set_rules("experts_max", 1);
  bought(8, vase);
  bought(9, vase);
  answered(asked(7, vase, "Does it hold water?"), 9, "It does.", true);
  asked(7, vase, "Is it heavy at all?");
  EXPECT_EQ(bell.told(), "8 9 ");
}

ENGINE_TEST(HelpService, AnUnansweredOneBecomesAConversationAndTheAgentsAnswerStandsOnTheProduct) {
  const auto id = asked(7, vase, "Does it hold water?");
  clock.advance(minutes(240));
  runner->run_due();
  EXPECT_TRUE(care.known().empty()) << "working time is longer than time";
  clock.advance(minutes(125));
  runner->run_due();
  dispatcher->drain();
  ASSERT_EQ(care.known().size(), 1u);
  const auto inbound = care.known()[0];
  EXPECT_EQ(inbound.channel, "question");
  EXPECT_EQ(inbound.channel_key, to_text(id));
  EXPECT_EQ(inbound.subject, "Sage vase");
  EXPECT_EQ(inbound.text, "Does it hold water?");
  EXPECT_EQ(inbound.customer.account, AccountId{7});
  EXPECT_EQ(inbound.customer.address, "member7@example.com");
  EXPECT_EQ(waiting().text("/items/0/state"), "with_agents");
  clock.advance(minutes(5));
  runner->run_due();
  EXPECT_EQ(care.known().size(), 1u) << "once";

  care::Conversation conversation;
  conversation.channel_key = to_text(id);
  care::Message message;
  message.author = AccountId{900};
  message.text = "Yes, up to the rim.";
  const care::Outgoing outgoing{conversation, message, "cmg_1", "Mai", {}};
  ASSERT_TRUE(module->channel().send(outgoing).ok());
  ASSERT_TRUE(module->channel().send(outgoing).ok()) << "the job that lost its reply";
  dispatcher->drain();
  ASSERT_EQ(questions.answers().size(), 1u);
  EXPECT_EQ(questions.answers()[0].voice, reviews::Voice::staff);
  EXPECT_EQ(questions.answers()[0].text, "Yes, up to the rim.");
  EXPECT_EQ(questions.found(id)->accepted_id, questions.answers()[0].id);
  EXPECT_EQ(waiting().text("/items/0/state"), "answered");
  EXPECT_TRUE(care.notes().empty());
  conversation.channel_key = "pqu_0000000000001";
  EXPECT_EQ(module->channel().send({conversation, message, "cmg_2", "Mai", {}}).error().kind, ErrorKind::unprocessable);
}

ENGINE_TEST(HelpService, WhatIsTakenAwayWhileAnAgentHasItLeavesTheInbox) {
  const auto id = asked(7, vase, "Does it hold water?");
  clock.advance(days(2));
  runner->run_due();
  ASSERT_EQ(waiting().text("/items/0/state"), "with_agents");
  EXPECT_EQ(care.known().at(0).product, vase);
  auto gone = *questions.found(id);
  announce(vase.value, reviews::QuestionChanged{id, vase});
  for (const auto& each : care.withdrawn()) EXPECT_TRUE(each.starts_with("back ")) << "it stands: " << each;
  const auto before = care.withdrawn().size();
  gone.status = reviews::ReviewStatus::rejected;
  questions.keep(gone);
  announce(vase.value, reviews::QuestionChanged{id, vase});
  ASSERT_EQ(care.withdrawn().size(), before + 1);
  EXPECT_EQ(care.withdrawn().back(), "question " + to_text(id));
  EXPECT_EQ(waiting().text("/items/0/state"), "gone");
  gone.status = reviews::ReviewStatus::published;
  questions.keep(gone);
  announce(vase.value, reviews::QuestionChanged{id, vase});
  EXPECT_EQ(care.withdrawn().back().substr(0, 9), "back ques");
  EXPECT_EQ(waiting().text("/items/0/state"), "with_agents");
}

ENGINE_TEST(HelpService, WhatIsAnsweredOrGoneInTimeNeverReachesAnAgent) {
  answered(asked(7, vase, "Does it hold water?"), 8, "It does.");
  auto gone = *questions.found(asked(7, vase, "Is it heavy at all?"));
  gone.status = reviews::ReviewStatus::rejected;
  questions.keep(gone);
  clock.advance(days(2));
  runner->run_due();
  EXPECT_TRUE(care.known().empty());
  EXPECT_EQ(waiting().text("/items/0/state"), "gone");
  EXPECT_EQ(waiting().text("/items/1/state"), "answered");
  set_rules("to_agents", false);
  asked(7, vase, "Is it green or grey?");
  clock.advance(days(2));
  runner->run_due();
  EXPECT_TRUE(care.known().empty());
  EXPECT_EQ(waiting().text("/items/0/state"), "waiting");
}

ENGINE_TEST(HelpService, AgentsHearThatAMemberWasQuickerThanThey) {
  const auto id = asked(7, vase, "Does it hold water?");
  clock.advance(days(1));
  runner->run_due();
  ASSERT_EQ(care.known().size(), 1u);
  answered(id, 8, "It does.");
  EXPECT_EQ(care.notes(), std::vector<std::string>{"Member 8 answered on the product's page."});
}

ENGINE_TEST(HelpService, ErasingTakesTheTraceAndArticlesInTheirWords) {
  say(document(1, "Does the vase hold water?", "Yes, it is glazed inside."));
  say(document(2, "Is it heavy at all?", "Two kilos."));
  const auto own = staff(Method::post, "/v1/admin/help/grown_articles", R"({"answer_id":"doc_1"})").text("/id");
  const auto shop = staff(Method::post, "/v1/admin/help/grown_articles", R"({"answer_id":"doc_2"})").text("/id");
  ASSERT_EQ(staff(Method::put, "/v1/admin/help/articles/" + shop, R"({"version":1,"section":"products","title":"Weight","text":"About two kilos."})").status, 200);
  ask(Method::post, "/v1/help/suggestions", R"({"text":"does the vase hold water"})", 8, 0, "their-browser");
  bought(8, vase);
  asked(7, vase, "Is it green or grey?");
  EXPECT_EQ(bell.told(), "8 ");
  profiles::Person person;
  person.account = AccountId{8};
  person.visitors = {"their-browser"};
  auto& data = module->personal_data();
  const auto exported = [&] { return database().read_now([&](db::Reader& reader) { return data.export_json(reader, person); }); };
  EXPECT_NE(exported().find("asked_to_answer"), std::string::npos) << exported();
  const auto work = [&](db::Transaction& tx) -> Status {
    data.erase(tx, person);
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
  dispatcher->drain();
  EXPECT_EQ(exported(), "null");
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/articles/" + own).status, 404);
  const auto kept = staff(Method::get, "/v1/admin/help/articles/" + shop);
  EXPECT_EQ(kept.text("/words/text"), "About two kilos.");
  EXPECT_TRUE(kept.at("/source")->is_null());
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/articles/" + shop + "/edits").size("/items"), 0u);
}

}  // namespace
}  // namespace plaza::answers

// Questions in groups on their way to an answer: who is asked, who sees that, whose turn it is then.
#include "help_fixture.h"
#include "platform/json/document.h"

namespace plaza::answers {
namespace {

using http::Method;

class GroupQuestionsOnTheirWay : public HelpFixture {
 protected:
  GroupQuestion made(std::int64_t number, std::int64_t account, const std::string& title, std::int64_t group = 1) {
    GroupQuestion question;
    question.id = community::DiscussionId{number};
    question.group = community::GroupId{group};
    question.account = AccountId{account};
    question.title = title;
    question.text = "Mine is a year old.";
    question.url = "/groups/vases/d/" + to_text(question.id);
    question.group_name = "Vases";
    question.products = {vase};
    question.asked_at = clock.now();
    question.for_agents = group == 1;
    question.moderators = {AccountId{20}, AccountId{account}};
    return question;
  }
  // Gives "tpc_…".
  std::string opened(const GroupQuestion& question) {
    groups.keep(question);
    community::DiscussionPublished published;
    published.discussion_id = question.id;
    published.group_id = question.group;
    published.account_id = question.account;
    announce(question.id.value, published);
    return to_text(question.id);
  }
  void replied(const std::string& id, std::int64_t account) {
    community::Replied event;
    event.discussion_id = *parse_id<community::DiscussionId>(id);
    event.group_id = community::GroupId{1};
    event.account_id = AccountId{account};
    event.reply_id = community::ReplyId{++last_reply_};
    announce(event.discussion_id.value, event);
  }
  Reply state(const std::string& id, std::int64_t viewer = 0) { return ask(Method::get, "/v1/help/questions/" + id, "", viewer); }
  Reply for_me(std::int64_t viewer) { return ask(Method::get, "/v1/help/questions", "", viewer); }
  void wait_out() {
    clock.advance(days(1));
    runner->run_due();
    dispatcher->drain();
  }
  std::int64_t last_reply_ = 0;
};

ENGINE_TEST(GroupQuestionsOnTheirWay, OwnersAndTrustedMembersAreAskedAndFindItInTheirList) {
  bought(8, vase);
  groups.knowing = {AccountId{10}};
  const auto id = opened(made(501, 7, "How do I clean the inside?"));
  EXPECT_EQ(bell.told(), "8 10 ");
  EXPECT_EQ(bell.first()->kind, notifications::Kind::question_for_you);
  EXPECT_EQ(bell.first()->url, "/groups/vases/d/" + id);
  EXPECT_EQ(bell.first()->subject, "How do I clean the inside?");
  const auto asker = state(id, 7);
  EXPECT_EQ(asker.text("/state"), "waiting") << asker.raw;
  EXPECT_EQ(asker.number("/asked"), 2);
  ASSERT_EQ(asker.size("/experts"), 1u) << "who merely owns it is not named";
  EXPECT_EQ(asker.text("/experts/0/handle"), "member_10");
  EXPECT_EQ(asker.text("/next"), "agents");
  EXPECT_FALSE(asker.at("/mine")->as_bool());
  EXPECT_TRUE(state(id, 8).at("/mine")->as_bool());
  const auto list = for_me(8);
  ASSERT_EQ(list.size("/items"), 1u) << list.raw;
  EXPECT_EQ(list.text("/items/0/id"), id);
  EXPECT_EQ(list.text("/items/0/where"), "group");
  EXPECT_EQ(list.text("/items/0/text"), "How do I clean the inside?");
  EXPECT_EQ(list.text("/items/0/about"), "Vases");
  EXPECT_EQ(for_me(7).size("/items"), 0u);
  EXPECT_EQ(ask(Method::get, "/v1/help/questions").status, 401);
  replied(id, 7);  // who asked says more
  EXPECT_EQ(state(id).text("/state"), "waiting");
  replied(id, 10);
  EXPECT_EQ(state(id).text("/state"), "answered");
  EXPECT_EQ(for_me(8).size("/items"), 0u);
  wait_out();
  EXPECT_TRUE(care.known().empty());
}

ENGINE_TEST(GroupQuestionsOnTheirWay, WhoLeavesItToOthersIsReplacedOnce) {
  auto rules = staff(Method::get, "/v1/admin/help/settings").body;
  rules.as_object()["experts_max"] = 1;
  ASSERT_EQ(leader(Method::put, "/v1/admin/help/settings", boost::json::serialize(rules)).status, 200);
  bought(8, vase);
  bought(9, vase);
  const auto id = opened(made(501, 7, "How do I clean the inside?"));
  EXPECT_EQ(bell.told(), "8 ");
  EXPECT_EQ(ask(Method::post, "/v1/help/questions/" + id + "/pass", "", 9).status, 204) << "nobody asked them";
  EXPECT_EQ(bell.told(), "8 ");
  EXPECT_EQ(ask(Method::post, "/v1/help/questions/" + id + "/pass", "", 8).status, 204);
  EXPECT_EQ(ask(Method::post, "/v1/help/questions/" + id + "/pass", "", 8).status, 204);
  EXPECT_EQ(bell.told(), "8 9 ");
  EXPECT_EQ(for_me(8).size("/items"), 0u);
  EXPECT_EQ(for_me(9).size("/items"), 1u);
  EXPECT_EQ(state(id, 9).number("/asked"), 1);
  EXPECT_EQ(ask(Method::post, "/v1/help/questions/tpc_0000000000001/pass", "", 8).code(), "answers.question_not_found");
}

ENGINE_TEST(GroupQuestionsOnTheirWay, NobodyWhoIsApartOrMayNotReadItIsAskedOrToldOfIt) {
  for (const int owner : {8, 9, 10}) {
    bought(owner, vase);
    questions.owners.insert({owner, vase.value});
  }
  groups.blocks = {{8, 7}};
  const auto closed = opened(made(501, 7, "Who else has a crack?", 2));
  EXPECT_EQ(bell.told(), "10 ") << "8 blocks who asks, 9 is no member";
  EXPECT_EQ(state(closed, 9).code(), "answers.question_not_found");
  EXPECT_EQ(state(closed).code(), "answers.question_not_found");
  EXPECT_EQ(state(closed, 8).code(), "answers.question_not_found");
  EXPECT_EQ(state(closed, 10).text("/next"), "moderators");
  groups.members.erase(10);  // left in the meantime
  EXPECT_EQ(for_me(10).size("/items"), 0u);
  members.blocks = {{9, 7}};
  asked(7, vase, "Does it hold water?");
  EXPECT_EQ(bell.told(), "10 8 10 ") << "nor on a product";
}

ENGINE_TEST(GroupQuestionsOnTheirWay, NobodyAnsweredSoItIsAnAgentsTurn) {
  const auto id = opened(made(501, 7, "How do I clean the inside?"));
  wait_out();
  ASSERT_EQ(care.known().size(), 1u);
  const auto inbound = care.known()[0];
  EXPECT_EQ(inbound.channel, "question");
  EXPECT_EQ(inbound.channel_key, id);
  EXPECT_EQ(inbound.subject, "How do I clean the inside?");
  EXPECT_EQ(inbound.text, "How do I clean the inside?\n\nMine is a year old.");
  EXPECT_EQ(inbound.customer.account, AccountId{7});
  EXPECT_EQ(state(id).text("/state"), "with_agents");
  const auto row = staff(Method::get, "/v1/admin/help/questions");
  EXPECT_EQ(row.text("/items/0/where"), "group") << row.raw;
  EXPECT_EQ(row.text("/items/0/url"), "/groups/vases/d/" + id);
  replied(id, 8);
  EXPECT_EQ(care.notes(), std::vector<std::string>{"Member 8 answered in the group."});
  care::Conversation conversation;
  conversation.channel_key = id;
  care::Message message;
  message.author = AccountId{900};
  message.text = "With rice and warm water.";
  const care::Outgoing outgoing{conversation, message, "cmg_1", "Mai", {}};
  ASSERT_TRUE(module->channel().send(outgoing).ok());
  ASSERT_TRUE(module->channel().send(outgoing).ok()) << "the job that lost its reply";
  dispatcher->drain();
  EXPECT_EQ(groups.said, std::vector<std::string>{"With rice and warm water."});
  EXPECT_EQ(state(id).text("/state"), "answered");
  message.text = "refuse me";
  EXPECT_EQ(module->channel().send({conversation, message, "cmg_2", "Mai", {}}).error().kind, ErrorKind::unprocessable);
  groups.take(community::DiscussionId{501});
  EXPECT_EQ(module->channel().send({conversation, message, "cmg_3", "Mai", {}}).error().code, "community.discussion_not_found");
}

ENGINE_TEST(GroupQuestionsOnTheirWay, WhatIsTakenAwayWhileAnAgentHasItLeavesTheInboxAndMayComeBack) {
  const auto question = made(501, 7, "How do I clean the inside?");
  const auto id = opened(question);
  wait_out();
  ASSERT_EQ(state(id).text("/state"), "with_agents");
  const auto changed = [&](community::What what) {
    announce(question.id.value, community::DiscussionChanged{question.id, question.group, what, 1});
  };
  changed(community::What::edit);
  EXPECT_TRUE(care.withdrawn().empty());
  groups.take(question.id);
  changed(community::What::state);
  EXPECT_TRUE(care.withdrawn().empty()) << "closed for replies, its words stand";
  changed(community::What::removed);
  EXPECT_EQ(care.withdrawn(), std::vector{"question " + id});
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/questions?state=gone").size("/items"), 1u);
  groups.keep(question);
  changed(community::What::state);
  EXPECT_EQ(care.withdrawn().back(), "back question " + id + ": How do I clean the inside?");
  EXPECT_EQ(state(id).text("/state"), "with_agents");
}

ENGINE_TEST(GroupQuestionsOnTheirWay, AnAnswerThatWhoAskedAcceptsMeanwhileLeavesNothingToTheAgent) {
  const auto question = made(501, 7, "How do I clean the inside?");
  const auto id = opened(question);
  wait_out();
  replied(id, 8);
  ASSERT_EQ(state(id).text("/state"), "with_agents");
  EXPECT_TRUE(care.withdrawn().empty());
  community::AnswerAccepted accepted;
  accepted.discussion_id = question.id;
  accepted.group_id = question.group;
  accepted.reply_id = community::ReplyId{1};
  announce(question.id.value, accepted);
  EXPECT_EQ(state(id).text("/state"), "answered");
  EXPECT_EQ(care.withdrawn(), std::vector{"settled question " + id});
  announce(question.id.value, accepted);
  EXPECT_EQ(care.withdrawn().size(), 1u);
}

ENGINE_TEST(GroupQuestionsOnTheirWay, WhatIsAskedInAClosedGroupStaysThere) {
  const auto id = opened(made(501, 7, "Who else has a crack?", 2));
  wait_out();
  EXPECT_TRUE(care.known().empty());
  EXPECT_EQ(bell.told(), "20 ") << "the group's moderators, not who asked";
  EXPECT_EQ(state(id, 7).text("/state"), "with_members");
  const auto row = staff(Method::get, "/v1/admin/help/questions");
  EXPECT_EQ(row.text("/items/0/state"), "with_members") << row.raw;
  EXPECT_EQ(row.text("/items/0/text"), "");
  wait_out();
  EXPECT_EQ(bell.told(), "20 ");
}

ENGINE_TEST(GroupQuestionsOnTheirWay, HeldAcceptedAndGoneOnesReachNobody) {
  auto held = made(501, 7, "Is this held?");
  held.shown = false;
  bought(8, vase);
  const auto id = opened(held);
  EXPECT_EQ(bell.told(), "");
  EXPECT_EQ(state(id, 8).status, 404);
  EXPECT_EQ(state(id, 7).status, 200);
  auto accepted = made(502, 7, "Is this answered?");
  accepted.accepted = true;
  opened(accepted);
  opened(made(503, 7, "Is this gone?"));
  groups.take(community::DiscussionId{503});
  wait_out();
  EXPECT_TRUE(care.known().empty());
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/questions?state=gone").size("/items"), 1u);
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/questions?state=answered").size("/items"), 1u);
}

ENGINE_TEST(GroupQuestionsOnTheirWay, WhoIsErasedWasNeverAsked) {
  bought(8, vase);
  const auto id = opened(made(501, 7, "How do I clean the inside?"));
  profiles::Person person;
  person.account = AccountId{8};
  const auto exported = database().read_now([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); });
  EXPECT_NE(exported.find(id), std::string::npos) << exported;
  const auto work = [&](db::Transaction& tx) -> Status {
    module->personal_data().erase(tx, person);
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
  EXPECT_EQ(state(id, 7).number("/asked"), 0);
  EXPECT_EQ(for_me(8).size("/items"), 0u);
}

ENGINE_TEST(GroupQuestionsOnTheirWay, WhatIsAskedAgainAndAgainWantsAnArticleUntilThereIsOne) {
  asked(7, vase, "Does the vase hold water?");
  opened(made(501, 8, "Will the vase hold water for long?"));
  opened(made(502, 9, "Who else has a crack?", 2));
  opened(made(503, 10, "Who else has a crack?", 2));
  auto wanted = staff(Method::get, "/v1/admin/help/wanted");
  ASSERT_EQ(wanted.size("/items"), 1u) << wanted.raw << " closed groups keep their questions";
  EXPECT_EQ(wanted.number("/items/0/times"), 2);
  EXPECT_TRUE(wanted.at("/items/0/answer_id")->is_null());
  const auto article = staff(Method::post, "/v1/admin/help/articles",
                             R"({"section":"products","title":"Does a vase hold water?","text":"A vase holds water for long: it is glazed inside."})");
  ASSERT_EQ(article.status, 201) << article.raw;
  ASSERT_EQ(staff(Method::put, "/v1/admin/help/articles/" + article.text("/id") + "/status", R"({"version":1,"status":"published"})").status, 200);
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/wanted").size("/items"), 0u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/help/wanted", "", 7).status, 403);
}

}  // namespace
}  // namespace plaza::answers

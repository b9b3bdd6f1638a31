#include "care/events.h"
#include "care_fixture.h"
#include "store.h"

namespace plaza::care {
namespace {

class CareDesk : public CareFixture {
 protected:
  std::vector<Message> messages(ConversationId id) {
    return read([&](db::Reader& reader) { return store::messages_before(reader, id, {}, 100); });
  }
  std::string story(ConversationId id) {
    std::string text;
    const auto all = messages(id);
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
      text += (text.empty() ? "" : " | ") + std::string(json::enum_text(each->direction)) + ":";
      text += each->happened ? each->happened->kind + "=" + each->happened->value : each->text;
    }
    return text;
  }
};

ENGINE_TEST(CareDesk, AMessageOpensAConversationAndTheNextOneFindsIt) {
  const auto first = receive(from_an("It is broken.", "<1@x>"));
  EXPECT_TRUE(first.fresh_conversation);
  auto again = from_an("Still broken.", "<2@x>");
  again.answers_to = {"<0@x>", "<1@x>"};
  const auto second = receive(again);
  EXPECT_EQ(second.conversation_id, first.conversation_id);
  EXPECT_FALSE(second.fresh_conversation);
  const auto each = conversation(first.conversation_id);
  EXPECT_EQ(each.messages, 2);
  EXPECT_EQ(each.unread, 2);
  EXPECT_EQ(each.excerpt, "Still broken.");
  EXPECT_EQ(each.subject, "The vase");
}

ENGINE_TEST(CareDesk, TheSameMessageTwiceIsOne) {
  const auto first = receive(from_an("It is broken.", "<1@x>"));
  const auto again = receive(from_an("It is broken.", "<1@x>"));
  EXPECT_TRUE(again.known);
  EXPECT_EQ(again.message_id, first.message_id);
  EXPECT_EQ(conversation(first.conversation_id).messages, 1);
}

ENGINE_TEST(CareDesk, ThreadsByTokenAndByKeyButNeverBySubject) {
  auto keyed = from_an("hello");
  keyed.channel_key = "thr_1";
  const auto first = receive(keyed);
  EXPECT_EQ(receive(keyed).conversation_id, first.conversation_id);
  auto token = from_an("with the token");
  token.token = conversation(first.conversation_id).token;
  EXPECT_EQ(receive(token).conversation_id, first.conversation_id);
  EXPECT_NE(receive(from_an("only the same subject")).conversation_id, first.conversation_id);
}

ENGINE_TEST(CareDesk, AnEmptyMessageIsRefusedAndChangesNothing) {
  EXPECT_EQ(outcome([&](db::Transaction& tx) { return care().receive(tx, from_an(" \n\t ")); }), "request.invalid");
  EXPECT_TRUE(read([&](db::Reader& reader) { return care().of_account(reader, an, 10); }).empty());
}

ENGINE_TEST(CareDesk, AnAnswerGoesOutOnceAndItIsTheCustomersTurn) {
  const auto id = receive(from_an("It is broken.", "<1@x>")).conversation_id;
  ASSERT_EQ(answer(id, "We are sorry."), "ok");
  runner->run_due();
  runner->run_due();
  ASSERT_EQ(mail.sent.size(), 1u);
  const auto& sent = mail.sent[0];
  EXPECT_EQ(sent.to[0].address, "an@example.org");
  EXPECT_EQ(sent.subject, "Re: The vase");
  EXPECT_EQ(sent.headers.at(0), std::pair(std::string("In-Reply-To"), std::string("<1@x>")));
  const auto each = conversation(id);
  EXPECT_NE(sent.text.find("/help/" + to_text(id) + "?token=" + each.token), std::string::npos);
  EXPECT_EQ(each.status, Status::pending);
  EXPECT_EQ(each.assignee, noor);
  EXPECT_EQ(each.reply_due.micros, 0);
  EXPECT_EQ(messages(id).at(0).delivery, Delivery::sent);
  // The customer's mail program answers to our Message-ID: it finds the conversation.
  auto reply = from_an("Thanks.", "<3@x>");
  reply.answers_to = {messages(id).at(0).external_id};
  EXPECT_EQ(receive(reply).conversation_id, id);
  EXPECT_EQ(conversation(id).status, Status::open);
}

ENGINE_TEST(CareDesk, WhatIsRefusedForGoodIsToldAndCanBeSentAgain) {
  const auto id = receive(from_an("It is broken.")).conversation_id;
  mail.refusal = Error{ErrorKind::unprocessable, "mail.rejected", "No such mailbox."};
  ASSERT_EQ(answer(id, "We are sorry."), "ok");
  runner->run_due();
  EXPECT_EQ(conversation(id).status, Status::open);
  EXPECT_EQ(story(id), "in:It is broken. | out:We are sorry. | event:failed=No such mailbox.");
  mail.refusal.reset();
  const auto out = messages(id).at(1);
  EXPECT_EQ(out.delivery, Delivery::failed);
  auto& desk = static_cast<Desk&>(care());
  EXPECT_EQ(outcome([&](db::Transaction& tx) { return desk.send_again(tx, id, out.id); }), "ok");
  EXPECT_EQ(outcome([&](db::Transaction& tx) { return desk.send_again(tx, id, out.id); }), "care.wrong_status");
  runner->run_due();
  EXPECT_EQ(mail.sent.size(), 1u);
}

ENGINE_TEST(CareDesk, AServerThatIsAwayIsTriedAgain) {
  const auto id = receive(from_an("It is broken.")).conversation_id;
  mail.refusal = Error{ErrorKind::upstream, "mail.unreachable", "Away."};
  ASSERT_EQ(answer(id, "We are sorry."), "ok");
  runner->run_due();
  EXPECT_EQ(messages(id).at(0).delivery, Delivery::queued);
  mail.refusal.reset();
  clock.advance(minutes(1));
  runner->run_due();
  EXPECT_EQ(messages(id).at(0).delivery, Delivery::sent);
}

ENGINE_TEST(CareDesk, WithoutAnAddressThereIsNoAnswerAndANoteNeverLeaves) {
  auto inbound = from_an("hello");
  inbound.customer.address.clear();
  const auto id = receive(inbound).conversation_id;
  EXPECT_EQ(answer(id, "hello"), "care.no_address");
  const auto note = [&](db::Transaction& tx) { return care().note(tx, id, {noor, identity::agent}, "Call them.", {mai}); };
  EXPECT_EQ(outcome(note), "ok");
  runner->run_due();
  EXPECT_TRUE(mail.sent.empty());
  EXPECT_EQ(messages(id).at(0).mentions, std::vector{mai});
  EXPECT_EQ(conversation(id).excerpt, "hello");
}

ENGINE_TEST(CareDesk, EachChangeLeavesItsLineAndTheSameTwiceDoesNot) {
  const auto id = receive(from_an("hello")).conversation_id;
  Change wish;
  wish.priority = Priority::high;
  wish.labels = {{"Return", "broken", "return"}};
  wish.assignee = noor;
  EXPECT_EQ(change(id, wish), "ok");
  EXPECT_EQ(change(id, wish), "ok");
  EXPECT_EQ(story(id), "in:hello | event:priority=high | event:assigned=" + to_text(noor) + " | event:labels=broken, return");
}

ENGINE_TEST(CareDesk, WhatDoesNotFitIsRefusedWithNothingChanged) {
  const auto id = receive(from_an("hello")).conversation_id;
  Change wish;
  wish.status = Status::snoozed;
  EXPECT_EQ(change(id, wish), "request.invalid");
  wish.snoozed_until = clock.now() - seconds(1);
  EXPECT_EQ(change(id, wish), "request.invalid");
  wish = {};
  wish.assignee = an;  // is nobody of the staff
  EXPECT_EQ(change(id, wish), "request.invalid");
  wish = {};
  wish.labels = {{"<script>"}};
  EXPECT_EQ(change(id, wish), "request.invalid");
  wish = {};
  wish.priority = Priority::low;
  wish.version = 7;
  EXPECT_EQ(change(id, wish), "care.stale");
  EXPECT_EQ(change(ConversationId{1}, {}), "care.not_found");
  ASSERT_EQ(resolve(id), "ok");
  wish = {};
  wish.status = Status::pending;
  EXPECT_EQ(change(id, wish), "care.wrong_status");
  EXPECT_EQ(story(id), "in:hello | event:status=resolved");
}

ENGINE_TEST(CareDesk, WhatSleepsWakesAtItsTimeOrWhenTheCustomerWrites) {
  const auto a = receive(from_an("a")).conversation_id;
  auto b_says = from_an("b");
  b_says.channel_key = "b";
  const auto b = receive(b_says).conversation_id;
  Change wish;
  wish.status = Status::snoozed;
  wish.snoozed_until = clock.now() + hours(2);
  ASSERT_EQ(change(a, wish), "ok");
  ASSERT_EQ(change(b, wish), "ok");
  receive(b_says);
  EXPECT_EQ(conversation(b).status, Status::open);
  auto& desk = static_cast<Desk&>(care());
  const auto wake = [&](db::Transaction& tx) -> Result<int> { return desk.wake(tx); };
  EXPECT_EQ(*write(wake), 0);
  clock.advance(hours(2));
  EXPECT_EQ(*write(wake), 1);
  EXPECT_EQ(*write(wake), 0);
  EXPECT_EQ(conversation(a).status, Status::open);
}

ENGINE_TEST(CareDesk, ALateOneIsEscalatedOnce) {
  const auto id = receive(from_an("hello")).conversation_id;
  auto& desk = static_cast<Desk&>(care());
  const auto escalate = [&](db::Transaction& tx) -> Result<int> { return desk.escalate(tx); };
  EXPECT_EQ(*write(escalate), 0);
  clock.advance(days(10));
  EXPECT_EQ(*write(escalate), 1);
  EXPECT_EQ(*write(escalate), 0);
  const auto each = conversation(id);
  EXPECT_EQ(each.priority, Priority::high);
  EXPECT_EQ(each.late, 1);
  EXPECT_TRUE(each.escalated);
}

ENGINE_TEST(CareDesk, NewOnesGoToWhoHasTheSkillAndTheFewest) {
  Settings settings = read([](db::Reader& reader) { return store::read_settings(reader); });
  settings.agents = {{noor, {"orders"}, 1}, {mai, {}, 10}};
  ASSERT_TRUE(write([&](db::Transaction& tx) -> plaza::Status {
                return store::write_settings(tx, settings) ? done() : plaza::Status(unused());
              }).ok());
  auto inbound = from_an("Where is it?");
  inbound.topic = "order";
  EXPECT_EQ(conversation(receive(inbound).conversation_id).assignee, noor);
  EXPECT_EQ(conversation(receive(inbound).conversation_id).assignee, mai);  // one has all she takes
}

ENGINE_TEST(CareDesk, ARatingNeedsAResolvedOne) {
  const auto id = receive(from_an("hello")).conversation_id;
  auto& desk = static_cast<Desk&>(care());
  const auto rate = [&](std::int64_t stars) { return outcome([&](db::Transaction& tx) { return desk.rate(tx, id, stars, "kind"); }); };
  EXPECT_EQ(rate(5), "care.wrong_status");
  ASSERT_EQ(resolve(id), "ok");
  EXPECT_EQ(rate(6), "request.invalid");
  EXPECT_EQ(rate(4), "ok");
  EXPECT_EQ(conversation(id).rating, 4);
}

ENGINE_TEST(CareDesk, ARatingIsGivenOnceAndCanBeChangedForAWeek) {
  auto inbound = from_an("hello");
  inbound.channel_key = "key-1";
  const auto id = receive(inbound).conversation_id;
  auto& desk = static_cast<Desk&>(care());
  const auto rate = [&](std::int64_t stars) { return outcome([&](db::Transaction& tx) { return desk.rate(tx, id, stars, ""); }); };
  const auto state = [&] { return read([&](db::Reader& reader) { return care().rating_of(reader, "form", "key-1"); }).value_or(RatingState{}); };
  EXPECT_FALSE(state().asked || state().open);
  ASSERT_EQ(resolve(id), "ok");
  EXPECT_TRUE(state().asked && state().open);
  EXPECT_EQ(rate(2), "ok");
  EXPECT_FALSE(state().asked) << "once";
  EXPECT_TRUE(state().open);
  clock.advance(days(6));
  const auto lines = conversation(id).messages;
  EXPECT_EQ(rate(2), "ok");
  EXPECT_EQ(conversation(id).messages, lines) << "the same again says nothing new";
  EXPECT_EQ(rate(5), "ok");
  clock.advance(days(1));
  EXPECT_EQ(rate(1), "care.rating_closed") << "a change does not make the week longer";
  EXPECT_EQ(state().rating, 5);
  EXPECT_FALSE(state().open);
  // The customer comes back, and it is resolved again: asked anew.
  receive(inbound);
  EXPECT_EQ(rate(1), "care.wrong_status");
  clock.advance(minutes(1));
  ASSERT_EQ(resolve(id), "ok");
  EXPECT_TRUE(state().asked);
  EXPECT_EQ(state().rating, 0);
  clock.advance(days(30));
  EXPECT_FALSE(state().asked);
  EXPECT_EQ(rate(3), "care.wrong_status") << "too long ago";
}

ENGINE_TEST(CareDesk, WhoDidNotRateIsAskedByOneMail) {
  const auto id = receive(from_an("hello")).conversation_id;
  ASSERT_EQ(resolve(id), "ok");
  runner->run_due();
  EXPECT_TRUE(mail.sent.empty()) << "first on the page";
  clock.advance(hours(1));
  runner->run_due();
  ASSERT_EQ(mail.sent.size(), 1u);
  EXPECT_EQ(mail.sent.at(0).to.at(0).address, "an@example.org");
  EXPECT_NE(mail.sent.at(0).text.find("https://shop.example/help/" + to_text(id) + "?token=" + conversation(id).token), std::string::npos);
  clock.advance(days(1));
  runner->run_due();
  EXPECT_EQ(mail.sent.size(), 1u);
  // Who rated on the page, and whose conversation goes on, is not asked.
  auto& desk = static_cast<Desk&>(care());
  const auto rated = receive(from_an("second")).conversation_id, again = receive(from_an("third")).conversation_id;
  ASSERT_EQ(resolve(rated), "ok");
  ASSERT_EQ(resolve(again), "ok");
  EXPECT_EQ(outcome([&](db::Transaction& tx) { return desk.rate(tx, rated, 5, ""); }), "ok");
  Change open;
  open.status = Status::open;
  ASSERT_EQ(change(again, open), "ok");
  clock.advance(hours(2));
  runner->run_due();
  EXPECT_EQ(mail.sent.size(), 1u);
  // Resolved, opened and resolved again within the hour: asked about the last.
  ASSERT_EQ(resolve(again), "ok");
  clock.advance(minutes(10));
  ASSERT_EQ(change(again, open), "ok");
  ASSERT_EQ(resolve(again), "ok");
  for (int i = 0; i < 3; ++i) {
    clock.advance(minutes(30));
    runner->run_due();
  }
  EXPECT_EQ(mail.sent.size(), 2u);
}

ENGINE_TEST(CareDesk, ErasureTakesThePersonsWordsAndLeavesTheThread) {
  const auto id = receive(from_an("My vase Sonnenblume broke.")).conversation_id;
  ASSERT_EQ(answer(id, "Dear An Lê, we wrote to an@example.org."), "ok");
  runner->run_due();
  dispatcher->drain();
  auto other = from_an("Not hers");
  other.customer = {{}, "", "else@example.org", "Else", "en", false};
  const auto kept = receive(other).conversation_id;
  profiles::Person person;
  person.account = an;
  person.email = "an@example.org";
  person.display_name = "An Lê";
  const auto exported = read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); });
  EXPECT_NE(exported.find("Sonnenblume"), std::string::npos);
  const auto erase = [&](db::Transaction& tx) -> Result<std::int64_t> { return module->personal_data().erase(tx, person).at(0).count; };
  EXPECT_EQ(*write(erase), 1);
  dispatcher->drain();
  EXPECT_EQ(story(id), "in: | out:Dear …, we wrote to …. | event:erased=");
  EXPECT_EQ(conversation(id).customer.address, "");
  EXPECT_EQ(conversation(id).subject, "");
  EXPECT_EQ(conversation(kept).customer.name, "Else");
}

ENGINE_TEST(CareDesk, OpeningAndResolvingAreAnnounced) {
  std::vector<std::string> heard;
  dispatcher->once("test.care", {CaseOpened::topic, CaseResolved::topic}, [&](db::Transaction& tx, const events::Event& event) -> plaza::Status {
    tx.on_commit([&heard, topic = event.topic] { heard.push_back(topic); });
    return done();
  });
  const auto id = receive(from_an("hello")).conversation_id;
  ASSERT_EQ(resolve(id), "ok");
  ASSERT_EQ(resolve(id), "ok");
  dispatcher->drain();
  EXPECT_EQ(heard, (std::vector<std::string>{"care.case_opened", "care.case_resolved"}));
}

}  // namespace
}  // namespace plaza::care

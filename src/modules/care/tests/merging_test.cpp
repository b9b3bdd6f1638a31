#include "merging.h"

#include <algorithm>

#include "care/events.h"
#include "care_fixture.h"
#include "search.h"
#include "store.h"

namespace plaza::care {
namespace {

class CareMerging : public CareFixture {
 protected:
  Desk& desk() { return static_cast<Desk&>(care()); }
  Merging merging() { return Merging(needs, desk()); }
  Needs needs{database(), ids, clock, accounts, staff, media, orders, after_sale, returns, warranties, credit, by_hand, hub, mail,
              {"Kilnlight", "https://shop.example", {"hello@shop.example", "Kilnlight"}}, ":memory:"};
  Search search{needs};

  CareMerging() {
    search.load();
    dispatcher->every_node("test.index", {CaseChanged::topic}, [this](const std::vector<events::Event>& events) { search.follow(events); });
  }

  Inbound by_chat(std::string text, std::string external = "") {
    auto inbound = from_an(std::move(text), std::move(external));
    inbound.channel = "chat";
    inbound.channel_key = "thr_1";
    return inbound;
  }
  std::string merge(ConversationId from, ConversationId into, AccountId by = noor) {
    return outcome([&](db::Transaction& tx) { return merging().merge(tx, from, into, {by, identity::agent}); });
  }
  std::string unmerge(ConversationId from) {
    return outcome([&](db::Transaction& tx) { return merging().unmerge(tx, from, {noor, identity::agent}); });
  }
  std::vector<Message> messages(ConversationId id) {
    auto all = read([&](db::Reader& reader) { return store::messages_before(reader, id, {}, 100); });
    std::reverse(all.begin(), all.end());
    return all;
  }
  std::string said(ConversationId id) {
    std::string text;
    for (const auto& each : messages(id)) {
      text += (text.empty() ? "" : " | ") + (each.happened ? each.happened->kind : each.text);
    }
    return text;
  }
  std::size_t found(const std::string& words, ConversationId id) {
    dispatcher->drain();
    const auto page = read([&](db::Reader& reader) { return search.find(reader, words, {}, clock.now()); });
    std::size_t hits = 0;
    for (const auto& each : page->items) hits += each.id == id ? 1 : 0;
    return hits;
  }
};

ENGINE_TEST(CareMerging, WhoOnlyTypedAnAddressDoesNotRateForIt) {
  const auto mailed = receive(from_an("The vase broke.")).conversation_id;
  auto guest = by_chat("It is me, really");
  guest.customer = {{}, "somebody", "an@example.org", "An", "en", false};
  const auto chatted = receive(guest).conversation_id;
  ASSERT_EQ(resolve(mailed), "ok");
  ASSERT_EQ(outcome([&](db::Transaction& tx) { return desk().rate(tx, mailed, 5, "so kind"); }), "ok");
  ASSERT_EQ(merge(chatted, mailed), "ok");
  EXPECT_FALSE(read([&](db::Reader& reader) { return care().rating_of(reader, "chat", "thr_1"); }));
  EXPECT_EQ(outcome([&](db::Transaction& tx) { return care().rate(tx, "chat", "thr_1", 1, "ha"); }), "care.not_found");
  EXPECT_EQ(conversation(mailed).rating, 5);
}

ENGINE_TEST(CareMerging, EverythingMovesAndTokensKeysAndExternalsLeadToTheSurvivor) {
  const auto mailed = receive(from_an("The vase Sonnenblume broke.", "<1@x>")).conversation_id;
  clock.advance(seconds(5));
  const auto chatted = receive(by_chat("Hello again", "msg_1")).conversation_id;
  const std::string token = conversation(mailed).token;
  ASSERT_EQ(merge(mailed, chatted), "ok");
  EXPECT_EQ(said(chatted), "The vase Sonnenblume broke. | Hello again | merged");
  EXPECT_EQ(said(mailed), "");
  auto each = conversation(chatted);
  EXPECT_EQ(each.messages, 3);
  EXPECT_EQ(each.unread, 2);
  EXPECT_EQ(each.excerpt, "Hello again");
  EXPECT_EQ(conversation(mailed).status, Status::merged);
  auto answer_to_mail = from_an("By mail");
  answer_to_mail.answers_to = {"<1@x>"};
  EXPECT_EQ(receive(answer_to_mail).conversation_id, chatted);
  auto by_token = from_an("By its token");
  by_token.token = token;
  EXPECT_EQ(receive(by_token).conversation_id, chatted);
  EXPECT_EQ(receive(from_an("The vase Sonnenblume broke.", "<1@x>")).conversation_id, chatted);  // the same mail again is known
  EXPECT_EQ(found("sonnenblume", chatted), 1u);
  EXPECT_EQ(change(mailed, {}), "care.wrong_status");
  EXPECT_EQ(answer(mailed, "Nobody is here"), "care.wrong_status");
}

ENGINE_TEST(CareMerging, AnUndoneMergeIsExactAndWhatCameSinceStays) {
  const auto mailed = receive(from_an("The vase Sonnenblume broke.", "<1@x>")).conversation_id;
  ASSERT_EQ(answer(mailed, "So sorry."), "ok");
  const auto before = conversation(mailed);
  clock.advance(seconds(5));
  const auto chatted = receive(by_chat("Hello again", "msg_1")).conversation_id;
  const auto survivor = conversation(chatted);
  ASSERT_EQ(merge(mailed, chatted), "ok");
  clock.advance(seconds(5));
  receive(by_chat("And one more", "msg_2"));
  ASSERT_EQ(unmerge(mailed), "ok");
  const auto after = conversation(mailed);
  EXPECT_EQ(said(mailed), "The vase Sonnenblume broke. | So sorry. | unmerged");
  EXPECT_EQ(said(chatted), "Hello again | merged | And one more | unmerged");
  EXPECT_EQ(after.status, before.status);
  EXPECT_EQ(after.reply_due, before.reply_due);
  EXPECT_EQ(after.resolution_due, before.resolution_due);
  EXPECT_EQ(after.excerpt, before.excerpt);
  EXPECT_EQ(after.unread, before.unread);
  EXPECT_EQ(conversation(chatted).reply_due, survivor.reply_due);
  EXPECT_EQ(conversation(chatted).excerpt, "And one more");
  auto by_mail = from_an("By mail");
  by_mail.answers_to = {"<1@x>"};
  EXPECT_EQ(receive(by_mail).conversation_id, mailed);
  EXPECT_EQ(found("sonnenblume", mailed), 1u);
  EXPECT_EQ(unmerge(mailed), "care.wrong_status");
}

ENGINE_TEST(CareMerging, OnlyOnePersonsConversationsAreMergedAndNeverTwice) {
  const auto hers = receive(from_an("hers")).conversation_id;
  auto other = from_an("his");
  other.customer = {mai, "visitor-2", "mai@example.org", "Mai", "en", true};
  const auto his = receive(other).conversation_id;
  EXPECT_EQ(merge(hers, his), "care.different_people");
  EXPECT_EQ(merge(hers, hers), "request.invalid");
  EXPECT_EQ(merge(hers, ConversationId{1}), "care.not_found");
  const auto chatted = receive(by_chat("chat")).conversation_id;
  ASSERT_EQ(merge(hers, chatted), "ok");
  EXPECT_EQ(merge(hers, chatted), "care.wrong_status");
  EXPECT_EQ(merge(chatted, hers), "care.wrong_status");
  EXPECT_EQ(unmerge(his), "care.wrong_status");
  EXPECT_EQ(said(his), "his");
}

ENGINE_TEST(CareMerging, AChainLeadsToItsEndAndComesApartFromTheEnd) {
  const auto a = receive(from_an("a", "<a@x>")).conversation_id;
  const auto b = receive(by_chat("b", "msg_b")).conversation_id;
  auto third = by_chat("c", "msg_c");
  third.channel_key = "thr_2";
  const auto c = receive(third).conversation_id;
  ASSERT_EQ(merge(a, b), "ok");
  ASSERT_EQ(merge(b, c), "ok");
  auto more = from_an("more");
  more.answers_to = {"<a@x>"};
  EXPECT_EQ(receive(more).conversation_id, c);
  EXPECT_EQ(unmerge(a), "care.wrong_status");  // it stands in b, which is merged itself
  ASSERT_EQ(unmerge(b), "ok");
  ASSERT_EQ(unmerge(a), "ok");
  EXPECT_EQ(said(a), "a | unmerged");
  EXPECT_EQ(said(b), "b | merged | unmerged | unmerged");
}

ENGINE_TEST(CareMerging, WhoOnlyTypedAnAddressReadsTheirOwnPartAndNothingElse) {
  auto typed = from_an("I say I am An");
  typed.customer = {{}, "", "an@example.org", "An", "en", false};
  const auto claimed = receive(typed).conversation_id;
  const auto hers = receive(from_an("My secret order")).conversation_id;
  ASSERT_EQ(merge(claimed, hers), "ok");
  EXPECT_FALSE(opens(conversation(claimed), conversation(hers)));
  const auto part = read([&](db::Reader& reader) { return messages_merged(reader, claimed, 10); });
  ASSERT_EQ(part.size(), 1u);
  EXPECT_EQ(part[0].text, "I say I am An");
  auto verified = from_an("later");
  verified.channel_key = "k2";
  EXPECT_TRUE(opens(conversation(receive(verified).conversation_id), conversation(hers)));
}

ENGINE_TEST(CareMerging, ASplitTakesTheChosenMessagesAndLeavesTheRest) {
  const auto id = receive(by_chat("The vase broke.", "msg_1")).conversation_id;
  receive(by_chat("And where is my lamp Mondlicht?", "msg_2"));
  ASSERT_EQ(answer(id, "One by one."), "ok");
  const auto all = messages(id);
  const auto split = [&](const std::vector<MessageId>& chosen) {
    return write([&](db::Transaction& tx) { return merging().split(tx, id, chosen, "", {noor, identity::agent}); });
  };
  EXPECT_FALSE(split({}).ok());
  EXPECT_FALSE(split({all[0].id, all[0].id}).ok());
  EXPECT_FALSE(split({all[0].id, all[1].id, all[2].id}).ok());  // nothing would stay
  EXPECT_FALSE(split({MessageId{1}}).ok());
  EXPECT_EQ(said(id), "The vase broke. | And where is my lamp Mondlicht? | One by one.");
  const auto fresh = split({all[1].id});
  ASSERT_TRUE(fresh.ok());
  EXPECT_EQ(said(fresh->id), "And where is my lamp Mondlicht? | split_from");
  EXPECT_EQ(said(id), "The vase broke. | One by one. | split");
  const auto each = conversation(fresh->id);
  EXPECT_EQ(each.status, Status::open);
  EXPECT_GT(each.reply_due.micros, clock.now().micros);
  EXPECT_EQ(each.customer.account, an);
  EXPECT_EQ(each.subject, "And where is my lamp Mondlicht?");
  EXPECT_EQ(each.messages, 2);
  EXPECT_EQ(found("mondlicht", fresh->id), 1u);
  EXPECT_EQ(found("mondlicht", id), 0u);
  auto about_lamp = by_chat("Still nothing");
  about_lamp.channel_key.clear();
  about_lamp.answers_to = {"msg_2"};
  EXPECT_EQ(receive(about_lamp).conversation_id, fresh->id);
  EXPECT_EQ(merge(fresh->id, id), "ok");
}

ENGINE_TEST(CareMerging, AChatThatSignedInIsOneConversation) {
  auto visitor = by_chat("Is it waterproof?", "msg_1");
  visitor.customer = {{}, "visitor-9", "", "", "en", false};
  const auto chat = receive(visitor).conversation_id;
  const Customer hers{an, "", "an@example.org", "An Lê", "en", true};
  const auto adopt = [&](std::string_view from, std::string_view into) {
    return outcome([&](db::Transaction& tx) -> Result<int> {
      TRY_DONE(care().adopt(tx, "chat", from, into, hers));
      return 1;
    });
  };
  EXPECT_EQ(adopt("thr_1", "thr_1"), "ok");
  EXPECT_EQ(conversation(chat).customer.account, an);
  EXPECT_TRUE(conversation(chat).customer.verified);
  // Another visit of hers on another device, whose chat goes into the account's.
  auto second = visitor;
  second.channel_key = "thr_2";
  second.external_id = "msg_2";
  second.text = "And for flowers?";
  const auto other = receive(second).conversation_id;
  ASSERT_NE(other, chat);
  EXPECT_EQ(adopt("thr_2", "thr_1"), "ok");
  EXPECT_EQ(said(chat), "Is it waterproof? | And for flowers? | merged");
  EXPECT_EQ(receive(second).conversation_id, chat);
  EXPECT_EQ(read([&](db::Reader& reader) { return care().of_account(reader, an, 10); }).size(), 1u);
  // One whose account had no chat with us yet keeps its conversation under the new key.
  auto third = visitor;
  third.channel_key = "thr_3";
  third.external_id = "msg_3";
  const auto kept = receive(third).conversation_id;
  EXPECT_EQ(adopt("thr_3", "thr_4"), "ok");
  third.channel_key = "thr_4";
  third.external_id = "msg_4";
  EXPECT_EQ(receive(third).conversation_id, kept);
  EXPECT_EQ(adopt("thr_nobody", "thr_1"), "ok");
}

ENGINE_TEST(CareMerging, ErasureReachesWhatWasMerged) {
  const auto mailed = receive(from_an("The vase Sonnenblume broke.", "<1@x>")).conversation_id;
  const auto chatted = receive(by_chat("Hello again")).conversation_id;
  ASSERT_EQ(merge(mailed, chatted), "ok");
  profiles::Person person;
  person.account = an;
  person.email = "an@example.org";
  person.display_name = "An Lê";
  ASSERT_TRUE(write([&](db::Transaction& tx) -> Result<int> { return static_cast<int>(module->personal_data().erase(tx, person).size()); }).ok());
  EXPECT_EQ(said(chatted), "merged | erased");
  EXPECT_EQ(conversation(mailed).customer.address, "");
  EXPECT_EQ(found("sonnenblume", chatted), 0u);
}

}  // namespace
}  // namespace plaza::care

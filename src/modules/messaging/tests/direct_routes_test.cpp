#include "messaging_fixture.h"

namespace plaza::messaging {
namespace {

class DirectRoutes : public MessagingFixture {
 protected:
  std::string at(const std::string& thread, const char* rest = "") { return "/v1/messages/threads/" + thread + rest; }
};

ENGINE_TEST(DirectRoutes, ARequestWaitsUntilItIsAccepted) {
  const auto begun = post("/v1/messages/threads", 1, to("binh", "Hello Binh"));
  ASSERT_EQ(begun.status, 201) << begun.body;
  const std::string id(object_of(begun).at("id").as_string());
  EXPECT_EQ(object_of(begun).at("state").as_string(), "requested");
  EXPECT_EQ(object_of(begun).at("with").at("handle").as_string(), "binh");
  deliver();
  ASSERT_EQ(bell.notices.size(), 1u);
  EXPECT_EQ(bell.notices[0].kind, notifications::Kind::message_requested);
  EXPECT_EQ(bell.notices[0].to.value, 2);

  const auto inbox = object_of(get("/v1/messages/threads", 2));
  EXPECT_EQ(inbox.at("items").as_array().size(), 0u);
  EXPECT_EQ(inbox.at("requests").as_int64(), 1);
  const auto requests = object_of(get("/v1/messages/threads?box=requests", 2));
  ASSERT_EQ(requests.at("items").as_array().size(), 1u);
  EXPECT_EQ(requests.at("items").at(0).at("opening").as_string(), "Hello Binh");

  EXPECT_EQ(code_of(post(at(id, "/messages"), 1, words("Are you there?"))), "messaging.request_pending");
  EXPECT_EQ(code_of(post(at(id, "/accept"), 1)), "messaging.not_found") << "whoever asks does not answer";
  EXPECT_EQ(code_of(post(at(id, "/accept"), 3)), "messaging.not_found");
  ASSERT_EQ(post(at(id, "/accept"), 2).status, 200);
  EXPECT_EQ(post(at(id, "/messages"), 1, words("Good. See lamps.com")).status, 201);
  EXPECT_EQ(texts(get(at(id, "/messages"), 2)), (std::vector<std::string>{"Hello Binh", "Good. See lamps.com"}));
}

ENGINE_TEST(DirectRoutes, AnAnswerAccepts) {
  const std::string id(object_of(post("/v1/messages/threads", 1, to("binh", "Hello"))).at("id").as_string());
  EXPECT_EQ(post(at(id, "/messages"), 2, words("Hello An")).status, 201);
  EXPECT_EQ(object_of(get(at(id, "/messages"), 1)).at("thread").at("state").as_string(), "accepted");
  EXPECT_EQ(object_of(get("/v1/messages/threads", 2)).at("items").as_array().size(), 1u);
}

ENGINE_TEST(DirectRoutes, ADeclinedRequestIsNotToldOf) {
  const std::string id(object_of(post("/v1/messages/threads", 1, to("binh", "Hello"))).at("id").as_string());
  EXPECT_EQ(post(at(id, "/decline"), 2).status, 200);
  EXPECT_EQ(object_of(get(at(id, "/messages"), 1)).at("thread").at("state").as_string(), "requested");
  EXPECT_EQ(code_of(post(at(id, "/messages"), 1, words("Again"))), "messaging.request_pending");
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("binh", "And again"))), "messaging.request_pending");
  EXPECT_EQ(object_of(get("/v1/messages/threads?box=requests", 2)).at("items").as_array().size(), 0u);
}

ENGINE_TEST(DirectRoutes, BeginsOnceHoweverOftenItIsSent) {
  const auto body = to("binh", "Hello");
  const auto first = post("/v1/messages/threads", 1, body), second = post("/v1/messages/threads", 1, body);
  EXPECT_EQ(second.status, 201) << second.body;
  EXPECT_EQ(object_of(first).at("id"), object_of(second).at("id"));
  const std::string id(object_of(first).at("id").as_string());
  EXPECT_EQ(texts(get(at(id, "/messages"), 2)), std::vector<std::string>{"Hello"});
  const auto back = post("/v1/messages/threads", 2, to("an_1", "Hello An"));
  EXPECT_EQ(object_of(back).at("id").as_string(), id) << "a pair has one conversation";
}

ENGINE_TEST(DirectRoutes, RequestsArePlainWordsToSomebodyWhoIsThere) {
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("binh", "see https://x.example"))), "request.invalid text");
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("nobody", "Hello"))), "messaging.person_not_found");
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("an_1", "Hello"))), "messaging.own_thread");
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("binh", ""))), "request.invalid text");
  EXPECT_EQ(post("/v1/messages/threads", 0, to("binh", "Hello")).status, 401);
  const auto none = object_of(get("/v1/messages/threads?box=requests", 2));
  EXPECT_EQ(none.at("items").as_array().size(), 0u) << "nothing was begun";
}

ENGINE_TEST(DirectRoutes, PreferencesAreAsked) {
  EXPECT_EQ(object_of(get("/v1/me/message_preferences", 2)).at("takes_from").as_string(), "everyone");
  ASSERT_EQ(put("/v1/me/message_preferences", 2, R"({"takes_from":"followed"})").status, 200);
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("binh", "Hello"))), "messaging.not_reachable");
  relations.pairs.insert({1, 2});
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("binh", "Hello"))), "messaging.not_reachable") << "the asker's follow is none";
  relations.pairs.insert({2, 1});
  EXPECT_EQ(post("/v1/messages/threads", 1, to("binh", "Hello")).status, 201);
  ASSERT_EQ(put("/v1/me/message_preferences", 2, R"({"takes_from":"nobody"})").status, 200);
  EXPECT_EQ(code_of(post("/v1/messages/threads", 3, to("binh", "Hello"))), "messaging.not_reachable");
  EXPECT_EQ(code_of(put("/v1/me/message_preferences", 2, R"({"takes_from":"cats"})")), "request.invalid takes_from");
}

ENGINE_TEST(DirectRoutes, ANewAccountAsksFewPeopleADay) {
  // An's id says that the account is years old; this one was made a moment ago.
  sessions.fresh = ids.next();
  accounts.known[sessions.fresh] = {"fresh", "Fresh"};
  for (std::int64_t i = 0; i < 6; ++i) accounts.known[20 + i] = {"friend_" + std::to_string(i), "Friend"};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(post("/v1/messages/threads", 8, to("friend_" + std::to_string(i), "Hello")).status, 201);
  }
  EXPECT_EQ(code_of(post("/v1/messages/threads", 8, to("friend_5", "Hello"))), "messaging.too_many_requests");
  clock.advance(days(1) + 1);
  EXPECT_EQ(post("/v1/messages/threads", 8, to("friend_5", "Hello")).status, 201);
}

// Every way by which a blocked member could reach the blocker.
ENGINE_TEST(DirectRoutes, ABlockedMemberReachesTheBlockerByNoWay) {
  const auto id = talk_of_an_and_binh();
  post(at(id, "/messages"), 2, words("Hello An"));
  deliver();
  const auto rung = bell.notices.size();
  auto page_of_binh = page(2);
  for (const bool by_binh : {true, false}) {
    blocks.pairs = {by_binh ? std::pair<std::int64_t, std::int64_t>{2, 1} : std::pair<std::int64_t, std::int64_t>{1, 2}};
    EXPECT_EQ(code_of(post(at(id, "/messages"), 1, words("Please"))), "messaging.not_reachable");
    EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("binh", "Please"))), "messaging.not_reachable");
    EXPECT_EQ(post(at(id, "/typing"), 1).status, 204);
    EXPECT_EQ(put(at(id, "/read"), 1, R"({"number":2})").status, 200);
    const auto work = [&](db::Transaction& tx) {
      return module->messages().send(tx, {*parse_id<ThreadId>(id), AuthorKind::account, {1}, "", "Please", {}, {}});
    };
    EXPECT_EQ(commit(work).error().code, "messaging.not_reachable") << "by the public class";
    deliver();
    EXPECT_EQ(page_of_binh.socket->of("message").size(), 0u);
    EXPECT_EQ(page_of_binh.socket->of("typing").size(), 0u);
    const auto all_news = page_of_binh.socket->of("thread");
    for (const auto& news : all_news) EXPECT_TRUE(news.at("thread").at("reads").as_array().empty());
    const auto seen = object_of(get(at(id, "/messages"), 2)).at("thread").as_object();
    EXPECT_EQ(seen.at("other_seen").as_int64(), 0);
    EXPECT_EQ(seen.at("blocked").as_bool(), by_binh) << "only one's own word is shown";
  }
  EXPECT_EQ(bell.notices.size(), rung);
  // A request to somebody who blocked before there was a word between them.
  blocks.pairs = {{3, 1}};
  EXPECT_EQ(code_of(post("/v1/messages/threads", 1, to("chi", "Hello"))), "messaging.not_reachable");
  EXPECT_EQ(object_of(get("/v1/messages/threads?box=requests", 3)).at("items").as_array().size(), 0u);
  blocks.pairs.clear();
  EXPECT_EQ(post(at(id, "/messages"), 1, words("Thank you")).status, 201);
}

ENGINE_TEST(DirectRoutes, AnotherMembersConversationIsNotThere) {
  const auto id = talk_of_an_and_binh();
  for (const char* rest : {"/accept", "/decline", "/typing"}) EXPECT_EQ(code_of(post(at(id, rest), 3)), "messaging.not_found");
  EXPECT_EQ(code_of(get(at(id, "/messages"), 3)), "messaging.not_found");
  EXPECT_EQ(code_of(post(at(id, "/messages"), 3, words("Me too"))), "messaging.not_found");
  EXPECT_EQ(code_of(put(at(id, "/read"), 3, R"({"number":1})")), "messaging.not_found");
  EXPECT_EQ(code_of(put(at(id, "/mute"), 3, "")), "messaging.not_found");
  EXPECT_EQ(code_of(ask(http::Method::del, at(id, "/mute"), 3)), "messaging.not_found");
  EXPECT_EQ(code_of(ask(http::Method::del, at(id), 3)), "messaging.not_found");
  EXPECT_EQ(code_of(get(at(id, "/messages"), 9)), "messaging.not_found") << "agents read chats with the brand alone";
  EXPECT_EQ(get(at(id, "/messages"), 0).status, 401);
  EXPECT_EQ(code_of(get("/v1/messages/threads/thr_nonsense/messages", 1)).substr(0, 15), "request.invalid");
}

ENGINE_TEST(DirectRoutes, OpenPagesOfBothGetAMessageAtOnce) {
  const auto id = talk_of_an_and_binh();
  auto an = page(1), an_again = page(1), binh = page(2), chi = page(3);
  EXPECT_EQ(post(at(id, "/messages"), 1, words("Hello")).status, 201);
  EXPECT_EQ(post(at(id, "/typing"), 2).status, 204);
  deliver();
  for (const auto* each : {&an, &an_again, &binh}) EXPECT_EQ(each->socket->of("message").size(), 1u);
  EXPECT_EQ(chi.socket->of("message").size(), 0u);
  EXPECT_EQ(an.socket->of("typing").size(), 1u);
  EXPECT_EQ(binh.socket->of("typing").size(), 0u);
  sessions.close(2);
  post(at(id, "/messages"), 1, words("Are you there?"));
  deliver();
  EXPECT_EQ(binh.socket->of("message").size(), 1u) << "signed out meanwhile";
}

ENGINE_TEST(DirectRoutes, UnreadIsCountedUntilItIsRead) {
  const auto id = talk_of_an_and_binh();
  put(at(id, "/read"), 2, R"({"number":1})");
  post(at(id, "/messages"), 1, words("one"));
  post(at(id, "/messages"), 1, words("two"));
  EXPECT_EQ(object_of(get("/v1/messages/unread", 2)).at("unread").as_int64(), 1) << "conversations, not messages";
  EXPECT_EQ(object_of(get("/v1/messages/unread", 1)).at("unread").as_int64(), 0);
  deliver();
  EXPECT_EQ(bell.notices.back().kind, notifications::Kind::message_received);
  EXPECT_EQ(bell.notices.size(), 2u) << "the request, and the first of two";
  auto an = page(1);
  ASSERT_EQ(put(at(id, "/read"), 2, R"({"number":3})").status, 200);
  EXPECT_EQ(object_of(get("/v1/messages/unread", 2)).at("unread").as_int64(), 0);
  deliver();
  ASSERT_EQ(an.socket->of("thread").size(), 1u);
  EXPECT_EQ(object_of(get(at(id, "/messages"), 1)).at("thread").at("other_seen").as_int64(), 3);
}

ENGINE_TEST(DirectRoutes, AMutedConversationRingsNoBell) {
  const auto id = talk_of_an_and_binh();
  deliver();
  bell.notices.clear();
  put(at(id, "/read"), 2, R"({"number":1})");
  ASSERT_TRUE(object_of(put(at(id, "/mute"), 2, "")).at("muted").as_bool());
  post(at(id, "/messages"), 1, words("Hello"));
  deliver();
  EXPECT_TRUE(bell.notices.empty());
  EXPECT_EQ(object_of(get("/v1/messages/unread", 2)).at("unread").as_int64(), 0);
  ASSERT_FALSE(object_of(ask(http::Method::del, at(id, "/mute"), 2)).at("muted").as_bool());
  EXPECT_EQ(object_of(get("/v1/messages/unread", 2)).at("unread").as_int64(), 1);
}

ENGINE_TEST(DirectRoutes, DeletingIsForOneselfAndANewMessageBringsItBackWithoutTheOldOnes) {
  const auto id = talk_of_an_and_binh();
  ASSERT_EQ(ask(http::Method::del, at(id), 2).status, 204);
  EXPECT_EQ(object_of(get("/v1/messages/threads", 2)).at("items").as_array().size(), 0u);
  EXPECT_EQ(texts(get(at(id, "/messages"), 2)), std::vector<std::string>{});
  EXPECT_EQ(texts(get(at(id, "/messages"), 1)), std::vector<std::string>{"Hello Binh"});
  post(at(id, "/messages"), 1, words("Are you there?"));
  EXPECT_EQ(object_of(get("/v1/messages/threads", 2)).at("items").as_array().size(), 1u);
  EXPECT_EQ(texts(get(at(id, "/messages"), 2)), std::vector<std::string>{"Are you there?"});
  EXPECT_EQ(texts(get(at(id, "/messages?before=2"), 2)), std::vector<std::string>{});
}

ENGINE_TEST(DirectRoutes, ListsInPagesTheLastWrittenFirst) {
  for (std::int64_t i = 0; i < 3; ++i) {
    accounts.known[20 + i] = {"friend_" + std::to_string(i), "Friend"};
    clock.advance(seconds(30));
    ASSERT_EQ(post("/v1/messages/threads", 1, to("friend_" + std::to_string(i), "Hello")).status, 201);
  }
  const auto first = object_of(get("/v1/messages/threads?limit=2", 1));
  ASSERT_EQ(first.at("items").as_array().size(), 2u);
  EXPECT_EQ(first.at("items").at(0).at("with").at("handle").as_string(), "friend_2");
  const auto second = object_of(get("/v1/messages/threads?limit=2&cursor=" + std::string(first.at("next_cursor").as_string()), 1));
  ASSERT_EQ(second.at("items").as_array().size(), 1u);
  EXPECT_EQ(second.at("items").at(0).at("with").at("handle").as_string(), "friend_0");
  EXPECT_EQ(code_of(get("/v1/messages/threads?cursor=x", 1)), "request.invalid cursor");
  EXPECT_EQ(code_of(get("/v1/messages/threads?box=deleted", 1)), "request.invalid box");
}

ENGINE_TEST(DirectRoutes, NoOrdersAndNoEmptyMessages) {
  const auto id = talk_of_an_and_binh();
  const auto order = R"({"client_id":"order-001","cards":[{"order_id":")" + to_text(orders::OrderId{100}) + "\"}]}";
  EXPECT_EQ(code_of(post(at(id, "/messages"), 1, order)), "request.invalid cards[0]") << "orders are shown to the brand alone";
  EXPECT_EQ(code_of(post(at(id, "/messages"), 1, R"({"client_id":"nothing-1"})")), "request.invalid text");
}

ENGINE_TEST(DirectRoutes, AReportedMessageCanBeTakenAway) {
  const auto id = talk_of_an_and_binh();
  const std::string message(object_of(get(at(id, "/messages"), 2)).at("items").at(0).at("id").as_string());
  auto& content = module->moderated();
  const auto look = [&](db::Reader& reader) {
    EXPECT_TRUE(content.visible_to(reader, message, {2}));
    EXPECT_FALSE(content.visible_to(reader, message, {3})) << "what one cannot see cannot be reported";
    EXPECT_FALSE(content.piece(reader, "msg_nonsense"));
    return content.piece(reader, message);
  };
  const auto piece = database().read_now(look);
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->author.value, 1);
  EXPECT_EQ(piece->text, "Hello Binh");
  const auto work = [&](db::Transaction& tx) { return content.stand(tx, message, moderation::Standing::removed); };
  ASSERT_TRUE(commit(work).ok());
  const auto shown = object_of(get(at(id, "/messages"), 2)).at("items").at(0).as_object();
  EXPECT_TRUE(shown.at("removed").as_bool());
  EXPECT_EQ(shown.at("text").as_string(), "");
}

}  // namespace
}  // namespace plaza::messaging

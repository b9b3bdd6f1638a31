#include "messaging_fixture.h"

namespace plaza::messaging {
namespace {

class ChatRoutes : public MessagingFixture {};

ENGINE_TEST(ChatRoutes, AVisitorWritesAndFindsItAgain) {
  EXPECT_TRUE(object_of(get("/v1/chat", 0)).at("thread").is_null());
  EXPECT_EQ(code_of(post("/v1/chat/messages", 0, words("Hello"))), "messaging.not_found") << "a chat is opened first";
  const auto chat = opened_chat();
  ASSERT_EQ(chat.size(), 22u);
  const auto sent = post("/v1/chat/messages", 0, words("Is the vase waterproof?"), chat);
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(object_of(sent).at("number").as_int64(), 1);
  EXPECT_EQ(object_of(sent).at("author").at("kind").as_string(), "visitor");
  const auto found = get("/v1/chat", 0, chat);
  EXPECT_EQ(texts(found, "messages"), std::vector<std::string>{"Is the vase waterproof?"});
  EXPECT_EQ(object_of(found).at("brand").as_string(), "Kilnlight");
  EXPECT_EQ(post("/v1/chat", 0, "{}", chat).status, 200) << "it is there already";
  EXPECT_TRUE(object_of(get("/v1/chat", 0, "someone-elses-key-0000")).at("thread").is_null());
}

ENGINE_TEST(ChatRoutes, TheKeyIsKeptFromScriptsAndFromTheDatabase) {
  const auto response = post("/v1/chat", 0);
  ASSERT_EQ(response.headers.size(), 1u);
  EXPECT_TRUE(response.headers[0].second.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000; Secure"));
  const auto key = response.headers[0].second.substr(11, 22);
  const db::Statement tokens{nullptr, "SELECT token FROM messaging_threads"};
  const auto kept = database().read_now(
      [&](db::Reader& reader) { return reader.all(tokens, {}, [](const db::Row& row) { return row.string(0); }); });
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].find(key), std::string::npos);
}

ENGINE_TEST(ChatRoutes, AMessageSentAgainIsThereOnce) {
  const auto chat = opened_chat();
  const auto body = words("Hello", "the-same-name");
  const auto first = post("/v1/chat/messages", 0, body, chat);
  const auto second = post("/v1/chat/messages", 0, body, chat);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(object_of(first).at("id"), object_of(second).at("id"));
  EXPECT_EQ(code_of(post("/v1/chat/messages", 0, words("Other words", "the-same-name"), chat)), "messaging.key_reused");
  EXPECT_EQ(texts(get("/v1/chat/messages", 0, chat)), std::vector<std::string>{"Hello"});
}

ENGINE_TEST(ChatRoutes, WhatWasMissedComesAfterTheLastNumber) {
  const auto chat = opened_chat();
  for (const char* text : {"one", "two", "three", "four"}) post("/v1/chat/messages", 0, words(text), chat);
  EXPECT_EQ(texts(get("/v1/chat/messages?after=2", 0, chat)), (std::vector<std::string>{"three", "four"}));
  const auto before = get("/v1/chat/messages?before=4&limit=2", 0, chat);
  EXPECT_EQ(texts(before), (std::vector<std::string>{"two", "three"}));
  EXPECT_TRUE(object_of(before).at("more").as_bool());
  EXPECT_EQ(code_of(get("/v1/chat/messages", 0)), "messaging.not_found");
}

ENGINE_TEST(ChatRoutes, TheBrandsAnswerReachesTheVisitorsPageAtOnce) {
  const auto chat = opened_chat();
  post("/v1/chat/messages", 0, words("Hello"), chat);
  deliver();
  auto here = page(0, chat), other = page(0, chat), stranger = page(0, opened_chat());
  const auto thread = parse_id<ThreadId>(std::string(object_of(get("/v1/chat", 0, chat)).at("thread").at("id").as_string()));
  const auto work = [&](db::Transaction& tx) { return module->messages().send(tx, {*thread, AuthorKind::brand, {9}, "", "It is.", {}, {}}); };
  ASSERT_TRUE(commit(work).ok());
  deliver();
  ASSERT_EQ(here.socket->of("message").size(), 1u);
  const auto message = here.socket->of("message")[0].at("message").as_object();
  EXPECT_EQ(message.at("text").as_string(), "It is.");
  EXPECT_EQ(message.at("author").at("name").as_string(), "Kilnlight");
  EXPECT_TRUE(message.at("author").at("person").is_null()) << "who of the brand wrote is not told";
  EXPECT_EQ(other.socket->of("message").size(), 1u);
  EXPECT_EQ(stranger.socket->of("message").size(), 0u);
  EXPECT_TRUE(bell.notices.empty());
}

ENGINE_TEST(ChatRoutes, AnAgentsPageGetsTheChatsThatItWatches) {
  const auto chat = opened_chat();
  const auto thread = std::string(object_of(get("/v1/chat", 0, chat)).at("thread").at("id").as_string());
  auto agent = page(9), member = page(2);
  const auto watch = R"({"type":"watch","thread_ids":[")" + thread + "\"]}";
  agent.handlers.received(watch);
  member.handlers.received(watch);
  EXPECT_TRUE(member.socket->closed()) << "only agents watch";
  EXPECT_EQ(module->presence().agents_here(), 1);
  EXPECT_TRUE(object_of(get("/v1/chat", 0, chat)).at("desk").at("open").as_bool());
  post("/v1/chat/messages", 0, words("Hello"), chat);
  EXPECT_EQ(post("/v1/chat/typing", 0, "", chat).status, 204);
  deliver();
  EXPECT_EQ(agent.socket->of("message").size(), 1u);
  ASSERT_EQ(agent.socket->of("typing").size(), 1u);
  EXPECT_EQ(agent.socket->of("typing")[0].at("typing").at("author_kind").as_string(), "visitor");
  EXPECT_EQ(member.socket->of("message").size(), 0u);
  agent.handlers.closed();
  EXPECT_EQ(module->presence().agents_here(), 0);
}

ENGINE_TEST(ChatRoutes, TheCustomerSeesThatTheBrandTypesAndNobodyElseDoes) {
  const auto chat = opened_chat();
  const auto thread_of = [&](int as, const std::string& key) {
    return *parse_id<ThreadId>(std::string(object_of(get("/v1/chat", as, key)).at("thread").at("id").as_string()));
  };
  ASSERT_EQ(post("/v1/chat", 2).status, 201);
  auto here = page(0, chat), stranger = page(0, opened_chat()), member = page(2), other = page(1);
  const auto types = [&](ThreadId thread) {
    const auto work = [&](db::Reader& reader) {
      module->messages().brand_types(reader, thread);
      return 0;
    };
    database().read_now(work);
  };
  types(thread_of(0, chat));
  ASSERT_EQ(here.socket->of("typing").size(), 1u);
  EXPECT_EQ(here.socket->of("typing")[0].at("typing").at("author_kind").as_string(), "brand");
  EXPECT_TRUE(here.socket->of("typing")[0].at("typing").at("account_id").is_null()) << "who of the brand types is not told";
  EXPECT_EQ(member.socket->of("typing").size(), 0u);
  types(thread_of(2, ""));
  EXPECT_EQ(member.socket->of("typing").size(), 1u) << "a member's pages listen as the account";
  EXPECT_EQ(here.socket->of("typing").size(), 1u);
  types(ThreadId{77});
  types(*parse_id<ThreadId>(talk_of_an_and_binh()));
  EXPECT_EQ(member.socket->of("typing").size(), 1u) << "between two members nobody speaks for the brand";
  EXPECT_EQ(stranger.socket->of("typing").size() + other.socket->of("typing").size(), 0u);
}

ENGINE_TEST(ChatRoutes, WhoIsNoAgentAnyMoreHearsNothing) {
  const auto chat = opened_chat();
  const auto thread = std::string(object_of(get("/v1/chat", 0, chat)).at("thread").at("id").as_string());
  auto agent = page(9);
  agent.handlers.received(R"({"type":"watch","thread_ids":[")" + thread + "\"]}");
  post("/v1/chat/messages", 0, words("Hello"), chat);
  deliver();
  EXPECT_EQ(agent.socket->of("message").size(), 1u);
  accounts.roles_of_dung = identity::moderator;
  EXPECT_EQ(post("/v1/chat/typing", 0, "", chat).status, 204);
  EXPECT_EQ(agent.socket->of("typing").size(), 1u) << "moderators answer, too";
  accounts.roles_of_dung = identity::merchandiser;
  post("/v1/chat/messages", 0, words("My address is"), chat);
  deliver();
  EXPECT_EQ(agent.socket->of("message").size(), 1u);
  EXPECT_TRUE(agent.socket->closed());
}

ENGINE_TEST(ChatRoutes, ReadMarksGoForwardAndAreShown) {
  const auto chat = opened_chat();
  post("/v1/chat/messages", 0, words("Hello"), chat);
  auto here = page(0, chat);
  const auto thread = *parse_id<ThreadId>(std::string(object_of(get("/v1/chat", 0, chat)).at("thread").at("id").as_string()));
  const auto read = [&](std::int64_t number) {
    const auto work = [&](db::Transaction& tx) -> Status {
      module->messages().read_by_brand(tx, thread, number);
      return done();
    };
    EXPECT_TRUE(commit(work).ok());
  };
  read(1);
  read(7);  // there is none such
  deliver();
  ASSERT_EQ(here.socket->of("thread").size(), 1u + 0u);
  EXPECT_EQ(here.socket->of("thread")[0].at("thread").at("brand_read").as_int64(), 1);
  EXPECT_EQ(put("/v1/chat/read", 0, R"({"number":1})", chat).status, 204);
  EXPECT_EQ(code_of(put("/v1/chat/read", 0, R"({"number":1})")), "messaging.not_found");
  EXPECT_EQ(code_of(put("/v1/chat/read", 0, R"({"number":0})", chat)), "request.invalid number");
}

ENGINE_TEST(ChatRoutes, TheChatGoesAlongWhenTheVisitorSignsIn) {
  const auto chat = opened_chat();
  post("/v1/chat/messages", 0, words("As a visitor"), chat);
  auto before = page(0, chat);
  const auto mine = get("/v1/chat", 1, chat);
  EXPECT_EQ(texts(mine, "messages"), std::vector<std::string>{"As a visitor"});
  deliver();
  EXPECT_TRUE(before.socket->closed()) << "the page comes again as the member's";
  EXPECT_EQ(post("/v1/chat/messages", 1, words("As An"), chat).status, 201);
  EXPECT_EQ(texts(get("/v1/chat", 1), "messages"), (std::vector<std::string>{"As a visitor", "As An"})) << "on another device";
  EXPECT_TRUE(object_of(get("/v1/chat", 0, chat)).at("thread").is_null()) << "signed out, the key opens nothing any more";
  EXPECT_TRUE(object_of(get("/v1/chat", 2, chat)).at("thread").is_null());
}

ENGINE_TEST(ChatRoutes, AVisitorsChatMovesIntoTheMembersOwn) {
  ASSERT_EQ(post("/v1/chat", 1).status, 201);
  post("/v1/chat/messages", 1, words("Mine of old"));
  const auto chat = opened_chat();
  const auto body = words("On the phone", "sent-before");
  post("/v1/chat/messages", 0, body, chat);
  const auto old = *parse_id<ThreadId>(std::string(object_of(get("/v1/chat", 0, chat)).at("thread").at("id").as_string()));
  EXPECT_EQ(texts(get("/v1/chat", 1, chat), "messages"), (std::vector<std::string>{"Mine of old", "On the phone"}));
  const auto again = post("/v1/chat/messages", 1, body, chat);
  EXPECT_EQ(object_of(again).at("number").as_int64(), 2) << "a lost reply, and a sign-in between";
  EXPECT_EQ(object_of(get("/v1/chat", 1)).at("thread").at("last").as_int64(), 2);
  // Whoever answers the visitor's chat of before reaches them.
  const auto work = [&](db::Transaction& tx) { return module->messages().send(tx, {old, AuthorKind::brand, {9}, "", "It is.", {}, {}}); };
  ASSERT_TRUE(commit(work).ok());
  EXPECT_EQ(texts(get("/v1/chat", 1), "messages"), (std::vector<std::string>{"Mine of old", "On the phone", "It is."}));
  const auto found = database().read_now([&](db::Reader& reader) { return module->messages().find(reader, old); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->account.value, 1);
  EXPECT_TRUE(object_of(get("/v1/chat", 0, chat)).at("thread").is_null());
}

class RatingDesk final : public Desk {
 public:
  mutable std::map<std::int64_t, ChatRating> chats;  // what was resolved
  DeskStatus status() const override { return {}; }
  std::optional<ChatRating> rating(db::Reader&, const Thread& chat) const override {
    const auto found = chats.find(chat.id.value);
    return found == chats.end() ? std::nullopt : std::optional(found->second);
  }
  Result<ChatRating> rate(db::Transaction&, const Thread& chat, std::int64_t rating, std::string_view text) const override {
    if (!chats.contains(chat.id.value)) return Error{ErrorKind::conflict, "care.wrong_status", "It is not resolved yet."};
    return chats[chat.id.value] = {false, true, rating, std::string(text)};
  }
};

ENGINE_TEST(ChatRoutes, AGuestRatesTheirOwnChatAndNobodyElses) {
  const RatingDesk desk;
  module->plug(desk);
  const auto chat = opened_chat(), other = opened_chat();
  EXPECT_EQ(code_of(put("/v1/chat/rating", 0, R"({"rating":5})", chat)), "care.wrong_status");
  EXPECT_EQ(code_of(get("/v1/chat/rating", 0, chat)), "messaging.not_found");
  const auto thread = *parse_id<ThreadId>(std::string_view(object_of(get("/v1/chat", 0, chat)).at("thread").at("id").as_string()));
  auto open_page = page(0, chat);
  desk.chats[thread.value] = {true, true, 0, ""};
  const auto resolved = [&](db::Transaction& tx) -> Status {
    module->messages().tell_changed(tx, thread);
    return done();
  };
  ASSERT_TRUE(commit(resolved).ok());
  deliver();
  EXPECT_EQ(open_page.socket->of("thread").size(), 1u) << "the open page asks anew";
  EXPECT_TRUE(object_of(get("/v1/chat", 0, chat)).at("rating").at("asked").as_bool());
  EXPECT_EQ(code_of(put("/v1/chat/rating", 0, R"({"rating":6})", chat)), "request.invalid rating");
  EXPECT_EQ(code_of(put("/v1/chat/rating", 0, R"({"rating":5})")), "messaging.not_found") << "without the key";
  EXPECT_EQ(code_of(put("/v1/chat/rating", 0, R"({"rating":1})", other)), "care.wrong_status") << "another guest's is another chat";
  const auto rated = put("/v1/chat/rating", 0, R"({"rating":4,"text":"Kind"})", chat);
  ASSERT_EQ(rated.status, 200) << rated.body;
  EXPECT_EQ(object_of(rated).at("rating").as_int64(), 4);
  EXPECT_FALSE(object_of(get("/v1/chat", 0, chat)).at("rating").at("asked").as_bool());
  EXPECT_EQ(object_of(get("/v1/chat/rating", 0, chat)).at("text").as_string(), "Kind");
}

ENGINE_TEST(ChatRoutes, CardsShowWhatIsSoldAndOnesOwnOrders) {
  post("/v1/chat", 1);
  post("/v1/chat", 2);
  const auto card = [](const std::string& inner, int client) {
    return R"({"client_id":"cards-00)" + std::to_string(client) + R"(","cards":[{)" + inner + "}]}";
  };
  const auto order = "\"order_id\":\"" + to_text(orders::OrderId{100}) + "\"";
  const auto product = "\"product_id\":\"" + to_text(catalog::ProductId{501}) + "\"";
  const auto shown = object_of(post("/v1/chat/messages", 1, card(order, 1)));
  EXPECT_EQ(shown.at("cards").at(0).at("order").at("number").as_string(), "#1001");
  EXPECT_EQ(code_of(post("/v1/chat/messages", 2, card(order, 2))), "request.invalid cards[0]") << "An's order";
  EXPECT_EQ(object_of(post("/v1/chat/messages", 2, card(product, 3))).at("cards").at(0).at("product").at("handle").as_string(), "vase");
  EXPECT_EQ(code_of(post("/v1/chat/messages", 2, card("\"product_id\":\"" + to_text(catalog::ProductId{502}) + "\"", 4))),
            "request.invalid cards[0]");
  EXPECT_EQ(code_of(post("/v1/chat/messages", 2, card(product + "," + order, 5))), "request.invalid cards[0]");
}

ENGINE_TEST(ChatRoutes, TooMuchAtOnceIsRefused) {
  const auto chat = opened_chat();
  for (int i = 0; i < 12; ++i) EXPECT_EQ(post("/v1/chat/messages", 0, words("Hi"), chat).status, 201);
  EXPECT_EQ(code_of(post("/v1/chat/messages", 0, words("Hi"), chat)), "messaging.too_often");
  for (int i = 0; i < 11; ++i) opened_chat();
  EXPECT_EQ(code_of(post("/v1/chat", 0)), "messaging.too_often") << "from one address";
}

ENGINE_TEST(ChatRoutes, AnAnswerGoesByMailToAVisitorWhoLeft) {
  const auto chat = opened_chat();
  post("/v1/chat/messages", 0, words("Hello"), chat);
  EXPECT_EQ(code_of(put("/v1/chat/email", 0, R"({"email":"nobody"})", chat)), "request.invalid email");
  EXPECT_EQ(code_of(put("/v1/chat/email", 0, R"({"email":"lan@mail.example"})")), "messaging.not_found");
  ASSERT_EQ(put("/v1/chat/email", 0, R"({"email":"lan@mail.example"})", chat).status, 200);
  const auto thread = *parse_id<ThreadId>(std::string(object_of(get("/v1/chat", 0, chat)).at("thread").at("id").as_string()));
  for (const char* text : {"It is.", "And it may go into the dishwasher."}) {
    const auto work = [&](db::Transaction& tx) { return module->messages().send(tx, {thread, AuthorKind::brand, {9}, "", text, {}, {}}); };
    ASSERT_TRUE(commit(work).ok());
  }
  deliver();
  runner->run_due();
  EXPECT_TRUE(mailer.mails.empty()) << "they may be back in a moment";
  clock.advance(minutes(3));
  runner->run_due();
  ASSERT_EQ(mailer.mails.size(), 1u);
  EXPECT_EQ(mailer.mails[0].to, "lan@mail.example");
  EXPECT_NE(mailer.mails[0].values.find("It is.\\n\\nAnd it may"), std::string::npos) << mailer.mails[0].values;
  runner->run_due();
  EXPECT_EQ(mailer.mails.size(), 1u);
}

ENGINE_TEST(ChatRoutes, AnotherSitesPageMayNotListen) {
  const auto chat = opened_chat();
  http::Request request;
  request.target = "/v1/messages/socket";
  request.headers = {{"host", "shop.example"}, {"origin", "https://evil.example"}, {"cookie", "plaza_chat=" + chat}};
  EXPECT_EQ(code_of(sync_wait(http::dispatch({routes, sessions, {}, {}, &clock}, request))), "messaging.other_site");
  EXPECT_EQ(code_of(get("/v1/messages/socket", 0)), "messaging.not_found") << "without a chat there is nothing to hear";
}

}  // namespace
}  // namespace plaza::messaging

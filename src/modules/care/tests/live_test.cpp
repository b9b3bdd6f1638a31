// A chat that its customer sits in front of: who types, how far was read, and what is shown beside the words.
#include "care/live.h"

#include "platform/json/document.h"
#include "routes_fixture.h"

namespace plaza::care {
namespace {

using http::Method;

class LiveChat final : public Channel, public Live {
 public:
  std::vector<std::string> typed, read;
  std::vector<std::vector<std::string>> seen_ids;
  std::vector<Message> sent;
  std::string_view name() const override { return "chat"; }
  Capabilities capabilities() const override { return {false, 4'000, 3, 2}; }
  Live* live() override { return this; }
  Result<std::string> send(const Outgoing& outgoing) override {
    sent.push_back(outgoing.message);
    return "sent-" + std::to_string(sent.size());
  }
  std::optional<LiveThread> look(db::Reader&, const Conversation& each) override { return LiveThread{each.channel_key, read}; }
  void answering(db::Reader&, const Conversation& each) override { typed.push_back(each.channel_key); }
  void seen(db::Transaction&, const Conversation& each, const std::vector<std::string>& ids) override {
    seen_ids.push_back(ids);
    seen_ids.back().insert(seen_ids.back().begin(), each.channel_key);
  }
};

// Product 501 alone is shown.
class OneChip final : public content::ProductChips {
 public:
  std::int64_t price = 2'500;
  std::optional<content::ProductChip> chip(catalog::ProductId id) const override {
    if (id.value != 501) return std::nullopt;
    return content::ProductChip{id, "vase", "Sage Vase", {price, eur}, std::nullopt, true, std::nullopt};
  }
};

class CareLive : public RoutesFixture {
 protected:
  CareLive() {
    module->plug(chat);
    module->plug(chips);
    orders.order.number = 1001;
  }

  std::string chat_of(const Customer& customer, std::string external, std::vector<Card> cards = {}) {
    auto inbound = from_an("Is it waterproof?", std::move(external));
    inbound.channel = "chat";
    inbound.channel_key = "thr_1";
    inbound.customer = customer;
    inbound.cards = std::move(cards);
    return to_text(receive(inbound).conversation_id);
  }
  std::string chat_of_an(std::string external = "in-1", std::vector<Card> cards = {}) {
    return chat_of({an, "visitor-1", "an@example.org", "An Lê", "en", true}, std::move(external), std::move(cards));
  }
  std::string presence(const std::string& id, const std::string& said, const std::string& who = "noor") {
    return told(ask(Method::put, admin(id, "/presence"), said, who));
  }
  // "201", or the field that is wrong.
  std::string answer_with(const std::string& id, const std::string& cards, const std::string& words = "") {
    const auto response = ask(Method::post, admin(id, "/answers"), R"({"text":")" + words + R"(","cards":[)" + cards + "]}");
    if (response.status != 400) return told(response);
    const auto body = object_of(response);
    const auto& first = body.at("errors").at(0);
    return text(first.at("field")) + " " + text(first.at("code"));
  }
  // Numbers of the orders that may be shown.
  std::vector<std::string> offered(const std::string& id) {
    std::vector<std::string> numbers;
    const auto answer = object_of(ask(Method::get, admin(id, "/orders")));
    for (const auto& each : answer.at("items").as_array()) numbers.push_back(text(each.at("number")));
    return numbers;
  }
  static std::string product_card(std::int64_t id) { return R"({"product_id":")" + to_text(catalog::ProductId{id}) + "\"}"; }
  static std::string order_card(std::int64_t id) { return R"({"order_id":")" + to_text(orders::OrderId{id}) + "\"}"; }

  LiveChat chat;
  OneChip chips;
};

ENGINE_TEST(CareLive, OnlyAnAnswerThatIsTypedIsToldAndNeverItsWords) {
  const auto id = chat_of_an();
  EXPECT_EQ(presence(id, R"({"typing":true,"answering":true})"), "200");
  EXPECT_EQ(chat.typed, std::vector<std::string>{"thr_1"});
  EXPECT_EQ(presence(id, R"({"typing":true})"), "200") << "a note";
  EXPECT_EQ(presence(id, R"({"answering":true})"), "200") << "who only looks";
  EXPECT_EQ(presence(id, R"({"typing":true,"answering":true,"leaving":true})"), "200");
  EXPECT_EQ(presence(id, R"({"typing":true,"answering":true})", "an"), "403 request.forbidden");
  EXPECT_EQ(chat.typed.size(), 1u);
  const auto form = to_text(receive(from_an("By the contact page")).conversation_id);
  EXPECT_EQ(presence(form, R"({"typing":true,"answering":true})"), "200");
  EXPECT_EQ(chat.typed.size(), 1u) << "nobody sits in front of a mail";
  EXPECT_TRUE(object_of(ask(Method::get, admin(form))).at("live").is_null());
}

ENGINE_TEST(CareLive, WhatAnAgentHasSeenIsToldUpToThatMessage) {
  const auto id = chat_of_an("in-1");
  const auto first = text(object_of(ask(Method::get, admin(id))).at("messages").at(0).at("id"));
  chat_of_an("in-2");
  EXPECT_EQ(told(ask(Method::post, admin(id, "/seen"), R"({"message_id":")" + first + "\"}")), "204");
  EXPECT_EQ(told(ask(Method::post, admin(id, "/seen"), "{}")), "204");
  EXPECT_EQ(told(ask(Method::post, admin(id, "/seen"), R"({"message_id":"x"})")), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::post, admin(to_text(ConversationId{7}), "/seen"), "{}")), "404 care.not_found");
  EXPECT_EQ(told(ask(Method::post, admin(id, "/seen"), "{}", "an")), "403 request.forbidden");
  const std::vector<std::vector<std::string>> told_to_chat{{"thr_1", "in-1"}, {"thr_1", "in-1", "in-2"}};
  EXPECT_EQ(chat.seen_ids, told_to_chat);
}

ENGINE_TEST(CareLive, HowFarTheCustomerHasReadIsShownByTheAnswersOwnId) {
  const auto id = chat_of_an();
  ASSERT_EQ(answer(*parse_id<ConversationId>(id), "Yes, it is."), "ok");
  runner->run_due();
  const auto live = [&] { return object_of(ask(Method::get, admin(id))).at("live").as_object(); };
  EXPECT_EQ(text(live().at("thread_id")), "thr_1");
  EXPECT_TRUE(live().at("read_message_id").is_null());
  chat.read = {"not known yet", "sent-1"};
  const auto answered = object_of(ask(Method::get, admin(id))).at("messages").at(1).at("id");
  EXPECT_EQ(live().at("read_message_id"), answered);
}

ENGINE_TEST(CareLive, CardsOfTheCustomerAreSeenAsTheyAreNow) {
  const auto id = chat_of_an("in-1", {{catalog::ProductId{501}, {}}, {{}, orders.order.id}, {catalog::ProductId{9}, {}}});
  const auto cards = [&] { return object_of(ask(Method::get, admin(id))).at("messages").at(0).at("cards").as_array(); };
  ASSERT_EQ(cards().size(), 3u);
  EXPECT_EQ(text(cards()[0].at("product").at("title")), "Sage Vase");
  EXPECT_EQ(text(cards()[1].at("order").at("number")), "#1001");
  EXPECT_EQ(text(cards()[1].at("order").at("status")), "placed");
  EXPECT_TRUE(cards()[2].at("product").is_null()) << "it is not sold any more";
  chips.price = 1'900;
  orders.order.status = orders::OrderStatus::delivered;
  EXPECT_EQ(cards()[0].at("product").at("price").at("amount").as_int64(), 1'900);
  EXPECT_EQ(text(cards()[1].at("order").at("status")), "delivered");
}

ENGINE_TEST(CareLive, AnAgentShowsAProductOrAnOrderOfThisCustomer) {
  const auto id = chat_of_an();
  EXPECT_EQ(object_of(ask(Method::get, admin(id))).at("terms").at("cards_max").as_int64(), 2);
  EXPECT_EQ(answer_with(id, product_card(501) + "," + order_card(501)), "201");
  EXPECT_EQ(text(object_of(ask(Method::get, admin(id))).at("conversation").at("excerpt")), "[card]");
  runner->run_due();
  ASSERT_EQ(chat.sent.size(), 1u);
  EXPECT_EQ(chat.sent[0].cards, (std::vector<Card>{{catalog::ProductId{501}, {}}, {{}, orders.order.id}}));
  EXPECT_EQ(answer_with(id, product_card(9)), "cards[0] not_found");
  EXPECT_EQ(answer_with(id, product_card(501) + "," + order_card(77)), "cards[1] not_found");
  EXPECT_EQ(answer_with(id, R"({"product_id":")" + to_text(catalog::ProductId{501}) + R"(","order_id":")" + to_text(orders.order.id) + "\"}"), "cards[0] one_of");
  EXPECT_EQ(answer_with(id, "{}"), "cards[0] one_of");
  EXPECT_EQ(answer_with(id, product_card(501) + "," + product_card(501) + "," + product_card(501)), "cards too_many");
  EXPECT_EQ(answer_with(id, ""), "text required");
  const auto form = to_text(receive(from_an("By the contact page")).conversation_id);
  EXPECT_EQ(answer_with(form, product_card(501), "Look"), "cards too_many") << "mails show none";
}

ENGINE_TEST(CareLive, NobodyElsesOrderIsShown) {
  const auto mine = order_card(501);
  orders.order.account_id = mai;
  orders.order.email = "an@example.org";
  const auto id = chat_of_an();
  EXPECT_EQ(answer_with(id, mine), "cards[0] not_found") << "An's address is not shown to be An's";
  EXPECT_EQ(offered(id), std::vector<std::string>{});
  accounts.all.at(an).email_verified_at = clock.now();
  EXPECT_EQ(answer_with(id, mine), "201");
  EXPECT_EQ(offered(id), std::vector<std::string>{"#1001"});
  orders.order.email = "mai@shop.example";
  EXPECT_EQ(answer_with(id, mine), "cards[0] not_found");
  EXPECT_EQ(offered(id), std::vector<std::string>{});
  orders.order.account_id = an;
  EXPECT_EQ(offered(id), std::vector<std::string>{"#1001"});
  EXPECT_EQ(told(ask(Method::get, admin(id, "/orders"), "", "mai")), "403 request.forbidden") << "moderators see no orders";
}

ENGINE_TEST(CareLive, AVisitorIsShownOnlyTheOrderThatTheyHaveShown) {
  const Customer visitor{{}, "visitor-9", "an@example.org", "", "en", false};  // who typed An's address
  const auto id = chat_of(visitor, "in-1");
  EXPECT_EQ(answer_with(id, order_card(501)), "cards[0] not_found");
  ASSERT_EQ(answer_with(id, product_card(501)), "201");
  chat_of(visitor, "in-2", {{{}, orders.order.id}});  // the chat has asked for the order's key
  EXPECT_EQ(answer_with(id, order_card(501)), "201");
  EXPECT_EQ(offered(id), std::vector<std::string>{"#1001"});
}

}  // namespace
}  // namespace plaza::care

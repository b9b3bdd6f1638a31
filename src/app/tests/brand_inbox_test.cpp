// Reviews and comments that need the brand arrive in the inbox by themselves and are answered from there; what is taken back closes.
#include "brand_inbox.h"

#include <thread>

#include "care/module.h"
#include "catalog/module.h"
#include "content/module.h"
#include "running_shop.h"

namespace plaza::app {
namespace {

TEST(BrandInboxRules, HandlesAreWordsAfterASignAndNoAddresses) {
  EXPECT_EQ(handles_in("@Kiln_light and @mai, look; not me@example.org, not @ nor @@"), (std::vector<std::string>{"kiln_light", "mai"}));
  std::string many;
  for (int i = 0; i < 30; ++i) many += "@a" + std::to_string(i) + " ";
  EXPECT_EQ(handles_in(many).size(), 20u);
}

TEST(BrandInboxRules, OrdersDefectsMoneyAndHarmNeedTheBrandPraiseAndSmallTalkDoNot) {
  const auto needs = [](const char* intent, care::Severity severity = care::Severity::none) {
    care::Reading reading;
    reading.intent = intent;
    reading.severity = severity;
    return needs_brand(reading);
  };
  EXPECT_TRUE(needs("where_is_order"));
  EXPECT_TRUE(needs("defect"));
  EXPECT_TRUE(needs("money_lost"));
  EXPECT_TRUE(needs("", care::Severity::safety));
  EXPECT_FALSE(needs("praise"));
  EXPECT_FALSE(needs("size_question"));
  EXPECT_FALSE(needs("", care::Severity::taste));
}

class BrandInbox : public RunningShop {
 protected:
  BrandInbox() {
    const auto work = [&](db::Transaction& tx) -> Status {
      catalog::NewProduct each;
      each.title = "Paper lamp";
      catalog::NewVariant only;
      only.price = 4'900;
      each.variants.push_back(only);
      TRY(const auto made, program->catalog().catalog().create(tx, each));
      lamp = to_text(made.id);
      handle = made.handle;
      variant = to_text(made.variants.front().id);
      return done();
    };
    EXPECT_TRUE(program->database().write_now(work).ok());
    EXPECT_EQ(ask("PUT", "/v1/admin/variants/" + variant + "/stock", owner, R"({"on_hand":9,"reason":"counted"})").status, 200);
    settle();
  }
  // A guest with a browser of their own.
  void buy(testing::HttpClient& guest, const std::string& email) {
    const auto made = boost::json::parse(guest.post("/v1/carts").body).as_object();
    const std::string cart = "/v1/carts/" + std::string(made.at("id").as_string());
    const testing::HttpClient::Headers access{{"Plaza-Access-Token", std::string(made.at("access_token").as_string())}};
    ASSERT_EQ(guest.post(cart + "/lines", R"({"variant_id":")" + variant + R"(","quantity":1})", access).status, 201);
    const auto paid = guest.post(cart + "/checkout", R"({"email":")" + email + R"(","shipping_address":{"name":"Kari","line1":"12 Hang Gai","city":"Hanoi","postal_code":"100000","country":"VN"},)"
                                 R"("shipping_option":"standard","payment":{"provider":"test","token":"ok"}})", access);
    ASSERT_EQ(paid.status, 201) << paid.body;
    settle();
  }
  // "talked 50 bought" of each signal.
  std::string signals() {
    const auto work = [&](db::Reader& reader) {
      static const db::Statement all{"test.signals", "SELECT source, weight, bought_at FROM radar_signals ORDER BY id"};
      std::string text;
      for (const auto& line : reader.all(all, {}, [](const db::Row& row) {
             return std::string(row.text(0)) + " " + std::to_string(row.integer(1)) + (row.integer(2) > 0 ? " bought;" : ";");
           })) {
        text += line;
      }
      return text;
    };
    return program->database().read_now(work);
  }
  std::string review(const std::string& token, int stars, const std::string& text) {
    const auto made = ask("POST", "/v1/products/" + handle + "/reviews", token, R"({"stars":)" + std::to_string(stars) + R"(,"title":"","text":")" + text + "\"}");
    EXPECT_EQ(made.status, 201) << made.raw();
    settle();
    return made.text("/id");
  }
  std::string posted(const std::string& token, const std::string& text) {
    const auto made = ask("POST", "/v1/posts", token, R"({"text":")" + text + R"(","tags":[{"product_id":")" + lamp + R"("}]})");
    EXPECT_EQ(made.status, 201) << made.raw();
    settle();
    return made.text("/id");
  }
  std::string comment(const std::string& token, const std::string& post, const std::string& text) {
    const auto made = ask("POST", "/v1/posts/" + post + "/comments", token, R"({"text":")" + text + "\"}");
    EXPECT_EQ(made.status, 201) << made.raw();
    settle();
    return made.text("/id");
  }
  Reply inbox(const std::string& channel) { return ask("GET", "/v1/admin/conversations?channel=" + channel, owner); }
  void answer(const std::string& id, const std::string& text) {
    const auto sent = ask("POST", "/v1/admin/conversations/" + id + "/answers", owner, R"({"text":")" + text + "\"}");
    ASSERT_EQ(sent.status, 201) << sent.raw();
    const auto delivery = [&] {
      const auto seen = ask("GET", "/v1/admin/conversations/" + id, owner);
      return seen.text("/messages/" + std::to_string(seen.size("/messages") - 1) + "/delivery");
    };
    for (int tries = 0; tries < 5'000 && delivery() == "queued"; ++tries) std::this_thread::yield();
    EXPECT_EQ(delivery(), "sent");
    settle();
  }

  // As a browser sends it, with the key of its wish.
  testing::HttpReply post_with_key(const std::string& target, const std::string& key, const std::string& text) {
    testing::HttpClient client(program->port());
    client.set_bearer(owner);
    return client.post(target, R"({"text":")" + text + "\"}", {{"Idempotency-Key", key}});
  }
  // A second click and a lost reply with the same key; then the same key for other words.
  void sent_once(const std::string& target) {
    const auto first = post_with_key(target, target, "It left this morning.");
    ASSERT_EQ(first.status, 201) << first.body;
    const auto again = post_with_key(target, target, "It left this morning.");
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    const auto other = post_with_key(target, target, "It leaves tomorrow.");
    EXPECT_EQ(other.status, 422);
    EXPECT_NE(other.body.find("request.key_reused"), std::string::npos) << other.body;
  }
  static int times(const Reply& reply, const std::string& words) {
    const auto all = reply.raw();
    int found = 0;
    for (auto at = all.find(words); at != std::string::npos; at = all.find(words, at + 1)) ++found;
    return found;
  }
  void delivered(const std::string& id) {
    const auto queued = [&] { return ask("GET", "/v1/admin/conversations/" + id, owner).raw().find(R"("delivery":"queued")") != std::string::npos; };
    for (int tries = 0; tries < 5'000 && queued(); ++tries) std::this_thread::yield();
    EXPECT_FALSE(queued());
    settle();
  }
  // A moderator takes it away; who decided cannot answer the appeal, the owner can.
  void taken_away(const std::string& kind, const std::string& id) {
    if (moderator.empty()) {
      moderator = signed_up("Mod");
      ASSERT_EQ(ask("POST", "/v1/admin/staff", owner, R"({"email":"mod@kilnlight.example","role":"moderator"})").status, 201);
    }
    const auto made = ask("POST", "/v1/admin/moderation/cases", moderator, R"({"kind":")" + kind + R"(","id":")" + id + "\"}");
    ASSERT_EQ(made.status, 200) << made.raw();
    const auto decided = ask("POST", "/v1/admin/moderation/cases/" + made.text("/id") + "/decide", moderator,
                             R"({"action":"remove","reason":"spam","note":"It sells."})");
    ASSERT_EQ(decided.status, 200) << decided.raw();
    settle();
  }
  void won_back(const std::string& author) {
    const auto own = ask("GET", "/v1/me/moderation", author);
    const auto made = ask("POST", "/v1/me/moderation/decisions/" + own.text("/items/0/id") + "/appeal", author, R"({"words":"It is true."})");
    ASSERT_EQ(made.status, 201) << made.raw() << own.raw();
    const auto open = ask("GET", "/v1/admin/moderation/appeals", owner);
    const auto said = ask("POST", "/v1/admin/moderation/appeals/" + open.text("/items/0/id") + "/answer", owner,
                          R"({"outcome":"overturned","answer":"We have looked again."})");
    ASSERT_EQ(said.status, 200) << said.raw() << open.raw();
    settle();
  }

  std::string lamp, handle, variant, moderator;
};

ENGINE_TEST(BrandInbox, AnUnhappyReviewArrivesIsAnsweredInPublicAndClosesWhenItIsTakenBack) {
  const auto an = signed_up("An"), linh = signed_up("Linh");
  review(linh, 5, "Wonderful light, I love it.");
  review(signed_up("Minh"), 5, "The switch is terrible, awful and horrible. I hate it.");
  EXPECT_EQ(inbox("review").size("/items"), 0u) << "who is happy needs nobody, whatever a word is about";
  const auto id = review(an, 1, "The switch stopped working after two days.");
  const auto found = inbox("review");
  ASSERT_EQ(found.size("/items"), 1u) << found.raw();
  const auto conversation = found.text("/items/0/id");
  EXPECT_EQ(found.text("/items/0/product_id"), lamp);
  EXPECT_EQ(found.text("/items/0/feeling"), "negative");
  EXPECT_EQ(found.text("/items/0/intent"), "defect") << found.raw();
  EXPECT_EQ(found.text("/items/0/topic"), "broken");
  EXPECT_EQ(found.text("/items/0/customer/name"), "An");
  answer(conversation, "We are sorry. A new one leaves today.");
  EXPECT_EQ(ask("GET", "/v1/reviews/" + id, "").text("/reply/text"), "We are sorry. A new one leaves today.") << ask("GET", "/v1/reviews/" + id, "").raw();
  EXPECT_EQ(inbox("review").text("/items/0/status"), "pending");
  ASSERT_LT(ask("DELETE", "/v1/reviews/" + id, an).status, 300);
  settle();
  const auto after = inbox("review");
  EXPECT_EQ(after.text("/items/0/status"), "resolved") << after.raw();
  EXPECT_EQ(ask("GET", "/v1/admin/conversations/" + conversation, owner).raw().find("stopped working"), std::string::npos);
}

ENGINE_TEST(BrandInbox, ACommentThatNeedsTheBrandArrivesAndTheAnswerStandsUnderThePost) {
  const auto an = signed_up("An"), linh = signed_up("Linh");
  const auto post = posted(linh, "My corner with the paper lamp");
  comment(an, post, "So lovely, enjoy it!");
  EXPECT_EQ(inbox("comment").size("/items"), 0u);
  const auto first = comment(an, post, "Where is my order? It should have been here last week.");
  const auto found = inbox("comment");
  ASSERT_EQ(found.size("/items"), 1u) << found.raw();
  EXPECT_EQ(found.text("/items/0/intent"), "where_is_order");
  EXPECT_EQ(found.text("/items/0/topic"), "order");
  EXPECT_EQ(found.text("/items/0/product_id"), lamp);
  comment(an, post, "Hello?");
  EXPECT_EQ(inbox("comment").number("/items/0/messages"), 2) << "what they go on to say belongs to it";
  const auto conversation = found.text("/items/0/id");
  answer(conversation, "It left this morning.");
  const auto seen = ask("GET", "/v1/posts/" + post + "/comments", "");
  EXPECT_NE(seen.raw().find("It left this morning."), std::string::npos) << seen.raw();
  EXPECT_EQ(inbox("comment").number("/items/0/messages"), 3) << "our own answer is no new message";
  ASSERT_LT(ask("DELETE", "/v1/comments/" + first, an).status, 300);
  settle();
  EXPECT_EQ(inbox("comment").text("/items/0/status"), "pending") << "the other one stands";
  ASSERT_LT(ask("DELETE", "/v1/posts/" + post, linh).status, 300);
  settle();
  EXPECT_EQ(inbox("comment").text("/items/0/status"), "resolved");
}

ENGINE_TEST(BrandInbox, AnAnswerThatIsSentTwiceStandsOnce) {
  const auto an = signed_up("An"), linh = signed_up("Linh");
  const auto post = posted(linh, "My corner with the paper lamp");
  comment(an, post, "Where is my order? It should have been here last week.");
  const auto told = inbox("comment").text("/items/0/id");
  sent_once("/v1/admin/conversations/" + told + "/answers");
  delivered(told);
  EXPECT_EQ(times(ask("GET", "/v1/posts/" + post + "/comments", ""), "It left this morning."), 1);
  EXPECT_EQ(inbox("comment").number("/items/0/messages"), 2);
  const auto reviewed = review(an, 1, "The switch stopped working after two days.");
  const auto unhappy = inbox("review").text("/items/0/id");
  sent_once("/v1/admin/conversations/" + unhappy + "/answers");
  delivered(unhappy);
  EXPECT_EQ(ask("GET", "/v1/reviews/" + reviewed, "").text("/reply/text"), "It left this morning.");
  EXPECT_EQ(inbox("review").number("/items/0/messages"), 2);
  const auto question = ask("POST", "/v1/products/" + handle + "/questions", an, R"({"text":"When does mine leave?"})").text("/id");
  sent_once("/v1/admin/product_questions/" + question + "/answers");
  EXPECT_EQ(times(ask("GET", "/v1/products/" + handle + "/questions", ""), "It left this morning."), 1);
}

ENGINE_TEST(BrandInbox, AnAnswerWhoseJobRunsAgainStandsOnce) {
  const auto an = signed_up("An"), linh = signed_up("Linh");
  const auto post = posted(linh, "My corner with the paper lamp");
  comment(an, post, "Where is my order? It should have been here last week.");
  const auto id = inbox("comment").text("/items/0/id");
  answer(id, "It left this morning.");
  const auto seen = ask("GET", "/v1/admin/conversations/" + id, owner);
  care::Message message;
  message.id = *parse_id<care::MessageId>(seen.text("/messages/1/id"));
  message.author = *parse_id<identity::AccountId>(ask("GET", "/v1/me", owner).text("/account/id"));
  message.text = "It left this morning.";
  auto& care = program->care().care();
  const auto conversation = program->database().read_now([&](db::Reader& reader) { return care.find(reader, *parse_id<care::ConversationId>(id)); });
  CommentChannel channel(program->database(), program->content().writing(), care);
  const auto again = channel.send({*conversation, message, to_text(message.id), "Owner", {}});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "care.wrong_status");
  EXPECT_EQ(times(ask("GET", "/v1/posts/" + post + "/comments", ""), "It left this morning."), 1);
}

ENGINE_TEST(BrandInbox, WhatAnAppealBringsBackOpensItsConversationAgain) {
  const auto an = signed_up("An"), linh = signed_up("Linh");
  const auto reviewed = review(an, 1, "The switch stopped working after two days.");
  const auto unhappy = inbox("review").text("/items/0/id");
  taken_away("review", reviewed);
  EXPECT_EQ(inbox("review").text("/items/0/status"), "resolved");
  EXPECT_EQ(ask("GET", "/v1/admin/conversations/" + unhappy, owner).raw().find("stopped working"), std::string::npos);
  won_back(an);
  const auto back = inbox("review");
  EXPECT_EQ(back.text("/items/0/status"), "open") << back.raw();
  EXPECT_EQ(back.size("/items"), 1u);
  EXPECT_NE(back.text("/items/0/excerpt").find("stopped working"), std::string::npos) << back.raw();
  EXPECT_EQ(ask("GET", "/v1/admin/conversations/" + unhappy, owner).text("/messages/0/text"), "★☆☆☆☆\nThe switch stopped working after two days.");
  const auto post = posted(linh, "My corner with the paper lamp");
  const auto said = comment(an, post, "Where is my order? It should have been here last week.");
  taken_away("comment", said);
  EXPECT_EQ(inbox("comment").text("/items/0/status"), "resolved");
  won_back(an);
  EXPECT_EQ(inbox("comment").text("/items/0/status"), "open");
  EXPECT_EQ(inbox("comment").text("/items/0/subject"), "Where is my order? It should have been here last week.");
}

ENGINE_TEST(BrandInbox, WhatAnAgentResolvedStaysResolvedWhenItComesBack) {
  const auto an = signed_up("An");
  const auto reviewed = review(an, 1, "The switch stopped working after two days.");
  const auto id = inbox("review").text("/items/0/id");
  ASSERT_EQ(ask("PATCH", "/v1/admin/conversations/" + id, owner, R"({"status":"resolved"})").status, 200);
  taken_away("review", reviewed);
  won_back(an);
  EXPECT_EQ(inbox("review").text("/items/0/status"), "resolved");
  EXPECT_EQ(ask("GET", "/v1/admin/conversations/" + id, owner).text("/messages/0/text"), "★☆☆☆☆\nThe switch stopped working after two days.");
}

ENGINE_TEST(BrandInbox, APostThatComesBackBringsWhatWasSaidUnderIt) {
  const auto an = signed_up("An"), linh = signed_up("Linh");
  const auto post = posted(linh, "My corner with the paper lamp");
  comment(an, post, "Where is my order? It should have been here last week.");
  const auto second = comment(an, post, "Hello?");
  ASSERT_LT(ask("DELETE", "/v1/comments/" + second, an).status, 300);
  taken_away("post", post);
  EXPECT_EQ(inbox("comment").text("/items/0/status"), "resolved");
  won_back(linh);
  const auto back = inbox("comment");
  EXPECT_EQ(back.text("/items/0/status"), "open") << back.raw();
  const auto thread = ask("GET", "/v1/admin/conversations/" + back.text("/items/0/id"), owner);
  EXPECT_EQ(thread.text("/messages/0/text"), "Where is my order? It should have been here last week.");
  EXPECT_EQ(thread.text("/messages/1/text"), "") << "its author deleted it";
}

ENGINE_TEST(BrandInbox, AVietnameseComplaintOnTheContactPageGoesToTheTeamOfWhatItWants) {
  const auto an = signed_up("An");
  const auto me = ask("GET", "/v1/me", owner).text("/account/id");
  auto settings = ask("GET", "/v1/admin/care/settings", owner);
  auto& wish = settings.body.as_object();
  wish["agents"] = boost::json::array{boost::json::object{{"account_id", me}, {"teams", boost::json::array{"orders"}}, {"open_max", 20}}};
  const auto set = ask("PUT", "/v1/admin/care/settings", owner, settings.raw());
  ASSERT_EQ(set.status, 200) << set.raw();
  const auto made = ask("POST", "/v1/conversations", an, R"({"topic":"","text":"Tôi rất thất vọng. Tôi muốn hoàn tiền cho đèn giấy này."})");
  ASSERT_EQ(made.status, 201) << made.raw();
  settle();
  const auto found = inbox("form");
  EXPECT_EQ(found.text("/items/0/intent"), "refund") << found.raw();
  EXPECT_EQ(found.text("/items/0/feeling"), "negative");
  EXPECT_EQ(found.text("/items/0/topic"), "return");
  EXPECT_EQ(found.text("/items/0/team"), "orders");
  EXPECT_EQ(found.text("/items/0/assignee/id"), me);
}

ENGINE_TEST(BrandInbox, WhatAGuestTellsOfADefectCountsForHalfAPersonAlsoWhenItComesLater) {
  testing::HttpClient guest(program->port());
  buy(guest, "kari@example.org");
  const auto made = boost::json::parse(guest.post("/v1/conversations", R"({"topic":"","text":"Hello, I have a question.","name":"Kari","email":"kari@example.org"})").body).as_object();
  settle();
  EXPECT_EQ(signals(), "");
  EXPECT_EQ(inbox("form").text("/items/0/product_id"), lamp) << "the only one they bought";
  const std::string thread = "/v1/conversations/" + std::string(made.at("id").as_string());
  const auto more = guest.post(thread + "/messages", R"({"text":"The lamp stopped working after two days."})",
                               {{"Plaza-Access-Token", std::string(made.at("access_token").as_string())}});
  ASSERT_EQ(more.status, 201) << more.body;
  settle();
  EXPECT_EQ(signals(), "talked 50 bought;");
  testing::HttpClient stranger(program->port());
  ASSERT_EQ(stranger.post("/v1/conversations", R"({"topic":"","text":"The lamp stopped working.","name":"X","email":"x@example.org"})").status, 201);
  settle();
  EXPECT_EQ(signals(), "talked 50 bought;") << "no order of that address";
}

}  // namespace
}  // namespace plaza::app

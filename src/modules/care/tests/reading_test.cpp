// What arrives is read, sorted in and given to who has the skill; what agents say it is instead is kept to be learnt from.
#include "care/events.h"
#include "desk.h"
#include "lessons.h"
#include "lists.h"
#include "routes_fixture.h"
#include "rules.h"
#include "store.h"

namespace plaza::care {
namespace {

constexpr catalog::ProductId lamp{901}, vase{902};

bool has(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

class HandReader final : public TextReader {
 public:
  Reading read(std::string_view text) const override {
    Reading said;
    said.feeling = Feeling::neutral;
    if (has(text, "thank")) said = {Feeling::positive, 80, "praise", Severity::none, {"thank"}};
    if (has(text, "refund")) said = {Feeling::negative, -60, "refund", Severity::taste, {"refund", "awful"}};
    if (has(text, "works no more")) said = {Feeling::negative, -70, "defect", Severity::defect, {"works no more"}};
    if (has(text, "charged twice")) said = {Feeling::negative, -70, "money_lost", Severity::money, {"charged twice"}};
    if (has(text, "cut my hand")) said = {Feeling::negative, -90, "damaged", Severity::safety, {"cut my hand"}};
    return said;
  }
};

class LampFinder final : public ProductFinder {
 public:
  catalog::ProductId product_of(db::Reader&, const Customer&, std::string_view text) override { return has(text, "lamp") ? lamp : catalog::ProductId{}; }
};

class CareReadingTest : public RoutesFixture {
 protected:
  CareReadingTest() {
    module->plug(hand_reader);
    module->plug(lamp_finder);
  }
  void set(const Settings& settings) {
    const auto work = [&](db::Transaction& tx) -> plaza::Status {
      Settings wish = settings;
      wish.version = store::read_settings(tx).version;
      return store::write_settings(tx, wish) ? done() : Error{ErrorKind::conflict, "care.stale", ""};
    };
    ASSERT_TRUE(write(work).ok());
  }
  Inbound said(std::string text, std::string channel = "whatsapp", std::string key = "w1") {
    Inbound inbound = from_an(std::move(text));
    inbound.channel = std::move(channel);
    inbound.channel_key = std::move(key);
    inbound.subject.clear();
    return inbound;
  }
  Conversation got(std::string text, std::string key = "w1") { return conversation(receive(said(std::move(text), "whatsapp", std::move(key))).conversation_id); }
  std::string events_of(ConversationId id) {
    std::string all;
    auto messages = read([&](db::Reader& reader) { return store::messages_before(reader, id, {}, 100); });
    for (auto each = messages.rbegin(); each != messages.rend(); ++each) {
      if (each->happened) all += (all.empty() ? "" : " ") + each->happened->kind + "=" + each->happened->value;
    }
    return all;
  }
  std::string words_of(ConversationId id) {
    std::string all;
    auto messages = read([&](db::Reader& reader) { return store::messages_before(reader, id, {}, 100); });
    for (auto each = messages.rbegin(); each != messages.rend(); ++each) {
      if (each->direction == Direction::in) all += "[" + each->text + "]";
    }
    return all;
  }
  std::string taught(Corrected what) {
    std::string all;
    for (const auto& each : read([&](db::Reader& reader) { return module->lessons().corrected(reader, what, {}, 100); })) all += each.value + ":" + each.text + ";";
    return all;
  }

  HandReader hand_reader;
  LampFinder lamp_finder;
};

ENGINE_TEST(CareReadingTest, EveryChannelsWordsAreReadSortedInAndGivenToTheSkilled) {
  Settings settings = first_settings();
  settings.agents = {{noor, {"products"}, 10}, {mai, {"orders"}, 10}};
  set(settings);
  for (const std::string channel : {"whatsapp", "email", "chat", "instagram", "call", "review"}) {
    const auto each = conversation(receive(said("I want a refund for the lamp, awful.", channel, channel)).conversation_id);
    EXPECT_EQ(each.impression.feeling, Feeling::negative) << channel;
    EXPECT_EQ(each.impression.score, -60);
    EXPECT_EQ(each.impression.intent, "refund");
    EXPECT_EQ(each.impression.words, (std::vector<std::string>{"refund", "awful"}));
    EXPECT_EQ(each.topic, "return");
    EXPECT_EQ(each.team, "orders");
    EXPECT_EQ(each.assignee, mai);
    EXPECT_EQ(each.product, lamp);
    EXPECT_EQ(each.priority, Priority::normal);
  }
  EXPECT_EQ(got("Hello", "w2").assignee, noor) << "nothing is wanted: anybody's";
  EXPECT_EQ(got("My lamp works no more.", "w2").team, "orders");
}

ENGINE_TEST(CareReadingTest, WhatTheCustomerChoseAndWhatTheChannelKnowsStay) {
  auto inbound = said("I want a refund for the lamp.", "form", "");
  inbound.topic = "product";
  inbound.product = vase;
  const auto each = conversation(receive(inbound).conversation_id);
  EXPECT_EQ(each.topic, "product");
  EXPECT_EQ(each.team, "products");
  EXPECT_EQ(each.product, vase);
  EXPECT_EQ(each.impression.intent, "refund");
}

ENGINE_TEST(CareReadingTest, TheSubjectOfALetterIsReadToo) {
  auto inbound = said("See above.", "email", "");
  inbound.subject = "I want a refund";
  EXPECT_EQ(conversation(receive(inbound).conversation_id).impression.intent, "refund");
}

ENGINE_TEST(CareReadingTest, OnceATopicNamesIntentsTheShopsOwnSortingHolds) {
  Settings settings = first_settings();
  for (auto& topic : settings.topics) topic.intents.clear();
  set(settings);
  EXPECT_EQ(got("I want a refund.").topic, "return") << "written before topics had intents: the usual ones";
  settings.topics[3].intents = {"refund"};
  set(settings);
  EXPECT_EQ(got("I want a refund.", "w2").topic, "product");
  EXPECT_EQ(got("It works no more.", "w3").topic, "");
}

ENGINE_TEST(CareReadingTest, WhatIsGraverThanBeforeRaisesThePriorityAndSaysSo) {
  const auto first = got("I want a refund.");
  EXPECT_EQ(first.priority, Priority::normal);
  const auto second = got("And I was charged twice.");
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.priority, Priority::high);
  EXPECT_EQ(second.impression.severity, Severity::money);
  EXPECT_EQ(got("It cut my hand.").priority, Priority::urgent);
  EXPECT_EQ(events_of(first.id), "raised=high raised=urgent");
  Change wish;
  wish.priority = Priority::normal;
  ASSERT_EQ(change(first.id, wish), "ok");
  EXPECT_EQ(got("It cut my hand, I said.").priority, Priority::normal) << "somebody looked at it";
  ASSERT_EQ(resolve(first.id), "ok");
  EXPECT_EQ(got("It cut my hand again.").priority, Priority::urgent) << "another time";
  Settings settings = first_settings();
  settings.raise = false;
  set(settings);
  EXPECT_EQ(got("It cut my hand.", "w2").priority, Priority::high) << "by its topic alone";
}

ENGINE_TEST(CareReadingTest, ANewPriorityMovesTheDeadlines) {
  const auto first = got("I want a refund.");
  const auto second = got("And I was charged twice.");
  EXPECT_LT(second.reply_due, first.reply_due);
  EXPECT_LT(second.resolution_due, first.resolution_due);
}

ENGINE_TEST(CareReadingTest, CorrectionsAreKeptForTheLatestWordsAndTheTopicFollows) {
  const auto id = got("I want a refund.").id;
  got("It works no more.");
  Change wish;
  wish.feeling = Feeling::neutral;
  wish.intent = "discount_code";
  ASSERT_EQ(change(id, wish), "ok");
  const auto each = conversation(id);
  EXPECT_EQ(each.impression.feeling, Feeling::neutral);
  EXPECT_TRUE(each.impression.feeling_corrected);
  EXPECT_TRUE(each.impression.intent_corrected);
  EXPECT_EQ(each.topic, "return") << "the topic came from the first message: what was read last decided nothing";
  EXPECT_EQ(taught(Corrected::feeling), "neutral:It works no more.;");
  EXPECT_EQ(taught(Corrected::intent), "discount_code:It works no more.;");
  EXPECT_EQ(events_of(id), "feeling=neutral intent=discount_code");
  ASSERT_EQ(change(id, wish), "ok");
  EXPECT_EQ(events_of(id), "feeling=neutral intent=discount_code") << "the same twice is once";
  got("I want a refund, really.");
  EXPECT_EQ(conversation(id).impression.intent, "discount_code") << "an agent knows better";
  EXPECT_EQ(conversation(id).impression.feeling, Feeling::negative) << "of the latest message";
}

ENGINE_TEST(CareReadingTest, AnotherIntentTakesTopicTeamAndAgentAlong) {
  Settings settings = first_settings();
  settings.agents = {{noor, {"products"}, 10}};
  set(settings);
  const auto id = got("I want a refund.").id;
  EXPECT_FALSE(conversation(id).assignee) << "nobody has the skill";
  Change wish;
  wish.intent = "size_question";
  ASSERT_EQ(change(id, wish), "ok");
  const auto each = conversation(id);
  EXPECT_EQ(each.topic, "product");
  EXPECT_EQ(each.team, "products");
  EXPECT_EQ(each.assignee, noor);
  EXPECT_EQ(events_of(id), "intent=size_question topic=product assigned=" + to_text(noor));
}

ENGINE_TEST(CareReadingTest, WhatDoesNotExistIsRefusedByItsField) {
  const auto id = to_text(got("I want a refund.").id);
  const auto field = [&](const std::string& body) {
    const auto answer = ask(http::Method::patch, admin(id), body);
    if (answer.status < 400) return std::to_string(answer.status);
    return text(object_of(answer).at("errors").as_array().at(0).as_object().at("field"));
  };
  EXPECT_EQ(field(R"({"intent":"to_dance"})"), "intent");
  EXPECT_EQ(field(R"({"feeling":"unknown"})"), "feeling");
  EXPECT_EQ(field(R"({"topic":"dancing"})"), "topic");
  EXPECT_EQ(field(R"({"product_id":"lamp"})"), "product_id");
  EXPECT_EQ(field(R"({"feeling":"positive","intent":"praise","topic":"other","product_id":")" + to_text(vase) + "\"}"), "200");
  const auto now = object_of(ask(http::Method::get, admin(id))).at("conversation").as_object();
  EXPECT_EQ(text(now.at("feeling")), "positive");
  EXPECT_EQ(now.at("feeling_score").as_int64(), 100);
  EXPECT_EQ(text(now.at("intent")), "praise");
  EXPECT_EQ(text(now.at("topic")), "other");
  EXPECT_EQ(text(now.at("product_id")), to_text(vase));
  EXPECT_TRUE(now.at("intent_corrected").as_bool());
  Settings settings = first_settings();
  settings.topics[0].intents = {"late", "to_dance"};
  EXPECT_EQ(check(settings).error().fields.at(0).field, "topics[0].intents[1]");
}

ENGINE_TEST(CareReadingTest, ListsFindFeelingsAndIntentsAndSortByWhatPresses) {
  const auto page = [&](const ListQuery& query) {
    auto found = read([&](db::Reader& reader) { return list(reader, query, clock.now()); });
    std::string all;
    for (const auto& each : found->items) all += each.excerpt.substr(0, 3) + " ";
    return std::pair(all, found->next_cursor.value_or(""));
  };
  int number = 0;
  const auto add = [&](const std::string& text, Priority priority, std::int64_t urgency) {
    clock.advance(seconds(1));
    const auto id = got(text, "k" + std::to_string(++number)).id;
    Change wish;
    wish.priority = priority;
    wish.urgency = urgency;
    ASSERT_EQ(change(id, wish), "ok");
  };
  add("aaa I want a refund.", Priority::high, 10);
  add("bbb thank you", Priority::urgent, 0);
  add("ccc I want a refund.", Priority::high, 4'000);
  add("ddd hello", Priority::low, 900'000'000'000'000);
  add("eee I want a refund.", Priority::high, 0);
  ListQuery query;
  query.sort = Sort::urgency;
  query.limit = 2;
  const auto first = page(query);
  EXPECT_EQ(first.first, "bbb ccc ");
  query.cursor = first.second;
  const auto second = page(query);
  EXPECT_EQ(second.first, "aaa eee ");
  query.cursor = second.second;
  EXPECT_EQ(page(query).first, "ddd ");
  ListQuery wanted;
  wanted.intent = "refund";
  EXPECT_EQ(page(wanted).first, "eee ccc aaa ");
  wanted.sort = Sort::urgency;
  wanted.status = Status::open;
  EXPECT_EQ(page(wanted).first, "ccc aaa eee ");
  ListQuery happy;
  happy.feeling = Feeling::positive;
  EXPECT_EQ(page(happy).first, "bbb ");
  const auto answer = ask(http::Method::get, "/v1/admin/conversations?feeling=negative&intent=refund&sort=urgency&limit=1");
  EXPECT_EQ(object_of(answer).at("items").as_array().at(0).as_object().at("urgency").as_int64(), 4'000);
}

ENGINE_TEST(CareReadingTest, WhatIsTakenBackLosesItsWordsAndTheLastOfItClosesTheConversation) {
  std::vector<std::string> heard;
  dispatcher->once("test.care", {CaseResolved::topic}, [&](db::Transaction& tx, const events::Event& event) -> plaza::Status {
    tx.on_commit([&heard, topic = event.topic] { heard.push_back(topic); });
    return done();
  });
  auto first = said("I want a refund.", "comment", "pst_1/acc_1"), second = said("It works no more.", "comment", "pst_1/acc_1");
  first.external_id = "cmt_1";
  second.external_id = "cmt_2";
  const auto id = receive(first).conversation_id;
  receive(second);
  Change wish;
  wish.intent = "late";
  ASSERT_EQ(change(id, wish), "ok");
  const auto withdraw_one = [&](const char* which) {
    return outcome([&](db::Transaction& tx) -> Result<int> {
      TRY_DONE(care().withdraw_one(tx, "comment", which));
      return 0;
    });
  };
  ASSERT_EQ(withdraw_one("cmt_2"), "ok");
  EXPECT_EQ(words_of(id), "[I want a refund.][]");
  EXPECT_EQ(conversation(id).status, Status::open);
  EXPECT_EQ(taught(Corrected::intent), "") << "nothing is learnt from words that are gone";
  ASSERT_EQ(withdraw_one("cmt_1"), "ok");
  EXPECT_EQ(words_of(id), "[][]");
  const auto each = conversation(id);
  EXPECT_EQ(each.status, Status::resolved);
  EXPECT_EQ(each.reply_due.micros, 0);
  EXPECT_EQ(each.excerpt, "");
  EXPECT_EQ(events_of(id), "intent=late withdrawn=");
  ASSERT_EQ(withdraw_one("cmt_1"), "ok");
  ASSERT_EQ(withdraw_one("cmt_9"), "ok");
  EXPECT_EQ(events_of(id), "intent=late withdrawn=");
  dispatcher->drain();
  EXPECT_EQ(heard.size(), 1u);
}

ENGINE_TEST(CareReadingTest, AWholePostTakesTheThreadsBelowItAlongAndNoOthers) {
  const auto add = [&](const std::string& key, const std::string& external) {
    auto inbound = said("I want a refund.", "comment", key);
    inbound.external_id = external;
    return receive(inbound).conversation_id;
  };
  const auto a = add("pst_1/acc_1", "cmt_1"), b = add("pst_1/acc_2", "cmt_2"), c = add("pst_12/acc_1", "cmt_3");
  const auto work = [&](db::Transaction& tx) -> Result<int> {
    TRY_DONE(care().withdraw(tx, "comment", "pst_1/"));
    return 0;
  };
  ASSERT_EQ(outcome(work), "ok");
  EXPECT_EQ(words_of(a) + words_of(b) + words_of(c), "[][][I want a refund.]");
  EXPECT_EQ(conversation(b).status, Status::resolved);
  EXPECT_EQ(conversation(c).status, Status::open);
  EXPECT_EQ(read([&](db::Reader& reader) { return care().of_thread(reader, "comment", "pst_12/acc_1"); })->id, c);
  EXPECT_FALSE(read([&](db::Reader& reader) { return care().of_thread(reader, "comment", "pst_3/acc_1"); }));
}

ENGINE_TEST(CareReadingTest, WhoIsErasedWaitsForNobodyAndTeachesNothing) {
  const auto id = got("I want a refund.").id;
  Change wish;
  wish.intent = "late";
  wish.feeling = Feeling::neutral;
  ASSERT_EQ(change(id, wish), "ok");
  ASSERT_NE(taught(Corrected::feeling), "");
  profiles::Person person;
  person.account = an;
  const auto erase = [&](db::Transaction& tx) -> Result<int> { return static_cast<int>(module->personal_data().erase(tx, person).size()); };
  ASSERT_TRUE(write(erase).ok());
  EXPECT_EQ(taught(Corrected::feeling) + taught(Corrected::intent), "");
  const auto each = conversation(id);
  EXPECT_EQ(each.status, Status::resolved);
  EXPECT_TRUE(each.impression.words.empty());
  EXPECT_EQ(events_of(id), "feeling=neutral intent=late topic=order erased=");
}

ENGINE_TEST(CareReadingTest, WhatIsSplitOffIsReadAnew) {
  const auto id = got("I want a refund.").id;
  const auto second = receive(said("I was charged twice."));
  const auto answer = ask(http::Method::post, admin(to_text(id), "/split"), R"({"message_ids":[")" + to_text(second.message_id) + "\"]}");
  ASSERT_LT(answer.status, 300) << answer.body;
  const auto fresh = object_of(answer);
  EXPECT_EQ(text(fresh.at("intent")), "money_lost");
  EXPECT_EQ(text(fresh.at("severity")), "money");
}

}  // namespace
}  // namespace plaza::care

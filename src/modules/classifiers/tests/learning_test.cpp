// Learning from decisions on a real database: switched to only when it is better, forgotten when somebody is erased.
#include "classifiers_fixture.h"
#include "platform/json/document.h"

namespace plaza::classifiers {
namespace {

using http::Method;

class Learning : public ClassifiersFixture {
 protected:
  void learn() {
    ASSERT_EQ(ask(Method::post, "/v1/admin/classifiers/learn", identity::moderator).status, 202);
    runner->run_due();
    dispatcher->drain();
  }
  static double number(const boost::json::object& of, const char* name) { return of.at(name).to_number<double>(); }
};

constexpr const char* advert = "Come zorbing near the harbour, leave the teapot";
constexpr const char* praise = "I use the teapot near the harbour and like it";

ENGINE_TEST(Learning, DecisionsTeachWhatTheLexiconDoesNotKnow) {
  connect();
  EXPECT_LT(score("spam", advert), 0.5);
  advertise(60);
  learn();
  const auto spam = trait(1);
  EXPECT_EQ(spam.at("version").as_int64(), 1);
  EXPECT_EQ(spam.at("examples").as_int64(), 120);
  const auto run = spam.at("runs").as_array().at(0).as_object();
  EXPECT_EQ(run.at("chosen").as_string(), "trained");
  EXPECT_GT(number(run, "shipped_error"), 0.3);
  EXPECT_LT(number(run, "error"), 0.1);
  EXPECT_GT(score("spam", advert), 0.8);
  EXPECT_LT(score("spam", praise), 0.5);
  EXPECT_EQ(module->classifiers().say(Trait::spam, advert).label, "spam");
  EXPECT_TRUE(module->classifiers().say(Trait::spam, advert).learnt);
  start();  // another process reads the same
  EXPECT_GT(score("spam", advert), 0.8);
}

ENGINE_TEST(Learning, AWorseModelIsNeverPutIntoUse) {
  connect();
  // The lexicon is right about each of them; what differs among them is nothing.
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i);
    decisions.add("You stupid idiot, shut up " + number, true, moderation::Reason::abuse);
    decisions.add("Thank you for the bowl " + number, false, moderation::Reason::other);
  }
  learn();
  const auto toxicity = trait(0);
  EXPECT_EQ(toxicity.at("version").as_int64(), 0);
  ASSERT_EQ(toxicity.at("runs").as_array().size(), 1u);
  EXPECT_EQ(toxicity.at("runs").at(0).at("chosen").as_string(), "shipped");
  EXPECT_EQ(toxicity.at("runs").at(0).at("shipped_error").to_number<double>(), 0);
  EXPECT_GT(score("toxicity", "You stupid idiot, shut up"), 0.9);  // what it promises is measured all the same
}

ENGINE_TEST(Learning, ABetterOneStaysWhenTheNextLearnsNothing) {
  connect();
  advertise(60);
  learn();
  learn();  // nothing new was decided
  EXPECT_EQ(trait(1).at("runs").as_array().size(), 1u);
  decisions.add("One more about a bowl", false, moderation::Reason::other);
  learn();
  const auto spam = trait(1);
  ASSERT_EQ(spam.at("runs").as_array().size(), 2u);
  EXPECT_EQ(spam.at("runs").at(0).at("chosen").as_string(), "before");
  EXPECT_EQ(spam.at("version").as_int64(), 1);
  EXPECT_GT(score("spam", advert), 0.8);
}

ENGINE_TEST(Learning, TooFewDecisionsTeachNothing) {
  connect();
  advertise(10);
  learn();
  EXPECT_EQ(trait(1).at("version").as_int64(), 0);
  EXPECT_EQ(trait(1).at("examples").as_int64(), 20);
  EXPECT_EQ(trait(1).at("runs").as_array().size(), 0u);
}

ENGINE_TEST(Learning, WhoIsErasedIsInNoModel) {
  connect();
  advertise(60);
  learn();
  ASSERT_EQ(trait(1).at("version").as_int64(), 1);
  decisions.clear();
  announce(identity::AccountErased{identity::AccountId{7}});
  EXPECT_EQ(trait(1).at("version").as_int64(), 1);
  clock.advance(minutes(6));
  runner->run_due();
  dispatcher->drain();
  EXPECT_EQ(trait(1).at("version").as_int64(), 0);
  EXPECT_LT(score("spam", advert), 0.5);
  const auto bytes = [&](db::Reader& reader) {
    static constexpr db::Statement kept{nullptr, "SELECT COUNT(*) FROM classifiers_runs WHERE model IS NOT NULL"};
    return *reader.one(kept, {}, [](const db::Row& row) { return row.integer(0); });
  };
  EXPECT_EQ(database().read_now(bytes), 0);
}

ENGINE_TEST(Learning, WhatSaysWhatARemovedOneSaidIsAlike) {
  connect();
  const std::string copy = "We sell the very same bowls for half the price, write to us for a code today";
  EXPECT_EQ(score("likeness", copy), 0);
  decisions.add(copy, true, moderation::Reason::spam);
  announce(moderation::ContentRemoved{});
  EXPECT_GT(score("likeness", copy + "!!"), 0.9);
  EXPECT_EQ(score("likeness", "The glaze of my new bowl is warmer than in the pictures, and it came early"), 0);
  decisions.clear();
  announce(identity::AccountErased{identity::AccountId{7}});
  EXPECT_EQ(score("likeness", copy), 0);
}

ENGINE_TEST(Learning, RatingsAndLabelsTeachFeelingsAndIntents) {
  connect();
  for (int i = 0; i < 50; ++i) {
    const std::string number = std::to_string(i);
    lessons.rated_words.push_back({{i * 2 + 1}, 1, "The answer was a pure blorb " + number});
    lessons.rated_words.push_back({{i * 2 + 2}, 5, "The answer was a real frimp " + number});
    lessons.labelled_words.push_back({{i * 2 + 1}, "warranty", "My glimmer has gone matt " + number});
    lessons.labelled_words.push_back({{i * 2 + 2}, "Wholesale", "Forty plates " + number});
    lessons.labelled_words.push_back({{i * 2 + 2}, "price question", "What do forty plates come to " + number});
  }
  learn();
  EXPECT_EQ(module->classifiers().say(Trait::sentiment, "a pure blorb").label, "negative");
  EXPECT_EQ(module->classifiers().say(Trait::sentiment, "a real frimp").label, "positive");
  EXPECT_EQ(module->classifiers().say(Trait::intent, "my glimmer is matt").label, "warranty");
  EXPECT_EQ(trait(3).at("examples").as_int64(), 100);
}

ENGINE_TEST(Learning, WhatAnAgentSaidOfATextOutweighsWhatFollowedFromSomethingElse) {
  connect();
  for (int i = 0; i < 50; ++i) {
    const std::string number = std::to_string(i), dull = "The glaze is frosty " + number, asks = "Is the frimp oven safe " + number;
    lessons.rated_words.push_back({{i + 1}, 1, dull});  // what they rated was the help
    lessons.rated_words.push_back({{i + 101}, 1, "A pure blorb " + number});
    lessons.corrected_feelings.push_back({{i + 1}, "positive", dull});
    lessons.labelled_words.push_back({{i + 1}, "warranty", asks});
    lessons.labelled_words.push_back({{i + 101}, "refund", "Forty plates, all of them back " + number});
    lessons.corrected_intents.push_back({{i + 1}, "product_question", asks});
    lessons.corrected_intents.push_back({{i + 201}, "no_intent_at_all", "Nobody knows this one " + number});
  }
  learn();
  EXPECT_EQ(module->classifiers().say(Trait::sentiment, "the glaze is frosty").label, "positive");
  EXPECT_EQ(module->classifiers().say(Trait::intent, "is the frimp oven safe").label, "product_question");
  EXPECT_EQ(trait(2).at("examples").as_int64(), 100);
  EXPECT_EQ(trait(3).at("examples").as_int64(), 100);
}

ENGINE_TEST(Learning, OnlyModeratorsSeeAndTeach) {
  connect();
  for (const std::uint32_t roles : {std::uint32_t{0}, static_cast<std::uint32_t>(identity::agent), static_cast<std::uint32_t>(identity::merchandiser)}) {
    EXPECT_EQ(ask(Method::get, "/v1/admin/classifiers", roles).status, roles ? 403 : 401);
    EXPECT_EQ(ask(Method::post, "/v1/admin/classifiers/learn", roles).status, roles ? 403 : 401);
  }
  EXPECT_EQ(ask(Method::get, "/v1/admin/classifiers", identity::owner).status, 200);
}

class ClassifiersStore : public testing::OnEachEngine {};

ENGINE_TEST(ClassifiersStore, EveryStatementIsUnderstood) { testing::expect_prepares(database(), all_statements(), migrations()); }

}  // namespace
}  // namespace plaza::classifiers

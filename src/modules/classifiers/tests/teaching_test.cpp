// What decisions teach, and what a score promises.
#include "../src/teaching.h"

#include <gtest/gtest.h>

namespace plaza::classifiers {
namespace {

using moderation::Reason;

moderation::Example example(bool removed, Reason reason) {
  moderation::Example one;
  one.removed = removed;
  one.reason = reason;
  return one;
}

TEST(Teaching, ADecisionTeachesWhatItsReasonSays) {
  EXPECT_EQ(taught(Trait::toxicity, example(false, Reason::other)), 0);
  EXPECT_EQ(taught(Trait::toxicity, example(true, Reason::hate)), 1);
  EXPECT_EQ(taught(Trait::toxicity, example(true, Reason::spam)), 0);
  EXPECT_EQ(taught(Trait::spam, example(true, Reason::repeated)), 1);
  EXPECT_EQ(taught(Trait::spam, example(true, Reason::abuse)), 0);
  EXPECT_FALSE(taught(Trait::spam, example(true, Reason::privacy)));
  EXPECT_FALSE(taught(Trait::sentiment, example(true, Reason::abuse)));
}

TEST(Teaching, RatingsTeachFeelingsAndLabelsIntents) {
  EXPECT_EQ(taught_by_rating(1), 0);
  EXPECT_EQ(taught_by_rating(3), 1);
  EXPECT_EQ(taught_by_rating(5), 2);
  EXPECT_FALSE(taught_by_rating(0));
  EXPECT_EQ(taught_by_label("refund"), label_number(Trait::intent, "refund"));
  EXPECT_EQ(taught_by_label(" Wrong item"), label_number(Trait::intent, "wrong_item"));
  EXPECT_FALSE(taught_by_label("wholesale"));
}

TEST(Teaching, TheSameTextIsHeldOutForEveryVersion) {
  int held = 0;
  for (int i = 0; i < 1'000; ++i) held += is_held_out("text number " + std::to_string(i));
  EXPECT_GT(held, 200);
  EXPECT_LT(held, 300);
  EXPECT_EQ(is_held_out("A text"), is_held_out(" a TEXT "));
}

TEST(Teaching, TheDigestKnowsTextsAndLabelsInAnyOrder) {
  EXPECT_EQ(digest_of({{"a", 0}, {"b", 1}}), digest_of({{"b", 1}, {"a", 0}}));
  EXPECT_NE(digest_of({{"a", 0}, {"b", 1}}), digest_of({{"a", 1}, {"b", 0}}));
  EXPECT_NE(digest_of({}), digest_of({{"a", 0}}));
}

TEST(Teaching, AScorePromisesWhatItKeptBefore) {
  // Above 0.8 all four were right, between 0.5 and 0.8 one of two, below none.
  const auto steps = precision_steps({{0.9, true}, {0.9, true}, {0.85, true}, {0.8, true}, {0.7, false}, {0.6, true}, {0.2, false}, {0.1, false}});
  EXPECT_DOUBLE_EQ(expected_precision(steps, 0.95), 5.0 / 6);
  EXPECT_DOUBLE_EQ(expected_precision(steps, 0.8), 5.0 / 6);
  EXPECT_DOUBLE_EQ(expected_precision(steps, 0.65), 6.0 / 8);
  EXPECT_LT(expected_precision(steps, 0.05), 0.5);
  EXPECT_EQ(steps.back().found, 4);
  EXPECT_DOUBLE_EQ(steps.back().share, 4.0 / 5);
  double before = 0;
  for (int i = 0; i <= 100; ++i) {
    const double promised = expected_precision(steps, i / 100.0);
    EXPECT_GE(promised, before);
    before = promised;
  }
  EXPECT_DOUBLE_EQ(expected_precision({}, 0.3), 0.3);
}

TEST(Teaching, TheLexiconAnswersWithoutAModel) {
  EXPECT_EQ(say(Trait::toxicity, nullptr, "You stupid idiot, shut up").label, "toxic");
  EXPECT_EQ(say(Trait::toxicity, nullptr, "A lovely bowl").label, "fine");
  EXPECT_EQ(say(Trait::sentiment, nullptr, "I love it, wonderful").label, "positive");
  EXPECT_EQ(say(Trait::intent, nullptr, "Where is my order?").label, "where_is_order");
  EXPECT_FALSE(say(Trait::intent, nullptr, "Where is my order?").learnt);
}

}  // namespace
}  // namespace plaza::classifiers

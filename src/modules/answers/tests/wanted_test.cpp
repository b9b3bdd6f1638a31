// What is asked again and again.
#include "wanted.h"

#include <gtest/gtest.h>

namespace plaza::answers {
namespace {

TEST(Wanted, TheSameQuestionInOtherWordsIsCountedOnce) {
  const auto found = often_asked({{"5", "Does the vase hold water for a week?", "/5", false},
                                  {"4", "How heavy is the lamp?", "/4", true},
                                  {"3", "Will the vase hold water?", "/3", true},
                                  {"2", "Bình này có giữ được nước không?", "/2", false},
                                  {"1", "Does this vase hold water", "/1", true},
                                  {"0", "", "/0", true}}, 10);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].times, 3);
  EXPECT_EQ(found[0].newest.id, "5");
  EXPECT_EQ(found[0].answered_id, "3") << "the newest that was answered";
}

TEST(Wanted, TheMostAskedComesFirstAndTheListEnds) {
  const auto found = often_asked({{"5", "heavy lamp", "", false}, {"4", "heavy lamp", "", false}, {"3", "water vase", "", false},
                                  {"2", "water vase", "", false}, {"1", "water vase", "", false}}, 10);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].newest.id, "3");
  EXPECT_EQ(often_asked({{"2", "heavy lamp", "", false}, {"1", "heavy lamp", "", false}}, 0).size(), 0u);
}

}  // namespace
}  // namespace plaza::answers

#include "ml/text/likeness.h"

#include <gtest/gtest.h>

#include <string>

namespace plaza::ml::text {
namespace {

const std::string review = "I bought this vase for my mother and she loves it, the glaze is beautiful and the delivery was quick, will order again";

TEST(Likeness, IsOneForTheSameWordsInOtherDress) {
  EXPECT_EQ(likeness(sketch(review), sketch(review)), 1);
  EXPECT_EQ(likeness(sketch("Hàng rất đẹp, giao nhanh!!! 😍"), sketch("hang rat dep giao nhanh")), 1);
}

TEST(Likeness, FollowsTheShareInCommon) {
  std::string changed = review;
  changed.replace(changed.find("mother"), 6, "sister");
  const double near = likeness(sketch(review), sketch(changed));
  EXPECT_GT(near, 0.5);
  EXPECT_LT(near, 1);
  EXPECT_LT(likeness(sketch(review), sketch("The lamp flickers and the switch broke after a week, not happy with the quality of the cable at all")), 0.1);
}

TEST(Likeness, TextsThatSayNothingAreLikeNoOther) {
  EXPECT_EQ(likeness(sketch(""), sketch("")), 0);
  EXPECT_EQ(likeness(sketch("!!! 👍"), sketch("👍")), 0);
}

TEST(LikenessIndex, FindsCopiesAmongMany) {
  LikenessIndex index;
  for (std::uint64_t key = 0; key < 2'000; ++key) {
    std::string text = "number";
    for (std::uint64_t i = 0; i < 12; ++i) text += " word" + std::string(1, static_cast<char>('a' + (key * 31 + i * 7) % 26)) + std::string(1 + key % 7, 'x') + (key % 2 ? "q" : "r") + std::string(1, static_cast<char>('a' + key / 100));
    index.put(key, sketch(text));
  }
  index.put(5'000, sketch(review));
  std::string copy = review;
  copy.replace(copy.find("quick"), 5, "super fast");
  const auto found = index.find(sketch(copy), 0.5, 10);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, 5'000u);
}

TEST(LikenessIndex, ForgetsWhatIsRemovedAndReplacesTheSameKey) {
  LikenessIndex index;
  index.put(1, sketch(review));
  index.put(1, sketch("something else that is long enough to have its own shingles here"));
  EXPECT_TRUE(index.find(sketch(review), 0.3, 5).empty());
  EXPECT_EQ(index.size(), 1u);
  index.remove(1);
  index.remove(7);
  EXPECT_EQ(index.size(), 0u);
  EXPECT_TRUE(index.find(sketch("something else that is long enough to have its own shingles here"), 0.1, 5).empty());
}

TEST(LikenessIndex, GivesTheMostAlikeFirstAndNotTooMany) {
  LikenessIndex index;
  std::string other = review;
  other.replace(other.find("mother"), 6, "sister");
  index.put(1, sketch(other));
  index.put(2, sketch(review));
  index.put(3, sketch(review));
  const auto found = index.find(sketch(review), 0.3, 2);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].key, 2u);
  EXPECT_EQ(found[1].key, 3u);
}

}  // namespace
}  // namespace plaza::ml::text

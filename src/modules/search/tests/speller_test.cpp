#include "speller.h"

#include <gtest/gtest.h>

namespace plaza::search {
namespace {

struct SpellerTest : ::testing::Test {
  SpellerTest() {
    for (const auto& [word, count] : std::initializer_list<std::pair<const char*, std::uint32_t>>{
             {"ceramic", 40}, {"ceramics", 3}, {"lamp", 10}, {"lamb", 30}, {"vase", 8}, {"teapot", 5}, {"den", 9}, {"陶器", 4}}) {
      vocabulary.set(word, {count, 0, 0});
    }
    speller.build(vocabulary);
  }
  std::string best(std::string_view word) { return speller.best(word, vocabulary); }
  Vocabulary vocabulary;
  Speller speller;
};

TEST_F(SpellerTest, MendsAWrongAMissingAnAddedAndASwappedLetter) {
  EXPECT_EQ(best("cerammic"), "ceramic");
  EXPECT_EQ(best("cermic"), "ceramic");
  EXPECT_EQ(best("cerqmic"), "ceramic");
  EXPECT_EQ(best("ecramic"), "ceramic");
  EXPECT_EQ(best("tepaot"), "teapot");
  EXPECT_EQ(best("vsae"), "vase");
}

TEST_F(SpellerTest, MendsTwoTyposOfLongWordsOnly) {
  EXPECT_EQ(best("crmaic"), "ceramic");
  EXPECT_EQ(best("taepto"), "teapot");
  EXPECT_EQ(best("vesi"), "");
}

TEST_F(SpellerTest, LeavesShortAndStrangeWordsAlone) {
  EXPECT_EQ(best("dn"), "");
  EXPECT_EQ(best("x"), "");
  EXPECT_EQ(best(""), "");
  EXPECT_EQ(best("qwertyuiop"), "");
  EXPECT_EQ(best(std::string(48, 'z')), "");
}

TEST_F(SpellerTest, NeverGuessesNumbers) {
  vocabulary.set("size20", {5, 0, 0});
  speller.build(vocabulary);
  EXPECT_EQ(best("size21"), "");
}

TEST_F(SpellerTest, PrefersFewerTyposThenTheMoreFrequentWord) {
  EXPECT_EQ(best("lamx"), "lamb");
  EXPECT_EQ(best("ceramicss"), "ceramics");
}

TEST_F(SpellerTest, KnowsWordsThatCameLaterAndForgetsThoseThatWent) {
  speller.add("kettle");
  EXPECT_EQ(best("ketle"), "");
  vocabulary.change("kettle", 0, 1);
  EXPECT_EQ(best("ketle"), "kettle");
  vocabulary.change("kettle", 0, -1);
  EXPECT_EQ(best("ketle"), "");
}

TEST(Typos, AreCountedWithSwappedNeighboursAsOne) {
  EXPECT_EQ(typos_between(U"abc", U"abc", 2), 0);
  EXPECT_EQ(typos_between(U"abc", U"acb", 2), 1);
  EXPECT_EQ(typos_between(U"abc", U"abcd", 2), 1);
  EXPECT_EQ(typos_between(U"abcd", U"badc", 2), 2);
  EXPECT_EQ(typos_between(U"abc", U"xyz", 2), 3);
  EXPECT_EQ(typos_between(U"", U"ab", 2), 2);
  EXPECT_EQ(typos_between(U"a", U"abcd", 2), 3);
}

TEST(Vocabulary, CompletesWithTheWordItselfThenTheMostFrequent) {
  Vocabulary vocabulary;
  vocabulary.set("lam", {1, 0, 0});
  vocabulary.set("lamp", {5, 0, 2});
  vocabulary.set("lampshade", {9, 0, 0});
  vocabulary.set("land", {99, 0, 0});
  const auto found = vocabulary.completions("lam", 0, 2);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].word, "lam");
  EXPECT_EQ(found[1].word, "lampshade");
  EXPECT_EQ(vocabulary.completions("lam", 2, 5).size(), 1u);
  EXPECT_TRUE(vocabulary.completions("lam", 1, 5).empty());
}

TEST(Vocabulary, KeepsCompletionsOfShortPrefixesUntilItHasChanged) {
  Vocabulary vocabulary;
  for (int i = 0; i < 5'000; ++i) vocabulary.set("w" + std::to_string(i), {1, 0, 0});
  EXPECT_EQ(vocabulary.completions("w", 0, 100).size(), completions_max);
  vocabulary.set("wave", {99, 0, 0});
  EXPECT_EQ(vocabulary.completions("w", 0, 1)[0].word, "w0");
  EXPECT_EQ(vocabulary.completions("wave", 0, 1)[0].word, "wave");
  for (int i = 0; i < 5; ++i) vocabulary.change("wave", 0, 1);
  EXPECT_EQ(vocabulary.completions("w", 0, 1)[0].word, "wave");
}

}  // namespace
}  // namespace plaza::search

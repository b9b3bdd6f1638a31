#include <gtest/gtest.h>

#include <set>

#include "codes.h"

namespace plaza::credit {
namespace {

TEST(Codes, AreReadHoweverTheyAreTyped) {
  const std::string code = new_code();
  ASSERT_EQ(code.size(), 16u);
  EXPECT_EQ(clean_code(code), code);
  EXPECT_EQ(clean_code(grouped(code)), code);
  std::string typed = " ";
  for (const char c : grouped(code)) typed += static_cast<char>(std::tolower(c));
  EXPECT_EQ(clean_code(typed + " "), code);
  EXPECT_EQ(grouped("ABCDEFGHJKMNPQRS"), "ABCD-EFGH-JKMN-PQRS");
}

TEST(Codes, EveryWrongLetterAndEverySwapIsFound) {
  const std::string letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  const std::string code = new_code();
  for (std::size_t i = 0; i < code.size(); ++i) {
    for (const char other : letters) {
      if (other == code[i]) continue;
      std::string wrong = code;
      wrong[i] = other;
      EXPECT_FALSE(clean_code(wrong)) << wrong;
    }
    for (std::size_t j = i + 1; j < code.size(); ++j) {
      if (code[i] == code[j]) continue;
      std::string swapped = code;
      std::swap(swapped[i], swapped[j]);
      EXPECT_FALSE(clean_code(swapped)) << swapped;
    }
  }
}

TEST(Codes, WhatIsNoCodeIsNone) {
  for (const char* text : {"", "-", "ABCD", "0000-0000-0000-0000", "ABCD-EFGH-JKMN-PQRS-T",
                           "ÀBCD-EFGH-JKMN-PQRS", "ABCD_EFGH_JKMN_PQRS"}) {
    EXPECT_FALSE(clean_code(text)) << text;
  }
}

TEST(Codes, NoneIsGivenTwiceAndTheHashTellsNothing) {
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) EXPECT_TRUE(seen.insert(new_code()).second);
  const std::string code = *seen.begin();
  EXPECT_EQ(hash_of(code).size(), 64u);
  EXPECT_EQ(hash_of(code).find(code.substr(0, 4)), std::string::npos);
}

}  // namespace
}  // namespace plaza::credit

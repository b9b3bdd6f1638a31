#include "ml/text/tokens.h"

#include <gtest/gtest.h>

#include "ml/text/characters.h"
#include "ml/text/language.h"

namespace plaza::ml::text {
namespace {

// "word:xin word:chào": kind and lower case of each token.
std::string shown(std::string_view text) {
  constexpr const char* kinds[] = {"word", "run", "number", "emoji", "emoticon", "url", "email", "mention", "hashtag", "mark"};
  Tokens tokens;
  tokens.read(text);
  std::string out;
  for (const Token& token : tokens.all()) {
    if (!out.empty()) out += ' ';
    out += std::string(kinds[static_cast<std::size_t>(token.kind)]) + ":" + tokens.word(token);
  }
  return out;
}

std::string plain(std::string_view text) {
  Tokens tokens;
  tokens.read(text);
  std::string out;
  for (const Token& token : tokens.all()) out += (out.empty() ? "" : " ") + to_utf8(tokens.plain(token));
  return out;
}

TEST(Tokens, KeepDiacriticsAndStandBesideThePlainWord) {
  EXPECT_EQ(shown("Bình GỐM Đẹp"), "word:bình word:gốm word:đẹp");
  EXPECT_EQ(plain("Bình GỐM Đẹp"), "binh gom dep");
}

TEST(Tokens, ComposeMarksThatStandByThemselves) {
  EXPECT_EQ(shown("tô\xcc\x81t"), shown("tốt"));
  EXPECT_EQ(shown("to\xcc\x82\xcc\x81t"), shown("tốt"));
}

TEST(Tokens, KnowAddressesNamesAndHashtags) {
  EXPECT_EQ(shown("see https://shop.example/a?b=1, ok"), "word:see url:shop.example mark:, word:ok");
  EXPECT_EQ(shown("bit.ly/abc or www.x.vn"), "url:bit.ly word:or url:www.x.vn");
  EXPECT_EQ(shown("mail me@shop.example."), "word:mail email:me@shop.example mark:.");
  EXPECT_EQ(shown("@noor_interiors #GốmSứ"), "mention:noor_interiors hashtag:gốmsứ");
  EXPECT_EQ(shown("good.thanks"), "word:good mark:. word:thanks");
}

TEST(Tokens, CutElongationAndTellShouting) {
  Tokens tokens;
  tokens.read("soooo GOOD");
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens.word(tokens[0]), "soo");
  EXPECT_TRUE(tokens[0].elongated);
  EXPECT_TRUE(tokens[1].shouted);
  EXPECT_FALSE(tokens[0].shouted);
}

TEST(Tokens, KnowEmojiEmoticonsNumbersAndMarks) {
  EXPECT_EQ(shown("ok :) ❤️👍🏽"), "word:ok emoticon::) emoji:❤ emoji:👍");
  EXPECT_EQ(shown("what??? 1,000.50"), "word:what mark:??? number:1,000.50");
  EXPECT_EQ(shown("at 10:30"), "word:at number:10:30");
  EXPECT_EQ(shown("don’t"), "word:don't");
  EXPECT_EQ(shown("rock &amp; roll"), "word:rock mark:& word:roll");
}

TEST(Tokens, HoldRunsOfScriptsWithoutSpacesTogether) { EXPECT_EQ(shown("สวยมาก ok"), "run:สวยมาก word:ok"); }

TEST(Tokens, ReadWhateverComesIn) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("\xff\xfe a\xf0\x9f"), "word:a");
  EXPECT_EQ(shown(std::string("a\0b", 3)), "word:a word:b");
  Tokens tokens;
  tokens.read(std::string(1'000'000, 'x'));
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].letters, 2u);  // one letter, elongated
  std::string many;
  for (int i = 0; i < 30'000; ++i) many += "a.b-";
  tokens.read(many);
  EXPECT_LE(tokens.size(), text_bytes_max);
}

TEST(Language, KnowsVietnameseWithAndWithoutMarks) {
  EXPECT_EQ(guess_language("Shop giao hàng nhanh, mình rất thích").language, Language::vietnamese);
  const auto typed = guess_language("shop oi bao gio giao hang cho minh vay");
  EXPECT_EQ(typed.language, Language::vietnamese);
  EXPECT_TRUE(typed.toneless);
  EXPECT_FALSE(guess_language("hàng đẹp").toneless);
}

TEST(Language, KnowsEnglishAndSaysWhenItKnowsNeither) {
  EXPECT_EQ(guess_language("Where is my order? It should be here by now").language, Language::english);
  EXPECT_EQ(guess_language("el producto es muy bueno pero la entrega no").language, Language::other);
  EXPECT_EQ(guess_language("สินค้าดีมาก").language, Language::other);
  EXPECT_EQ(guess_language("12 👍").confidence, 0);
}

TEST(Language, KnowsTheShapeOfSyllables) {
  for (const auto word : {U"khong", U"nghieng", U"gi", U"quyen", U"uong", U"giay"}) EXPECT_TRUE(is_vietnamese_syllable(word));
  for (const auto word : {U"where", U"order", U"is", U"street", U""}) EXPECT_FALSE(is_vietnamese_syllable(word));
}

}  // namespace
}  // namespace plaza::ml::text

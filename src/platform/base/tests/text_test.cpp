#include "platform/base/text.h"

#include <gtest/gtest.h>

namespace plaza {
namespace {

TEST(Text, KnowsWellFormedUtf8) {
  for (std::string_view text : {"", "abc", "ồ", "你好", "🙂", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(text));
  for (std::string_view text :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE1\x80", "\xC2", "a\xFF", "\xF0\x90\x80"}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(Text, CountsAndCutsByCodePoints) {
  EXPECT_EQ(code_points("gốm🙂"), 4u);
  EXPECT_EQ(first_code_points("gốm🙂", 2), "gố");
  EXPECT_EQ(first_code_points("gốm🙂", 4), "gốm🙂");
  EXPECT_EQ(first_code_points("gốm", 9), "gốm");
  EXPECT_EQ(first_code_points("gốm", 0), "");
}

TEST(Text, MakesAnExcerptOfAnything) {
  EXPECT_EQ(excerpt("gốm sứ", 3), "gốm");
  EXPECT_EQ(excerpt("a\xFF"
                    "b",
                    9),
            "a?b");
  EXPECT_EQ(excerpt(std::string("a\0b", 3), 9), "a?b");
  EXPECT_EQ(excerpt(std::string(900, 'x'), 500).size(), 500u);
}

TEST(Text, TrimsAndLowersAscii) {
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_EQ(lower_ascii("ContentÀ-TYPE"), "contentÀ-type");
}

TEST(Text, EscapesForHtmlAndScript) {
  EXPECT_EQ(escape_html("<a href='x'>\"&\"</a>"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
  EXPECT_EQ(escape_script_json(R"({"a":"</script>"})"), R"({"a":"\u003c/script>"})");
}

TEST(Text, ReadsWholeNumbersOnly) {
  EXPECT_EQ(parse_integer("-42"), -42);
  EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807LL);
  for (const char* text : {"", "4x", " 4", "+4", "4.0", "9223372036854775808"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

TEST(Folded, RemovesCaseAndDiacritics) {
  EXPECT_EQ(folded("Bình Gốm ĐẸP"), "binh gom dep");
  EXPECT_EQ(folded("ÀÉÎÕÜ çñ Łódź Øre"), "aeiou cn lodz ore");
  EXPECT_EQ(folded("Straße Ægir œuvre"), "strasse aegir oeuvre");
  EXPECT_EQ(folded("İstanbul ı"), "istanbul i");
  EXPECT_EQ(folded("ﬁne ＡＢＣ"), "fine abc");
}

TEST(Folded, TreatsComposedAndDecomposedAlike) {
  EXPECT_EQ(folded("a\u0302\u0301"), folded("ấ"));
  EXPECT_EQ(folded("e\u0301"), "e");
}

TEST(Folded, KeepsOtherScripts) {
  EXPECT_EQ(folded("한국어"), "한국어");
  EXPECT_EQ(folded("がぎ"), "がぎ");
  EXPECT_EQ(folded("ไทยที่"), "ไทยที่");
  EXPECT_EQ(folded("Ελλάδα"), "ελλαδα");
}

TEST(Slug, IsLowerCaseWordsJoinedByHyphens) {
  EXPECT_EQ(slug("Bình gốm Sage 20cm"), "binh-gom-sage-20cm");
  EXPECT_EQ(slug("  Đèn  --  ngủ! "), "den-ngu");
  EXPECT_EQ(slug("Women's & women’s"), "womens-womens");
  EXPECT_EQ(slug("!!!"), "");
  EXPECT_EQ(slug("🙂"), "");
}

TEST(Slug, SpellsOtherScriptsInLatin) {
  EXPECT_EQ(slug("Москва"), "moskva");
  EXPECT_EQ(slug("你好"), "ni-hao");
}

TEST(Slug, HasAtMostEightyBytesAndWholeWords) {
  EXPECT_EQ(slug(std::string(200, 'a')), std::string(80, 'a'));
  std::string words;
  for (int i = 0; i < 20; ++i) words += "abcdef ";
  EXPECT_EQ(slug(words).size(), 76u);
  EXPECT_EQ(slug(words).back(), 'f');
}

}  // namespace
}  // namespace plaza

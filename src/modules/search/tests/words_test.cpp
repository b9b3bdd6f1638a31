#include "words.h"

#include <gtest/gtest.h>

#include "document.h"

namespace plaza::search {
namespace {

using Words = std::vector<std::string>;

TEST(Words, AreFoldedAndCutAtWhatIsNoLetter) {
  EXPECT_EQ(document_words("Bình gốm Sage 20cm"), (Words{"binh", "gom", "sage", "20cm"}));
  EXPECT_EQ(document_words("Đèn,bàn—GỖ/sồi"), (Words{"den", "ban", "go", "soi"}));
  EXPECT_EQ(document_words("men's don’t"), (Words{"mens", "dont"}));
}

TEST(Words, OfScriptsWithoutSpacesArePairsOfCharacters) {
  EXPECT_EQ(document_words("陶器店 open"), (Words{"陶器", "器店", "店", "open"}));
  EXPECT_EQ(query_words("陶器店"), (Words{"陶器", "器店"}));
  EXPECT_EQ(query_words("店"), (Words{"店"}));
}

TEST(Words, HoldNothingThatAQueryLanguageKnows) {
  EXPECT_EQ(query_words(R"("a" OR b* NEAR(c, 2) ^d {title}: -e + 'f')"),
            (Words{"a", "or", "b", "near", "c", "2", "d", "title"}));
  EXPECT_TRUE(query_words("\"*()^:-+'{}[]\\ \t\n…¿?!،。").empty());
  EXPECT_TRUE(query_words("").empty());
}

TEST(Words, OfBytesThatAreNoTextAreHarmless) {
  EXPECT_EQ(query_words("la\xffmp"), (Words{"la", "mp"}));
  EXPECT_EQ(query_words(std::string_view("a\0b", 3)), (Words{"a", "b"}));
  EXPECT_EQ(joined_word("\xc3"), "");
}

TEST(Words, HaveALimitThatKeepsCharactersWhole) {
  const auto words = query_words(std::string(500, 'x'));
  ASSERT_EQ(words.size(), 1u);
  EXPECT_EQ(words[0].size(), word_bytes_max);
  std::string marks;
  for (int i = 0; i < 60; ++i) marks += "я";
  EXPECT_EQ(query_words("a" + marks)[0].size(), 47u);
  EXPECT_EQ(query_words("1 2 3 4 5 6 7 8 9 10").size(), query_words_max);
}

TEST(Words, OfHashtagsKeepUnderscoresAndThoseOfHandlesDoNot) {
  EXPECT_EQ(hashtag_word("#Gốm_Sứ"), "gom_su");
  EXPECT_EQ(joined_word("Lan_Pottery"), "lanpottery");
}

TEST(Words, OfHtmlLeaveItsTagsOut) {
  EXPECT_EQ(document_words(without_markup("<p>Thrown<br>by&nbsp;hand &amp; <b title=\"x\">fired</b></p>")),
            (Words{"thrown", "by", "hand", "fired"}));
  EXPECT_EQ(document_words(without_markup("<p>open")), (Words{"open"}));
  EXPECT_EQ(document_words(without_markup("a <b")), (Words{"a"}));
}

TEST(Documents, WriteEachWordForItsLevelAndThoseBelow) {
  catalog::Product product;
  product.id = {7};
  product.title = "Bình gốm";
  product.tags = {"gốm", "vase"};
  product.description_html = "<p>Gốm men xanh</p>";
  product.status = catalog::ProductStatus::active;
  product.variants.resize(1);
  product.variants[0].sku = "VS-01";
  EXPECT_EQ(document_of(product).terms, "tbinh sbinh abinh tgom sgom agom svase avase svs01 avs01 amen axanh");
}

TEST(Documents, OfWhatMayNotBeFoundHaveNoStamp) {
  catalog::Product product;
  product.status = catalog::ProductStatus::active;
  EXPECT_EQ(stamp_of(product), 0);  // no variant yet
  product.variants.resize(1);
  EXPECT_NE(stamp_of(product), 0);
  product.status = catalog::ProductStatus::archived;
  EXPECT_EQ(stamp_of(product), 0);
  content::Post post;
  EXPECT_NE(stamp_of(post), 0);
  post.visibility = content::PostVisibility::followers;
  EXPECT_EQ(stamp_of(post), 0);
  post.visibility = content::PostVisibility::everyone;
  post.status = content::PostStatus::held;
  EXPECT_EQ(stamp_of(post), 0);
}

}  // namespace
}  // namespace plaza::search

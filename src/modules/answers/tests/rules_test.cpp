// What is decided without a database: words, passages, marks, the lot, the interval, the experts.
#include "rules.h"

#include <gtest/gtest.h>

#include "answer_index.h"
#include "markup.h"
#include "words.h"

namespace plaza::answers {
namespace {

using identity::AccountId;
using Terms = std::vector<std::string>;

TEST(HelpWords, AreFoldedAndLoseTheirEndings) {
  EXPECT_EQ(terms_of("Can I wash the glazed bowls?"), (Terms{"wash", "glaz", "bowl"}));
  EXPECT_EQ(terms_of("washing, washed, WASHES"), (Terms{"wash", "wash", "wash"}));
  EXPECT_EQ(terms_of("shipping to glasses"), (Terms{"ship", "glass"}));
  EXPECT_EQ(terms_of("Bát men có dùng được trong lò vi sóng không?"), (Terms{"bat", "men", "dung", "lo", "vi", "song"}));
  EXPECT_EQ(terms_of("陶器"), (Terms{"陶", "器", "陶器"}));
  EXPECT_EQ(terms_of("\xff\xfe"), Terms{});
}

TEST(HelpWords, TellTheLanguage) {
  EXPECT_EQ(language_of("Does it hold water?"), "en");
  EXPECT_EQ(language_of("Bình có giữ nước không?"), "vi");
  EXPECT_EQ(language_of("đèn"), "vi");
  EXPECT_EQ(language_of("Café"), "en");
}

TEST(HelpWords, APassageIsTheSentencesThatFit) {
  const std::string text =
      "We fire twice. The vase holds water up to the rim. Change it every third day. " + std::string(300, 'x') + ". The end.";
  const auto weight = [](const std::string& term) { return term == "water" ? 3.0 : term == "vas" ? 1.0 : 0.0; };
  EXPECT_EQ(passage_of(text, weight), "We fire twice. The vase holds water up to the rim. Change it every third day.");
  EXPECT_EQ(passage_of("", weight), "");
  EXPECT_EQ(passage_of("One line only", weight), "One line only");
}

TEST(HelpMarks, BecomeTheFewTagsAndNothingElse) {
  EXPECT_EQ(html_of("## Wash it\n\nWarm **water**, no *soda*.\n- once\n- twice\n\n1. one\n2. two"),
            "<h2>Wash it</h2>\n<p>Warm <strong>water</strong>, no <em>soda</em>.</p>\n<ul><li>once</li><li>twice</li></ul>\n"
            "<ol><li>one</li><li>two</li></ol>\n");
  EXPECT_EQ(html_of("<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](//evil.example) [c](/help/x)"),
            "<p>&lt;img src=x onerror=alert(1)&gt; [a](javascript:alert(1)) [b](//evil.example) <a href=\"/help/x\">c</a></p>\n");
  EXPECT_EQ(html_of("[q](https://a.example/\"x)"), "<p>[q](https://a.example/&quot;x)</p>\n");
  EXPECT_EQ(html_of("a ** b * c ["), "<p>a ** b * c [</p>\n");
  EXPECT_EQ(plain_of("## Wash it\n\nWarm **water** and [soap](/p)."), "Wash it\nWarm water and soap.");
  EXPECT_EQ(excerpt_of("## One\ntwo three", 5), "One t…");
}

TEST(HelpLot, ShowsTheSamePersonTheSameForEver) {
  int unshown = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto person = "v:visitor-" + std::to_string(i);
    if (!is_shown(person, 1'000)) ++unshown;
    EXPECT_EQ(is_shown(person, 1'000), is_shown(person, 1'000));
    const bool kept = is_shown(person, 1'000) || !is_shown(person, 2'000);
    EXPECT_TRUE(kept) << "a larger share keeps those who were in it";
  }
  EXPECT_GT(unshown, 900);
  EXPECT_LT(unshown, 1'100);
  EXPECT_TRUE(is_shown("v:anybody", 0));
}

TEST(HelpEffect, IsTheDifferenceOfTheTwoRatesWithNewcombesInterval) {
  // The first example of the paper: 56 of 70 and 48 of 80.
  const auto effect = effect_of({80, 48}, {70, 56});
  EXPECT_TRUE(effect.enough);
  EXPECT_NEAR(effect.prevented, 0.2, 1e-9);
  EXPECT_NEAR(effect.low, 0.0524, 5e-5);
  EXPECT_NEAR(effect.high, 0.3339, 5e-5);
  EXPECT_FALSE(effect_of({80, 48}, {0, 0}).enough);
  EXPECT_NEAR(effect_of({80, 48}, {0, 0}).shown_rate, 0.6, 1e-9);
}

TEST(HelpExperts, AreWhoAnsweredWellThenOwnersThenTrusted) {
  const std::vector<Candidate> all = {{AccountId{1}, 0, 0, false, false}, {AccountId{2}, 0, 0, false, true},
                                      {AccountId{3}, 0, 0, true, false},  {AccountId{4}, 2, 2, true, false},
                                      {AccountId{5}, 1, 0, true, true}};
  EXPECT_EQ(choose_experts(all, 3), (std::vector{AccountId{4}, AccountId{5}, AccountId{3}}));
  EXPECT_EQ(choose_experts(all, 9), (std::vector{AccountId{4}, AccountId{5}, AccountId{3}, AccountId{2}}));
  EXPECT_TRUE(choose_experts(all, 0).empty());
}

TEST(HelpArticleRules, NameEveryFieldThatDoesNotFit) {
  ArticleWords words;
  words.section = "nowhere";
  const auto wrong = check(words, Settings{}, false);
  ASSERT_FALSE(wrong.ok());
  ASSERT_EQ(wrong.error().fields.size(), 2u);
  EXPECT_EQ(wrong.error().fields[0].field, "section");
  EXPECT_EQ(wrong.error().fields[1].field, "title");
  words.section = "orders";
  words.title_vi = "Giao hàng";
  EXPECT_TRUE(check(words, Settings{}, false).ok());
  EXPECT_EQ(check(words, Settings{}, true).error().fields[0].field, "text_vi");
  words.text_vi = "Hai ngày.";
  EXPECT_TRUE(check(words, Settings{}, true).ok());
  EXPECT_EQ(words_in(words, "en").title, "Giao hàng") << "what is there is better than nothing";
  Settings twice;
  twice.sections.push_back(twice.sections[0]);
  EXPECT_EQ(check(twice).error().fields[0].field, "sections[3].code");
}

Document about(std::string id, std::string title, std::string text, Kind kind = Kind::question) {
  Document made;
  made.id = std::move(id);
  made.kind = kind;
  made.title = std::move(title);
  made.text = std::move(text);
  made.link = "/" + made.id;
  return made;
}
std::string ids_of(const std::vector<Offer>& offers) {
  std::string all;
  for (const auto& each : offers) all += each.id + " ";
  return all;
}

class Index : public ::testing::Test {
 protected:
  Index() {
    index.put(about("water", "Does the vase hold water?", "Yes, it is glazed inside. Mine has held tulips for a year."));
    index.put(about("oven", "Can the bowl go into the oven?", "Up to 180 degrees."));
    index.put(about("dish", "Dishwasher", "The plates can go into the dishwasher. The gilded ones cannot.", Kind::article));
    index.put(about("nuoc", "Bình có giữ nước không?", "Có, bên trong được tráng men."));
    index.put(about("light", "Which bulb fits?", "An E14 bulb, warm white."));
  }
  Query query(std::string text) const {
    Query made;
    made.text = std::move(text);
    return made;
  }
  AnswerIndex index;
};

TEST_F(Index, OffersWhatFitsAndNothingElse) {
  EXPECT_EQ(ids_of(index.find(query("will this vase hold water for flowers"))), "water ");
  EXPECT_EQ(ids_of(index.find(query("are the plates safe in a dishwasher"))), "dish ");
  EXPECT_EQ(ids_of(index.find(query("where is my parcel"))), "");
  EXPECT_EQ(ids_of(index.find(query("is it"))), "");
  EXPECT_EQ(ids_of(index.find(query("binh giu nuoc"))), "nuoc ") << "typed without marks";
}

TEST_F(Index, UnderstandsAWordBeforeItIsFinished) {
  auto typing = query("plates dishwa");
  EXPECT_EQ(ids_of(index.find(typing)), "dish ") << "half of what is asked is there";
  typing = query("dishwa");
  EXPECT_EQ(ids_of(index.find(typing)), "");
  typing.typing = true;
  EXPECT_EQ(ids_of(index.find(typing)), "dish ");
}

TEST_F(Index, PutsTheVeryProductAndTheReadersLanguageFirst) {
  auto vase = about("vase", "Is it heavy?", "Two kilos.");
  vase.products = {catalog::ProductId{1}};
  auto lamp = about("lamp", "Is it heavy?", "One kilo.");
  lamp.products = {catalog::ProductId{2}};
  index.put(vase);
  index.put(lamp);
  auto asked = query("is it heavy");
  asked.product = catalog::ProductId{2};
  EXPECT_EQ(ids_of(index.find(asked)), "lamp vase ");
  asked.product = catalog::ProductId{1};
  EXPECT_EQ(ids_of(index.find(asked)), "vase lamp ");
  asked.except = "/vase";
  EXPECT_EQ(ids_of(index.find(asked)), "lamp ");
  asked.only = Kind::article;
  EXPECT_EQ(ids_of(index.find(asked)), "");
}

TEST_F(Index, ForgetsWhatIsTakenAwayAndTakesTheNewWords) {
  EXPECT_EQ(index.size(), 5u);
  index.put(about("oven", "Can the bowl go into the freezer?", "It can."));
  EXPECT_EQ(index.size(), 5u);
  EXPECT_EQ(ids_of(index.find(query("bowl oven"))), "oven ") << "bowl is still in it";
  EXPECT_EQ(ids_of(index.find(query("oven degrees"))), "");
  index.remove("oven");
  index.remove("never there");
  EXPECT_EQ(index.size(), 4u);
  EXPECT_EQ(ids_of(index.find(query("bowl freezer"))), "");
}

}  // namespace
}  // namespace plaza::answers

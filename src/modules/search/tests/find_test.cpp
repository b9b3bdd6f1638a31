#include <gtest/gtest.h>

#include "search_fixture.h"

namespace plaza::search {
namespace {

TEST_F(SearchTest, FindsWordsWithoutCaseAndMarks) {
  product(1, "Bình gốm men xanh");
  product(2, "Đèn bàn");
  start();
  EXPECT_EQ(products("binh gom"), (Numbers{1}));
  EXPECT_EQ(products("BÌNH"), (Numbers{1}));
  EXPECT_EQ(products("den"), (Numbers{2}));
  EXPECT_EQ(products("đèn bàn"), (Numbers{2}));
  EXPECT_EQ(products("gom den"), Numbers{});
}

TEST_F(SearchTest, TakesTheLastWordAsABeginning) {
  product(1, "Ceramic bowl");
  start();
  EXPECT_EQ(products("cer"), (Numbers{1}));
  EXPECT_EQ(products("ceramic b"), (Numbers{1}));
  EXPECT_EQ(find("cer bowl").corrected, "bowl");  // only the last word may be unfinished
}

TEST_F(SearchTest, FindsCharactersOfScriptsWithoutSpaces) {
  product(1, "手作り陶器店");
  start();
  EXPECT_EQ(products("陶器"), (Numbers{1}));
  EXPECT_EQ(products("店"), (Numbers{1}));
  EXPECT_EQ(products("陶"), (Numbers{1}));
  EXPECT_EQ(products("器陶"), Numbers{});
}

TEST_F(SearchTest, RanksTitlesBeforeTagsBeforeDescriptionsAndWholeWordsBeforeBeginnings) {
  product(1, "Lamp");
  product(2, "Lampshade");
  product(3, "Desk", "", {"lamp"});
  product(4, "Chair", "<p>Goes with any lamp.</p>");
  product(5, "Table lamp");
  start();
  EXPECT_EQ(products("lamp"), (Numbers{1, 5, 2, 3, 4}));
}

TEST_F(SearchTest, RanksTheNewerFirstAmongEquals) {
  product(1, "Blue vase");
  product(2, "Green vase");
  start();
  EXPECT_EQ(products("vase"), (Numbers{2, 1}));
}

TEST_F(SearchTest, RanksLikedPostsFirst) {
  post(1, "my vase").counts.likes = 200;
  post(2, "your vase");
  start();
  EXPECT_EQ(posts("vase"), (Numbers{1, 2}));
}

TEST_F(SearchTest, FindsPeopleByNameHandleAndWhatTheySay) {
  person(1, "Nguyễn Thị Mai", "mai_pottery");
  person(2, "Linh", "linh", "I love pottery and Mai");
  start();
  EXPECT_EQ(people("nguyen mai"), (Numbers{1}));
  EXPECT_EQ(people("mai"), (Numbers{1, 2}));
  EXPECT_EQ(people("maipot"), (Numbers{1}));
  EXPECT_EQ(people("@mai"), (Numbers{1}));
  EXPECT_EQ(people("@mai_pottery"), (Numbers{1}));
  EXPECT_TRUE(find("@mai").products.ids.empty());
}

TEST_F(SearchTest, TakesAHashAsAHashtagOfPosts) {
  post(1, "look #gomsu", {"gomsu"});
  post(2, "gomsu without the sign");
  product(3, "Gomsu");
  start();
  EXPECT_EQ(posts("#gomsu"), (Numbers{1}));
  EXPECT_EQ(posts("#GỐMsu"), (Numbers{1}));
  EXPECT_EQ(posts("#gom"), (Numbers{1}));
  EXPECT_TRUE(find("#gomsu").products.ids.empty());
  EXPECT_EQ(posts("gomsu"), (Numbers{1, 2}));
}

TEST_F(SearchTest, MendsTyposOnlyWhenNothingWasFound) {
  product(1, "Ceramic teapot");
  product(2, "Teapots");
  start();
  auto results = find("cermaic teapto");
  EXPECT_EQ(numbers(results.products), (Numbers{1}));
  EXPECT_EQ(results.corrected, "ceramic teapot");
  results = find("teapots");
  EXPECT_EQ(numbers(results.products), (Numbers{2}));
  EXPECT_EQ(results.corrected, std::nullopt);
  EXPECT_EQ(find("qqqqqqq").corrected, std::nullopt);
  results = find("qqqqqqq ceramic");
  EXPECT_EQ(numbers(results.products), (Numbers{1}));  // without what nobody ever wrote
  EXPECT_EQ(results.corrected, "ceramic");
  EXPECT_EQ(find("ceramic teapots").corrected, std::nullopt);
}

TEST_F(SearchTest, AnswersOnlyTheKindsAskedFor) {
  product(1, "Vase");
  post(2, "vase");
  person(3, "Vase", "vase");
  start();
  const auto results = search().find({"vase", true, false, false, 20, 0});
  EXPECT_EQ(results.products.count, 1);
  EXPECT_EQ(results.posts.count, 0);
  EXPECT_EQ(results.people.count, 0);
}

TEST_F(SearchTest, PagesAndCapsItsCounts) {
  for (int i = 1; i <= 1'500; ++i) product(i, "Cup number" + std::to_string(i));
  start();
  auto results = search().find({"cup", true, true, true, 3, 0});
  EXPECT_EQ(numbers(results.products), (Numbers{1500, 1499, 1498}));
  EXPECT_EQ(results.products.count, 1'000);
  EXPECT_TRUE(results.products.more);
  results = search().find({"cup", true, true, true, 3, 3});
  EXPECT_EQ(numbers(results.products), (Numbers{1497, 1496, 1495}));
  results = search().find({"number150", true, true, true, 100, 0});
  EXPECT_EQ(results.products.count, 2);  // number150 and number1500
  EXPECT_FALSE(results.products.more);
  EXPECT_EQ(search().find({"cup", true, true, true, -5, -5}).products.ids.size(), 1u);
  EXPECT_TRUE(search().find({"number15", true, true, true, 10, 1'000}).products.ids.empty());
}

TEST_F(SearchTest, FindsWhereFrequentWordsMeet) {
  for (int i = 1; i <= 5'000; ++i) {
    product(i, std::string(i % 3 == 0 ? "Clay" : "Oak") + (i % 2 == 0 ? " vase" : " bowl") + (i % 4 == 1 ? " white" : ""));
  }
  start();
  EXPECT_EQ(numbers(search().find({"vase clay", true, false, false, 3, 0}).products), (Numbers{4998, 4992, 4986}));
  EXPECT_EQ(numbers(search().find({"clay white bowl", true, false, false, 3, 0}).products), (Numbers{4989, 4977, 4965}));
  EXPECT_EQ(search().find({"white vase", true, false, false, 3, 0}).products.count, 0);
}

TEST_F(SearchTest, SurvivesHostileQueries) {
  product(1, "Near or not and");
  start();
  std::string long_text(200, 'w');
  for (const auto* text : {"\"", "'; DROP TABLE words; --", "title:near", "NEAR(a b, 5)", "a* OR", "^near", "(((((", "{a b}: c",
                           "-near", "\\", "%", "_", "\xff\xff", "\xf0\x9f\x98\x80", "#", "@", "# #", "@@@", "\u202e\u200b", " \t\n"}) {
    EXPECT_NO_THROW(find(text)) << text;
    EXPECT_NO_THROW(search().suggestions(text, 8)) << text;
  }
  EXPECT_TRUE(find(long_text).products.ids.empty());
  EXPECT_TRUE(find(std::string(100'000, 'a')).products.ids.empty());
  EXPECT_EQ(products("near or not and"), (Numbers{1}));
  EXPECT_EQ(products("\"near\" AND (not)"), (Numbers{1}));
}

TEST_F(SearchTest, SuggestsQueriesProductsPeopleAndHashtags) {
  product(1, "Lampshade");
  product(2, "Vase", "a lamp stands beside");
  person(3, "Lam Nguyen", "lam");
  post(4, "x", {"lamps"});
  start();
  for (int i = 0; i < 2; ++i) search().searched("lamp oil", 3);
  for (int i = 0; i < 5; ++i) search().searched("lamp nothing", 0);
  const auto found = search().suggestions("lam", 8);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].kind, SuggestionKind::query);
  EXPECT_EQ(found[0].text, "lamp oil");
  EXPECT_EQ(found[1].kind, SuggestionKind::product);
  EXPECT_EQ(found[1].text, "Lampshade");
  EXPECT_EQ(found[1].product_id.value, id(1));
  EXPECT_EQ(found[2].kind, SuggestionKind::person);
  EXPECT_EQ(found[2].text, "Lam Nguyen");
  EXPECT_EQ(found[2].account_id.value, id(3));
  EXPECT_EQ(found[3].kind, SuggestionKind::hashtag);
  EXPECT_EQ(found[3].text, "lamps");
  EXPECT_EQ(search().suggestions("lam", 2).size(), 2u);
  EXPECT_EQ(search().suggestions("#la", 8).size(), 1u);
  EXPECT_EQ(search().suggestions("#", 8).size(), 1u);
  EXPECT_EQ(search().suggestions("", 8).size(), 1u);
  EXPECT_EQ(search().trends(5), (std::vector<std::string>{"lamp oil"}));
}

}  // namespace
}  // namespace plaza::search

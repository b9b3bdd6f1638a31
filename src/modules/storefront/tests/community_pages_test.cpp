// Pages of groups and discussions, as a crawler reads them.
#include "storefront_fixture.h"

namespace plaza::storefront {
namespace {

constexpr const char* hostile = "</script><script>alert(1)</script> \"quoted\" 'n' <!-- & &amp; \\ \n Bình";

struct CommunityPages : StorefrontTest {
  CommunityPages() {
    auto& glaze = communities.glaze;
    glaze.slug = "glaze";
    glaze.name = "Glaze lovers";
    glaze.about = hostile;
    glaze.members = 12;
    auto& talk = communities.talk;
    talk.id = community::DiscussionId{77};
    talk.group_slug = "glaze";
    talk.group_name = "Glaze lovers";
    talk.title = "Why does my celadon craze?";
    talk.author = {"mai", "Mai <b>"};
    talk.words.text = hostile;
    talk.replies = 2;
    talk.helpful = 3;
    talk.created_at = *parse_time("2026-02-01T10:00:00Z");
    talk.changed_at = *parse_time("2026-02-03T10:00:00Z");
    talk.answers = {{community::ReplyId{78}, {"linh", "Linh"}, "It is the body.\nNot the glaze.", 5, true, *parse_time("2026-02-02T10:00:00Z")},
                    {community::ReplyId{79}, {}, hostile, 0, false, *parse_time("2026-02-03T10:00:00Z")}};
    glaze.lines = {{talk.id, talk.title, hostile, 2, talk.changed_at}};
  }
  static boost::json::value json_ld(const std::string& page) {
    const std::string mark = "<script type=\"application/ld+json\">";
    const auto from = page.find(mark);
    EXPECT_NE(from, std::string::npos);
    if (from == std::string::npos) return {};
    const auto begin = from + mark.size();
    return boost::json::parse(page.substr(begin, page.find("</script>", begin) - begin));
  }
  const std::string path = "/groups/glaze/d/" + to_text(community::DiscussionId{77});
  const http::Headers signed_in{{"x-account", "7"}};
};

TEST_F(CommunityPages, ADiscussionIsReadWithoutAScriptAndToldAsAForumPosting) {
  const auto page = get(path);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.has("<title>Why does my celadon craze?"));
  EXPECT_TRUE(page.has("<link rel=\"canonical\" href=\"https://shop.example" + path + "\""));
  EXPECT_TRUE(page.has("It is the body.<br>Not the glaze."));
  EXPECT_TRUE(page.has("href=\"/@linh\""));
  EXPECT_TRUE(page.has("href=\"/groups/glaze\""));
  EXPECT_FALSE(page.has("<script>alert(1)"));
  EXPECT_FALSE(page.has("Mai <b>"));
  EXPECT_FALSE(page.has("noindex"));
  const auto told = json_ld(page.text);
  EXPECT_EQ(told.at("@type").as_string(), "DiscussionForumPosting");
  EXPECT_EQ(told.at("headline").as_string(), "Why does my celadon craze?");
  EXPECT_EQ(told.at("text").as_string(), hostile);
  EXPECT_EQ(told.at("url").as_string(), "https://shop.example" + path);
  EXPECT_EQ(told.at("author").at("name").as_string(), "Mai <b>");
  EXPECT_EQ(told.at("author").at("url").as_string(), "https://shop.example/@mai");
  EXPECT_TRUE(told.at("datePublished").as_string().starts_with("2026-02-01"));
  EXPECT_TRUE(told.at("dateModified").as_string().starts_with("2026-02-03"));
  EXPECT_EQ(told.at("interactionStatistic").at(0).at("userInteractionCount").as_int64(), 2);
  EXPECT_EQ(told.at("interactionStatistic").at(1).at("userInteractionCount").as_int64(), 3);
  ASSERT_EQ(told.at("comment").as_array().size(), 2u);
  EXPECT_EQ(told.at("comment").at(0).at("author").at("name").as_string(), "Linh");
  EXPECT_EQ(told.at("comment").at(1).at("author").at("name").as_string(), "Somebody who has left");
  EXPECT_EQ(told.at("isPartOf").at("url").as_string(), "https://shop.example/groups/glaze");
  EXPECT_TRUE(get(path, {{"accept-language", "vi"}}).has("Lời giải được chọn"));
}

TEST_F(CommunityPages, AnAnsweredQuestionIsAPageOfQuestionAndAnswers) {
  communities.talk.kind = community::Kind::question;
  const auto told = json_ld(get(path).text);
  EXPECT_EQ(told.at("@type").as_string(), "QAPage");
  const auto& question = told.at("mainEntity");
  EXPECT_EQ(question.at("@type").as_string(), "Question");
  EXPECT_EQ(question.at("name").as_string(), "Why does my celadon craze?");
  EXPECT_EQ(question.at("answerCount").as_int64(), 2);
  EXPECT_EQ(question.at("upvoteCount").as_int64(), 3);
  EXPECT_EQ(question.at("acceptedAnswer").at("text").as_string(), "It is the body.\nNot the glaze.");
  EXPECT_EQ(question.at("acceptedAnswer").at("upvoteCount").as_int64(), 5);
  ASSERT_EQ(question.at("suggestedAnswer").as_array().size(), 1u);
  EXPECT_EQ(question.at("suggestedAnswer").at(0).at("text").as_string(), hostile);
  communities.talk.answers.clear();
  EXPECT_EQ(json_ld(get(path).text).at("@type").as_string(), "DiscussionForumPosting") << "nobody answered yet";
}

TEST_F(CommunityPages, AGroupTellsWhatItIsAndWhatIsSaidInIt) {
  const auto page = get("/groups/glaze");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.has("<title>Glaze lovers"));
  EXPECT_TRUE(page.has("href=\"" + path + "\""));
  EXPECT_TRUE(page.has("12 members"));
  EXPECT_FALSE(page.has("<script>alert(1)"));
  EXPECT_EQ(json_ld(page.text).at("@type").as_string(), "CollectionPage");
  EXPECT_TRUE(get("/groups").has("href=\"/groups/glaze\""));
  const auto map = get("/sitemap.xml");
  for (const auto& address : {std::string("/groups</loc>"), std::string("/groups/glaze</loc>"), path + "</loc>"}) {
    EXPECT_TRUE(map.has("https://shop.example" + address)) << address;
  }
}

TEST_F(CommunityPages, WhatIsNotForEverybodyIsOnNoPage) {
  EXPECT_EQ(get("/groups/inner").status, 404);  // secret, or not there
  EXPECT_EQ(get("/groups/inner/d/" + to_text(community::DiscussionId{77})).status, 404);
  EXPECT_EQ(get("/groups/glaze/d/" + to_text(community::DiscussionId{99})).status, 404);
  EXPECT_EQ(get("/groups/glaze/d/nonsense").status, 404);
  const auto closed = get("/groups/kiln");  // it is there: the program says that one may ask to join
  EXPECT_EQ(closed.status, 200);
  EXPECT_TRUE(closed.has("noindex"));
  const auto member = get(path, signed_in);  // whom they have blocked, and what is theirs, the program asks
  EXPECT_EQ(member.status, 200);
  EXPECT_FALSE(member.has("celadon"));
  EXPECT_TRUE(member.has("noindex"));
}

TEST_F(CommunityPages, SearchTellsOfDiscussionsThatTheCallerMayRead) {
  search.results.discussions = {{{77}, {78}}, 2, false};
  search.results.titles = {"Why does my celadon craze?", "Between us"};
  const auto found = get("/v1/search?q=celadon");
  ASSERT_EQ(found.at("discussions.items")->as_array().size(), 1u);
  EXPECT_EQ(found.string("discussions.items.0.title"), "Why does my celadon craze?");
  EXPECT_EQ(found.string("discussions.items.0.url"), path);
  EXPECT_EQ(found.string("discussions.items.0.group"), "Glaze lovers");
  EXPECT_TRUE(found.flag("discussions.items.0.accepted"));
  EXPECT_EQ(get("/v1/search?q=celadon", {{"x-account", "8"}}).at("discussions.items")->as_array().size(), 2u);
  EXPECT_EQ(search.remembered, (std::vector<std::string>{"celadon 1", "celadon 1"}));  // no trend of what few may find
  EXPECT_TRUE(get("/search?q=celadon").has("href=\"" + path + "\""));
  EXPECT_FALSE(get("/search?q=celadon").has("Between us"));
}

}  // namespace
}  // namespace plaza::storefront

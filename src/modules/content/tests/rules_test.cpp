#include "rules.h"

#include <gtest/gtest.h>

#include "platform/base/text.h"

namespace plaza::content::rules {
namespace {

using Texts = std::vector<std::string>;

TEST(Hashtags, AreFoldedOnceEachInTheirOrder) {
  EXPECT_EQ(hashtags("#Gốm và #GOM, #tea_time!"), (Texts{"gom", "tea_time"}));
  EXPECT_EQ(hashtags("#陶器 #đèn"), (Texts{"陶器", "den"}));
}

TEST(Hashtags, BeginAtTheStartOfAWordAndHaveALetter) {
  EXPECT_EQ(hashtags("a#b https://x.example/#c &#39; #1 #2024 #_ # ##d"), (Texts{"c", "d"}));
  EXPECT_EQ(hashtags("(#one)#two"), (Texts{"one", "two"}));
  EXPECT_EQ(hashtags("#one#two"), (Texts{"one"}));
}

TEST(Hashtags, OfDecomposedLettersAreTheSame) {
  EXPECT_EQ(hashtags("#Go\xCC\x82\xCC\x81m"), (Texts{"gom"}));
}

TEST(Hashtags, HaveLimits) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "#tag" + std::to_string(i) + " ";
  EXPECT_EQ(hashtags(text).size(), hashtags_max);
  EXPECT_EQ(hashtags("#" + std::string(61, 'a')), Texts{});
  EXPECT_EQ(hashtags("#" + std::string(60, 'a')).size(), 1u);
  EXPECT_EQ(hashtags("#\xff#"), Texts{});
}

TEST(Mentions, AreLowerCaseOnceEach) {
  EXPECT_EQ(mentions("@Mai and @linh_9, @MAI"), (Texts{"mai", "linh_9"}));
  EXPECT_EQ(mentions("mail@example.com @ab @"), Texts{});
  EXPECT_EQ(mentions("@" + std::string(31, 'a')), Texts{});
  std::string text;
  for (int i = 0; i < 50; ++i) text += "@member" + std::to_string(i) + " ";
  EXPECT_EQ(mentions(text).size(), mentions_max);
}

Texts wrong_fields(const NewPost& post) {
  const auto result = check(post);
  Texts fields;
  if (result.ok()) return fields;
  for (const auto& field : result.error().fields) fields.push_back(field.field + " " + field.code);
  return fields;
}

TEST(Check, WantsWordsOrAPicture) {
  NewPost post;
  EXPECT_EQ(check(post).error().code, "content.empty_post");
  post.text = " \n\t ";
  EXPECT_EQ(check(post).error().code, "content.empty_post");
  post.media = {{1}};
  EXPECT_TRUE(check(post).ok());
  post = {};
  post.text = "x";
  EXPECT_TRUE(check(post).ok());
}

TEST(Check, CountsCharactersNotBytes) {
  NewPost post;
  for (std::size_t i = 0; i < text_max; ++i) post.text += "ế";
  EXPECT_EQ(code_points(post.text), text_max);
  EXPECT_EQ(wrong_fields(post), Texts{});
  post.text += "ế";
  EXPECT_EQ(wrong_fields(post), (Texts{"text too_long"}));
}

TEST(Check, NamesEveryWrongFieldAtOnce) {
  NewPost post;
  post.text = std::string(2'201, 'a');
  post.media.resize(11);
  post.status = PostStatus::held;
  post.tags = {{{1}, 0, -0.1, 1.5, -1}, {{1}, 11, 0.5, 0.5, {}}};
  EXPECT_EQ(wrong_fields(post), (Texts{"text too_long", "media_ids too_many", "status not_allowed", "tags[0].x out_of_range",
                                       "tags[0].y out_of_range", "tags[0].t out_of_range", "tags[1].media_index out_of_range"}));
}

TEST(Check, RefusesTagsThatAreNoNumber) {
  NewPost post;
  post.text = "x";
  post.tags = {{{1}, 0, std::numeric_limits<double>::quiet_NaN(), 0.5, {}}};
  EXPECT_EQ(wrong_fields(post), (Texts{"tags[0].x out_of_range"}));
  post.tags = std::vector<TaggedProduct>(21, TaggedProduct{{1}, 0, 0.5, 0.5, {}});
  EXPECT_EQ(wrong_fields(post), (Texts{"tags too_many"}));
}

TEST(Visible, FollowsStatusVisibilityAndStanding) {
  Post post;
  const auto seen = [&] {
    std::string by;
    if (visible(post, Standing::stranger)) by += 's';
    if (visible(post, Standing::follower)) by += 'f';
    if (visible(post, Standing::author)) by += 'a';
    if (visible(post, Standing::moderator)) by += 'm';
    return by;
  };
  EXPECT_EQ(seen(), "sfam");
  post.visibility = PostVisibility::followers;
  EXPECT_EQ(seen(), "fam");
  for (const auto status : {PostStatus::draft, PostStatus::held, PostStatus::processing}) {
    post.status = status;
    post.visibility = PostVisibility::everyone;
    EXPECT_EQ(seen(), "am");
  }
}

}  // namespace
}  // namespace plaza::content::rules

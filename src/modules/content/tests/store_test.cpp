#include <thread>

#include "content_fixture.h"

namespace plaza::content {
namespace {

class StoreTest : public ContentFixture {};

ENGINE_TEST(StoreTest, EveryStatementPrepares) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(StoreTest, APostReadsBackAsItWasWritten) {
  NewPost wish = text("Look @linh #Gốm\n'; DROP TABLE content_posts; -- \"x\" 😀");
  wish.media = {{1}, {3}};
  wish.tags = {{{1}, 1, 0.25, 0.75, {}}, {{2}, 0, 0, 1, 1'500}};
  wish.visibility = PostVisibility::followers;
  const auto made = create(mai, wish);
  const auto found = find(made.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, wish.text);
  EXPECT_EQ(found->author_id, mai);
  EXPECT_EQ(found->hashtags, (std::vector<std::string>{"gom"}));
  EXPECT_EQ(found->mentions, (std::vector<std::string>{"linh"}));
  EXPECT_EQ(found->media, wish.media);
  ASSERT_EQ(found->tags.size(), 2u);
  EXPECT_EQ(found->tags[0].media_index, 1);
  EXPECT_EQ(found->tags[0].x, 0.25);
  EXPECT_EQ(found->tags[0].t_ms, std::nullopt);
  EXPECT_EQ(found->tags[1].product_id.value, 2);
  EXPECT_EQ(found->tags[1].t_ms, 1'500);
  EXPECT_EQ(found->visibility, PostVisibility::followers);
  EXPECT_EQ(found->created_at, clock.now());
  EXPECT_EQ(found->published_at, clock.now());
}

ENGINE_TEST(StoreTest, RemovingAPostLeavesNothingOfItBehind) {
  NewPost wish = text("#gom");
  wish.tags = {{{1}, 0, 0.5, 0.5, {}}};
  const auto gone = create(mai, wish), kept = create(mai, wish);
  for (const auto& post : {gone, kept}) {
    ASSERT_TRUE(react(linh, post.id, Reaction::like).ok());
    ASSERT_TRUE(react(hoa, post.id, Reaction::save).ok());
    const auto first = comment(linh, post.id, "one");
    ASSERT_TRUE(comment(mai, post.id, "two", first->id).ok());
    ASSERT_TRUE(report(hoa, post.id).ok());
  }
  ASSERT_TRUE(remove(mai, gone.id).ok());
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_posts"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_products"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_reactions"), 2);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_comments"), 2);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_reports"), 1);
  EXPECT_FALSE(relations().liked(linh, gone.id));
  EXPECT_FALSE(relations().saved(hoa, gone.id));
  EXPECT_TRUE(relations().liked(linh, kept.id));
  EXPECT_EQ(remove(mai, gone.id).error().code, "content.post_not_found");
}

ENGINE_TEST(StoreTest, CountsAreRightWhenManyLikeAtOnce) {
  const auto post = create(mai, text("x"));
  std::vector<std::jthread> crowd;
  for (int thread = 0; thread < 4; ++thread) {
    crowd.emplace_back([&, thread] {
      for (std::int64_t i = 0; i < 10; ++i) {
        const identity::AccountId who{100 + (thread % 2) * 10 + i};  // each account from two threads
        EXPECT_TRUE(react(who, post.id, Reaction::like).ok());
        EXPECT_TRUE(react(who, post.id, Reaction::like, false).ok());
        EXPECT_TRUE(react(who, post.id, Reaction::like).ok());
      }
    });
  }
  crowd.clear();
  EXPECT_EQ(find(post.id)->counts.likes, count("SELECT COUNT(*) FROM content_reactions WHERE kind = 0"));
  EXPECT_EQ(relations().post_counts(post.id).likes, find(post.id)->counts.likes);
  EXPECT_EQ(find(post.id)->counts.likes, 20);
}

ENGINE_TEST(StoreTest, NothingStaysOfAPostThatIsRemovedWhileOthersLikeIt) {
  for (int round = 0; round < 8; ++round) {
    const auto post = create(mai, text("x"));
    std::vector<std::jthread> crowd;
    for (int thread = 0; thread < 3; ++thread) {
      crowd.emplace_back([&, thread] {
        for (std::int64_t i = 0; i < 4; ++i) {
          const identity::AccountId who{100 + thread * 10 + i};
          (void)react(who, post.id, Reaction::like);
          (void)comment(who, post.id, "hello");
          (void)report(who, post.id);
        }
      });
    }
    crowd.emplace_back([&] { EXPECT_TRUE(remove(mai, post.id).ok()); });
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_posts"), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_reactions"), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_comments"), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_reports"), 0);
}

ENGINE_TEST(StoreTest, AHoldIsNotUndoneByAnEditAtTheSameTime) {
  for (int round = 0; round < 8; ++round) {
    const auto post = create(mai, text("x #gom"));
    {
      const std::jthread author([&] {
        for (int i = 0; i < 4; ++i) EXPECT_TRUE(edit(mai, post.id, text("y #gom")).ok());
      });
      const std::jthread staff([&] { EXPECT_TRUE(hold(post.id, true).ok()); });
    }
    EXPECT_EQ(find(post.id)->status, PostStatus::held);
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 0);
}

ENGINE_TEST(StoreTest, MemoryIsTheSameAfterARestart) {
  const auto post = create(mai, text("x"));
  ASSERT_TRUE(react(linh, post.id, Reaction::like).ok());
  ASSERT_TRUE(react(linh, post.id, Reaction::save).ok());
  ASSERT_TRUE(follow(linh, mai).ok());
  ASSERT_TRUE(write([&](db::Transaction& tx) { return writing().save_product(tx, linh, {2}, true); }).ok());
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(relations().liked(linh, post.id));
    EXPECT_TRUE(relations().saved(linh, post.id));
    EXPECT_TRUE(relations().follows(linh, mai));
    EXPECT_FALSE(relations().follows(mai, linh));
    EXPECT_TRUE(relations().product_saved(linh, {2}));
    EXPECT_EQ(relations().counts(mai).followers, 1);
    EXPECT_EQ(relations().counts(mai).posts, 1);
    EXPECT_EQ(relations().counts(linh).following, 1);
    EXPECT_EQ(relations().post_counts(post.id).likes, 1);
    EXPECT_EQ(relations().post_counts(post.id).saves, 1);
    restart();
  }
}

}  // namespace
}  // namespace plaza::content

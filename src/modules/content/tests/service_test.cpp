#include "content_fixture.h"

namespace plaza::content {
namespace {

class ServiceTest : public ContentFixture {
 protected:
  std::string code(const Result<Post>& result) { return result.ok() ? "" : result.error().code; }
};

ENGINE_TEST(ServiceTest, AnnouncesAPostAndWhomItMentions) {
  create(mai, text("hi @linh @mai @nobody"));
  EXPECT_EQ(heard_now(), (Topics{"post_published", "mentioned"}));
}

ENGINE_TEST(ServiceTest, RefusesWhatIsNotTheAuthorsOrNotThere) {
  NewPost wish = text("x");
  wish.media = {{2}};
  EXPECT_EQ(code(try_create(mai, wish)), "content.media_not_yours");
  wish.media = {{77}};
  EXPECT_EQ(code(try_create(mai, wish)), "content.media_not_yours");
  wish.media = {{5}};
  EXPECT_EQ(code(try_create(mai, wish)), "request.invalid");
  wish.media = {{3}};  // the brand's
  wish.tags = {{{3}, 0, 0.5, 0.5, {}}};
  EXPECT_EQ(code(try_create(mai, wish)), "content.product_not_found");
  wish.tags = {{{99}, 0, 0.5, 0.5, {}}};
  EXPECT_EQ(code(try_create(mai, wish)), "content.product_not_found");
  EXPECT_EQ(code(try_create(mai, text(""))), "content.empty_post");
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_posts"), 0);
  EXPECT_EQ(heard_now(), Topics{});
}

ENGINE_TEST(ServiceTest, ADraftIsNobodysButItsAuthorsUntilItIsPublished) {
  NewPost wish = text("soon @linh #gom");
  wish.status = PostStatus::draft;
  wish.tags = {{{1}, 0, 0.5, 0.5, {}}};
  const auto draft = create(mai, wish);
  EXPECT_EQ(draft.published_at.micros, 0);
  EXPECT_EQ(heard_now(), Topics{});
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 0);
  EXPECT_EQ(react(linh, draft.id, Reaction::like).error().code, "content.post_not_found");
  EXPECT_EQ(comment(linh, draft.id, "hm").error().code, "content.post_not_found");
  EXPECT_EQ(report(linh, draft.id).error().code, "content.post_not_found");
  clock.advance(hours(1));
  wish.status = PostStatus::published;
  const auto published = edit(mai, draft.id, wish);
  ASSERT_TRUE(published.ok());
  EXPECT_EQ(published->published_at, clock.now());
  EXPECT_EQ(heard_now(), (Topics{"post_published", "mentioned"}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_products"), 1);
  wish.status = PostStatus::draft;
  ASSERT_TRUE(edit(mai, draft.id, wish).ok());
  EXPECT_EQ(heard_now(), (Topics{"post_removed"}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 0);
  EXPECT_EQ(relations().counts(mai).posts, 0);
}

ENGINE_TEST(ServiceTest, AnEditMovesThePostInItsLists) {
  const auto post = create(mai, text("#one @linh"));
  heard_now();
  ASSERT_TRUE(edit(mai, post.id, text("#two @linh")).ok());
  EXPECT_EQ(heard_now(), (Topics{"post_published"}));  // nobody is told twice
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags WHERE hashtag = 'two'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 1);
  EXPECT_EQ(edit(linh, post.id, text("mine")).error().code, "content.post_not_found");
  EXPECT_EQ(find(post.id)->text, "#two @linh");
}

ENGINE_TEST(ServiceTest, APostWaitsForItsUploads) {
  NewPost wish = text("video");
  wish.media = {{1}, {4}};
  const auto post = create(mai, wish);
  EXPECT_EQ(post.status, PostStatus::processing);
  EXPECT_TRUE(post.has_video);
  EXPECT_EQ(heard_now(), Topics{});
  clock.advance(minutes(2));
  library.uploads[4].status = media::Status::ready;
  auto ready = [&](db::Transaction& tx) -> Status {
    events::publish(tx, 4, media::MediaReady{{4}, media::Status::ready});
    return done();
  };
  ASSERT_TRUE(write(ready).ok());
  EXPECT_EQ(heard_now(), (Topics{"post_published"}));
  EXPECT_EQ(find(post.id)->status, PostStatus::published);
  EXPECT_EQ(find(post.id)->published_at, clock.now());
  ASSERT_TRUE(write(ready).ok());
  EXPECT_EQ(heard_now(), Topics{});
}

ENGINE_TEST(ServiceTest, LikingTwiceIsLikingOnceAndTakingBackWhatIsNotThereIsNothing) {
  const auto post = create(mai, text("x"));
  heard_now();
  EXPECT_EQ(react(linh, post.id, Reaction::like, false)->likes, 0);
  EXPECT_EQ(react(linh, post.id, Reaction::like)->likes, 1);
  EXPECT_EQ(react(linh, post.id, Reaction::like)->likes, 1);
  EXPECT_EQ(react(hoa, post.id, Reaction::save)->saves, 1);
  EXPECT_EQ(heard_now(), (Topics{"post_reacted", "post_reacted"}));
  EXPECT_EQ(react(linh, post.id, Reaction::like, false)->likes, 0);
  EXPECT_EQ(react(linh, post.id, Reaction::like, false)->likes, 0);
  EXPECT_EQ(heard_now(), (Topics{"post_reacted"}));
  EXPECT_EQ(react(linh, post.id, Reaction::share)->shares, 1);
  EXPECT_EQ(react(linh, post.id, Reaction::share)->shares, 2);
  EXPECT_EQ(react(linh, {424242}, Reaction::like).error().code, "content.post_not_found");
}

ENGINE_TEST(ServiceTest, PostsForFollowersAreForFollowers) {
  NewPost wish = text("for friends");
  wish.visibility = PostVisibility::followers;
  const auto post = create(mai, wish);
  EXPECT_FALSE(react(linh, post.id, Reaction::like).ok());
  ASSERT_TRUE(follow(linh, mai).ok());
  EXPECT_TRUE(react(linh, post.id, Reaction::like).ok());
  ASSERT_TRUE(follow(linh, mai, false).ok());
  EXPECT_EQ(react(linh, post.id, Reaction::like, false).error().code, "content.post_not_found");
  const auto views = read([&](db::Reader& reader) { return module->views().views(reader, std::vector{post.id}, hoa); });
  EXPECT_TRUE(views.empty());
}

// By follow, comment, answer and mention: a blocked member reaches nobody, and neither does who blocked.
ENGINE_TEST(ServiceTest, WhoIsBlockedIsNotReached) {
  const auto post = create(mai, text("A vase"));
  const auto said = comment(mai, post.id, "It is mine");
  ASSERT_TRUE(said.ok());
  ASSERT_TRUE(follow(linh, mai).ok());
  ASSERT_TRUE(follow(mai, linh).ok());
  blocks.pairs.insert({mai.value, linh.value});
  const auto told = [&](db::Transaction& tx) -> Status {
    events::publish(tx, mai.value, profiles::BlockChanged{mai, linh, true});
    return done();
  };
  ASSERT_TRUE(write(told).ok());
  heard_now();
  EXPECT_FALSE(relations().follows(linh, mai)) << "a block ends both follows";
  EXPECT_FALSE(relations().follows(mai, linh));
  EXPECT_EQ(follow(linh, mai).error().code, "content.not_reachable");
  EXPECT_EQ(follow(mai, linh).error().code, "content.not_reachable");
  EXPECT_TRUE(follow(linh, mai, false).ok());
  EXPECT_EQ(comment(linh, post.id, "Hello").error().code, "content.not_reachable");
  const auto others = create(hoa, text("Another vase"));
  const auto there = comment(mai, others.id, "Nice");
  ASSERT_TRUE(there.ok());
  EXPECT_EQ(comment(linh, others.id, "Hello Mai", there->id).error().code, "content.not_reachable") << "under somebody else's post";
  EXPECT_TRUE(comment(linh, others.id, "Hello Hoa").ok());
  heard_now();
  create(linh, text("Look, @mai"));
  EXPECT_EQ(heard_now(), (Topics{"post_published"})) << "and no mention";
}

ENGINE_TEST(ServiceTest, FollowingTwiceIsFollowingOnceAndNobodyFollowsThemselves) {
  EXPECT_EQ(follow(mai, mai).error().code, "content.own_follow");
  EXPECT_EQ(follow(mai, {555}).error().code, "content.person_not_found");
  EXPECT_TRUE(follow(linh, mai, false).ok());
  EXPECT_TRUE(follow(linh, mai).ok());
  EXPECT_TRUE(follow(linh, mai).ok());
  EXPECT_EQ(heard_now(), (Topics{"follow_changed"}));
  EXPECT_EQ(relations().counts(mai).followers, 1);
  EXPECT_TRUE(follow(linh, mai, false).ok());
  EXPECT_TRUE(follow(linh, mai, false).ok());
  EXPECT_EQ(heard_now(), (Topics{"follow_changed"}));
  EXPECT_EQ(relations().counts(mai).followers, 0);
}

ENGINE_TEST(ServiceTest, CommentsHaveTwoLevelsAndAreCounted) {
  const auto post = create(mai, text("x")), other = create(mai, text("y"));
  const auto first = comment(linh, post.id, "  one  ");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->text, "one");
  const auto answer = comment(hoa, post.id, "two", first->id);
  const auto deeper = comment(linh, post.id, "three", answer->id);
  EXPECT_EQ(deeper->parent_id, first->id);
  EXPECT_EQ(comment(linh, other.id, "elsewhere", first->id).error().fields[0].field, "parent_id");
  EXPECT_EQ(comment(linh, post.id, " \n ").error().fields[0].field, "text");
  EXPECT_EQ(find(post.id)->counts.comments, 3);
  EXPECT_EQ(remove_comment(hoa, first->id).error().code, "content.comment_not_found");
  EXPECT_TRUE(remove_comment(hoa, answer->id).ok());
  EXPECT_EQ(remove_comment(hoa, answer->id).error().code, "content.comment_not_found");
  EXPECT_EQ(find(post.id)->counts.comments, 2);
  EXPECT_TRUE(remove_comment(mai, first->id).ok());  // under one's own post, with its answers
  EXPECT_EQ(find(post.id)->counts.comments, 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_comments"), 0);
  const auto last = comment(linh, post.id, "four");
  EXPECT_EQ(remove_comment(moderator, last->id).error().code, "content.comment_not_found");
}

ENGINE_TEST(ServiceTest, AHeldPostStaysHeldWhateverItsAuthorDoes) {
  const auto post = create(mai, text("x #gom"));
  heard_now();
  ASSERT_TRUE(hold(post.id, true).ok());
  ASSERT_TRUE(hold(post.id, true).ok());
  EXPECT_EQ(heard_now(), (Topics{"post_removed"}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 0);
  EXPECT_EQ(react(linh, post.id, Reaction::like).error().code, "content.post_not_found");
  EXPECT_EQ(edit(mai, post.id, text("better #gom"))->status, PostStatus::held);
  EXPECT_EQ(heard_now(), Topics{});
  ASSERT_TRUE(hold(post.id, false).ok());
  ASSERT_TRUE(hold(post.id, false).ok());
  EXPECT_EQ(heard_now(), (Topics{"post_published"}));
  EXPECT_EQ(find(post.id)->status, PostStatus::published);
  EXPECT_EQ(find(post.id)->text, "better #gom");
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 1);
  EXPECT_EQ(hold({4711}, true).error().code, "content.post_not_found");
}

ENGINE_TEST(ServiceTest, AReleasedPostThatWasNeverPublishedBecauseOfAHoldIsNoDraft) {
  NewPost wish = text("x");
  wish.status = PostStatus::draft;
  const auto draft = create(mai, wish);
  EXPECT_EQ(hold(draft.id, true).error().code, "content.post_not_found");
  EXPECT_EQ(hold(draft.id, false).error().code, "content.post_not_found");
  EXPECT_EQ(find(draft.id)->status, PostStatus::draft);
}

ENGINE_TEST(ServiceTest, OnlyItsAuthorDeletesAPost) {
  const auto post = create(mai, text("x"));
  EXPECT_EQ(remove(linh, post.id).error().code, "content.post_not_found");
  EXPECT_EQ(remove(moderator, post.id).error().code, "content.post_not_found");
  EXPECT_TRUE(find(post.id));
  heard_now();
  EXPECT_TRUE(remove(mai, post.id).ok());
  EXPECT_EQ(heard_now(), (Topics{"post_removed"}));
  EXPECT_FALSE(find(post.id));
}

ENGINE_TEST(ServiceTest, AMemberReportsAPostOnceAndMayChangeWhy) {
  const auto post = create(mai, text("x"));
  EXPECT_TRUE(report(linh, post.id, "spam").ok());
  EXPECT_TRUE(report(linh, post.id, "abuse").ok());
  EXPECT_TRUE(report(hoa, post.id, "abuse").ok());
  EXPECT_EQ(count("SELECT reports FROM content_posts"), 2);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_reports WHERE reason = 'abuse'"), 2);
}

ENGINE_TEST(ServiceTest, ProductsAreSavedOnce) {
  const auto save = [&](std::int64_t product, bool on) {
    return write([&](db::Transaction& tx) { return writing().save_product(tx, linh, {product}, on); });
  };
  EXPECT_TRUE(save(1, true).ok());
  EXPECT_TRUE(save(1, true).ok());
  EXPECT_EQ(heard_now(), (Topics{"product_saved"}));
  EXPECT_EQ(save(3, true).error().code, "content.product_not_found");
  EXPECT_TRUE(save(1, false).ok());
  EXPECT_TRUE(save(1, false).ok());
  EXPECT_EQ(heard_now(), (Topics{"product_saved"}));
  EXPECT_FALSE(relations().product_saved(linh, {1}));
}

}  // namespace
}  // namespace plaza::content

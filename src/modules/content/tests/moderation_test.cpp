// Posts and comments with moderation beside them: a hand says what is held, and moderators move pieces by the ports.
#include "service.h"

#include "content_fixture.h"

namespace plaza::content {
namespace {

// Holds what has "hold" in it, refuses what has "refuse".
class HandSubmissions final : public moderation::Submissions {
 public:
  std::vector<std::string> said;  // "submit post", "gone comment", "report post"
  Result<moderation::Verdict> submit(db::Transaction&, const moderation::Submission& submission) override {
    said.push_back("submit " + std::string(json::enum_text(submission.subject.kind)));
    if (submission.text.find("refuse") != std::string::npos) return Error{ErrorKind::unprocessable, "moderation.refused", "No."};
    const bool held = submission.text.find("hold") != std::string::npos;
    return moderation::Verdict{held ? moderation::Outcome::hold : moderation::Outcome::publish, {}};
  }
  void gone(db::Transaction&, const moderation::Subject& subject) override {
    said.push_back("gone " + std::string(json::enum_text(subject.kind)));
  }
  Status report(db::Transaction&, identity::AccountId, const moderation::Subject& subject, moderation::Reason,
                std::string_view) override {
    said.push_back("report " + std::string(json::enum_text(subject.kind)));
    return done();
  }
  std::vector<moderation::Finding> why(db::Reader&, const moderation::Subject&) override { return {}; }
};

using moderation::Standing;

class ModeratedContent : public ContentFixture {
 protected:
  ModeratedContent() {
    memory.emplace();
    service.emplace(needs, *memory);
    plain = std::move(module);  // the dispatcher still tells it
    module = open(needs);
    module->plug(chips);
    module->load();
  }
  Result<Post> submit(std::string words) {
    return write([&](db::Transaction& tx) { return service->submit(tx, mai, text(std::move(words))); });
  }
  Result<Comment> submit_comment(PostId post, std::string words, CommentId parent = {}) {
    return write([&](db::Transaction& tx) { return service->submit_comment(tx, linh, post, words, parent); });
  }
  std::string move(moderation::Content& owner, const std::string& id, Standing to) {
    const auto moved = write([&](db::Transaction& tx) { return owner.stand(tx, id, to); });
    return moved.ok() ? "ok" : moved.error().code;
  }
  std::vector<std::string> seen_by(identity::AccountId viewer, PostId post) {
    std::vector<std::string> words;
    for (const auto& each : read([&](db::Reader& reader) { return store::comments(reader, post, {}, 10, viewer); })) {
      words.push_back(each.text);
    }
    return words;
  }
  std::int64_t comments(PostId id) { return find(id)->counts.comments; }

  HandSubmissions submissions;
  Needs needs{database(), ids, clock, accounts, library, catalog, &submissions};
  std::unique_ptr<Module> plain;
  std::optional<Memory> memory;
  std::optional<Service> service;
};

ENGINE_TEST(ModeratedContent, AHeldPostIsForItsAuthorUntilItIsReleased) {
  const auto post = submit("please hold this #gom");
  ASSERT_TRUE(post.ok());
  EXPECT_EQ(post->status, PostStatus::held);
  EXPECT_EQ(heard_now(), Topics{});
  const auto id = to_text(post->id);
  auto& posts = module->moderated_posts();
  EXPECT_FALSE(read([&](db::Reader& reader) { return posts.visible_to(reader, id, linh); }));
  EXPECT_TRUE(read([&](db::Reader& reader) { return posts.visible_to(reader, id, mai); }));
  EXPECT_EQ(read([&](db::Reader& reader) { return posts.piece(reader, id); })->standing, Standing::held);
  EXPECT_EQ(move(posts, id, Standing::visible), "ok");
  EXPECT_EQ(heard_now(), Topics{"post_published"});
  EXPECT_EQ(find(post->id)->published_at, clock.now());
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 1);
}

ENGINE_TEST(ModeratedContent, ARemovedPostIsGoneForOthersAndCannotBeEdited) {
  const auto post = submit("a vase #gom");
  heard_now();
  const auto id = to_text(post->id);
  EXPECT_EQ(move(module->moderated_posts(), id, Standing::removed), "ok");
  EXPECT_EQ(heard_now(), Topics{"post_removed"});
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_post_hashtags"), 0);
  const auto edited = write([&](db::Transaction& tx) { return service->edit(tx, mai, post->id, text("better")); });
  EXPECT_EQ(edited.error().code, "content.post_removed");
  EXPECT_EQ(find(post->id)->text, "a vase #gom");
  EXPECT_EQ(move(module->moderated_posts(), id, Standing::visible), "ok");
  EXPECT_EQ(heard_now(), Topics{"post_published"});
}

ENGINE_TEST(ModeratedContent, ARefusalWritesNothing) {
  const auto post = submit("refuse me");
  EXPECT_EQ(post.error().code, "moderation.refused");
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_posts"), 0);
}

ENGINE_TEST(ModeratedContent, AnEditGoesThroughTheSameDoor) {
  const auto post = submit("a vase");
  const auto edit = [&](std::string words) {
    return write([&](db::Transaction& tx) { return service->edit(tx, mai, post->id, text(words)); });
  };
  EXPECT_EQ(edit("refuse it").error().code, "moderation.refused");
  EXPECT_EQ(find(post->id)->text, "a vase");
  heard_now();
  EXPECT_EQ(edit("hold it")->status, PostStatus::held);
  EXPECT_EQ(heard_now(), Topics{"post_removed"});
}

ENGINE_TEST(ModeratedContent, ADraftIsNobodysBusiness) {
  auto draft = text("hold");
  draft.status = PostStatus::draft;
  const auto post = write([&](db::Transaction& tx) { return service->submit(tx, mai, draft); });
  EXPECT_EQ(post->status, PostStatus::draft);
  EXPECT_TRUE(submissions.said.empty());
  EXPECT_FALSE(read([&](db::Reader& reader) { return module->moderated_posts().piece(reader, to_text(post->id)); }));
}

ENGINE_TEST(ModeratedContent, AHeldCommentCountsAndIsToldOfWhenItIsReleased) {
  const auto post = submit("a vase");
  heard_now();
  const auto held = submit_comment(post->id, "hold on");
  EXPECT_EQ(held->status, CommentStatus::held);
  EXPECT_EQ(comments(post->id), 0);
  EXPECT_EQ(heard_now(), Topics{});
  EXPECT_EQ(seen_by(linh, post->id), std::vector<std::string>{"hold on"});
  EXPECT_EQ(seen_by(hoa, post->id), std::vector<std::string>{});
  EXPECT_EQ(move(module->moderated_comments(), to_text(held->id), Standing::visible), "ok");
  EXPECT_EQ(comments(post->id), 1);
  EXPECT_EQ(heard_now(), Topics{"commented"});
  EXPECT_EQ(move(module->moderated_comments(), to_text(held->id), Standing::removed), "ok");
  EXPECT_EQ(move(module->moderated_comments(), to_text(held->id), Standing::visible), "ok");
  EXPECT_EQ(comments(post->id), 1);
  EXPECT_EQ(heard_now(), Topics{});  // told of once
}

ENGINE_TEST(ModeratedContent, ARemovedCommentStaysTheThreadsPlace) {
  const auto post = submit("a vase");
  const auto first = submit_comment(post->id, "rude");
  EXPECT_TRUE(submit_comment(post->id, "an answer", first->id).ok());
  EXPECT_EQ(move(module->moderated_comments(), to_text(first->id), Standing::removed), "ok");
  EXPECT_EQ(seen_by(hoa, post->id), (std::vector<std::string>{"rude", "an answer"}));  // its words are left out by the presenter
  EXPECT_EQ(comments(post->id), 1);
  EXPECT_EQ(submit_comment(post->id, "more", first->id).error().code, "request.invalid");
  EXPECT_EQ(remove_comment(linh, first->id).ok(), true);
  EXPECT_EQ(comments(post->id), 0);
}

ENGINE_TEST(ModeratedContent, WhatIsDeletedWaitsForNobody) {
  const auto post = submit("a vase");
  const auto first = submit_comment(post->id, "one");
  EXPECT_TRUE(submit_comment(post->id, "two", first->id).ok());
  submissions.said.clear();
  EXPECT_TRUE(remove_comment(linh, first->id).ok());
  EXPECT_TRUE(remove(mai, post->id).ok());
  EXPECT_EQ(submissions.said, (std::vector<std::string>{"gone comment", "gone comment", "gone post"}));
  EXPECT_EQ(move(module->moderated_comments(), to_text(first->id), Standing::visible), "content.comment_not_found");
  EXPECT_EQ(move(module->moderated_posts(), to_text(post->id), Standing::visible), "content.post_not_found");
}

}  // namespace
}  // namespace plaza::content

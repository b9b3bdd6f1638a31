// Posts that a block above keeps among some people: every way to them here, as the author, one of these people and others take it.
#include "content_fixture.h"

namespace plaza::content {
namespace {

// One post is kept among Mai and Linh.
class AmongTwo final : public Visibility {
 public:
  PostId kept;
  bool linh_is_in = true;
  bool is_any_kept() const override { return bool(kept); }
  bool admits(identity::AccountId viewer, PostId post) const override {
    return post != kept || viewer == mai || (linh_is_in && viewer == linh);
  }
};

class VisibilityTest : public ContentFixture {
 protected:
  VisibilityTest() { module->plug(among); }
  bool sees(identity::AccountId viewer, PostId id) {
    return read([&](db::Reader& reader) { return !module->views().views(reader, std::vector{id}, viewer).empty(); });
  }
  AmongTwo among;
};

ENGINE_TEST(VisibilityTest, AKeptPostIsThereForThosePeopleAlone) {
  const auto open = create(mai, text("for all"));
  const auto kept = create(mai, text("for us"));
  among.kept = kept.id;
  ASSERT_TRUE(follow(hoa, mai).ok());  // who follows is not one of them
  EXPECT_TRUE(sees(mai, kept.id));
  EXPECT_TRUE(sees(linh, kept.id));
  EXPECT_FALSE(sees(hoa, kept.id));
  EXPECT_FALSE(sees({}, kept.id));
  EXPECT_TRUE(sees({}, open.id));
  EXPECT_EQ(react(hoa, kept.id, Reaction::like).error().code, "content.post_not_found");
  EXPECT_EQ(comment(hoa, kept.id, "hello").error().code, "content.post_not_found");
  EXPECT_EQ(report(hoa, kept.id).error().code, "content.post_not_found");
  EXPECT_TRUE(react(linh, kept.id, Reaction::like).ok());
  EXPECT_TRUE(comment(linh, kept.id, "hello").ok());
  read([&](db::Reader& reader) {
    EXPECT_FALSE(module->moderated_posts().visible_to(reader, to_text(kept.id), hoa));
    EXPECT_TRUE(module->moderated_posts().visible_to(reader, to_text(kept.id), linh));
    return 0;
  });
}

ENGINE_TEST(VisibilityTest, TheAuthorSeesItEvenAsNoneOfThem) {
  const auto post = create(hoa, text("mine"));
  among.kept = post.id;
  EXPECT_TRUE(sees(hoa, post.id));
  EXPECT_TRUE(edit(hoa, post.id, text("mine still")).ok());
}

ENGINE_TEST(VisibilityTest, AMentionIsToldToNobodyWhoMayNotRead) {
  NewPost draft = text("@linh and @hoa, look");
  draft.status = PostStatus::draft;
  const auto made = create(mai, draft);
  among.kept = made.id;
  heard_now();
  draft.status = PostStatus::published;
  ASSERT_TRUE(edit(mai, made.id, draft).ok());
  EXPECT_EQ(heard_now(), (Topics{"post_published", "mentioned"}));
}

ENGINE_TEST(VisibilityTest, WhoIsOutIsNotToldWhatIsSaidThere) {
  std::vector<Commented> said;
  dispatcher->every_node("test.said", {Commented::topic}, [&](const std::vector<events::Event>& batch) {
    for (const auto& event : batch) said.push_back(events::read<Commented>(event));
  });
  const auto post = create(mai, text("for us"));
  among.kept = post.id;
  const auto first = comment(linh, post.id, "first");
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(comment(mai, post.id, "second", first->id).ok());
  among.linh_is_in = false;
  ASSERT_TRUE(comment(mai, post.id, "third", first->id).ok());
  dispatcher->drain();
  ASSERT_EQ(said.size(), 3u);
  EXPECT_EQ(said[1].parent_account_id, linh);
  EXPECT_EQ(said[2].parent_account_id, std::nullopt);
}

}  // namespace
}  // namespace plaza::content

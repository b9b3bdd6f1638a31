#include "segments_fixture.h"

namespace plaza::segments {
namespace {

using identity::AccountId;
class SegmentsService : public SegmentsFixture {};

ENGINE_TEST(SegmentsService, ComingAndGoingIsAnnouncedOnceEach) {
  const auto id = make("Viewers", "count(View, 7 days) >= 2");
  stream.track("a", "View");
  stream.track(7, "View");
  EXPECT_EQ(take(), "");
  stream.track("a", "View");
  stream.track(7, "View");
  EXPECT_EQ(take(), "+viewers a, +viewers 7");
  EXPECT_EQ(take(), "");
  EXPECT_TRUE(module->segments().contains("viewers", AccountId{7}));
  EXPECT_TRUE(module->segments().contains(id, "a"));
  EXPECT_FALSE(module->segments().contains("viewers", AccountId{}));
  EXPECT_EQ(module->segments().count(id), 2);
  EXPECT_EQ(module->segments().of(AccountId{7}).at(0).name, "Viewers");
  stream.now = start + days(8);  // nothing happens: a tick lets time pass
  EXPECT_EQ(take(), "");
  EXPECT_EQ(log.records.back().kind, interactions::Kind::tick);
  EXPECT_EQ(take(), "-viewers a, -viewers 7");
}

ENGINE_TEST(SegmentsService, AProcessThatStartsAgainTellsWhatItMissedAndNothingTwice) {
  make("Viewers", "count(View, 7 days) >= 1");
  stream.track("a", "View");
  stream.track("b", "View");
  EXPECT_EQ(take(), "+viewers a, +viewers b");
  const auto snapshot = module->learner().snapshot();
  stream.now = start + days(6);
  stream.track("b", "View");
  stream.track("c", "View");
  module = open_node();
  module->load();
  EXPECT_TRUE(module->segments().contains("viewers", "a"));  // as it was written
  module->learner().restore(snapshot);
  EXPECT_EQ(take(), "+viewers c");
  stream.now = start + days(8);
  stream.tick();
  EXPECT_EQ(take(), "-viewers a");
}

ENGINE_TEST(SegmentsService, AnEditMovesPeopleAndADeletedSegmentIsGone) {
  const auto id = make("Viewers", "count(View, 7 days) >= 1");
  stream.track("a", "View");
  stream.track("b", "Else");
  EXPECT_EQ(take(), "+viewers a");
  ASSERT_EQ(ask(Method::patch, "/v1/admin/segments/" + id, R"({"version":1,"text":"count(Else, 7 days) >= 1"})").status, 200);
  EXPECT_EQ(take(), "-viewers a, +viewers b");
  ASSERT_EQ(ask(Method::del, "/v1/admin/segments/" + id).status, 204);
  EXPECT_EQ(take(), "");
  EXPECT_FALSE(module->segments().contains(id, "b"));
}

ENGINE_TEST(SegmentsService, ErasureTakesTheMembership) {
  make("Viewers", "count(View, 7 days) >= 1");
  stream.track(7, "View");
  EXPECT_EQ(take(), "+viewers 7");
  stream.domain("identity.account_erased", R"({"account_id":")" + account_text(7) + "\"}");
  EXPECT_EQ(take(), "-viewers 7");
  EXPECT_FALSE(module->segments().contains("viewers", AccountId{7}));
}

ENGINE_TEST(SegmentsService, CollectionsThatChangeMoveMembers) {
  make("Lamps", "count(View where collection = \"lamps\", 7 days) >= 1");
  stream.track("a", "View", R"({"product_id":")" + to_text(catalog::ProductId{2}) + "\"}");
  EXPECT_EQ(take(), "");
  collections.lamps.push_back(catalog::ProductId{2});
  const auto work = [](db::Transaction& tx) -> Status {
    events::publish_text(tx, "catalog.collection_changed", 1, "{}");
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
  dispatcher->drain();
  EXPECT_EQ(take(), "+lamps a");
}

ENGINE_TEST(SegmentsService, OfTwoVariantsTheHigherPriorityIsShown) {
  const auto low = make("All", "count(View, 7 days) >= 1");
  const auto high = make("Keen", "count(View, 7 days) >= 2");
  stream.track("a", "View");
  take();
  ASSERT_EQ(ask(Method::put, "/v1/admin/segments/" + low + "/variant", R"({"title":"Hello","collections":["lamps","vases"]})").status, 200);
  ASSERT_EQ(ask(Method::put, "/v1/admin/segments/" + high + "/variant", R"({"title":"Again","landing":"lamps","priority":5})").status, 200);
  const auto shown = module->segments().variant({}, "a");
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->title, "Hello");
  EXPECT_EQ(shown->collections, (std::vector<std::string>{"lamps", "vases"}));
  EXPECT_FALSE(module->segments().variant({}, "stranger"));
  stream.track("a", "View");
  take();
  EXPECT_EQ(module->segments().variant({}, "a")->title, "Again");
  ASSERT_EQ(ask(Method::del, "/v1/admin/segments/" + high + "/variant").status, 204);
  EXPECT_EQ(module->segments().variant({}, "a")->title, "Hello");
  ASSERT_EQ(ask(Method::del, "/v1/admin/segments/" + low).status, 204);
  EXPECT_FALSE(module->segments().variant({}, "a"));
}

}  // namespace
}  // namespace plaza::segments

// The statements on both engines, and the order of the queue.
#include "store.h"

#include "moderation_fixture.h"
#include "platform/testing/database.h"

namespace plaza::moderation {
namespace {

class ModerationStore : public ModerationFixture {
 protected:
  Case waiting(const std::string& id, std::int64_t priority) {
    Case one;
    one.id = ids.make<CaseId>();
    one.subject = {Kind::comment, id};
    one.author = mai;
    one.priority = priority;
    one.created_at = clock.now();
    run([&](db::Transaction& tx) -> Status {
      EXPECT_TRUE(store::insert(tx, one));
      return done();
    });
    return one;
  }
};

ENGINE_TEST(ModerationStore, EveryStatementIsPrepared) {
  testing::expect_prepares(database(), all_statements(), {});
}

ENGINE_TEST(ModerationStore, TheQueueGivesWhatWeighsMostFirstPageByPage) {
  waiting("a", 200);
  waiting("b", 500);
  waiting("c", 200);
  Lines seen;
  store::QueuePlace place;
  for (;;) {
    const auto page = read([&](db::Reader& reader) {
      return store::queue(reader, CaseState::open, place, std::nullopt, std::nullopt, 2);
    });
    if (page.empty()) break;
    for (const auto& each : page) seen.push_back(each.subject.id);
    place = {page.back().priority, page.back().id};
  }
  EXPECT_EQ(seen, (Lines{"b", "a", "c"}));
}

ENGINE_TEST(ModerationStore, APieceHasOneOpenCase) {
  auto one = waiting("a", 1);
  one.id = ids.make<CaseId>();
  const auto again = write([&](db::Transaction& tx) -> Result<bool> { return store::insert(tx, one); });
  EXPECT_FALSE(*again);
}

ENGINE_TEST(ModerationStore, RulesAreWrittenOverTheVersionThatWasRead) {
  const auto set = [&](std::int64_t version) {
    return *write([&](db::Transaction& tx) -> Result<bool> { return store::set_rules(tx, "", "hold links", version, mod, clock.now()); });
  };
  EXPECT_TRUE(set(0));
  EXPECT_FALSE(set(0));
  EXPECT_TRUE(set(1));
  EXPECT_FALSE(set(1));
}

}  // namespace
}  // namespace plaza::moderation

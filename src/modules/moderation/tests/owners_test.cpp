// What modules that own content do besides submitting: they hold for reasons of their own, write for guests, and decide at desks of their own.
#include "moderation_fixture.h"

namespace plaza::moderation {
namespace {

using Heard = std::vector<std::string>;

class OwnersOfContent : public ModerationFixture {
 protected:
  Result<Verdict> give(identity::AccountId author, const std::string& id, const std::string& text, std::vector<Finding> found) {
    Submission submission{{Kind::comment, id}, author, "", text, 0, 0};
    submission.found = std::move(found);
    auto verdict = write([&](db::Transaction& tx) { return module->submissions().submit(tx, submission); });
    if (verdict.ok()) {
      content.pieces[id] = {author, "", text};
      if (verdict->outcome == Outcome::hold) content.pieces[id].standing = Standing::held;
    }
    return verdict;
  }
  std::vector<Finding> why(const std::string& id) {
    return read([&](db::Reader& reader) { return module->submissions().why(reader, {Kind::comment, id}); });
  }
  Status decide(identity::AccountId moderator, const std::string& id, Standing to) {
    return write([&](db::Transaction& tx) {
      return module->decisions().decide(tx, moderator, {Kind::comment, id}, to, Reason::spam, "no adverts");
    });
  }
  Heard drained() {
    dispatcher->drain();
    return std::exchange(heard, {});
  }
};

ENGINE_TEST(OwnersOfContent, WhatTheOwnerFoundHoldsItBesideTheRules) {
  const auto verdict = give(mai, "c1", "a lovely bowl", {{Reason::misleading, "one of a series"}});
  ASSERT_TRUE(verdict.ok());
  EXPECT_EQ(verdict->outcome, Outcome::hold);
  ASSERT_EQ(why("c1").size(), 1u);
  EXPECT_EQ(why("c1")[0].because, "one of a series");
  EXPECT_EQ(drained(), Heard{"content_held c1"});
  EXPECT_EQ(give(mai, "c2", "a lovely bowl", {})->outcome, Outcome::publish);
  EXPECT_EQ(give(mod, "c3", "by staff", {{Reason::misleading, "one of a series"}})->outcome, Outcome::publish);
}

ENGINE_TEST(OwnersOfContent, AnOwnerTakesAShownPieceBackAndItsAuthorIsTold) {
  ASSERT_TRUE(give(mai, "c1", "a lovely bowl", {}).ok());
  bell.rung.clear();
  run([&](db::Transaction& tx) -> Status {
    Submission submission{{Kind::comment, "c1"}, mai, "", "a lovely bowl", 0, 0};
    submission.found = {{Reason::misleading, "one of a series"}};
    module->submissions().hold(tx, submission);
    return done();
  });
  EXPECT_EQ(bell.rung, Heard{"content_held 1"});
  EXPECT_EQ(why("c1")[0].reason, Reason::misleading);
  EXPECT_EQ(drained(), Heard{"content_held c1"});
}

ENGINE_TEST(OwnersOfContent, AGuestCountsAsNewAndIsNobodyElse) {
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(give({}, "g" + std::to_string(i), "the same few words", {})->outcome, Outcome::publish) << i;  // twelve guests, no repeats
  }
  EXPECT_EQ(give({}, "link", "see https://casino.example", {})->outcome, Outcome::hold);
  bell.rung.clear();
  content.pieces["link"].standing = Standing::held;
  ASSERT_TRUE(decide(mod, "link", Standing::removed).ok());
  EXPECT_EQ(bell.rung, Heard{});
  EXPECT_EQ(content.pieces["link"].standing, Standing::removed);
  const auto counted = read([&](db::Reader& reader) {
    return *reader.one({nullptr, "SELECT COUNT(*) FROM moderation_authors"}, {}, [](const db::Row& row) { return row.integer(0); });
  });
  EXPECT_EQ(counted, 0);
}

ENGINE_TEST(OwnersOfContent, ADecisionFromElsewhereStandsInTheLogLikeAnyOther) {
  ASSERT_TRUE(give(mai, "c1", "cheap pots", {}).ok());
  bell.rung.clear();
  ASSERT_TRUE(decide(mod, "c1", Standing::removed).ok());
  EXPECT_EQ(bell.rung, Heard{"content_removed 1"});
  EXPECT_EQ(drained(), Heard{"content_removed c1"});
  EXPECT_EQ(why("c1")[0].because, "no adverts");
  EXPECT_EQ(decide(mod, "c1", Standing::removed).error().code, "moderation.already_decided");
  ASSERT_TRUE(decide(second, "c1", Standing::visible).ok());
  EXPECT_EQ(drained(), Heard{"content_restored c1"});
  EXPECT_EQ(content.pieces["c1"].standing, Standing::visible);
  const auto logged = read([&](db::Reader& reader) {
    return *reader.one({nullptr, "SELECT COUNT(*) FROM moderation_decisions"}, {}, [](const db::Row& row) { return row.integer(0); });
  });
  EXPECT_EQ(logged, 2);
  EXPECT_EQ(decide(mod, "nothing", Standing::removed).error().code, "moderation.subject_not_found");
}

}  // namespace
}  // namespace plaza::moderation

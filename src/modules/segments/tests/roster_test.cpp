#include "roster.h"

#include "stream.h"

namespace plaza::segments {
namespace {

class RosterTest : public ::testing::Test {
 protected:
  RosterTest() { roster.go_live(); }
  void put(std::int64_t id, const std::string& handle, std::string_view rule, std::int64_t version = 1) {
    roster.put({SegmentId{id}, handle, handle, rule_of(rule), version});
    sweep();
  }
  void sweep() {
    while (roster.sweep(10)) {
    }
  }
  void take() {
    for (; applied < stream.records.size(); ++applied) roster.apply(stream.records[applied]);
  }
  bool in(const std::string& segment, std::int64_t account) { return roster.contains(segment, {account, ""}); }
  bool in(const std::string& segment, const std::string& visitor) { return roster.contains(segment, {0, visitor}); }
  // "+viewers v:a, -viewers a:7"
  std::string moves() {
    std::string text;
    for (const auto& move : roster.take_moves(1'000)) {
      text += (text.empty() ? "" : ", ") + std::string(move.in ? "+" : "-") + roster.handle_of(move.segment) +
              (move.who.account ? " a:" + std::to_string(move.who.account) : " v:" + move.who.visitor);
    }
    return text;
  }

  Stream stream;
  Roster roster{{}, {}};
  std::size_t applied = 0;
};

TEST_F(RosterTest, FollowsEachInteractionAndTellsOnce) {
  put(1, "viewers", "count(View, 7 days) >= 2");
  stream.track("a", "View");
  take();
  EXPECT_EQ(moves(), "");
  stream.track("a", "View");
  take();
  EXPECT_TRUE(in("viewers", "a"));
  EXPECT_EQ(moves(), "+viewers v:a");
  stream.track("a", "View");
  stream.track("b", "Else");
  take();
  EXPECT_EQ(moves(), "");
  EXPECT_EQ(roster.count("viewers"), 1);
  EXPECT_EQ(roster.of({0, "a"}).at(0).handle, "viewers");
  EXPECT_TRUE(roster.of({0, "b"}).empty());
  EXPECT_FALSE(in("nothing", "a"));
  EXPECT_TRUE(roster.contains(to_text(SegmentId{1}), {0, "a"}));
}

TEST_F(RosterTest, TimeAloneTakesOutAndBringsInWithATick) {
  put(1, "fresh", "count(View, 7 days) >= 1");
  put(2, "gone", "last(View) more than 3 days ago");
  stream.track("a", "View");
  take();
  EXPECT_EQ(moves(), "+fresh v:a");
  EXPECT_EQ(roster.next_timer(), start + days(3));
  stream.now = start + days(3);
  stream.tick();
  take();
  EXPECT_EQ(moves(), "+gone v:a");
  EXPECT_EQ(roster.next_timer(), start + days(7));
  stream.now = start + days(7);
  stream.tick();
  take();
  EXPECT_EQ(moves(), "-fresh v:a");
  EXPECT_EQ(roster.next_timer(), start + days(400));
}

TEST_F(RosterTest, ANewRuleLooksAtWhatHappenedBefore) {
  stream.track("a", "View");
  stream.track("b", "Else");
  take();
  roster.put({SegmentId{1}, "viewers", "", rule_of("count(View, 7 days) >= 1"), 1});
  EXPECT_TRUE(roster.is_building(SegmentId{1}));
  sweep();
  EXPECT_FALSE(roster.is_building(SegmentId{1}));
  EXPECT_EQ(moves(), "+viewers v:a");
  put(1, "viewers", "count(View, 7 days) = 0", 2);
  EXPECT_EQ(moves(), "-viewers v:a, +viewers v:b");
  put(1, "viewers", "count(View, 7 days) >= 1", 1);  // an older one
  EXPECT_EQ(moves(), "");
  stream.track("newcomer", "Else");
  take();
  EXPECT_EQ(moves(), "+viewers v:newcomer");
}

TEST_F(RosterTest, MergeAndUnmergeLookAtBothSides) {
  put(1, "viewers", "count(View, 7 days) >= 2");
  stream.track("a", "View");
  stream.track(7, "View");
  take();
  EXPECT_EQ(moves(), "");
  stream.merged("a", 7);
  take();
  EXPECT_EQ(moves(), "+viewers a:7");
  EXPECT_TRUE(in("viewers", "a"));
  stream.track("a", "View");
  stream.unmerged("a", 7);
  take();
  EXPECT_EQ(moves(), "+viewers v:a, -viewers a:7");
  EXPECT_FALSE(in("viewers", 7));
  EXPECT_TRUE(in("viewers", "a"));
  stream.merged("a", 8);
  take();
  EXPECT_EQ(moves(), "-viewers v:a, +viewers a:8");
}

TEST_F(RosterTest, AfterAnUnmergeEverythingIsAsWithoutTheMerge) {
  put(1, "viewers", "count(View, 7 days) >= 2 or sequence(View then Add within 1 day, 9 days)");
  stream.track("a", "View");
  stream.track(7, "View");
  stream.merged("a", 7);
  stream.track("a", "Add");
  stream.unmerged("a", 7);
  take();
  Roster apart({}, {});
  apart.go_live();
  apart.put({SegmentId{1}, "viewers", "", rule_of("count(View, 7 days) >= 2 or sequence(View then Add within 1 day, 9 days)"), 1});
  for (const auto& record : stream.records)
    if (record.kind != interactions::Kind::domain) apart.apply(record);
  EXPECT_EQ(roster.snapshot(), apart.snapshot());
  EXPECT_EQ(in("viewers", "a"), apart.contains("viewers", {0, "a"}));
  EXPECT_EQ(in("viewers", 7), apart.contains("viewers", {7, ""}));
}

TEST_F(RosterTest, AnErasedAccountIsGoneWithItsVisitors) {
  put(1, "viewers", "count(View, 7 days) >= 1");
  stream.track("a", "View", R"({"q":"secret words","page":"home"})");
  stream.track("b", "Else", R"({"page":"home"})");
  stream.identify("a", R"({"nick name":"secret trait"})");
  stream.track(7, "View");
  stream.merged("a", 7);
  take();
  moves();
  EXPECT_NE(roster.snapshot().find("secret words"), std::string::npos);
  stream.domain("identity.account_erased", R"({"account_id":")" + account_text(7) + "\"}");
  take();
  EXPECT_EQ(moves(), "-viewers a:7");
  EXPECT_FALSE(roster.knows({7, ""}));
  EXPECT_FALSE(roster.knows({0, "a"}));
  EXPECT_EQ(roster.count("viewers"), 0);
  for (const char* gone : {"secret", "nick", "View"}) EXPECT_EQ(roster.snapshot().find(gone), std::string::npos) << gone;
  Roster again({}, {});
  again.restore(roster.snapshot());
  EXPECT_EQ(again.snapshot(), roster.snapshot());
  EXPECT_EQ(again.preview(rule_of("count(Else where page = \"home\", 1 day) = 1"), [] { return false; }).count, 1);
  stream.now = start + days(8);
  stream.tick();
  stream.track("a", "View");  // the same browser, another day
  take();
  EXPECT_EQ(moves(), "+viewers v:a");
}

TEST_F(RosterTest, AnErasedVisitorIsGoneAndNobodyElse) {
  put(1, "viewers", "count(View, 7 days) >= 1");
  stream.track("a", "View", R"({"q":"secret words"})");
  stream.track("b", "View");
  stream.track("c", "View");
  stream.merged("c", 7);
  take();
  moves();
  stream.domain("profiles.person_erased", R"({"account_id":null,"visitors":["a","c","nobody",7]})");
  stream.domain("profiles.person_erased", R"({"visitors":"a"})");
  take();
  EXPECT_EQ(moves(), "-viewers v:a");
  EXPECT_FALSE(roster.knows({0, "a"}));
  EXPECT_TRUE(in("viewers", "b"));
  EXPECT_TRUE(in("viewers", 7));  // the account's browser by now
  EXPECT_EQ(roster.snapshot().find("secret"), std::string::npos);
}

TEST_F(RosterTest, TraitsAndConsentsTouchTheRulesThatNameThem) {
  bool given = false;
  World world;
  world.consent = [&](std::int64_t, std::string_view) { return std::optional(given); };
  Roster own(world, {});
  own.go_live();
  own.put({SegmentId{1}, "gold", "", rule_of("trait plan = \"gold\""), 1});
  own.put({SegmentId{2}, "mails", "", rule_of("consent email given"), 1});
  while (own.sweep(10)) {
  }
  stream.identify("a", R"({"plan":"gold"})");
  stream.track(7, "View");
  for (const auto& record : stream.records) own.apply(record);
  EXPECT_TRUE(own.contains("gold", {0, "a"}));
  EXPECT_FALSE(own.contains("mails", {7, ""}));
  given = true;
  own.apply(stream.domain("profiles.consent_changed", R"({"account_id":")" + account_text(7) + R"(","visitor":"","given":true})"));
  EXPECT_TRUE(own.contains("mails", {7, ""}));
  given = false;
  own.reconsider(7);
  EXPECT_FALSE(own.contains("mails", {7, ""}));
  own.apply(stream.identify("a", R"({"plan":null})"));
  EXPECT_FALSE(own.contains("gold", {0, "a"}));
}

TEST_F(RosterTest, ASnapshotAndTheRestGiveTheSameBytesAsAllOfIt) {
  stream.track("a", "View", R"({"category":"lamps","price":3.5,"new":true})");
  stream.identify("a", R"({"plan":"gold","age":3})");
  stream.paid(7, 100);
  stream.merged("a", 7);
  stream.track("b", "View").at = start - days(3);
  const std::size_t half = stream.records.size();
  stream.now = start + hours(3);
  stream.track("c", "View", R"({"category":"vases"})");
  stream.unmerged("a", 7);
  stream.merged("c", 7);
  stream.tick();
  Roster whole({}, {}), first({}, {}), second({}, {});
  for (const auto& record : stream.records) whole.apply(record);
  for (std::size_t i = 0; i < half; ++i) first.apply(stream.records[i]);
  second.restore(first.snapshot());
  EXPECT_EQ(second.snapshot(), first.snapshot());
  for (std::size_t i = half; i < stream.records.size(); ++i) second.apply(stream.records[i]);
  EXPECT_EQ(second.snapshot(), whole.snapshot());
  for (auto* each : {&whole, &second}) {
    each->put({SegmentId{1}, "all", "", rule_of("count(View where category = \"vases\", 1 day) = 1 and count(order_paid, 1 day) = 1"), 1});
    each->go_live();
    while (each->sweep(10)) {
    }
    EXPECT_TRUE(each->contains("all", {0, "c"}));
    EXPECT_EQ(each->count("all"), 1);
  }
  EXPECT_THROW(second.restore("nonsense"), std::runtime_error);
  const std::string bytes = whole.snapshot();
  for (std::size_t cut = 1; cut < bytes.size(); cut += 7) {
    EXPECT_THROW(second.restore(bytes.substr(0, cut)), std::runtime_error) << cut;
  }
}

TEST_F(RosterTest, ManyFieldsAndValuesStayWhatTheyAreWhileTheirTablesGrow) {
  for (int i = 0; i < 40; ++i) {
    stream.now = start + seconds(i);
    stream.track("v" + std::to_string(i), "View", R"({"f)" + std::to_string(i % 13) + R"(":"a value that is longer than sixteen bytes )" + std::to_string(i % 5) + "\"}");
  }
  take();
  Roster again({}, {});
  again.restore(roster.snapshot());
  for (auto* each : {&roster, &again}) {
    const auto seen = each->events_seen();
    ASSERT_EQ(seen.at(0).fields.size(), 13u);
    for (const auto& field : seen[0].fields) EXPECT_LE(field.values.size(), 4u) << field.name;
    const auto found = each->preview(rule_of("count(View where f3 = \"a value that is longer than sixteen bytes 1\", 7 days) >= 1"), [] { return false; });
    EXPECT_EQ(found.count, 1);
  }
}

TEST_F(RosterTest, WhatTheTableKnowsHoldsUntilItIsLookedAt) {
  Roster fresh({}, {});
  fresh.put({SegmentId{1}, "viewers", "", rule_of("count(View, 7 days) >= 1"), 1});
  fresh.load_member(SegmentId{1}, {0, "a"}, start - days(1));
  fresh.load_member(SegmentId{1}, {0, "left"}, start - days(1));
  fresh.load_member(SegmentId{1}, {0, "unknown"}, start - days(1));
  EXPECT_TRUE(fresh.contains("viewers", {0, "left"}));
  EXPECT_EQ(fresh.count("viewers"), 3);
  stream.track("a", "View");
  stream.track("left", "Else");
  stream.track("b", "View");
  for (const auto& record : stream.records) fresh.apply(record);
  fresh.go_live();
  while (fresh.sweep(10)) {
  }
  std::string text;
  for (const auto& move : fresh.take_moves(10)) text += (move.in ? "+" : "-") + move.who.visitor + " ";
  EXPECT_EQ(text, "+b -left -unknown ");
  EXPECT_EQ(fresh.of({0, "a"}).at(0).since, start - days(1));
}

TEST_F(RosterTest, MovesThatCouldNotBeWrittenComeBackBehindNewerOnes) {
  put(1, "fresh", "count(View, 7 days) >= 1");
  stream.track("a", "View");
  stream.track("b", "View");
  take();
  const auto taken = roster.take_moves(10);
  ASSERT_EQ(taken.size(), 2u);
  stream.now = start + days(7);
  stream.track("b", "View");
  take();
  roster.give_back(taken);
  EXPECT_EQ(moves(), "-fresh v:a, +fresh v:b");
}

TEST_F(RosterTest, APreviewCountsAndKeepsNothing) {
  for (int i = 0; i < 30; ++i) {
    stream.now = start + seconds(i);
    stream.track("v" + std::to_string(i), i % 2 ? "View" : "Else");
  }
  stream.track(7, "View");
  take();
  const auto preview = roster.preview(rule_of("count(View, 7 days) >= 1"), [] { return false; });
  EXPECT_EQ(preview.count, 16);
  EXPECT_EQ(preview.accounts, 1);
  EXPECT_EQ(preview.looked_at, 31);
  ASSERT_EQ(preview.sample.size(), 10u);
  EXPECT_EQ(preview.sample[0].first.visitor, "v29");
  EXPECT_EQ(moves(), "");
}

TEST_F(RosterTest, ARemovedSegmentIsForgotten) {
  put(1, "viewers", "count(View, 7 days) >= 1");
  stream.track("a", "View");
  take();
  roster.remove(SegmentId{1});
  EXPECT_FALSE(in("viewers", "a"));
  EXPECT_EQ(moves(), "");
  EXPECT_TRUE(roster.of({0, "a"}).empty());
  stream.track("a", "View");
  stream.now = start + days(8);
  stream.tick();
  take();
  EXPECT_EQ(roster.count("viewers"), 0);
}

}  // namespace
}  // namespace plaza::segments

// Trust, limits and orders: pure.
#include <gtest/gtest.h>

#include "calendar.h"
#include "rules.h"
#include "tastes.h"

namespace plaza::community {
namespace {

TEST(TrustRules, LinksAreCountedHoweverTheyAreWritten) {
  EXPECT_EQ(rules::links_in("see https://a.example/x and www.b.example"), 2);
  EXPECT_EQ(rules::links_in("cheap-mugs.com now"), 1);
  EXPECT_EQ(rules::links_in("our /products/mug is fine. So is 1.5 kg"), 0);
}

TEST(TrustRules, MentionsAreHandlesAndNotAddresses) {
  EXPECT_EQ(rules::mentions_in("@Mai, ask @linh_2; mail me at a@b.example"), (std::vector<std::string>{"mai", "linh_2"}));
  EXPECT_EQ(rules::products_in("I use /products/kiln-mug daily"), (std::vector<std::string>{"kiln-mug"}));
  EXPECT_EQ(rules::tag_of("Men ngọc!"), "men-ngoc");
}

TEST(TrustRules, ALevelIsEarnedStepByStepAndTheLastOneIsGiven) {
  rules::Standing standing;
  EXPECT_EQ(rules::earned(standing), 0);
  standing.discussions_read = 100;
  standing.days_here = 1;
  EXPECT_EQ(rules::earned(standing), 0);
  standing.days_here = 100;
  EXPECT_EQ(rules::earned(standing), 1);  // reading alone
  standing.replies = 20;
  standing.helpful = 2;
  EXPECT_EQ(rules::earned(standing), 2);
  standing.helpful = 10;
  standing.accepted = 2;
  EXPECT_EQ(rules::earned(standing), 3);
  standing.given = 0;
  EXPECT_EQ(rules::earned(standing), 0);
}

Discussion talk(std::int64_t id, std::vector<std::string> tags, Time active, std::int64_t replies = 0) {
  Discussion d;
  d.id = DiscussionId{id};
  d.group = GroupId{1};
  d.author = identity::AccountId{500 + id};
  d.title = "Discussion " + std::to_string(id);
  d.tags = std::move(tags);
  d.created_at = d.active_at = active;
  d.replies = d.last = replies;
  return d;
}

TEST(PersonalOrder, WhatSomebodyEngagesWithComesFirstAndWhatTheyReadLater) {
  ThreadIndex index;
  Tastes tastes(index);
  const Time now{days(20'000)};
  for (std::int64_t id = 1; id <= 50; ++id) index.put(talk(id, {id % 2 ? "glaze" : "kiln"}, now - hours(id)));
  const auto all = [](const Facts&) { return true; };
  EXPECT_EQ(tastes.rank(identity::AccountId{7}, GroupId{1}, now, all).front().id, DiscussionId{1});
  for (std::int64_t id = 40; id <= 50; id += 2) tastes.engaged(identity::AccountId{7}, DiscussionId{id}, Tastes::Deed::reply, now);
  const auto ranked = tastes.rank(identity::AccountId{7}, GroupId{1}, now, all);
  EXPECT_EQ(ranked.front().id, DiscussionId{2});
  EXPECT_EQ(ranked.front().reason, "tag:kiln");
  tastes.read_up_to(identity::AccountId{7}, DiscussionId{2}, 0);
  EXPECT_NE(tastes.rank(identity::AccountId{7}, GroupId{1}, now, all).front().id, DiscussionId{2});
  EXPECT_EQ(ranked.size(), 50u);
}

TEST(PersonalOrder, WhatMayNotBeSeenIsInNoList) {
  ThreadIndex index;
  Tastes tastes(index);
  const Time now{days(20'000)};
  for (std::int64_t id = 1; id <= 10; ++id) index.put(talk(id, {"glaze"}, now - hours(id)));
  const auto none = [](const Facts&) { return false; };
  EXPECT_TRUE(tastes.rank(identity::AccountId{7}, GroupId{1}, now, none).empty());
  EXPECT_TRUE(index.list({GroupId{1}, Sort::active, "", {}, {}, {}, {}, 20}, none).ids.empty());
  auto gone = talk(3, {"glaze"}, now);
  gone.status = PieceStatus::removed;
  index.put(gone);
  EXPECT_EQ(index.count(GroupId{1}), 9);
}

TEST(PersonalOrder, PagesGoOnWhereTheyStopped) {
  ThreadIndex index;
  const Time now{days(20'000)};
  for (std::int64_t id = 1; id <= 25; ++id) index.put(talk(id, {}, now - hours(id)));
  const auto all = [](const Facts&) { return true; };
  ListQuery query{GroupId{1}, Sort::active, "", {}, {}, {}, {}, 10};
  std::vector<DiscussionId> seen;
  for (;;) {
    const auto page = index.list(query, all);
    seen.insert(seen.end(), page.ids.begin(), page.ids.end());
    if (!page.next) break;
    query.after = *page.next;
  }
  ASSERT_EQ(seen.size(), 25u);
  EXPECT_EQ(seen.front(), DiscussionId{1});
  EXPECT_EQ(seen.back(), DiscussionId{25});
}

TEST(Calendar, LinesAreFoldedAndTextIsEscaped) {
  Gathering g;
  g.id = GatheringId{5};
  g.title = "Tea, cake; and a very long title that does not fit into one line of a calendar file";
  g.starts_at = Time{1'772'357'400'000'000};
  g.ends_at = g.starts_at + hours(2);
  const auto text = calendar({g}, "tea", "Tea", "https://shop.example", g.starts_at);
  EXPECT_NE(text.find("SUMMARY:Tea\\, cake\\; and"), std::string::npos);
  EXPECT_NE(text.find("DTSTART:20260301T093000Z\r\n"), std::string::npos);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    EXPECT_LE(end - at, 75u);
    at = end + 2;
  }
  EXPECT_NE(text.find("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n"), std::string::npos) << "it reminds";
  g.cancelled = true;
  EXPECT_EQ(calendar({g}, "tea", "Tea", "https://shop.example", g.starts_at).find("VALARM"), std::string::npos);
}

}  // namespace
}  // namespace plaza::community

#include "watch.h"

#include <cmath>

#include "radar_fixture.h"
#include "rules.h"

namespace plaza::radar {

interactions::Record told(Time at, std::string name, std::string payload) {
  interactions::Record record;
  record.at = record.received_at = at;
  record.kind = interactions::Kind::domain;
  record.trust = interactions::Trust::domain;
  record.name = std::move(name);
  record.properties = std::move(payload);
  return record;
}

interactions::Record viewed(Time at, std::string visitor, content::PostId post) {
  interactions::Record record;
  record.at = record.received_at = at;
  record.name = "Post Viewed";
  record.visitor = std::move(visitor);
  record.properties = R"({"post_id":")" + to_text(post) + "\"}";
  return record;
}

namespace {

struct WatchTest : ::testing::Test {
  Watch watch;
  Time now = *parse_time("2026-03-02T10:00:00Z");
  static std::string account(int number) { return to_text(identity::AccountId{number}); }
  void publish(content::PostId post, const std::string& more = "") {
    watch.apply(told(now, "content.post_published", R"({"post_id":")" + to_text(post) + R"(","author_id":")" + account(101) + "\"" + more + "}"));
  }
  void react(const std::string& reaction, int who, bool on = true) {
    watch.apply(told(now, "content.post_reacted", R"({"post_id":")" + to_text(bad_post) + R"(","account_id":")" + account(who) +
                                                      R"(","reaction":")" + reaction + R"(","on":)" + (on ? "true" : "false") + "}"));
  }
  void follow(int follower, int followed, bool on = true) {
    watch.apply(told(now, "content.follow_changed", R"({"follower_id":")" + account(follower) + R"(","followed_id":")" + account(followed) +
                                                        R"(","on":)" + (on ? "true" : "false") + "}"));
  }
  void comment(const std::string& text) {
    watch.apply(told(now, "content.commented", R"({"post_id":")" + to_text(bad_post) + R"(","account_id":")" + account(7) + R"(","excerpt":")" + text + "\"}"));
  }
  void see(int from, int count) {
    for (int i = from; i < from + count; ++i) watch.apply(viewed(now, "v" + std::to_string(i), bad_post));
  }
  Spread spread() const { return watch.spread(bad_post).value_or(Spread{}); }
};

TEST(Sketch, IsExactWhileThereAreFewAndNearAfterwardsInAnyOrder) {
  Sketch sketch, back;
  for (int i = 0; i < 64; ++i) sketch.add(hash_of("v" + std::to_string(i % 40)));
  EXPECT_EQ(sketch.count(), 40);
  for (int i = 0; i < 20'000; ++i) sketch.add(hash_of("v" + std::to_string(i)));
  for (int i = 20'000; i-- > 0;) back.add(hash_of("v" + std::to_string(i)));
  EXPECT_NEAR(static_cast<double>(sketch.count()), 20'000, 4'000);
  interactions::Packer one, other;
  sketch.save(one);
  back.save(other);
  const auto bytes = one.take();
  EXPECT_EQ(bytes, other.take());
  interactions::Unpacker in(bytes);
  Sketch read;
  read.load(in);
  EXPECT_EQ(read.count(), sketch.count());
}

TEST_F(WatchTest, CountsDifferentPeopleByTheHour) {
  publish(bad_post);
  see(0, 5);
  see(0, 5);  // the same ones again
  now = now + hours(2);
  see(3, 4);
  const auto seen = spread();
  EXPECT_EQ(seen.reach, 7);
  ASSERT_EQ(seen.curve.size(), 2u);
  EXPECT_EQ(seen.curve[0].reach, 5);
  EXPECT_EQ(seen.curve[1].hour - seen.curve[0].hour, 2);
  watch.apply(viewed(now, "x", content::PostId{9}));  // nobody published it
  EXPECT_FALSE(watch.spread(content::PostId{9}));
}

TEST_F(WatchTest, AShareCountsOnceAPersonWithTheirFollowersThen) {
  for (int i = 1; i <= 3; ++i) follow(i, 55);
  follow(3, 55, false);
  publish(bad_post);
  react("share", 55);
  react("share", 55);
  react("share", 56);
  auto anonymous = viewed(now, "v1", bad_post);
  anonymous.name = "Post Shared";
  watch.apply(anonymous);
  auto twice = anonymous;
  twice.trust = interactions::Trust::session;
  twice.account = 56;  // content's event said it already
  watch.apply(twice);
  const auto seen = spread();
  ASSERT_EQ(seen.shares.size(), 3u);
  EXPECT_EQ(seen.shares[0].reach, 2);
  EXPECT_EQ(seen.shares[1].reach, 1);
}

TEST_F(WatchTest, LikesHidesAndTheMoodOfCommentsAreKept) {
  publish(bad_post);
  react("like", 1);
  react("like", 1, false);
  react("like", 2);
  react("hide", 3);
  comment("This is terrible, I hate it");
  comment("I love it, wonderful");
  const auto seen = spread();
  EXPECT_EQ(seen.likes, 1);
  EXPECT_EQ(seen.hides, 1);
  EXPECT_EQ(seen.comments, 2);
  EXPECT_EQ(seen.mood.negative, 1);
  EXPECT_EQ(seen.mood.positive, 1);
}

TEST_F(WatchTest, WhatIsRemovedErasedOrOldIsForgotten) {
  publish(bad_post);
  watch.apply(told(now, "content.post_removed", R"({"post_id":")" + to_text(bad_post) + "\"}"));
  EXPECT_FALSE(watch.spread(bad_post));
  publish(bad_post);
  watch.apply(told(now, "identity.account_erased", R"({"account_id":")" + account(101) + "\"}"));
  EXPECT_FALSE(watch.spread(bad_post));
  publish(bad_post, R"(,"edited":true)");
  EXPECT_FALSE(watch.spread(bad_post));
  publish(bad_post);
  see(0, 20);
  now = now + days(15);
  see(20, 1);
  EXPECT_FALSE(watch.spread(bad_post));
  ASSERT_EQ(watch.ended().size(), 1u);
  EXPECT_EQ(watch.ended()[0].shares.at(1).count, 20);
}

TEST_F(WatchTest, ASnapshotIsTheSameStateAndEqualStatesHaveEqualBytes) {
  follow(1, 55);
  publish(bad_post);
  see(0, 90);
  react("share", 55);
  comment("bad");
  Watch other;
  const auto bytes = watch.snapshot();
  other.restore(bytes);
  EXPECT_EQ(other.snapshot(), bytes);
  const auto next = viewed(now + hours(1), "new", bad_post);
  watch.apply(next);
  other.apply(next);
  EXPECT_EQ(other.snapshot(), watch.snapshot());
  EXPECT_THROW(other.restore(bytes.substr(0, bytes.size() / 2)), std::runtime_error);
  other.restore({});
  EXPECT_FALSE(other.spread(bad_post));
}

TEST(RadarRules, AForecastIsNeverBelowWhatWasSeenAndLearnsFromEndedPosts) {
  Spread spread;
  spread.post = bad_post;
  spread.published_at = *parse_time("2026-03-02T10:00:00Z");
  spread.reach = 60;
  const auto hour = spread.published_at.micros / hours(1);
  spread.curve = {{hour, 20}, {hour + 1, 60}};
  spread.shares = {{spread.published_at + minutes(70), 200}};
  const Time now = spread.published_at + hours(2);
  const auto first = forecast(spread, now, {});
  EXPECT_FALSE(first.learnt);
  EXPECT_GE(first.low, 60);
  EXPECT_LE(first.low, first.expected);
  EXPECT_LE(first.expected, first.high);
  std::vector<ml::forecast::Cascade> ended;
  for (int i = 0; i < 20; ++i) {  // after two hours 60 of about 300
    auto cascade = cascade_of(spread);
    cascade.shares.push_back({4 * 3600.0, 1, 220.0 + i});
    ended.push_back(cascade);
  }
  const auto learnt = forecast(spread, now, ended);
  EXPECT_TRUE(learnt.learnt);
  EXPECT_NEAR(static_cast<double>(learnt.expected), 290, 30);
}

TEST(RadarRules, APostGrowsAsFarAsThoseWhoPassItOnCanCarryIt) {
  Spread spread;
  spread.published_at = *parse_time("2026-03-02T10:00:00Z");
  const auto growth = [&](std::int64_t reach, std::size_t sharers, std::int64_t followers = 1) {
    spread.reach = reach;
    spread.shares.assign(sharers, {spread.published_at, followers});
    return growth_by_passing_on(spread);
  };
  EXPECT_LT(growth(70, 0), growth(20, 0));  // nobody passes it on, and that is known better the more have seen it
  EXPECT_LT(growth(70, 0), 1.2);
  EXPECT_LT(growth(70, 0), growth(70, 3));
  EXPECT_GT(growth(70, 4), 1.8);
  EXPECT_GT(growth(70, 1, 500), growth(70, 1));
  EXPECT_DOUBLE_EQ(growth(20, 900, 100'000), 4);  // whoever they are
  EXPECT_GE(growth(0, 0), 1);
}

TEST(RadarRules, WhatIsSeenWithoutBeingPassedOnIsNotExpectedToDouble) {
  Spread spread;
  spread.published_at = *parse_time("2026-03-02T10:00:00Z");
  spread.reach = 60;
  const auto hour = spread.published_at.micros / hours(1);
  spread.curve = {{hour, 20}, {hour + 1, 60}};
  const Time now = spread.published_at + hours(2);
  const auto alone = forecast(spread, now, {});
  EXPECT_LT(alone.expected, 75);
  spread.shares.assign(5, {spread.published_at + minutes(70), 1});
  EXPECT_EQ(forecast(spread, now, {}).expected, 60 + 2 * 40);  // forty within the last hour
  EXPECT_DOUBLE_EQ(viewers_of_last_hour(spread, now + minutes(30)), 20);
  EXPECT_EQ(forecast(spread, now + hours(2), {}).expected, 60);  // nobody comes any more
}

TEST(RadarRules, PostsThatWereSeenByNobodyAtThatAgeTeachNothingOfIt) {
  Spread spread;
  spread.published_at = *parse_time("2026-03-02T10:00:00Z");
  spread.reach = 60;
  spread.curve = {{spread.published_at.micros / hours(1), 60}};
  std::vector<ml::forecast::Cascade> ended;  // of before the log was kept: their first viewers came after twelve days
  for (int i = 0; i < 40; ++i) ended.push_back({{{0, 1}, {12 * 86'400.0, 1, 500.0 + i}}, {}});
  EXPECT_FALSE(forecast(spread, spread.published_at + hours(2), ended).learnt);
}

TEST(RadarRules, GravityAndTheAuthorDecideWhetherSomebodyIsTold) {
  using ml::text::Severity;
  EXPECT_EQ(value_of_author({}), 1);
  EXPECT_EQ(value_of_author({9, {}, {}, 0}), 2);
  EXPECT_EQ(value_of_author({2, {}, {}, 5'000}), 1.5);             // no money known: by orders
  EXPECT_EQ(value_of_author({1, 5'000, 5'000, 5'000}), 1.5);       // paid one usual order, and one more is expected
  EXPECT_EQ(value_of_author({9, 2'500, {}, 5'000}), 1.125);        // nine small ones, most of it given back
  EXPECT_EQ(value_of_author({1, 900'000, {}, 5'000}), 2);
  EXPECT_EQ(value_of_author({1, -100, {}, 5'000}), 1);
  EXPECT_DOUBLE_EQ(urgency(100, Severity::defect, {}), 60);
  const Settings settings;
  EXPECT_TRUE(is_alert(settings, 20, 60));
  EXPECT_FALSE(is_alert(settings, 20, 59));
  EXPECT_FALSE(is_alert(settings, 14, 60));
  EXPECT_TRUE(is_told_again(100, 200));
  EXPECT_FALSE(is_told_again(100, 199));
  EXPECT_TRUE(is_urgent(settings, Severity::safety, 60));
  EXPECT_FALSE(is_urgent(settings, Severity::defect, 599));
  EXPECT_FALSE(is_paused_at_once(AutoPause::never, Severity::safety));
  EXPECT_TRUE(is_paused_at_once(AutoPause::safety, Severity::safety));
  EXPECT_FALSE(is_paused_at_once(AutoPause::money, Severity::defect));
  EXPECT_TRUE(is_paused_at_once(AutoPause::defect, Severity::money));
}

TEST(RadarRules, TheWordsSayWhetherItComplains) {
  const auto broken = verdict("The lamp stopped working after two days, I am very disappointed", {});
  EXPECT_TRUE(broken.negative);
  EXPECT_EQ(broken.severity, ml::text::Severity::defect);
  EXPECT_FALSE(broken.words.empty());
  EXPECT_TRUE(verdict("Đèn bị hỏng sau hai ngày, quá thất vọng", {}).negative);
  EXPECT_FALSE(verdict("I love this lamp, it is beautiful", {}).negative);
  EXPECT_EQ(verdict("I love this lamp, it is beautiful", {}).severity, ml::text::Severity::none);
  EXPECT_FALSE(verdict("My lamp on the table", {}).negative);
  EXPECT_FALSE(verdict("Two mugs and a rainy day", {}).negative);  // one weak word
  EXPECT_FALSE(verdict("Look at the edge of the glaze. Tell me your trick for the stems.", {}).negative);
  EXPECT_FALSE(verdict("The cat hates it. I do not.", {}).negative);
  EXPECT_TRUE(verdict("The cat hates it. I do not.", {0, 0, 3}).negative);  // who comments does, too
  EXPECT_FALSE(verdict("Slow breakfast after a bad night", {}).negative);
  EXPECT_FALSE(verdict("My old one broke after ten years, so this is the new one", {}).negative);
  EXPECT_TRUE(verdict("It arrived broken", {}).negative);
  EXPECT_TRUE(verdict("My lamp on the table", {0, 1, 5}).negative);
}

TEST(RadarReading, IsTheLexiconsUntilDecisionsTeach) {
  using classifiers::Trait;
  HandClassifiers taught;
  const std::string text = "The lamp stopped working after two days, I am very disappointed";
  const auto by_lexicon = read(text), untaught = read(text, taught);
  EXPECT_EQ(untaught.feeling.score, by_lexicon.feeling.score);
  ASSERT_EQ(untaught.intents.size(), by_lexicon.intents.size());
  EXPECT_TRUE(speaks_of_defect(untaught));
  EXPECT_FALSE(untaught.complains || untaught.harmless || untaught.advertises);

  taught.teach(Trait::sentiment, text, "positive", 0.8);
  taught.teach(Trait::intent, text, "product_question", 0.6);
  const auto other = read(text, taught);
  EXPECT_DOUBLE_EQ(other.feeling.score, 0.8);
  EXPECT_EQ(other.intents[0].intent, ml::text::Intent::product_question);
  EXPECT_FALSE(other.harmless);  // not sure enough to say so alone
  EXPECT_FALSE(speaks_of_defect(other));
  EXPECT_FALSE(verdict(text, other, {}).negative);

  const std::string plain = "It went all blorb";
  taught.teach(Trait::intent, plain, "defect", 0.92);
  EXPECT_TRUE(read(plain, taught).complains);
  EXPECT_TRUE(speaks_of_defect(read(plain, taught)));
  EXPECT_TRUE(verdict(plain, read(plain, taught), {}).negative);
  EXPECT_EQ(verdict(plain, read(plain, taught), {}).severity, ml::text::Severity::defect);
  EXPECT_FALSE(verdict(plain, {}).negative);
}

TEST(RadarReading, WhatMayHurtSomebodyIsUnlearntByMuchAlone) {
  using classifiers::Trait;
  HandClassifiers taught;
  const std::string text = "The lamp caught fire and burned my hand, terrible";
  taught.teach(Trait::intent, text, "where_is_order", 0.7);
  EXPECT_EQ(verdict(text, read(text, taught), {}).severity, ml::text::Severity::safety);
  taught.teach(Trait::spam, text, "spam", 0.99);
  EXPECT_TRUE(verdict(text, read(text, taught), {}).negative);
  taught.teach(Trait::intent, text, "praise", 0.95);
  EXPECT_FALSE(verdict(text, read(text, taught), {}).negative);
  const std::string advert = "Awful lamps everywhere? Terrible service? Ours are cheaper, write to us";
  EXPECT_TRUE(verdict(advert, {}).negative);
  taught.teach(Trait::spam, advert, "spam", 0.8);
  EXPECT_TRUE(verdict(advert, read(advert, taught), {}).negative);
  taught.teach(Trait::spam, advert, "spam", 0.95);
  EXPECT_FALSE(verdict(advert, read(advert, taught), {}).negative);
}

}  // namespace
}  // namespace plaza::radar

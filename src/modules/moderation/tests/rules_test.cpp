// Rules in plain text, and the arithmetic of reports and the queue.
#include "rules.h"

#include <gtest/gtest.h>

#include "text_parts.h"

namespace plaza::moderation::rules {
namespace {

const Time noon{1'700'000'000'000'000};

Facts facts(std::string_view text) {
  Facts facts;
  facts.text = text;
  facts.kind = Kind::comment;
  facts.account_age = days(100);
  facts.published = 50;
  facts.now = noon;
  return facts;
}

// "publish", or "hold spam “free followers”: hold pattern …".
std::string judged(std::string_view rule_text, const Facts& given, std::vector<Score> scores = {}) {
  const auto parsed = parse(rule_text);
  for (const auto& each : parsed.problems) ADD_FAILURE() << each.line << ": " << each.message;
  const Rules* books[] = {&parsed.rules};
  const auto verdict = judge(books, given, scores).verdict;
  std::string out(json::enum_text(verdict.outcome));
  for (const auto& each : verdict.findings) out += " " + std::string(json::enum_text(each.reason)) + " " + each.because;
  return out;
}
std::string judged(std::string_view rule_text, std::string_view text) { return judged(rule_text, facts(text)); }

std::string problem(std::string_view rule_text) {
  const auto parsed = parse(rule_text);
  if (parsed.problems.empty()) return "";
  return std::to_string(parsed.problems[0].line) + " " + parsed.problems[0].message;
}

TEST(Rules, WordsAreWholeWordsInAnyCase) {
  EXPECT_EQ(judged("hold words scam because spam", "A SCAM!"), "hold spam “scam”: hold words scam because spam");
  EXPECT_EQ(judged("hold words scam", "scamper"), "publish");
  EXPECT_EQ(judged("hold words scam*", "scamper"), "hold other “scamper”: hold words scam*");
  EXPECT_EQ(judged("hold words \"miracle cure\", elixir", "a Miracle\n cure"), "hold other “miracle cure”: hold words \"miracle cure\", elixir");
}

TEST(Rules, DiacriticsAreLetters) {
  EXPECT_EQ(judged("hold words ngu", "Đi ngủ thôi"), "publish");
  EXPECT_EQ(judged("hold words ngu", "đồ NGU"), "hold other “ngu”: hold words ngu");
}

TEST(Rules, SignsThatNobodySeesHideNothing) {
  EXPECT_EQ(judged("hold words casino", "ca\xE2\x80\x8Bsino"), "hold other “casino”: hold words casino");
  EXPECT_EQ(judged("hold words casino", "ｃａｓｉｎｏ"), "hold other “casino”: hold words casino");
}

TEST(Rules, LinksAreFoundWithAndWithoutAScheme) {
  EXPECT_EQ(judged("hold links", "see https://a.example/x?y"), "hold links “a.example”: hold links");
  EXPECT_EQ(judged("hold links", "see www.shop.museum now"), "hold links “shop.museum”: hold links");
  EXPECT_EQ(judged("hold links", "see cheap-vases.com"), "hold links “cheap-vases.com”: hold links");
  EXPECT_EQ(judged("hold links", "It is nice.Then it broke, e.g. today 3.5 times"), "publish");
}

TEST(Rules, AHostStandsForItsSubdomainsAndForNoOther) {
  EXPECT_EQ(judged("refuse links to casino.example because spam", "http://win.casino.example"),
            "refuse spam “win.casino.example”: refuse links to casino.example because spam");
  EXPECT_EQ(judged("refuse links to casino.example", "http://mycasino.example"), "publish");
  EXPECT_EQ(judged("hold links except to kilnlight.example", "kilnlight.example and www.kilnlight.example"), "publish");
  EXPECT_EQ(judged("hold links except kilnlight.example", "kilnlight.example other.example"),
            "hold links “other.example”: hold links except kilnlight.example");
}

TEST(Rules, PatternsAreReadWithoutCase) {
  EXPECT_EQ(judged("hold pattern /free +followers/ because spam", "FREE   followers"),
            "hold spam “free   followers”: hold pattern /free +followers/ because spam");
}

TEST(Rules, ConditionsNarrowARule) {
  auto given = facts("any words");
  EXPECT_EQ(judged("hold everything in posts, reviews", given), "publish");
  EXPECT_EQ(judged("hold everything in comments", given), "hold other hold everything in comments");
  EXPECT_EQ(judged("hold everything from new members", given), "publish");
  given.account_age = hours(1);
  EXPECT_EQ(judged("hold everything from new members", given), "hold new_member hold everything from new members");
}

TEST(Rules, WhoIsNewIsWritten) {
  auto given = facts("any words");
  given.published = 4;
  EXPECT_EQ(judged("new members: under 5 pieces\nhold everything from new members", given), "hold new_member hold everything from new members");
  given.account_age = 0;
  given.published = 5;
  EXPECT_EQ(judged("new members: under 5 pieces\nhold everything from new members", given), "publish");
}

TEST(Rules, RepeatsAndRatesLookBack) {
  auto given = facts("the same again");
  given.recent_same = {noon - minutes(5), noon - minutes(30)};
  given.recent = given.recent_same;
  EXPECT_EQ(judged("hold repeats over 2 in 1 hour", given), "hold repeated hold repeats over 2 in 1 hour");
  EXPECT_EQ(judged("hold repeats over 2 in 10 minutes", given), "publish");
  EXPECT_EQ(judged("refuse more than 1 in 10 minutes", given), "refuse spam refuse more than 1 in 10 minutes");
}

TEST(Rules, ScoresAreComparedWithThresholds) {
  const auto given = facts("words");
  EXPECT_EQ(judged("hold toxicity above 0.8", given, {{"toxicity", 0.9, "words"}}), "hold abuse “words”: hold toxicity above 0.8");
  EXPECT_EQ(judged("hold toxicity above 0.8", given, {{"toxicity", 0.8, "words"}}), "publish");
  EXPECT_EQ(judged("hold toxicity above 0.8", given), "publish");
}

TEST(Rules, ARefusalIsToldWithoutWhatWouldOnlyHold) {
  EXPECT_EQ(judged("hold words a\nrefuse words b\nhold words c", "a b c"), "refuse other “b”: refuse words b");
}

TEST(Rules, EveryLineThatCannotBeReadIsNamed) {
  const auto parsed = parse("# fine\nhold words a\n\nhodl words b\nhold links to\n");
  ASSERT_EQ(parsed.problems.size(), 2u);
  EXPECT_EQ(parsed.problems[0].line, 4);
  EXPECT_EQ(parsed.problems[0].message, "A rule begins with hold, refuse, hide or new members.");
  EXPECT_EQ(parsed.problems[1].line, 5);
  EXPECT_EQ(parsed.problems[1].message, "Expected a host, such as example.com at the end of the line.");
  EXPECT_TRUE(parsed.rules.lines.empty());
}

TEST(Rules, WhatIsWrongIsSaid) {
  EXPECT_EQ(problem("hold words made in china"), "1 “china” is not a kind of content. (Words with “in” stand in quotation marks.)");
  EXPECT_EQ(problem("hold pattern /(/"), "1 The pattern cannot be read: missing ): (.");
  EXPECT_EQ(problem("hold pattern free"), "1 A pattern stands between slashes: /free +followers/.");
  EXPECT_EQ(problem("hold words \"a"), "1 A quotation has no end.");
  EXPECT_EQ(problem("hold toxicity above 2"), "1 “2” is not a number from 0 to 1.");
  EXPECT_EQ(problem("hold toxicity"), "1 “toxicity” is not known here. Write words, pattern, links, pictures, everything, repeats over, "
                                      "more than, or a score with “above”.");
  EXPECT_EQ(problem("hold links to nowhere"), "1 “nowhere” is not a host, such as example.com.");
  EXPECT_EQ(problem("hold repeats over 2 in 3 days"), "1 At most one day can be looked back.");
  EXPECT_EQ(problem("hold links because anger").substr(0, 40), "1 “anger” is not a reason. Reasons a");
  EXPECT_EQ(problem("hold links from new members today"), "1 Nothing more is understood before “today”.");
  EXPECT_EQ(problem("hide after reports worth 1"), "1 “1” is not a number from 1.5 on (one report alone hides nothing).");
  EXPECT_EQ(problem("new members: under 3 weeks"), "1 “weeks” is not days, hours or pieces.");
  EXPECT_EQ(problem("hold more than 0 in 1 hour"), "1 “0” is not a number from 1 to 1000000.");
  EXPECT_EQ(problem("hold repeats over 2 in 3 moons"), "1 “moons” is not minutes, hours or days.");
}

TEST(Rules, TheStandardOnesCanBeRead) {
  const auto parsed = parse(standard_text());
  EXPECT_TRUE(parsed.problems.empty());
  EXPECT_EQ(parsed.rules.lines.size(), 2u);
  EXPECT_EQ(parsed.rules.hide_at, 0);
}

TEST(Rules, SoManyRulesAreEnough) {
  std::string text;
  for (int i = 0; i < 501; ++i) text += "hold words a\n";
  EXPECT_EQ(problem(text), "501 There are more than 500 rules.");
}

TEST(Reports, TwoHundredNewAccountsWeighNoMoreThanOne) {
  const std::vector<Reporter> ring(200, Reporter{0, 0, hours(1)});
  EXPECT_DOUBLE_EQ(weight_of(ring), 1.0);
}

TEST(Reports, WhoWasRightBeforeWeighsMoreThanWhoWasWrong) {
  EXPECT_DOUBLE_EQ(weight_of(std::vector<Reporter>{{8, 0, days(100)}}), 1.8);
  EXPECT_DOUBLE_EQ(weight_of(std::vector<Reporter>{{3, 3, days(100)}}), 1.0);
  EXPECT_DOUBLE_EQ(weight_of(std::vector<Reporter>{{0, 0, days(100)}}), 0.5);
  EXPECT_DOUBLE_EQ(weight_of(std::vector<Reporter>{{0, 4, days(100)}}), 0.1);
}

TEST(Queue, SeverityReportsReachAndHoldsMoveAPieceForward) {
  const auto plain = priority_of(2, 0, 0, Standing::visible);
  EXPECT_EQ(plain, 200);
  EXPECT_EQ(priority_of(5, 0, 0, Standing::visible), 500);
  EXPECT_EQ(priority_of(2, 2, 0, Standing::visible), 300);
  EXPECT_EQ(priority_of(2, 100, 0, Standing::visible), 450);
  EXPECT_EQ(priority_of(2, 0, 1'023, Standing::visible), 500);
  EXPECT_EQ(priority_of(2, 0, 0, Standing::held), 250);
}

TEST(Moves, OnlyWhatMakesSenseIsPossible) {
  EXPECT_EQ(after(Standing::held, Action::keep), Standing::visible);
  EXPECT_EQ(after(Standing::visible, Action::remove), Standing::removed);
  EXPECT_EQ(after(Standing::removed, Action::restore), Standing::visible);
  EXPECT_EQ(after(Standing::removed, Action::keep), std::nullopt);
  EXPECT_EQ(after(Standing::removed, Action::remove), std::nullopt);
  EXPECT_EQ(after(Standing::visible, Action::restore), std::nullopt);
}

TEST(Texts, OtherPunctuationIsTheSameText) {
  const auto digest = [](std::string_view text) { return digest_of(words_of(case_folded(text))); };
  EXPECT_EQ(digest("Buy my vases, now!"), digest("buy MY vases now"));
  EXPECT_NE(digest("Buy my vases now"), digest("Buy my bowls now"));
  EXPECT_EQ(digest("So nice"), 0);
}

}  // namespace
}  // namespace plaza::moderation::rules

#include "rules.h"

#include <gtest/gtest.h>

#include "hours.h"
#include "opening_hours.h"

namespace plaza::care {
namespace {

Time at(const char* text) { return *parse_time(text); }

TEST(CareRules, StatusesFollowOneAnotherAsTheTableSays) {
  EXPECT_TRUE(may_follow(Status::open, Status::resolved));
  EXPECT_TRUE(may_follow(Status::resolved, Status::open));
  EXPECT_FALSE(may_follow(Status::resolved, Status::pending));
  EXPECT_FALSE(may_follow(Status::resolved, Status::snoozed));
  EXPECT_TRUE(may_follow(Status::snoozed, Status::snoozed));
}

TEST(CareRules, ADeadlineCountsWorkingTimeAlone) {
  Settings settings = first_settings();  // weekdays, nine to six
  EXPECT_EQ(to_text(due_after(at("2026-03-02T09:00:00Z"), 60, settings)), "2026-03-02T10:00:00Z");   // a Monday
  EXPECT_EQ(to_text(due_after(at("2026-03-02T17:30:00Z"), 60, settings)), "2026-03-03T09:30:00Z");   // over the night
  EXPECT_EQ(to_text(due_after(at("2026-03-06T17:30:00Z"), 60, settings)), "2026-03-09T09:30:00Z");   // over the weekend
  EXPECT_EQ(to_text(due_after(at("2026-03-07T12:00:00Z"), 540, settings)), "2026-03-09T18:00:00Z");  // a whole day, from a Saturday
  settings.utc_offset_minutes = 420;  // Hanoi
  EXPECT_EQ(to_text(due_after(at("2026-03-02T01:00:00Z"), 60, settings)), "2026-03-02T03:00:00Z");
}

TEST(CareRules, WithoutHoursTheClockNeverStopsAndWithoutMinutesThereIsNoDeadline) {
  Settings settings = first_settings();
  for (auto& each : settings.hours) each = {0, 0};
  EXPECT_EQ(to_text(due_after(at("2026-03-07T23:30:00Z"), 60, settings)), "2026-03-08T00:30:00Z");
  EXPECT_EQ(due_after(at("2026-03-07T23:30:00Z"), 0, settings).micros, 0);
}

TEST(CareRules, ANamedTimeZoneKeepsItsDaylightSaving) {
  Settings settings = first_settings();
  settings.time_zone = "Europe/Berlin";  // nine is 08:00 UTC in winter and 07:00 in summer
  EXPECT_EQ(to_text(due_after(at("2026-03-27T16:30:00Z"), 60, settings)), "2026-03-30T07:30:00Z");  // over the night of the 29th
  EXPECT_EQ(to_text(due_after(at("2026-10-23T15:30:00Z"), 60, settings)), "2026-10-26T08:30:00Z");  // and back in October
  EXPECT_EQ(to_text(due_after(at("2026-07-06T08:00:00Z"), 60, settings)), "2026-07-06T09:00:00Z");
  // A shop that is open all night has an hour less, and an hour more.
  for (auto& each : settings.hours) each = {0, 1'440};
  EXPECT_EQ(working_minutes(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"), settings), 23 * 60);
  EXPECT_EQ(working_minutes(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"), settings), 25 * 60);
  settings.time_zone = "Asia/Ho_Chi_Minh";
  settings.hours = first_settings().hours;
  EXPECT_EQ(to_text(due_after(at("2026-03-02T01:00:00Z"), 60, settings)), "2026-03-02T03:00:00Z");
}

TEST(CareRules, TheShopsClockIsAheadOfUtcByItsZoneOrItsOffset) {
  Settings settings = first_settings();
  settings.utc_offset_minutes = 420;
  EXPECT_EQ(ahead_of_utc(at("2026-03-02T01:00:00Z"), settings), hours(7));
  settings.time_zone = "Europe/Berlin";
  EXPECT_EQ(ahead_of_utc(at("2026-03-02T01:00:00Z"), settings), hours(1));
  EXPECT_EQ(ahead_of_utc(at("2026-07-02T01:00:00Z"), settings), hours(2));
}

TEST(CareRules, OnlyNamesOfTheDatabaseAreTimeZones) {
  for (const char* name : {"Europe/Berlin", "Asia/Ho_Chi_Minh", "America/St_Johns", "UTC"}) EXPECT_TRUE(is_time_zone(name)) << name;
  for (const char* name : {"", "Europe/Atlantis", "berlin time", "Europe/Berlin; DROP"}) EXPECT_FALSE(is_time_zone(name)) << name;
  Settings settings = first_settings();
  settings.time_zone = "Europe/Atlantis";
  EXPECT_EQ(check(settings).error().fields.at(0).field, "time_zone");
  settings.time_zone = "Europe/Berlin";
  EXPECT_TRUE(check(settings).ok());
  settings.limits.others = {{"USD", 1, 1, 1}, {"USD", 2, 2, 2}};
  EXPECT_EQ(check(settings).error().fields.at(0).field, "limits.others[1].currency");
}

TEST(CareRules, TheNextHoursAreFoundAndPromisesAreRoundedUp) {
  Settings settings = first_settings();
  settings.time_zone = "Europe/Berlin";
  EXPECT_EQ(to_text(next_open(at("2026-03-07T12:00:00Z"), settings)->opens), "2026-03-09T08:00:00Z");
  EXPECT_LT(next_open(at("2026-03-09T09:00:00Z"), settings)->opens, at("2026-03-09T09:00:00Z"));  // open already
  for (auto& each : settings.hours) each = {0, 0};
  EXPECT_FALSE(next_open(at("2026-03-07T12:00:00Z"), settings).has_value());
  EXPECT_EQ(said_minutes(0), 1);
  EXPECT_EQ(said_minutes(7), 10);
  EXPECT_EQ(said_minutes(60), 60);
  EXPECT_EQ(said_minutes(61), 120);
}

TEST(CareRules, WhoWritesTwiceDoesNotWaitLonger) {
  const Settings settings = first_settings();
  Conversation each;
  heard(each, at("2026-03-02T09:00:00Z"), settings);
  const Time first = each.reply_due;
  heard(each, at("2026-03-02T11:00:00Z"), settings);
  EXPECT_EQ(each.reply_due, first);
  EXPECT_EQ(each.unread, 2);
  answered(each, at("2026-03-02T12:00:00Z"));
  EXPECT_EQ(each.reply_due.micros, 0);
  EXPECT_EQ(each.unread, 0);
  EXPECT_EQ(to_text(each.first_replied_at), "2026-03-02T12:00:00Z");
}

TEST(CareRules, OnlyTheShopsTurnHasADeadline) {
  Conversation each;
  each.reply_due = Time{20};
  each.resolution_due = Time{30};
  EXPECT_EQ(next_due(each), 20);
  each.reply_due = {};
  EXPECT_EQ(next_due(each), 30);
  each.status = Status::pending;
  EXPECT_EQ(next_due(each), never);
}

TEST(CareRules, TheOneWithTheSkillAndTheFewestTakesIt) {
  Settings settings = first_settings();
  const identity::AccountId ann{1}, ben{2}, cem{3};
  settings.agents = {{ann, {"orders"}, 2}, {ben, {}, 5}, {cem, {"products"}, 5}};
  EXPECT_EQ(choose({{ann, 1}, {ben, 3}, {cem, 0}}, settings, "orders"), ann);
  EXPECT_EQ(choose({{ann, 2}, {ben, 3}, {cem, 0}}, settings, "orders"), ben);
  EXPECT_EQ(choose({{ann, 2}, {ben, 5}, {cem, 0}}, settings, "orders"), std::nullopt);
  EXPECT_EQ(choose({{ann, 1}, {ben, 1}, {cem, 1}}, settings, ""), ann);
}

TEST(CareRules, TextIsKeptCleanAndShort) {
  EXPECT_EQ(clean_text("a\r\nb\rc\x01\x00", 10), "a\nb\nc");
  EXPECT_EQ(clean_line("  a \n b\t c ", 10), "a b c");
  EXPECT_EQ(excerpt_of(std::string(500, 'x')).size(), 140u);
  EXPECT_EQ(clean_label(" Broken  Glass "), "broken glass");
  EXPECT_EQ(clean_label("<b>"), "");
  EXPECT_EQ(clean_email(" An@Example.org "), "an@example.org");
  EXPECT_EQ(clean_email("An <an@example.org>"), "");
  EXPECT_EQ(clean_email("nobody"), "");
}

TEST(CareRules, NamesAreTakenOutOfWhatOthersWrote) {
  EXPECT_EQ(without("Dear LINH, linh@example.org is noted. In", {"linh@example.org", "Linh", "In"}), "Dear …, … is noted. In");
}

TEST(CareRules, SettingsThatDoNotFitAreNamedAllAtOnce) {
  Settings settings = first_settings();
  EXPECT_TRUE(check(settings).ok());
  settings.hours[2] = {600, 500};
  settings.topics.push_back(settings.topics[0]);
  settings.labels.push_back("Not Lower");
  const auto refused = check(settings);
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(refused.error().fields.size(), 3u);
  EXPECT_EQ(refused.error().fields[0].field, "hours[2].to");
  EXPECT_EQ(refused.error().fields[1].field, "topics[5].code");
  EXPECT_EQ(refused.error().fields[2].field, "labels[5]");
}

}  // namespace
}  // namespace plaza::care

#include <gtest/gtest.h>

#include "activity.h"
#include "identity/ids.h"

namespace plaza::predictions {
namespace {

using interactions::Kind;
using interactions::Trust;

class ActivityTest : public ::testing::Test {
 protected:
  void tell(Trust trust, std::int64_t account, const std::string& visitor, const std::string& name, const std::string& properties = "{}") {
    interactions::Record record;
    record.at = record.received_at = now;
    record.kind = trust == Trust::domain ? Kind::domain : Kind::track;
    record.trust = trust;
    record.account = account;
    record.visitor = visitor;
    record.name = name;
    record.properties = properties;
    records.push_back(record);
    activity.apply(record);
  }
  void met(const std::string& topic, std::int64_t account, const std::string& visitor) {
    tell(Trust::domain, 0, "", topic,
         R"({"account_id":")" + to_text(identity::AccountId{account}) + R"(","visitor":")" + visitor + "\"}");
  }
  double views(std::int64_t account) { return activity.views(account, 0, 1e9); }

  Activity activity;
  std::vector<interactions::Record> records;
  Time now = *parse_time("2026-03-02T10:15:00Z");
};

TEST_F(ActivityTest, AnAccountsViewsAreThoseOfItsVisitorsSinceTheyAreItsOwn) {
  tell(Trust::evidence, 0, "v", "Product Viewed");
  EXPECT_EQ(views(7), 0);
  met("identity.signed_in", 7, "v");
  tell(Trust::evidence, 0, "v", "Product Viewed");
  tell(Trust::session, 7, "w", "Post Viewed");
  tell(Trust::evidence, 0, "w", "Post Viewed");
  EXPECT_EQ(views(7), 3);
  met("identity.signed_in", 8, "w");
  tell(Trust::evidence, 0, "w", "Post Viewed");
  EXPECT_EQ(views(7), 3);
  EXPECT_EQ(views(8), 1);
  met("profiles.profiles_unmerged", 8, "w");
  tell(Trust::evidence, 0, "w", "Post Viewed");
  EXPECT_EQ(views(8), 1);
  met("identity.account_erased", 7, "");
  EXPECT_EQ(views(7), 0);
  EXPECT_EQ(activity.snapshot().find("\x01v"), std::string::npos);
}

TEST_F(ActivityTest, AnErasedVisitorIsNobodysAnyMore) {
  met("identity.signed_in", 7, "v");
  tell(Trust::domain, 0, "", "profiles.person_erased", R"({"account_id":null,"visitors":["v","w"]})");
  tell(Trust::evidence, 0, "v", "Product Viewed");
  EXPECT_EQ(views(7), 0);
  EXPECT_EQ(activity.snapshot().find("\x01v"), std::string::npos);
  tell(Trust::domain, 0, "", "profiles.person_erased", R"({"visitors":[7]})");
}

TEST_F(ActivityTest, ViewsAreOfTheDaysAskedFor) {
  const auto day = static_cast<double>(now.micros / days(1));
  tell(Trust::session, 7, "v", "Post Viewed");
  now = now + days(3);
  tell(Trust::session, 7, "v", "Post Viewed");
  tell(Trust::session, 7, "v", "Cart Viewed");
  EXPECT_EQ(activity.views(7, day, day + 3), 1);
  EXPECT_EQ(activity.views(7, day, day + 4), 2);
  now = now + days(500);
  tell(Trust::session, 7, "v", "Post Viewed");
  EXPECT_EQ(views(7), 1);
}

TEST_F(ActivityTest, HabitsAreHoursAndAnsweredMessages) {
  for (int i = 0; i < 3; ++i) tell(Trust::session, 7, "v", "Post Viewed");  // one visit in this hour
  now = now + days(1);
  tell(Trust::session, 7, "v", "Email Opened");
  tell(Trust::session, 7, "v", "Email Link Clicked");
  now = now + hours(2);
  tell(Trust::session, 7, "v", "Push Notification Tapped");
  const auto habits = activity.habits(7);
  EXPECT_EQ(habits.hours[10], 2);
  EXPECT_EQ(habits.hours[12], 1);
  EXPECT_EQ(habits.answers[static_cast<std::size_t>(Way::email)], 2);
  EXPECT_EQ(habits.answers[static_cast<std::size_t>(Way::push)], 1);
}

TEST_F(ActivityTest, TheSameLogGivesTheSameBytes) {
  for (int i = 0; i < 300; ++i) {
    if (i % 17 == 0) met("identity.signed_in", 1 + i % 5, "v" + std::to_string(i % 9));
    tell(i % 3 ? Trust::evidence : Trust::session, i % 3 ? 0 : 1 + i % 4, "v" + std::to_string(i % 9), i % 2 ? "Post Viewed" : "Email Opened");
    now = now + minutes(47);
  }
  Activity again, interrupted;
  for (std::size_t i = 0; i < records.size(); ++i) {
    again.apply(records[i]);
    interrupted.apply(records[i]);
    if (i % 41 == 0) interrupted.restore(interrupted.snapshot());
  }
  EXPECT_EQ(again.snapshot(), activity.snapshot());
  EXPECT_EQ(interrupted.snapshot(), activity.snapshot());
  EXPECT_THROW(again.restore("\x08"), std::runtime_error);
}

}  // namespace
}  // namespace plaza::predictions

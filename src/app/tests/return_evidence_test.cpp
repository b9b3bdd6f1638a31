#include "return_evidence.h"

#include <gtest/gtest.h>

#include "platform/testing/database.h"

namespace plaza::app {
namespace {

class HandOutcomes final : public returns::Outcomes {
 public:
  std::vector<std::optional<returns::Outcome>> all;
  std::vector<std::optional<returns::Outcome>> of(db::Reader&, std::span<const catalog::ProductId>) override { return all; }
};

class ReturnRows : public ::testing::Test {
 protected:
  static returns::Outcome outcome(double returned, std::int64_t units) {
    returns::Outcome made;
    made.returned = returned;
    made.units_at_least = units;
    return made;
  }
  std::vector<comparison::Topic> rows(const char* locale) {
    const ReturnEvidence evidence(outcomes);
    const std::vector<catalog::ProductId> products{{1}, {2}, {3}};
    const auto read = [&](db::Reader& reader) { return evidence.about(reader, products, locale); };
    return database->read_now(read);
  }
  HandOutcomes outcomes;
  testing::TestDatabase database{db::Engine::sqlite};
};

TEST_F(ReturnRows, SharesReasonsAndTheSampleInTheReadersLanguage) {
  auto vase = outcome(0.0347, 1'000);
  vase.reasons = {{"It does not fit", "Không vừa", 0.6}, {"It arrived damaged", "Hàng bị hư khi đến", 0.25}};
  vase.failed = 0.002;
  outcomes.all = {vase, std::nullopt, outcome(0.21, 200)};
  const auto english = rows("en");
  ASSERT_EQ(english.size(), 4u);
  EXPECT_EQ(english[0].label, "Sent back");
  EXPECT_EQ(*english[0].statements[0], (comparison::Statement{"3.5 %", 3.5, "%"}));
  EXPECT_FALSE(english[0].statements[1]) << "a gap, not a zero";
  EXPECT_EQ(english[1].statements[0]->text, "It does not fit (60 %) · It arrived damaged (25 %)");
  EXPECT_FALSE(english[1].statements[2]);
  EXPECT_EQ(english[2].statements[0]->text, "0.2 %");
  EXPECT_EQ(english[3].statements[0]->text, "1,000+");
  const auto vietnamese = rows("vi");
  EXPECT_EQ(vietnamese[0].label, "Gửi trả lại");
  EXPECT_EQ(vietnamese[0].statements[0]->text, "3,5 %");
  EXPECT_EQ(vietnamese[1].statements[0]->text, "Không vừa (60 %) · Hàng bị hư khi đến (25 %)");
  EXPECT_EQ(vietnamese[3].statements[0]->text, "1.000+");
}

TEST_F(ReturnRows, TheLowestIsBestOnlyWhereChanceWouldNotMakeIt) {
  outcomes.all = {outcome(0.035, 1'000), outcome(0.040, 1'000), outcome(0.21, 200)};
  EXPECT_EQ(rows("en")[0].direction, catalog::Direction::neutral) << "3.5 and 4.0 % of a thousand are the same";
  outcomes.all = {outcome(0.035, 1'000), outcome(0.080, 1'000), outcome(0.21, 200)};
  EXPECT_EQ(rows("en")[0].direction, catalog::Direction::less);
  outcomes.all = {outcome(0.035, 1'000), std::nullopt, std::nullopt};
  EXPECT_EQ(rows("en")[0].direction, catalog::Direction::neutral) << "better than whom?";
}

TEST_F(ReturnRows, WhatNobodyKnowsIsNoRow) {
  outcomes.all = {std::nullopt, std::nullopt, std::nullopt};
  EXPECT_TRUE(rows("en").empty());
}

}  // namespace
}  // namespace plaza::app

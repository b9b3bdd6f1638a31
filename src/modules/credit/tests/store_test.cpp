#include "credit_fixture.h"

namespace plaza::credit {
namespace {

class CreditStore : public CreditFixture {};

ENGINE_TEST(CreditStore, EveryStatementPrepares) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(CreditStore, ACardIsReadAsItWasIssued) {
  const NewCard wish{{1'234, jpy}, clock.now() + days(365), "for the fair", "ord_x"};
  const auto issued =
      write([&](db::Transaction& tx) { return credit().issue(tx, wish, "acc_1"); });
  ASSERT_TRUE(issued.ok());
  const auto kept = card(issued->card.id);
  EXPECT_EQ(kept.last4, issued->code.substr(15));
  EXPECT_EQ(kept.balance, (Money{1'234, jpy}));
  EXPECT_EQ(kept.initial, (Money{1'234, jpy}));
  EXPECT_EQ(kept.expires_at, clock.now() + days(365));
  EXPECT_EQ(kept.note, "for the fair");
  EXPECT_EQ(kept.reference, "ord_x");
  EXPECT_EQ(kept.status, CardStatus::active);
  EXPECT_EQ(kept.version, 1);
}

}  // namespace
}  // namespace plaza::credit

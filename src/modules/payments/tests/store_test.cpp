#include "store.h"

#include "fixture.h"
#include "statements.h"

namespace plaza::payments {
namespace {

ENGINE_TEST(PaymentsTest, EveryStatementPrepares) { testing::expect_prepares(database(), statements, migrations()); }

ENGINE_TEST(PaymentsTest, AnIntentIsReadAsItWasWritten) {
  const auto payment = begin("test", 1'999, 42);
  const auto found = stored(payment);
  EXPECT_EQ(found.id, payment.id);
  EXPECT_EQ(found.subject, 42);
  EXPECT_EQ(found.provider, "test");
  EXPECT_EQ(found.amount, (Money{1'999, {}}));
  EXPECT_EQ(found.status, PaymentStatus::processing);
  EXPECT_EQ(found.reference, "");
  EXPECT_EQ(found.created_at, clock_.now());
}

ENGINE_TEST(PaymentsTest, TheIntentsOfASubjectComeOldestFirst) {
  const auto first = begin("test", 1, 7);
  const auto second = begin("test", 2, 7);
  begin("test", 3, 8);
  const auto found = database().read_now([&](db::Reader& reader) { return payments().of(reader, 7); });
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, first.id);
  EXPECT_EQ(found[1].id, second.id);
}

ENGINE_TEST(PaymentsTest, OfTwoRecordsOfOneOutcomeOneWins) {
  const auto payment = begin("test");
  EXPECT_TRUE(record(payment, {Outcome::Kind::paid, "ref", {}}));
  EXPECT_FALSE(record(payment, {Outcome::Kind::declined, {}, {}}));
  EXPECT_EQ(status(payment), PaymentStatus::captured);
  EXPECT_EQ(stored(payment).reference, "ref");
}

ENGINE_TEST(PaymentsTest, AnUnknownOutcomeChangesNothing) {
  const auto payment = begin("test");
  EXPECT_TRUE(record(payment, {Outcome::Kind::unknown, {}, {}}));
  EXPECT_EQ(status(payment), PaymentStatus::processing);
}

ENGINE_TEST(PaymentsTest, OnlyOldOpenIntentsAreStale) {
  const auto old = begin("test");
  const auto done_with = begin("test");
  record(done_with, {Outcome::Kind::declined, {}, {}});
  clock_.advance(seconds(10));
  begin("test");
  const auto found = database().read_now(
      [&](db::Reader& reader) { return store::stale(reader, PaymentStatus::processing, clock_.now() - seconds(10)); });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, old.id);
}

ENGINE_TEST(PaymentsTest, OnlyCapturedMoneyIsGivenBackAndOnlyOnce) {
  const auto payment = begin("test");
  EXPECT_FALSE(refund(payment));
  record(payment, {Outcome::Kind::paid, "ref", {}});
  EXPECT_TRUE(refund(payment));
  EXPECT_FALSE(refund(payment));
  EXPECT_EQ(status(payment), PaymentStatus::refunding);
}

}  // namespace
}  // namespace plaza::payments

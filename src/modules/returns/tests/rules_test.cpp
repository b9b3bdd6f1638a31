// What may come back, until when, and for how much.
#include "rules.h"

#include <gtest/gtest.h>

#include "platform/testing/fake_clock.h"

namespace plaza::returns {
namespace {

constexpr orders::LineId line{11};
const Time noon{1'772'366'400'000'000};  // 2026-03-01T12:00:00Z

orders::Order order_with(std::int64_t quantity, std::vector<orders::Fulfilment> parcels) {
  orders::Order order;
  order.lines.resize(1);
  order.lines[0].id = line;
  order.lines[0].product.id = catalog::ProductId{5};
  order.lines[0].quantity = quantity;
  order.totals.shipping = Money{490, {}};
  order.after.fulfilments = std::move(parcels);
  return order;
}

orders::Fulfilment parcel(std::int64_t quantity, Time shipped, std::optional<Time> delivered = {}) {
  orders::Fulfilment made;
  made.lines = {{line, quantity}};
  made.shipped_at = shipped;
  made.delivered_at = delivered;
  return made;
}

orders::Refund refund_of_units(std::int64_t quantity, std::int64_t unshipped) {
  orders::Refund refund;
  refund.lines = {{line, quantity, Money{}, Money{}, unshipped, true}};
  return refund;
}

ReturnableLine first(const orders::Order& order, Time now, const Policy& policy = {}, std::int64_t under_way = 0,
                     std::set<std::int64_t> final_sale = {}) {
  return returnable(order, policy, {{line.value, under_way}}, final_sale, now).at(0);
}

TEST(Returnable, NothingBeforeItHasLeft) {
  const auto may = first(order_with(2, {}), noon);
  EXPECT_EQ(may.code, "returns.not_shipped");
  EXPECT_FALSE(may.until.has_value());
}

TEST(Returnable, TheWindowBeginsWithTheArrivalAndTheLastMomentCounts) {
  const auto order = order_with(2, {parcel(2, noon - days(5), noon)});
  EXPECT_EQ(*first(order, noon).until, noon + days(30));
  EXPECT_FALSE(first(order, noon + days(30)).code.has_value());
  EXPECT_EQ(first(order, noon + days(30) + 1).code, "returns.window_over");
}

TEST(Returnable, AnArrivalThatNobodyNotedIsAWeekAfterTheShipping) {
  EXPECT_EQ(*first(order_with(1, {parcel(1, noon)}), noon).until, noon + days(37));
}

TEST(Returnable, TheLastParcelOfALineCounts) {
  const auto order = order_with(2, {parcel(1, noon - days(40), noon - days(39)), parcel(1, noon, noon + days(2))});
  EXPECT_EQ(*first(order, noon).until, noon + days(32));
}

TEST(Returnable, UnitsUnderWayAndUnitsGivenBackDoNotCountTwice) {
  auto order = order_with(5, {parcel(4, noon - days(1), noon)});
  EXPECT_EQ(first(order, noon, {}, 1).quantity, 3);
  order.after.refunds = {refund_of_units(2, 1)};  // one of the two had never left
  EXPECT_EQ(kept_units(order, line), 3);
  EXPECT_EQ(first(order, noon, {}, 3).code, "returns.none_left");
}

TEST(Returnable, AFinalSaleStays) { EXPECT_EQ(first(order_with(1, {parcel(1, noon)}), noon, {}, 0, {5}).code, "returns.final_sale"); }

TEST(Returnable, NothingComesBackWhenTheWindowIsZero) {
  Policy policy;
  policy.window_days = 0;
  EXPECT_EQ(first(order_with(1, {parcel(1, noon)}), noon, policy).code, "returns.window_over");
}

// --- the request ---

ReturnRequest request(std::int64_t quantity, std::string reason) {
  ReturnRequest asked;
  asked.lines = {{line, quantity, std::move(reason), "", {}}};
  return asked;
}

std::string code_of(const ReturnRequest& asked, orders::Actor actor = orders::Actor::customer, Time now = noon,
                    identity::AccountId buyer = identity::AccountId{7}) {
  auto order = order_with(2, {parcel(2, noon - days(1), noon)});
  order.account_id = buyer;
  const auto status = check(asked, order, Policy{}, returnable(order, Policy{}, {}, {}, now), actor);
  return status.ok() ? "ok" : status.error().code;
}

TEST(ReturnRequestRules, NameWhatIsWrong) {
  EXPECT_EQ(code_of(request(2, "changed_mind")), "ok");
  EXPECT_EQ(code_of(request(3, "changed_mind")), "returns.too_many_units");
  EXPECT_EQ(code_of(request(1, "no such reason")), "request.invalid");
  EXPECT_EQ(code_of(request(1, "damaged")), "returns.photos_needed");
  EXPECT_EQ(code_of(request(1, "damaged"), orders::Actor::staff), "ok");
  EXPECT_EQ(code_of(request(1, "damaged"), orders::Actor::customer, noon, {}), "returns.photos_needed") << "of guests, too";
  EXPECT_EQ(code_of(request(1, "changed_mind"), orders::Actor::customer, noon + days(31)), "returns.window_over");
  EXPECT_EQ(code_of(request(1, "changed_mind"), orders::Actor::staff, noon + days(31)), "ok");
  auto twice = request(1, "changed_mind");
  twice.lines.push_back(twice.lines[0]);
  EXPECT_EQ(code_of(twice), "request.invalid");
  auto stranger = request(1, "changed_mind");
  stranger.lines[0].line_id = orders::LineId{99};
  EXPECT_EQ(code_of(stranger), "request.invalid");
  auto nothing_instead = request(1, "changed_mind");
  nothing_instead.resolution = Resolution::exchange;
  EXPECT_EQ(code_of(nothing_instead), "request.invalid");
}

// --- the money ---

TEST(ReturnFee, IsFlatAndAShareAndNeverMoreThanTheGoods) {
  Policy policy;
  policy.fee = 300;
  policy.fee_percent = 10;
  EXPECT_EQ(fee_of(request(1, "changed_mind"), policy, 2'505), 551);  // 300 + 250.5
  EXPECT_EQ(fee_of(request(1, "changed_mind"), policy, 100), 100);
  EXPECT_EQ(fee_of(request(1, "wrong_item"), policy, 2'505), 0);
}

TEST(ReturnShipping, GoesBackWithTheWholeOrderForOurFault) {
  const auto order = order_with(2, {parcel(2, noon - days(1), noon)});
  const auto shipping = [&](std::int64_t units, const char* reason, ShippingBack promise) {
    Policy policy;
    policy.shipping_back = promise;
    const std::vector<ReceivedLine> back = {{line, units, Condition::as_new, true}};
    return refund_of(back, request(units, reason), order, policy, 0).shipping;
  };
  EXPECT_EQ(shipping(2, "wrong_item", ShippingBack::our_fault), 490);
  EXPECT_EQ(shipping(1, "wrong_item", ShippingBack::our_fault), 0);
  EXPECT_EQ(shipping(2, "changed_mind", ShippingBack::our_fault), 0);
  EXPECT_EQ(shipping(2, "changed_mind", ShippingBack::always), 490);
  EXPECT_EQ(shipping(2, "wrong_item", ShippingBack::never), 0);
}

TEST(ReturnShipping, IsGivenBackOnce) {
  auto order = order_with(2, {parcel(2, noon - days(1), noon)});
  auto before = refund_of_units(1, 0);
  before.shipping = Money{400, {}};
  order.after.refunds = {before};
  Policy policy;
  policy.shipping_back = ShippingBack::always;
  const std::vector<ReceivedLine> back = {{line, 1, Condition::as_new, true}};
  EXPECT_EQ(refund_of(back, request(1, "changed_mind"), order, policy, 0).shipping, 90);
}

// --- states ---

TEST(ReturnMoves, FollowTheTable) {
  using S = ReturnStatus;
  std::vector<std::pair<S, S>> allowed;
  for (int from = 0; from < 6; ++from) {
    for (int to = 0; to < 6; ++to) {
      if (may_move(static_cast<S>(from), static_cast<S>(to))) allowed.emplace_back(static_cast<S>(from), static_cast<S>(to));
    }
  }
  const std::vector<std::pair<S, S>> expected = {
      {S::requested, S::approved}, {S::requested, S::declined}, {S::requested, S::cancelled}, {S::approved, S::received},
      {S::approved, S::settled},   {S::approved, S::cancelled}, {S::received, S::settled}};
  EXPECT_EQ(allowed, expected);
}

// --- warranties ---

TEST(WarrantyMonths, AreWhatTheProductSaysElseThePolicys) {
  catalog::Product product;
  EXPECT_EQ(warranty_months(product, Policy{}), 24);
  EXPECT_EQ(warranty_months(std::nullopt, Policy{}), 24);
  product.attributes = {{"warranty", "Warranty", "5 years", 5.0, "years", catalog::Direction::more}};
  EXPECT_EQ(warranty_months(product, Policy{}), 60);
  product.attributes[0].unit = "months";
  EXPECT_EQ(warranty_months(product, Policy{}), 5);
}

TEST(MonthsAfter, KeepsTheDayOrTakesTheLastOne) {
  EXPECT_EQ(to_text(months_after(noon, 24)), "2028-03-01T12:00:00Z");
  const Time last_of_january = *parse_time("2027-01-31T08:15:00Z");
  EXPECT_EQ(to_text(months_after(last_of_january, 1)), "2027-02-28T08:15:00Z");
  EXPECT_EQ(to_text(months_after(last_of_january, 13)), "2028-02-29T08:15:00Z");
}

}  // namespace
}  // namespace plaza::returns

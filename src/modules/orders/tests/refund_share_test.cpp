// Shares, estimates and their sums, without a database.
#include "refund_share.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace plaza::orders {
namespace {

const Currency eur{{'E', 'U', 'R'}};

OrderLine line(std::int64_t id, std::int64_t unit, std::int64_t quantity, std::int64_t discount, std::int64_t tax_ppm, Currency currency) {
  OrderLine made;
  made.id = LineId{id};
  made.variant_id = catalog::VariantId{id};
  made.quantity = quantity;
  made.unit_price = {unit, currency};
  made.total = {unit * quantity, currency};
  made.discount = {discount, currency};
  made.charged = {unit * quantity - discount, currency};
  const std::int64_t gross = made.charged.amount;
  made.tax = {gross - scale_rounded(gross, 1'000'000, 1'000'000 + tax_ppm), currency};
  return made;
}

Order order_of(std::vector<OrderLine> lines, std::int64_t shipping, Currency currency = eur) {
  Order order;
  order.id = OrderId{1};
  order.number = 1001;
  order.status = OrderStatus::paid;
  order.paid_at = Time{1};
  std::int64_t total = shipping;
  for (const auto& each : lines) total += each.charged.amount;
  order.lines = std::move(lines);
  order.totals.total = {total, currency};
  order.totals.shipping = Money{shipping, currency};
  return order;
}

RefundRequest of_lines(std::vector<RefundRequest::Line> lines) {
  RefundRequest request;
  request.lines = std::move(lines);
  return request;
}

std::string code_of(const Result<Refund>& result) { return result.ok() ? "" : result.error().code; }

TEST(NextShare, HasTheWholeForTheLastUnitsWhateverWasTakenBefore) {
  EXPECT_EQ(next_share(1'000, 3, 1), 333);
  EXPECT_EQ(next_share(667, 2, 1), 334);
  EXPECT_EQ(next_share(333, 1, 1), 333);
  EXPECT_EQ(next_share(1'000, 3, 3), 1'000);
  EXPECT_EQ(next_share(0, 5, 2), 0);
  EXPECT_EQ(next_share(7, 5, 0), 0);
}

TEST(Refund, GivesBackWhatWasPaidForTheUnitsAfterTheirDiscount) {
  const auto order = order_of({line(1, 1'000, 3, 500, 190'000, eur), line(2, 250, 1, 0, 190'000, eur)}, 490);
  const auto refund = work_out_refund(order, of_lines({{LineId{1}, 1}}));
  ASSERT_TRUE(refund.ok());
  EXPECT_EQ(refund->amount.amount, 833);
  EXPECT_EQ(refund->lines[0].tax.amount, 133);
  EXPECT_EQ(refund->to_original.amount, 833);
  EXPECT_EQ(refund->lines[0].unshipped, 1);
}

TEST(Refund, AFeeIsKeptBackButNeverMoreThanTheRest) {
  const auto order = order_of({line(1, 1'000, 1, 0, 0, eur)}, 490);
  auto request = of_lines({{LineId{1}, 1}});
  request.fee = 300;
  EXPECT_EQ(work_out_refund(order, request)->amount.amount, 700);
  request.fee = 5'000;
  EXPECT_EQ(work_out_refund(order, request)->amount.amount, 0);
  EXPECT_EQ(work_out_refund(order, request)->fee.amount, 1'000);
}

TEST(Refund, IsNeverAboveWhatWasPaid) {
  auto order = order_of({line(1, 1'000, 1, 0, 0, eur)}, 490);
  RefundRequest request;
  request.extra = 1'491;
  EXPECT_EQ(code_of(work_out_refund(order, request)), "orders.refund_above_paid");
  request.extra = 1'490;
  EXPECT_TRUE(work_out_refund(order, request).ok());
  request.extra = 0;
  request.shipping = 491;
  EXPECT_EQ(code_of(work_out_refund(order, request)), "orders.refund_above_paid");
  order.paid_at = Time{};
  request.shipping = 1;
  EXPECT_EQ(code_of(work_out_refund(order, request)), "orders.payment_due") << "nothing was paid";
}

TEST(Refund, NamesWhatItDoesNotKnow) {
  const auto order = order_of({line(1, 1'000, 2, 0, 0, eur)}, 0);
  EXPECT_EQ(code_of(work_out_refund(order, of_lines({{LineId{9}, 1}}))), "orders.line_not_found");
  EXPECT_EQ(code_of(work_out_refund(order, of_lines({{LineId{1}, 3}}))), "orders.too_many_units");
  EXPECT_EQ(code_of(work_out_refund(order, of_lines({{LineId{1}, 0}}))), "request.invalid");
  EXPECT_EQ(code_of(work_out_refund(order, of_lines({{LineId{1}, -1}}))), "request.invalid");
  EXPECT_EQ(code_of(work_out_refund(order, of_lines({{LineId{1}, 1}, {LineId{1}, 1}}))), "request.invalid");
  EXPECT_EQ(code_of(work_out_refund(order, {})), "request.invalid");
  auto negative = of_lines({{LineId{1}, 1}});
  negative.fee = -1;
  EXPECT_EQ(code_of(work_out_refund(order, negative)), "request.invalid");
}

TEST(Refund, OfGoodsThatCameBackIsOnlyOfGoodsThatHadLeft) {
  auto order = order_of({line(1, 1'000, 3, 0, 0, eur)}, 0);
  auto request = of_lines({{LineId{1}, 1}});
  request.kind = RefundKind::returned;
  EXPECT_EQ(code_of(work_out_refund(order, request)), "orders.too_many_units");
  order.after.fulfilments.push_back({FulfilmentId{1}, {{LineId{1}, 2}}, {}, {}, Time{1}, {}});
  const auto refund = work_out_refund(order, request);
  ASSERT_TRUE(refund.ok());
  EXPECT_EQ(refund->lines[0].unshipped, 0);
  request.lines[0].quantity = 3;
  EXPECT_EQ(code_of(work_out_refund(order, request)), "orders.too_many_units");
}

TEST(Refund, GoesWhereItIsToldTo) {
  auto order = order_of({line(1, 1'000, 2, 0, 0, eur)}, 0);
  auto request = of_lines({{LineId{1}, 1}});
  request.to = RefundRequest::To::store_credit;
  EXPECT_EQ(code_of(work_out_refund(order, request)), "orders.no_account");
  order.account_id = identity::AccountId{7};
  EXPECT_EQ(work_out_refund(order, request)->to_store_credit.amount, 1'000);
  request.to = RefundRequest::To::split;
  request.store_credit = 400;
  EXPECT_EQ(work_out_refund(order, request)->to_store_credit.amount, 400);
  EXPECT_EQ(work_out_refund(order, request)->to_original.amount, 600);
  request.store_credit = 1'001;
  EXPECT_EQ(code_of(work_out_refund(order, request)), "request.invalid");
  request.to = RefundRequest::To::original;
  request.exchange_value = 900;
  EXPECT_EQ(work_out_refund(order, request)->to_exchange.amount, 900);
  EXPECT_EQ(work_out_refund(order, request)->to_original.amount, 100);
}

// In any portions, with any discount: what is given back for a line adds up to what it cost, and the rest of the order to the rest.
TEST(Refund, InAnyPortionsGivesBackExactlyWhatWasPaid) {
  EXPECT_TRUE(rc::check("portions add up", [] {
    const auto currency = *parse_currency(*rc::gen::element<std::string>("EUR", "JPY", "KWD"));
    const auto count = *rc::gen::inRange<std::int64_t>(1, 5);
    std::vector<OrderLine> lines;
    for (std::int64_t id = 1; id <= count; ++id) {
      const auto unit = *rc::gen::inRange<std::int64_t>(0, 500'000);
      const auto quantity = *rc::gen::inRange<std::int64_t>(1, 12);
      const auto discount = *rc::gen::inRange<std::int64_t>(0, unit * quantity + 1);
      lines.push_back(line(id, unit, quantity, discount, *rc::gen::element<std::int64_t>(0, 70'000, 190'000), currency));
    }
    auto order = order_of(std::move(lines), *rc::gen::inRange<std::int64_t>(0, 2'000), currency);
    const std::int64_t total = order.totals.total.amount;
    std::int64_t back = 0;
    for (int step = 0; step < 200 && !is_all_refunded(order); ++step) {
      const auto& chosen = order.lines[*rc::gen::inRange<std::size_t>(0, order.lines.size())];
      const auto state = state_of(order, chosen);
      if (state.refunded == state.quantity) continue;
      const auto refund = work_out_refund(
          order, of_lines({{chosen.id, *rc::gen::inRange<std::int64_t>(1, state.quantity - state.refunded + 1)}}));
      RC_ASSERT(refund.ok());
      back += refund->amount.amount;
      order.after.refunds.push_back(*refund);
      const auto now = state_of(order, chosen);
      RC_ASSERT(now.refunded_amount <= now.charged);
      RC_ASSERT(now.refunded_tax <= now.tax);
      if (now.refunded == now.quantity) {
        RC_ASSERT(now.refunded_amount == now.charged);
        RC_ASSERT(now.refunded_tax == now.tax);
      }
      RC_ASSERT(back <= total);
      RC_ASSERT(refundable(order) == total - back);
    }
    const auto rest = refund_of_rest(order, RefundKind::refund, "");
    RC_ASSERT(back + rest.amount.amount == total);
    order.after.refunds.push_back(rest);
    RC_ASSERT(refundable(order) == 0);
    RC_ASSERT(is_all_refunded(order));
  }));
}

}  // namespace
}  // namespace plaza::orders

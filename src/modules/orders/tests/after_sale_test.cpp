// Orders after the sale: parcels, refunds in part, edits, exchanges, and who did it.
#include "shop_fixture.h"

namespace plaza::orders {
namespace {

class AfterSaleTest : public ShopFixture {
 protected:
  Result<Order> send(OrderId id, std::vector<FulfilmentLine> lines, std::string tracking = "") {
    return write([&](db::Transaction& tx) {
      return shop->after_sale().fulfil(tx, id, {std::move(lines), "GHN", tracking, staff(), std::nullopt});
    });
  }
  Result<RefundDone> refund(OrderId id, const RefundRequest& request) {
    return write([&](db::Transaction& tx) { return shop->after_sale().refund(tx, id, request); });
  }
  Result<RefundDone> estimate(OrderId id, const RefundRequest& request) {
    return read([&](db::Reader& reader) { return shop->after_sale().estimate(reader, id, request); });
  }
  Result<EditDone> edit(OrderId id, const EditRequest& request) {
    return write([&](db::Transaction& tx) { return shop->after_sale().edit(tx, id, request); });
  }
  RefundRequest units(LineId line, std::int64_t quantity) {
    RefundRequest request;
    request.lines = {{line, quantity, true}};
    request.reason = "broken";
    request.by = staff();
    return request;
  }
  EditRequest change(LineId line, std::int64_t quantity) {
    EditRequest request;
    request.lines = {{line, {}, quantity}};
    request.reason = "as asked";
    request.by = staff();
    return request;
  }
  static By staff() { return {Actor::staff, identity::AccountId{42}, "Mai"}; }
  OrderView view_of_order(OrderId id) {
    return read([&](db::Reader& reader) { return shop->orders().view(reader, *shop->orders().find(reader, id)); });
  }
};

// --- parcels ---

ENGINE_TEST(AfterSaleTest, GoodsLeaveInPartsAndTheLastPartMakesItFulfilled) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  const auto line = order.lines[0].id;
  const auto first = send(order.id, {{line, 2}}, "A1");
  ASSERT_TRUE(first.ok()) << first.error().code;
  EXPECT_EQ(first->status, OrderStatus::paid);
  auto view = view_of_order(order.id);
  EXPECT_EQ(view.fulfilment_status, FulfilmentStatus::partial);
  EXPECT_EQ(view.lines[0].fulfilled, 2);
  EXPECT_EQ(view.lines[0].to_fulfil, 1);
  EXPECT_EQ(view.fulfilments[0].tracking, "A1");
  EXPECT_FALSE(view.can_cancel);
  EXPECT_EQ(send(order.id, {{line, 2}}).error().code, "orders.too_many_units");
  const auto second = send(order.id, {}, "A2");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->status, OrderStatus::fulfilled);
  EXPECT_EQ(send(order.id, {}).error().code, "orders.wrong_status");
  EXPECT_EQ(mail.sent(), (std::vector{OrderNews::paid, OrderNews::partly_fulfilled, OrderNews::fulfilled}));
}

ENGINE_TEST(AfterSaleTest, EachParcelArrivesAndTheLastMakesItDelivered) {
  const auto order = ordered(sell(1, 2'500, 5), 2);
  const auto one = send(order.id, {{order.lines[0].id, 1}});
  const auto two = send(order.id, {});
  const auto deliver = [&](FulfilmentId parcel) {
    return write([&](db::Transaction& tx) { return shop->after_sale().deliver(tx, order.id, parcel, staff()); });
  };
  EXPECT_EQ(deliver(one->after.fulfilments[0].id)->status, OrderStatus::fulfilled);
  EXPECT_EQ(deliver(one->after.fulfilments[0].id).error().code, "orders.wrong_status");
  EXPECT_EQ(deliver(FulfilmentId{7}).error().code, "orders.fulfilment_not_found");
  EXPECT_EQ(deliver(two->after.fulfilments[1].id)->status, OrderStatus::delivered);
}

ENGINE_TEST(AfterSaleTest, WhatHasLeftInPartIsNotCancelled) {
  const auto vase = sell(1, 2'500, 5);
  const auto order = ordered(vase, 2);
  ASSERT_TRUE(send(order.id, {{order.lines[0].id, 1}}).ok());
  const auto cancelled = write([&](db::Transaction& tx) { return shop->orders().cancel(tx, order.id, staff(), ""); });
  EXPECT_EQ(cancelled.error().code, "orders.wrong_status");
  EXPECT_EQ(available(vase), 3);
}

// --- refunds ---

ENGINE_TEST(AfterSaleTest, APartIsGivenBackOnceAndExactly) {
  const auto vase = sell(1, 2'500, 5);
  const auto order = ordered(vase, 3);
  const auto line = order.lines[0].id;
  const auto guess = estimate(order.id, units(line, 1));
  const auto done = refund(order.id, units(line, 1));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->refund.amount.amount, 2'500);
  EXPECT_EQ(guess->refund.amount, done->refund.amount);
  EXPECT_EQ(guess->refundable_after, done->refundable_after);
  EXPECT_EQ(available(vase), 3);  // it never left
  settle_all();
  EXPECT_EQ(bank.money(), 5'000);
  EXPECT_EQ(payment_statuses(order.id), std::vector{payments::PaymentStatus::partially_refunded});
  EXPECT_EQ(find_order(order.id)->status, OrderStatus::paid);
  const auto view = view_of_order(order.id);
  EXPECT_EQ(view.amounts.refunded.amount, 2'500);
  EXPECT_EQ(view.lines[0].refunded, 1);
  EXPECT_EQ(view.lines[0].to_fulfil, 2);
  EXPECT_EQ(refund(order.id, units(line, 3)).error().code, "orders.too_many_units");
  ASSERT_TRUE(refund(order.id, units(line, 2)).ok());
  settle_all();
  EXPECT_EQ(bank.money(), 0);
  EXPECT_EQ(find_order(order.id)->status, OrderStatus::refunded);
  EXPECT_EQ(available(vase), 5);
}

ENGINE_TEST(AfterSaleTest, ARefundAboveWhatWasPaidChangesNothing) {
  const auto vase = sell(1, 2'500, 5);
  const auto order = ordered(vase, 2);
  RefundRequest request;
  request.by = staff();
  request.extra = 5'001;
  EXPECT_EQ(refund(order.id, request).error().code, "orders.refund_above_paid");
  settle_all();
  EXPECT_EQ(bank.money(), 5'000);
  EXPECT_EQ(find_order(order.id)->version, order.version);
}

ENGINE_TEST(AfterSaleTest, StoreCreditNeedsAnAccountAndIsGivenToIt) {
  const auto vase = sell(1, 2'500, 5);
  const auto guests = ordered(vase);
  auto request = units(guests.lines[0].id, 1);
  request.to = RefundRequest::To::store_credit;
  EXPECT_EQ(refund(guests.id, request).error().code, "orders.no_account");
  const auto [cart, shopper] = new_cart(account(7));
  ASSERT_TRUE(add(shopper, cart.id, vase, 2).ok());
  const auto order = check_out(shopper, cart.id);
  request = units(order->lines[0].id, 1);
  request.to = RefundRequest::To::split;
  request.store_credit = 1'000;
  ASSERT_TRUE(refund(order->id, request).ok());
  settle_all();
  EXPECT_EQ(store_credit(7), 1'000);
  EXPECT_EQ(bank.money(), 2'990 + 5'000 - 1'500);
}

ENGINE_TEST(AfterSaleTest, TheOldWayGivesBackAllThatIsLeft) {
  const auto vase = sell(1, 2'500, 5);
  const auto order = ordered(vase, 3);
  ASSERT_TRUE(send(order.id, {{order.lines[0].id, 1}}).ok());
  ASSERT_TRUE(refund(order.id, units(order.lines[0].id, 1)).ok());
  const auto all = write([&](db::Transaction& tx) { return shop->orders().refund(tx, order.id, "all of it"); });
  ASSERT_TRUE(all.ok()) << all.error().code;
  settle_all();
  EXPECT_EQ(bank.money(), 0);
  EXPECT_EQ(available(vase), 4);  // one is with the customer
}

// --- edits ---

ENGINE_TEST(AfterSaleTest, FewerUnitsCostLessAndTheDifferenceGoesBack) {
  const auto vase = sell(1, 2'500, 5);
  const auto order = ordered(vase, 3);
  const auto done = edit(order.id, change(order.lines[0].id, 1));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->difference, -5'000);
  EXPECT_EQ(done->refunded, 5'000);
  EXPECT_EQ(done->order.totals.total.amount, 2'500);  // shipping was free and stays so
  EXPECT_EQ(available(vase), 4);
  settle_all();
  EXPECT_EQ(bank.money(), 2'500);
  EXPECT_EQ(view_of_order(order.id).amounts.due.amount, 0);
}

ENGINE_TEST(AfterSaleTest, MoreIsDueBeforeItLeavesAndIsPaidOnce) {
  const auto vase = sell(1, 2'500, 5), bowl = sell(2, 900, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto order = check_out(shopper, cart.id);
  EditRequest request;
  request.by = staff();
  request.lines = {{{}, bowl, 2}};
  const auto preview = read([&](db::Reader& reader) { return shop->after_sale().preview(reader, order->id, request); });
  ASSERT_TRUE(preview.ok());
  EXPECT_EQ(preview->due, 1'800);
  EXPECT_EQ(available(bowl), 5);
  const auto done = edit(order->id, request);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->due, 1'800);
  EXPECT_EQ(available(bowl), 3);
  EXPECT_EQ(mail.sent().back(), OrderNews::payment_due);
  EXPECT_EQ(send(order->id, {}).error().code, "orders.payment_due");
  EXPECT_EQ(refund(order->id, units(order->lines[0].id, 1)).error().code, "orders.payment_due");
}

ENGINE_TEST(AfterSaleTest, WhatIsNotThereIsNotAdded) {
  const auto vase = sell(1, 2'500, 2);
  const auto order = ordered(vase, 2);
  EXPECT_EQ(edit(order.id, change(order.lines[0].id, 3)).error().code, "inventory.out_of_stock");
  EXPECT_EQ(find_order(order.id)->lines[0].quantity, 2);
  EXPECT_EQ(find_order(order.id)->version, order.version);
  EXPECT_EQ(edit(order.id, change(order.lines[0].id, 0)).error().code, "request.invalid");
  EXPECT_EQ(edit(order.id, change(LineId{5}, 1)).error().code, "orders.line_not_found");
  EXPECT_EQ(edit(order.id, change(order.lines[0].id, -1)).error().code, "request.invalid");
}

ENGINE_TEST(AfterSaleTest, WhatHasLeftStaysInTheOrder) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  ASSERT_TRUE(send(order.id, {{order.lines[0].id, 2}}).ok());
  EXPECT_EQ(edit(order.id, change(order.lines[0].id, 1)).error().code, "orders.too_many_units");
  const auto done = edit(order.id, change(order.lines[0].id, 2));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->order.status, OrderStatus::fulfilled);  // nothing is left to be sent
}

ENGINE_TEST(AfterSaleTest, AStaleDecisionIsRefused) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  auto request = change(order.lines[0].id, 2);
  request.version = find_order(order.id)->version;
  ASSERT_TRUE(edit(order.id, request).ok());
  request.lines[0].quantity = 1;
  EXPECT_EQ(edit(order.id, request).error().code, "orders.stale");
  auto back = units(order.lines[0].id, 1);
  back.version = request.version;
  EXPECT_EQ(refund(order.id, back).error().code, "orders.stale");
  const auto cancelled =
      write([&](db::Transaction& tx) { return shop->orders().cancel(tx, order.id, staff(), "", request.version); });
  EXPECT_EQ(cancelled.error().code, "orders.stale");
  EXPECT_EQ(find_order(order.id)->lines[0].quantity, 2);
}

// --- the buyer's second thoughts ---

ENGINE_TEST(AfterSaleTest, TheBuyerCancelsOnlyWithinTheGraceTime) {
  const auto order = ordered(sell(1, 2'500, 5));
  EXPECT_TRUE(view_of_order(order.id).can_cancel);
  clock.advance(minutes(61));
  EXPECT_FALSE(view_of_order(order.id).can_cancel);
  const auto late = write([&](db::Transaction& tx) { return shop->orders().cancel(tx, order.id, Actor::customer, ""); });
  EXPECT_EQ(late.error().code, "orders.too_late");
  EXPECT_EQ(find_order(order.id)->status, OrderStatus::paid);
  const auto by_staff = write([&](db::Transaction& tx) { return shop->orders().cancel(tx, order.id, staff(), "asked by mail"); });
  EXPECT_TRUE(by_staff.ok());
}

// --- exchanges ---

ENGINE_TEST(AfterSaleTest, WhatAReplacementCostsMoreIsTakenOffWhereItIsWaived) {
  const auto paid = ordered(sell(1, 2'500, 5), 2);
  const auto lamp = sell(2, 3'333, 5);
  ExchangeRequest wanted{paid.id, {{lamp, 2}}, 5'000, "came broken", staff()};
  const auto as_usual = read([&](db::Reader& reader) { return shop->after_sale().preview_exchange(reader, wanted); });
  ASSERT_TRUE(as_usual.ok());
  EXPECT_EQ(as_usual->due, 1'666);
  wanted.dearer = ExchangeRequest::Dearer::waived;
  const auto waived = read([&](db::Reader& reader) { return shop->after_sale().preview_exchange(reader, wanted); });
  ASSERT_TRUE(waived.ok());
  EXPECT_EQ(waived->due, 0);
  EXPECT_EQ(waived->left, 0);
  EXPECT_EQ(waived->order.totals.total.amount, 5'000);
  ASSERT_EQ(waived->order.discounts.size(), 1u);
  EXPECT_EQ(waived->order.discounts[0].amount.amount, 1'666);
  wanted.value = 0;
  const auto for_nothing = read([&](db::Reader& reader) { return shop->after_sale().preview_exchange(reader, wanted); });
  EXPECT_EQ(for_nothing->due, 0);
  EXPECT_EQ(for_nothing->order.totals.total.amount, 0);
}

ENGINE_TEST(AfterSaleTest, AnExchangeIsPaidByWhatCameBack) {
  const auto vase = sell(1, 2'500, 5), bowl = sell(2, 900, 5);
  const auto order = ordered(vase, 2);
  ASSERT_TRUE(send(order.id, {}).ok());
  const ExchangeRequest wanted{order.id, {{bowl, 2}}, 2'500, "too big", staff()};
  const auto preview = read([&](db::Reader& reader) { return shop->after_sale().preview_exchange(reader, wanted); });
  ASSERT_TRUE(preview.ok()) << preview.error().code;
  EXPECT_EQ(preview->due, 0);
  EXPECT_EQ(preview->left, 700);
  auto back = units(order.lines[0].id, 1);
  back.kind = RefundKind::exchange;
  back.exchange_value = 1'800;
  ExchangeRequest value = wanted;
  value.value = 1'800;
  const auto done = write([&](db::Transaction& tx) -> Result<ExchangeDone> {
    TRY_DONE(shop->after_sale().refund(tx, order.id, back));
    return shop->after_sale().exchange(tx, value);
  });
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->order.status, OrderStatus::paid);
  EXPECT_EQ(available(bowl), 3);
  EXPECT_EQ(available(vase), 4);
  settle_all();
  EXPECT_EQ(bank.money(), 5'000 - 700);
  // What the exchange is worth goes back to what had paid for the first order.
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->orders().refund(tx, done->order.id, "again"); }).ok());
  settle_all();
  EXPECT_EQ(bank.money(), 2'500);
}

// --- the trail ---

ENGINE_TEST(AfterSaleTest, EveryChangeNamesWhoAndWhy) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  clock.advance(seconds(1));
  ASSERT_TRUE(edit(order.id, change(order.lines[0].id, 2)).ok());
  clock.advance(seconds(1));
  ASSERT_TRUE(refund(order.id, units(order.lines[0].id, 1)).ok());
  const auto trail = read([&](db::Reader& reader) {
    return shop->after_sale().audit(reader, *shop->orders().find(reader, order.id));
  });
  std::vector<std::string> actions;
  for (const auto& entry : trail) actions.push_back(entry.action);
  EXPECT_EQ(actions, (std::vector<std::string>{"placed", "paid", "edited", "refunded"}));
  EXPECT_EQ(trail[2].actor.name, "Mai");
  EXPECT_EQ(trail[2].actor.id, to_text(identity::AccountId{42}));
  EXPECT_EQ(trail[2].reason, "as asked");
  EXPECT_EQ(trail[2].text, "Vase: 3 → 2");
  EXPECT_EQ(trail[3].reason, "broken");
}

}  // namespace
}  // namespace plaza::orders

// Orders that were not made here: they are shown and counted, and nothing else follows from them.
#include "shop_fixture.h"

namespace plaza::orders {
namespace {

class PastOrdersTest : public ShopFixture {
 protected:
  const Origin there{"old.example", "#77", "{\"a\":1}"};

  // Paid and sent years ago, of two units of something.
  Order past(catalog::VariantId variant = {4242}) {
    Order order;
    order.status = OrderStatus::fulfilled;
    order.account_id = {7};
    order.email = "lan@example.com";
    order.locale = "vi";
    order.placed_at = clock.now() - days(800);
    order.paid_at = order.placed_at + minutes(1);
    order.shipping_address = {"Trần Lan", "1 Đường Láng", std::nullopt, "Hà Nội", std::nullopt, "100000", "VN", std::nullopt};
    order.shipping_option = {"post", "Post"};
    const auto m = [](std::int64_t amount) { return Money{amount, {}}; };
    OrderLine line;
    line.id = ids.make<LineId>();
    line.variant_id = variant;
    line.product = {{5}, "vase", "Vase", std::nullopt};
    line.sku = "V";
    line.quantity = 2;
    line.unit_price = m(1000);
    line.total = line.charged = m(2000);
    line.tax = line.discount = m(0);
    order.lines = {line};
    order.totals = {m(2000), m(0), m(500), m(0), m(2500), true, {}};
    order.taxed = Taxed{};
    order.after.fulfilments = {{ids.make<FulfilmentId>(), {{line.id, 2}}, std::string("DHL"), std::string("X1"), order.paid_at,
                                std::nullopt}};
    order.history = {{order.placed_at, OrderStatus::placed, "customer", std::nullopt}};
    return order;
  }
  Result<Order> take(const Order& order, const Origin& origin) {
    return write([&](db::Transaction& tx) {
      return shop->past_orders().add(tx, order, origin, By(Actor::staff, {9}, "Mai"));
    });
  }
  std::string why(const Order& order, const Origin& origin) {
    const auto taken = take(order, origin);
    if (taken.ok()) return "taken";
    return taken.error().code + (taken.error().fields.empty() ? "" : " " + taken.error().fields[0].field);
  }
};

ENGINE_TEST(PastOrdersTest, StandAmongTheOrdersOfTheirTimeAndAreReadBackWhole) {
  const auto vase = sell(1, 1000, 5);
  const auto mine = ordered(vase);
  const auto taken = take(past(vase), there);
  ASSERT_TRUE(taken.ok()) << taken.error().code << ' ' << (taken.error().fields.empty() ? "" : taken.error().fields[0].message);
  EXPECT_LT(taken->id, mine.id);
  const auto listed = all_orders();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[1].id, taken->id);
  EXPECT_EQ(listed[1].lines[0].variant_id, vase);
  EXPECT_EQ(listed[1].after.fulfilments[0].tracking, "X1");
  EXPECT_EQ(listed[1].placed_at, past().placed_at);
  EXPECT_EQ(read([&](db::Reader& r) { return shop->orders().count_of(r, {7}); }), 1);
  EXPECT_TRUE(read([&](db::Reader& r) { return shop->orders().has_bought(r, {}, "lan@example.com"); }));
  EXPECT_EQ(read([&](db::Reader& r) { return shop->past_orders().origin(r, taken->id); }), there);
  EXPECT_EQ(read([&](db::Reader& r) { return shop->past_orders().find(r, "old.example", "#77"); }), taken->id);
  EXPECT_FALSE(read([&](db::Reader& r) { return shop->past_orders().origin(r, mine.id); }));
  const auto by_name = read([&](db::Reader& r) { return shop->orders().list(r, {.q = "#77 ", .limit = 10}); });
  EXPECT_TRUE(by_name.empty());  // a number of ours is asked for
}

ENGINE_TEST(PastOrdersTest, MoveNoStockSendNoMailAndSayNothing) {
  const auto vase = sell(1, 1000, 5);
  settle_all();
  const auto news = heard;
  const auto mails = mail.sent().size();
  ASSERT_TRUE(take(past(vase), there).ok());
  settle_all();
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(heard, news);
  EXPECT_EQ(mail.sent().size(), mails);
}

ENGINE_TEST(PastOrdersTest, TheTrailSaysWhoImportedThem) {
  const auto taken = *take(past(), there);
  const auto trail = read([&](db::Reader& r) { return shop->after_sale().audit(r, taken); });
  ASSERT_FALSE(trail.empty());
  EXPECT_EQ(trail.back().action, "imported");
  EXPECT_EQ(trail.back().text, "#77, old.example");
  EXPECT_EQ(trail.back().actor.name, "Mai");
}

ENGINE_TEST(PastOrdersTest, KeepIdAndNumberThatAreFreeAndNobodyIsNumberedSoLater) {
  Order first = past();
  first.id = {123'456'789};
  first.number = 5000;
  const auto taken = *take(first, there);
  EXPECT_EQ(taken.id, first.id);
  EXPECT_EQ(taken.number, 5000);
  const auto other = *take(first, {"old.example", "#78", ""});
  EXPECT_NE(other.id, first.id);
  EXPECT_EQ(other.number, 5001);
  EXPECT_EQ(ordered(sell(1, 1000, 5)).number, 5002);
  Order absurd = past();
  absurd.number = 9'000'000'000'000'000'000;
  EXPECT_EQ(take(absurd, {"old.example", "#79", ""})->number, 5003);
}

ENGINE_TEST(PastOrdersTest, TheSameNameOfTheSameShopIsTakenOnce) {
  ASSERT_TRUE(take(past(), there).ok());
  EXPECT_EQ(why(past(), there), "orders.past_exists");
  EXPECT_EQ(why(past(), {"other.example", "#77", ""}), "taken");
}

ENGINE_TEST(PastOrdersTest, GoodsDoNotReturnAndMoneyOnlyAsStoreCredit) {
  const auto vase = sell(1, 1000, 5);
  const auto taken = *take(past(vase), there);
  RefundRequest request;
  request.lines = {{taken.lines[0].id, 1, true}};
  request.kind = RefundKind::returned;
  request.by = Actor::staff;
  const auto give = [&] {
    return write([&](db::Transaction& tx) { return shop->after_sale().refund(tx, taken.id, request); });
  };
  EXPECT_EQ(give().error().code, "orders.refund_above_paid");
  EXPECT_TRUE(find_order(taken.id)->after.refunds.empty());
  request.to = RefundRequest::To::store_credit;
  const auto given = give();
  ASSERT_TRUE(given.ok()) << given.error().code;
  EXPECT_EQ(given->refund.to_store_credit.amount, 1000);
  EXPECT_EQ(available(vase), 5);
}

ENGINE_TEST(PastOrdersTest, WhatWouldNotAddUpIsRefusedAndNothingIsKept) {
  const auto with = [&](const std::function<void(Order&)>& spoil) {
    Order order = past();
    spoil(order);
    return why(order, there);
  };
  const Currency jpy{{'J', 'P', 'Y'}};
  EXPECT_EQ(with([](Order& o) { o.status = OrderStatus::placed; }), "orders.past_status");
  EXPECT_EQ(with([](Order& o) { o.lines.clear(); }), "request.invalid lines");
  EXPECT_EQ(with([](Order& o) { o.lines[0].quantity = 0; }), "request.invalid quantity");
  EXPECT_EQ(with([&](Order& o) { o.lines[0].tax.currency = jpy; }), "request.invalid lines");
  EXPECT_EQ(with([&](Order& o) { o.totals.discount.currency = jpy; }), "request.invalid totals");
  EXPECT_EQ(with([](Order& o) { o.lines[0].charged.amount = -1; }), "request.invalid lines");
  EXPECT_EQ(with([](Order& o) { o.lines[0].charged.amount = 2501; }), "request.invalid totals");
  EXPECT_EQ(with([](Order& o) { o.after.fulfilments[0].lines[0].quantity = 3; }), "request.invalid fulfilments");
  EXPECT_EQ(with([](Order& o) { o.after.fulfilments[0].lines[0].line_id = {1}; }), "request.invalid fulfilments");
  EXPECT_EQ(with([](Order& o) {
              Refund refund;
              refund.id = {5};
              refund.amount = refund.to_original = {2501, {}};
              o.after.refunds = {refund};
            }),
            "request.invalid refunds");
  EXPECT_EQ(with([](Order& o) { o.shipping_address.country = "Germany"; }), "request.invalid shipping_address.country");
  EXPECT_EQ(with([](Order& o) { o.placed_at = {}; }), "request.invalid placed_at");
  EXPECT_EQ(why(past(), {"", "#1", ""}), "request.invalid source");
  EXPECT_TRUE(all_orders().empty());
}

}  // namespace
}  // namespace plaza::orders

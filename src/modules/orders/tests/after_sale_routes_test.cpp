// The routes of codes and cards, of payments that ask for something, and of what staff do after the sale.
#include "routes_fixture.h"

namespace plaza::orders {
namespace {

class AfterSaleRoutesTest : public RoutesTest {
 protected:
  struct Bought {
    std::string id, token, line;
    std::string path() const { return "/v1/orders/" + id; }
    std::string desk() const { return "/v1/admin/orders/" + id; }
  };
  Bought bought(catalog::VariantId variant, int quantity) {
    const auto paid = pay(bag_with(variant, quantity));
    EXPECT_EQ(paid.status, 201);
    return {paid.text("order.id"), paid.text("order.access_token"), paid.text("order.lines.0.id")};
  }
  std::string lines_of(const Bought& order, int quantity) {
    return R"("lines":[{"line_id":")" + order.line + R"(","quantity":)" + std::to_string(quantity) + "}]";
  }
};

ENGINE_TEST(AfterSaleRoutesTest, CodesAndCardsStandInTheCart) {
  percent_off("TEN", 10);
  const auto issued = gift_card(1'000);
  const auto bag = bag_with(sell(1, 2'500, 5), 2);
  const auto add = [&](const char* what, const std::string& code) {
    return ask(Method::post, bag.path() + what, R"({"code":")" + code + R"("})", token(bag.token));
  };
  const auto with = add("/codes", "ten");
  EXPECT_EQ(with.status, 201);
  EXPECT_EQ(with.number("discounts.0.amount.amount"), 500);
  EXPECT_EQ(add("/codes", "nine").code(), "promotions.unknown_code");
  EXPECT_EQ(add("/gift_cards", "AAAA-BBBB-CCCC-DDDD").code(), "credit.card_not_found");
  const auto carded = add("/gift_cards", issued.code);
  EXPECT_EQ(carded.status, 201);
  EXPECT_EQ(carded.number("tenders.0.amount.amount"), 1'000);
  EXPECT_EQ(carded.number("amount_due.amount"), 3'500);
  const auto stranger = ask(Method::post, bag.path() + "/codes", R"({"code":"ten"})");
  EXPECT_EQ(stranger.code(), "orders.cart_not_found");
  const auto without = ask(Method::del, bag.path() + "/gift_cards/" + to_text(issued.card.id), "", token(bag.token));
  EXPECT_EQ(without.number("amount_due.amount"), 4'500);
  EXPECT_EQ(ask(Method::del, bag.path() + "/codes/TEN", "", token(bag.token)).number("amount_due.amount"), 5'000);
}

ENGINE_TEST(AfterSaleRoutesTest, CodesAreNotGuessed) {
  percent_off("TEN", 10);
  const auto bag = bag_with(sell(1, 2'500, 5), 2);
  const auto add = [&](const std::string& code) {
    return ask(Method::post, bag.path() + "/codes", R"({"code":")" + code + R"("})", token(bag.token));
  };
  for (int i = 0; i < 30; ++i) EXPECT_EQ(add("ten").status, 201);  // honest, however often
  for (int i = 0; i < 20; ++i) EXPECT_EQ(add("GUESS" + std::to_string(i)).code(), "promotions.unknown_code");
  EXPECT_EQ(add("GUESS").code(), "orders.too_many_attempts");
  const auto refused = add("ten");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.code(), "orders.too_many_attempts");
  clock.advance(seconds(6));
  EXPECT_EQ(add("ten").status, 201);
}

ENGINE_TEST(AfterSaleRoutesTest, APaymentThatAsksForSomethingIsConfirmed) {
  const auto bag = bag_with(sell(1, 2'500, 5));
  const auto placed = pay(bag, "asks", "key-1");
  EXPECT_EQ(placed.status, 201);
  EXPECT_EQ(placed.text("order.status"), "placed");
  EXPECT_EQ(placed.text("payment.action.client_secret"), "secret-of-the-bank");
  const auto again = pay(bag, "asks", "key-1");
  EXPECT_EQ(again.text("order.id"), placed.text("order.id"));
  EXPECT_EQ(again.text("payment.action.client_secret"), "secret-of-the-bank");
  bank.act(*parse_id<payments::PaymentId>(placed.text("payment.id")), true);
  const std::string confirm = "/v1/orders/" + placed.text("order.id") + "/payment/confirm";
  EXPECT_EQ(ask(Method::post, confirm, "{}").code(), "orders.not_found");
  const auto paid = ask(Method::post, confirm, "{}", token(placed.text("order.access_token")));
  EXPECT_EQ(paid.status, 200);
  EXPECT_EQ(paid.text("order.status"), "paid");
  EXPECT_EQ(paid.number("order.amounts.paid.amount"), 2'990);
}

ENGINE_TEST(AfterSaleRoutesTest, StaffSendPartsAndPrintTheirSlips) {
  const auto order = bought(sell(1, 2'500, 5), 3);
  const auto sent = ask(Method::post, order.desk() + "/fulfilments", "{" + lines_of(order, 2) + R"(,"carrier":"GHN","tracking":"7"})", staff());
  EXPECT_EQ(sent.status, 201);
  EXPECT_EQ(sent.text("fulfilment_status"), "partial");
  EXPECT_EQ(sent.text("audit.2.actor.name"), "Member 99");
  EXPECT_EQ(sent.text("audit.2.action"), "shipped");
  const auto slip = ask(Method::get, order.desk() + "/packing_slip?fulfilment_id=" + sent.text("fulfilments.0.id"), "", staff());
  EXPECT_EQ(slip.status, 200);
  EXPECT_TRUE(slip.bytes.starts_with("%PDF-")) << slip.bytes.size();
  EXPECT_GT(slip.bytes.size(), 2'000u);
  EXPECT_EQ(ask(Method::get, order.desk() + "/packing_slip", "", token(order.token)).status, 401);
  EXPECT_EQ(ask(Method::get, order.desk() + "/packing_slip?fulfilment_id=ful_1", "", staff()).code(), "orders.fulfilment_not_found");
  const auto arrived =
      ask(Method::post, order.desk() + "/fulfilments/" + sent.text("fulfilments.0.id") + "/deliver", "{}", staff());
  EXPECT_EQ(arrived.number("lines.0.delivered"), 2);
  EXPECT_EQ(ask(Method::post, order.desk() + "/fulfilments", "{}", token(order.token)).status, 401);
  EXPECT_TRUE(ask(Method::get, order.path(), "", token(order.token)).at("audit")->is_null());
}

ENGINE_TEST(AfterSaleRoutesTest, ARefundIsWorkedOutFirst) {
  const auto order = bought(sell(1, 2'500, 5), 3);
  const std::string body = "{" + lines_of(order, 1) + R"(,"fee":500,"reason":"scratched"})";
  const auto guess = ask(Method::post, order.desk() + "/refunds?preview=true", body, staff());
  EXPECT_EQ(guess.status, 200);
  EXPECT_EQ(guess.number("refund.amount.amount"), 2'000);
  EXPECT_TRUE(guess.at("order")->is_null());
  const auto done = ask(Method::post, order.desk() + "/refunds", body, staff());
  EXPECT_EQ(done.status, 201);
  EXPECT_EQ(done.number("refund.amount.amount"), 2'000);
  EXPECT_EQ(done.number("order.amounts.refunded.amount"), 2'000);
  EXPECT_EQ(ask(Method::post, order.desk() + "/refunds", R"({"extra":90000})", staff()).code(), "orders.refund_above_paid");
  EXPECT_EQ(ask(Method::post, order.desk() + "/refunds", R"({"extra":-1})", staff()).code(), "request.invalid");
  EXPECT_EQ(ask(Method::post, order.desk() + "/refunds", R"({"extra":1.5})", staff()).code(), "request.invalid");
}

// Ten euros at once; keeps what was taken.
class TenEuros final : public identity::Allowance {
 public:
  std::int64_t taken = 0;
  Status take(db::Transaction& tx, const http::Caller&, identity::Gift, Money amount, std::string_view, std::string_view) override {
    if (amount.amount > 1'000) return Error{ErrorKind::forbidden, "care.over_limit", "It is more than you may give."};
    tx.on_commit([this, amount] { taken += amount.amount; });
    return done();
  }
};

ENGINE_TEST(AfterSaleRoutesTest, WhatStaffMayNotGiveAloneIsRefusedAndNothingGoesBack) {
  TenEuros allowance;
  shop->plug(allowance);
  add_all_routes();
  const auto order = bought(sell(1, 2'500, 5), 3);
  const auto refund = [&](std::int64_t extra) { return ask(Method::post, order.desk() + "/refunds", R"({"extra":)" + std::to_string(extra) + "}", staff()); };
  EXPECT_EQ(refund(1'001).code(), "care.over_limit");
  EXPECT_EQ(ask(Method::post, order.desk() + "/refunds?preview=true", R"({"extra":1001})", staff()).status, 200);
  EXPECT_EQ(ask(Method::post, order.desk() + "/refund", R"({"reason":"all"})", staff()).code(), "care.over_limit");
  EXPECT_EQ(ask(Method::get, order.desk(), "", staff()).number("amounts.refunded.amount"), 0);
  EXPECT_EQ(refund(1'000).status, 201);
  EXPECT_EQ(allowance.taken, 1'000);
}

ENGINE_TEST(AfterSaleRoutesTest, AnEditThatGivesMoreBackThanStaffMayIsRefusedAsAWhole) {
  TenEuros allowance;
  shop->plug(allowance);
  add_all_routes();
  const auto cheap = sell(2, 900, 5);
  const auto order = bought(sell(1, 2'500, 5), 3);
  const auto edit = [&](const std::string& body, bool preview = false) {
    return ask(Method::post, order.desk() + "/edits" + (preview ? "?preview=true" : ""), body, staff());
  };
  const auto now = [&](const char* what) { return ask(Method::get, order.desk(), "", staff()).number(what); };
  const std::string fewer = "{" + lines_of(order, 2) + R"(,"reason":"asked"})";
  EXPECT_EQ(edit(fewer, true).status, 200);
  EXPECT_EQ(edit(fewer).code(), "care.over_limit");
  EXPECT_EQ(now("amounts.refunded.amount"), 0);
  EXPECT_EQ(now("lines.0.quantity"), 3);
  // A dearer piece for a cheaper one, in two steps: the sum that goes back is what counts.
  const std::string other = R"({"lines":[{"line_id":")" + order.line + R"(","quantity":2},{"variant_id":")" + to_text(cheap) + R"(","quantity":1}],"reason":"asked"})";
  EXPECT_EQ(edit(other).code(), "care.over_limit");  // 16.00
  EXPECT_EQ(ask(Method::post, order.desk() + "/cancel", R"({"reason":"all of it"})", staff()).code(), "care.over_limit");
  EXPECT_EQ(ask(Method::get, order.desk(), "", staff()).text("status"), "paid");
  EXPECT_EQ(allowance.taken, 0);
  EXPECT_EQ(edit("{" + lines_of(order, 4) + R"(,"reason":"one more"})").status, 201);  // nothing goes back
  EXPECT_EQ(allowance.taken, 0);
}

ENGINE_TEST(AfterSaleRoutesTest, WhoBoughtItCancelsInTimeWithoutAnyLimit) {
  TenEuros allowance;
  shop->plug(allowance);
  add_all_routes();
  const auto order = bought(sell(1, 2'500, 5), 3);
  EXPECT_EQ(ask(Method::post, order.path() + "/cancel", R"({"reason":"changed my mind"})", token(order.token)).text("status"), "cancelled");
  const auto small = bought(sell(2, 400, 5), 1);  // 8.90 with its delivery
  const auto total = ask(Method::get, small.desk(), "", staff()).number("totals.total.amount");
  EXPECT_EQ(ask(Method::post, small.desk() + "/cancel", R"({"reason":"asked"})", staff()).text("status"), "cancelled");
  EXPECT_EQ(allowance.taken, total);
}

ENGINE_TEST(AfterSaleRoutesTest, AnEditNamesItsVersion) {
  const auto order = bought(sell(1, 2'500, 5), 3);
  const auto now = ask(Method::get, order.desk(), "", staff()).number("version");
  const auto body = [&](int quantity) {
    return "{" + lines_of(order, quantity) + R"(,"reason":"asked","version":)" + std::to_string(now) + "}";
  };
  const auto guess = ask(Method::post, order.desk() + "/edits?preview=true", body(2), staff());
  EXPECT_EQ(guess.status, 200);
  EXPECT_EQ(guess.number("refunded.amount"), 2'500);
  const auto done = ask(Method::post, order.desk() + "/edits", body(2), staff());
  EXPECT_EQ(done.status, 201);
  EXPECT_EQ(done.number("order.totals.total.amount"), 5'000);
  EXPECT_EQ(ask(Method::post, order.desk() + "/edits", body(1), staff()).code(), "orders.stale");
  const auto more = ask(Method::post, order.desk() + "/edits", "{" + lines_of(order, 3) + "}", staff());
  EXPECT_EQ(more.number("due.amount"), 2'500);
  const auto paid = ask(Method::post, order.path() + "/payment", R"({"provider":"bank","token":"ok"})", token(order.token));
  EXPECT_EQ(paid.status, 200);
  EXPECT_EQ(paid.number("order.amounts.due.amount"), 0);
}

ENGINE_TEST(AfterSaleRoutesTest, ABuyerMovesTheAddressInTime) {
  const auto order = bought(sell(1, 2'500, 5), 1);
  const auto move = [&](const std::string& name) {
    return ask(Method::patch, order.path(),
               R"({"shipping_address":{"name":")" + name + R"(","line1":"2 Láng","city":"Hà Nội","postal_code":"100000","country":"VN"}})",
               token(order.token));
  };
  EXPECT_EQ(move("Trần An").text("shipping_address.name"), "Trần An");
  EXPECT_EQ(move(" ").code(), "request.invalid");
  clock.advance(minutes(61));
  EXPECT_EQ(move("Trần Bình").code(), "orders.too_late");
  EXPECT_EQ(ask(Method::post, order.path() + "/cancel", "{}", token(order.token)).code(), "orders.too_late");
  EXPECT_EQ(ask(Method::get, order.path(), "", token(order.token)).text("shipping_address.name"), "Trần An");
}

ENGINE_TEST(AfterSaleRoutesTest, StaffFindABuyersOrders) {
  bought(sell(1, 2'500, 5), 1);
  const auto count = [&](const std::string& q) {
    return ask(Method::get, "/v1/admin/orders?q=" + q, "", staff()).at("items")->as_array().size();
  };
  EXPECT_EQ(count("LAN%40example.com"), 1u);
  EXPECT_EQ(count("lan%40exam"), 1u);
  EXPECT_EQ(count("lan%40example.com&status=paid"), 1u);
  EXPECT_EQ(count("lan%40example.com&status=cancelled"), 0u);
  EXPECT_EQ(count("mai%40example.com"), 0u);
}

}  // namespace
}  // namespace plaza::orders

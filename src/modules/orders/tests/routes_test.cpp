// The routes of carts, checkout and orders.
#include "routes_fixture.h"

namespace plaza::orders {
namespace {

ENGINE_TEST(RoutesTest, AGuestBuys) {
  const auto vase = sell(1, 2'500, 3);
  const auto bag = new_bag();
  const auto added = ask(Method::post, bag.path() + "/lines", line_of(vase, 2), token(bag.token));
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(added.text("lines.0.variant_id"), to_text(vase));
  EXPECT_EQ(added.number("lines.0.units_left"), 3);
  EXPECT_EQ(added.number("totals.total.amount"), 5'000);
  EXPECT_TRUE(added.at("totals.shipping")->is_null());
  EXPECT_TRUE(added.at("access_token")->is_null());

  const auto options = ask(Method::get, bag.path() + "/shipping_options", "", token(bag.token));
  EXPECT_EQ(options.text("items.0.id"), "standard");
  EXPECT_EQ(options.number("items.0.price.amount"), 0);  // free from 50.00
  EXPECT_EQ(options.number("items.1.price.amount"), 1'290);
  EXPECT_EQ(options.number("items.1.delivery_days_max"), 2);

  const auto quote = ask(Method::get, bag.path() + "/quote?country=DE&shipping_option=express", "", token(bag.token));
  EXPECT_EQ(quote.status, 200);
  EXPECT_EQ(quote.number("totals.shipping.amount"), 1'290);
  EXPECT_EQ(quote.number("totals.total.amount"), 6'290);
  EXPECT_EQ(quote.number("amount_due.amount"), 6'290);
  const auto unknown = ask(Method::get, bag.path() + "/quote?shipping_option=drone", "", token(bag.token));
  EXPECT_TRUE(unknown.at("totals.shipping")->is_null());
  EXPECT_EQ(ask(Method::get, bag.path() + "/quote?country=Germany", "", token(bag.token)).status, 400);

  const auto paid = pay(bag);
  EXPECT_EQ(paid.status, 201);
  EXPECT_EQ(paid.text("order.number"), "#1001");
  EXPECT_EQ(paid.text("order.status"), "paid");
  EXPECT_EQ(paid.text("order.payments.0.status"), "captured");
  EXPECT_EQ(paid.number("order.totals.total.amount"), 5'000);
  EXPECT_EQ(paid.text("order.shipping_option.name"), "Standard");
  EXPECT_TRUE(paid.at("order.can_cancel")->as_bool());

  const auto order = "/v1/orders/" + paid.text("order.id");
  const auto own = token(paid.text("order.access_token"));
  const auto seen = ask(Method::get, order, "", own);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.text("history.1.status"), "paid");
  EXPECT_TRUE(seen.at("access_token")->is_null());
  const auto cancelled = ask(Method::post, order + "/cancel", R"({"reason":"too blue"})", own);
  EXPECT_EQ(cancelled.status, 200);
  EXPECT_EQ(cancelled.text("status"), "cancelled");
  EXPECT_FALSE(cancelled.at("can_cancel")->as_bool());
  EXPECT_EQ(available(vase), 3);
}

ENGINE_TEST(RoutesTest, WhatIsNotYoursIsNotThere) {
  const auto vase = sell(1, 2'500, 9);
  const auto bag = bag_with(vase, 2);
  const auto line = ask(Method::get, bag.path(), "", token(bag.token)).text("lines.0.id");
  const auto order = "/v1/orders/" + pay(bag_with(vase)).text("order.id");
  const auto refused = [&](Method method, const std::string& path, const std::string& body = "") {
    for (const auto& headers : {http::Headers{}, as(7), token("wrong"), staff()}) {
      EXPECT_EQ(ask(method, path, body, headers).status, 404) << path;
    }
  };
  refused(Method::get, bag.path());
  refused(Method::get, bag.path() + "/shipping_options");
  refused(Method::get, bag.path() + "/quote?country=DE");
  refused(Method::post, bag.path() + "/lines", line_of(vase, 1));
  refused(Method::patch, bag.path() + "/lines/" + line, R"({"quantity":0})");
  refused(Method::del, bag.path() + "/lines/" + line);
  refused(Method::post, bag.path() + "/reservation", "{}");
  refused(Method::post, bag.path() + "/checkout", checkout_of("ok"));
  refused(Method::get, order);
  refused(Method::post, order + "/cancel", "{}");
  EXPECT_EQ(ask(Method::get, bag.path(), "", token(bag.token)).number("lines.0.quantity"), 2);
  EXPECT_EQ(available(vase), 8);
}

ENGINE_TEST(RoutesTest, WhatIsNoIdIsNotThere) {
  EXPECT_EQ(ask(Method::get, "/v1/carts/nonsense").code(), "orders.cart_not_found");
  EXPECT_EQ(ask(Method::get, "/v1/orders/crt_0000000000001").code(), "orders.not_found");
  EXPECT_EQ(ask(Method::post, "/v1/carts/1/checkout", checkout_of("ok")).code(), "orders.cart_not_found");
  const auto bag = new_bag();
  EXPECT_EQ(ask(Method::del, bag.path() + "/lines/x", "", token(bag.token)).code(), "orders.line_not_found");
  EXPECT_EQ(ask(Method::get, "/v1/cart").code(), "orders.no_cart");
  EXPECT_TRUE(ask(Method::get, "/v1/carts").at("items")->as_array().empty());
}

ENGINE_TEST(RoutesTest, QuantitiesAreOneTo99) {
  const auto vase = sell(1, 2'500, 1'000);
  const auto bag = bag_with(vase);
  for (const char* wrong : {"0", "-1", "100", "9223372036854775807", "99999999999999999999", "1.5", "\"2\"", "null"}) {
    const auto refused = ask(Method::post, bag.path() + "/lines",
                             R"({"variant_id":")" + to_text(vase) + R"(","quantity":)" + wrong + "}", token(bag.token));
    if (std::string(wrong) == "null") continue;  // absent: one
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_EQ(refused.fields(), (std::vector<std::string>{"quantity"})) << wrong;
  }
  const auto line = ask(Method::get, bag.path(), "", token(bag.token)).text("lines.0.id");
  const auto path = bag.path() + "/lines/" + line;
  EXPECT_EQ(ask(Method::patch, path, R"({"quantity":-1})", token(bag.token)).status, 400);
  EXPECT_EQ(ask(Method::patch, path, R"({"quantity":100})", token(bag.token)).status, 400);
  EXPECT_EQ(ask(Method::patch, path, "{}", token(bag.token)).fields(), (std::vector<std::string>{"quantity"}));
  EXPECT_EQ(ask(Method::patch, path, R"({"quantity":99})", token(bag.token)).number("lines.0.quantity"), 99);
  EXPECT_EQ(ask(Method::del, path, "", token(bag.token)).at("lines")->as_array().size(), 0u);
}

ENGINE_TEST(RoutesTest, AllWrongFieldsOfACheckoutAreToldAtOnce) {
  const auto bag = bag_with(sell(1, 2'500, 9));
  const auto refused = ask(Method::post, bag.path() + "/checkout",
                           R"({"email":"nobody","shipping_address":{"name":" ","line1":"1 Láng","city":"","postal_code":"!",)"
                           R"("country":"XX","phone":"call me"},"shipping_option":"pigeon","payment":{"provider":"cash","token":""}})",
                           token(bag.token));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.code(), "request.invalid");
  auto fields = refused.fields();
  std::sort(fields.begin(), fields.end());
  EXPECT_EQ(fields, (std::vector<std::string>{"email", "payment.provider", "payment.token", "shipping_address.city",
                                              "shipping_address.country", "shipping_address.name",
                                              "shipping_address.phone", "shipping_address.postal_code", "shipping_option"}));
  const auto empty = ask(Method::post, bag.path() + "/checkout", "{}", token(bag.token)).fields();
  EXPECT_EQ(empty, (std::vector<std::string>{"email", "shipping_address", "payment"}));
  EXPECT_EQ(ask(Method::post, bag.path() + "/checkout", "[]", token(bag.token)).code(), "request.malformed");
  EXPECT_EQ(ask(Method::post, bag.path() + "/checkout", "{", token(bag.token)).code(), "request.malformed");
}

ENGINE_TEST(RoutesTest, ANoteIsATextOrAnObjectWithOne) {
  const auto vase = sell(1, 2'500, 9);
  for (const std::string note : {R"("Ring twice")", R"({"text":"Ring twice"})"}) {
    auto body = checkout_of("ok");
    body.insert(body.size() - 1, R"(,"note":)" + note);
    const auto bag = bag_with(vase);
    EXPECT_EQ(ask(Method::post, bag.path() + "/checkout", body, token(bag.token)).text("order.note"), "Ring twice");
  }
}

ENGINE_TEST(RoutesTest, RefusalsOfACheckoutHaveTheirStatus) {
  const auto vase = sell(1, 2'500, 2);
  EXPECT_EQ(pay(new_bag()).code(), "orders.empty_cart");
  EXPECT_EQ(pay(new_bag()).status, 400);
  const auto bag = bag_with(vase, 2);
  EXPECT_EQ(pay(bag, "declined").status, 402);
  EXPECT_EQ(pay(bag, "declined").code(), "payment.declined");
  EXPECT_EQ(pay(bag, "lost before").status, 502);
  EXPECT_EQ(pay(bag, "lost before").code(), "payment.provider_failed");
  const auto other = bag_with(vase);
  EXPECT_EQ(pay(bag).status, 201);
  const auto again = pay(bag);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.code(), "orders.cart_ordered");
  EXPECT_EQ(pay(other).status, 409);
  EXPECT_EQ(pay(other).code(), "inventory.out_of_stock");
  EXPECT_EQ(ask(Method::post, bag.path() + "/lines", line_of(vase, 1), token(bag.token)).code(), "orders.cart_ordered");
}

// --- Idempotency-Key ---

std::string replayed(const Answer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (name == "idempotent-replayed") return value;
  }
  return "";
}

ENGINE_TEST(RoutesTest, TheSameKeyGetsTheSameAnswer) {
  const auto vase = sell(1, 2'500, 9);
  const auto bag = bag_with(vase);
  const auto first = pay(bag, "ok", "key-1");
  const auto second = pay(bag, "ok", "key-1");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(replayed(first), "");
  EXPECT_EQ(replayed(second), "true");
  EXPECT_EQ(available(vase), 8);
  EXPECT_EQ(pay(bag, "declined", "key-1").code(), "request.key_reused");
  EXPECT_EQ(pay(bag, "ok", "key-2").code(), "orders.cart_ordered");
}

// Without a snapshot over both reads a cart can still be claimed by an order that is given up a moment later.
ENGINE_TEST(RoutesTest, AnOrderThatWasGivenUpIsNeverAnAnswer) {
  static constexpr db::Statement give_up{"test.give_up", "UPDATE orders_orders SET status = 6"};
  static constexpr db::Statement forget{"test.forget", "DELETE FROM platform_idempotency"};
  const auto vase = sell(1, 2'500, 9);
  const auto bag = bag_with(vase);
  ASSERT_EQ(pay(bag, "ok", "key-1").status, 201);
  const auto in_between = [&](db::Transaction& tx) -> Status {
    tx.execute(give_up, {});
    tx.execute(forget, {});
    return done();
  };
  ASSERT_TRUE(write(in_between).ok());
  EXPECT_EQ(pay(bag, "ok", "key-1").code(), "orders.cart_busy");
}

ENGINE_TEST(RoutesTest, ARefusalOfTheMoneyIsKeptABrokenProviderIsNot) {
  const auto vase = sell(1, 2'500, 9);
  const auto bag = bag_with(vase);
  EXPECT_EQ(pay(bag, "declined", "key-1").status, 402);
  const auto again = pay(bag, "declined", "key-1");
  EXPECT_EQ(again.status, 402);
  EXPECT_EQ(replayed(again), "true");
  EXPECT_EQ(all_orders().size(), 1u);
  EXPECT_EQ(pay(bag, "lost before", "key-2").status, 502);
  EXPECT_EQ(replayed(pay(bag, "lost before", "key-2")), "");
  EXPECT_EQ(pay(bag, "ok", "key-3").status, 201);
}

ENGINE_TEST(RoutesTest, SoldOutStaysSoldOutForItsKey) {
  const auto vase = sell(1, 2'500, 1);
  const auto bag = bag_with(vase);
  put_stock(vase, 0);
  EXPECT_EQ(pay(bag, "ok", "key-1").code(), "inventory.out_of_stock");
  put_stock(vase, 1);
  const auto again = pay(bag, "ok", "key-1");
  EXPECT_EQ(again.code(), "inventory.out_of_stock");
  EXPECT_EQ(replayed(again), "true");
  EXPECT_EQ(pay(bag, "ok", "key-2").status, 201);
}

ENGINE_TEST(RoutesTest, AfterACrashTheSameKeyFindsItsOrder) {
  const auto vase = sell(1, 2'500, 9);
  const auto bag = bag_with(vase);
  mortal.die_after(1);
  EXPECT_EQ(pay(bag, "ok", "key-1").status, 503);
  start();
  add_all_routes();
  EXPECT_EQ(pay(bag, "ok", "key-1").code(), "request.in_flight");
  settle_all();
  const auto found = pay(bag, "ok", "key-1");
  EXPECT_EQ(found.status, 201);
  EXPECT_EQ(found.text("order.status"), "paid");
  EXPECT_EQ(found.text("order.access_token").size(), 22u);
  EXPECT_EQ(replayed(pay(bag, "ok", "key-1")), "true");
  EXPECT_EQ(pay(bag, "ok", "key-2").code(), "orders.cart_ordered");
  EXPECT_EQ(available(vase), 8);
  EXPECT_EQ(bank.held(), 1);
}

ENGINE_TEST(RoutesTest, AfterACrashWithoutPaymentTheSameKeyBuys) {
  const auto vase = sell(1, 2'500, 9);
  const auto bag = bag_with(vase);
  mortal.die_after(1);
  EXPECT_EQ(pay(bag, "lost before", "key-1").status, 503);
  start();
  add_all_routes();
  settle_all();
  EXPECT_EQ(pay(bag, "lost before", "key-1").status, 502);  // asked again, and lost again
  EXPECT_EQ(pay(bag, "ok", "key-2").status, 201);
  settle_all();
  EXPECT_EQ(available(vase), 8);
  EXPECT_EQ(bank.held(), 1);
}

// Two thousand checkouts a second rest on it: each statement more costs a part of them. Key, cart, intent, stock, ledger, number,
// order; then intent, order, two events, key.
ENGINE_TEST(RoutesTest, ACheckoutOfOneLineIsTwelveStatements) {
  const auto bag = bag_with(sell(1, 2'500, 9));
  mortal.statements = 0;
  EXPECT_EQ(pay(bag, "ok", "key-1").status, 201);
  EXPECT_EQ(mortal.statements, 12);
}

// --- accounts ---

ENGINE_TEST(RoutesTest, TheFirstLookAfterSigningInTakesTheGuestsCartAlong) {
  const auto bag = bag_with(sell(1, 2'500, 9), 2);
  auto both = as(7);
  both.emplace_back("plaza-access-token", bag.token);
  EXPECT_EQ(ask(Method::get, "/v1/cart", "", token(bag.token)).text("id"), bag.id);
  EXPECT_EQ(ask(Method::get, "/v1/cart", "", both).text("id"), bag.id);
  EXPECT_EQ(ask(Method::get, "/v1/cart", "", as(7)).number("lines.0.quantity"), 2);
  EXPECT_EQ(ask(Method::get, "/v1/carts", "", as(7)).text("items.0.id"), bag.id);
  EXPECT_EQ(ask(Method::get, "/v1/cart", "", token(bag.token)).code(), "orders.no_cart");
}

ENGINE_TEST(RoutesTest, AnAccountListsItsOrders) {
  const auto vase = sell(1, 2'500, 9);
  for (int i = 0; i < 3; ++i) {
    const auto bag = new_bag(as(7));
    ask(Method::post, bag.path() + "/lines", line_of(vase, 1), as(7));
    EXPECT_EQ(ask(Method::post, bag.path() + "/checkout", checkout_of("ok"), as(7)).status, 201);
  }
  pay(bag_with(vase));
  const auto first = ask(Method::get, "/v1/orders?limit=2", "", as(7));
  EXPECT_EQ(first.text("items.0.number"), "#1003");
  EXPECT_EQ(first.text("items.0.payments.0.status"), "captured");
  const auto rest = ask(Method::get, "/v1/orders?limit=2&cursor=" + first.text("next_cursor"), "", as(7));
  EXPECT_EQ(rest.at("items")->as_array().size(), 1u);
  EXPECT_EQ(rest.text("items.0.number"), "#1001");
  EXPECT_TRUE(rest.at("next_cursor")->is_null());
  EXPECT_EQ(ask(Method::get, "/v1/orders", "", as(8)).at("items")->as_array().size(), 0u);
  const auto of = [&](std::int64_t account) { return ask(Method::get, "/v1/admin/orders?account_id=" + to_text(identity::AccountId{account}), "", staff()); };
  EXPECT_EQ(of(7).at("items")->as_array().size(), 3u);
  EXPECT_EQ(of(8).at("items")->as_array().size(), 0u);
  EXPECT_EQ(ask(Method::get, "/v1/orders").status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/orders?limit=0", "", as(7)).fields(), (std::vector<std::string>{"limit"}));
  EXPECT_EQ(ask(Method::get, "/v1/orders?cursor=x", "", as(7)).fields(), (std::vector<std::string>{"cursor"}));
}

// --- staff ---

ENGINE_TEST(RoutesTest, StaffSendDeliverAndRefund) {
  const auto order = pay(bag_with(sell(1, 2'500, 9))).text("order.id");
  const auto path = "/v1/admin/orders/" + order;
  EXPECT_EQ(ask(Method::get, "/v1/admin/orders?status=paid", "", staff()).text("items.0.id"), order);
  EXPECT_EQ(ask(Method::get, path, "", staff(identity::agent)).text("email"), "lan@example.com");
  EXPECT_EQ(ask(Method::post, path + "/deliver", "{}", staff()).code(), "orders.wrong_status");
  EXPECT_EQ(ask(Method::post, path + "/fulfil", R"({"tracking":"VN1"})", staff()).text("tracking"), "VN1");
  EXPECT_EQ(ask(Method::post, path + "/cancel", R"({"reason":"late"})", staff()).code(), "orders.wrong_status");
  EXPECT_EQ(ask(Method::post, path + "/deliver", "{}", staff()).text("status"), "delivered");
  const auto refunded = ask(Method::post, path + "/refund", R"({"reason":"broken"})", staff());
  EXPECT_EQ(refunded.text("status"), "refunded");
  EXPECT_EQ(refunded.text("payments.0.status"), "refunding");
  EXPECT_EQ(refunded.text("history.4.text"), "broken");
  EXPECT_EQ(ask(Method::get, "/v1/admin/orders/ord_0000000000001", "", staff()).code(), "orders.not_found");
  EXPECT_EQ(ask(Method::post, "/v1/admin/orders/nonsense/fulfil", "{}", staff()).code(), "orders.not_found");
  EXPECT_EQ(ask(Method::get, "/v1/admin/orders?status=lost", "", staff()).fields(), (std::vector<std::string>{"status"}));
}

ENGINE_TEST(RoutesTest, OnlyShopkeepersAndAgentsHandleOrders) {
  const auto order = pay(bag_with(sell(1, 2'500, 9))).text("order.id");
  const auto path = "/v1/admin/orders/" + order;
  for (const auto& [headers, status] : {std::pair{http::Headers{}, 401}, std::pair{as(7), 403},
                                        std::pair{staff(identity::moderator), 403}}) {
    EXPECT_EQ(ask(Method::get, "/v1/admin/orders", "", headers).status, status);
    EXPECT_EQ(ask(Method::get, path, "", headers).status, status);
    for (const char* verb : {"/fulfil", "/deliver", "/cancel", "/refund"}) {
      EXPECT_EQ(ask(Method::post, path + verb, "{}", headers).status, status) << verb;
    }
  }
  EXPECT_EQ(ask(Method::get, path, "", staff(identity::owner)).text("status"), "paid");
}

}  // namespace
}  // namespace plaza::orders

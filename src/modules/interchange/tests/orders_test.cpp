#include "interchange_fixture.h"
#include "order_sheet.h"

namespace plaza::interchange {
namespace {

using orders::Order;
using orders::OrderStatus;

class OrderFiles : public InterchangeFixture {
 protected:
  std::string exported(HandShop& from, orders::OrderQuery query = {}) {
    return database().read_now([&](db::Reader& reader) { return write_orders(reader, from.needs, query, 1'000).text; });
  }
  static Money money(std::int64_t amount, Currency currency = eur) { return {amount, currency}; }

  // Two lines, everything on it that an order may have.
  Order everything(std::int64_t id, Currency currency = eur) {
    const auto m = [&](std::int64_t amount) { return money(amount, currency); };
    Order order;
    order.id = {id};
    order.number = 1000 + id;
    order.status = OrderStatus::paid;
    order.email = "=an@example.com";
    order.locale = "vi";
    order.visitor = "visitor-1";
    order.note = "Ring twice\r\n=1+1\t'\"";
    order.placed_at = Time{1'700'000'000'123'456};
    order.paid_at = Time{1'700'000'001'000'000};
    order.shipping_address = {"Nguyễn, An", "-12 Lê Lợi", "@back", "Huế", "HUE", "049000", "VN", "+84901234567"};
    order.shipping_option = {"express", "+Express"};
    for (std::int64_t i = 1; i <= 2; ++i) {
      orders::OrderLine line;
      line.id = {id * 10 + i};
      line.variant_id = {id * 100 + i};
      line.product = {{id * 100 + 50 + i}, "vase-" + std::to_string(i), "=Vase " + std::to_string(i),
                      orders::Image{"/media/x.webp", 1, 1, "", std::nullopt}};
      line.variant_title = i == 1 ? "Blue / M" : "Default";
      line.sku = "-SKU" + std::to_string(i);
      line.quantity = i + 1;
      line.unit_price = m(1000 * i);
      line.total = m(1000 * i * (i + 1));
      line.discount = m(i);
      line.tax = m(10 * i);
      line.charged = m(1000 * i * (i + 1) - i);
      line.tax_ppm = 190'000;
      line.weight_g = 250;
      line.source = orders::Source{"pst_1", "imp-1"};
      order.lines.push_back(line);
    }
    order.totals = {m(8000), m(3), m(490), m(30), m(8487), true, {{"items", "Items", m(8000), true}, {"tax", "19 %, \"in\"", m(30), false}}};
    order.discounts = {{std::string("@SAVE"), "Save", m(3), {1, 2}, 0}};
    order.tenders = {{orders::TenderKind::gift_card, "gcd_1", "•••• 7KQ2", m(100)}};
    order.taxed = orders::Taxed{190'000, false};
    order.after.fulfilments = {{{id * 10 + 5}, {{order.lines[0].id, 2}}, std::string("DHL"), std::string("=TRACK"), order.paid_at,
                                order.paid_at + hours(5)}};
    orders::Refund refund;
    refund.id = {id * 10 + 6};
    refund.at = order.paid_at + days(1);
    refund.lines = {{order.lines[1].id, 1, m(1999), m(7), 1, true}};
    refund.shipping = refund.extra = refund.fee = refund.to_store_credit = refund.to_exchange = m(0);
    refund.amount = refund.to_original = m(1999);
    refund.reason = "Broken\nin two";
    order.after.refunds = {refund};
    order.history = {{order.placed_at, OrderStatus::placed, "customer", std::nullopt},
                     {order.paid_at, OrderStatus::paid, "system", std::string("ok")}};
    return order;
  }
  void keep(HandShop& in, Order order) { in.orders.kept[order.id] = std::move(order); }
  std::string file_of_everything() {
    const auto work = [&](db::Transaction& tx) {
      identity::NewAccount wish;
      wish.email = "an@example.com";
      wish.display_name = "An";
      return shop.accounts.create(tx, wish);
    };
    auto first = everything(11);
    first.account_id = database().write_now(work)->id;
    keep(shop, first);
    keep(shop, everything(12, Currency{{'J', 'P', 'Y'}}));
    keep(shop, everything(13, Currency{{'K', 'W', 'D'}}));
    auto guest = everything(14);
    guest.status = OrderStatus::cancelled;
    guest.exchange_of = {11};
    guest.after = {};
    keep(shop, guest);
    auto asked = everything(15);
    asked.status = OrderStatus::placed;
    keep(shop, asked);
    payments::Payment payment;
    payment.id = {99};
    payment.provider = "stripe";
    payment.amount = money(8387);
    payment.status = payments::PaymentStatus::captured;
    shop.payments.kept[11] = {payment};
    return exported(shop);
  }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  }
};

constexpr const char* foreign_names =
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,"
    "Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
    "Lineitem fulfillment status,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Notes,"
    "Cancelled at,Payment Method,Refunded Amount,Outstanding Balance\n";

ENGINE_TEST(OrderFiles, AnotherShopWritesTheSameBytes) {
  const std::string file = file_of_everything();
  clock.advance(days(9));
  const auto run = import(other, Kind::orders, file);
  EXPECT_EQ(told(run), "");
  EXPECT_EQ(run.created, 4);
  EXPECT_EQ(exported(other), file);
  EXPECT_EQ(other.orders.kept.size(), 4u);  // the one that was only placed is none
  EXPECT_EQ(other.orders.origins[orders::OrderId{11}].source, "clay.example");
  EXPECT_EQ(other.orders.origins[orders::OrderId{11}].name, "#1011");
  EXPECT_EQ(other.orders.kept[orders::OrderId{11}].note, everything(11).note);
  EXPECT_EQ(file.find("/media/x.webp"), std::string::npos);
}

ENGINE_TEST(OrderFiles, TheSecondTimeNothingChangesHereAndThere) {
  const std::string file = file_of_everything();
  import(other, Kind::orders, file);
  for (auto* again : {&other, &shop}) {
    const auto run = import(*again, Kind::orders, file);
    EXPECT_EQ(run.unchanged, 4) << told(run);
    EXPECT_EQ(run.created + run.updated + run.failed, 0);
  }
}

ENGINE_TEST(OrderFiles, OrdersThatAreThereAreNeverChanged) {
  const std::string file = file_of_everything();
  import(other, Kind::orders, file);
  other.orders.kept[orders::OrderId{11}].note = "Other";
  const auto run = import(other, Kind::orders, file);
  EXPECT_EQ(run.failed, 1);
  EXPECT_EQ(run.unchanged, 3);
  EXPECT_NE(told(run).find("Name: Is there already and is not the same"), std::string::npos);
  EXPECT_EQ(other.orders.kept[orders::OrderId{11}].note, "Other");
}

ENGINE_TEST(OrderFiles, ACellThatDisagreesWithTheRecordIsNamed) {
  keep(shop, everything(11));
  const std::string file = exported(shop);
  const auto total = import(other, Kind::orders, replaced(file, ",84.87,", ",0.01,"));
  EXPECT_EQ(told(total), "2 Total: Is not what the row's JSON says. Change both, or leave it.\n");
  EXPECT_EQ(total.failed, 1);
  const auto short_number = import(other, Kind::orders, replaced(file, ",4.90,", ",4.9,"));
  EXPECT_EQ(short_number.created, 1) << told(short_number);
  const auto broken = import(shop, Kind::orders, replaced(file, "{\"\"id\"\"", "{\"\"it\"\""));
  EXPECT_NE(told(broken).find("2 Plaza / Order: In it, id is required."), std::string::npos) << told(broken);
}

ENGINE_TEST(OrderFiles, AnOrderOfAnotherFileAddsUpToTheLastCent) {
  const auto run = import(shop, Kind::orders, std::string(foreign_names) +
      "#55,lan@example.com,paid,2024-05-01 10:11:13 +0200,partial,,EUR,26.66,4.90,5.04,31.56,TEN,3.33,Post,"
      "2024-05-01 10:11:12 +0200,1,Mug,9.99,MUG-1,fulfilled,Lan,12 Phố Huế,Hà Nội,'01234,VN,Hi,,card,,\n"
      "#55,,,,,,,,,,,,,,,2,Plate - Blue,10.00,PLATE,pending,,,,,,,,,,\n", false, "old.example");
  EXPECT_EQ(told(run), "");
  EXPECT_EQ(run.created, 1);
  const auto& order = shop.orders.kept.begin()->second;
  EXPECT_EQ(order.totals.total, money(3156));
  EXPECT_TRUE(order.totals.tax_included);
  ASSERT_EQ(order.lines.size(), 2u);
  EXPECT_EQ(order.lines[0].discount.amount + order.lines[1].discount.amount + order.discounts[0].shipping, 333);
  EXPECT_EQ(order.lines[0].charged.amount + order.lines[1].charged.amount + 490 - order.discounts[0].shipping, 3156);
  EXPECT_EQ(order.lines[0].variant_id, catalog::VariantId{78});
  EXPECT_EQ(order.lines[0].product.handle, "mug");
  EXPECT_EQ(order.discounts[0].code, "TEN");
  ASSERT_EQ(order.after.fulfilments.size(), 1u);
  EXPECT_EQ(order.after.fulfilments[0].lines.size(), 1u);
  EXPECT_EQ(order.shipping_address.postal_code, "01234");
  EXPECT_EQ(to_text(order.placed_at), "2024-05-01T08:11:12Z");
  EXPECT_EQ(order.status, OrderStatus::paid);
  EXPECT_EQ(shop.orders.origins.begin()->second.source, "old.example");
  const std::string file = exported(shop);
  EXPECT_EQ(told(import(other, Kind::orders, file)), "");
  EXPECT_EQ(exported(other), file);
}

ENGINE_TEST(OrderFiles, StatesOfAnotherFileAreUnderstood) {
  const auto one = [&](const std::string& name, const std::string& money, const std::string& sent, const std::string& rest) {
    return name + ",a@example.com," + money + ",," + sent + ",,JPY,1000,0,100,1100,,0,,2024-05-01,1,Mug,1000,,,A,1 St,Town,1,JP,," +
           rest + "\n";
  };
  const auto run = import(shop, Kind::orders, foreign_names + one("#1", "paid", "fulfilled", ",card,,") +
                          one("#2", "refunded", "fulfilled", ",card,1100,") + one("#3", "partially_refunded", "", ",card,100,") +
                          one("#4", "voided", "", "2024-05-02,,,") + one("#5", "pending", "", ",,,1100") +
                          one("#6", "perhaps", "", ",,,") + one("#7", "partially_refunded", "", ",card,1101,"));
  EXPECT_EQ(run.created, 5) << told(run);
  EXPECT_EQ(run.failed, 2);
  EXPECT_NE(told(run).find("7 Financial Status: Must be"), std::string::npos);
  EXPECT_NE(told(run).find("8 Refunded Amount: Is more than was paid."), std::string::npos);
  std::map<std::string, Order> by_name;
  for (const auto& [id, origin] : shop.orders.origins) by_name[origin.name] = shop.orders.kept[id];
  EXPECT_EQ(by_name.size(), 5u);
}

ENGINE_TEST(OrderFiles, WhatDoesNotAddUpIsRefusedByItsColumn) {
  const auto run = import(shop, Kind::orders, std::string(foreign_names) +
      "#1,a@example.com,paid,,,,EUR,10,0,0,10.01,,0,,2024-05-01,1,Mug,10,,,A,1 St,Town,1,DE,,,,,\n"
      "#2,a@example.com,paid,,,,EURO,10,0,0,10,,0,,2024-05-01,1,Mug,10,,,A,1 St,Town,1,DE,,,,,\n"
      "#3,a@example.com,paid,,,,EUR,10,0,0,10,,0,,soon,0,Mug,10,,,A,1 St,Town,1,DE,,,,,\n"
      "#4,a@example.com,paid,,,,JPY,10,0,0,10.5,,0,,2024-05-01,1,Mug,-10,,,A,1 St,Town,1,DE,,,,,\n"
      ",a@example.com,paid,,,,EUR,10,0,0,10,,0,,2024-05-01,1,Mug,10,,,A,1 St,Town,1,DE,,,,,\n");
  EXPECT_EQ(run.created, 0);
  EXPECT_EQ(run.failed, 5);
  EXPECT_EQ(told(run),
            "6 Name: Is empty: the row belongs to no order.\n"
            "2 Total: Is not what lines, discount, shipping and taxes add up to.\n"
            "3 Currency: Is no currency, such as EUR.\n"
            "4 Created at: Is no time.\n"
            "4 Lineitem quantity: Must be a whole number from 1.\n"
            "5 Lineitem price: Is no amount of the order's currency.\n");
  EXPECT_TRUE(shop.orders.kept.empty());
}

ENGINE_TEST(OrderFiles, TheFiltersOfTheListHold) {
  file_of_everything();
  orders::OrderQuery cancelled;
  cancelled.status = OrderStatus::cancelled;
  const std::string file = exported(shop, cancelled);
  EXPECT_NE(file.find("\r\n#1014,"), std::string::npos);
  EXPECT_EQ(file.find("#1011,"), std::string::npos);
}

}  // namespace
}  // namespace plaza::interchange

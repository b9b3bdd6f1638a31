// What edits and exchanges respect: purchase limits, pre-orders, gift cards that were issued.
#include "shop_fixture.h"

namespace plaza::orders {
namespace {

class EditTest : public ShopFixture {
 protected:
  void run(const db::Statement& statement, std::initializer_list<db::Value> values) {
    const auto done = write([&](db::Transaction& tx) -> Status {
      tx.execute(statement, std::span(values.begin(), values.size()));
      return plaza::done();
    });
    ASSERT_TRUE(done.ok());
    stock_module->load();
  }
  void limit(catalog::VariantId variant, std::optional<std::int64_t> per_order, std::optional<std::int64_t> per_person) {
    static constexpr db::Statement set{
        nullptr, "INSERT INTO inventory_limits (variant_id, per_order, per_person, days) VALUES ($1, $2, $3, 0)"};
    run(set, {variant, per_order, per_person});
  }
  void sell_early(catalog::VariantId variant, std::int64_t cap, std::optional<Time> promised) {
    static constexpr db::Statement set{nullptr,
                                       "INSERT INTO inventory_preorders (variant_id, product_id, cap, presold, promised_at, version) "
                                       "VALUES ($1, $2, $3, 0, $4, 1)"};
    run(set, {variant, catalog.at(variant).variant.product_id, cap, promised});
  }
  Result<EditDone> edit(OrderId id, std::vector<EditRequest::Line> lines) {
    EditRequest request;
    request.lines = std::move(lines);
    request.by = Actor::staff;
    return write([&](db::Transaction& tx) { return shop->after_sale().edit(tx, id, request); });
  }
  std::string refusal(OrderId id, std::vector<EditRequest::Line> lines) {
    const auto done = edit(id, std::move(lines));
    return done.ok() ? "ok" : done.error().code;
  }
  Order bought(const std::vector<std::pair<catalog::VariantId, std::int64_t>>& wanted) {
    const auto [cart, shopper] = new_cart(guest());
    for (const auto& [variant, quantity] : wanted) EXPECT_TRUE(add(shopper, cart.id, variant, quantity).ok());
    const auto order = check_out(shopper, cart.id);
    EXPECT_TRUE(order.ok()) << (order.ok() ? "" : order.error().code);
    return *order;
  }
  OrderView shown(OrderId id) {
    return read([&](db::Reader& reader) { return shop->orders().view(reader, *shop->orders().find(reader, id)); });
  }

  // As the shop does it when an order with gift cards is paid.
  credit::Issued issue_for(const Order& order, LineId line, std::int64_t amount) {
    const auto issued = write([&](db::Transaction& tx) -> Result<credit::Issued> {
      TRY(auto card, cards->credit().issue(tx, {Money{amount, currency}, std::nullopt, "", to_text(order.id)}, "system"));
      TRY_DONE(shop->after_sale().fulfil(tx, order.id, {{{line, 1}}, "", "", Actor::system, std::nullopt}));
      return card;
    });
    EXPECT_TRUE(issued.ok());
    return *issued;
  }
  credit::CardStatus status_of(const credit::Issued& card) {
    return read([&](db::Reader& reader) { return cards->credit().card(reader, card.card.id); })->status;
  }
  void spend(const credit::Issued& card, std::int64_t amount) {
    const auto spent = write([&](db::Transaction& tx) {
      return cards->credit().spend(tx, credit::Tender::of(card.card.id), {amount, currency}, 77);
    });
    ASSERT_TRUE(spent.ok());
  }
};

// --- limits ---

ENGINE_TEST(EditTest, AnEditGoesNoFurtherThanOnePersonMayBuy) {
  const auto vase = sell(1, 2'500, 20), bowl = sell(2, 900, 5);
  limit(vase, std::nullopt, 3);
  const auto first = ordered(vase, 1), order = ordered(vase, 1);
  const auto line = order.lines[0].id;
  EditRequest request;
  request.by = Actor::staff;
  request.lines = {{{}, bowl, 1}, {line, {}, 3}};
  const auto refused = write([&](db::Transaction& tx) { return shop->after_sale().edit(tx, order.id, request); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "inventory.limit_reached");
  EXPECT_EQ(refused.error().fields.at(0).field, "lines[1].quantity");  // as the edit names it
  const auto same = *find_order(order.id);
  EXPECT_EQ(same.version, order.version);
  EXPECT_EQ(same.lines.size(), 1u);
  EXPECT_EQ(same.lines[0].quantity, 1);
  EXPECT_EQ(available(vase), 18);
  EXPECT_EQ(available(bowl), 5);
  EXPECT_EQ(refusal(order.id, {{line, {}, 2}}), "ok");
  EXPECT_EQ(refusal(order.id, {{line, {}, 3}}), "inventory.limit_reached");
  EXPECT_EQ(refusal(order.id, {{line, {}, 1}}), "ok");  // one less here is one more elsewhere, once
  EXPECT_EQ(refusal(first.id, {{first.lines[0].id, {}, 2}}), "ok");
  EXPECT_EQ(refusal(first.id, {{first.lines[0].id, {}, 3}}), "inventory.limit_reached");
}

ENGINE_TEST(EditTest, WhatOneOrderMayHaveCountsWhatItHas) {
  const auto vase = sell(1, 2'500, 20);
  limit(vase, 3, std::nullopt);
  const auto order = ordered(vase, 2);
  const auto line = order.lines[0].id;
  EXPECT_EQ(refusal(order.id, {{line, {}, 4}}), "inventory.limit_reached");
  EXPECT_EQ(refusal(order.id, {{{}, vase, 2}}), "inventory.limit_reached");
  EXPECT_EQ(available(vase), 18);
  EXPECT_EQ(refusal(order.id, {{line, {}, 0}, {{}, vase, 3}}), "ok");  // moved to another line
  EXPECT_EQ(available(vase), 17);
}

ENGINE_TEST(EditTest, AnExchangeGoesNoFurtherThanOnePersonMayBuy) {
  const auto vase = sell(1, 2'500, 20), bowl = sell(2, 900, 20);
  limit(vase, std::nullopt, 1);
  limit(bowl, std::nullopt, 1);
  const auto order = bought({{vase, 1}, {bowl, 1}});
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->after_sale().fulfil(tx, order.id, {{}, "", "", Actor::staff, {}}); }).ok());
  const auto exchange = [&](catalog::VariantId wanted, bool restock) {
    const auto done = write([&](db::Transaction& tx) -> Result<ExchangeDone> {
      RefundRequest back;
      back.by = Actor::staff;
      back.kind = RefundKind::exchange;
      back.lines = {{order.lines[0].id, 1, restock}};
      back.exchange_value = wanted == bowl ? 900 : 2'500;
      TRY_DONE(shop->after_sale().refund(tx, order.id, back));
      return shop->after_sale().exchange(tx, {order.id, {{wanted, 1}}, back.exchange_value, "", Actor::staff});
    });
    return done.ok() ? std::string("ok") : done.error().code;
  };
  EXPECT_EQ(exchange(bowl, true), "inventory.limit_reached");
  EXPECT_TRUE(find_order(order.id)->after.refunds.empty());
  EXPECT_EQ(available(bowl), 19);
  EXPECT_EQ(exchange(vase, false), "ok");  // a broken one for a good one: still one
  EXPECT_EQ(available(vase), 18);
}

// --- pre-orders ---

ENGINE_TEST(EditTest, APreorderSaysWhenItComesFromTheCartToTheLastParcel) {
  const auto vase = sell(1, 2'500, 1), bowl = sell(2, 900, 5);
  const Time promised = clock.now() + days(30);
  sell_early(vase, 10, promised);
  const auto [cart, shopper] = cart_with(bowl, 1);
  ASSERT_TRUE(add(shopper, cart.id, vase, 1).ok());
  const auto before = view(*find_cart(shopper, cart.id));
  EXPECT_FALSE(before.lines[1].preorder);  // one is there
  ASSERT_TRUE(add(shopper, cart.id, vase, 1).ok());
  const auto seen = view(*find_cart(shopper, cart.id));
  EXPECT_FALSE(seen.lines[0].preorder);
  EXPECT_TRUE(seen.lines[1].preorder);  // two are not
  EXPECT_EQ(seen.lines[1].promised_at, promised);
  const auto order = check_out(shopper, cart.id);
  ASSERT_TRUE(order.ok()) << order.error().code;
  EXPECT_FALSE(order->lines[0].preorder);
  EXPECT_TRUE(order->lines[1].preorder);
  EXPECT_EQ(order->lines[1].promised_at, promised);
  EXPECT_EQ(shown(order->id).lines[1].promised_at, promised);
  const auto waiting = [&] {
    return read([&](db::Reader& reader) { return shop->orders().list(reader, {.waiting = true, .limit = 10}); });
  };
  const auto plain = ordered(bowl, 1);
  ASSERT_EQ(waiting().size(), 1u);
  EXPECT_EQ(waiting()[0].id, order->id);
  put_stock(vase, 5);
  EXPECT_TRUE(waiting().empty());
}

ENGINE_TEST(EditTest, AHeldUnitIsNoPreorder) {
  const auto vase = sell(1, 2'500, 1);
  sell_early(vase, 10, std::nullopt);
  const auto [cart, shopper] = cart_with(vase, 1);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->carts().reserve(tx, shopper, cart.id); }).ok());
  EXPECT_FALSE(view(*find_cart(shopper, cart.id)).lines[0].preorder);
  const auto [other, somebody] = cart_with(vase, 1);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->carts().reserve(tx, somebody, other.id); }).ok());
  const auto early = view(*find_cart(somebody, other.id));
  EXPECT_TRUE(early.lines[0].preorder);
  EXPECT_FALSE(early.lines[0].promised_at);  // nobody said when
  const auto order = check_out(shopper, cart.id);
  ASSERT_TRUE(order.ok());
  EXPECT_FALSE(order->lines[0].preorder);
}

ENGINE_TEST(EditTest, WhatAnEditSellsEarlyIsPromised) {
  const auto vase = sell(1, 2'500, 1), bowl = sell(2, 900, 5);
  const Time promised = clock.now() + days(30);
  sell_early(vase, 1, promised);
  const auto order = ordered(bowl, 1);
  ASSERT_EQ(refusal(order.id, {{{}, vase, 2}}), "inventory.out_of_stock");  // one there, and one to come: not two together
  put_stock(vase, 0);
  const auto done = edit(order.id, {{{}, vase, 1}});
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_TRUE(done->order.lines[1].preorder);
  EXPECT_EQ(done->order.lines[1].promised_at, promised);
}

// --- gift cards ---

ENGINE_TEST(EditTest, AnUnusedGiftCardIsTakenBackWithItsLine) {
  const auto vase = sell(1, 2'500, 5), gift = sell(2, 5'000, 5);
  catalog.at(gift).product_type = "Gift card";
  const auto order = bought({{vase, 1}, {gift, 2}});
  const auto line = order.lines[1].id;
  const auto one = issue_for(order, line, 5'000), two = issue_for(order, line, 5'000);
  spend(one, 1'000);
  EXPECT_EQ(refusal(order.id, {{line, {}, 0}}), "credit.card_used");
  EXPECT_EQ(status_of(two), credit::CardStatus::active);
  EXPECT_EQ(find_order(order.id)->lines[1].quantity, 2);
  const auto done = edit(order.id, {{line, {}, 1}});
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->refunded, 5'000);
  EXPECT_EQ(status_of(one), credit::CardStatus::active);
  EXPECT_EQ(status_of(two), credit::CardStatus::disabled);
  EXPECT_EQ(done->order.after.fulfilments.size(), 1u);
  EXPECT_EQ(done->order.status, OrderStatus::paid);
  EXPECT_EQ(shown(order.id).lines[1].to_fulfil, 0);
  EXPECT_EQ(available(gift), 4);
}

ENGINE_TEST(EditTest, ARefundTakesUnusedGiftCardsBackAndIsRefusedForUsedOnes) {
  const auto vase = sell(1, 2'500, 5), gift = sell(2, 5'000, 5);
  catalog.at(gift).product_type = "Gift card";
  const auto order = bought({{vase, 1}, {gift, 2}});
  const auto line = order.lines[1].id;
  const auto one = issue_for(order, line, 5'000), two = issue_for(order, line, 5'000);
  spend(two, 5'000);
  const auto back = [&](std::int64_t units) {
    RefundRequest request;
    request.by = Actor::staff;
    request.lines = {{line, units, true}};
    return request;
  };
  const auto refund = [&](std::int64_t units) {
    return write([&](db::Transaction& tx) { return shop->after_sale().refund(tx, order.id, back(units)); });
  };
  EXPECT_EQ(read([&](db::Reader& reader) { return shop->after_sale().estimate(reader, order.id, back(2)); }).error().code,
            "credit.card_used");
  EXPECT_EQ(refund(2).error().code, "credit.card_used");
  EXPECT_EQ(status_of(one), credit::CardStatus::active);
  EXPECT_TRUE(find_order(order.id)->after.refunds.empty());
  ASSERT_TRUE(refund(1).ok());
  EXPECT_EQ(status_of(one), credit::CardStatus::disabled);
  const auto all = write([&](db::Transaction& tx) { return shop->orders().refund(tx, order.id, "all of it"); });
  EXPECT_EQ(all.error().code, "credit.card_used");
  settle_all();
  EXPECT_EQ(bank.money(), 12'500 - 5'000);
}

// --- what is to be sent ---

ENGINE_TEST(EditTest, OrdersAreListedByWhatHasLeftOfThem) {
  const auto vase = sell(1, 2'500, 20);
  const auto untouched = ordered(vase, 2), partly = ordered(vase, 2), sent = ordered(vase, 1), gone = ordered(vase, 1);
  const auto send = [&](const Order& order, std::int64_t units) {
    ASSERT_TRUE(write([&](db::Transaction& tx) {
                  return shop->after_sale().fulfil(tx, order.id, {{{order.lines[0].id, units}}, "", "", Actor::staff, {}});
                }).ok());
  };
  send(partly, 1);
  send(sent, 1);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->orders().cancel(tx, gone.id, Actor::staff, ""); }).ok());
  const auto list = [&](OrderQuery query) {
    std::vector<OrderId> found;
    for (const auto& order : read([&](db::Reader& reader) { return shop->orders().list(reader, query); })) found.push_back(order.id);
    return found;
  };
  using enum FulfilmentStatus;
  using Ids = std::vector<OrderId>;
  EXPECT_EQ(list({.fulfilment = unfulfilled}), Ids{untouched.id});
  EXPECT_EQ(list({.fulfilment = partial}), Ids{partly.id});
  EXPECT_EQ(list({.fulfilment = fulfilled}), Ids{sent.id});
  EXPECT_EQ(list({.status = OrderStatus::paid, .fulfilment = partial}), Ids{partly.id});
  EXPECT_EQ(list({.status = OrderStatus::fulfilled, .fulfilment = fulfilled}), Ids{sent.id});
  EXPECT_EQ(list({.status = OrderStatus::delivered, .fulfilment = fulfilled}), Ids{});
  EXPECT_EQ(list({.status = OrderStatus::cancelled, .fulfilment = unfulfilled}), Ids{});
  EXPECT_EQ(list({.fulfilment = partial, .q = "lan@example.com"}), Ids{partly.id});
  EXPECT_EQ(list({.fulfilment = partial, .q = "lan@exam"}), Ids{partly.id});
  EXPECT_EQ(list({.fulfilment = partial, .q = number_text(partly.number)}), Ids{partly.id});
  EXPECT_EQ(list({.fulfilment = partial, .q = number_text(sent.number)}), Ids{});
  EXPECT_EQ(list({.fulfilment = unfulfilled, .q = "nobody@example.com"}), Ids{});
}

}  // namespace
}  // namespace plaza::orders

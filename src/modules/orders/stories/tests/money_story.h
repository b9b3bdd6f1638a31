// Random lives of orders, from the cart to the last refund, against what must always hold. Whatever was bought with discounts of
// every class, gift cards, store credit and money, taxed inside or on top at several rates, delivered this way or that, edited, moved
// to another country, sent in parts, refunded in parts, exchanged and cancelled:
//
//   - totals are the sum of their parts, and a refund of its own;
//   - no order gives back more than was paid for it, no line more than it cost;
//   - what the bank holds, less what the shop owes in credit, is what all orders have been paid and not given back;
//   - the ledger of credit sums to zero, and stock is what was there less what is with customers.
#pragma once

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>

#include "cart_service.h"
#include "order_payment.h"
#include "platform/testing/seed.h"
#include "refund_share.h"
#include "shop_fixture.h"

namespace plaza::orders {

inline constexpr db::Statement unbalanced{
    nullptr, "SELECT COUNT(*) FROM (SELECT movement_id FROM credit_entries GROUP BY movement_id, currency HAVING SUM(amount) <> 0) AS bad"};

// Four rates by what is sold (its weight says which), and each country its own.
class StoryTaxes final : public pricing::TaxCalculator {
 public:
  pricing::TaxRates rates(const Question& question) const override {
    static constexpr std::int64_t known[] = {190'000, 70'000, 81'250, 0};
    const std::int64_t there = question.country == "US" ? 13'700 : question.country == "DE" ? 0 : 21'000;
    pricing::TaxRates rates;
    for (const auto& line : question.lines) {
      const std::int64_t rate = known[line.weight_g % 4];
      rates.lines.push_back(rate == 0 ? 0 : rate + there);
    }
    rates.shipping = question.country == "US" ? 0 : 190'000 + there;
    return rates;
  }
};

class MoneyStory : public ShopFixture {
 protected:
  MoneyStory() { tax = &taxes; }
  static constexpr std::int64_t units_at_first = 12;
  static inline const std::vector<std::string> countries = {"VN", "DE", "US"};

  struct Story {
    identity::AccountId account;
    std::vector<catalog::VariantId> variants;
    std::vector<std::string> codes;
    std::optional<credit::Issued> card;
    Shopper shopper;
    CartId cart;
    std::vector<OrderId> orders;
    std::int64_t bank_before = 0;
    std::string told;  // what happened, for whoever has to find out
  };

  std::int64_t pick(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(random); }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(items.size()) - 1))];
  }

  void open_shop(const char* code, bool inclusive) {
    currency = catalog.currency = *parse_currency(code);
    prices_include_tax = inclusive;
    start();
    make_codes(code);
  }

  void make_codes(const std::string& code) {
    for (const auto& [name, percent] : std::map<std::string, std::int64_t>{{"SEVEN", 7}, {"THIRD", 33}, {"ALL", 100}}) {
      if (!made_codes.insert(name).second) continue;
      promotions::Discount terms;
      terms.code = name;
      terms.percent_bp = percent * 100;
      terms.combines_with = {promotions::Class::product, promotions::Class::order, promotions::Class::shipping};
      discount(terms);
    }
    if (made_codes.insert("PAIR").second) {
      promotions::Discount terms;
      terms.code = "PAIR";
      terms.kind = promotions::Kind::buy_x_get_y;
      terms.buy_get = promotions::BuyGet{2, 1, {}, 3'333, 3};
      terms.combines_with = {promotions::Class::order, promotions::Class::shipping};
      discount(terms);
    }
    if (made_codes.insert("FIVE" + code).second) {
      promotions::Discount terms;
      terms.code = "FIVE" + code;
      terms.kind = promotions::Kind::amount;
      terms.amount = Money{501, currency};
      terms.combines_with = {promotions::Class::product, promotions::Class::shipping};
      discount(terms);
      promotions::Discount by_itself;
      by_itself.title = "A lot, in " + code;
      by_itself.percent_bp = 325;
      by_itself.subtotal_min = Money{120'000, currency};
      by_itself.combines_with = {promotions::Class::product, promotions::Class::shipping};
      discount(by_itself);
    }
    if (made_codes.insert("SHIP").second) {
      promotions::Discount terms;
      terms.code = "SHIP";
      terms.kind = promotions::Kind::free_shipping;
      terms.combines_with = {promotions::Class::product, promotions::Class::order};
      discount(terms);
    }
  }

  Story begin() {
    Story story;
    story.account = identity::AccountId{++next_id};
    story.shopper = account(story.account.value);
    for (int i = 0; i < 3; ++i) {
      story.variants.push_back(sell(++next_id, pick(1, 90'000), units_at_first));
      catalog.at(story.variants.back()).variant.weight_grams = pick(0, 3);
    }
    story.codes = {"SEVEN", "THIRD", "ALL", "SHIP", "PAIR", "FIVE" + std::string(currency.code())};
    if (pick(0, 7) == 0) story.codes.push_back(code_for(story.variants[0]));
    if (pick(0, 2) > 0) story.card = gift_card(pick(1, 60'000));
    story.bank_before = bank.money();
    new_cart_of(story);
    return story;
  }

  // One thing is cheaper.
  std::string code_for(catalog::VariantId variant) {
    promotions::Discount terms;
    terms.code = "ONLY" + std::to_string(variant.value);
    terms.percent_bp = pick(1, 9'999);
    terms.target.products = {catalog.at(variant).variant.product_id};
    terms.combines_with = {promotions::Class::product, promotions::Class::order, promotions::Class::shipping};
    return discount(terms).code;
  }

  void new_cart_of(Story& story) {
    auto [cart, shopper] = new_cart(story.shopper);
    story.cart = cart.id;
    story.shopper.tokens = {cart.access_token};
  }

  // --- what may happen ---

  void fill(Story& story) {
    (void)add(story.shopper, story.cart, one_of(story.variants), pick(1, 4));
    if (pick(0, 1) == 0) (void)add(story.shopper, story.cart, one_of(story.variants), pick(1, 3));
  }

  void offers_and_tenders(Story& story) {
    CartService carts(needs());
    (void)write([&](db::Transaction& tx) {
      switch (pick(0, 3)) {
        case 0: return carts.add_code(tx, story.shopper, story.cart, one_of(story.codes));
        case 1: return carts.remove_code(tx, story.shopper, story.cart, "SEVEN");
        case 2: return carts.choose(tx, story.shopper, story.cart, std::nullopt, pick(0, 1) == 0);
        default: break;
      }
      if (!story.card) return carts.find(tx, story.shopper, story.cart);
      return carts.add_gift_card(tx, story.shopper, story.cart, story.card->code);
    });
  }

  void check_out_once(Story& story) {
    const auto token = one_of(std::vector<std::string>{"ok", "ok", "ok", "ok", "declined", "lost before", "lost after", "asks"});
    const auto before = read([&](db::Reader& reader) { return shop->carts().find(reader, story.shopper, story.cart); });
    auto wanted = request(token);
    wanted.shipping_option = pick(0, 2) == 0 ? "express" : "standard";
    wanted.shipping_address.country = one_of(countries);
    const auto order = check_out(story.shopper, story.cart, std::move(wanted));
    story.told += " checkout(" + token + (order.ok() ? ")" : "):" + order.error().code);
    if (!order.ok()) {
      if (order.error().code == "credit.insufficient") drop_tenders(story);
      return;
    }
    story.orders.push_back(order->id);
    if (order->status == OrderStatus::placed) come_back(story, *order);
    new_cart_of(story);
  }

  void drop_tenders(Story& story) {
    CartService carts(needs());
    (void)write([&](db::Transaction& tx) {
      return carts.remove_gift_card(tx, story.shopper, story.cart, to_text(story.card->card.id));
    });
  }

  void come_back(Story& story, const Order& order) {
    const auto payments = read([&](db::Reader& reader) { return money->payments().of(reader, order.id.value); });
    bank.act(payments.at(0).id, pick(0, 2) > 0);
    const auto known = needs();
    CartService carts(known);
    CheckoutService checkout(known, carts);
    (void)sync_wait(OrderPayments(known, checkout).confirm(story.shopper, order.id));
  }

  void pay_due(Story& story, OrderId id) {
    const auto known = needs();
    CartService carts(known);
    CheckoutService checkout(known, carts);
    const auto token = one_of(std::vector<std::string>{"ok", "ok", "declined", "lost after"});
    const auto paid = sync_wait(OrderPayments(known, checkout).pay_due(story.shopper, id, {"bank", token}));
    story.told += paid.ok() ? "" : ":" + paid.error().code;
  }

  void edit(Story& story, const Order& order) {
    EditRequest request;
    request.by = Actor::staff;
    if (pick(0, 4) == 0) {
      request.shipping_address = order.shipping_address;
      request.shipping_address->country = one_of(countries);
    } else if (pick(0, 2) == 0) {
      request.lines.push_back({{}, one_of(story.variants), pick(1, 3)});
    } else {
      request.lines.push_back({one_of(order.lines).id, {}, pick(0, 5)});
    }
    const auto guess = read([&](db::Reader& reader) { return shop->after_sale().preview(reader, order.id, request); });
    const auto done = write([&](db::Transaction& tx) { return shop->after_sale().edit(tx, order.id, request); });
    story.told += done.ok() ? "" : ":" + done.error().code;
    if (!done.ok()) return;
    ASSERT_TRUE(guess.ok());
    EXPECT_EQ(guess->due, done->due);
    EXPECT_EQ(guess->refunded, done->refunded);
    EXPECT_EQ(guess->difference, done->difference);
  }

  void send(Story& story, const Order& order) {
    FulfilmentRequest request;
    request.by = Actor::staff;
    if (pick(0, 1) == 0) request.lines = {{one_of(order.lines).id, pick(1, 2)}};
    const auto done = write([&](db::Transaction& tx) { return shop->after_sale().fulfil(tx, order.id, request); });
    story.told += done.ok() ? "" : ":" + done.error().code;
  }

  RefundRequest random_refund(const Order& order) {
    RefundRequest request;
    request.by = Actor::staff;
    request.kind = pick(0, 1) == 0 ? RefundKind::refund : RefundKind::returned;
    for (const auto& line : order.lines) {
      if (pick(0, 1) == 0) request.lines.push_back({line.id, pick(1, 3), pick(0, 1) == 0});
    }
    if (pick(0, 3) == 0) request.shipping = pick(0, shipping_charged(order));
    if (pick(0, 5) == 0) request.extra = pick(0, 3'000);
    if (pick(0, 3) == 0) request.fee = pick(0, 2'000);
    request.to = static_cast<RefundRequest::To>(pick(0, 2));
    if (request.to == RefundRequest::To::split) request.store_credit = pick(0, 500);
    return request;
  }

  void refund(Story& story, const Order& order) {
    const auto request = random_refund(order);
    const auto guess = read([&](db::Reader& reader) { return shop->after_sale().estimate(reader, order.id, request); });
    const auto done = write([&](db::Transaction& tx) { return shop->after_sale().refund(tx, order.id, request); });
    story.told += done.ok() ? "" : ":" + done.error().code;
    if (!done.ok()) return;
    ASSERT_TRUE(guess.ok());
    EXPECT_EQ(guess->refund.amount, done->refund.amount);
    EXPECT_EQ(guess->refund.to_original, done->refund.to_original);
    EXPECT_EQ(guess->refundable_after, done->refundable_after);
  }

  void exchange(Story& story, const Order& order) {
    RefundRequest back;
    back.by = Actor::staff;
    back.kind = RefundKind::exchange;
    back.lines = {{one_of(order.lines).id, 1, true}};
    const auto worth = read([&](db::Reader& reader) { return shop->after_sale().estimate(reader, order.id, back); });
    if (!worth.ok()) return;
    ExchangeRequest wanted{order.id, {{one_of(story.variants), pick(1, 2)}}, worth->refund.amount.amount, "", Actor::staff};
    const auto plan = read([&](db::Reader& reader) { return shop->after_sale().preview_exchange(reader, wanted); });
    if (!plan.ok()) return;
    wanted.value -= plan->left;
    back.exchange_value = wanted.value;
    const auto done = write([&](db::Transaction& tx) -> Result<ExchangeDone> {
      TRY_DONE(shop->after_sale().refund(tx, order.id, back));
      return shop->after_sale().exchange(tx, wanted);
    });
    story.told += done.ok() ? "" : ":" + done.error().code;
    if (!done.ok()) return;
    EXPECT_EQ(done->left, 0);
    EXPECT_EQ(done->due, plan->due);
    story.orders.push_back(done->order.id);
  }

  void after_sale(Story& story) {
    if (story.orders.empty()) return;
    const auto order = find_order(one_of(story.orders));
    switch (pick(0, 9)) {
      case 0: case 1: story.told += " edit"; edit(story, *order); break;
      case 2: story.told += " pay"; pay_due(story, order->id); break;
      case 3: case 4: story.told += " send"; send(story, *order); break;
      case 5: case 6: story.told += " refund"; refund(story, *order); break;
      case 7: story.told += " exchange"; exchange(story, *order); break;
      case 8:
        story.told += " cancel";
        (void)write([&](db::Transaction& tx) { return shop->orders().cancel(tx, order->id, Actor::staff, ""); });
        break;
      default:
        story.told += " deliver";
        (void)write([&](db::Transaction& tx) { return shop->orders().deliver(tx, order->id); });
    }
  }

  virtual void step(Story& story) {
    switch (pick(0, 9)) {
      case 0: case 1: story.told += " fill"; fill(story); break;
      case 2: story.told += " offer"; offers_and_tenders(story); break;
      case 3: case 4: check_out_once(story); break;
      case 5:
        if (pick(0, 3) == 0) settle_all();
        break;
      default: after_sale(story);
    }
  }

  // --- what must hold ---

  static void check_totals(const Order& order) {
    const bool on_top = !order.totals.tax_included;
    std::int64_t reasons = 0, discount = 0, units = 0, line_taxes = 0;
    for (const auto& reason : order.totals.reasons) reasons += reason.counted ? reason.amount.amount : 0;
    EXPECT_EQ(reasons, order.totals.total.amount);
    for (const auto& line : order.lines) {
      EXPECT_EQ(line.total.amount, line.unit_price.amount * line.quantity);
      EXPECT_EQ(line.charged.amount, line.total.amount - line.discount.amount + (on_top ? line.tax.amount : 0));
      const auto taxed = line.total.amount - line.discount.amount;
      const auto share = taxed * line.tax_ppm / (on_top ? 1'000'000 : 1'000'000 + line.tax_ppm);
      EXPECT_LE(std::abs(share - line.tax.amount), 1);
      line_taxes += line.tax.amount;
      EXPECT_GE(line.charged.amount, 0);
      units += line.charged.amount;
    }
    for (const auto& taken : order.discounts) discount += taken.amount.amount;
    EXPECT_EQ(discount, order.totals.discount.amount);
    EXPECT_GE(shipping_charged(order), 0);
    EXPECT_EQ(units + shipping_charged(order), order.totals.total.amount);
    EXPECT_LE(line_taxes, order.totals.tax.amount);  // the rest is of shipping
    EXPECT_LE(order.totals.tax.amount - line_taxes, shipping_charged(order));
  }

  static void check_refunds(const Order& order) {
    const auto amounts = amounts_of(order);
    EXPECT_LE(amounts.refunded.amount, amounts.paid.amount);
    EXPECT_GE(amounts.due.amount, 0);
    for (const auto& refund : order.after.refunds) {
      std::int64_t parts = refund.shipping.amount + refund.extra.amount - refund.fee.amount;
      for (const auto& line : refund.lines) parts += line.amount.amount;
      EXPECT_EQ(parts, refund.amount.amount);
      EXPECT_EQ(refund.to_original.amount + refund.to_store_credit.amount + refund.to_exchange.amount, refund.amount.amount);
    }
    for (const auto& line : order.lines) {
      const auto state = state_of(order, line);
      EXPECT_LE(state.fulfilled + state.unshipped, state.quantity);
      EXPECT_LE(state.refunded, state.quantity);
    }
  }

  // Units of an order that are not in stock.
  static std::int64_t units_out(const Order& order, catalog::VariantId variant) {
    if (order.status == OrderStatus::dropped) return 0;
    std::int64_t units = 0;
    for (const auto& line : order.lines) units += line.variant_id == variant ? line.quantity : 0;
    for (const auto& refund : order.after.refunds) {
      for (const auto& back : restocked_units(order, refund)) units -= back.variant_id == variant ? back.quantity : 0;
    }
    return units;
  }

  virtual void check_at_the_end(const Story& story) {
    settle_all();
    std::int64_t kept = 0;
    std::map<std::int64_t, std::int64_t> out;
    for (const auto id : story.orders) {
      const auto order = find_order(id);
      check_totals(*order);
      check_refunds(*order);
      EXPECT_NE(order->status, OrderStatus::placed);
      EXPECT_FALSE(order->after.pending.has_value());
      const auto amounts = amounts_of(*order);
      kept += amounts.paid.amount - amounts.refunded.amount;
      for (const auto variant : story.variants) out[variant.value] += units_out(*order, variant);
    }
    const std::int64_t on_card = story.card ? story.card->card.initial.amount - card_balance(story.card->card.id) : 0;
    EXPECT_EQ(bank.money() - story.bank_before + on_card - store_credit(story.account.value), kept);
    EXPECT_EQ(read([](db::Reader& reader) {
                return *reader.one(unbalanced, {}, [](const db::Row& row) { return row.integer(0); });
              }), 0);
    for (const auto variant : story.variants) {
      std::int64_t on_hand = 0;
      for (const auto& entry :
           read([&](db::Reader& reader) { return stock_module->stock().ledger(reader, variant, 0, 200); })) {
        on_hand += entry.delta_on_hand;
      }
      EXPECT_EQ(on_hand, units_at_first - out[variant.value]);
      EXPECT_EQ(available(variant), on_hand);
    }
  }

  void give_all_back(const Story& story) {
    for (const auto id : story.orders) {
      const auto order = write([&](db::Transaction& tx) { return shop->orders().refund(tx, id, "the end"); });
      if (!order.ok()) continue;
      const auto amounts = amounts_of(*order);
      EXPECT_EQ(amounts.paid, amounts.refunded);
    }
  }

  // Tells stories until there are enough. PLAZA_TEST_ALL: `all_of_them` on each engine; else as many as fit into a few seconds.
  // PLAZA_TEST_SEED tells the same ones again.
  void tell_stories(std::int64_t all_of_them) {
    const char* wish = std::getenv("PLAZA_TEST_ALL");
    const bool all = wish && *wish;
    const std::uint64_t seed = testing::draw_seed();
    const auto began = std::chrono::steady_clock::now();
    const char* currencies[] = {"EUR", "JPY", "KWD"};
    std::int64_t told = 0;
    for (; all ? told < all_of_them : std::chrono::steady_clock::now() - began < std::chrono::seconds(8); ++told) {
      random.seed(seed + static_cast<std::uint64_t>(told));
      if (told % 20 == 0) open_shop(currencies[told / 20 % 3], told / 60 % 2 == 0);
      auto story = begin();
      for (auto steps = pick(4, 24); steps > 0; --steps) {
        step(story);
        if (!story.orders.empty()) {
          const auto order = find_order(story.orders.back());
          check_totals(*order);
          check_refunds(*order);
        }
      }
      check_at_the_end(story);
      give_all_back(story);
      check_at_the_end(story);
      ASSERT_FALSE(HasFailure()) << "story " << told << " of seed " << seed << ", " << currency.code()
                                 << (prices_include_tax ? "" : ", taxes on top") << ":" << story.told;
    }
    std::cout << told << " stories" << std::endl;
  }

  StoryTaxes taxes;
  std::mt19937_64 random;
  std::int64_t next_id = 1'000;
  std::set<std::string> made_codes;
};

}  // namespace plaza::orders

// A small shop on a real database: real payments, pricing and inventory; a catalogue, mails and pictures by hand; a provider that
// remembers what it took, and a database that can die between two writes.
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "credit/module.h"
#include "inventory/module.h"
#include "orders/events.h"
#include "orders/module.h"
#include "payments/module.h"
#include "promotions/module.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/jobs.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::orders {

// What is sold, by hand. Thread-safe for reading.
class HandCatalog final : public catalog::Catalog {
 public:
  catalog::VariantId add(std::int64_t id, std::int64_t price, std::string title = "Vase") {
    catalog::SoldVariant sold;
    sold.variant.id = catalog::VariantId{id};
    sold.variant.product_id = catalog::ProductId{id + 1'000'000};
    sold.variant.title = "Blue";
    sold.variant.sku = "SKU-" + std::to_string(id);
    sold.variant.price = {price, currency};
    sold.product_handle = "vase-" + std::to_string(id);
    sold.product_title = std::move(title);
    sold.status = catalog::ProductStatus::active;
    sold.image = catalog::ProductMedia{};
    sold.image->source_url = "https://pictures.example/" + std::to_string(id) + ".jpg";
    sold_[id] = sold;
    return sold.variant.id;
  }
  Currency currency = {};
  catalog::SoldVariant& at(catalog::VariantId id) { return sold_.at(id.value); }
  void remove(catalog::VariantId id) { sold_.erase(id.value); }

  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId> ids) override {
    std::vector<catalog::SoldVariant> found;
    for (const auto id : ids) {
      if (const auto at = sold_.find(id.value); at != sold_.end()) found.push_back(at->second);
    }
    return found;
  }

  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    catalog::Product product;
    product.id = id;
    return sold_.contains(id.value - 1'000'000) ? std::optional(std::move(product)) : std::nullopt;
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override {
    return unused();
  }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override {
    return unused();
  }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
  std::map<std::int64_t, catalog::SoldVariant> sold_;
};

class KeptMail final : public OrderMail {
 public:
  void tell(db::Transaction& tx, const News& told, const Order& order) override {
    tx.on_commit([this, news = told.kind, id = order.id] {
      std::lock_guard lock(mutex_);
      sent_.emplace_back(news, id);
    });
  }
  std::vector<OrderNews> sent() {
    std::lock_guard lock(mutex_);
    std::vector<OrderNews> news;
    for (const auto& [kind, order] : sent_) news.push_back(kind);
    return news;
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<OrderNews, OrderId>> sent_;
};

class SourcePictures final : public Pictures {
 public:
  std::optional<Image> picture(const catalog::ProductMedia& media) override {
    return Image{media.source_url, 640, 640, media.alt, std::nullopt};
  }
};

// An outside system: what it took it knows for ever, whatever happens to the shop.
class Bank final : public payments::Provider {
 public:
  std::string_view name() const override { return "bank"; }
  Task<Result<payments::Paid>> pay(payments::Charge charge) override {
    if (before_paying) before_paying();
    const std::string token = charge.token;
    if (token == "lost before") co_return broken();
    if (token == "asks") {
      std::lock_guard lock(mutex_);
      fates_.try_emplace(charge.payment.value, Fate::asked);
      amounts_[charge.payment.value] = charge.amount.amount;
      co_return asking(charge.amount);
    }
    const bool taken = take(charge);
    if (token == "lost after") co_return broken();
    if (taken) co_return payments::Paid{"bank"};
    co_return Error{ErrorKind::payment, "payment.declined", "No money."};
  }
  Task<Result<payments::Settlement>> settle(payments::Known known) override {
    std::lock_guard lock(mutex_);
    auto& fate = fates_.try_emplace(known.payment.value, Fate::never).first->second;
    if (fate == Fate::asked) fate = Fate::never;
    co_return payments::Settlement{fate == Fate::paid || fate == Fate::refunded, "bank"};
  }
  Task<Result<payments::Refunded>> refund(payments::Refund refund) override {
    std::lock_guard lock(mutex_);
    if (!refunds_.emplace(refund.refund.value, refund.amount.amount).second) co_return payments::Refunded{"back"};
    amounts_[refund.payment.value] -= refund.amount.amount;
    if (amounts_[refund.payment.value] <= 0) fates_[refund.payment.value] = Fate::refunded;
    co_return payments::Refunded{"back"};
  }
  Task<Result<payments::Paid>> retrieve(payments::Known known) override {
    std::lock_guard lock(mutex_);
    const auto fate = fates_.find(known.payment.value);
    if (fate == fates_.end()) co_return broken();
    if (fate->second == Fate::asked) co_return asking(known.amount);
    if (fate->second == Fate::paid) co_return payments::Paid{"bank", known.amount};
    co_return Error{ErrorKind::payment, "payment.declined", "No money."};
  }

  // What its customer does in the browser with a payment that asks for something.
  void act(payments::PaymentId payment, bool pays) {
    std::lock_guard lock(mutex_);
    fates_.at(payment.value) = pays ? Fate::paid : Fate::declined;
  }
  // All that it holds, in minor units.
  std::int64_t money() {
    std::lock_guard lock(mutex_);
    std::int64_t sum = 0;
    for (const auto& [payment, fate] : fates_) sum += fate == Fate::paid ? amounts_[payment] : 0;
    return sum;
  }

  // What it holds of the shop's customers' money: taken and not given back.
  std::int64_t held() {
    std::lock_guard lock(mutex_);
    return std::count_if(fates_.begin(), fates_.end(), [](const auto& entry) { return entry.second == Fate::paid; });
  }
  std::function<void()> before_paying;

 private:
  enum class Fate { paid, declined, never, refunded, asked };
  static payments::Paid asking(Money amount) {
    payments::Paid answer{"bank", amount};
    answer.standing = payments::Paid::Standing::action_required;
    answer.action = {"client_secret", "secret-of-the-bank", ""};
    return answer;
  }
  static Error broken() { return {ErrorKind::upstream, "broken", "Connection lost."}; }
  bool take(const payments::Charge& charge) {
    std::lock_guard lock(mutex_);
    const auto fate = charge.token == "declined" ? Fate::declined : Fate::paid;
    amounts_.try_emplace(charge.payment.value, charge.amount.amount);
    return fates_.try_emplace(charge.payment.value, fate).first->second == Fate::paid;
  }
  std::mutex mutex_;
  std::map<std::int64_t, Fate> fates_;
  std::map<std::int64_t, std::int64_t> amounts_;  // by payment: taken, and not given back
  std::map<std::int64_t, std::int64_t> refunds_;
};

class NoCollections final : public catalog::Collections {
 public:
  std::vector<catalog::Collection> all(db::Reader&) override { return {}; }
  std::optional<catalog::Collection> collection(db::Reader&, catalog::CollectionId) override { return {}; }
  std::optional<catalog::Collection> collection_by_handle(db::Reader&, std::string_view) override { return {}; }
  std::vector<catalog::ProductId> products(db::Reader&, catalog::CollectionId) override { return {}; }
  Result<catalog::Collection> create(db::Transaction&, const catalog::NewCollection&) override { return catalog::Collection{}; }
  Result<catalog::Collection> update(db::Transaction&, catalog::CollectionId, const catalog::CollectionPatch&) override {
    return catalog::Collection{};
  }
  Status remove(db::Transaction&, catalog::CollectionId) override { return done(); }
};

// Everybody has an account, and is called after its number.
class AllAccounts final : public identity::Accounts {
 public:
  std::optional<identity::Face> face(identity::AccountId id) const override {
    identity::Face face;
    face.id = id;
    face.name = "Member " + std::to_string(id.value);
    return face;
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 0; }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId id) override {
    identity::Account account;
    account.id = id;
    return account;
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return {}; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  Status erase(db::Transaction&, identity::AccountId) override { return done(); }
};

// Counts what a write asks of the database.
class CountingTransaction final : public db::Transaction {
 public:
  CountingTransaction(db::Transaction& real, std::atomic<int>& count) : real_(real), count_(count) {}
  db::Engine engine() const override { return real_.engine(); }
  void each(const db::Statement& statement, std::span<const db::Value> values, const db::EachRow& row) override {
    ++count_;
    real_.each(statement, values, row);
  }
  std::int64_t execute(const db::Statement& statement, std::span<const db::Value> values) override {
    ++count_;
    return real_.execute(statement, values);
  }
  void send(const db::Statement& statement, std::span<const db::Value> values) override {
    ++count_;
    real_.send(statement, values);
  }
  bool nested(FunctionRef<bool()> work) override {
    count_ += 2;
    return real_.nested(work);
  }
  void on_commit(std::function<void()> action) override { real_.on_commit(std::move(action)); }

 private:
  db::Transaction& real_;
  std::atomic<int>& count_;
};

// The shop's database as its process sees it: after `die_after(n)` writes the process is dead, and nothing it does is kept.
class MortalDatabase final : public db::Database {
 public:
  explicit MortalDatabase(db::Database& real) : real_(real) {}
  void die_after(int writes) { left_ = writes; }
  void live() { left_ = -1; }

  db::Engine engine() const override { return real_.engine(); }
  void migrate(std::span<const db::Migration> migrations) override { real_.migrate(migrations); }
  void prepare_check(const db::Statement& statement) override { real_.prepare_check(statement); }
  bool on_writing_thread() const override { return real_.on_writing_thread(); }
  void submit(ReadWork work) override { real_.submit(std::move(work)); }
  void submit(WriteWork work) override {
    if (left_ == 0) {
      return work.done(std::make_exception_ptr(db::DatabaseError(db::DatabaseError::Kind::unavailable, "dead")));
    }
    if (left_ > 0) --left_;
    work.run = [this, run = std::move(work.run)](db::Transaction& tx) {
      CountingTransaction counting(tx, statements);
      return run(counting);
    };
    real_.submit(std::move(work));
  }

  std::atomic<int> statements = 0;  // of all writes

 private:
  db::Database& real_;
  std::atomic<int> left_ = -1;
};

class ShopFixture : public testing::OnEachEngine {
 protected:
  ShopFixture() : mortal(database()) {
    for (const auto migrations : {events::migrations(), jobs::migrations(), http::migrations(),
                                  inventory::migrations(), promotions::migrations(), credit::migrations(),
                                  payments::migrations(), orders::migrations()}) {
      database().migrate(migrations);
    }
    start();
  }

  // As a process that starts again on the same database.
  void start() {
    dispatcher.reset();
    runner.reset();
    shop.reset();
    offers.reset();
    cards.reset();
    mortal.live();
    stock_module = inventory::open({database(), ids, clock, catalog});
    stock_module->load();
    payments::Settings settings;
    settings.test_provider = true;
    money = payments::open({database(), ids, clock, settings, {&bank}});
    offers = promotions::open({database(), ids, clock, catalog, collections});
    offers->load();
    cards = credit::open({database(), ids, clock, accounts, true});
    shop = open(needs());
    dispatcher = events::open_dispatcher(database(), clock);
    shop->subscribe(*dispatcher);
    dispatcher->once("test.heard",
                     {OrderPlaced::topic, OrderPaid::topic, OrderFulfilled::topic, OrderDelivered::topic,
                      OrderCancelled::topic, OrderRefunded::topic},
                     [this](db::Transaction& tx, const events::Event& event) {
                       tx.on_commit([this, topic = event.topic] { heard.push_back(topic); });
                       return done();
                     });
    runner = jobs::open_runner(database(), clock);
    money->add_jobs(*runner);
    shop->add_jobs(*runner);
  }

  // What the shop is opened with.
  Needs needs() {
    pricing::Settings prices;
    prices.currency = currency;
    prices.tax_ppm = 190'000;
    prices.prices_include_tax = prices_include_tax;
    return Needs{mortal,   ids,    clock,   catalog, stock_module->stock(), stock_module->levels(), money->payments(), mail,
                 pictures, prices, tax, nullptr, nullptr, nullptr, &offers->promotions(), &cards->credit(), nullptr,
                 &accounts, {}};
  }

  // Lets everything settle that works in the background: reconciliation, its events, refunds.
  void settle_all() {
    clock.advance(seconds(20));
    runner->run_due();
    dispatcher->drain();
    clock.advance(seconds(20));
    runner->run_due();
    dispatcher->drain();
  }

  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }

  // A variant with stock.
  catalog::VariantId sell(std::int64_t id, std::int64_t price, std::int64_t units) {
    const auto variant = catalog.add(id, price);
    put_stock(variant, units);
    return variant;
  }
  void put_stock(catalog::VariantId variant, std::int64_t units) {
    const auto level = write([&](db::Transaction& tx) {
      return stock_module->stock().set_on_hand(tx, variant, "", units, "counted", "test");
    });
    ASSERT_TRUE(level.ok()) << level.error().code;
  }
  std::int64_t available(catalog::VariantId variant) {
    return read([&](db::Reader& reader) { return stock_module->stock().available(reader, std::span(&variant, 1)); }).at(0);
  }

  Shopper guest() const { return {{}, "visitor-1", {}, "en"}; }
  Shopper account(std::int64_t id) const { return {identity::AccountId{id}, "visitor-1", {}, "en"}; }
  // A new guest's cart, opened by the shopper that comes with it.
  std::pair<Cart, Shopper> new_cart(Shopper shopper) {
    auto cart = *write([&](db::Transaction& tx) -> Result<Cart> { return shop->carts().create(tx, shopper); });
    shopper.tokens.push_back(cart.access_token);
    return {cart, shopper};
  }
  Result<Cart> add(const Shopper& shopper, CartId cart, catalog::VariantId variant, std::int64_t quantity = 1) {
    return write([&](db::Transaction& tx) {
      return shop->carts().add_line(tx, shopper, cart, variant, quantity, std::nullopt);
    });
  }
  std::pair<Cart, Shopper> cart_with(catalog::VariantId variant, std::int64_t quantity = 1) {
    auto made = new_cart(guest());
    const auto added = add(made.second, made.first.id, variant, quantity);
    EXPECT_TRUE(added.ok()) << added.error().code;
    return made;
  }
  Result<Cart> find_cart(const Shopper& shopper, CartId cart) {
    return read([&](db::Reader& reader) { return shop->carts().find(reader, shopper, cart); });
  }
  CartView view(const Cart& cart) {
    return read([&](db::Reader& reader) { return shop->carts().view(reader, cart); });
  }

  static CheckoutRequest request(std::string token = "ok", std::string provider = "bank") {
    CheckoutRequest wanted;
    wanted.email = "lan@example.com";
    wanted.shipping_address = {"Trần Lan", "1 Đường Láng", std::nullopt, "Hà Nội", std::nullopt, "100000", "VN", std::nullopt};
    wanted.payment = ChosenPayment{std::move(provider), std::move(token)};
    return wanted;
  }
  Result<Order> check_out(const Shopper& shopper, CartId cart, CheckoutRequest wanted = request()) {
    return sync_wait(shop->checkout().run(shopper, cart, std::move(wanted)));
  }
  // A checkout whose process dies: what it would have answered is heard by nobody.
  void check_out_and_die(const Shopper& shopper, CartId cart, CheckoutRequest wanted, int writes) {
    mortal.die_after(writes);
    EXPECT_THROW((void)check_out(shopper, cart, std::move(wanted)), db::DatabaseError);
    start();
  }
  // A paid order of one variant.
  Order ordered(catalog::VariantId variant, std::int64_t quantity = 1) {
    const auto [cart, shopper] = cart_with(variant, quantity);
    auto order = check_out(shopper, cart.id);
    EXPECT_TRUE(order.ok()) << order.error().code;
    return *order;
  }

  std::optional<Order> find_order(OrderId id) {
    return read([&](db::Reader& reader) { return shop->orders().find(reader, id); });
  }
  // All orders, dropped ones included, newest first.
  std::vector<Order> all_orders() {
    return read([&](db::Reader& reader) {
      auto orders = shop->orders().list(reader, {.limit = 100});
      for (auto& order : shop->orders().list(reader, {.status = OrderStatus::dropped, .limit = 100})) {
        orders.push_back(std::move(order));
      }
      return orders;
    });
  }
  std::vector<payments::PaymentStatus> payment_statuses(OrderId order) {
    std::vector<payments::PaymentStatus> statuses;
    for (const auto& payment : read([&](db::Reader& reader) { return money->payments().of(reader, order.value); })) {
      statuses.push_back(payment.status);
    }
    return statuses;
  }

  // A discount that staff made.
  promotions::Discount discount(promotions::Discount wanted) {
    if (wanted.title.empty()) wanted.title = wanted.code;
    const auto made = write([&](db::Transaction& tx) { return offers->discounts().create(tx, wanted); });
    EXPECT_TRUE(made.ok()) << made.error().code;
    return *made;
  }
  promotions::Discount percent_off(std::string code, std::int64_t percent) {
    promotions::Discount wanted;
    wanted.code = std::move(code);
    wanted.kind = promotions::Kind::percent;
    wanted.percent_bp = percent * 100;
    return discount(wanted);
  }
  credit::Issued gift_card(std::int64_t amount) {
    const auto issued = write([&](db::Transaction& tx) {
      return cards->credit().issue(tx, {Money{amount, currency}, std::nullopt, "", ""}, "test");
    });
    EXPECT_TRUE(issued.ok());
    return *issued;
  }
  std::int64_t card_balance(credit::GiftCardId card) {
    return read([&](db::Reader& reader) { return cards->credit().card(reader, card); })->balance.amount;
  }
  std::int64_t store_credit(std::int64_t account) {
    return read([&](db::Reader& reader) { return cards->credit().balance(reader, identity::AccountId{account}, currency); }).amount;
  }

  testing::FakeClock clock;
  Currency currency = {};
  bool prices_include_tax = true;
  const pricing::TaxCalculator* tax = nullptr;  // null: 19 % everywhere
  IdSource ids{clock, 1};
  HandCatalog catalog;
  KeptMail mail;
  SourcePictures pictures;
  NoCollections collections;
  AllAccounts accounts;
  Bank bank;
  MortalDatabase mortal;
  std::vector<std::string> heard;  // topics, in the order of their delivery
  std::unique_ptr<inventory::Module> stock_module;
  std::unique_ptr<payments::Module> money;
  std::unique_ptr<promotions::Module> offers;
  std::unique_ptr<credit::Module> cards;
  std::unique_ptr<Module> shop;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
};

}  // namespace plaza::orders

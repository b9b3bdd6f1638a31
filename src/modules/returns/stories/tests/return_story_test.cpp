// The same lives of orders (orders/stories/tests/money_story.h) with goods that come back by the returns desk: asked for, declined,
// called off, received in part and settled by random policies, for money, store credit or something else. Besides what must hold of
// orders: a settlement gives what its preview said, units under way are those of open returns, and no unit comes back twice.
#include "money_story.h"
#include "return_service.h"
#include "returns/module.h"
#include "store.h"

namespace plaza::returns {
namespace {

class NoPictures final : public media::Media {
 public:
  Result<media::MediaView> take(const media::Upload&) override { return unused(); }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return unused(); }
  std::optional<media::MediaView> view(media::MediaId) const override { return {}; }
  std::optional<identity::AccountId> owner(media::MediaId) const override { return {}; }
  Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return unused(); }
  Status remove(db::Transaction&, media::MediaId) override { return unused(); }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
};

class NoMail final : public ReturnMail {
 public:
  void tell(db::Transaction&, const Return&, const orders::Order&, const std::string&) override {}
  void tell(db::Transaction&, const Claim&, const orders::Order&, const std::string&) override {}
};

class ReturnStory : public orders::MoneyStory {
 protected:
  ReturnStory() { database().migrate(returns::migrations()); }

  static constexpr const char* reasons[] = {"changed_mind", "wrong_size", "not_as_described"};

  void open_desk() {
    desk = open({database(), ids, clock, catalog, media, shop->orders(), shop->after_sale(), no_mail});
    service = std::make_unique<ReturnService>(Needs{database(), ids, clock, catalog, media, shop->orders(), shop->after_sale(), no_mail});
    opened_for = shop.get();
    Policy policy = read([&](db::Reader& reader) { return desk->returns().policy(reader); });
    policy.fee = pick(0, 2) == 0 ? pick(0, 900) : 0;
    policy.fee_percent = pick(0, 2) == 0 ? pick(0, 100) : 0;
    policy.shipping_back = static_cast<ShippingBack>(pick(0, 2));
    policy.approve_at_once = pick(0, 3) > 0;
    const auto kept = write([&](db::Transaction& tx) { return desk->returns().set_policy(tx, policy); });
    ASSERT_TRUE(kept.ok()) << kept.error().code;
  }

  void step(Story& story) override {
    if (opened_for != shop.get()) open_desk();
    if (story.orders.empty()) {
      story.told += " fill";
      fill(story);
      return check_out_once(story);
    }
    if (pick(0, 3) == 0) return MoneyStory::step(story);
    const auto order = find_order(one_of(story.orders));
    const bool to_send = order->status == orders::OrderStatus::paid && order->after.fulfilments.empty();
    switch (to_send ? 0 : pick(1, 6)) {
      case 0:
        story.told += " send all";
        (void)write([&](db::Transaction& tx) {
          return shop->after_sale().fulfil(tx, order->id, {{}, "", "", orders::Actor::staff, std::nullopt});
        });
        break;
      case 1: case 2: case 3: ask_for(story, *order); break;
      case 4: decide(story, *order); break;
      default: settle(story, *order);
    }
  }

  std::vector<Return> returns_of(orders::OrderId order) {
    return read([&](db::Reader& reader) { return desk->returns().list(reader, {.order_id = order, .limit = 100}); });
  }

  void ask_for(Story& story, const orders::Order& order) {
    ReturnRequest request;
    for (const auto& line : order.lines) {
      if (request.lines.empty() || pick(0, 1) == 0) request.lines.push_back({line.id, pick(1, 2), reasons[pick(0, 2)], "", {}});
    }
    request.resolution = static_cast<Resolution>(pick(0, 2));
    if (request.resolution == Resolution::exchange) request.exchange_lines = {{one_of(story.variants), pick(1, 2)}};
    const orders::By by(pick(0, 1) == 0 ? orders::Actor::customer : orders::Actor::staff);
    const auto asked = write([&](db::Transaction& tx) { return desk->returns().request(tx, order, request, by); });
    story.told += " ask" + (asked.ok() ? "" : ":" + asked.error().code);
  }

  void decide(Story& story, const orders::Order& order) {
    const auto known = returns_of(order.id);
    if (known.empty()) return;
    const auto to = one_of(std::vector<ReturnStatus>{ReturnStatus::approved, ReturnStatus::approved, ReturnStatus::declined, ReturnStatus::cancelled});
    const auto done = write([&](db::Transaction& tx) {
      return desk->returns().decide(tx, one_of(known).id, to, orders::Actor::staff, "", {});
    });
    story.told += " decide" + (done.ok() ? "" : ":" + done.error().code);
  }

  void settle(Story& story, const orders::Order& order) {
    auto known = returns_of(order.id);
    std::erase_if(known, [](const Return& each) { return !may_move(each.status, ReturnStatus::settled); });
    if (known.empty()) return;
    const auto each = one_of(known);
    std::vector<ReceivedLine> came;
    for (const auto& line : each.lines) {
      if (pick(0, 3) > 0) came.push_back({line.line_id, pick(0, line.quantity), static_cast<Condition>(pick(0, 2)), pick(0, 1) == 0});
    }
    (void)write([&](db::Transaction& tx) { return desk->returns().receive(tx, each.id, came, orders::Actor::staff, {}); });
    Settlement settlement;
    settlement.without_goods = pick(0, 9) == 0;
    if (pick(0, 3) == 0) settlement.fee = pick(0, 2'000);
    if (pick(0, 5) == 0) settlement.extra = pick(0, 2'000);
    if (pick(0, 5) == 0) settlement.shipping = pick(0, 600);
    const auto guess = read([&](db::Reader& reader) { return service->preview(reader, each.id, settlement); });
    const auto done = write([&](db::Transaction& tx) {
      return desk->returns().settle(tx, each.id, settlement, orders::Actor::staff, {});
    });
    story.told += " settle" + (done.ok() ? "" : ":" + done.error().code);
    if (!done.ok()) return;
    ++settled;
    ASSERT_TRUE(guess.ok()) << guess.error().code;
    if (done->money) {
      EXPECT_EQ(guess->money.amount, done->money->amount);
      EXPECT_EQ(guess->money.to_original, done->money->to_original);
      EXPECT_EQ(guess->money.to_store_credit, done->money->to_store_credit);
      EXPECT_EQ(guess->money.to_exchange, done->money->to_exchange);
      EXPECT_EQ(done->money->goods.amount + done->money->shipping.amount + settlement.extra - done->money->fee.amount,
                done->money->amount.amount);
    }
    if (!done->exchange_order_id) return;
    ++exchanged;
    ASSERT_TRUE(guess->exchange.has_value());
    EXPECT_EQ(guess->exchange->due, *done->exchange_due);
    EXPECT_EQ(guess->exchange->price.amount, guess->money.to_exchange.amount + guess->exchange->due.amount);
    EXPECT_EQ(find_order(*done->exchange_order_id)->totals.total, guess->exchange->price);
    story.orders.push_back(*done->exchange_order_id);
  }

  void check_at_the_end(const Story& story) override {
    MoneyStory::check_at_the_end(story);
    if (!desk) return;
    for (const auto id : story.orders) {
      std::map<std::int64_t, std::int64_t> under_way;
      for (const auto& each : returns_of(id)) {
        const bool open = each.status == ReturnStatus::requested || each.status == ReturnStatus::approved ||
                          each.status == ReturnStatus::received;
        for (const auto& line : each.lines) under_way[line.line_id.value] += open ? line.quantity : 0;
      }
      for (const auto& [line, units] : under_way) {
        EXPECT_EQ(read([&](db::Reader& reader) { return store::units_under_way(reader, orders::LineId{line}); }), units);
      }
    }
  }

  NoPictures media;
  NoMail no_mail;
  std::unique_ptr<Module> desk;
  std::unique_ptr<ReturnService> service;
  const void* opened_for = nullptr;
  std::int64_t settled = 0, exchanged = 0;
};

ENGINE_TEST(ReturnStory, AlwaysAddsUp) {
  tell_stories(5'000);
  std::cout << settled << " returns settled, " << exchanged << " by an exchange" << std::endl;
  EXPECT_GT(settled, 0);
}

}  // namespace
}  // namespace plaza::returns

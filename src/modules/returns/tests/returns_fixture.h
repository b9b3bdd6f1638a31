// A desk for returns on a real database, with one order by hand: two vases of 25.00 in a parcel that arrived, and a lamp of 80.00 that
// has not left. The order's money is worked out by a double that knows only what a unit was worth.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "returns/module.h"

namespace plaza::returns {

inline const orders::By shopper_self{orders::Actor::customer, identity::AccountId{7}, "Lan"};
inline const orders::By agent{orders::Actor::staff, identity::AccountId{9}, "Noor"};

class HandCatalog final : public catalog::Catalog {
 public:
  std::map<std::int64_t, catalog::Product> all;
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
};

// Pictures 1 to 9 are there: account 7's, the last three nobody's. What is uploaded becomes the next of those.
class HandMedia final : public media::Media {
 public:
  std::vector<media::Upload> taken;
  Result<media::MediaView> take(const media::Upload& upload) override {
    if (upload.bytes != "a picture") return Error{ErrorKind::unsupported, "media.unsupported", "That is none."};
    taken.push_back(upload);
    return *view(media::MediaId{7 + static_cast<std::int64_t>(taken.size() - 1) % 3});
  }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return unused(); }
  std::optional<media::MediaView> view(media::MediaId id) const override {
    if (id.value < 1 || id.value > 9) return std::nullopt;
    media::MediaView view;
    view.id = id;
    view.status = media::Status::ready;
    view.url = "/media/" + std::to_string(id.value) + "/w640.webp";
    return view;
  }
  std::optional<identity::AccountId> owner(media::MediaId id) const override { return identity::AccountId{id.value < 7 ? 7 : 0}; }
  Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return unused(); }
  Status remove(db::Transaction&, media::MediaId) override { return unused(); }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
};

class HandOrders final : public orders::Orders {
 public:
  std::map<std::int64_t, orders::Order> all;
  std::optional<orders::Order> find(db::Reader&, orders::OrderId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  Result<orders::Order> find_for(db::Reader& reader, const orders::Shopper& shopper, orders::OrderId id) override {
    auto order = find(reader, id);
    const auto& tokens = shopper.tokens;
    const bool theirs = order && ((order->account_id && order->account_id == shopper.account_id) ||
                                  std::find(tokens.begin(), tokens.end(), order->access_token) != tokens.end());
    if (!theirs) return Error{ErrorKind::not_found, "orders.not_found", "There is no such order."};
    return std::move(*order);
  }
  std::vector<orders::Order> list(db::Reader&, const orders::OrderQuery& query) override {
    std::vector<orders::Order> found;
    if (query.q.empty() && query.email.empty()) {
      for (auto each = all.rbegin(); each != all.rend() && std::ssize(found) < query.limit; ++each) {
        if (!query.before || each->first < query.before.value) found.push_back(each->second);
      }
      return found;
    }
    for (const auto& [id, order] : all) {
      if (query.q == "#" + std::to_string(order.number) || query.q == order.email) found.push_back(order);
    }
    return found;
  }
  std::int64_t count_of(db::Reader&, identity::AccountId) override { return 0; }
  bool has_bought(db::Reader&, identity::AccountId, std::string_view) override { return false; }
  Result<orders::Order> cancel(db::Transaction&, orders::OrderId, const orders::By&, std::string_view,
                               std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, const orders::By&, std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> refund(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override {
    return unused();
  }
  orders::OrderView view(db::Reader&, const orders::Order&) override { return {}; }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
};

// Units are worth their price; an exchange costs 30.00.
class HandAfterSale final : public orders::AfterSale {
 public:
  explicit HandAfterSale(HandOrders& orders) : orders_(orders) {}
  std::vector<orders::RefundRequest> refunds;
  std::vector<orders::ExchangeRequest> exchanges;
  std::int64_t exchange_price = 3'000;

  Result<orders::RefundDone> estimate(db::Reader&, orders::OrderId id, const orders::RefundRequest& request) override {
    return worked_out(id, request);
  }
  Result<orders::RefundDone> refund(db::Transaction& tx, orders::OrderId id, const orders::RefundRequest& request) override {
    TRY(auto done, worked_out(id, request));
    done.refund.id = orders::RefundId{1'000};
    tx.on_commit([this, id, request, refund = done.refund] {
      refunds.push_back(request);
      orders_.all.at(id.value).after.refunds.push_back(refund);
    });
    return done;
  }
  Result<orders::ExchangeDone> preview_exchange(db::Reader&, const orders::ExchangeRequest& request) override {
    orders::ExchangeDone done;
    const bool waived = request.dearer == orders::ExchangeRequest::Dearer::waived;
    done.due = waived ? 0 : std::max<std::int64_t>(0, exchange_price - request.value);
    done.left = std::max<std::int64_t>(0, request.value - exchange_price);
    const auto& original = orders_.all.at(request.original.value);
    done.order.totals.total = {exchange_price, original.totals.total.currency};
    done.order.lines = {original.lines.back()};
    done.order.lines[0].quantity = request.lines.at(0).quantity;
    done.order.lines[0].charged = done.order.totals.total;
    return done;
  }
  Result<orders::ExchangeDone> exchange(db::Transaction& tx, const orders::ExchangeRequest& request) override {
    TRY(auto done, preview_exchange(tx, request));
    done.order.id = orders::OrderId{2'000};
    tx.on_commit([this, request] { exchanges.push_back(request); });
    return done;
  }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, const orders::FulfilmentRequest&) override { return unused(); }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, orders::FulfilmentId, const orders::By&) override {
    return unused();
  }
  Result<orders::EditDone> preview(db::Reader&, orders::OrderId, const orders::EditRequest&) override { return unused(); }
  Result<orders::EditDone> edit(db::Transaction&, orders::OrderId, const orders::EditRequest&) override { return unused(); }
  std::vector<orders::AuditEntry> audit(db::Reader&, const orders::Order&) override { return {}; }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
  Result<orders::RefundDone> worked_out(orders::OrderId id, const orders::RefundRequest& request) {
    const auto& order = orders_.all.at(id.value);
    const auto money = [&](std::int64_t amount) { return Money{amount, order.totals.total.currency}; };
    orders::RefundDone done;
    auto& refund = done.refund;
    std::int64_t goods = 0;
    for (const auto& wanted : request.lines) {
      for (const auto& line : order.lines) {
        if (line.id != wanted.line_id) continue;
        const std::int64_t worth = line.unit_price.amount * wanted.quantity;
        refund.lines.push_back({line.id, wanted.quantity, money(worth), money(0), 0, wanted.restock});
        goods += worth;
      }
    }
    const std::int64_t amount = goods + request.shipping + request.extra - request.fee;
    using To = orders::RefundRequest::To;
    const std::int64_t exchanged = request.to == To::exchange ? amount : request.exchange_value;
    const std::int64_t credited = request.to == To::store_credit ? amount - exchanged : 0;
    refund.kind = request.kind;
    refund.shipping = money(request.shipping);
    refund.extra = money(request.extra);
    refund.fee = money(request.fee);
    refund.amount = money(amount);
    refund.to_exchange = money(exchanged);
    refund.to_store_credit = money(credited);
    refund.to_original = money(amount - exchanged - credited);
    return done;
  }
  HandOrders& orders_;
};

class KeptReturnMail final : public ReturnMail {
 public:
  std::vector<std::string> sent;
  void tell(db::Transaction& tx, const Return& each, const orders::Order&, const std::string&) override {
    tx.on_commit([this, status = each.status] { sent.emplace_back(json::enum_text(status)); });
  }
  void tell(db::Transaction& tx, const Claim& claim, const orders::Order&, const std::string&) override {
    tx.on_commit([this, status = claim.status] { sent.emplace_back(json::enum_text(status)); });
  }
};

inline constexpr orders::LineId vases{11}, lamp{12};
inline constexpr orders::OrderId the_order_id{100};

class ReturnsFixture : public testing::OnEachEngine {
 protected:
  ReturnsFixture() : after_sale(orders_) {
    for (const auto migrations : {events::migrations(), jobs::migrations(), returns::migrations()}) database().migrate(migrations);
    orders_.all[the_order_id.value] = an_order();
    catalog.all[501] = product(501, {});
    catalog.all[502] = product(502, {});
    desk = open({database(), ids, clock, catalog, media, orders_, after_sale, mail});
  }

  static catalog::Product product(std::int64_t id, std::vector<std::string> tags) {
    catalog::Product made;
    made.id = catalog::ProductId{id};
    made.tags = std::move(tags);
    return made;
  }

  orders::Order an_order() {
    const Currency euro = *parse_currency("EUR");
    orders::Order order;
    order.id = the_order_id;
    order.number = 1001;
    order.status = orders::OrderStatus::paid;
    order.account_id = identity::AccountId{7};
    order.email = "Lan@Example.com";
    order.access_token = "token-of-the-order";
    order.lines.resize(2);
    order.lines[0].id = vases;
    order.lines[0].variant_id = catalog::VariantId{601};
    order.lines[0].product.id = catalog::ProductId{501};
    order.lines[0].product.title = "Vase";
    order.lines[0].quantity = 2;
    order.lines[0].unit_price = {2'500, euro};
    order.lines[1].id = lamp;
    order.lines[1].variant_id = catalog::VariantId{602};
    order.lines[1].product.id = catalog::ProductId{502};
    order.lines[1].product.title = "Lamp";
    order.lines[1].quantity = 1;
    order.lines[1].unit_price = {8'000, euro};
    order.totals.total = {13'490, euro};
    order.totals.shipping = Money{490, euro};
    orders::Fulfilment parcel;
    parcel.id = orders::FulfilmentId{21};
    parcel.lines = {{vases, 2}};
    parcel.shipped_at = clock.now() - days(5);
    parcel.delivered_at = clock.now() - days(2);
    order.after.fulfilments = {parcel};
    return order;
  }

  orders::Order order() { return orders_.all.at(the_order_id.value); }
  orders::Order& stored() { return orders_.all.at(the_order_id.value); }

  static ReturnRequest ask(std::int64_t quantity = 1, std::string reason = "changed_mind", Resolution resolution = Resolution::original) {
    ReturnRequest request;
    request.lines = {{vases, quantity, std::move(reason), "", {}}};
    request.resolution = resolution;
    return request;
  }

  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }
  Result<Return> request(const ReturnRequest& wanted, const orders::By& by = shopper_self) {
    return write([&](db::Transaction& tx) { return desk->returns().request(tx, order(), wanted, by); });
  }
  std::string refusal(const ReturnRequest& wanted, const orders::By& by = shopper_self) {
    const auto made = request(wanted, by);
    return made.ok() ? "" : made.error().code;
  }
  Result<Return> receive(ReturnId id, std::vector<ReceivedLine> lines = {}) {
    return write([&](db::Transaction& tx) { return desk->returns().receive(tx, id, lines, agent, {}); });
  }
  Result<Return> settle(ReturnId id, Settlement settlement = {}) {
    return write([&](db::Transaction& tx) { return desk->returns().settle(tx, id, settlement, agent, {}); });
  }
  void set_policy(const std::function<void(Policy&)>& change) {
    Policy policy = read([&](db::Reader& reader) { return desk->returns().policy(reader); });
    change(policy);
    const auto kept = write([&](db::Transaction& tx) { return desk->returns().set_policy(tx, policy); });
    ASSERT_TRUE(kept.ok()) << kept.error().code;
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  HandCatalog catalog;
  HandMedia media;
  HandOrders orders_;
  HandAfterSale after_sale;
  KeptReturnMail mail;
  std::unique_ptr<Module> desk;
};

}  // namespace plaza::returns

#include "checkout_service.h"

#include <algorithm>
#include <map>

#include "cart_service.h"
#include "cart_store.h"
#include "contact.h"
#include "order_store.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "promises.h"
#include "rules.h"

namespace plaza::orders {
namespace {

constexpr int tries_max = 5;
constexpr const char* cart_changed = "orders.cart_changed";  // between the look and the write: look again

Error out_of_stock(std::vector<FieldError> fields) {
  return {ErrorKind::conflict, "inventory.out_of_stock", "Some of it is not there any more.", std::move(fields)};
}

bool same_units(const std::vector<inventory::StockLine>& a, const std::vector<inventory::StockLine>& b) {
  std::map<std::int64_t, std::int64_t> units;
  for (const auto& line : a) units[line.variant_id.value] += line.quantity;
  for (const auto& line : b) units[line.variant_id.value] -= line.quantity;
  for (const auto& [variant, difference] : units) {
    if (difference != 0) return false;
  }
  return true;
}

Order new_order(const Shopper& shopper, const Cart& cart, const CheckoutRequest& request, Time now) {
  Order order;
  order.account_id = shopper.account_id;
  order.visitor = shopper.visitor.empty() ? cart.visitor : shopper.visitor;
  order.email = trimmed(request.email);
  order.locale = shopper.locale;
  order.access_token = crypto::random_token();
  order.cart_id = cart.id;
  order.shipping_address = request.shipping_address;
  if (request.note) order.note = trimmed(request.note->text);
  order.placed_at = now;
  order.history = {{now, OrderStatus::placed, std::string(actor_text(Actor::customer)), std::nullopt}};
  return order;
}

}  // namespace

void take_outcome(Placed& placed, const payments::Outcome& outcome, Time now) {
  using Kind = payments::Outcome::Kind;
  using payments::PaymentStatus;
  placed.payment->reference = outcome.reference;
  switch (outcome.kind) {
    case Kind::paid:
      placed.order = as_paid(std::move(placed.order), now);
      placed.payment->status = PaymentStatus::captured;
      placed.payment->captured = placed.payment->amount.amount;
      break;
    case Kind::action_required:
      placed.payment->status = PaymentStatus::action_required;
      placed.payment->action = outcome.action;
      break;
    case Kind::authorised: placed.payment->status = PaymentStatus::authorised; break;
    case Kind::declined:
    case Kind::unknown: break;
  }
}

Status CheckoutService::validate(const CheckoutRequest& request) const {
  std::vector<FieldError> wrong;
  check_address(request.shipping_address, "shipping_address.", wrong);
  if (!needs_.shipping && !pricing::find_shipping(needs_.pricing, request.shipping_option)) {
    wrong.push_back({"shipping_option", "not_allowed", "is not one of the shipping options"});
  }
  if (request.payment && request.payment->token.empty() && !needs_.payments.has_form(request.payment->provider)) {
    wrong.push_back({"payment.token", "required", "is required"});
  }
  if (request.payment && !needs_.payments.has_provider(request.payment->provider)) {
    wrong.push_back({"payment.provider", "not_allowed", "is not one of the ways to pay"});
  }
  if (wrong.empty()) return done();
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", std::move(wrong)};
}

// --- the look ---

Status CheckoutService::enough(const Cart& cart) const {
  if (cart.reserved_until > needs_.clock.now()) return done();
  std::vector<FieldError> missing;
  for (std::size_t i = 0; i < cart.lines.size(); ++i) {
    if (needs_.levels.available(cart.lines[i].variant_id) >= cart.lines[i].quantity) continue;
    missing.push_back({"lines[" + std::to_string(i) + "].quantity", "out_of_stock", "Fewer are left."});
  }
  if (missing.empty()) return done();
  return out_of_stock(std::move(missing));
}

Result<Placed> CheckoutService::ordered_before(db::Reader& reader, const Cart& cart, const std::string& request_name) {
  if (request_name.empty()) return must_be_open(cart).error();
  auto stored = order_store::find(reader, cart.order_id);
  if (!stored || stored->request != request_name) return must_be_open(cart).error();
  if (stored->order.status == OrderStatus::placed) {
    auto waiting = needs_.payments.of(reader, stored->order.id.value);
    if (!waiting.empty() && waiting.front().status == payments::PaymentStatus::action_required) {
      return Placed{std::move(stored->order), std::move(waiting.front())};
    }
    return Error{ErrorKind::conflict, "request.in_flight", "The outcome of this payment is being found out."};
  }
  // The cart was read before its order was given up, the order after: without a snapshot over both, look again.
  if (stored->order.status == OrderStatus::dropped) return Error{ErrorKind::conflict, cart_changed, "The cart is free again."};
  auto payments = needs_.payments.of(reader, stored->order.id.value);
  if (payments.empty()) return Placed{std::move(stored->order), std::nullopt};
  return Placed{std::move(stored->order), std::move(payments.front())};
}

Result<CheckoutService::Plan> CheckoutService::plan(db::Reader& reader, const Shopper& shopper, CartId id,
                                                    const CheckoutRequest& request, const std::string& request_name) {
  Plan plan;
  TRY(plan.cart, carts_.find(reader, shopper, id));
  if (plan.cart.status != CartStatus::open) {
    TRY(plan.before, ordered_before(reader, plan.cart, request_name));
    return plan;
  }
  if (plan.cart.lines.empty()) return empty_cart();
  const auto offer = look_up(needs_, reader, plan.cart, {request.shipping_option, &request.shipping_address, shopper.account_id,
                                                         std::string(trimmed(request.email))});
  TRY_DONE(check_offer(offer, request));
  TRY_DONE(enough(plan.cart));
  plan.order = new_order(shopper, plan.cart, request, needs_.clock.now());
  plan.order.id = needs_.ids.make<OrderId>();
  plan.order.lines = order_lines(needs_, offer);
  plan.order.totals = offer.quote.totals;
  plan.order.shipping_option = {offer.option->id, offer.option->name};
  plan.order.discounts = offer.taken_off;
  for (const auto& tender : offer.tenders) {
    if (tender.amount.amount > 0) plan.order.tenders.push_back(tender);
  }
  plan.order.taxed = Taxed{offer.taxes.rates.shipping, offer.taxes.tax_exempt};
  plan.basket = offer.basket;
  plan.discounts = offer.discounts.applied;
  plan.due = offer.due.amount;
  plan.drop_tickets = shopper.drop_tickets;
  return plan;
}

Status CheckoutService::check_offer(const Offer& offer, const CheckoutRequest& request) const {
  std::vector<FieldError> gone;
  for (std::size_t i = 0; i < offer.lines.size(); ++i) {
    if (offer.lines[i].sold) continue;
    gone.push_back({"lines[" + std::to_string(i) + "].variant_id", "unavailable", "It is not sold any more."});
  }
  if (!gone.empty()) {
    return Error{ErrorKind::conflict, "orders.line_unavailable", "Some of it is not sold any more.", std::move(gone)};
  }
  if (!offer.option) return invalid_field("shipping_option", "not_allowed", "is not one of the shipping options");
  if (!offer.discounts.refused.empty()) {
    Error refused = offer.discounts.refused.front().error;
    refused.kind = ErrorKind::conflict;  // the cart is there, and so was the code
    return refused;
  }
  for (const auto& tender : offer.tenders) {
    if (tender.problem) return Error{ErrorKind::conflict, *tender.problem, "A gift card cannot pay: take it out of the cart."};
  }
  if (request.amount_due && *request.amount_due != offer.due) {
    return Error{ErrorKind::conflict, "orders.total_changed",
                 "It costs " + decimal_text(offer.due) + " " + std::string(offer.currency.code()) + " by now."};
  }
  if (offer.due.amount > 0 && !request.payment) return invalid_field("payment", "required", "is required");
  return done();
}

// --- the first write ---

Status CheckoutService::take_stock(db::Transaction& tx, const Plan& plan) {
  const auto lines = stock_lines(plan.order.lines);
  const std::string order = to_text(plan.order.id);
  const auto account = plan.order.account_id;
  const auto people = inventory::person_keys(account ? to_text(account) : "", plan.order.email);
  const inventory::Buyer buyer{plan.order.shipping_address.country, people};
  if (plan.cart.reserved_until.micros == 0) return needs_.stock.sell(tx, order, lines, buyer);
  const std::string cart = to_text(plan.cart.id);
  const bool as_held = tx.nested([&] {
    const auto sold = needs_.stock.commit(tx, cart, order, buyer);
    return sold.ok() && same_units(*sold, lines);
  });
  if (as_held) return done();
  // The hold is over, in part or as a whole: what is left of it is free for anybody, and this cart is anybody.
  TRY_DONE(needs_.stock.release(tx, cart));
  return needs_.stock.sell(tx, order, lines, buyer);
}

Status CheckoutService::take_claims(db::Transaction& tx, const Plan& plan) {
  const std::int64_t order = plan.order.id.value;
  if (!plan.discounts.empty()) {
    auto redeemed = needs_.promotions->redeem(tx, order, plan.basket, plan.discounts);
    if (!redeemed.ok() && redeemed.error().code == "promotions.changed") return Error{ErrorKind::conflict, cart_changed, ""};
    TRY_DONE(redeemed);
  }
  for (const auto& tender : plan.order.tenders) {
    const auto card = parse_id<credit::GiftCardId>(tender.id);
    const auto payer = tender.kind == TenderKind::gift_card ? credit::Tender::of(*card) : credit::Tender::of(plan.order.account_id);
    TRY_DONE(needs_.credit->spend(tx, payer, tender.amount, order));
  }
  if (!needs_.gate) return done();
  std::map<std::int64_t, std::int64_t> units;  // by product that is sold by a drop
  for (const auto& line : plan.order.lines) {
    if (needs_.gate->guards(line.product.id)) units[line.product.id.value] += line.quantity;
  }
  for (const auto& [product, quantity] : units) {
    TRY_DONE(needs_.gate->take(tx, catalog::ProductId{product}, quantity, plan.drop_tickets, plan.order.account_id, order));
  }
  return done();
}

Result<Placed> CheckoutService::place(db::Transaction& tx, const Plan& plan, const CheckoutRequest& request,
                                      const std::string& request_name) {
  if (plan.before) return *plan.before;
  if (!cart_store::claim(tx, plan.cart, plan.order.id, plan.order.placed_at)) {
    return Error{ErrorKind::conflict, cart_changed, "The cart was changed."};
  }
  Placed placed{plan.order, std::nullopt};
  if (plan.due > 0) {
    placed.payment = needs_.payments.begin(tx, placed.order.id.value, request.payment->provider,
                                           Money{plan.due, placed.order.totals.total.currency});
  }
  TRY_DONE(take_stock(tx, plan));
  const bool early = std::any_of(placed.order.lines.begin(), placed.order.lines.end(),
                                 [&](const OrderLine& line) { return needs_.levels.knows_preorder(line.variant_id); });
  if (early) note_promises(placed.order.lines, needs_.stock.presales(tx, to_text(placed.order.id)));
  TRY_DONE(take_claims(tx, plan));
  placed.order.number = order_store::next_number(tx);
  order_store::insert(tx, placed.order, request_name);
  return placed;
}

Status CheckoutService::settle_at_once(db::Transaction& tx, Placed& placed, AnswerKeeper& keeper) {
  placed.order = as_paid(std::move(placed.order), needs_.clock.now());
  CHECK(settling_.pay(tx, placed.order));
  keeper.prepare(placed);
  return keeper.keep(tx);
}

// --- the second write ---

Result<Settled> CheckoutService::settle_late(db::Transaction& tx, const Placed& placed) {
  const auto stored = order_store::find(tx, placed.order.id);
  CHECK(stored);
  if (stored->order.paid_at.micros != 0) {
    return Settled{std::nullopt, {stored->order, *needs_.payments.find(tx, placed.payment->id)}};
  }
  // Cancelled while its money was being asked for.
  needs_.payments.refund(tx, placed.payment->id);
  return Settled{Error{ErrorKind::conflict, "orders.cancelled", "The order was cancelled. The money is given back."},
                 placed};
}

Result<Settled> CheckoutService::settle(db::Transaction& tx, const Placed& placed, const payments::Outcome& outcome,
                                        AnswerKeeper& keeper) {
  using Kind = payments::Outcome::Kind;
  using payments::PaymentStatus;
  const bool recorded = needs_.payments.record(tx, placed.payment->id, outcome);
  const auto known = recorded ? std::nullopt : needs_.payments.find(tx, placed.payment->id);
  CHECK(recorded || known);
  if (outcome.kind == Kind::paid) {
    // Given up by reconciliation before the provider answered: it has said that this money is not taken.
    if (known && known->status == PaymentStatus::failed) {
      return Settled{Error{ErrorKind::upstream, "payment.provider_failed", "The payment was given up."}, placed};
    }
    if (!settling_.pay(tx, placed.order)) return settle_late(tx, placed);
    TRY_DONE(keeper.keep(tx));
    return Settled{std::nullopt, placed};
  }
  const bool waits = outcome.kind == Kind::action_required || outcome.kind == Kind::authorised;
  // A webhook knew better: its event settles the order.
  const bool overtaken = known && known->status != PaymentStatus::declined && known->status != PaymentStatus::failed;
  if (waits || overtaken) {
    if (outcome.kind == Kind::authorised && recorded) {
      TRY_DONE(needs_.payments.capture(tx, placed.payment->id, placed.payment->amount));
    }
    TRY_DONE(keeper.keep(tx));
    return Settled{std::nullopt, placed};
  }
  Order dropped = placed.order;
  settling_.drop(tx, dropped, outcome.error.code);
  TRY_DONE(keeper.keep(tx));
  return Settled{outcome.error, placed};
}

// --- all of it ---

Task<Status> CheckoutService::keep_refusal(AnswerKeeper& keeper) {
  auto work = [&](db::Transaction& tx) -> Status {
    TRY_DONE(keeper.claim(tx));
    return keeper.keep(tx);
  };
  auto kept = co_await needs_.database.write(work);
  co_return kept;
}

Task<Result<Placed>> CheckoutService::run_kept(Shopper shopper, CartId cart, CheckoutRequest request,
                                               AnswerKeeper& keeper) {
  if (auto valid = validate(request); !valid.ok()) co_return std::move(valid).error();
  const std::string name = keeper.name();
  std::optional<Result<Placed>> attempt;
  for (int tries = 0; tries < tries_max; ++tries) {
    auto look = [&](db::Reader& reader) { return plan(reader, shopper, cart, request, name); };
    auto planned = co_await needs_.database.read(look);
    if (!planned.ok() && (name.empty() || planned.error().kind == ErrorKind::not_found)) {
      co_return std::move(planned).error();
    }
    bool claimed = false;
    if (planned.ok() && planned->before) keeper.prepare(*planned->before);
    auto first = [&](db::Transaction& tx) -> Result<Placed> {
      claimed = false;
      TRY_DONE(keeper.claim(tx));
      claimed = true;
      if (!planned.ok()) return planned.error();
      TRY(auto placed, place(tx, *planned, request, name));
      if (planned->before) TRY_DONE(keeper.keep(tx));
      if (!planned->before && !placed.payment) TRY_DONE(settle_at_once(tx, placed, keeper));
      return placed;
    };
    attempt.emplace(co_await needs_.database.write(first));
    if (!claimed) co_return std::move(*attempt);
    if (attempt->ok() && (planned->before || !(**attempt).payment)) co_return std::move(*attempt);
    if (attempt->ok() || attempt->error().code != cart_changed) break;
  }
  if (!attempt->ok()) {
    if (attempt->error().code == cart_changed) {
      attempt.emplace(Error{ErrorKind::conflict, "orders.cart_busy", "This cart is being changed elsewhere."});
    }
    // What the repetition of this request would get is of no concern for this answer.
    if (keeper.prepare(*attempt)) {
      [[maybe_unused]] auto kept = co_await keep_refusal(keeper);
    }
    co_return std::move(*attempt);
  }

  Placed placed = std::move(**attempt);
  std::string return_url = request.return_url.value_or("");
  auto outcome = co_await needs_.payments.pay(*placed.payment, request.payment->token, std::move(return_url));
  take_outcome(placed, outcome, needs_.clock.now());
  if (outcome.kind == payments::Outcome::Kind::declined || outcome.kind == payments::Outcome::Kind::unknown) {
    keeper.prepare(outcome.error);
  } else {
    keeper.prepare(placed);
  }
  auto second = [&](db::Transaction& tx) { return settle(tx, placed, outcome, keeper); };
  auto settled = co_await needs_.database.write(second);
  if (!settled.ok()) co_return std::move(settled).error();
  if (settled->refusal) co_return std::move(*settled->refusal);
  co_return std::move(settled->placed);
}

Task<Result<Order>> CheckoutService::run(Shopper shopper, CartId cart, CheckoutRequest request) {
  AnswerKeeper none;
  auto placed = co_await run_kept(std::move(shopper), cart, std::move(request), none);
  if (!placed.ok()) co_return std::move(placed).error();
  co_return std::move(placed->order);
}

}  // namespace plaza::orders

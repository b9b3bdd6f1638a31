#include "warranty_service.h"

#include <algorithm>

#include "photos.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "returns/events.h"
#include "store.h"

namespace plaza::returns {
namespace {

Error claim_not_found() { return {ErrorKind::not_found, "returns.claim_not_found", "There is no such claim."}; }
Error stale() { return {ErrorKind::conflict, "returns.stale", "It was changed meanwhile: look at it again."}; }

ClaimEntry entry(Time at, ClaimStatus status, const orders::By& by, std::string_view text) {
  ClaimEntry made{at, status, std::string(actor_text(by.kind)), std::nullopt, std::string(text)};
  if (by.id) made.account_id = by.id;
  return made;
}

const orders::OrderLine* line_of(const orders::Order& order, orders::LineId id) {
  const auto found = std::find_if(order.lines.begin(), order.lines.end(), [&](const auto& line) { return line.id == id; });
  return found == order.lines.end() ? nullptr : &*found;
}

}  // namespace

Result<Warranty> WarrantyService::add(db::Transaction& tx, const orders::Order& order, orders::LineId line,
                                      std::string_view serial) {
  const auto* sold = line_of(order, line);
  if (!sold) return invalid_field("line_id", "not_found", "is no line of this order");
  const Policy policy = store::read_policy(tx);
  const auto arrived = arrived_at(order, line, 0);
  const std::int64_t units = kept_units(order, line);
  if (!arrived || units == 0) {
    return Error{ErrorKind::conflict, "returns.not_shipped", "Only what was shipped and kept can be registered."};
  }
  const std::int64_t months = warranty_months(needs_.catalog.product(tx, sold->product.id), policy);
  if (months == 0) return Error{ErrorKind::conflict, "returns.no_warranty", "There is no warranty on it."};
  const std::string number(trimmed(serial));
  if (!number.empty() && store::serial_is_taken(tx, sold->product.id, number)) {
    return Error{ErrorKind::conflict, "returns.serial_taken", "This serial number is registered already.",
                 {{"serial", "taken", "is registered already"}}};
  }
  const std::int64_t unit = store::count_warranties(tx, line) + 1;
  if (unit > units) return Error{ErrorKind::conflict, "returns.all_registered", "All units of it are registered."};
  const std::string title = sold->variant_title.empty() ? sold->product.title : sold->product.title + " – " + sold->variant_title;
  const Warranty warranty{needs_.ids.make<WarrantyId>(), order.id, line, order.account_id, title, number, needs_.clock.now(),
                          *arrived, months_after(*arrived, months)};
  if (!store::insert(tx, {warranty, sold->product.id, sold->variant_id}, unit)) return stale();
  return warranty;
}

std::optional<Warranty> WarrantyService::find(db::Reader& reader, WarrantyId id) { return store::find_warranty(reader, id); }

std::vector<Warranty> WarrantyService::of_order(db::Reader& reader, orders::OrderId order) {
  return store::warranties_of(reader, order);
}

std::vector<Warranty> WarrantyService::of_account(db::Reader& reader, identity::AccountId account) {
  CHECK(account);
  return store::warranties_of(reader, account);
}

Result<Claim> WarrantyService::claim(db::Transaction& tx, const Warranty& warranty, std::string_view problem,
                                     const std::vector<media::MediaId>& photos, const orders::By& by) {
  const Time now = needs_.clock.now();
  if (warranty.expires_at < now && by.kind != orders::Actor::staff) {
    return Error{ErrorKind::conflict, "returns.warranty_expired", "The warranty is over."};
  }
  const auto order = needs_.orders.find(tx, warranty.order_id);
  CHECK(order);
  TRY_DONE(photos_are_there(needs_, tx, *order, photos, by, "photo_ids"));
  Claim claim;
  claim.id = needs_.ids.make<ClaimId>();
  claim.warranty_id = warranty.id;
  claim.order_id = warranty.order_id;
  claim.line_id = warranty.line_id;
  claim.opened_at = now;
  claim.title = warranty.title;
  claim.problem = std::string(trimmed(problem));
  claim.photo_ids = photos;
  claim.history = {entry(now, ClaimStatus::opened, by, {})};
  if (!store::insert(tx, claim)) {
    return Error{ErrorKind::conflict, "returns.claim_open", "A claim of this warranty is being looked at."};
  }
  publish(tx, claim, *order);
  needs_.mail.tell(tx, claim, *order, {});
  return claim;
}

std::optional<Claim> WarrantyService::find_claim(db::Reader& reader, ClaimId id) { return store::find_claim(reader, id); }

std::vector<Claim> WarrantyService::claims(db::Reader& reader, const ClaimQuery& query) {
  CHECK(query.limit >= 1 && query.limit <= 101);
  const std::string q(trimmed(query.q));
  if (q.empty()) return store::list(reader, query);
  std::vector<Claim> found;
  const auto wanted = [&](const Claim& claim) {
    return (!query.status || claim.status == *query.status) && (!query.before || claim.id < query.before);
  };
  if (const auto id = parse_id<ClaimId>(lower_ascii(q))) {
    if (auto claim = store::find_claim(reader, *id); claim && wanted(*claim)) found.push_back(std::move(*claim));
    return found;
  }
  orders::OrderQuery orders;
  orders.q = q;
  orders.limit = 100;
  for (const auto& order : needs_.orders.list(reader, orders)) {
    ClaimQuery of_order;
    of_order.order_id = order.id;
    of_order.limit = query.limit;
    for (auto& claim : store::list(reader, of_order)) {
      if (wanted(claim)) found.push_back(std::move(claim));
    }
  }
  std::sort(found.begin(), found.end(), [](const Claim& a, const Claim& b) { return a.id > b.id; });
  if (found.size() > static_cast<std::size_t>(query.limit)) found.resize(static_cast<std::size_t>(query.limit));
  return found;
}

Result<WarrantyService::Moving> WarrantyService::moving(db::Transaction& tx, ClaimId id, ClaimStatus to,
                                                        std::optional<std::int64_t> version) {
  auto claim = store::find_claim(tx, id);
  if (!claim) return claim_not_found();
  if (version && *version != claim->version) return stale();
  if (!may_move(claim->status, to)) {
    return Error{ErrorKind::conflict, "returns.wrong_status", "The claim is " + std::string(json::enum_text(claim->status)) + "."};
  }
  auto order = needs_.orders.find(tx, claim->order_id);
  CHECK(order);
  return Moving{std::move(*claim), std::move(*order)};
}

Result<Claim> WarrantyService::moved(db::Transaction& tx, Moving moving, ClaimStatus to, const orders::By& by,
                                     std::string_view text) {
  Claim claim = std::move(moving.claim);
  claim.status = to;
  claim.history.push_back(entry(needs_.clock.now(), to, by, text));
  if (!store::change(tx, claim)) return stale();
  ++claim.version;
  publish(tx, claim, moving.order);
  needs_.mail.tell(tx, claim, moving.order, std::string(text));
  return claim;
}

void WarrantyService::publish(db::Transaction& tx, const Claim& claim, const orders::Order& order) {
  ClaimFacts facts{claim.id, claim.order_id, {}, std::nullopt, std::string(json::enum_text(claim.status))};
  if (const auto* line = line_of(order, claim.line_id)) facts.product_id = line->product.id;
  if (order.account_id) facts.account_id = order.account_id;
  events::publish(tx, claim.order_id.value, ClaimChanged{facts});
}

Result<Claim> WarrantyService::decide(db::Transaction& tx, ClaimId id, ClaimStatus to, const orders::By& by,
                                      std::string_view text, std::optional<std::int64_t> version) {
  CHECK(to == ClaimStatus::accepted || to == ClaimStatus::declined);
  TRY(auto found, moving(tx, id, to, version));
  return moved(tx, std::move(found), to, by, text);
}

Status WarrantyService::give_back(db::Transaction& tx, Moving& moving, Remedy remedy, const orders::By& by,
                                  std::string_view text) {
  Claim& claim = moving.claim;
  orders::RefundRequest wanted;
  wanted.lines = {{claim.line_id, 1, false}};
  wanted.reason = text.empty() ? "Warranty claim " + to_text(claim.id) : std::string(text);
  wanted.by = by;
  wanted.kind = orders::RefundKind::returned;
  if (remedy == Remedy::refund) {
    TRY(const auto done, needs_.after_sale.refund(tx, claim.order_id, wanted));
    claim.refunded = done.refund.amount;
    return plaza::done();
  }
  const auto* line = line_of(moving.order, claim.line_id);
  CHECK(line);
  wanted.kind = orders::RefundKind::exchange;
  wanted.to = orders::RefundRequest::To::exchange;
  TRY(const auto worth, needs_.after_sale.estimate(tx, claim.order_id, wanted));
  orders::ExchangeRequest replacement;
  replacement.original = claim.order_id;
  replacement.lines = {{line->variant_id, 1}};
  replacement.value = worth.refund.amount.amount;
  replacement.reason = wanted.reason;
  replacement.by = by;
  replacement.dearer = orders::ExchangeRequest::Dearer::waived;
  TRY(const auto looked, needs_.after_sale.preview_exchange(tx, replacement));
  replacement.value -= looked.left;
  // Does it cost less by now, the rest goes back to what paid. The broken one first: one person may have as many as before.
  wanted.exchange_value = replacement.value;
  wanted.to = orders::RefundRequest::To::original;
  TRY_DONE(needs_.after_sale.refund(tx, claim.order_id, wanted));
  TRY(const auto made, needs_.after_sale.exchange(tx, replacement));
  claim.replacement_order_id = made.order.id;
  return plaza::done();
}

Result<Money> WarrantyService::gift_of(db::Reader& reader, ClaimId id, Remedy remedy) {
  const auto claim = store::find_claim(reader, id);
  if (!claim) return claim_not_found();
  if (remedy == Remedy::repair) {
    const auto order = needs_.orders.find(reader, claim->order_id);
    CHECK(order);
    return Money{0, order->totals.total.currency};
  }
  orders::RefundRequest wanted;
  wanted.lines = {{claim->line_id, 1, false}};
  wanted.kind = orders::RefundKind::returned;
  TRY(const auto worth, needs_.after_sale.estimate(reader, claim->order_id, wanted));
  return worth.refund.amount;
}

Result<Claim> WarrantyService::resolve(db::Transaction& tx, ClaimId id, Remedy remedy, const orders::By& by,
                                       std::string_view text, std::optional<std::int64_t> version) {
  TRY(auto found, moving(tx, id, ClaimStatus::resolved, version));
  found.claim.remedy = remedy;
  if (remedy != Remedy::repair) TRY_DONE(give_back(tx, found, remedy, by, text));
  return moved(tx, std::move(found), ClaimStatus::resolved, by, text);
}

}  // namespace plaza::returns

#include "return_service.h"

#include <algorithm>

#include "photos.h"
#include "platform/base/check.h"
#include "platform/events/outbox.h"
#include "returns/events.h"
#include "store.h"

namespace plaza::returns {
namespace {

Error not_found() { return {ErrorKind::not_found, "returns.not_found", "There is no such return."}; }
Error stale() { return {ErrorKind::conflict, "returns.stale", "It was changed meanwhile: look at it again."}; }

ReturnRequest asked_of(const Return& each) { return {each.lines, each.resolution, each.exchange_lines}; }

ReturnEntry entry(Time at, ReturnStatus status, const orders::By& by, std::string_view text) {
  ReturnEntry made{at, status, std::string(actor_text(by.kind)), std::nullopt, std::string(text)};
  if (by.id) made.account_id = by.id;
  return made;
}

const orders::OrderLine* line_of(const orders::Order& order, orders::LineId id) {
  for (const auto& line : order.lines) {
    if (line.id == id) return &line;
  }
  return nullptr;
}

// What came must be part of what was to come, and no line twice.
Status check_received(const Return& each, const std::vector<ReceivedLine>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string field = "lines[" + std::to_string(i) + "]";
    const auto same = [&](const auto& other) { return other.line_id == lines[i].line_id; };
    const auto asked = std::find_if(each.lines.begin(), each.lines.end(), same);
    if (asked == each.lines.end()) return invalid_field(field + ".line_id", "not_found", "is no line of this return");
    if (std::count_if(lines.begin(), lines.end(), same) > 1) return invalid_field(field + ".line_id", "duplicate", "is named twice");
    if (lines[i].quantity > asked->quantity) {
      return invalid_field(field + ".quantity", "too_large", "is more than was to come back");
    }
  }
  return done();
}

// An estimate is asked for before pictures are there, and never for what cannot come back.
Status still_accepted(const ReturnRequest& request, const std::vector<ReturnableLine>& lines) {
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto may = std::find_if(lines.begin(), lines.end(), [&](const auto& each) { return each.line_id == request.lines[i].line_id; });
    if (may == lines.end() || !may->code) continue;
    const bool over = *may->code == "returns.window_over";
    if (!over && *may->code != "returns.final_sale") continue;
    const std::string field = "lines[" + std::to_string(i) + "].line_id";
    return Error{ErrorKind::conflict, *may->code, over ? "The time to send it back is over." : "It was a final sale and does not come back.",
                 {{field, "not_allowed", "does not come back"}}};
  }
  return done();
}

}  // namespace

Error wrong_status(const Return& each, ReturnStatus to) {
  return {ErrorKind::conflict, "returns.wrong_status",
          "The return is " + std::string(json::enum_text(each.status)) + " and cannot be " + std::string(json::enum_text(to)) + "."};
}

std::vector<ReceivedLine> as_asked(const std::vector<ReturnLine>& lines) {
  std::vector<ReceivedLine> units;
  for (const auto& line : lines) units.push_back({line.line_id, line.quantity, Condition::as_new, true});
  return units;
}

ReturnFacts facts_of(const Return& each, const orders::Order& order) {
  ReturnFacts facts{each.id, each.order_id, std::nullopt, {}};
  if (each.account_id) facts.account_id = each.account_id;
  for (const auto& line : each.lines) {
    if (const auto* sold = line_of(order, line.line_id)) {
      facts.lines.push_back({sold->product.id, sold->variant_id, line.quantity, line.reason});
    }
  }
  return facts;
}

Policy ReturnService::policy(db::Reader& reader) { return store::read_policy(reader); }

Result<Policy> ReturnService::set_policy(db::Transaction& tx, const Policy& policy) {
  for (std::size_t i = 0; i < policy.reasons.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (policy.reasons[i].code == policy.reasons[j].code) {
        return invalid_field("reasons[" + std::to_string(i) + "].code", "duplicate", "stands there twice");
      }
    }
  }
  if (!store::write_policy(tx, policy)) return stale();
  return store::read_policy(tx);
}

std::set<std::int64_t> ReturnService::final_sales(db::Reader& reader, const orders::Order& order, const Policy& policy) {
  std::set<std::int64_t> final_sale;
  if (policy.final_sale_tags.empty()) return final_sale;
  for (const auto& line : order.lines) {
    const auto product = needs_.catalog.product(reader, line.product.id);
    if (!product) continue;
    const bool is_final = std::any_of(product->tags.begin(), product->tags.end(), [&](const std::string& tag) {
      return std::find(policy.final_sale_tags.begin(), policy.final_sale_tags.end(), tag) != policy.final_sale_tags.end();
    });
    if (is_final) final_sale.insert(line.product.id.value);
  }
  return final_sale;
}

std::vector<ReturnableLine> ReturnService::lines_of(db::Reader& reader, const orders::Order& order, const Policy& policy) {
  UnitsUnderWay under_way;
  for (const auto& line : order.lines) under_way[line.id.value] = store::units_under_way(reader, line.id);
  return returnable(order, policy, under_way, final_sales(reader, order, policy), needs_.clock.now());
}

ReturnOptions ReturnService::options(db::Reader& reader, const orders::Order& order) {
  const Policy policy = store::read_policy(reader);
  return {lines_of(reader, order, policy), policy.reasons, policy.store_credit, policy.exchanges};
}

Result<ReturnMoney> ReturnService::worth(db::Reader& reader, const orders::Order& order, const ReturnRequest& asked,
                                         const std::vector<ReceivedLine>& units) {
  const Policy policy = store::read_policy(reader);
  auto wanted = refund_of(units, asked, order, policy, 0);
  wanted.fee = 0;
  wanted.shipping = 0;
  // First what the goods are worth, then the fee that depends on it.
  TRY(const auto bare, needs_.after_sale.estimate(reader, order.id, wanted));
  const std::int64_t goods = money_of(bare.refund).goods.amount;
  TRY(const auto done, needs_.after_sale.estimate(reader, order.id, refund_of(units, asked, order, policy, goods)));
  return money_of(done.refund);
}

Result<ReturnMoney> ReturnService::estimate(db::Reader& reader, const orders::Order& order, const ReturnRequest& request) {
  const Policy policy = store::read_policy(reader);
  const auto lines = lines_of(reader, order, policy);
  TRY_DONE(check(request, order, policy, lines, orders::Actor::staff));
  TRY_DONE(still_accepted(request, lines));
  return worth(reader, order, request, as_asked(request.lines));
}

Result<Return> ReturnService::request(db::Transaction& tx, const orders::Order& order, const ReturnRequest& request,
                                      const orders::By& by) {
  const Policy policy = store::read_policy(tx);
  const auto lines = lines_of(tx, order, policy);
  TRY_DONE(check(request, order, policy, lines, by.kind));
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto& line = request.lines[i];
    TRY_DONE(photos_are_there(needs_, tx, order, line.photo_ids, by, "lines[" + std::to_string(i) + "].photo_ids"));
    if (store::take_units(tx, line.line_id, line.quantity, kept_units(order, line.line_id))) continue;
    return Error{ErrorKind::conflict, "returns.too_many_units", "Fewer units of it can come back.",
                 {{"lines[" + std::to_string(i) + "].quantity", "too_many_units", "Fewer units of it can come back."}}};
  }
  Return made;
  made.id = needs_.ids.make<ReturnId>();
  made.order_id = order.id;
  made.account_id = order.account_id;
  made.requested_at = made.updated_at = needs_.clock.now();
  made.order_number = orders::number_text(order.number);
  made.lines = request.lines;
  made.resolution = request.resolution;
  made.exchange_lines = request.exchange_lines;
  made.history = {entry(made.requested_at, ReturnStatus::requested, by, {})};
  const bool at_once = policy.approve_at_once || by.kind == orders::Actor::staff;
  if (at_once) {
    made.status = ReturnStatus::approved;
    made.history.push_back(entry(made.requested_at, ReturnStatus::approved,
                                 by.kind == orders::Actor::staff ? by : orders::By{orders::Actor::system}, {}));
  }
  store::insert(tx, made, order.email);
  events::publish(tx, order.id.value, ReturnRequested{facts_of(made, order)});
  needs_.mail.tell(tx, made, order, {});
  return made;
}

std::optional<Return> ReturnService::find(db::Reader& reader, ReturnId id) { return store::find(reader, id); }

std::vector<Return> ReturnService::list(db::Reader& reader, const ReturnQuery& query) {
  CHECK(query.limit >= 1 && query.limit <= 101);
  return store::list(reader, query);
}

ReturnView ReturnService::view(db::Reader& reader, const Return& each) {
  ReturnView view{each.id, each.order_id, each.order_number, each.status, each.version, each.requested_at, each.updated_at, {},
                  each.resolution, each.exchange_lines, std::nullopt, each.money, each.exchange_order_id, each.exchange_due,
                  may_move(each.status, ReturnStatus::cancelled), each.history};
  const auto order = needs_.orders.find(reader, each.order_id);
  for (const auto& line : each.lines) {
    ReturnLineView shown;
    shown.line_id = line.line_id;
    shown.quantity = line.quantity;
    shown.reason = line.reason;
    shown.note = line.note;
    if (const auto* sold = order ? line_of(*order, line.line_id) : nullptr) {
      shown.product = sold->product;
      shown.variant_title = sold->variant_title;
    }
    for (const auto id : line.photo_ids) {
      const auto picture = needs_.media.view(id);
      shown.photos.push_back({id, picture ? picture->url : "", picture ? picture->alt : ""});
    }
    for (const auto& came : each.received) {
      if (came.line_id == line.line_id) shown.received = came.quantity, shown.condition = came.condition;
    }
    view.lines.push_back(std::move(shown));
  }
  const bool open = each.status == ReturnStatus::requested || each.status == ReturnStatus::approved ||
                    each.status == ReturnStatus::received;
  if (open && order) {
    auto money = worth(reader, *order, asked_of(each), each.received.empty() ? as_asked(each.lines) : each.received);
    if (money.ok()) view.estimate = std::move(*money);
  }
  return view;
}

Result<ReturnService::Moving> ReturnService::moving(db::Transaction& tx, ReturnId id, ReturnStatus to,
                                                    std::optional<std::int64_t> version) {
  auto each = store::find(tx, id);
  if (!each) return not_found();
  if (version && *version != each->version) return stale();
  if (!may_move(each->status, to)) return wrong_status(*each, to);
  auto order = needs_.orders.find(tx, each->order_id);
  CHECK(order);
  return Moving{std::move(*each), std::move(*order)};
}

Result<Return> ReturnService::moved(db::Transaction& tx, Moving moving, ReturnStatus to, const orders::By& by,
                                    std::string_view text) {
  Return each = std::move(moving.each);
  each.status = to;
  each.updated_at = needs_.clock.now();
  each.history.push_back(entry(each.updated_at, to, by, text));
  if (!store::change(tx, each)) return stale();
  ++each.version;
  needs_.mail.tell(tx, each, moving.order, std::string(text));
  return each;
}

void ReturnService::release_units(db::Transaction& tx, const Return& each) {
  for (const auto& line : each.lines) store::drop_units(tx, line.line_id, line.quantity);
}

Result<Return> ReturnService::decide(db::Transaction& tx, ReturnId id, ReturnStatus to, const orders::By& by,
                                     std::string_view text, std::optional<std::int64_t> version) {
  CHECK(to == ReturnStatus::approved || to == ReturnStatus::declined || to == ReturnStatus::cancelled);
  if (const auto before = store::find(tx, id); before && before->status == to && !version) return *before;  // the second click
  TRY(auto found, moving(tx, id, to, version));
  if (to != ReturnStatus::approved) release_units(tx, found.each);
  return moved(tx, std::move(found), to, by, text);
}

Result<Return> ReturnService::receive(db::Transaction& tx, ReturnId id, const std::vector<ReceivedLine>& lines,
                                      const orders::By& by, std::optional<std::int64_t> version) {
  TRY(auto found, moving(tx, id, ReturnStatus::received, version));
  TRY_DONE(check_received(found.each, lines));
  found.each.received = lines.empty() ? as_asked(found.each.lines) : lines;
  return moved(tx, std::move(found), ReturnStatus::received, by, {});
}

}  // namespace plaza::returns

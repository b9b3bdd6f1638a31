#include "identity/ids.h"
#include "platform/http/rate_limit.h"
#include "routes.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;
using http::Call;

// Strangers' addresses are not to be filled with our mail.
constexpr http::RateLimit asked_by_one_caller{10, 10.0 / 3'600, 100'000};

struct AskAlert {
  VariantId id;
  std::string email;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("email", email, json::Optional{}, json::Length{0, 254},
      json::Doc{"Of a guest; a member is told by the bell."});
  }
};

Result<Alerts::Who> who_of(const Call& call, const std::string& email) {
  Alerts::Who who{identity::AccountId{call.caller.subject}, "", call.caller.locale};
  if (who.account_id) return who;
  if (!json::has_format(email, json::Pattern::Name::email))
    return invalid_field("email", email.empty() ? "required" : "wrong_format", "must be an e-mail address");
  who.email = email;
  return who;
}

// What a product page says of a variant beside its number.
struct AvailabilityView {
  VariantId variant_id;
  bool available = false, preorder = false;
  std::optional<Time> promised_at;
  std::optional<std::int64_t> per_order, per_person;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("available", available);
    v("preorder", preorder, json::Doc{"It is sold before it is there, now."});
    v("promised_at", promised_at, json::Doc{"When a pre-order is expected."});
    v("per_order", per_order);
    v("per_person", per_person);
  }
};
struct AvailabilityList {
  std::vector<AvailabilityView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct AskAvailability {
  std::string variants;
  template <class V>
  void describe(V& v) {
    v("variants", variants, json::Length{1, 2'000}, json::Doc{"Ids with commas between, at most 100."});
  }
};

constexpr std::size_t asked_max = 100;

Result<AvailabilityList> availability(const RouteParts& parts, std::string_view ids) {
  AvailabilityList list;
  while (!ids.empty()) {
    const auto comma = ids.find(',');
    const auto id = parse_id<VariantId>(ids.substr(0, comma));
    ids = comma == std::string_view::npos ? std::string_view() : ids.substr(comma + 1);
    if (!id || list.items.size() == asked_max)
      return invalid_field("variants", "wrong_format", "must be at most 100 variants' ids");
    const auto preorder = parts.levels.preorder(*id);
    const auto limit = parts.limits.of(*id);
    AvailabilityView view{*id, parts.levels.available(*id) > 0, preorder.has_value(), {}, {}, {}};
    if (preorder) view.promised_at = preorder->promised_at;
    if (limit) {
      view.per_order = limit->per_order;
      view.per_person = limit->per_person;
    }
    list.items.push_back(view);
  }
  return list;
}

}  // namespace

void add_alert_routes(http::Routes& routes, const RouteParts& parts) {
  const auto limiter = std::make_shared<http::RateLimiter>(asked_by_one_caller);
  routes.add(
      http::post<AskAlert, http::None>("/v1/variants/{id}/alerts", "askForStockAlert")
          .summary("Tell me once when it is back: by the bell, or a guest by mail.")
          .tag("Stock")
          .error("inventory.variant_not_found", ErrorKind::not_found, "There is no such variant.")
          .error("request.too_many", ErrorKind::too_many, "Too many guests' addresses from here.")
          .write(parts.database,
                 [parts, limiter](Call& call, db::Transaction& tx,
                                  const AskAlert& r) -> Result<http::None> {
                   TRY(const auto who, who_of(call, r.email));
                   const bool guest = !who.account_id;
                   if (guest && !limiter->take(call.request.remote_address, parts.clock.now())) {
                     return Error{ErrorKind::too_many, "request.too_many", "Please try again later."};
                   }
                   TRY_DONE(parts.alerts.ask(tx, r.id, who));
                   return http::None{};
                 }));
  routes.add(http::del<AskAlert, http::None>("/v1/variants/{id}/alerts", "callOffStockAlert")
                 .summary("A member does not want to be told any more.")
                 .tag("Stock")
                 .access(http::Access::signed_in())
                 .write(parts.database,
                        [parts](Call& call, db::Transaction& tx,
                                const AskAlert& r) -> Result<http::None> {
                          TRY(const auto who, who_of(call, ""));
                          parts.alerts.call_off(tx, r.id, who);
                          return http::None{};
                        }));
  routes.add(http::get<AskAvailability, AvailabilityList>("/v1/availability", "getAvailability")
                 .summary("Whether variants can be bought, by pre-order or within limits; from memory.")
                 .tag("Stock")
                 .memory([parts](Call&, const AskAvailability& r) {
                   return availability(parts, r.variants);
                 }));
}

}  // namespace plaza::inventory

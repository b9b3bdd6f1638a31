#include "defect_views.h"
#include "identity/roles.h"
#include "routes.h"

namespace plaza::radar {
namespace {

using http::Call;

constexpr int advice_shown = 50, evidence_shown = 50;

identity::AccountId actor_of(const Call& call) { return identity::AccountId{call.caller.subject}; }

std::string sku_of(const std::optional<catalog::Product>& product, catalog::VariantId id) {
  if (!product || !id) return {};
  for (const auto& variant : product->variants) {
    if (variant.id == id) return variant.sku.empty() ? variant.title : variant.sku;
  }
  return {};
}

AdviceView view_of(const RouteParts& parts, db::Reader& reader, const Advice& advice) {
  const auto product = parts.needs.catalog.product(reader, advice.product);
  AdviceView view;
  view.id = advice.id;
  view.product = {advice.product, product ? product->title : std::string(), parts.service.paused().is_paused(advice.product)};
  view.on_sale = product && product->status == catalog::ProductStatus::active;
  view.status = advice.status;
  view.days = advice.rise.days;
  view.people = advice.rise.people;
  view.expected = advice.rise.expected;
  view.chance = advice.rise.chance;
  view.returned = advice.rise.by_source[0];
  view.reviewed = advice.rise.by_source[1];
  view.asked = advice.rise.by_source[2];
  view.talked = advice.rise.by_source[3];
  view.sku = sku_of(product, catalog::VariantId{advice.rise.variant});
  view.bought_from = advice.rise.bought_from;
  view.bought_until = advice.rise.bought_until;
  const Time end = advice.closed_at.value_or(parts.needs.clock.now());
  for (const auto& each : store::signals_of(reader, advice.product, advice.opened_at - days(window_days_max), end, evidence_shown)) {
    view.evidence.push_back({each.source, each.about, sku_of(product, each.variant), each.at});
  }
  view.note = advice.note;
  view.opened_at = advice.opened_at;
  view.closed_at = advice.closed_at;
  view.version = advice.version;
  return view;
}

template <class Deed>
void add_decision(http::Routes& routes, const RouteParts& parts, const char* path, const char* name, const char* summary, Deed deed) {
  routes.add(http::post<DecideAdvice, AdviceView>(path, name)
                 .summary(summary)
                 .tag("Radar").access(identity::staff_access(identity::merchandiser))
                 .error("radar.not_found", ErrorKind::not_found, "There is no such advice.")
                 .error("radar.stale", ErrorKind::conflict, "Somebody else changed it meanwhile.")
                 .error("radar.wrong_status", ErrorKind::conflict, "It is decided already.")
                 .write(parts.needs.database, [parts, deed](Call& call, db::Transaction& tx, const DecideAdvice& r) -> Result<AdviceView> {
                   TRY(const auto advice, deed(parts.defects, tx, r, actor_of(call)));
                   return view_of(parts, tx, advice);
                 }));
}

}  // namespace

void add_defect_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListAdvice, AdviceList>("/v1/admin/radar/defects", "listRadarDefects")
                 .summary("Products of which too many people say that something is wrong, with what they said; the newest fifty.")
                 .tag("Radar").access(identity::staff_access())
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const ListAdvice& r) -> Result<AdviceList> {
                   AdviceList list;
                   for (const auto& advice : store::list_advice(reader, r.status, advice_shown)) {
                     list.items.push_back(view_of(parts, reader, advice));
                   }
                   return list;
                 }));
  const auto stop = [](DefectService& defects, db::Transaction& tx, const DecideAdvice& r, identity::AccountId by) {
    return defects.stop(tx, r.id, r.version, r.note, by);
  };
  const auto keep = [](DefectService& defects, db::Transaction& tx, const DecideAdvice& r, identity::AccountId by) {
    return defects.keep(tx, r.id, r.version, r.note, by);
  };
  add_decision(routes, parts, "/v1/admin/radar/defects/{id}/stop", "stopSaleOfDefect",
               "Takes the product out of the shop (a draft again) and out of all recommendations.", stop);
  add_decision(routes, parts, "/v1/admin/radar/defects/{id}/keep", "keepSaleOfDefect",
               "It is sold on; told again only when twice as many people speak.", keep);
}

}  // namespace plaza::radar

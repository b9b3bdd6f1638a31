#include "routes.h"

#include "identity/roles.h"
#include "store.h"
#include "views.h"

namespace plaza::radar {
namespace {

using http::Call;

constexpr const char* none = "radar.not_found";
constexpr const char* old = "radar.stale";
constexpr const char* state = "radar.wrong_status";
constexpr const char* no_product = "radar.product_not_found";
constexpr std::size_t spreading_shown = 12;
constexpr int trail_shown = 100;

identity::AccountId actor_of(const Call& call) { return identity::AccountId{call.caller.subject}; }

std::string name_of(const RouteParts& parts, identity::AccountId id) {
  return id ? parts.needs.views.author(id, {}).name : std::string();
}

RadarProduct product_of(const RouteParts& parts, db::Reader& reader, catalog::ProductId id) {
  const auto product = parts.needs.catalog.product(reader, id);
  return {id, product ? product->title : std::string(), parts.service.paused().is_paused(id)};
}

std::optional<content::PostView> post_of(const RouteParts& parts, db::Reader& reader, content::PostId id, identity::AccountId staff) {
  const std::vector<content::PostId> ids{id};
  auto views = parts.needs.views.views(reader, ids, staff);
  return views.empty() ? std::nullopt : std::optional(std::move(views[0]));
}

SpreadView view_of(const RouteParts& parts, const Look& look, identity::AccountId staff) {
  const auto& spread = look.spread;
  SpreadView view;
  view.post = parts.needs.views.view(look.post, staff);
  view.reach = spread.reach;
  view.shares = std::ssize(spread.shares);
  view.likes = spread.likes;
  view.hides = spread.hides;
  view.comments = spread.comments;
  view.curve.push_back({spread.published_at, 0});
  for (const auto& seen : spread.curve) view.curve.push_back({Time{(seen.hour + 1) * hours(1)}, seen.reach});
  view.expected = look.forecast.expected;
  view.low = look.forecast.low;
  view.high = look.forecast.high;
  view.learnt = look.forecast.learnt;
  view.mood = {look.verdict.negative, look.verdict.score, std::string(ml::text::severity_name(look.verdict.severity)), look.verdict.words,
               spread.mood.positive, spread.mood.neutral, spread.mood.negative};
  view.author_orders = look.orders;
  return view;
}

RadarView radar(const RouteParts& parts, db::Reader& reader, identity::AccountId staff) {
  RadarView view;
  view.open = store::count_open(reader);
  const Time since = parts.needs.clock.now() - days(2);
  for (const auto& spread : parts.watch.moving(since, 2 * spreading_shown)) {
    if (view.spreading.size() >= spreading_shown) break;
    if (const auto look = parts.service.look_at(reader, spread)) view.spreading.push_back(view_of(parts, *look, staff));
  }
  for (const auto& paused : store::paused(reader)) {
    if (view.paused.size() >= 100) break;
    view.paused.push_back({product_of(parts, reader, paused.product_id), paused.since, name_of(parts, paused.by), paused.reason});
  }
  return view;
}

AlertView view_of(const RouteParts& parts, db::Reader& reader, const Alert& alert, identity::AccountId staff) {
  AlertView view;
  view.id = alert.id;
  view.post = post_of(parts, reader, alert.post_id, staff);
  view.author = parts.needs.views.author(alert.author_id, staff);
  for (const auto product : alert.products) view.products.push_back(product_of(parts, reader, product));
  view.status = alert.status;
  view.severity = alert.severity;
  view.words = alert.words;
  view.orders = alert.orders;
  view.reach = alert.reach;
  view.shares = alert.shares;
  view.expected = alert.expected;
  view.low = alert.low;
  view.high = alert.high;
  view.times = alert.times;
  view.conversation = alert.conversation;
  view.note = alert.note;
  view.opened_at = alert.opened_at;
  view.told_at = alert.told_at;
  view.closed_at = alert.closed_at;
  view.version = alert.version;
  if (const auto spread = parts.watch.spread(alert.post_id)) {  // as it stands now
    view.reach = std::max(view.reach, spread->reach);
    view.shares = std::max<std::int64_t>(view.shares, std::ssize(spread->shares));
  }
  return view;
}

Result<AlertPage> list(const RouteParts& parts, db::Reader& reader, const ListAlerts& request, identity::AccountId staff) {
  AlertId before;
  if (!request.cursor.empty()) {
    const auto cursor = parse_id<AlertId>(request.cursor);
    if (!cursor) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    before = *cursor;
  }
  AlertPage page;
  for (const auto& alert : store::list(reader, request.status, before, request.limit + 1)) {
    if (std::ssize(page.items) == request.limit) {
      page.next_cursor = to_text(page.items.back().id);
      break;
    }
    page.items.push_back(view_of(parts, reader, alert, staff));
  }
  return page;
}

TrailView trail(const RouteParts& parts, db::Reader& reader) {
  TrailView view;
  for (const auto& entry : store::trail(reader, trail_shown)) {
    TrailLine line{entry.at, name_of(parts, entry.by), entry.deed, {}, {}, entry.reason};
    if (entry.product_id) line.product = product_of(parts, reader, entry.product_id);
    if (entry.alert_id) line.alert_id = entry.alert_id;
    view.items.push_back(std::move(line));
  }
  return view;
}

void add_product_routes(http::Routes& routes, const RouteParts& parts) {
  const auto access = identity::staff_access(identity::merchandiser | identity::agent | identity::moderator);
  routes.add(http::post<PauseProduct, RadarProduct>("/v1/admin/radar/products/{id}/pause", "pauseProductPromotion")
                 .summary("Posts with this product are recommended to nobody until it is cleared; it is sold as before.")
                 .tag("Radar").access(access)
                 .error(no_product, ErrorKind::not_found, "There is no such product.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const PauseProduct& r) -> Result<RadarProduct> {
                   TRY_DONE(parts.service.pause(tx, r.id, r.reason, actor_of(call), {}));
                   auto product = product_of(parts, tx, r.id);
                   product.paused = true;
                   return product;
                 }));
  routes.add(http::post<PauseProduct, RadarProduct>("/v1/admin/radar/products/{id}/clear", "clearProductPromotion")
                 .summary("Posts with this product may be recommended again.")
                 .tag("Radar").access(access)
                 .error(no_product, ErrorKind::not_found, "There is no such product.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const PauseProduct& r) -> Result<RadarProduct> {
                   TRY_DONE(parts.service.clear(tx, r.id, r.reason, actor_of(call)));
                   auto product = product_of(parts, tx, r.id);
                   product.paused = false;
                   return product;
                 }));
}

void add_settings_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, Settings>("/v1/admin/radar/settings", "getRadarSettings")
                 .summary("From when on a complaint is told of, and when its products are paused by the shop itself.")
                 .tag("Radar").access(identity::staff_access())
                 .read(parts.needs.database, [](Call&, db::Reader& reader, const http::None&) -> Result<Settings> {
                   return store::settings(reader);
                 }));
  routes.add(http::put<Settings, Settings>("/v1/admin/radar/settings", "setRadarSettings")
                 .summary("Changes them; in force from the next look on, some seconds later.")
                 .tag("Radar").access(identity::staff_access(identity::merchandiser))
                 .write(parts.needs.database, [](Call&, db::Transaction& tx, const Settings& r) -> Result<Settings> {
                   store::set(tx, r);
                   return r;
                 }));
}

}  // namespace

void add_staff_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, RadarView>("/v1/admin/radar", "getRadar")
                 .summary("What spreads now, with its forecast and how it feels, and the products that are paused.")
                 .tag("Radar").access(identity::staff_access())
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<RadarView> {
                   return radar(parts, reader, actor_of(call));
                 }));
  routes.add(http::get<ListAlerts, AlertPage>("/v1/admin/radar/alerts", "listRadarAlerts")
                 .summary("Complaints that spread, newest first.")
                 .tag("Radar").access(identity::staff_access())
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ListAlerts& r) {
                   return list(parts, reader, r, actor_of(call));
                 }));
  routes.add(http::post<CloseAlert, AlertView>("/v1/admin/radar/alerts/{id}/close", "closeRadarAlert")
                 .summary("It was handled, or it was none; a dismissed one is not told of again.")
                 .tag("Radar").access(identity::staff_access(identity::merchandiser | identity::agent | identity::moderator))
                 .error(none, ErrorKind::not_found, "There is no such alert.")
                 .error(old, ErrorKind::conflict, "Somebody else changed it meanwhile.")
                 .error(state, ErrorKind::conflict, "It is closed already.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const CloseAlert& r) -> Result<AlertView> {
                   TRY(const auto alert, parts.service.close(tx, r.id, r.version, r.outcome, r.note, actor_of(call)));
                   return view_of(parts, tx, alert, actor_of(call));
                 }));
  routes.add(http::get<http::None, TrailView>("/v1/admin/radar/trail", "listRadarTrail")
                 .summary("Who paused, cleared or closed what, and why; the last hundred.")
                 .tag("Radar").access(identity::staff_access())
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<TrailView> {
                   return trail(parts, reader);
                 }));
  add_product_routes(routes, parts);
  add_settings_routes(routes, parts);
}

}  // namespace plaza::radar

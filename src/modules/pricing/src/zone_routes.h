// The four routes that tax zones and shipping zones have alike. A `Kind` names its types (Id, Body, Zone, View, List, Patch), says its
// words (path, one, operations, summaries), reads all its zones, and takes what a patch gives into a body.
#pragma once

#include <string>
#include <utility>

#include "routes.h"

namespace plaza::pricing {

template <class Kind>
typename Kind::View zone_view(const typename Kind::Zone& zone) {
  typename Kind::View view;
  static_cast<typename Kind::Body&>(view) = zone.body;
  view.id = zone.id;
  view.version = zone.version;
  view.created_at = zone.created_at;
  return view;
}

template <class Kind>
Result<typename Kind::Zone> find_zone(db::Reader& reader, typename Kind::Id id) {
  auto zones = Kind::all(reader);
  for (auto& zone : zones) {
    if (zone.id == id) return std::move(zone);
  }
  return zone_not_found();
}

// What zones have alike of a patch.
template <class Patch, class Body>
void take_common(const Patch& patch, Body& body) {
  if (patch.name) body.name = *patch.name;
  if (patch.countries) body.countries = *patch.countries;
  if (patch.regions) body.regions = *patch.regions;
  if (patch.rates) body.rates = *patch.rates;
}

template <class Kind>
Result<typename Kind::View> patch_zone(const RouteParts& parts, db::Transaction& tx, const typename Kind::Patch& request) {
  TRY(auto zone, find_zone<Kind>(tx, request.id));
  if (request.version && *request.version != zone.version) return stale();
  Kind::take(request, zone.body);
  TRY_DONE(parts.service.update_zone(tx, zone, zone.version));
  TRY(const auto updated, find_zone<Kind>(tx, request.id));
  return zone_view<Kind>(updated);
}

template <class Kind>
void add_zone_routes(http::Routes& routes, const RouteParts& parts) {
  using Body = typename Kind::Body;
  using View = typename Kind::View;
  using List = typename Kind::List;
  using Patch = typename Kind::Patch;
  using Path = IdPath<typename Kind::Id>;
  const std::string one = std::string(Kind::path) + "/{id}";
  const auto list = [](http::Call&, db::Reader& reader, const http::None&) -> Result<List> {
    List all;
    const auto zones = Kind::all(reader);
    for (const auto& zone : zones) all.items.push_back(zone_view<Kind>(zone));
    return all;
  };
  const auto create = [parts](http::Call&, db::Transaction& tx, const Body& request) -> Result<View> {
    TRY(const auto id, parts.service.create_zone(tx, request));
    TRY(const auto zone, find_zone<Kind>(tx, id));
    return zone_view<Kind>(zone);
  };
  const auto patch = [parts](http::Call&, db::Transaction& tx, const Patch& request) {
    return patch_zone<Kind>(parts, tx, request);
  };
  const auto remove = [parts](http::Call&, db::Transaction& tx, const Path& request) -> Result<http::None> {
    TRY_DONE(parts.service.remove_zone(tx, request.id));
    return http::None{};
  };
  const char* const missing = "pricing.zone_not_found";
  const char* const missing_text = "There is no such zone.";
  const char* const taken = "pricing.country_taken";
  const char* const taken_text = "Another zone has some of these places.";
  routes.add(http::get<http::None, List>(Kind::path, Kind::list)
                 .summary(Kind::list_summary)
                 .tag("Settings")
                 .access(merchandisers())
                 .read(parts.database, list));
  routes.add(http::post<Body, View>(Kind::path, Kind::create)
                 .summary(Kind::create_summary)
                 .tag("Settings")
                 .access(owners())
                 .status(201)
                 .idempotent()
                 .error(taken, ErrorKind::conflict, taken_text)
                 .error("pricing.too_many", ErrorKind::conflict, "There are as many as there may be.")
                 .write(parts.database, create));
  routes.add(http::patch<Patch, View>(one, Kind::update)
                 .summary("Changes what is given; lists are replaced whole.")
                 .tag("Settings")
                 .access(owners())
                 .error(missing, ErrorKind::not_found, missing_text)
                 .error(taken, ErrorKind::conflict, taken_text)
                 .error("pricing.stale", ErrorKind::conflict, "Somebody changed it in the meantime.")
                 .write(parts.database, patch));
  routes.add(http::del<Path, http::None>(one, Kind::remove)
                 .summary(Kind::remove_summary)
                 .tag("Settings")
                 .access(owners())
                 .error(missing, ErrorKind::not_found, missing_text)
                 .write(parts.database, remove));
}

}  // namespace plaza::pricing

#include <algorithm>

#include "inventory/events.h"
#include "platform/events/outbox.h"
#include "routes.h"
#include "rules.h"
#include "store.h"

namespace plaza::inventory {
namespace {

using http::Call;

struct LocationView {
  LocationId id;
  std::string handle, name;
  std::int64_t priority = 0;
  std::vector<std::string> countries;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("priority", priority, json::Doc{"The lowest is asked first for units."});
    v("countries", countries, json::Items{0, 250}, json::Doc{"That it serves; none: all."});
  }
};
struct LocationPage {
  std::vector<LocationView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 1'000});
    v("next_cursor", next_cursor);
  }
};
struct CreateLocation {
  std::string handle, name;
  std::int64_t priority = 0;
  std::vector<std::string> countries;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 60});
    v("name", name, json::Length{1, 100});
    v("priority", priority, json::Optional{}, json::Between{-1000, 1000});
    v("countries", countries, json::Optional{}, json::Items{0, 250});
  }
};
struct EditLocation {
  LocationId id;
  std::optional<std::string> name;
  std::optional<std::int64_t> priority;
  std::optional<std::vector<std::string>> countries;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name, json::Length{1, 100});
    v("priority", priority, json::Between{-1000, 1000});
    v("countries", countries, json::Items{0, 250});
  }
};

LocationView view_of(const Location& location) {
  LocationView view{location.id, location.handle, location.name, location.priority, {}};
  for (std::size_t at = 0; at < location.countries.size(); at += 3)
    view.countries.push_back(location.countries.substr(at, 2));
  return view;
}

Result<std::string> countries_of(std::span<const std::string> countries) {
  auto list = country_list(countries);
  if (list) return std::move(*list);
  return invalid_field("countries", "wrong_format", "must be two-letter codes such as VN");
}

void tell(db::Transaction& tx, LocationRules& places, const Location& location) {
  events::publish(tx, location.id.value, RulesChanged{"location"});
  tx.on_commit([&places, location] { places.put(location); });
}

Result<LocationView> create(const RouteParts& parts, db::Transaction& tx,
                            const CreateLocation& request) {
  if (!is_location_handle(request.handle)) {
    return invalid_field("handle", "wrong_format",
                         "may have lower-case letters, digits, - and _ only");
  }
  TRY(std::string countries, countries_of(request.countries));
  const Location location{parts.ids.make<LocationId>(), request.handle, request.name,
                          request.priority, std::move(countries)};
  if (!insert_location(tx, location, parts.clock.now())) {
    return Error{ErrorKind::conflict,
                 "inventory.handle_taken",
                 "Another location has this handle.",
                 {{"handle", "taken", "is taken"}}};
  }
  tell(tx, parts.places, location);
  return view_of(location);
}

Result<LocationView> edit(const RouteParts& parts, db::Transaction& tx,
                          const EditLocation& request) {
  const auto all = locations(tx);
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Location& each) { return each.id == request.id; });
  if (found == all.end()) {
    return Error{ErrorKind::not_found, "inventory.location_not_found", "There is no such location."};
  }
  Location location = *found;
  if (request.name) location.name = *request.name;
  if (request.priority) location.priority = *request.priority;
  if (request.countries) {
    TRY(location.countries, countries_of(*request.countries));
  }
  update_location(tx, location);
  tell(tx, parts.places, location);
  return view_of(location);
}

}  // namespace

void add_location_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, LocationPage>("/v1/admin/locations", "listLocations")
                 .summary("Where stock is kept; orders are taken from the first that has enough.")
                 .tag("Stock")
                 .access(staff())
                 .read(parts.database,
                       [](Call&, db::Reader& reader, const http::None&) -> Result<LocationPage> {
                         LocationPage page;
                         for (const auto& l : locations(reader)) page.items.push_back(view_of(l));
                         return page;
                       }));
  routes.add(
      http::post<CreateLocation, LocationView>("/v1/admin/locations", "createLocation")
          .summary("Adds a location.")
          .tag("Stock")
          .access(staff())
          .status(201)
          .idempotent()
          .error("inventory.handle_taken", ErrorKind::conflict, "Another location has this handle.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx, const CreateLocation& request) {
                   return create(parts, tx, request);
                 }));
  routes.add(
      http::patch<EditLocation, LocationView>("/v1/admin/locations/{id}", "editLocation")
          .summary("Changes a location's name, priority or the countries that it serves.")
          .tag("Stock")
          .access(staff())
          .error("inventory.location_not_found", ErrorKind::not_found, "There is no such location.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx, const EditLocation& request) {
                   return edit(parts, tx, request);
                 }));
}

}  // namespace plaza::inventory

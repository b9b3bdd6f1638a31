#include "zone_routes.h"

namespace plaza::pricing {
namespace {

struct ShippingZoneView : ShippingZoneBody {
  ShippingZoneId id;
  std::int64_t version = 1;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("countries", countries, json::Items{0, places_max});
    v("regions", regions, json::Items{0, places_max});
    v("rates", rates);
    v("version", version);
    v("created_at", created_at);
  }
};
struct ShippingZoneList {
  std::vector<ShippingZoneView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, zones_max});
    v("next_cursor", next_cursor);
  }
};
struct PatchShippingZone {
  ShippingZoneId id;
  std::optional<std::int64_t> version;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> countries, regions;
  std::optional<std::vector<ShippingRate>> rates;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version, json::Between{1, std::numeric_limits<std::int64_t>::max()});
    v("name", name, json::Length{1, 100});
    v("countries", countries, json::Items{0, places_max});
    v("regions", regions, json::Items{0, places_max});
    v("rates", rates, json::Items{0, 20});
  }
};

struct ShippingZones {
  using Id = ShippingZoneId;
  using Body = ShippingZoneBody;
  using Zone = ShippingZone;
  using View = ShippingZoneView;
  using List = ShippingZoneList;
  using Patch = PatchShippingZone;
  static constexpr const char *path = "/v1/admin/shipping_zones", *list = "listShippingZones", *create = "createShippingZone",
                              *update = "updateShippingZone", *remove = "removeShippingZone";
  static constexpr const char* list_summary = "Shipping zones in the order they were made; without one the configured options hold everywhere.";
  static constexpr const char* create_summary =
      "Makes a shipping zone of countries and regions; without any it is that of everywhere else.";
  static constexpr const char* remove_summary = "Removes a shipping zone.";

  static auto all(db::Reader& reader) { return shipping_zones(reader); }
  static void take(const Patch& patch, Body& body) {
    take_common(patch, body);
  }
};

}  // namespace

void add_shipping_routes(http::Routes& routes, const RouteParts& parts) { add_zone_routes<ShippingZones>(routes, parts); }

}  // namespace plaza::pricing

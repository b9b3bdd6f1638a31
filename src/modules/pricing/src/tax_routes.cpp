#include "zone_routes.h"

namespace plaza::pricing {
namespace {

struct TaxZoneView : TaxZoneBody {
  TaxZoneId id;
  std::int64_t version = 1;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("countries", countries, json::Items{0, places_max});
    v("regions", regions, json::Items{0, places_max});
    v("rates", rates);
    v("shipping_ppm", shipping_ppm);
    v("prices_include_tax", prices_include_tax);
    v("version", version);
    v("created_at", created_at);
  }
};
struct TaxZoneList {
  std::vector<TaxZoneView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, zones_max});
    v("next_cursor", next_cursor);
  }
};
struct PatchTaxZone {
  TaxZoneId id;
  std::optional<std::int64_t> version, shipping_ppm;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> countries, regions;
  std::optional<std::vector<ClassRate>> rates;
  std::optional<bool> prices_include_tax;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version, json::Between{1, std::numeric_limits<std::int64_t>::max()});
    v("name", name, json::Length{1, 100});
    v("countries", countries, json::Items{0, places_max});
    v("regions", regions, json::Items{0, places_max});
    v("rates", rates, json::Items{0, 40});
    v("shipping_ppm", shipping_ppm, json::Between{0, 1'000'000});
    v("prices_include_tax", prices_include_tax);
  }
};

struct TaxZones {
  using Id = TaxZoneId;
  using Body = TaxZoneBody;
  using Zone = TaxZone;
  using View = TaxZoneView;
  using List = TaxZoneList;
  using Patch = PatchTaxZone;
  static constexpr const char *path = "/v1/admin/tax_zones", *list = "listTaxZones", *create = "createTaxZone",
                              *update = "updateTaxZone", *remove = "removeTaxZone";
  static constexpr const char* list_summary = "Tax zones in the order they were made; without one the configured flat rate holds everywhere.";
  static constexpr const char* create_summary =
      "Makes a tax zone of countries and regions; without any it is that of everywhere else.";
  static constexpr const char* remove_summary = "Removes a tax zone.";

  static auto all(db::Reader& reader) { return tax_zones(reader); }
  static void take(const Patch& patch, Body& body) {
    take_common(patch, body);
    body.shipping_ppm = patch.shipping_ppm.value_or(body.shipping_ppm);
    body.prices_include_tax = patch.prices_include_tax.value_or(body.prices_include_tax);
  }
};

}  // namespace

void add_tax_routes(http::Routes& routes, const RouteParts& parts) { add_zone_routes<TaxZones>(routes, parts); }

}  // namespace plaza::pricing

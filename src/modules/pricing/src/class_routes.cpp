// Tax classes by their names.
#include "routes.h"

namespace plaza::pricing {
namespace {

using http::Call;

struct ClassRateView {
  TaxZoneId zone_id;
  std::string zone_name;
  std::int64_t rate_ppm = 0;
  template <class V>
  void describe(V& v) {
    v("zone_id", zone_id);
    v("zone_name", zone_name);
    v("rate_ppm", rate_ppm);
  }
};
struct TaxClassNameView {
  std::string name;
  std::int64_t product_count = 0;
  std::vector<ClassRateView> rates;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("product_count", product_count, json::Doc{"Products that bear it; of the standard one, all others do."});
    v("rates", rates, json::Items{0, zones_max});
  }
};
struct TaxClassNameList {
  std::vector<TaxClassNameView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct NewClassRate {
  TaxZoneId zone_id;
  std::int64_t rate_ppm = 0;
  template <class V>
  void describe(V& v) {
    v("zone_id", zone_id);
    v("rate_ppm", rate_ppm, json::Between{0, 1'000'000});
  }
};
struct CreateTaxClass {
  std::string name;
  std::vector<NewClassRate> rates;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 40});
    v("rates", rates, json::Items{1, zones_max});
  }
};
struct RenameTaxClass {
  std::string old_name, name;
  template <class V>
  void describe(V& v) {
    v("old_name", old_name, json::Length{1, 40});
    v("name", name, json::Length{1, 40});
  }
};
struct RemoveTaxClass {
  std::string name;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 40});
  }
};

TaxClassNameList list_of(db::Reader& reader) {
  TaxClassNameList list;
  for (const auto& one : named_classes(read_taxes(reader))) {
    TaxClassNameView view{one.name, one.product_count, {}};
    for (const auto& rate : one.rates) view.rates.push_back({rate.zone_id, rate.zone_name, rate.rate_ppm});
    list.items.push_back(std::move(view));
  }
  return list;
}

}  // namespace

void add_class_name_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, TaxClassNameList>("/v1/admin/tax_class_names", "listTaxClassNames")
                 .summary("The tax classes: their rates by zone and how many products bear them; the standard one first.")
                 .tag("Settings")
                 .access(merchandisers())
                 .read(parts.database, [](Call&, db::Reader& reader, const http::None&) -> Result<TaxClassNameList> {
                   return list_of(reader);
                 }));
  routes.add(http::post<CreateTaxClass, TaxClassNameList>("/v1/admin/tax_class_names", "createTaxClass")
                 .summary("A class with its rate in one zone or more; in the others it has the standard rate.")
                 .tag("Settings")
                 .access(owners())
                 .status(201)
                 .error("pricing.class_taken", ErrorKind::conflict, "There is a class of this name.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const CreateTaxClass& request) -> Result<TaxClassNameList> {
                   std::vector<ZoneRate> rates;
                   for (const auto& rate : request.rates) rates.push_back({rate.zone_id, {}, rate.rate_ppm});
                   TRY_DONE(parts.service.create_class(tx, request.name, rates));
                   return list_of(tx);
                 }));
  routes.add(http::patch<RenameTaxClass, TaxClassNameList>("/v1/admin/tax_class_names/{old_name}", "renameTaxClass")
                 .summary("Renames a class in every zone and on every product at once.")
                 .tag("Settings")
                 .access(owners())
                 .error("pricing.class_not_found", ErrorKind::not_found, "There is no such class.")
                 .error("pricing.class_taken", ErrorKind::conflict, "There is a class of the new name.")
                 .error("pricing.class_is_standard", ErrorKind::conflict, "The standard class stays as it is.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const RenameTaxClass& request) -> Result<TaxClassNameList> {
                   TRY_DONE(parts.service.rename_class(tx, request.old_name, request.name));
                   return list_of(tx);
                 }));
  routes.add(http::del<RemoveTaxClass, http::None>("/v1/admin/tax_class_names/{name}", "removeTaxClass")
                 .summary("Removes a class that no product bears, with its rates.")
                 .tag("Settings")
                 .access(owners())
                 .error("pricing.class_not_found", ErrorKind::not_found, "There is no such class.")
                 .error("pricing.class_in_use", ErrorKind::conflict, "Products bear it.")
                 .error("pricing.class_is_standard", ErrorKind::conflict, "The standard class stays.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const RemoveTaxClass& request) -> Result<http::None> {
                   TRY_DONE(parts.service.remove_class(tx, request.name));
                   return http::None{};
                 }));
}

}  // namespace plaza::pricing

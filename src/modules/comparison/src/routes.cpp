#include "routes.h"

namespace plaza::comparison {

namespace {

struct ComparisonQuery {
  std::string products;
  template <class V>
  void describe(V& v) {
    v("products", products, json::Length{0, 1'000}, json::Optional{},
      json::Doc{"Handles of two to four products, separated by commas."});
  }
};

}  // namespace

void add_comparison_routes(http::Routes& routes, db::Database& database, const Comparison& comparison) {
  routes.add(http::get<ComparisonQuery, ComparisonView>("/v1/comparison", "compare_products")
                 .summary("Two to four products side by side, by what they state: rows with units, the best value and gaps.")
                 .tag("Products")
                 .error("comparison.too_few", ErrorKind::invalid, "At least two different products are needed.")
                 .error("comparison.too_many", ErrorKind::invalid, "At most four products stand side by side.")
                 .error("comparison.product_not_found", ErrorKind::not_found, "One of them is not in the shop; `errors` says which.")
                 .read(database, [&comparison](http::Call& call, db::Reader& reader, const ComparisonQuery& query) {
                   return comparison.compare(reader, handles_of(query.products), content::price_viewer_of(call), call.caller.locale);
                 }));
}

}  // namespace plaza::comparison

#include "identity/roles.h"
#include "platform/base/text.h"
#include "product_sheet.h"
#include "routes.h"

namespace plaza::catalog {
namespace {

using http::Call;

constexpr int products_in_page = 2'000;  // of one answer: some megabytes

Result<ProductQuery> query_of(const Call& call) {
  ProductQuery query;
  query.q = call.request.query_value("q").value_or("");
  if (!is_utf8(query.q) || query.q.size() > 1'000)
    return invalid_field("q", "too_long", "is too long");
  if (const auto status = call.request.query_value("status"); status && !status->empty()) {
    query.status = json::parse_enum<ProductStatus>(*status);
    if (!query.status) return invalid_field("status", "not_allowed", "is no status");
  }
  if (const auto cursor = call.request.query_value("cursor"); cursor && !cursor->empty()) {
    const auto parsed = parse_id<ProductId>(*cursor);
    if (!parsed) return invalid_field("cursor", "wrong_format", "is no cursor");
    query.before = *parsed;
  }
  return query;
}

Task<http::Response> write_out(const RouteParts& parts, Call& call) {
  const auto query = query_of(call);
  if (!query.ok()) co_return http::problem(query.error());
  auto work = [&](db::Reader& reader) {
    return write_products(reader, {parts.catalog, parts.collections, parts.media_library, parts.public_url,
                                   parts.columns},
                          *query, products_in_page);
  };
  auto page = co_await parts.database.read(work);
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.header("content-disposition", "attachment; filename=\"products.csv\"");
  response.header("cache-control", "no-store");
  if (page.next) response.header("plaza-next-cursor", to_text(*page.next));
  response.body = std::move(page.text);
  co_return response;
}

}  // namespace

void add_export_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, http::None>("/v1/admin/products.csv", "exportProducts")
                 .summary("Products as CSV that can be imported again, some 2,000 of them: all, "
                          "oldest first, or those of ?q= and ?status=. Plaza-Next-Cursor says where "
                          "to go on (?cursor=).")
                 .tag("Catalogue")
                 .access(identity::staff_access(identity::merchandiser))
                 .status(200)
                 .raw([parts](Call& call) { return write_out(parts, call); }));
}

}  // namespace plaza::catalog

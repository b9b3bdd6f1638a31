#include "identity/roles.h"
#include "requests.h"
#include "routes.h"
#include "views.h"
#include "writer.h"

namespace plaza::catalog {
namespace {

using http::Call;

struct ProductPath {
  ProductId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct ListProducts {
  std::string q;
  std::optional<ProductStatus> status;
  int limit = 20;
  std::optional<ProductId> cursor;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{}, json::Length{0, 200});
    v("status", status);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor);
  }
};

http::Access staff() { return identity::staff_access(identity::merchandiser); }

AdminProduct view(const RouteParts& parts, db::Reader& reader, const Product& product) {
  return product_view(product, parts.collections.all(reader), parts.media_library);
}

Result<AdminProductPage> list(const RouteParts& parts, db::Reader& reader,
                              const ListProducts& request) {
  ProductQuery query{request.q, request.status, request.cursor.value_or(ProductId{}),
                     request.limit + 1};
  // One more than asked for tells whether there is a next page; a page of 100 asks for the 101st
  // apart.
  const bool full = request.limit == 100;
  if (full) query.limit = 100;
  auto products = parts.catalog.products(reader, query);
  bool more = std::ssize(products) > request.limit;
  if (full && products.size() == 100) {
    query.before = products.back().id;
    query.limit = 1;
    more = !parts.catalog.products(reader, query).empty();
  }
  if (std::ssize(products) > request.limit)
    products.resize(static_cast<std::size_t>(request.limit));
  AdminProductPage page;
  const auto collections = parts.collections.all(reader);
  for (const auto& product : products)
    page.items.push_back(product_view(product, collections, parts.media_library));
  if (more) page.next_cursor = to_text(products.back().id);
  return page;
}

Result<AdminProduct> create(const RouteParts& parts, db::Transaction& tx,
                            const CreateProduct& request) {
  TRY(auto wish, RequestReader(parts.currency, parts.media_library).product(request));
  TRY(auto product, parts.catalog.create(tx, wish));
  return view(parts, tx, product);
}

Result<AdminProduct> patch(const RouteParts& parts, db::Transaction& tx,
                           const PatchProduct& request) {
  const auto before = parts.catalog.product(tx, request.id);
  if (!before) return product_not_found();
  TRY(auto wish, RequestReader(parts.currency, parts.media_library).patch(request, *before));
  TRY(auto product, parts.catalog.update(tx, request.id, wish));
  return view(parts, tx, product);
}

Result<AdminVariant> add_variant(const RouteParts& parts, db::Transaction& tx,
                                 const AddVariant& request) {
  auto product = parts.catalog.product(tx, request.id);
  if (!product) return product_not_found();
  if (product->variants.empty() && product->options.empty()) {
    // The first variant says what there is to choose.
    for (const auto& [name, value] : request.options) product->options.push_back({name, {}});
    ProductPatch options;
    options.options = product->options;
    if (!product->options.empty()) TRY_DONE(parts.catalog.update(tx, request.id, options));
  }
  TRY(auto wish, RequestReader(parts.currency, parts.media_library).variant(request, product->options));
  TRY(auto variant, parts.catalog.add_variant(tx, request.id, wish));
  return variant_view(variant, *product, parts.media_library);
}

Result<AdminVariant> patch_variant(const RouteParts& parts, db::Transaction& tx,
                                   const PatchVariant& request) {
  const VariantId ids[] = {request.id};
  const auto known = parts.catalog.variants(tx, ids);
  if (known.empty()) {
    return Error{ErrorKind::not_found, "catalog.variant_not_found", "There is no such variant."};
  }
  const auto product = parts.catalog.product(tx, known.front().variant.product_id);
  if (!product) return product_not_found();
  TRY(auto wish, RequestReader(parts.currency, parts.media_library).patch(request, *product));
  TRY(auto variant, parts.catalog.update_variant(tx, request.id, wish));
  return variant_view(variant, *product, parts.media_library);
}

constexpr const char* no_product = "catalog.product_not_found";
constexpr const char* taken = "catalog.handle_taken";

}  // namespace

void add_product_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(
      http::get<ListProducts, AdminProductPage>("/v1/admin/products", "listAdminProducts")
          .summary("Products whatever their status, newest first; q finds words of titles, vendors, "
                   "SKUs and barcodes.")
          .tag("Catalogue")
          .access(staff())
          .read(parts.database, [parts](Call&, db::Reader& reader, const ListProducts& request) {
            return list(parts, reader, request);
          }));
  routes.add(
      http::post<CreateProduct, AdminProduct>("/v1/admin/products", "createProduct")
          .summary("Makes a product. One without variants is not shown until it gets one.")
          .tag("Catalogue")
          .access(staff())
          .status(201)
          .idempotent()
          .error(taken, ErrorKind::conflict, "Another product has this handle.")
          .write(parts.database, [parts](Call&, db::Transaction& tx, const CreateProduct& request) {
            return create(parts, tx, request);
          }));
  routes.add(http::get<ProductPath, AdminProduct>("/v1/admin/products/{id}", "getAdminProduct")
                 .summary("A product whatever its status.")
                 .tag("Catalogue")
                 .access(staff())
                 .error(no_product, ErrorKind::not_found, "There is no such product.")
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader,
                               const ProductPath& request) -> Result<AdminProduct> {
                         const auto product = parts.catalog.product(reader, request.id);
                         if (!product) return product_not_found();
                         return view(parts, reader, *product);
                       }));
  routes.add(
      http::patch<PatchProduct, AdminProduct>("/v1/admin/products/{id}", "updateProduct")
          .summary("Changes what is given; lists are replaced whole.")
          .tag("Catalogue")
          .access(staff())
          .error(no_product, ErrorKind::not_found, "There is no such product.")
          .error(taken, ErrorKind::conflict, "Another product has this handle.")
          .write(parts.database, [parts](Call&, db::Transaction& tx, const PatchProduct& request) {
            return patch(parts, tx, request);
          }));
  routes.add(http::del<ProductPath, http::None>("/v1/admin/products/{id}", "archiveProduct")
                 .summary("Takes a product out of the shop; what was ordered stays ordered.")
                 .tag("Catalogue")
                 .access(staff())
                 .error(no_product, ErrorKind::not_found, "There is no such product.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx,
                                const ProductPath& request) -> Result<http::None> {
                          TRY_DONE(parts.catalog.archive(tx, request.id));
                          return http::None{};
                        }));
  routes.add(
      http::post<AddVariant, AdminVariant>("/v1/admin/products/{id}/variants", "addVariant")
          .summary("Adds a variant.")
          .tag("Catalogue")
          .access(staff())
          .status(201)
          .idempotent()
          .error(no_product, ErrorKind::not_found, "There is no such product.")
          .error("catalog.variant_exists", ErrorKind::conflict,
                 "Another variant has the same options.")
          .write(parts.database, [parts](Call&, db::Transaction& tx, const AddVariant& request) {
            return add_variant(parts, tx, request);
          }));
  routes.add(
      http::patch<PatchVariant, AdminVariant>("/v1/admin/variants/{id}", "updateVariant")
          .summary("Changes a variant's price and names.")
          .tag("Catalogue")
          .access(staff())
          .error("catalog.variant_not_found", ErrorKind::not_found, "There is no such variant.")
          .write(parts.database, [parts](Call&, db::Transaction& tx, const PatchVariant& request) {
            return patch_variant(parts, tx, request);
          }));
}

}  // namespace plaza::catalog

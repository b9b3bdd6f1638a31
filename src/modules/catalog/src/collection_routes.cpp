#include "identity/roles.h"
#include "routes.h"
#include "views.h"

namespace plaza::catalog {
namespace {

using http::Call;

struct CollectionPath {
  CollectionId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct CreateCollection {
  std::string title, handle, description_html;
  std::optional<std::vector<ProductId>> product_ids;
  template <class V>
  void describe(V& v) {
    v("title", title, json::Length{1, 255});
    v("handle", handle, json::Optional{}, json::Length{0, 200});
    v("description_html", description_html, json::Optional{}, json::Length{0, 200'000},
      json::Multiline{});
    v("product_ids", product_ids, json::Items{0, 5'000});
  }
};
struct PatchCollection {
  CollectionId id;
  std::optional<std::string> title, handle, description_html;
  std::optional<std::vector<ProductId>> product_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title, json::Length{1, 255});
    v("handle", handle, json::Length{1, 200});
    v("description_html", description_html, json::Length{0, 200'000}, json::Multiline{});
    v("product_ids", product_ids, json::Items{0, 5'000});
  }
};

http::Access staff() { return identity::staff_access(identity::merchandiser); }

AdminCollection view(const RouteParts& parts, db::Reader& reader, const Collection& collection) {
  return {collection.id, collection.handle, collection.title, collection.description_html,
          parts.collections.products(reader, collection.id)};
}

Result<AdminCollection> find(const RouteParts& parts, db::Reader& reader, CollectionId id) {
  const auto collection = parts.collections.collection(reader, id);
  if (!collection) {
    return Error{ErrorKind::not_found, "catalog.collection_not_found",
                 "There is no such collection."};
  }
  return view(parts, reader, *collection);
}

constexpr const char* none = "catalog.collection_not_found";
constexpr const char* taken = "catalog.handle_taken";

}  // namespace

void add_collection_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(
      http::get<http::None, AdminCollectionPage>("/v1/admin/collections", "listAdminCollections")
          .summary("All collections, in their order.")
          .tag("Catalogue")
          .access(staff())
          .read(
              parts.database,
              [parts](Call&, db::Reader& reader, const http::None&) -> Result<AdminCollectionPage> {
                AdminCollectionPage page;
                for (const auto& c : parts.collections.all(reader))
                  page.items.push_back(collection_ref(c));
                return page;
              }));
  routes.add(
      http::post<CreateCollection, AdminCollection>("/v1/admin/collections", "createCollection")
          .summary("Makes a collection.")
          .tag("Catalogue")
          .access(staff())
          .status(201)
          .idempotent()
          .error(taken, ErrorKind::conflict, "Another collection has this handle.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx,
                         const CreateCollection& r) -> Result<AdminCollection> {
                   TRY(auto made, parts.collections.create(
                                      tx, {r.handle, r.title, r.description_html, r.product_ids}));
                   return view(parts, tx, made);
                 }));
  routes.add(
      http::get<CollectionPath, AdminCollection>("/v1/admin/collections/{id}", "getAdminCollection")
          .summary("A collection with all its products.")
          .tag("Catalogue")
          .access(staff())
          .error(none, ErrorKind::not_found, "There is no such collection.")
          .read(parts.database, [parts](Call&, db::Reader& reader, const CollectionPath& request) {
            return find(parts, reader, request.id);
          }));
  routes.add(
      http::patch<PatchCollection, AdminCollection>("/v1/admin/collections/{id}",
                                                    "updateCollection")
          .summary("Changes what is given; product_ids replaces all products.")
          .tag("Catalogue")
          .access(staff())
          .error(none, ErrorKind::not_found, "There is no such collection.")
          .error(taken, ErrorKind::conflict, "Another collection has this handle.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx,
                         const PatchCollection& r) -> Result<AdminCollection> {
                   const CollectionPatch wish{r.handle, r.title, r.description_html, r.product_ids};
                   TRY(auto changed, parts.collections.update(tx, r.id, wish));
                   return view(parts, tx, changed);
                 }));
  routes.add(http::del<CollectionPath, http::None>("/v1/admin/collections/{id}", "removeCollection")
                 .summary("Removes a collection; its products stay.")
                 .tag("Catalogue")
                 .access(staff())
                 .error(none, ErrorKind::not_found, "There is no such collection.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx,
                                const CollectionPath& r) -> Result<http::None> {
                          TRY_DONE(parts.collections.remove(tx, r.id));
                          return http::None{};
                        }));
}

}  // namespace plaza::catalog

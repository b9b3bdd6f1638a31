#include "product_routes.h"

#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {

namespace {

using http::Call;
using http::Response;

constexpr std::string_view list_path = "/v1/products";
constexpr std::size_t key_max = 400;

struct ListQuery {
  std::string q;
  std::string collection;
  Sort sort = Sort::relevance;
  int limit = 20;
  std::string cursor;
  std::optional<std::string> currency;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Length{0, 200}, json::Optional{});
    v("collection", collection, json::Length{0, 100}, json::Optional{});
    v("sort", sort, json::Optional{});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
    v("currency", currency, json::Pattern{json::Pattern::Name::currency}, json::Doc{"One of GET /v1/currencies."});
  }
};
struct ProductRequest {
  std::string handle;
  std::optional<std::string> currency;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 200});
    v("currency", currency, json::Pattern{json::Pattern::Name::currency}, json::Doc{"One of GET /v1/currencies."});
  }
};
Error product_not_found() { return {ErrorKind::not_found, "catalog.product_not_found", "There is no such product."}; }
Error collection_not_found() { return {ErrorKind::not_found, "catalog.collection_not_found", "There is no such collection."}; }

// How this caller is shown prices; nothing: as everybody, in the shop's currency. A currency that is named must be sold in; one
// that the browser remembers may be gone.
Result<std::optional<Look>> look_for(const Parts& parts, const Call& call, const std::optional<std::string>& named) {
  const auto base = parse_currency(parts.needs.brand.currency).value_or(Currency{});
  const auto currency = named ? parse_currency(*named) : std::optional(base);
  const bool sold = currency && (parts.needs.prices ? parts.needs.prices->sells_in(*currency) : *currency == base);
  if (!sold) {
    return Error{ErrorKind::invalid, "pricing.currency_not_sold", "The shop does not sell in this currency.",
                 {{"currency", "not_sold", "is not one of the shop's currencies"}}};
  }
  return look_of(parts.needs, call);
}

Result<ProductList> search_list(const Parts& parts, const ListQuery& query, const Look* look) {
  int offset = 0;
  if (!query.cursor.empty()) {
    const auto place = parse_integer(query.cursor).value_or(0);  // a search is paged by place, not by id
    if (place < 1 || place > 1'000) return invalid_field("cursor", "not_allowed", "is not a cursor of this list");
    offset = static_cast<int>(place);
  }
  const auto found = parts.needs.search.find({query.q, true, false, false, query.limit, offset});
  ProductList list;
  for (const auto id : found.products.ids) {
    if (auto card = parts.shelf.card(id, look)) list.items.push_back(std::move(*card));
  }
  const auto seen = offset + static_cast<int>(found.products.ids.size());
  const bool more = found.products.more || found.products.count > seen;
  if (more && seen < 1'000 && !found.products.ids.empty()) list.next_cursor = std::to_string(seen);
  return list;
}

Result<ProductList> list_products(const Parts& parts, const Call& call, const ListQuery& query) {
  TRY(const auto look, look_for(parts, call, query.currency));
  if (!query.q.empty()) return search_list(parts, query, pointer_to(look));
  if (!query.collection.empty() && !parts.shelf.collection(query.collection)) return collection_not_found();
  auto page = parts.shelf.list(query.collection, query.sort, query.limit, query.cursor, pointer_to(look));
  if (!page) return invalid_field("cursor", "not_allowed", "is not a cursor of this list");
  return ProductList{std::move(page->items), std::move(page->next_cursor)};
}

bool is_list(const http::Request& request) {
  return request.path == list_path && request.target.size() <= key_max && !request.query_value("q");
}
std::string_view handle_of(const http::Request& request) {
  std::string_view path = request.path;
  if (!path.starts_with("/v1/products/")) return {};
  path.remove_prefix(13);
  return path.find('/') == std::string_view::npos ? path : std::string_view();
}

// Kept by its address and, when a currency is not named there, by the one that the browser remembers.
std::string key_of(const Parts& parts, const http::Request& request) {
  const auto mark = currency_mark(parts.needs, request);
  return mark.empty() ? request.target : request.target + "\n" + mark;
}

// The typed route, whose answer is kept.
template <class Answer>
Task<Response> kept(Call& call, const Parts& parts, std::uint64_t version, Answer answer) {
  auto response = co_await answer(call);
  if (has_own_prices(parts.needs, call.caller)) {
    response.header("cache-control", "private, no-cache");
    co_return response;
  }
  if (response.status != 200 || call.request.target.size() > key_max) co_return response;
  co_return parts.cache.keep(key_of(parts, call.request), version, response.content_type, std::move(response.body), call.request);
}

}  // namespace

CollectionView collection_view(const Parts& parts, const catalog::Collection& collection) {
  CollectionView view;
  view.id = collection.id;
  view.handle = collection.handle;
  view.title = collection.title;
  view.description_html = collection.description_html;
  view.product_count = parts.shelf.product_count(collection.handle);
  if (const auto first = parts.shelf.list(collection.handle, Sort::popular, 1, "")) {
    if (!first->items.empty()) view.image = first->items[0].image;
  }
  return view;
}

CollectionList list_collections(const Parts& parts, const Call& call) {
  CollectionList found;
  auto collections = parts.shelf.collections();
  const auto variant = parts.needs.variant ? parts.needs.variant(viewer_of(call), call.caller.visitor) : std::nullopt;
  if (variant) {
    const auto& first = variant->collections;
    const auto place = [&](const catalog::Collection& one) { return std::find(first.begin(), first.end(), one.handle) - first.begin(); };
    std::stable_sort(collections.begin(), collections.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    if (!variant->title.empty() || !variant->text.empty() || !variant->landing.empty()) {
      const bool leads = parts.shelf.collection(variant->landing).has_value();
      found.hero = ShopHero{variant->title, variant->text, leads ? std::optional(variant->landing) : std::nullopt};
    }
  }
  for (const auto& collection : collections) found.items.push_back(collection_view(parts, collection));
  return found;
}

std::optional<Response> kept_product_answer(const Parts& parts, const http::Request& request, const http::Caller& caller) {
  if (!request.path.starts_with(list_path) || has_own_prices(parts.needs, caller)) return std::nullopt;
  if (is_list(request)) return parts.cache.find(key_of(parts, request), parts.shelf.version(), request);
  const auto handle = handle_of(request);
  if (handle.empty()) return std::nullopt;
  const auto version = parts.shelf.version_of(handle);
  return version ? parts.cache.find(key_of(parts, request), version, request) : std::nullopt;
}

void add_product_routes(http::Routes& routes, const Parts& parts) {
  auto list = http::get<ListQuery, ProductList>("/v1/products", "list_products")
                  .summary("Products of the shop: all, of a collection, or found by words.")
                  .tag("Products")
                  .error("catalog.collection_not_found", ErrorKind::not_found, "There is no such collection.")
                  .error("pricing.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                  .memory([parts](Call& call, const ListQuery& query) { return list_products(parts, call, query); });
  auto answer_list = list->handler;
  list->handler = [parts, answer_list](Call& call) -> Task<Response> {
    if (!is_list(call.request)) return answer_list(call);
    return kept(call, parts, parts.shelf.version(), answer_list);
  };
  routes.add(list);

  auto one = http::get<ProductRequest, ProductPage>("/v1/products/{handle}", "get_product")
                 .summary("A product with its variants, facts and media.")
                 .tag("Products")
                 .error("catalog.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .error("pricing.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                 .memory([parts](Call& call, const ProductRequest& request) -> Result<ProductPage> {
                   TRY(const auto look, look_for(parts, call, request.currency));
                   auto page = parts.shelf.page(request.handle, pointer_to(look));
                   if (!page) return product_not_found();
                   return std::move(*page);
                 });
  auto answer_one = one->handler;
  one->handler = [parts, answer_one](Call& call) -> Task<Response> {
    return kept(call, parts, parts.shelf.version_of(handle_of(call.request)), answer_one);
  };
  routes.add(one);

  routes.add(http::get<http::None, CollectionList>("/v1/collections", "list_collections")
                 .summary("All collections, in their order or in the one that the viewer's segment has.")
                 .tag("Products")
                 .memory([parts](Call& call, const http::None&) -> Result<CollectionList> {
                   // Also for who sees what everybody sees: the next visit may be another one's.
                   if (parts.needs.variant) call.reply_headers.emplace_back("cache-control", "private, no-store");
                   return list_collections(parts, call);
                 }));
  routes.add(http::get<ProductRequest, CollectionPage>("/v1/collections/{handle}", "get_collection")
                 .summary("A collection with its first products.")
                 .tag("Products")
                 .error("catalog.collection_not_found", ErrorKind::not_found, "There is no such collection.")
                 .error("pricing.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                 .memory([parts](Call& call, const ProductRequest& request) -> Result<CollectionPage> {
                   TRY(const auto look, look_for(parts, call, request.currency));
                   const auto collection = parts.shelf.collection(request.handle);
                   if (!collection) return collection_not_found();
                   auto page = parts.shelf.list(request.handle, Sort::popular, 24, "", pointer_to(look));
                   return CollectionPage{collection_view(parts, *collection),
                                         {std::move(page->items), std::move(page->next_cursor)}};
                 }));
}

}  // namespace plaza::storefront

#pragma once

#include "parts.h"

namespace plaza::storefront {

struct ProductList {
  std::vector<ProductCard> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct CollectionView {
  catalog::CollectionId id;
  std::string handle;
  std::string title;
  std::string description_html;
  std::optional<identity::Picture> image;
  std::int64_t product_count = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("title", title);
    v("description_html", description_html);
    v("image", image);
    v("product_count", product_count);
  }
};
struct CollectionPage {
  CollectionView collection;
  ProductList products;
  template <class V>
  void describe(V& v) {
    v("collection", collection);
    v("products", products);
  }
};

// What stands at the top of the shop page for this viewer.
struct ShopHero {
  std::string title, text;
  std::optional<std::string> landing;
  template <class V>
  void describe(V& v) {
    v("title", title);
    v("text", text);
    v("landing", landing, json::Doc{"Handle of the collection that it leads to."});
  }
};
struct CollectionList {
  std::vector<CollectionView> items;
  std::optional<ShopHero> hero;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 1'000});
    v("hero", hero, json::Doc{"Of the segment that the viewer is in; nothing: as for everybody."});
  }
};

// The collections of the shop in the order for this viewer: never kept for another one.
CollectionList list_collections(const Parts& parts, const http::Call& call);
CollectionView collection_view(const Parts& parts, const catalog::Collection& collection);

void add_product_routes(http::Routes& routes, const Parts& parts);
// Kept answers of the product routes, asked before routing.
std::optional<http::Response> kept_product_answer(const Parts& parts, const http::Request& request, const http::Caller& caller);

}  // namespace plaza::storefront

#pragma once

#include "content/view.h"
#include "identity/account_view.h"
#include "parts.h"

namespace plaza::storefront {

struct ProductSection {
  std::vector<ProductCard> items;
  std::string count_text;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("count_text", count_text);
  }
};
struct PostSection {
  std::vector<content::PostView> items;
  std::string count_text;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("count_text", count_text);
  }
};
struct PersonFound : content::AuthorView {
  std::string bio;
  std::int64_t followers = 0;
  template <class V>
  void describe(V& v) {
    content::AuthorView::describe(v);
    v("bio", bio);
    v("followers", followers);
  }
};
struct PeopleSection {
  std::vector<PersonFound> items;
  std::string count_text;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("count_text", count_text);
  }
};
struct SearchResult {
  ProductSection products;
  PostSection posts;
  PeopleSection people;
  std::optional<std::string> corrected;
  template <class V>
  void describe(V& v) {
    v("products", products);
    v("posts", posts);
    v("people", people);
    v("corrected", corrected);
  }
};

enum class SearchKind { all, products, posts, people };
constexpr auto enum_names(SearchKind*) { return std::array{"all", "products", "posts", "people"}; }

SearchResult search_result(const Parts& parts, const std::string& text, SearchKind kind, int limit, const content::PriceViewer& viewer);
// Nothing when nobody has this handle.
std::optional<identity::AccountView> person_view(const Parts& parts, std::string_view handle, identity::AccountId viewer);

void add_search_routes(http::Routes& routes, const Parts& parts);

}  // namespace plaza::storefront

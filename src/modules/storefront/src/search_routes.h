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
struct DiscussionFound {
  community::DiscussionId id;
  std::string title, url, group;
  community::Kind kind = community::Kind::discussion;
  bool accepted = false;
  std::int64_t replies = 0;
  Time active_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title);
    v("url", url);
    v("group", group, json::Doc{"Its name."});
    v("kind", kind);
    v("accepted", accepted, json::Doc{"A question with an accepted answer."});
    v("replies", replies);
    v("active_at", active_at);
  }
};
struct DiscussionSection {
  std::vector<DiscussionFound> items;
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
  DiscussionSection discussions;
  std::optional<std::string> corrected;
  template <class V>
  void describe(V& v) {
    v("products", products);
    v("posts", posts);
    v("people", people);
    v("discussions", discussions);
    v("corrected", corrected);
  }
};

enum class SearchKind { all, products, posts, people, discussions };
constexpr auto enum_names(SearchKind*) { return std::array{"all", "products", "posts", "people", "discussions"}; }

SearchResult search_result(const Parts& parts, const std::string& text, SearchKind kind, int limit, const content::PriceViewer& viewer);
// Nothing when nobody has this handle.
std::optional<identity::AccountView> person_view(const Parts& parts, std::string_view handle, identity::AccountId viewer);

void add_search_routes(http::Routes& routes, const Parts& parts);

}  // namespace plaza::storefront

// Search, suggestions, trends, and people's public faces.
#include "search_routes.h"

#include <algorithm>

#include "feed_views.h"

namespace plaza::storefront {

namespace {

using http::Call;

struct SearchQuery {
  std::string q;
  SearchKind kind = SearchKind::all;
  int limit = 12;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Length{1, 200});
    v("kind", kind, json::Optional{});
    v("limit", limit, json::Between{1, 50}, json::Optional{});
  }
};
struct SuggestionQuery {
  std::string q;
  int limit = 8;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Length{0, 100}, json::Optional{});
    v("limit", limit, json::Between{1, 20}, json::Optional{});
  }
};
struct SuggestionView {
  search::SuggestionKind kind = search::SuggestionKind::query;
  std::string text;
  std::string url;
  std::optional<std::string> image_url;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("text", text);
    v("url", url);
    v("image_url", image_url);
  }
};
struct SuggestionList {
  std::vector<SuggestionView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct TrendView {
  std::string text;
  std::string url;
  std::optional<std::string> image_url;
  template <class V>
  void describe(V& v) {
    v("text", text);
    v("url", url);
    v("image_url", image_url);
  }
};
struct TrendList {
  std::vector<TrendView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct HandlePath {
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 100});
  }
};

template <class I>
std::string count_text(const search::Hits<I>& hits) {
  return hits.more ? "1,000+" : std::to_string(hits.count);
}

std::string percent_encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                       byte == '-' || byte == '_' || byte == '.';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

SuggestionView suggestion_view(const Parts& parts, const search::Suggestion& suggestion) {
  SuggestionView view{suggestion.kind, suggestion.text, "/search?q=" + percent_encoded(suggestion.text), std::nullopt};
  if (suggestion.kind == search::SuggestionKind::product) {
    if (const auto card = parts.shelf.card(suggestion.product_id)) {
      view.url = "/products/" + card->handle;
      if (card->image) view.image_url = card->image->url;
    }
  } else if (suggestion.kind == search::SuggestionKind::person) {
    const auto author = parts.needs.views.author(suggestion.account_id, {});
    view.url = "/@" + author.handle;
    view.image_url = author.avatar_url;
  } else if (suggestion.kind == search::SuggestionKind::hashtag) {
    view.url = "/search?q=" + percent_encoded("#" + suggestion.text);
  }
  return view;
}

TrendList trends(const Parts& parts) {
  TrendList list;
  for (const auto& text : parts.needs.search.trends(6)) {
    list.items.push_back({text, "/search?q=" + percent_encoded(text), std::nullopt});
  }
  for (const auto& tag : parts.needs.feed.trending_hashtags(8)) {
    list.items.push_back({"#" + tag, "/search?q=" + percent_encoded("#" + tag), std::nullopt});
  }
  if (const auto popular = parts.shelf.list("", Sort::popular, 6, "")) {
    for (const auto& card : popular->items) {
      list.items.push_back({card.title, "/products/" + card.handle, card.image ? std::optional(card.image->url) : std::nullopt});
    }
  }
  return list;
}

// Those that everybody may read.
std::ptrdiff_t open_discussions(const Parts& parts, const SearchResult& result) {
  const auto& items = result.discussions.items;
  return std::count_if(items.begin(), items.end(), [&](const DiscussionFound& one) { return parts.needs.discussions->reads({}, one.id); });
}

}  // namespace

SearchResult search_result(const Parts& parts, const std::string& text, SearchKind kind, int limit, const content::PriceViewer& price_viewer) {
  const auto viewer = price_viewer.account;
  const auto wants = [&](SearchKind one) { return kind == SearchKind::all || kind == one; };
  const auto found = parts.needs.search.find(
      {text, wants(SearchKind::products), wants(SearchKind::posts), wants(SearchKind::people), limit, 0, viewer,
       wants(SearchKind::discussions)});
  SearchResult result;
  const auto look = look_of(parts.needs, price_viewer);
  for (const auto id : found.products.ids) {
    if (auto card = parts.shelf.card(id, pointer_to(look))) result.products.items.push_back(std::move(*card));
  }
  for (const auto id : found.posts.ids) {
    auto post = parts.posts.view(id, viewer);
    if (!post) continue;
    reprice(parts, *post, pointer_to(look));
    result.posts.items.push_back(std::move(*post));
  }
  for (const auto id : found.people.ids) {
    const auto face = parts.needs.accounts.face(id);
    if (!face) continue;
    PersonFound person;
    static_cast<content::AuthorView&>(person) = parts.needs.views.author(id, viewer);
    person.bio = face->bio;
    person.followers = parts.needs.relations.counts(id).followers;
    result.people.items.push_back(std::move(person));
  }
  for (std::size_t i = 0; i < found.discussions.ids.size() && parts.needs.discussions; ++i) {
    const auto id = found.discussions.ids[i];
    const auto brief = parts.needs.discussions->brief({viewer, false}, id);
    if (!brief) continue;
    result.discussions.items.push_back({id, found.titles[i], "/groups/" + brief->group_slug + "/d/" + to_text(id), brief->group_name, brief->kind,
                                        brief->accepted, brief->replies, brief->active_at});
  }
  result.products.count_text = count_text(found.products);
  result.posts.count_text = count_text(found.posts);
  result.people.count_text = count_text(found.people);
  result.discussions.count_text = count_text(found.discussions);
  result.corrected = found.corrected;
  return result;
}

std::optional<identity::AccountView> person_view(const Parts& parts, std::string_view handle, identity::AccountId viewer) {
  const auto face = parts.needs.accounts.face_of_handle(handle);
  if (!face) return std::nullopt;
  identity::AccountView view;
  view.id = face->id;
  view.handle = face->handle;
  view.display_name = face->name;
  view.bio = face->bio;
  if (face->avatar_media_id) {
    const auto picture = parts.needs.media.view(media::MediaId{face->avatar_media_id});
    if (picture && !picture->url.empty()) {
      view.avatar = identity::Picture{picture->url, picture->width, picture->height, picture->alt, picture->srcset};
    }
  }
  const auto counts = parts.needs.relations.counts(face->id);
  view.followers = counts.followers;
  view.following = counts.following;
  view.posts = counts.posts;
  view.is_me = viewer && viewer == face->id;
  view.is_following = viewer && parts.needs.relations.follows(viewer, face->id);
  return view;
}

void add_search_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<SearchQuery, SearchResult>("/v1/search", "search")
                 .summary("Products, posts, people and discussions in one answer; typos and missing diacritics are forgiven.")
                 .tag("Search")
                 .memory([parts](Call& call, const SearchQuery& query) -> Result<SearchResult> {
                   auto result = search_result(parts, query.q, query.kind, query.limit, content::price_viewer_of(call));
                   // What is found by some alone is not told to others as a query that finds something.
                   const auto& posts = result.posts.items;
                   const auto for_all = std::count_if(posts.begin(), posts.end(), [&](const content::PostView& post) {
                     return content::admits(parts.needs.visibility, {}, post.id);
                   });
                   const auto found = std::ssize(result.products.items) + for_all + std::ssize(result.people.items) +
                                     open_discussions(parts, result);
                   parts.needs.search.searched(query.q, found);
                   return result;
                 }));
  routes.add(http::get<SuggestionQuery, SuggestionList>("/v1/search/suggestions", "search_suggestions")
                 .summary("What the typed beginning may become.")
                 .tag("Search")
                 .memory([parts](Call&, const SuggestionQuery& query) -> Result<SuggestionList> {
                   SuggestionList list;
                   for (const auto& suggestion : parts.needs.search.suggestions(query.q, query.limit)) {
                     list.items.push_back(suggestion_view(parts, suggestion));
                   }
                   return list;
                 }));
  routes.add(http::get<http::None, TrendList>("/v1/search/trends", "search_trends")
                 .summary("What people look for and look at now.")
                 .tag("Search")
                 .memory([parts](Call&, const http::None&) -> Result<TrendList> { return trends(parts); }));
  routes.add(http::get<HandlePath, identity::AccountView>("/v1/people/{handle}", "get_person")
                 .summary("A person's public face.")
                 .tag("People")
                 .error("content.person_not_found", ErrorKind::not_found, "There is no such person.")
                 .memory([parts](Call& call, const HandlePath& request) -> Result<identity::AccountView> {
                   auto view = person_view(parts, request.handle, viewer_of(call));
                   if (!view) return Error{ErrorKind::not_found, "content.person_not_found", "There is no such person."};
                   return std::move(*view);
                 }));
}

}  // namespace plaza::storefront

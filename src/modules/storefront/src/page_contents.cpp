// What stands on each public page before any script runs.
#include <algorithm>

#include "feed_views.h"
#include "page_html.h"
#include "pages.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "product_routes.h"
#include "search_routes.h"

namespace plaza::storefront {

namespace {

constexpr std::size_t topic_max = 60;

std::string card_html(const ProductCard& card, PagePictures& pictures) {
  std::string out = "<li><a href=\"/products/" + escape_html(card.handle) + "\">";
  if (card.image) out += pictures.html(*card.image, "50vw");
  out += "<strong>" + escape_html(card.title) + "</strong> <span>" + money_html(card.price) + "</span></a></li>\n";
  return out;
}

std::string cards_html(const std::vector<ProductCard>& cards, PagePictures& pictures) {
  std::string out = "<ul>\n";
  for (const auto& card : cards) out += card_html(card, pictures);
  return out + "</ul>\n";
}

std::string post_html(const content::PostView& post, PagePictures& pictures) {
  std::string out = "<article><p><a href=\"/@" + escape_html(post.author.handle) + "\">" + escape_html(post.author.name) + "</a></p>\n";
  for (const auto& media : post.media) {
    if (!media.url.empty()) {
      out += pictures.html({media.url, media.width, media.height, media.alt, media.srcset}, "100vw");
    }
  }
  out += "<p><a href=\"/p/" + to_text(post.id) + "\">" + escape_html(post.text) + "</a></p>\n";
  for (const auto& tag : post.tags) {
    out += "<p><a href=\"/products/" + escape_html(tag.product.handle) + "\">" + escape_html(tag.product.title) + "</a> " +
           money_html(tag.product.price) + "</p>\n";
  }
  return out + "</article>\n";
}

// The text of simple HTML, for descriptions.
std::string plain_text(std::string_view html, std::size_t limit) {
  static constexpr std::pair<std::string_view, char> entities[] = {{"&amp;", '&'},  {"&lt;", '<'},  {"&gt;", '>'},
                                                                   {"&quot;", '"'}, {"&#39;", '\''}, {"&nbsp;", ' '}};
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < html.size(); ++i) {
    const char c = html[i];
    if (inside) {
      inside = c != '>';
    } else if (c == '<') {
      inside = true;
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      const auto* entity = std::find_if(std::begin(entities), std::end(entities),
                                        [&](const auto& one) { return html.substr(i).starts_with(one.first); });
      if (entity != std::end(entities)) i += entity->first.size() - 1;
      out += entity != std::end(entities) ? entity->second : c == '\n' ? ' ' : c;
    }
  }
  return std::string(trimmed(first_code_points(trimmed(out), limit)));
}

std::string one_decimal(double value) {
  const auto tenths = static_cast<std::int64_t>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string product_json_ld(const ProductPage& page, const Said& said, const std::string& public_url, const std::string& brand) {
  const std::string url = public_url + "/products/" + page.handle;
  std::string out = R"({"@context":"https://schema.org","@type":"Product","name":)" + json_text(page.title) + ",\"url\":" + json_text(url);
  const auto description = plain_text(page.description_html, 500);
  if (!description.empty()) out += ",\"description\":" + json_text(description);
  out += R"(,"brand":{"@type":"Brand","name":)" + json_text(page.vendor.empty() ? brand : page.vendor) + "}";
  out += ",\"image\":[";
  bool first = true;
  for (const auto& media : page.media) {
    if (media.kind != catalog::MediaKind::image || media.url.empty()) continue;
    if (!first) out += ',';
    first = false;
    out += json_text(media.url.starts_with('/') ? public_url + media.url : media.url);
  }
  out += "]";
  if (page.rating) {
    out += R"(,"aggregateRating":{"@type":"AggregateRating","ratingValue":)" + one_decimal(*page.rating) +
           ",\"bestRating\":5,\"worstRating\":1,\"reviewCount\":" + std::to_string(page.rating_count) + "}";
    out += quotes_json_ld(said.quotes);
  }
  out += asked_json_ld(said.asked, url, public_url);
  out += ",\"offers\":[";
  first = true;
  for (const auto& variant : page.variants) {
    if (!first) out += ',';
    first = false;
    out += R"({"@type":"Offer","price":")" + decimal_text(variant.price) + R"(","priceCurrency":")" +
           std::string(variant.price.currency.code()) + R"(","availability":"https://schema.org/)" +
           (variant.available ? "InStock" : "OutOfStock") + "\",\"url\":" + json_text(url);
    if (!variant.sku.empty()) out += ",\"sku\":" + json_text(variant.sku);
    out += '}';
  }
  return out + "]}";
}

}  // namespace

PageContent Pages::home(const http::Call& call) const {
  auto request = feed_request(call);
  request.limit = 6;
  const std::string topic(call.request.query_value("topic").value_or(""));
  if (is_utf8(topic) && code_points(topic) <= topic_max) request.topic = topic;
  request.scope = json::parse_enum<feed::Scope>(call.request.query_value("scope").value_or("")).value_or(feed::Scope::for_you);
  const bool whole = request.topic.empty() && request.scope == feed::Scope::for_you;
  const auto look = look_of(parts_.needs, call);
  const auto page = feed_page(parts_, request, call.caller.locale, pointer_to(look));
  PageContent content;
  content.route = "feed";
  content.head = {parts_.needs.brand.name, parts_.needs.brand.tagline, "/", "", "website", "", "", whole};
  content.head.json_ld = R"({"@context":"https://schema.org","@type":"WebSite","name":)" + json_text(parts_.needs.brand.name) +
                         ",\"url\":" + json_text(parts_.needs.brand.public_url + "/") +
                         R"(,"potentialAction":{"@type":"SearchAction","target":)" +
                         json_text(parts_.needs.brand.public_url + "/search?q={query}") + R"(,"query-input":"required name=query"}})";
  content.body = "<main><h1>" + escape_html(parts_.needs.brand.name) + "</h1>\n<p>" + escape_html(parts_.needs.brand.tagline) + "</p>\n";
  PagePictures pictures;
  for (const auto& item : page.items) {
    content.body += post_html(item.post, pictures);
    if (content.head.image.empty() && !item.post.media.empty()) content.head.image = item.post.media[0].url;
  }
  if (page.items.empty()) {  // nobody has written yet
    const auto popular = parts_.shelf.list("", Sort::popular, 12, "", pointer_to(look));
    if (popular) content.body += cards_html(popular->items, pictures);
  }
  content.body += "<nav><a href=\"/collections\">Collections</a></nav></main>";
  content.data = json::encode(page);
  return content;
}

PageContent Pages::product(const std::string& handle, const Look* look, const std::string& locale, const Said& said) const {
  const auto page = parts_.shelf.page(handle, look);
  if (!page) return missing("/products/" + handle);
  const auto& brand = parts_.needs.brand;
  PageContent content;
  content.route = "product";
  content.head = {page->title, plain_text(page->description_html, 160), "/products/" + handle, "", "product", "", "", true};
  if (page->image) content.head.image = page->image->url;
  content.head.extra = "<meta property=\"product:price:amount\" content=\"" + decimal_text(page->price) +
                       "\">\n<meta property=\"product:price:currency\" content=\"" + std::string(page->price.currency.code()) +
                       "\">\n<meta property=\"og:availability\" content=\"" + (page->available ? "instock" : "oos") + "\">\n";
  content.head.json_ld = product_json_ld(*page, said, brand.public_url, brand.name);
  std::string& body = content.body;
  body = "<main><h1>" + escape_html(page->title) + "</h1>\n<p><strong>" + money_html(page->price) + "</strong>";
  if (page->compare_at_price) body += " <s>" + money_html(*page->compare_at_price) + "</s>";
  body += page->available ? "</p>\n" : " – sold out</p>\n";
  if (page->rating) body += "<p>" + one_decimal(*page->rating) + " / 5 (" + std::to_string(page->rating_count) + ")</p>\n";
  PagePictures pictures;
  std::size_t shown = 0;
  for (const auto& media : page->media) {
    if (media.kind == catalog::MediaKind::image && !media.url.empty() && ++shown <= 4) {
      body += pictures.html({media.url, media.width, media.height, media.alt, media.srcset}, "100vw") + "\n";
    }
  }
  body += "<div>" + page->description_html + "</div>\n<dl>\n";  // cleaned by the catalogue's allow-list
  for (const auto& attribute : page->attributes) {
    body += "<dt>" + escape_html(attribute.label) + "</dt><dd>" + escape_html(attribute.value) + "</dd>\n";
  }
  body += "</dl>\n<ul>\n";
  for (const auto& variant : page->variants) {
    body += "<li>" + escape_html(variant.title) + " – " + money_html(variant.price) + (variant.available ? "" : " (sold out)") + "</li>\n";
  }
  body += "</ul>\n" + quotes_html(said.quotes, locale == "vi") + asked_html(said.asked, locale == "vi") + "</main>";
  content.data = json::encode(*page);
  return content;
}

// The shop page as this viewer sees it: members of a segment have a title of their own and other collections first, from the first
// paint on.
PageContent Pages::collections(const http::Call& call) const {
  if (call.request.query_value("all")) return shell("/collections");
  const auto list = list_collections(parts_, call);
  const bool own = list.hero && !list.hero->title.empty();
  PageContent content;
  content.route = "collections";
  content.head = {parts_.needs.brand.name + ": " + (call.caller.locale == "vi" ? "Cửa hàng" : "Shop"), parts_.needs.brand.tagline,
                  "/collections", "", "website", "", "", true};
  content.body = "<main><h1>" + escape_html(own ? list.hero->title : parts_.needs.brand.name) + "</h1>\n";
  if (list.hero && !list.hero->text.empty()) content.body += "<p>" + escape_html(list.hero->text) + "</p>\n";
  content.body += "<ul>\n";
  for (const auto& each : list.items) {
    content.body += "<li><a href=\"/collections/" + escape_html(each.handle) + "\">" + escape_html(each.title) + "</a></li>\n";
  }
  content.body += "</ul></main>";
  content.data = json::encode(list);
  return content;
}

PageContent Pages::collection(const std::string& handle, const Look* look) const {
  const auto collection = parts_.shelf.collection(handle);
  if (!collection) return missing("/collections/" + handle);
  auto list = parts_.shelf.list(handle, Sort::popular, 24, "", look);
  const CollectionPage page{collection_view(parts_, *collection), {std::move(list->items), std::move(list->next_cursor)}};
  PageContent content;
  content.route = "collection";
  content.head = {collection->title, plain_text(collection->description_html, 160), "/collections/" + handle, "", "website", "", "", true};
  if (page.collection.image) content.head.image = page.collection.image->url;
  PagePictures pictures;
  content.body = "<main><h1>" + escape_html(collection->title) + "</h1>\n<div>" + collection->description_html + "</div>\n" +
                 cards_html(page.products.items, pictures) + "</main>";
  content.data = json::encode(page);
  return content;
}

PageContent Pages::post(const http::Call& call, std::string_view text_id) const {
  const std::string path = "/p/" + std::string(text_id.substr(0, 60));
  const auto id = parse_id<content::PostId>(text_id);
  auto view = id ? parts_.posts.view(*id, viewer_of(call)) : std::nullopt;
  if (!view) return missing(path);
  const auto look = look_of(parts_.needs, call);
  reprice(parts_, *view, pointer_to(look));
  PageContent content;
  content.route = "post";
  const std::string by = view->author.name;
  content.head = {by + ": " + std::string(first_code_points(view->text, 60)), std::string(first_code_points(view->text, 160)),
                  path, view->media.empty() ? "" : view->media[0].url, "article", "", "",
                  view->visibility == content::PostVisibility::everyone && content::admits(parts_.needs.visibility, {}, *id)};
  content.head.json_ld = R"({"@context":"https://schema.org","@type":"SocialMediaPosting","headline":)" +
                         json_text(first_code_points(view->text, 110)) + ",\"datePublished\":" + json_text(to_text(view->created_at)) +
                         R"(,"author":{"@type":"Person","name":)" + json_text(by) + "}}";
  PagePictures pictures;
  content.body = "<main>" + post_html(*view, pictures) + "</main>";
  content.data = json::encode(*view);
  return content;
}

namespace {

struct ProfileData {
  identity::AccountView account;
  std::vector<content::PostView> items;
  template <class V>
  void describe(V& v) {
    v("account", account);
    v("items", items);
  }
};

}  // namespace

PageContent Pages::person(const http::Call& call, std::string_view handle) const {
  const std::string path = "/@" + std::string(handle.substr(0, 60));
  const auto view = person_view(parts_, handle, viewer_of(call));
  if (!view) return missing(path);
  PageContent content;
  content.route = "profile";
  content.head = {view->display_name + " (@" + view->handle + ")", std::string(first_code_points(view->bio, 160)), path,
                  view->avatar ? view->avatar->url : "", "profile", "", "", true};
  content.head.json_ld = R"({"@context":"https://schema.org","@type":"ProfilePage","mainEntity":{"@type":"Person","name":)" +
                         json_text(view->display_name) + ",\"alternateName\":" + json_text("@" + view->handle) + "}}";
  content.body = "<main><h1>" + escape_html(view->display_name) + "</h1>\n<p>" + escape_html(view->bio) + "</p></main>";
  return content;
}

PageContent Pages::search(const http::Call& call) const {
  const std::string query(call.request.query_value("q").value_or(""));
  PageContent content;
  content.route = "search";
  content.head = {"Search", "", "/search", "", "website", "", "", false};
  if (query.empty() || query.size() > 400 || !is_utf8(query)) return content;
  const auto result = search_result(parts_, query, SearchKind::all, 12, content::price_viewer_of(call));
  PagePictures pictures;
  content.body = "<main><h1>" + escape_html(query) + "</h1>\n" + cards_html(result.products.items, pictures);
  for (const auto& post : result.posts.items) content.body += post_html(post, pictures);
  for (const auto& one : result.discussions.items) {
    content.body += "<p><a href=\"" + escape_html(one.url) + "\">" + escape_html(one.title) + "</a> – " + escape_html(one.group) + "</p>\n";
  }
  content.body += "</main>";
  content.data = "{\"query\":" + json_text(query) + ",\"result\":" + json::encode(result) + "}";
  return content;
}

PageContent Pages::shell(const std::string& path) const {
  PageContent content;
  content.head = {parts_.needs.brand.name, "", path, "", "website", "", "", false};
  return content;
}

PageContent Pages::missing(const std::string& path) const {
  PageContent content = shell(path);
  content.route = "missing";
  content.status = 404;
  content.body = "<main><h1>404</h1><p>There is nothing at this address. <a href=\"/\">Go to the start.</a></p></main>";
  return content;
}

}  // namespace plaza::storefront

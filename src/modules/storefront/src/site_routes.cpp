// robots.txt, sitemap.xml and the studio's shell.
#include "pages.h"
#include "platform/base/text.h"

namespace plaza::storefront {

namespace {

using http::Call;
using http::Response;

constexpr int sitemap_products_max = 42'000;  // the format allows 50,000 addresses a file
constexpr int sitemap_groups_max = 1'000, sitemap_discussions_max = 4'000;  // those active last

std::string sitemap(const Parts& parts, const std::vector<answers::SectionView>& help) {
  const auto& url = parts.needs.brand.public_url;
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  const auto add = [&](const std::string& path) { out += "<url><loc>" + escape_html(url + path) + "</loc></url>\n"; };
  add("/");
  if (const auto* drops = parts.needs.drops) {
    const auto shown = drops->shown();
    if (!shown.empty()) add("/drops");
    for (const auto& drop : shown) add("/drops/" + to_text(drop.id));
  }
  if (!help.empty()) add("/help");
  for (const auto& section : help) {
    for (const auto& article : section.items) add("/help/" + article.handle);
  }
  for (const auto& collection : parts.shelf.collections()) add("/collections/" + collection.handle);
  std::string cursor;
  for (int count = 0; count < sitemap_products_max;) {
    const auto page = parts.shelf.list("", Sort::newest, 100, cursor);
    if (!page) break;
    for (const auto& card : page->items) add("/products/" + card.handle);
    count += static_cast<int>(page->items.size());
    if (!page->next_cursor) break;
    cursor = *page->next_cursor;
  }
  if (auto* communities = parts.needs.communities) {
    add("/groups");
    for (const auto& group : communities->groups(sitemap_groups_max)) add("/groups/" + group.slug);
    for (const auto& address : communities->addresses(sitemap_discussions_max)) add(address);
  }
  for (const auto id : parts.needs.feed.trending_posts(400)) add("/p/" + to_text(id));
  return out + "</urlset>\n";
}

Response text_answer(std::string type, std::string body) {
  Response response;
  response.content_type = std::move(type);
  response.body = std::move(body);
  response.header("cache-control", "public, max-age=600");
  return response;
}

}  // namespace

void add_site_routes(http::Routes& routes, const Parts& parts, const http::StaticFiles* studio) {
  const auto page = [&](const char* path, const char* id, http::RawHandler handler) {
    routes.add(http::get<http::None, http::None>(path, id).undocumented().raw(std::move(handler)));
  };
  page("/robots.txt", "robots", [parts](Call&) -> Task<Response> {
    co_return text_answer("text/plain; charset=utf-8",
                          "User-agent: *\nDisallow: /v1/\nDisallow: /studio\nDisallow: /bag\nDisallow: /orders\nSitemap: " +
                              parts.needs.brand.public_url + "/sitemap.xml\n");
  });
  page("/sitemap.xml", "sitemap", [parts](Call&) -> Task<Response> {
    std::vector<answers::SectionView> help;
    if (parts.needs.help) {
      auto work = [&](db::Reader& reader) { return parts.needs.help->sections(reader, parts.needs.brand.locale); };
      help = co_await parts.needs.database.read(work);
    }
    co_return text_answer("application/xml; charset=utf-8", sitemap(parts, help));
  });
  const auto* shell = studio ? studio->text("/studio/index.html") : nullptr;
  if (!shell) return;
  const auto answer = [shell](Call&) -> Task<Response> {
    auto response = http::html(200, *shell);
    response.header("cache-control", "no-cache").header("content-security-policy",
        "default-src 'self'; img-src 'self' data: blob: https: http:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        "script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'");
    co_return response;
  };
  page("/studio", "page_studio", answer);
  page("/studio/", "page_studio_door", answer);
  page("/studio/{rest...}", "page_studio_room", answer);
}

}  // namespace plaza::storefront

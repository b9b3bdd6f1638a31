// The public pages: their readable HTML, link previews, structured data and the data for the program.
#pragma once

#include <memory>

#include "asked.h"
#include "page_template.h"
#include "parts.h"
#include "platform/http/static_files.h"
#include "quotes.h"

namespace plaza::storefront {

// What people say of a product.
struct Said {
  std::vector<Quote> quotes;
  std::vector<AskedQuestion> asked;
};

class Pages {
 public:
  Pages(const Parts& parts, const http::StaticFiles* files);
  void add_routes(http::Routes& routes);
  // A kept page, asked before routing.
  std::optional<http::Response> kept(const http::Request& request, const http::Caller& caller) const;
  http::Response not_found(http::Call& call) const;

 private:
  PageSetting setting_for(const http::Request& request, const http::Caller& caller) const;
  std::string brand_json(const http::Request& request) const;
  std::string key_of(const http::Request& request, const http::Caller& caller) const;
  // Keeps a page that is the same for all visitors of a language and theme.
  http::Response shared_page(http::Call& call, std::uint64_t version, const PageContent& content) const;
  http::Response own_page(http::Call& call, const PageContent& content) const;
  void finish(http::Response& response, const http::Request& request, const http::Caller& caller) const;

  Said said_of(db::Reader& reader, catalog::ProductId product, bool rated) const;
  PageContent home(const http::Call& call) const;
  PageContent product(const std::string& handle, const Look* look, const std::string& locale, const Said& said) const;
  PageContent collections(const http::Call& call) const;
  PageContent collection(const std::string& handle, const Look* look) const;
  PageContent post(const http::Call& call, std::string_view id) const;
  PageContent person(const http::Call& call, std::string_view handle) const;
  PageContent search(const http::Call& call) const;
  PageContent compare(const std::vector<std::string>& handles, const Result<comparison::ComparisonView>& result,
                      const std::string& locale) const;
  PageContent drops(const http::Call& call) const;
  PageContent drop(const http::Call& call, std::string_view id) const;
  PageContent library(const std::vector<answers::SectionView>& sections, const std::string& locale) const;
  PageContent article(const answers::ArticleView& view, const std::string& locale) const;
  PageContent groups(const std::string& locale) const;
  PageContent group(const community::PublicGroup& group, const std::string& locale) const;
  PageContent discussion(const community::PublicDiscussion& page, const std::string& locale) const;
  void add_help_pages(http::Routes& routes);
  void add_community_pages(http::Routes& routes);
  PageContent shell(const std::string& path) const;
  PageContent missing(const std::string& path) const;

  Parts parts_;
  PageTemplate template_;
  std::string content_policy_;
};

// robots.txt, sitemap.xml and the studio's shell.
void add_site_routes(http::Routes& routes, const Parts& parts, const http::StaticFiles* studio);

}  // namespace plaza::storefront

// The help centre and its articles, readable without a script.
#include "pages.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {

namespace {

struct Words {
  const char* title;
  const char* about;
  const char* related;
};
constexpr Words english = {"Help", "Answers to what people ask us, and a way to write to us.", "Related"};
constexpr Words vietnamese = {"Trợ giúp", "Câu trả lời cho những điều mọi người hay hỏi, và cách nhắn cho chúng tôi.", "Bài liên quan"};

std::string text_of(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

struct LibraryData {
  std::vector<answers::SectionView> sections;
  template <class V>
  void describe(V& v) {
    v("sections", sections);
  }
};

std::string lines_html(const std::vector<answers::ArticleLine>& lines) {
  std::string out = "<ul>\n";
  for (const auto& line : lines) {
    out += "<li><a href=\"/help/" + escape_html(line.handle) + "\">" + escape_html(line.title) + "</a><br>" + escape_html(line.excerpt) + "</li>\n";
  }
  return out + "</ul>\n";
}

std::string article_json_ld(const answers::ArticleView& article, const Brand& brand) {
  const std::string url = brand.public_url + "/help/" + article.handle;
  return R"({"@context":"https://schema.org","@type":"Article","headline":)" + text_of(article.title) + ",\"description\":" +
         text_of(article.excerpt) + ",\"inLanguage\":" + text_of(article.language) + ",\"articleSection\":" + text_of(article.section_label) +
         ",\"dateModified\":" + text_of(to_text(article.updated_at)) + ",\"mainEntityOfPage\":" + text_of(url) +
         R"(,"author":{"@type":"Organization","name":)" + text_of(brand.name) + R"(},"publisher":{"@type":"Organization","name":)" +
         text_of(brand.name) + "}}";
}

}  // namespace

PageContent Pages::library(const std::vector<answers::SectionView>& sections, const std::string& locale) const {
  const auto& words = locale == "vi" ? vietnamese : english;
  PageContent content;
  content.route = "help";
  content.head = {words.title, words.about, "/help", "", "website", "", "", true};
  content.body = std::string("<main><h1>") + words.title + "</h1>\n<p>" + words.about + "</p>\n";
  for (const auto& section : sections) content.body += "<h2>" + escape_html(section.label) + "</h2>\n" + lines_html(section.items);
  content.body += "</main>";
  content.data = json::encode(LibraryData{sections});
  return content;
}

PageContent Pages::article(const answers::ArticleView& view, const std::string& locale) const {
  const auto& words = locale == "vi" ? vietnamese : english;
  PageContent content;
  content.route = "conversation";  // one address for articles and for one's own conversations
  content.head = {view.title, view.excerpt, "/help/" + view.handle, "", "article", "", "", true};
  content.head.json_ld = article_json_ld(view, parts_.needs.brand);
  content.body = "<main><p><a href=\"/help\">" + std::string(words.title) + "</a></p><h1>" + escape_html(view.title) + "</h1>\n" + view.html;
  if (!view.related.empty()) content.body += std::string("<h2>") + words.related + "</h2>\n" + lines_html(view.related);
  content.body += "</main>";
  content.data = json::encode(view);
  return content;
}

void Pages::add_help_pages(http::Routes& routes) {
  routes.add(http::get<http::None, http::None>("/help", "page_help").undocumented().raw([this](http::Call& call) -> Task<http::Response> {
    auto* help = parts_.needs.help;
    if (!help) co_return own_page(call, shell("/help"));
    auto work = [&](db::Reader& reader) { return help->sections(reader, call.caller.locale); };
    const auto sections = co_await parts_.needs.database.read(work);
    co_return own_page(call, library(sections, call.caller.locale));
  }));
  routes.add(http::get<http::None, http::None>("/help/{id}", "page_help_article").undocumented().raw([this](http::Call& call) -> Task<http::Response> {
    const std::string id(call.path_value("id"));
    auto* help = parts_.needs.help;
    // A conversation is for who holds its key: the program asks for it by itself.
    if (!help || id.starts_with("cnv_")) co_return own_page(call, shell("/help"));
    auto work = [&](db::Reader& reader) { return help->article(reader, id, call.caller.locale); };
    const auto view = co_await parts_.needs.database.read(work);
    if (!view) co_return own_page(call, missing("/help/" + id.substr(0, 100)));
    co_return own_page(call, article(*view, call.caller.locale));
  }));
}

}  // namespace plaza::storefront

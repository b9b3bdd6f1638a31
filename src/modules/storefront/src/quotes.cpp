#include "quotes.h"

#include "page_html.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {
namespace {

constexpr std::size_t title_max = 120, text_max = 1'000;  // code points

std::string day_of(Time time) { return to_text(time).substr(0, 10); }

}  // namespace

std::vector<Quote> quotes_of(reviews::Reviews& reviews, db::Reader& reader, catalog::ProductId product) {
  reviews::ReviewQuery query;
  query.product_id = product;
  query.limit = static_cast<int>(quotes_max) * 2;
  std::vector<Quote> quotes;
  for (const auto& review : reviews.published(reader, query).items) {
    if (quotes.size() == quotes_max) break;
    if (review.trust == reviews::Trust::none || (review.title.empty() && review.text.empty())) continue;
    const auto view = reviews.view(reader, review, {});
    if (view.author.name.empty()) continue;
    quotes.push_back({review.stars, view.author.name, excerpt(review.title, title_max), excerpt(review.text, text_max), review.written_at});
  }
  return quotes;
}

std::string quotes_json_ld(const std::vector<Quote>& quotes) {
  if (quotes.empty()) return {};
  std::string out = ",\"review\":[";
  for (std::size_t i = 0; i < quotes.size(); ++i) {
    const auto& quote = quotes[i];
    if (i) out += ',';
    out += R"({"@type":"Review","reviewRating":{"@type":"Rating","ratingValue":)" + std::to_string(quote.stars) +
           R"(,"bestRating":5,"worstRating":1},"author":{"@type":"Person","name":)" + json_text(quote.name) + R"(},"datePublished":)" +
           json_text(day_of(quote.at));
    if (!quote.title.empty()) out += ",\"name\":" + json_text(quote.title);
    if (!quote.text.empty()) out += ",\"reviewBody\":" + json_text(quote.text);
    out += '}';
  }
  return out + "]";
}

std::string quotes_html(const std::vector<Quote>& quotes, bool vietnamese) {
  if (quotes.empty()) return {};
  std::string out = vietnamese ? "<section><h2>Đánh giá</h2>\n" : "<section><h2>Reviews</h2>\n";
  for (const auto& quote : quotes) {
    out += "<article><p>" + std::to_string(quote.stars) + " / 5 · " + escape_html(quote.name) + " · " + day_of(quote.at) + "</p>";
    if (!quote.title.empty()) out += "<h3>" + escape_html(quote.title) + "</h3>";
    if (!quote.text.empty()) out += "<p>" + escape_html(quote.text) + "</p>";
    out += "</article>\n";
  }
  return out + "</section>\n";
}

}  // namespace plaza::storefront

// Products side by side, as a table that reads without a script.
#include <algorithm>

#include "page_html.h"
#include "pages.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {

namespace {

struct Words {
  const char* title;
  const char* compared;  // after the names
  const char* joint;     // before the last name
  const char* price;
  const char* not_stated;
  const char* too_few;  // where people were counted
  const char* best;
  const char* sold_out;
  const char* choose;
};
constexpr Words english = {"Compare", " side by side", " and ", "Price", "not stated", "too few to tell", "best", "sold out",
                           "Choose two to four products to see them side by side."};
constexpr Words vietnamese = {"So sánh", " đặt cạnh nhau", " và ", "Giá", "chưa công bố", "còn quá ít để biết", "tốt nhất", "hết hàng",
                              "Chọn hai đến bốn sản phẩm để đặt cạnh nhau."};

std::string names_of(const comparison::ComparisonView& view, const Words& words) {
  std::string names;
  for (std::size_t i = 0; i < view.products.size(); ++i) {
    if (i > 0) names += i + 1 == view.products.size() ? words.joint : ", ";
    names += view.products[i].title;
  }
  return names;
}

std::string address_of(const std::vector<std::string>& handles) {
  std::string path = "/compare?products=";
  for (const auto& handle : handles) path += (path.ends_with('=') ? "" : ",") + handle;
  return path;
}

bool is_best(const std::vector<std::int64_t>& best, std::size_t place) {
  return std::find(best.begin(), best.end(), static_cast<std::int64_t>(place)) != best.end();
}

std::string head_row(const comparison::ComparisonView& view) {
  PagePictures pictures;
  std::string out = "<thead><tr><td></td>";
  for (const auto& product : view.products) {
    out += "<th scope=\"col\"><a href=\"/products/" + escape_html(product.handle) + "\">";
    if (product.image) out += pictures.html(*product.image, "25vw");
    out += escape_html(product.title) + "</a></th>";
  }
  return out + "</tr></thead>\n";
}

std::string price_row(const comparison::ComparisonView& view, const Words& words) {
  std::string out = std::string("<tr><th scope=\"row\">") + words.price + "</th>";
  for (const auto& product : view.products) {
    out += "<td>" + money_html(product.price);
    if (product.compare_at_price) out += " <s>" + money_html(*product.compare_at_price) + "</s>";
    if (!product.available) out += std::string(" – ") + words.sold_out;
    out += "</td>";
  }
  return out + "</tr>\n";
}

std::string row_html(const comparison::ComparisonRow& row, const Words& words) {
  std::string out = "<tr><th scope=\"row\">" + escape_html(row.label) + "</th>";
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto& text = row.cells[i].text;
    out += "<td>";
    if (!text) out += std::string("<i>") + (row.section == "facts" ? words.not_stated : words.too_few) + "</i>";
    else if (is_best(row.best, i)) out += "<strong>" + escape_html(*text) + "</strong> (" + words.best + ")";
    else out += escape_html(*text);
    out += "</td>";
  }
  return out + "</tr>\n";
}

}  // namespace

PageContent Pages::compare(const std::vector<std::string>& handles, const Result<comparison::ComparisonView>& result,
                           const std::string& locale) const {
  const auto& words = locale == "vi" ? vietnamese : english;
  PageContent content;
  content.route = "compare";
  content.head = {words.title, words.choose, "/compare", "", "website", "", "", false};
  if (!result.ok()) {
    // The program offers to choose, or says which product is gone.
    content.status = result.error().kind == ErrorKind::not_found ? 404 : 200;
    content.body = std::string("<main><h1>") + words.title + "</h1>\n<p>" + words.choose + " <a href=\"/collections\">→</a></p></main>";
    return content;
  }
  const auto& view = *result;
  const auto names = names_of(view, words);
  content.head.title = names + words.compared;
  content.head.path = address_of(handles);
  content.head.description = names;
  for (const auto& row : view.rows) {
    if (row.differs && content.head.description.size() < 140) content.head.description += " · " + row.label;
  }
  for (const auto& product : view.products) {
    if (content.head.image.empty() && product.image) content.head.image = product.image->url;
  }
  content.body = "<main><h1>" + escape_html(content.head.title) + "</h1>\n<table>\n" + head_row(view) + "<tbody>\n" + price_row(view, words);
  for (const auto& row : view.rows) content.body += row_html(row, words);
  content.body += "</tbody></table></main>";
  content.data = json::encode(view);
  return content;
}

}  // namespace plaza::storefront

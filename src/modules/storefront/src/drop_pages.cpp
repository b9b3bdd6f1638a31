// The list of drops and one drop, readable without a script, with what link previews and search engines ask for.
#include "page_html.h"
#include "pages.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {

namespace {

struct Words {
  const char* title;
  const char* about;
  const char* opens;
  const char* open_now;
  const char* over;
  const char* pieces;
  const char* raffle;
  const char* line;
};
constexpr Words english = {"Drops", "Pieces in small numbers, sold in a fair order.", "Opens ", "Open now", "Over", " pieces",
                           "By raffle", "In a waiting room"};
constexpr Words vietnamese = {"Đợt mở bán", "Những món số lượng ít, bán theo thứ tự công bằng.", "Mở bán ", "Đang mở bán", "Đã kết thúc",
                              " món", "Rút thăm", "Phòng chờ"};

std::string text_of(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

std::string about(const drops::ShownDrop& drop, const Words& words) {
  std::string out = drop.raffle ? words.raffle : words.line;
  out += ". " + std::to_string(drop.quantity) + words.pieces + ". ";
  if (drop.phase == drops::Phase::comes) return out + words.opens + to_text(drop.opens_at).substr(0, 16) + " UTC.";
  return out + (drop.phase == drops::Phase::runs ? words.open_now : words.over) + ".";
}

std::string sale_event(const drops::ShownDrop& drop, const std::optional<ProductCard>& card, const std::string& public_url) {
  const std::string url = public_url + "/drops/" + to_text(drop.id);
  std::string out = R"({"@context":"https://schema.org","@type":"SaleEvent","name":)" + text_of(drop.title) + ",\"url\":" + text_of(url) +
                    ",\"startDate\":" + text_of(to_text(drop.opens_at));
  if (drop.closes_at) out += ",\"endDate\":" + text_of(to_text(*drop.closes_at));
  out += R"(,"eventStatus":"https://schema.org/EventScheduled","eventAttendanceMode":"https://schema.org/OnlineEventAttendanceMode")";
  out += R"(,"location":{"@type":"VirtualLocation","url":)" + text_of(url) + "}";
  if (card && card->image) {
    const auto& image = card->image->url;
    out += ",\"image\":[" + text_of(image.starts_with('/') ? public_url + image : image) + "]";
  }
  if (card) {
    const bool gone = drop.sold_out || drop.phase == drops::Phase::over;
    out += R"(,"offers":{"@type":"Offer","price":")" + decimal_text(card->price) + R"(","priceCurrency":")" +
           std::string(card->price.currency.code()) + R"(","availability":"https://schema.org/)" +
           (gone ? "SoldOut" : drop.phase == drops::Phase::comes ? "PreOrder" : "InStock") +
           "\",\"validFrom\":" + text_of(to_text(drop.opens_at)) + ",\"url\":" + text_of(url) + "}";
  }
  return out + "}";
}

}  // namespace

PageContent Pages::drops(const http::Call& call) const {
  const Words& words = call.caller.locale == "vi" ? vietnamese : english;
  PageContent content;
  content.head = {words.title, words.about, "/drops", "", "website", "", "", true};
  content.body = "<main><h1>" + std::string(words.title) + "</h1>\n<ul>\n";
  const auto shown = parts_.needs.drops ? parts_.needs.drops->shown() : std::vector<drops::ShownDrop>();
  for (const auto& drop : shown) {
    content.body += "<li><a href=\"/drops/" + to_text(drop.id) + "\">" + escape_html(drop.title) + "</a> " +
                    escape_html(about(drop, words)) + "</li>\n";
    const auto card = parts_.shelf.card(drop.product_id);
    if (content.head.image.empty() && card && card->image) content.head.image = card->image->url;
  }
  content.body += "</ul></main>";
  return content;
}

PageContent Pages::drop(const http::Call& call, std::string_view text_id) const {
  const std::string path = "/drops/" + std::string(text_id.substr(0, 60));
  const auto id = parse_id<drops::DropId>(text_id);
  const auto found = id && parts_.needs.drops ? parts_.needs.drops->find(*id) : std::nullopt;
  if (!found) return shell(path);  // the program says that it is gone, or the shop has none
  const Words& words = call.caller.locale == "vi" ? vietnamese : english;
  const auto look = look_of(parts_.needs, call);
  const auto card = parts_.shelf.card(found->product_id, pointer_to(look));
  PageContent content;
  content.head = {found->title, about(*found, words), path, card && card->image ? card->image->url : "", "product", "", "", true};
  content.head.json_ld = sale_event(*found, card, parts_.needs.brand.public_url);
  content.body = "<main><h1>" + escape_html(found->title) + "</h1>\n<p>" + escape_html(content.head.description) + "</p>\n";
  if (card) {
    PagePictures pictures;
    if (card->image) content.body += pictures.html(*card->image, "100vw");
    content.body += "<p><a href=\"/products/" + escape_html(card->handle) + "\">" + escape_html(card->title) + "</a> " +
                    money_html(card->price) + "</p>\n";
  }
  content.body += "</main>";
  return content;
}

}  // namespace plaza::storefront

#include "page_html.h"

#include <utility>

#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::storefront {

std::string money_html(const Money& money) { return decimal_text(money) + " " + std::string(money.currency.code()); }

std::string json_text(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

std::string PagePictures::html(const identity::Picture& picture, const char* sizes) {
  std::string out = "<img src=\"" + escape_html(picture.url) + "\" alt=\"" + escape_html(picture.alt) + "\"";
  if (picture.srcset) out += " srcset=\"" + escape_html(*picture.srcset) + "\" sizes=\"" + sizes + "\"";
  if (picture.width > 0) out += " width=\"" + std::to_string(picture.width) + "\" height=\"" + std::to_string(picture.height) + "\"";
  return out + (std::exchange(first_, false) ? " fetchpriority=\"high\">" : " loading=\"lazy\">");
}

}  // namespace plaza::storefront

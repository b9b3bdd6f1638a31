// Pieces of readable HTML that several pages share.
#pragma once

#include <string>
#include <string_view>

#include "identity/surroundings.h"
#include "platform/base/money.h"

namespace plaza::storefront {

std::string money_html(const Money& money);
// As a string of JSON, with its quotes.
std::string json_text(std::string_view text);

// The pictures of one page, top to bottom: the first is what a visitor waits for, so it comes at once and before others; those
// after it come when they are near.
class PagePictures {
 public:
  std::string html(const identity::Picture& picture, const char* sizes);

 private:
  bool first_ = true;
};

}  // namespace plaza::storefront

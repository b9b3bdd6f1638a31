// The built shell (index.html) with its three marks, and the page that is put into it.
#pragma once

#include <string>

#include "platform/http/message.h"

namespace plaza::storefront {

struct PageHead {
  std::string title;
  std::string description;
  std::string path;        // canonical, begins with a slash
  std::string image;       // of our own ("/media/…") or absolute; may be empty
  std::string og_type = "website";
  std::string extra;       // more head elements, ready HTML
  std::string json_ld;     // JSON text; may be empty
  bool indexed = true;
};

struct PageContent {
  PageHead head;
  std::string body;        // readable HTML
  std::string data = "null";  // JSON for the program
  std::string route;
  int status = 200;
};

struct PageSetting {  // the same for all pages of a visitor
  std::string locale = "en";
  std::string theme;       // "dark", "light" or empty
  std::string public_url;
  std::string brand_name;
  std::string brand_json;
};

class PageTemplate {
 public:
  // `shell` is the built index.html; empty: a plain page without a program.
  explicit PageTemplate(std::string shell);
  std::string fill(const PageContent& content, const PageSetting& setting) const;

 private:
  std::string before_head_, after_head_, after_body_, after_data_;
};

}  // namespace plaza::storefront

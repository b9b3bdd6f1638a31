#include "page_template.h"

#include "platform/base/text.h"
#include "platform/json/encode.h"

namespace plaza::storefront {

namespace {

constexpr std::string_view head_mark = "<!--plaza:head-->";
constexpr std::string_view body_mark = "<!--plaza:body-->";
constexpr std::string_view data_mark = "<!--plaza:data-->";
constexpr std::string_view plain_shell =
    "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><!--plaza:head--></head>\n"
    "<body><div id=\"app\"><!--plaza:body--></div><!--plaza:data--></body>\n</html>\n";

std::string absolute(const std::string& public_url, const std::string& address) {
  return address.starts_with('/') ? public_url + address : address;
}

void meta(std::string& out, const char* kind, const char* name, const std::string& content) {
  if (content.empty()) return;
  out += "<meta ";
  out += kind;
  out += "=\"";
  out += name;
  out += "\" content=\"" + escape_html(content) + "\">\n";
}

std::string head_html(const PageHead& head, const PageSetting& setting) {
  const std::string title = head.title.empty() || head.title == setting.brand_name ? setting.brand_name
                                                                                    : head.title + " · " + setting.brand_name;
  std::string out = "<title>" + escape_html(title) + "</title>\n";
  meta(out, "name", "description", head.description);
  if (!head.indexed) meta(out, "name", "robots", "noindex");
  out += "<link rel=\"canonical\" href=\"" + escape_html(setting.public_url + head.path) + "\">\n";
  for (const char* locale : {"en", "vi"}) {
    const char* joint = head.path.find('?') == std::string::npos ? "?lang=" : "&lang=";
    out += std::string("<link rel=\"alternate\" hreflang=\"") + locale + "\" href=\"" +
           escape_html(setting.public_url + head.path + joint + locale) + "\">\n";
  }
  meta(out, "property", "og:title", head.title.empty() ? setting.brand_name : head.title);
  meta(out, "property", "og:description", head.description);
  meta(out, "property", "og:type", head.og_type);
  meta(out, "property", "og:url", setting.public_url + head.path);
  meta(out, "property", "og:site_name", setting.brand_name);
  meta(out, "property", "og:locale", setting.locale == "vi" ? "vi_VN" : "en_US");
  if (!head.image.empty()) {
    meta(out, "property", "og:image", absolute(setting.public_url, head.image));
    meta(out, "name", "twitter:card", "summary_large_image");
  }
  out += head.extra;
  if (!head.json_ld.empty()) {
    out += "<script type=\"application/ld+json\">" + escape_script_json(head.json_ld) + "</script>\n";
  }
  return out;
}

std::string data_html(const PageContent& content, const PageSetting& setting) {
  std::string json = "{\"route\":";
  json::append_string(json, content.route);
  json += ",\"data\":" + content.data + ",\"me\":null,\"brand\":" + setting.brand_json + "}";
  return "<script type=\"application/json\" id=\"data\">" + escape_script_json(json) + "</script>";
}

}  // namespace

PageTemplate::PageTemplate(std::string shell) {
  if (shell.find(head_mark) == std::string::npos || shell.find(body_mark) == std::string::npos ||
      shell.find(data_mark) == std::string::npos) {
    shell = plain_shell;
  }
  const auto head = shell.find(head_mark);
  const auto body = shell.find(body_mark);
  const auto data = shell.find(data_mark);
  before_head_ = shell.substr(0, head);
  after_head_ = shell.substr(head + head_mark.size(), body - head - head_mark.size());
  after_body_ = shell.substr(body + body_mark.size(), data - body - body_mark.size());
  after_data_ = shell.substr(data + data_mark.size());
}

std::string PageTemplate::fill(const PageContent& content, const PageSetting& setting) const {
  std::string page = before_head_;
  if (setting.locale != "en" || !setting.theme.empty()) {
    const std::string tag = "<html lang=\"en\"";
    const auto at = page.find(tag);
    if (at != std::string::npos) {
      std::string opened = "<html lang=\"" + setting.locale + "\"";
      if (!setting.theme.empty()) opened += " data-theme=\"" + setting.theme + "\"";
      page.replace(at, tag.size(), opened);
    }
  }
  page += head_html(content.head, setting);
  page += after_head_;
  page += content.body;
  page += after_body_;
  page += data_html(content, setting);
  page += after_data_;
  return page;
}

}  // namespace plaza::storefront

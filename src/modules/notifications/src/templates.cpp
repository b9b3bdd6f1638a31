#include "templates.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <kainjow/mustache.hpp>
#include <map>
#include <stdexcept>
#include <tuple>

#include "platform/base/text.h"
#include "platform/json/decode.h"
#include "platform/json/document.h"
#include "rules.h"
#include "texts.h"

namespace plaza::notifications {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

enum class Escape { html, none };

mustache parsed(std::string_view pattern, Escape escape) {
  mustache parsed{std::string(pattern)};
  if (escape == Escape::none) {
    parsed.set_custom_escape([](const std::string& text) { return text; });
  } else {
    parsed.set_custom_escape([](const std::string& text) { return escape_html(text); });
  }
  if (!parsed.is_valid()) throw std::runtime_error("A mail template is broken: " + parsed.error_message());
  return parsed;
}

// `pattern` is a part of an embedded template. Parsing it costs more than filling it, so each thread parses it once.
std::string fill(std::string_view pattern, const data& values, Escape escape) {
  thread_local std::map<std::tuple<const char*, std::size_t, Escape>, mustache> known;
  const auto key = std::tuple(pattern.data(), pattern.size(), escape);
  auto found = known.find(key);
  if (found == known.end()) found = known.emplace(key, parsed(pattern, escape)).first;
  return found->second.render(values);
}

// {"amount": 1999, "currency": "EUR"}
std::optional<Money> money_from(const boost::json::object& object) {
  const auto* amount = object.if_contains("amount");
  const auto* code = object.if_contains("currency");
  if (object.size() != 2 || !amount || !amount->is_int64() || !code || !code->is_string()) return std::nullopt;
  const auto currency = parse_currency(code->as_string());
  if (!currency) return std::nullopt;
  return Money{amount->as_int64(), *currency};
}

// A path of our own becomes an address; anything that is neither that nor on the web is left out.
data data_from_address(std::string_view address, const Brand& brand) {
  if (is_own_path(address)) return data(brand.public_url + std::string(address));
  const bool web = address.starts_with("https://") || address.starts_with("http://");
  return web ? data(std::string(address)) : data(false);
}

data data_from(const boost::json::value& value, std::string_view locale, const Brand& brand) {
  switch (value.kind()) {
    case boost::json::kind::string: {
      const auto& text = value.as_string();
      // An empty text is absent: {{#reason}} then shows nothing.
      return text.empty() ? data(false) : data(std::string(text));
    }
    case boost::json::kind::bool_: return data(value.as_bool());
    case boost::json::kind::array: {
      data list(data::type::list);
      for (const auto& item : value.as_array()) list.push_back(data_from(item, locale, brand));
      return list;
    }
    case boost::json::kind::object: {
      if (const auto money = money_from(value.as_object())) return data(money_text(*money, locale));
      data object(data::type::object);
      for (const auto& [name, member] : value.as_object()) {
        const bool address = (name == "image" || name == "link") && member.is_string();
        object.set(std::string(name), address ? data_from_address(member.as_string(), brand) : data_from(member, locale, brand));
      }
      return object;
    }
    case boost::json::kind::null: return data(false);
    default: return data(boost::json::serialize(value));
  }
}

struct Parts {
  std::string_view subject;
  std::string_view action;
  std::string_view text;
  std::string_view html;  // empty: made from the text
};

std::string_view embedded(std::string_view name) {
  const auto all = embedded_templates();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.name == name; });
  if (found == all.end()) throw std::runtime_error("There is no mail template " + std::string(name) + ".");
  return found->text;
}

Parts parts_of(std::string_view name) {
  std::string_view rest = embedded(name);
  const auto take = [&](std::string_view start, std::string_view end) {
    const auto at = rest.find(end);
    if (!rest.starts_with(start) || at == std::string_view::npos) {
      throw std::runtime_error("The mail template " + std::string(name) + " has no " + std::string(start));
    }
    const auto part = rest.substr(start.size(), at - start.size());
    rest.remove_prefix(at + end.size());
    return part;
  };
  Parts parts;
  parts.subject = take("subject: ", "\n");
  parts.action = take("action: ", "\n---\n");
  const auto html = rest.find("\n---\n");
  parts.text = trimmed(rest.substr(0, html));
  if (html != std::string_view::npos) parts.html = rest.substr(html + 5);
  return parts;
}

// Blank lines part paragraphs; the text is escaped already.
std::string paragraphs(std::string_view text) {
  std::string html;
  while (!text.empty()) {
    const auto end = text.find("\n\n");
    std::string paragraph(trimmed(text.substr(0, end)));
    for (std::size_t at = 0; (at = paragraph.find('\n', at)) != std::string::npos; at += 5) paragraph.replace(at, 1, "<br>\n");
    if (!paragraph.empty()) html += "<p>" + paragraph + "</p>\n";
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 2);
  }
  return html;
}

struct LayoutWords {
  const char* name;
  const char* english;
  const char* vietnamese;
};
constexpr LayoutWords layout_words[] = {
    {"word_subtotal", "Subtotal", "Tạm tính"},
    {"word_discount", "Discount", "Giảm giá"},
    {"word_shipping", "Shipping", "Phí vận chuyển"},
    {"word_tax", "Tax", "Thuế"},
    {"word_tax_included", "Tax included", "Đã gồm thuế"},
    {"word_total", "Total", "Tổng cộng"},
    {"word_quantity", "Quantity", "Số lượng"},
    {"word_test", "A trial for the people of the shop: nothing happened.", "Thư thử dành cho nhân viên cửa hàng: không có gì xảy ra."},
};

// Mails about what is bought show what it costs; the others only which things they are about.
bool shows_totals(Mail mail) {
  return mail == Mail::order_placed || mail == Mail::order_paid || mail == Mail::order_edited || mail == Mail::order_payment_due;
}

data shared_values(Mail mail, const std::string& values, std::string_view locale, const Brand& brand) {
  const auto document = json::parse(values);
  CHECK(document.ok() && document->root().is_object());
  data all = data_from(document->root(), locale, brand);
  const auto* lines = document->root().as_object().if_contains("lines");
  const bool has_lines = lines && lines->is_array() && !lines->as_array().empty();
  const bool totals = shows_totals(mail) && document->root().as_object().contains("subtotal");
  all.set("has_lines", data(has_lines));
  all.set("show_totals", data(totals));
  all.set("show_prices", data(totals || mail == Mail::back_in_stock || mail == Mail::drop_admitted));
  for (const auto& word : layout_words) all.set(word.name, std::string(locale == "vi" ? word.vietnamese : word.english));
  all.set("brand", brand.name);
  all.set("brand_color", brand.color);
  all.set("brand_text_color", std::string(readable_on(brand.color)));
  all.set("logo", brand.public_url + "/icons/icon-192.png");
  all.set("url", brand.public_url);
  all.set("locale", std::string(locale));
  all.set("space", " ");
  return all;
}

// What an inbox shows beside the subject: the text after the greeting.
std::string preheader_of(std::string_view text) {
  const auto greeting = text.find("\n\n");
  return cut_subject(greeting == std::string_view::npos ? text : text.substr(greeting));
}

}  // namespace

std::string_view readable_on(std::string_view color) {
  if (color.size() != 7) return "#ffffff";
  const auto channel = [&](std::size_t at) {
    const double c = static_cast<double>(std::strtol(std::string(color.substr(at, 2)).c_str(), nullptr, 16)) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  const double luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? "#111111" : "#ffffff";
}

Rendered render(Mail mail, std::string_view locale, const std::string& values, const Brand& brand) {
  const std::string_view language = locale == "vi" ? "vi" : "en";
  const Parts parts = parts_of(std::string(json::enum_text(mail)) + "." + std::string(language));
  data all = shared_values(mail, values, language, brand);

  Rendered rendered;
  rendered.subject = cut_subject(fill(parts.subject, all, Escape::none));
  all.set("subject", rendered.subject);
  all.set("action", fill(parts.action, all, Escape::none));

  const std::string plain(trimmed(fill(parts.text, all, Escape::none)));
  all.set("preheader", preheader_of(plain));
  all.set("body", plain);
  rendered.text = wrap_text(fill(embedded("layout.text"), all, Escape::none));
  all.set("body", parts.html.empty() ? paragraphs(fill(parts.text, all, Escape::html)) : fill(parts.html, all, Escape::html));
  rendered.html = fill(embedded("layout.html"), all, Escape::html);
  return rendered;
}

}  // namespace plaza::notifications

#include "html.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "platform/base/text.h"

namespace plaza::catalog {
namespace {

constexpr std::size_t depth_max = 64;

constexpr std::string_view allowed[] = {
    "a",   "b",     "blockquote", "br",     "code",   "dd",  "del",  "div",   "dl",
    "dt",  "em",    "figcaption", "figure", "h1",     "h2",  "h3",   "h4",    "h5",
    "h6",  "hr",    "i",          "img",    "ins",    "li",  "mark", "ol",    "p",
    "pre", "s",     "small",      "span",   "strong", "sub", "sup",  "table", "tbody",
    "td",  "tfoot", "th",         "thead",  "tr",     "u",   "ul"};
constexpr std::string_view without_end[] = {"br", "hr", "img"};
// Of these not even the text between the tags is for readers.
constexpr std::string_view dropped_whole[] = {
    "applet",  "audio",    "canvas",   "embed",  "frameset", "iframe", "math",
    "noembed", "noframes", "noscript", "object", "script",   "select", "style",
    "svg",     "template", "textarea", "title",  "video",    "xmp"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

struct Attribute {
  std::string name;   // lower case
  std::string value;  // as written, without its quotation marks
};
struct Tag {
  std::string name;  // lower case
  bool closing = false;
  std::vector<Attribute> attributes;
};

// The length of the character reference that starts `text` ("&amp;", "&#39;"), or 0.
std::size_t reference_length(std::string_view text) {
  const std::size_t end = text.substr(0, 34).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  auto name = text.substr(1, end - 1);
  const bool number = name[0] == '#';
  if (number) name.remove_prefix(1);
  const bool hexadecimal = number && !name.empty() && (name[0] == 'x' || name[0] == 'X');
  if (hexadecimal) name.remove_prefix(1);
  const auto fits = [&](char c) {
    if (hexadecimal) return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return number ? is_digit(c) : is_letter(c) || is_digit(c);
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), fits) ? end + 1 : 0;
}

void append_code_point(std::string& out, unsigned long code) {
  const auto byte = [&](unsigned long value) {
    out += static_cast<char>(static_cast<unsigned char>(value));
  };
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
    return append_code_point(out, 0xFFFD);
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      byte(0xE0 | (code >> 12));
    } else {
      byte(0xF0 | (code >> 18));
      byte(0x80 | ((code >> 12) & 0x3F));
    }
    byte(0x80 | ((code >> 6) & 0x3F));
  }
  byte(0x80 | (code & 0x3F));
}

// Attribute values with their references resolved: numbers, and the five names that matter. Others
// stay as text.
std::string decoded(std::string_view value) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> names = {
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
  std::string out;
  for (std::size_t i = 0; i < value.size();) {
    const std::size_t length = value[i] == '&' ? reference_length(value.substr(i)) : 0;
    if (length == 0) {
      out += value[i++];
      continue;
    }
    const auto name = value.substr(i + 1, length - 2);
    if (name[0] == '#') {
      const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
      const std::string digits(name.substr(hexadecimal ? 2 : 1));
      append_code_point(out,
                        digits.size() > 8 ? 0 : std::stoul(digits, nullptr, hexadecimal ? 16 : 10));
    } else {
      const auto found =
          std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.first == name; });
      if (found != names.end())
        out += found->second;
      else
        out += value.substr(i, length);
    }
    i += length;
  }
  return out;
}

// Escaped for text and quoted values; references that are there stay.
std::string escaped_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = text[i] == '&' ? reference_length(text.substr(i)) : 0;
    const std::size_t count = std::max<std::size_t>(length, 1);
    out += length ? std::string(text.substr(i, length)) : escape_html(text.substr(i, 1));
    i += count;
  }
  return out;
}

// The address when it is one that may stay, else nothing.
std::optional<std::string> safe_address(std::string_view value, bool link) {
  std::string address;
  for (const char c : trimmed(value)) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) address += c;
  }
  const std::string lower = lower_ascii(address);
  const bool web = lower.starts_with("https://") || lower.starts_with("http://");
  const bool here =
      address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
  const bool other =
      lower.starts_with("mailto:") || lower.starts_with("tel:") || address.starts_with('#');
  if (address.size() > 2'000 || !(web || here || (link && other))) return std::nullopt;
  return address;
}

bool is_small_number(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), is_digit);
}

class Cleaner {
 public:
  explicit Cleaner(std::string_view html) : html_(html) { out_.reserve(html.size()); }

  std::string run() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<') {
        markup();
      } else if (c == '&') {
        const std::size_t length = reference_length(html_.substr(at_));
        out_ += length ? html_.substr(at_, length) : "&amp;";
        at_ += length ? length : 1;
      } else {
        if (c == '>')
          out_ += "&gt;";
        else if (static_cast<unsigned char>(c) >= 0x20 || is_space(c))
          out_ += c;
        ++at_;
      }
    }
    while (!open_.empty()) close_last();
    return std::move(out_);
  }

 private:
  void markup() {
    const auto rest = html_.substr(at_);
    if (rest.starts_with("<!--")) return skip_past("-->", 4);
    if (rest.starts_with("<!") || rest.starts_with("<?")) return skip_past(">", 2);
    const std::size_t name_at = rest.starts_with("</") ? 2 : 1;
    if (rest.size() <= name_at || !is_letter(rest[name_at])) {
      if (name_at == 2) return skip_past(">", 2);
      out_ += "&lt;";
      ++at_;
      return;
    }
    const Tag tag = read_tag();
    if (is_one_of(tag.name, dropped_whole)) {
      if (!tag.closing) skip_element(tag.name);
    } else if (is_one_of(tag.name, allowed)) {
      if (tag.closing)
        close(tag.name);
      else
        open(tag);
    }
  }

  void skip_past(std::string_view end, std::size_t from) {
    const std::size_t found = html_.find(end, at_ + from);
    at_ = found == std::string_view::npos ? html_.size() : found + end.size();
  }

  void skip_element(const std::string& name) {
    for (std::size_t i = html_.find("</", at_); i != std::string_view::npos;
         i = html_.find("</", i + 2)) {
      if (lower_ascii(html_.substr(i + 2, name.size())) != name) continue;
      at_ = i + 2;
      return skip_past(">", 0);
    }
    at_ = html_.size();
  }

  // From "<" to behind ">"; an attribute's value may hold ">".
  Tag read_tag() {
    Tag tag;
    ++at_;
    if (html_[at_] == '/') {
      tag.closing = true;
      ++at_;
    }
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '>' && html_[at_] != '/') {
      tag.name += html_[at_++];
    }
    tag.name = lower_ascii(tag.name);
    while (at_ < html_.size() && html_[at_] != '>') {
      if (is_space(html_[at_]) || html_[at_] == '/')
        ++at_;
      else
        read_attribute(tag);
    }
    if (at_ < html_.size()) ++at_;
    return tag;
  }

  void read_attribute(Tag& tag) {
    Attribute attribute;
    do {
      attribute.name += html_[at_++];
    } while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '=' &&
             html_[at_] != '>' && html_[at_] != '/');
    while (at_ < html_.size() && is_space(html_[at_])) ++at_;
    if (at_ < html_.size() && html_[at_] == '=') {
      ++at_;
      while (at_ < html_.size() && is_space(html_[at_])) ++at_;
      attribute.value = std::string(read_value());
    }
    attribute.name = lower_ascii(attribute.name);
    if (tag.attributes.size() < 32) tag.attributes.push_back(std::move(attribute));
  }

  std::string_view read_value() {
    const std::size_t from = at_;
    if (at_ < html_.size() && (html_[at_] == '"' || html_[at_] == '\'')) {
      const std::size_t end = html_.find(html_[at_], at_ + 1);
      at_ = end == std::string_view::npos ? html_.size() : end + 1;
      return html_.substr(from + 1,
                          (end == std::string_view::npos ? html_.size() : end) - from - 1);
    }
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '>') ++at_;
    return html_.substr(from, at_ - from);
  }

  void open(const Tag& tag) {
    const bool empty = is_one_of(tag.name, without_end);
    if (!empty && open_.size() >= depth_max) return;
    std::string attributes;
    for (const auto& attribute : tag.attributes) attributes += kept(tag.name, attribute);
    if (tag.name == "img" && attributes.find(" src=") == std::string::npos) return;
    if (tag.name == "a") attributes += " rel=\"nofollow noopener\"";
    out_ += '<' + tag.name + attributes + '>';
    if (!empty) open_.push_back(tag.name);
  }

  // ` name="value"`, or nothing.
  static std::string kept(const std::string& tag, const Attribute& attribute) {
    const auto& [name, value] = attribute;
    const auto pair = [&](const std::string& escaped) {
      return ' ' + name + "=\"" + escaped + '"';
    };
    if ((tag == "a" && name == "href") || (tag == "img" && name == "src")) {
      const auto address = safe_address(decoded(value), tag == "a");
      return address ? pair(escape_html(*address)) : "";
    }
    if (tag == "img" && name == "alt") return pair(escaped_text(value));
    const bool size = tag == "img" && (name == "width" || name == "height");
    const bool span = (tag == "td" || tag == "th") && (name == "colspan" || name == "rowspan");
    return (size || span) && is_small_number(value) ? pair(value) : "";
  }

  void close(const std::string& name) {
    if (std::find(open_.begin(), open_.end(), name) == open_.end()) return;
    while (open_.back() != name) close_last();
    close_last();
  }

  void close_last() {
    out_ += "</" + open_.back() + '>';
    open_.pop_back();
  }

  const std::string_view html_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace

std::string clean_html(std::string_view html) { return Cleaner(html).run(); }

}  // namespace plaza::catalog

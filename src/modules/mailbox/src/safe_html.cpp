#include "safe_html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "platform/base/text.h"

namespace plaza::mailbox {
namespace {

constexpr std::size_t bytes_max = 1'000'000, tags_max = 20'000, depth_max = 100;

// With their words: what runs, what is not seen, and what belongs to other languages.
constexpr std::array dropped{"script", "style", "title",    "noscript", "iframe", "frameset", "object", "embed",  "applet",   "svg",
                             "math",   "template", "textarea", "select", "button", "xmp",  "noembed",  "noframes", "plaintext", "audio", "video",
                             "canvas", "map"};
constexpr std::array kept{"a",  "b",  "strong", "i",   "em",    "u",     "s",     "p",     "br", "div", "span", "ul", "ol", "li", "blockquote",
                          "pre", "code", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "sub", "sup", "small"};
constexpr std::array blocks{"p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br"};

template <class List>
bool among(const List& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const char* each) { return name == each; });
}

// http, https, mailto and tel alone; blanks and controls inside a scheme are what old browsers skipped.
bool is_safe_link(std::string_view link) {
  std::string clean;
  for (const char c : link.substr(0, 20)) {
    if (static_cast<unsigned char>(c) > 0x20) clean += c;
  }
  const std::string lower = lower_ascii(clean);
  if (link.size() > 2'000) return false;
  return lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("mailto:") || lower.starts_with("tel:");
}

class Writer {
 public:
  void start(std::string_view name, const xmlChar** attributes) {
    if (among(dropped, name)) ++dropping_;
    if (dropping_ > 0) return;
    const bool quote = begins_quote(name, attributes);
    if (name == "img") {
      const std::string alt = value_of(attributes, "alt");
      if (!alt.empty()) say("[" + alt + "]");
      return;
    }
    if (!among(kept, name) || open_.size() >= depth_max) return;
    if (among(blocks, name)) break_line();
    if (name == "br" || name == "hr") {
      out_.html += "<" + std::string(name) + ">";
      return;
    }
    if (quote && quotes_ == 0) out_.html += "<details><summary>…</summary>";
    if (quote) ++quotes_;
    out_.html += "<" + std::string(name) + attributes_of(name, attributes) + ">";
    open_.push_back({std::string(name), quote});
    if (name == "li") words() += "- ";
  }

  void end(std::string_view name) {
    if (among(dropped, name)) {
      if (dropping_ > 0) --dropping_;
      return;
    }
    if (dropping_ > 0) return;
    const auto is = [&](const Open& each) { return each.name == name; };
    if (std::find_if(open_.rbegin(), open_.rend(), is) == open_.rend()) return;
    while (!open_.empty()) {
      const bool last = open_.back().name == name;
      close();
      if (last) break;
    }
    if (among(blocks, name)) break_line();
    if (name == "td" || name == "th") words() += " ";
  }

  void text(std::string_view some) {
    if (dropping_ == 0) say(some);
  }

  SafeHtml finish() {
    while (!open_.empty()) close();
    out_.text = std::string(trimmed(out_.text));
    out_.quoted = std::string(trimmed(out_.quoted));
    return std::move(out_);
  }

 private:
  struct Open {
    std::string name;
    bool quote;
  };

  static std::string value_of(const xmlChar** attributes, std::string_view wanted) {
    for (std::size_t i = 0; attributes && attributes[i]; i += 2) {
      if (wanted == reinterpret_cast<const char*>(attributes[i]) && attributes[i + 1]) return reinterpret_cast<const char*>(attributes[i + 1]);
    }
    return {};
  }

  static bool begins_quote(std::string_view name, const xmlChar** attributes) {
    if (name == "blockquote") return true;
    if (name != "div") return false;
    const std::string marks = " " + value_of(attributes, "class") + " " + value_of(attributes, "id") + " ";
    for (const auto* mark : {" gmail_quote", " yahoo_quoted", " moz-cite-prefix", " protonmail_quote", " divRplyFwdMsg", " appendonsend"}) {
      if (marks.find(mark) != std::string::npos) return true;
    }
    return false;
  }

  static std::string attributes_of(std::string_view name, const xmlChar** attributes) {
    if (name == "a") {
      const std::string link = value_of(attributes, "href");
      if (!is_safe_link(link) || !is_utf8(link)) return {};
      return " href=\"" + escape_html(link) + "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"";
    }
    std::string safe;
    if (name == "td" || name == "th") {
      for (const auto* span : {"colspan", "rowspan"}) {
        const auto number = parse_integer(value_of(attributes, span));
        if (number && *number > 1 && *number <= 50) safe += " " + std::string(span) + "=\"" + std::to_string(*number) + "\"";
      }
    }
    const std::string direction = lower_ascii(value_of(attributes, "dir"));
    if (direction == "rtl" || direction == "ltr") safe += " dir=\"" + direction + "\"";
    return safe;
  }

  void close() {
    out_.html += "</" + open_.back().name + ">";
    if (open_.back().quote && --quotes_ == 0) out_.html += "</details>";
    open_.pop_back();
  }

  std::string& words() { return quotes_ > 0 ? out_.quoted : out_.text; }

  void break_line() {
    auto& to = words();
    while (!to.empty() && to.back() == ' ') to.pop_back();
    if (!to.empty() && !to.ends_with("\n\n")) to += '\n';
  }

  bool as_it_is() const {
    return std::any_of(open_.begin(), open_.end(), [](const Open& each) { return each.name == "pre"; });
  }

  void say(std::string_view some) {
    const std::string clean = excerpt(some, some.size());
    out_.html += escape_html(clean);
    if (as_it_is()) {
      words() += clean;
      return;
    }
    auto& to = words();
    for (const char c : clean) {
      const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!blank) to += c;
      else if (!to.empty() && to.back() != ' ' && to.back() != '\n') to += ' ';
    }
  }

  SafeHtml out_;
  std::vector<Open> open_;
  int dropping_ = 0, quotes_ = 0;
};

std::string_view view(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

void on_start(void* writer, const xmlChar* name, const xmlChar** attributes) { static_cast<Writer*>(writer)->start(view(name), attributes); }
void on_end(void* writer, const xmlChar* name) { static_cast<Writer*>(writer)->end(view(name)); }
void on_text(void* writer, const xmlChar* text, int length) {
  static_cast<Writer*>(writer)->text(view(text).substr(0, static_cast<std::size_t>(length)));
}
void on_raw(void*, const xmlChar*, int) {}  // inside script and style

struct FreeParser {
  void operator()(htmlParserCtxt* parser) const { htmlFreeParserCtxt(parser); }
};

}  // namespace

std::optional<SafeHtml> make_safe(std::string_view html) {
  if (html.size() > bytes_max || static_cast<std::size_t>(std::count(html.begin(), html.end(), '<')) > tags_max) return std::nullopt;
  if (trimmed(html).empty()) return SafeHtml{};
  xmlInitParser();
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(htmlCreateMemoryParserCtxt(html.data(), static_cast<int>(html.size())));
  if (!parser) return std::nullopt;
  Writer writer;
  // No tree is made: elements come as they are read, so that depth costs nothing.
  xmlSAXHandler handler{};
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  handler.cdataBlock = on_raw;
  *parser->sax = handler;
  parser->userData = &writer;
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(parser.get());
  return writer.finish();
}

}  // namespace plaza::mailbox

// Reading by GMime 3. The parser goes as deep as a mail tells it to, so what could make it go deep is counted first.
#include "letter.h"

#include <gmime/gmime.h>
#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <mutex>
#include <optional>

#include "platform/base/text.h"
#include "rules.h"
#include "safe_html.h"

namespace plaza::mailbox {
namespace {

constexpr std::size_t id_bytes_max = 250, references_max = 30, headers_max = 300, header_bytes_max = 8'000, recipients_max = 100;
constexpr std::size_t type_lines_max = 400, boundaries_max = 20'000, head_bytes_max = 1'000'000;

struct Unref {
  template <class T>
  void operator()(T* object) const { g_object_unref(object); }
};
struct Free {
  void operator()(char* text) const { g_free(text); }
};
using Text = std::unique_ptr<char, Free>;

std::string string_of(const char* text) { return text ? std::string(text) : std::string(); }

// At most so many bytes, and no half of a letter at the end.
std::string_view first_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

// One line of valid UTF-8 without controls.
std::string one_line(std::string_view text, std::size_t most) {
  std::string line;
  for (const char c : to_utf8(first_bytes(text, header_bytes_max), "")) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (!control) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  return excerpt(trimmed(line), most);
}

Error refused(const char* code, const char* why) { return {ErrorKind::unprocessable, code, why}; }

// Each part that the parser goes down into names its type, but for those of a digest, which lie side by side.
bool names_many_types(std::string_view raw) {
  constexpr std::string_view name = "content-type";
  std::size_t found = 0;
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  for (auto at = raw.begin(); (at = std::search(at, raw.end(), name.begin(), name.end(), same)) != raw.end(); at += name.size()) {
    if (++found > type_lines_max) return true;
  }
  return false;
}

// Every part and every header field costs the parser some memory, whatever little stands in it.
bool costs_too_much(std::string_view raw) {
  std::size_t boundaries = 0, head_bytes = 0;
  // Whether a line may be a header field: at the beginning, behind what may be a boundary, and in a mail inside of a mail.
  bool head = true, empty = true, encloses = false;
  while (!raw.empty() && boundaries <= boundaries_max && head_bytes <= head_bytes_max) {
    const auto end = std::min(raw.find('\n'), raw.size());
    const auto line = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (line.starts_with("--")) {
      ++boundaries;
      head = empty = true;
      encloses = false;
    } else if (head && trimmed(line).empty()) {
      head = empty || encloses;
      empty = true;
      encloses = false;
    } else if (head) {
      head_bytes += line.size() + 1;
      empty = false;
      encloses = encloses || lower_ascii(line.substr(0, 1'000)).find("message/") != std::string::npos;
    }
  }
  return boundaries > boundaries_max || head_bytes > head_bytes_max;
}

std::string bytes_of(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (!content) return {};
  const std::unique_ptr<GMimeStream, Unref> memory(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, memory.get());
  const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return std::string(reinterpret_cast<const char*>(array->data), array->len);
}

std::string type_of(GMimeObject* object) {
  GMimeContentType* type = g_mime_object_get_content_type(object);
  return type ? lower_ascii(Text(g_mime_content_type_get_mime_type(type)).get()) : std::string("text/plain");
}

std::string parameter_of(GMimeObject* object, const char* name) {
  GMimeContentType* type = g_mime_object_get_content_type(object);
  return type ? string_of(g_mime_content_type_get_parameter(type, name)) : std::string();
}

// The same words as text and as HTML, or one of both.
struct Piece {
  std::string text, html;
};

class Walk {
 public:
  Walk(Letter& letter, const Caps& caps) : letter_(letter), caps_(caps) {}

  Status into(GMimeObject* object, int depth, std::vector<Piece>& pieces) {
    if (++parts_ > caps_.parts_max) return refused("mailbox.too_many_parts", "The mail has too many parts.");
    if (depth > caps_.depth_max) return refused("mailbox.too_nested", "The mail is nested too deeply.");
    if (GMIME_IS_MULTIPART(object)) return into_many(GMIME_MULTIPART(object), depth, pieces);
    if (GMIME_IS_MESSAGE_PART(object)) {
      take_message(GMIME_MESSAGE_PART(object));
    } else if (GMIME_IS_PART(object)) {
      take(GMIME_PART(object), pieces);
    }
    return done();
  }

 private:
  Status into_many(GMimeMultipart* many, int depth, std::vector<Piece>& pieces) {
    const std::string type = type_of(GMIME_OBJECT(many));
    if (type == "multipart/report" && lower_ascii(parameter_of(GMIME_OBJECT(many), "report-type")) == "delivery-status") letter_.is_report = true;
    const bool alternatives = type == "multipart/alternative";
    Piece best;
    for (int i = 0; i < g_mime_multipart_get_count(many); ++i) {
      std::vector<Piece> inner;
      TRY_DONE(into(g_mime_multipart_get_part(many, i), depth + 1, alternatives ? inner : pieces));
      for (auto& each : inner) {
        if (!each.text.empty()) best.text = std::move(each.text);
        if (!each.html.empty()) best.html = std::move(each.html);
      }
    }
    if (!best.text.empty() || !best.html.empty()) pieces.push_back(std::move(best));
    return done();
  }

  void take_message(GMimeMessagePart* part) {
    GMimeMessage* inner = g_mime_message_part_get_message(part);
    if (!inner) return;
    if (letter_.is_report) {
      report_id(string_of(g_mime_message_get_message_id(inner)));
      return;
    }
    keep("", "message/rfc822", string_of(Text(g_mime_object_to_string(GMIME_OBJECT(inner), nullptr)).get()));
  }

  void report_id(const std::string& id) {
    if (id.empty()) return;
    for (auto& each : message_ids_in(id.front() == '<' ? id : "<" + id + ">", 1)) letter_.reported_ids.push_back(std::move(each));
  }

  void take(GMimePart* part, std::vector<Piece>& pieces) {
    auto* object = GMIME_OBJECT(part);
    const std::string type = type_of(object);
    std::string bytes = bytes_of(part);
    if (type == "message/delivery-status") {
      letter_.undelivered = read_status(bytes);
      return;
    }
    if (type == "text/rfc822-headers" || (letter_.is_report && type.starts_with("message/"))) {
      const std::string lower = lower_ascii(bytes);
      const auto at = lower.starts_with("message-id:") ? 0 : lower.find("\nmessage-id:");
      if (at != std::string::npos) {
        for (auto& each : message_ids_in(std::string_view(bytes).substr(at, 400), 1)) letter_.reported_ids.push_back(std::move(each));
      }
      return;
    }
    const std::string disposition = lower_ascii(string_of(g_mime_object_get_disposition(object)));
    const std::string name = string_of(g_mime_part_get_filename(part));
    const bool words = disposition != "attachment" && name.empty();
    if (words && type == "text/html") pieces.push_back({"", to_utf8(bytes, parameter_of(object, "charset"))});
    else if (words && (type == "text/plain" || type.empty())) pieces.push_back({to_utf8(bytes, parameter_of(object, "charset")), ""});
    else keep(name, type, std::move(bytes));
  }

  void keep(const std::string& name, const std::string& type, std::string bytes) {
    if (letter_.is_report) return;
    if (std::ssize(letter_.files) >= caps_.files_max) {
      ++letter_.left_out;
      return;
    }
    const std::string safe = safe_type(type);
    letter_.files.push_back({safe_name(to_utf8(name, ""), safe, letter_.files.size() + 1), safe, std::move(bytes)});
  }

  Letter& letter_;
  const Caps& caps_;
  int parts_ = 0;
};

std::string plain_lines(std::string_view text, std::size_t most) {
  std::string plain;
  for (std::size_t i = 0; i < text.size() && plain.size() <= most; ++i) {
    if (text[i] != '\r') plain += text[i];
    else if (i + 1 >= text.size() || text[i + 1] != '\n') plain += '\n';
  }
  return excerpt(trimmed(first_bytes(plain, most)), most);
}

// As mail programs write down what they answer to.
std::string quoted_lines(std::string_view text) {
  if (text.empty()) return {};
  std::string quoted = "\n\n> ";
  for (const char c : text) quoted += c == '\n' ? std::string("\n> ") : std::string(1, c);
  return quoted;
}

void gather_words(Letter& letter, const std::vector<Piece>& pieces, const Caps& caps) {
  const bool any_html = std::any_of(pieces.begin(), pieces.end(), [](const Piece& each) { return !each.html.empty(); });
  bool shown = any_html;
  for (const auto& each : pieces) {
    std::optional<SafeHtml> safe;
    if (!each.html.empty()) safe = make_safe(each.html);
    std::string text = plain_lines(each.text, caps.text_bytes_max);
    if (text.empty() && safe) text = safe->text.empty() ? safe->quoted : safe->text + quoted_lines(safe->quoted);
    if (!text.empty()) letter.text += (letter.text.empty() ? "" : "\n\n") + text;
    if (!any_html) continue;
    if (safe) letter.html += safe->html;
    else if (each.html.empty()) letter.html += "<pre>" + escape_html(text) + "</pre>";
    else shown = false;
  }
  letter.text = excerpt(first_bytes(letter.text, caps.text_bytes_max), caps.text_bytes_max);
  if (!shown || letter.html.size() > caps.text_bytes_max) letter.html.clear();
}

void read_headers(Letter& letter, GMimeMessage* message) {
  GMimeHeaderList* list = g_mime_object_get_header_list(GMIME_OBJECT(message));
  const int count = std::min(g_mime_header_list_get_count(list), static_cast<int>(headers_max));
  for (int i = 0; i < count; ++i) {
    GMimeHeader* header = g_mime_header_list_get_header_at(list, i);
    letter.headers.emplace_back(lower_ascii(string_of(g_mime_header_get_name(header))), one_line(string_of(g_mime_header_get_value(header)), header_bytes_max));
  }
}

void add_addresses(std::vector<std::string>& to, InternetAddressList* list) {
  for (int i = 0; list && i < internet_address_list_length(list) && to.size() < recipients_max; ++i) {
    InternetAddress* each = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_MAILBOX(each)) to.push_back(lower_ascii(one_line(string_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(each))), 254)));
  }
}

void read_people(Letter& letter, GMimeMessage* message) {
  InternetAddressList* from = g_mime_message_get_from(message);
  if (from && internet_address_list_length(from) > 0) {
    InternetAddress* first = internet_address_list_get_address(from, 0);
    letter.sender_name = one_line(string_of(internet_address_get_name(first)), 120);
    if (INTERNET_ADDRESS_IS_MAILBOX(first)) letter.sender = lower_ascii(one_line(string_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first))), 254));
  }
  add_addresses(letter.recipients, g_mime_message_get_to(message));
  add_addresses(letter.recipients, g_mime_message_get_cc(message));
  for (const auto* name : {"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"}) {
    for (const auto& [header, value] : letter.headers) {
      if (header == name && letter.recipients.size() < recipients_max) letter.recipients.push_back(lower_ascii(trimmed(value)));
    }
  }
}

void read_threads(Letter& letter) {
  const auto own = message_ids_in(letter.header("message-id"), 1);
  if (!own.empty()) letter.message_id = own.front();
  letter.references = message_ids_in(letter.header("in-reply-to"), references_max);
  auto chain = message_ids_in(letter.header("references"), 200);
  std::reverse(chain.begin(), chain.end());
  for (auto& each : chain) {
    const bool known = std::find(letter.references.begin(), letter.references.end(), each) != letter.references.end();
    // The first of the chain may be ours: it is kept however long the chain is.
    if (!known && (letter.references.size() < references_max || &each == &chain.back())) letter.references.push_back(std::move(each));
  }
}

bool convert(std::string_view bytes, const std::string& charset, std::string& out) {
  const iconv_t converter = iconv_open("UTF-8", charset.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  std::string input(bytes);
  char* from = input.data();
  std::size_t left = input.size();
  char buffer[4096];
  while (left > 0) {
    char* to = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t result = iconv(converter, &from, &left, &to, &room);
    out.append(buffer, sizeof buffer - room);
    if (result != static_cast<std::size_t>(-1) || left == 0) continue;
    if (errno == E2BIG) continue;
    out += "\uFFFD";
    ++from;
    --left;
  }
  iconv_close(converter);
  return true;
}

}  // namespace

std::string_view Letter::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

std::string to_utf8(std::string_view bytes, std::string_view charset) {
  std::string name = lower_ascii(trimmed(charset));
  if (name == "utf8") name = "utf-8";
  const bool plain = name.empty() || name == "utf-8" || name == "us-ascii" || name == "ascii";
  if (plain && is_utf8(bytes)) return std::string(bytes);
  if (plain || name == "iso-8859-1" || name == "latin1") name = "windows-1252";
  const bool sane = name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
  std::string out;
  if (sane && convert(bytes, name, out)) return out;
  if (is_utf8(bytes)) return std::string(bytes);
  out.clear();
  convert(bytes, "windows-1252", out);
  return out;
}

std::vector<std::string> message_ids_in(std::string_view text, std::size_t most) {
  std::vector<std::string> ids;
  for (std::size_t at = text.find('<'); at != std::string_view::npos && ids.size() < most; at = text.find('<', at)) {
    const auto end = text.find('>', at);
    if (end == std::string_view::npos) break;
    const auto id = text.substr(at, end - at + 1);
    const bool clean = std::all_of(id.begin() + 1, id.end() - 1, [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '"'; });
    if (clean && id.size() > 4 && id.size() <= id_bytes_max && id.find('@') != std::string_view::npos) ids.emplace_back(id);
    at = clean ? end : at + 1;
  }
  return ids;
}

std::vector<Undelivered> read_status(std::string_view text) {
  std::vector<Undelivered> all;
  Undelivered one;
  std::string* last = nullptr;
  const auto end = [&] {
    if (!one.action.empty() && all.size() < 50) all.push_back(one);
    one = {};
    last = nullptr;
  };
  while (!text.empty()) {
    const auto stop = std::min(text.find('\n'), text.size());
    const std::string line = to_utf8(text.substr(0, std::min<std::size_t>(stop, 1'000)), "");
    text.remove_prefix(std::min(stop + 1, text.size()));
    if (trimmed(line).empty()) {
      end();
      continue;
    }
    if ((line.front() == ' ' || line.front() == '\t') && last) {
      *last = one_line(*last + " " + std::string(trimmed(line)), 500);
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string name = lower_ascii(line.substr(0, colon));
    const std::string value = one_line(line.substr(colon + 1), 500);
    last = nullptr;
    if (name == "action") *(last = &one.action) = lower_ascii(value);
    else if (name == "status") *(last = &one.status) = value;
    else if (name == "diagnostic-code") *(last = &one.diagnostic) = value;
    else if (name == "final-recipient") *(last = &one.recipient) = value;
  }
  end();
  return all;
}

Result<Letter> read_letter(std::string_view raw, const Caps& caps) {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
  if (names_many_types(raw) || costs_too_much(raw)) return refused("mailbox.too_many_parts", "The mail has too many parts.");
  const std::unique_ptr<GMimeStream, Unref> stream(g_mime_stream_mem_new_with_buffer(raw.data(), raw.size()));
  const std::unique_ptr<GMimeParser, Unref> parser(g_mime_parser_new_with_stream(stream.get()));
  const std::unique_ptr<GMimeMessage, Unref> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) return refused("mailbox.unreadable", "The mail cannot be read.");
  Letter letter;
  read_headers(letter, message.get());
  read_people(letter, message.get());
  letter.subject = one_line(string_of(g_mime_message_get_subject(message.get())), 300);
  read_threads(letter);
  std::vector<Piece> pieces;
  Walk walk(letter, caps);
  if (GMimeObject* root = g_mime_message_get_mime_part(message.get())) TRY_DONE(walk.into(root, 0, pieces));
  gather_words(letter, pieces, caps);
  if (letter.is_report || kind_of(letter) == Kind::bounce) {
    for (auto& each : message_ids_in(letter.text, 20)) letter.reported_ids.push_back(std::move(each));
  }
  return letter;
}

}  // namespace plaza::mailbox

#include <optional>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/mail/mail.h"
#include "platform/mail/mime.h"

namespace plaza::mail {
namespace {

constexpr std::size_t recipients_max = 100;
constexpr std::size_t subject_max = 500;  // code points
constexpr std::size_t name_max = 200;     // code points
constexpr std::size_t body_bytes_max = 5'000'000;
constexpr std::size_t header_bytes_max = 2000;  // of one field
constexpr std::size_t headers_max = 30;
constexpr std::size_t attachments_max = 20;
constexpr std::size_t attachment_bytes_max = 20'000'000;  // of all together
constexpr std::string_view own_headers[] = {"date",
                                            "message-id",
                                            "from",
                                            "sender",
                                            "to",
                                            "cc",
                                            "bcc",
                                            "subject",
                                            "mime-version",
                                            "content-type",
                                            "content-transfer-encoding",
                                            "return-path",
                                            "received"};

class Mistakes {
 public:
  void add(std::string field, std::string code, std::string message) {
    fields_.push_back({std::move(field), std::move(code), std::move(message)});
  }
  // One line of a header: anything else would let its author write header fields of his own.
  void check_line(const std::string& field, std::string_view text, std::size_t code_points_max) {
    if (!is_utf8(text)) return add(field, "not_utf8", "It is not valid UTF-8.");
    for (char c : text) {
      if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') {
        return add(field, "control_character", "It has a line break or another control character.");
      }
    }
    if (code_points(text) > code_points_max) add(field, "too_long", "It is too long.");
  }
  void check_address(const std::string& field, const Address& address) {
    if (!is_address(address.address)) add(field, "no_address", "It is not a mail address.");
    check_line(field, address.name, name_max);
  }
  void check_body(const std::string& field, std::string_view text) {
    if (!is_utf8(text)) add(field, "not_utf8", "It is not valid UTF-8.");
    if (text.size() > body_bytes_max) add(field, "too_long", "It is too long.");
  }
  std::optional<Error> error() const {
    if (fields_.empty()) return std::nullopt;
    return Error{
        ErrorKind::invalid, "mail.invalid",
        "The mail cannot be sent: " + fields_.front().field + ": " + fields_.front().message,
        fields_};
  }

 private:
  std::vector<FieldError> fields_;
};

bool is_header_name(std::string_view name) {
  if (name.empty() || name.size() > 70) return false;
  for (char c : name) {
    if (c <= ' ' || c > '~' || c == ':') return false;
  }
  return true;
}

void check_headers(Mistakes& mistakes, const Message& message) {
  if (message.headers.size() > headers_max)
    mistakes.add("headers", "too_many", "There are too many.");
  for (const auto& [name, value] : message.headers) {
    const std::string field = "headers." + name;
    const std::string lower = lower_ascii(name);
    if (!is_header_name(name))
      mistakes.add(field, "no_name", "It is not the name of a header field.");
    for (const auto own : own_headers) {
      if (lower == own) mistakes.add(field, "reserved", "This field is made from the mail itself.");
    }
    mistakes.check_line(field, value, header_bytes_max);
  }
}

void check_attachments(Mistakes& mistakes, const Message& message) {
  std::size_t bytes = 0;
  if (message.attachments.size() > attachments_max)
    mistakes.add("attachments", "too_many", "There are too many.");
  for (const Attachment& each : message.attachments) {
    bytes += each.bytes.size();
    mistakes.check_line("attachments", each.name, name_max);
  }
  if (bytes > attachment_bytes_max) mistakes.add("attachments", "too_long", "They are too big.");
}

std::optional<Error> mistakes_of(const Message& message) {
  Mistakes mistakes;
  if (message.key.empty()) mistakes.add("key", "required", "It is missing.");
  mistakes.check_address("from", message.from);
  if (message.to.empty()) mistakes.add("to", "required", "It is missing.");
  if (message.to.size() > recipients_max) mistakes.add("to", "too_many", "There are too many.");
  for (std::size_t i = 0; i < message.to.size(); ++i) {
    mistakes.check_address("to[" + std::to_string(i) + "]", message.to[i]);
  }
  mistakes.check_line("subject", message.subject, subject_max);
  mistakes.check_body("text", message.text);
  mistakes.check_body("html", message.html);
  if (!message.html.empty() && message.text.empty())
    mistakes.add("text", "required", "It is missing beside html.");
  check_headers(mistakes, message);
  check_attachments(mistakes, message);
  return mistakes.error();
}

std::string address_text(const Address& address) {
  return address.name.empty() ? address.address
                              : encoded_name(address.name) + " <" + address.address + ">";
}

std::string part(std::string_view type, std::string_view text) {
  return "Content-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
         quoted_printable(text);
}

bool is_media_type(std::string_view text) {
  int slashes = 0;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (c == '/') ++slashes;
    else if (!letter && c != '-' && c != '+' && c != '.' && c != '_') return false;
  }
  return slashes == 1 && text.size() <= 100 && text.front() != '/' && text.back() != '/';
}

// filename="…" for everybody and filename*=UTF-8''… (RFC 2231) for names that are not plain.
std::string file_name(const std::string& name) {
  std::string plain, exact;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                        c == '.' || c == '-' || c == '_';
    plain += letter || c == ' ' ? c : '_';
    if (letter) exact += c;
    else exact += "%" + crypto::hex(std::string_view(&c, 1));
  }
  if (plain.empty()) plain = exact = "file";
  return plain == name ? "filename=\"" + plain + "\"" : "filename=\"" + plain + "\";\r\n filename*=UTF-8''" + exact;
}

std::string attached(const Attachment& each) {
  std::string out = "Content-Type: " +
                    (is_media_type(each.content_type) ? each.content_type : std::string("application/octet-stream")) +
                    "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; " + file_name(each.name) + "\r\n\r\n";
  const std::string text = crypto::base64(each.bytes);
  for (std::size_t at = 0; at < text.size(); at += 76) out += text.substr(at, 76) + "\r\n";
  return out;
}

std::string key_digest(const Message& message) {
  return crypto::hex(crypto::view(crypto::sha256(message.key))).substr(0, 32);
}

// The words alone, with the fields that say how they are written.
std::string body_of(const Message& message) {
  if (message.html.empty()) return part("text/plain", message.text);
  // "=_" cannot stand in quoted-printable text, so the boundary cannot either.
  const std::string boundary = "=_" + key_digest(message);
  return "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n" +
         part("text/plain", message.text) + "--" + boundary + "\r\n" + part("text/html", message.html) + "--" + boundary + "--\r\n";
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  text = trimmed(text);
  const auto open = text.rfind('<');
  if (open == std::string_view::npos) {
    if (!is_address(text)) return std::nullopt;
    return Address{std::string(text)};
  }
  if (text.back() != '>') return std::nullopt;
  const auto address = text.substr(open + 1, text.size() - open - 2);
  auto name = trimmed(text.substr(0, open));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
    name = name.substr(1, name.size() - 2);
  if (!is_address(address)) return std::nullopt;
  return Address{std::string(address), std::string(name)};
}

std::string message_id(const Message& message) {
  return "<" + key_digest(message) + message.from.address.substr(message.from.address.find('@')) +
         ">";
}

Result<std::string> compose(const Message& message, Time now) {
  if (auto mistakes = mistakes_of(message)) return std::move(*mistakes);
  std::string recipients;
  for (const Address& address : message.to)
    recipients += (recipients.empty() ? "" : ", ") + address_text(address);
  std::string out;
  out += header_line("Date", date_text(now));
  out += header_line("Message-ID", message_id(message));
  out += header_line("From", address_text(message.from));
  out += header_line("To", recipients);
  out += header_line("Subject", encoded_text(message.subject));
  for (const auto& [name, value] : message.headers) out += header_line(name, encoded_text(value));
  out += "MIME-Version: 1.0\r\n";
  if (message.attachments.empty()) return out + body_of(message);
  const std::string boundary = "=_m" + key_digest(message);
  out += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n" + body_of(message);
  for (const Attachment& each : message.attachments) out += "\r\n--" + boundary + "\r\n" + attached(each);
  return out + "--" + boundary + "--\r\n";
}

}  // namespace plaza::mail

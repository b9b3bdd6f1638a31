#include "rules.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::mailbox {
namespace {

constexpr std::string_view letters32 = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t id_letters = 13, mac_letters = 16;

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Five bits a letter.
std::string base32(std::string_view bytes, std::size_t letters) {
  std::string text;
  std::uint32_t rest = 0;
  int bits = 0;
  for (const char c : bytes) {
    rest = (rest << 8 | static_cast<unsigned char>(c)) & 0xffff;
    bits += 8;
    while (bits >= 5 && text.size() < letters) {
      bits -= 5;
      text += letters32[(rest >> bits) & 31];
    }
  }
  return text;
}

std::string mac_of(std::string_view secret, std::string_view id) {
  return base32(crypto::view(crypto::hmac_sha256(secret, "reply:" + std::string(id))), mac_letters);
}

std::string local_part(std::string_view address) { return std::string(address.substr(0, address.find('@'))); }

// Who answers for machines: no person reads what is sent there.
bool is_machine(std::string_view sender) {
  const std::string local = local_part(sender);
  constexpr std::array machines{"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces", "daemon"};
  const auto is = [&](std::string_view name) {
    return local == name || (local.starts_with(name) && holds("+-_.", local.substr(name.size(), 1)));
  };
  return std::any_of(machines.begin(), machines.end(), is);
}

bool came_from_nobody(const Letter& letter) { return trimmed(letter.header("return-path")) == "<>"; }

bool is_automatic(const Letter& letter) {
  const std::string submitted = lower_ascii(trimmed(letter.header("auto-submitted")));
  if (!submitted.empty() && !submitted.starts_with("no")) return true;
  if (lower_ascii(trimmed(letter.header("precedence"))) == "auto_reply") return true;
  for (const auto* name : {"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply"}) {
    const std::string value = lower_ascii(trimmed(letter.header(name)));
    if (!value.empty() && value != "no" && value != "false") return true;
  }
  return came_from_nobody(letter);
}

bool is_bulk(const Letter& letter) {
  const std::string precedence = lower_ascii(trimmed(letter.header("precedence")));
  if (precedence == "bulk" || precedence == "list" || precedence == "junk") return true;
  return !letter.header("list-id").empty() || !letter.header("list-unsubscribe").empty();
}

// Reports in the shapes that servers made before RFC 3464, and that some still make.
bool is_old_bounce(const Letter& letter) {
  const std::string local = local_part(letter.sender);
  const bool daemon = local == "mailer-daemon" || local == "postmaster";
  if (daemon && !letter.header("x-failed-recipients").empty()) return true;
  if (!daemon || !(came_from_nobody(letter) || letter.sender.starts_with("mailer-daemon"))) return false;
  const std::string subject = lower_ascii(letter.subject);
  for (const auto* words : {"undeliver", "delivery status", "failure notice", "returned mail", "delivery failure", "could not be delivered"}) {
    if (holds(subject, words)) return true;
  }
  return false;
}

}  // namespace

Kind kind_of(const Letter& letter) {
  if (letter.is_report || is_old_bounce(letter)) return Kind::bounce;
  if (is_automatic(letter)) return Kind::automatic;
  return is_bulk(letter) ? Kind::bulk : Kind::person;
}

bool may_acknowledge(const Letter& letter) {
  if (kind_of(letter) != Kind::person || letter.sender.empty() || is_machine(letter.sender)) return false;
  const std::string quiet = lower_ascii(letter.header("x-auto-response-suppress"));
  if (!quiet.empty() && quiet != "none") return false;
  return letter.header("precedence").empty() && letter.header("x-loop").empty();
}

// --- threads ---

std::string token_of(std::string_view secret, care::ConversationId id) {
  const std::string text = to_text(id).substr(4);
  return text + mac_of(secret, text);
}

std::optional<care::ConversationId> read_token(std::string_view secret, std::string_view token) {
  const std::string lower = lower_ascii(token);
  if (lower.size() != id_letters + mac_letters) return std::nullopt;
  const std::string id = lower.substr(0, id_letters);
  if (!crypto::equal_constant_time(mac_of(secret, id), lower.substr(id_letters))) return std::nullopt;
  return parse_id<care::ConversationId>("cnv_" + id);
}

std::string plus_address(std::string_view address, std::string_view token) {
  const auto at = address.find('@');
  return std::string(address.substr(0, at)) + "+" + std::string(token) + std::string(address.substr(at));
}

std::string reference_of(std::string_view address, std::string_view token) {
  return "<reply." + std::string(token) + std::string(address.substr(address.find('@'))) + ">";
}

std::string without_plus(std::string_view address) {
  const auto at = address.find('@');
  const auto plus = address.find('+');
  if (at == std::string_view::npos || plus == std::string_view::npos || plus > at) return std::string(address);
  return std::string(address.substr(0, plus)) + std::string(address.substr(at));
}

std::vector<std::string> tokens_in(const Letter& letter, std::string_view address) {
  std::vector<std::string> tokens;
  for (const auto& recipient : letter.recipients) {
    if (without_plus(recipient) != address || recipient == address) continue;
    const auto plus = recipient.find('+') + 1;
    tokens.push_back(recipient.substr(plus, recipient.find('@') - plus));
  }
  for (const auto& reference : letter.references) {
    if (!lower_ascii(reference.substr(0, 7)).starts_with("<reply.")) continue;
    tokens.push_back(reference.substr(7, reference.find('@') - 7));
  }
  return tokens;
}

std::string digest_of(const Letter& letter) {
  std::string all;
  const auto add = [&](std::string_view part) { all += std::to_string(part.size()) + ":" + std::string(part); };
  add(letter.message_id);
  add(letter.sender);
  add(letter.header("date"));
  add(letter.subject);
  add(letter.text);
  for (const auto& file : letter.files) add(crypto::view(crypto::sha256(file.bytes)));
  return crypto::hex(crypto::view(crypto::sha256(all)));
}

// --- bounces ---

bool has_failed(const Letter& letter) {
  if (letter.undelivered.empty()) return true;  // a report in words alone is about a failure
  return std::any_of(letter.undelivered.begin(), letter.undelivered.end(), [](const Undelivered& each) { return each.action == "failed"; });
}

std::string failure_of(const Letter& letter) {
  for (const auto& each : letter.undelivered) {
    if (each.action != "failed") continue;
    const std::string said = each.diagnostic.empty() ? each.recipient : each.diagnostic;
    return excerpt(each.status.empty() ? said : each.status + " " + said, 300);
  }
  return excerpt(letter.subject, 300);
}

// --- words ---

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_quote(std::string_view line) { return line.starts_with('>'); }

// "On Monday Ann wrote:", "Vào Th 2, Ann đã viết:" and what other programs put before the mail that is answered.
bool introduces(std::string_view raw) {
  const auto line = trimmed(raw);
  if (line.size() > 300 || !line.ends_with(':')) return false;
  constexpr std::array ends{"wrote:", "đã viết:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "ha scritto:", "escreveu:"};
  return std::any_of(ends.begin(), ends.end(), [&](const char* end) { return line.ends_with(end); });
}

bool begins_history(const std::vector<std::string_view>& lines, std::size_t at) {
  const auto line = trimmed(lines[at]);
  for (const auto* rule : {"-----Original Message-----", "----- Original Message -----", "---------- Forwarded message", "________________________________",
                           "-----Thư gốc-----"}) {
    if (line.starts_with(rule)) return true;
  }
  if (introduces(line)) return true;
  // Broken in two by the program that sent it.
  if (at + 1 < lines.size() && (line.starts_with("On ") || line.starts_with("Vào ") || line.starts_with("Am ") || line.starts_with("Le "))) {
    return introduces(std::string(line) + " " + std::string(trimmed(lines[at + 1])));
  }
  return false;
}

std::string joined(const std::vector<std::string_view>& lines, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += std::string(lines[i]) + "\n";
  return std::string(trimmed(text));
}

}  // namespace

Folded fold(std::string_view text) {
  const auto lines = lines_of(text);
  std::size_t cut = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool signature = lines[i] == "-- " || lines[i] == "--" || lines[i] == "-- \r";
    if (!signature && !begins_history(lines, i)) continue;
    // What was answered between the quoted lines stays where it is.
    bool answered_below = false;
    for (std::size_t k = i + 1, quotes = 0; k < lines.size() && !signature; ++k) {
      if (is_quote(lines[k])) ++quotes;
      else if (quotes > 0 && !trimmed(lines[k]).empty()) answered_below = true;
    }
    if (answered_below) continue;
    cut = i;
    break;
  }
  // Quoted lines at the very end need no introduction.
  if (cut == lines.size()) {
    std::size_t end = lines.size();
    while (end > 0 && (is_quote(lines[end - 1]) || trimmed(lines[end - 1]).empty())) --end;
    cut = end;
  }
  Folded folded{joined(lines, 0, cut), joined(lines, cut, lines.size())};
  if (folded.fresh.empty()) return {std::string(trimmed(text)), ""};
  return folded;
}

bool is_vietnamese(std::string_view text) {
  int marks = 0;
  for (std::size_t i = 0; i + 1 < text.size() && marks < 3; ++i) {
    const auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(text[i + 1]);
    if (a == 0xe1 && (b == 0xba || b == 0xbb)) ++marks;              // ạ to ỹ
    else if (a == 0xc6 && (b == 0xa1 || b == 0xb0)) ++marks;         // ơ ư
    else if (a == 0xc4 && (b == 0x91 || b == 0x90)) ++marks;         // đ Đ
  }
  return marks >= 3;
}

// --- files ---

namespace {

struct SafeKind {
  std::string_view type, ending;
};
// What a browser shows or hands to another program, and never runs. SVG and HTML are not among them.
constexpr std::array<SafeKind, 19> safe_kinds{{{"image/png", "png"},
                                               {"image/jpeg", "jpg"},
                                               {"image/gif", "gif"},
                                               {"image/webp", "webp"},
                                               {"image/heic", "heic"},
                                               {"image/avif", "avif"},
                                               {"video/mp4", "mp4"},
                                               {"video/quicktime", "mov"},
                                               {"audio/mpeg", "mp3"},
                                               {"audio/mp4", "m4a"},
                                               {"audio/ogg", "ogg"},
                                               {"application/pdf", "pdf"},
                                               {"application/zip", "zip"},
                                               {"text/plain", "txt"},
                                               {"text/csv", "csv"},
                                               {"text/calendar", "ics"},
                                               {"message/rfc822", "eml"},
                                               {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
                                               {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"}}};

}  // namespace

std::string safe_type(std::string_view content_type) {
  const std::string lower = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
  const auto found = std::find_if(safe_kinds.begin(), safe_kinds.end(), [&](const SafeKind& each) { return each.type == lower; });
  return found == safe_kinds.end() ? "application/octet-stream" : lower;
}

std::string safe_name(std::string_view name, std::string_view content_type, std::size_t number) {
  // A path keeps its last part; what ends a header, hides an ending or means something to a shell goes.
  const auto slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  std::string clean;
  for (const char c : name) {
    const bool bad = static_cast<unsigned char>(c) < 0x20 || c == 0x7f || holds("\"<>|:*?;`$", std::string_view(&c, 1));
    clean += bad ? '_' : c;
  }
  // Marks that turn the direction of writing, so that "gpj.exe" reads as "exe.jpg": U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F.
  for (const std::string_view mark : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f"}) {
    for (auto at = clean.find(mark); at != std::string::npos; at = clean.find(mark)) clean.erase(at, mark.size());
  }
  std::string_view rest = trimmed(clean);
  while (rest.starts_with('.')) rest.remove_prefix(1);
  std::string safe = excerpt(rest, 120);
  if (!safe.empty()) return safe;
  const auto found = std::find_if(safe_kinds.begin(), safe_kinds.end(), [&](const SafeKind& each) { return each.type == content_type; });
  return "file-" + std::to_string(number) + "." + std::string(found == safe_kinds.end() ? "bin" : found->ending);
}

Micros pause_after(std::int64_t failures) {
  if (failures <= 0) return 0;
  return std::min(hours(1), seconds(30) << std::min<std::int64_t>(failures - 1, 10));
}

}  // namespace plaza::mailbox

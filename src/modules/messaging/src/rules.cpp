#include "rules.h"

#include <array>
#include <cctype>

#include "platform/base/text.h"

namespace plaza::messaging {
namespace {

constexpr std::size_t client_id_max = 64;
constexpr std::size_t opening_max = 120;

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// "lamps.com", "t.me/x": a dot between letters with a known or two-letter end, as a word of its own.
bool is_address(std::string_view word) {
  const auto path = word.find('/');
  std::string_view host = word.substr(0, path);
  while (!host.empty() && !is_letter_or_digit(host.back())) host.remove_suffix(1);
  const auto dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || !is_letter_or_digit(host[dot - 1])) return false;
  const std::string_view end = host.substr(dot + 1);
  if (end.size() < 2 || end.size() > 24) return false;
  for (const char c : end) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) return false;
  }
  if (path != std::string_view::npos && path > dot) return true;
  static constexpr std::array known{"com", "net", "org", "shop", "store", "info", "biz", "xyz", "app",  "link", "online",
                                    "site", "top", "club", "vn",   "ru",   "cn",  "io",  "me",  "gg",  "ly",   "to",
                                    "co",   "de",  "fr",   "uk",   "eu",   "us",  "be",  "cc",  "live", "click"};
  const std::string folded = lower_ascii(end);
  for (const auto* each : known) {
    if (folded == each) return true;
  }
  return false;
}

bool leads_away(std::string_view word) {
  const std::string lower = lower_ascii(word);
  if (lower.find("://") != std::string::npos || lower.starts_with("www.")) return true;
  const auto at = lower.find('@');
  if (at != std::string::npos && at > 0 && lower.find('.', at) != std::string::npos) return true;
  return is_address(lower);
}

}  // namespace

Result<std::string> checked_text(const NewMessage& message) {
  const std::string_view text = trimmed(message.text);
  if (!is_utf8(text)) return invalid_field("text", "not_utf8", "is not UTF-8");
  if (code_points(text) > text_max) return invalid_field("text", "too_long", "must have at most 4000 characters");
  if (message.client_id.size() > client_id_max)
    return invalid_field("client_id", "too_long", "must have at most 64 characters");
  if (message.attachments.size() > attachments_max)
    return invalid_field("attachments", "too_many", "must have at most 6 items");
  if (message.cards.size() > cards_max) return invalid_field("cards", "too_many", "must have at most 4 items");
  if (text.empty() && message.attachments.empty() && message.cards.empty())
    return invalid_field("text", "required", "is required unless there is a picture or a card");
  return std::string(text);
}

bool has_link(std::string_view text) {
  while (!text.empty()) {
    const auto begin = text.find_first_not_of(" \t\r\n()<>\"',;");
    if (begin == std::string_view::npos) return false;
    text.remove_prefix(begin);
    const auto end = text.find_first_of(" \t\r\n()<>\"',;");
    if (leads_away(text.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end);
  }
  return false;
}

bool takes(TakesFrom from, Relation relation) {
  return from == TakesFrom::everyone || (from == TakesFrom::followed && relation == Relation::followed);
}

std::int64_t requests_allowed(Time account_made, Time now) {
  return now - account_made < new_for ? requests_a_day_new : requests_a_day;
}

Status may_write(const Thread& thread, const NewMessage& message) {
  if (message.author == thread.other || thread.state == ThreadState::accepted) return done();
  // Whether it was declined is not told.
  if (thread.last > 0)
    return Error{ErrorKind::conflict, "messaging.request_pending", "Your request waits to be accepted: one message until then."};
  if (!message.attachments.empty())
    return invalid_field("attachments", "not_in_request", "can be sent once the request is accepted");
  if (!message.cards.empty()) return invalid_field("cards", "not_in_request", "can be sent once the request is accepted");
  if (has_link(message.text)) return invalid_field("text", "no_links", "must have no links until the request is accepted");
  return done();
}

std::string opening(std::string_view text) {
  std::string line;
  for (const char c : trimmed(text)) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  if (code_points(line) <= opening_max) return line;
  return std::string(first_code_points(line, opening_max - 1)) + "…";
}

}  // namespace plaza::messaging

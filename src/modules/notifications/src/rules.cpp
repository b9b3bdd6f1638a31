#include "rules.h"

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::notifications {

bool is_own_path(std::string_view url) {
  if (url.empty() || url.front() != '/' || url.size() > 2'000) return false;
  if (url.size() > 1 && (url[1] == '/' || url[1] == '\\')) return false;
  for (const char c : url) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  }
  return true;
}

std::string cut_subject(std::string_view text) {
  std::string line;
  bool gap = false;
  for (const char c : trimmed(text)) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) {
      gap = true;
      continue;
    }
    if (gap && !line.empty()) line += ' ';
    gap = false;
    line += c;
  }
  if (code_points(line) <= subject_max) return line;
  return std::string(first_code_points(line, subject_max - 1)) + "…";
}

std::string wrap_text(std::string_view text, std::size_t width) {
  std::string wrapped;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    std::size_t used = 0;
    if (code_points(line) <= width) {  // as it is: "-- " must keep its space
      wrapped += line;
      line = {};
    }
    while (!line.empty()) {
      const auto space = line.find(' ');
      const auto word = line.substr(0, space);
      const std::size_t length = code_points(word);
      if (used > 0 && used + 1 + length > width) {
        wrapped += '\n';
        used = 0;
      } else if (used > 0) {
        wrapped += ' ';
        ++used;
      }
      wrapped += word;
      used += length;
      line = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    }
    if (end == std::string_view::npos) break;
    wrapped += '\n';
    text.remove_prefix(end + 1);
  }
  return wrapped;
}

bool mailed_by_default(Kind kind) {
  switch (kind) {
    case Kind::replied:
    case Kind::mentioned:
    case Kind::post_held:
    case Kind::post_released:
    case Kind::content_held:
    case Kind::content_released:
    case Kind::content_removed:
    case Kind::content_warned:
    case Kind::writing_suspended:
    case Kind::appeal_granted:
    case Kind::appeal_declined:
    case Kind::back_in_stock:
    case Kind::price_dropped:
    case Kind::message_requested:
    case Kind::message_received:
    case Kind::chat_answered:
    case Kind::review_replied:
    case Kind::question_answered:
    case Kind::question_for_you:
    case Kind::event_cancelled:
    case Kind::event_restored:
    case Kind::event_moved:
    case Kind::event_place_changed:
    case Kind::event_reminder:
      return true;
    default:
      // Likes and the like are too many; orders have mails of their own.
      return false;
  }
}

bool pushed_by_default(Kind kind) {
  switch (kind) {
    case Kind::commented:
    case Kind::order_fulfilled:
    case Kind::order_delivered:
    case Kind::order_cancelled:
    case Kind::order_refunded:
    case Kind::return_changed:
    case Kind::claim_changed:
      return true;
    case Kind::liked:
    case Kind::followed:
    case Kind::welcome:
      return false;
    default:
      return mailed_by_default(kind);
  }
}

std::string push_origin(std::string_view endpoint, bool anywhere) {
  for (const char c : endpoint) {
    if (c <= 0x20 || c >= 0x7f || c == '\\' || c == '"' || c == '#') return {};
  }
  const bool sealed = endpoint.starts_with("https://");
  if (!sealed && !(anywhere && endpoint.starts_with("http://"))) return {};
  const std::size_t begin = sealed ? 8 : 7;
  const auto end = std::min(endpoint.find_first_of("/?", begin), endpoint.size());
  const auto host = endpoint.substr(begin, end - begin);
  if (host.empty() || host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.:") != std::string_view::npos) return {};
  if (anywhere) return std::string(endpoint.substr(0, end));
  // A name with a letter in its last part, and no port: push services have none.
  const auto last = host.rfind('.');
  const bool named = last != std::string_view::npos && last > 0 && last + 1 < host.size() && host[last + 1] >= 'a';
  if (!named || host.find(':') != std::string_view::npos || host.ends_with(".local") || host.ends_with(".internal")) return {};
  return std::string(endpoint.substr(0, end));
}

std::string host_of_origin(std::string_view origin) {
  const auto begin = origin.find("://");
  if (begin == std::string_view::npos) return {};
  origin.remove_prefix(begin + 3);
  return std::string(origin.substr(0, origin.find_first_of("/:?")));
}

}  // namespace plaza::notifications

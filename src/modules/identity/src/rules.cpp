#include "rules.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "platform/base/text.h"
#include "platform/json/decode.h"

namespace plaza::identity {
namespace {

constexpr std::size_t name_max = 60;
constexpr std::size_t bio_max = 500;
constexpr std::size_t handle_min = 3;
constexpr std::size_t handle_max = 30;
constexpr std::size_t user_agent_max = 200;

// Names that would speak for the shop.
constexpr std::array<std::string_view, 18> reserved = {
    "admin", "administrator", "support", "help",     "staff",    "plaza",  "security", "official", "root",
    "system", "moderator",    "owner",   "everyone", "all",      "here",   "me",       "null",     "undefined"};

// The next code point of valid UTF-8; removes it from `text`.
char32_t next_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t point = length == 1 ? first : first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (byte(i) & 0x3Fu);
  text.remove_prefix(length);
  return point;
}

bool is_white(char32_t c) {
  return c == 0x20 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

// Joins letters or picks an emoji's form: fine between visible characters, nothing by itself.
bool is_joiner(char32_t c) { return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F); }

// Controls, line breaks, invisible fillers, marks that change the direction of text, private use, noncharacters.
bool is_deceptive(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x034F || c == 0x061C || c == 0x115F || c == 0x1160 ||
         c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F) || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x2800 || c == 0x3164 || c == 0xFEFF ||
         c == 0xFFA0 || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFFF0 && c <= 0xFFFF) || c >= 0xF0000;
}

bool is_handle_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

bool is_reserved(std::string_view handle) {
  return std::find(reserved.begin(), reserved.end(), handle) != reserved.end() || handle.starts_with("acc_");
}

}  // namespace

std::string email_key(std::string_view email) { return lower_ascii(trimmed(email)); }

Result<std::string> valid_email(std::string_view email) {
  const auto text = trimmed(email);
  if (!json::has_format(text, json::Pattern::Name::email)) {
    return invalid_field("email", "not_email", "must be an e-mail address");
  }
  return std::string(text);
}

Result<std::string> valid_name(std::string_view name) {
  const auto refuse = [](const char* code, const char* message) {
    return invalid_field("display_name", code, message);
  };
  if (!is_utf8(name)) return refuse("not_text", "must be text in UTF-8");
  std::string clean;
  bool gap = false;
  std::size_t count = 0;
  std::size_t visible = 0;
  for (std::string_view rest = name; !rest.empty();) {
    const std::string_view before = rest;
    const char32_t point = next_code_point(rest);
    if (is_white(point)) {
      gap = true;
      continue;
    }
    if (is_deceptive(point)) return refuse("not_allowed", "has a character that cannot be seen");
    if (gap && !clean.empty()) {
      clean += ' ';
      ++count;
    }
    gap = false;
    clean += before.substr(0, before.size() - rest.size());
    ++count;
    if (!is_joiner(point)) ++visible;
  }
  if (visible == 0) return refuse("too_short", "must have at least one character");
  if (count > name_max) return refuse("too_long", "must have at most 60 characters");
  return clean;
}

Result<std::string> valid_handle(std::string_view handle) {
  auto text = trimmed(handle);
  if (text.starts_with('@')) text.remove_prefix(1);
  std::string clean = lower_ascii(text);
  if (clean.size() < handle_min) return invalid_field("handle", "too_short", "must have at least 3 characters");
  if (clean.size() > handle_max) return invalid_field("handle", "too_long", "must have at most 30 characters");
  if (!std::all_of(clean.begin(), clean.end(), is_handle_character)) {
    return invalid_field("handle", "not_handle", "may have the letters a to z, digits and _");
  }
  if (is_reserved(clean)) return invalid_field("handle", "reserved", "is reserved");
  return clean;
}

Result<std::string> valid_bio(std::string_view bio) {
  if (!is_utf8(bio)) return invalid_field("bio", "not_text", "must be text in UTF-8");
  const auto text = trimmed(bio);
  if (code_points(text) > bio_max) return invalid_field("bio", "too_long", "must have at most 500 characters");
  for (std::string_view rest = text; !rest.empty();) {
    const char32_t point = next_code_point(rest);
    if (is_deceptive(point) && point != '\n' && point != '\t' && point != '\r') {
      return invalid_field("bio", "not_allowed", "has a character that cannot be seen");
    }
  }
  return std::string(text);
}

std::vector<std::string> handle_candidates(std::string_view display_name, AccountId id) {
  std::string base = slug(display_name);
  std::replace(base.begin(), base.end(), '-', '_');
  base.erase(std::remove_if(base.begin(), base.end(), [](char c) { return !is_handle_character(c); }), base.end());
  constexpr std::size_t base_max = 16;  // leaves room for "_" and all 13 characters of an id
  if (base.size() > base_max) base.resize(base_max);
  while (!base.empty() && base.back() == '_') base.pop_back();
  if (base.starts_with("acc_")) base.erase(3, 1);  // looks like an id
  const bool too_plain = base.size() < handle_min || is_reserved(base);
  if (base.empty()) base = "member";
  std::vector<std::string> candidates;
  if (!too_plain) candidates.push_back(base);
  const std::string digits = std::to_string(id.value);
  for (const std::size_t length : {std::size_t{4}, std::size_t{7}}) {
    candidates.push_back(base + "_" + digits.substr(digits.size() - std::min(length, digits.size())));
  }
  candidates.push_back(base + "_" + id_text("", id.value).substr(1));
  return candidates;
}

std::string kept_user_agent(std::string_view header) {
  std::string kept;
  for (const char c : header.substr(0, user_agent_max)) {
    if (c >= 0x20 && c < 0x7f) kept += c;
  }
  return kept;
}

std::string address_key(std::string_view remote_address) {
  in6_addr six{};
  const std::string text(remote_address);
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::equal(mapped.begin(), mapped.end(), six.s6_addr)) {
    char four[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, six.s6_addr + 12, four, sizeof four);
    return four;
  }
  std::fill(six.s6_addr + 8, six.s6_addr + 16, static_cast<unsigned char>(0));
  char network[INET6_ADDRSTRLEN] = {};
  inet_ntop(AF_INET6, &six, network, sizeof network);
  return std::string(network) + "/64";
}

std::string starts_with_pattern(std::string_view text) {
  std::string pattern;
  for (const char c : text.substr(0, 100)) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace plaza::identity

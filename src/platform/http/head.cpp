#include "platform/http/head.h"

#include <time.h>

#include <charconv>

#include "platform/base/text.h"
#include "platform/http/status_text.h"

namespace plaza::http {

namespace {

struct Default {
  std::string_view name;
  std::string_view line;
};
// Sent unless the response says otherwise itself.
constexpr Default security[] = {
    {"x-content-type-options", "x-content-type-options: nosniff\r\n"},
    {"referrer-policy", "referrer-policy: strict-origin-when-cross-origin\r\n"},
    {"x-frame-options", "x-frame-options: SAMEORIGIN\r\n"},
};

bool has_break(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos; }

bool says(const Response& response, std::string_view name) {
  for (const auto& header : response.headers) {
    if (header.first == name) return true;
  }
  return false;
}

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_status_line(std::string& out, int status) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(status));
  out += ' ';
  out += status_text(status);
  out += "\r\n";
}

}  // namespace

void append_head(std::string& out, const Response& response, const HeadFacts& facts) {
  append_status_line(out, response.status);
  out += "date: ";
  out += date_now();
  out += "\r\n";
  if (!response.content_type.empty() && response.status != 204 && response.status != 304 &&
      !has_break(response.content_type)) {
    out += "content-type: ";
    out += response.content_type;
    out += "\r\n";
  }
  if (facts.content_length) {
    out += "content-length: ";
    append_number(out, *facts.content_length);
    out += "\r\n";
  }
  if (facts.chunked) out += "transfer-encoding: chunked\r\n";
  if (!facts.keep_alive) out += "connection: close\r\n";
  else if (facts.old_version) out += "connection: keep-alive\r\n";
  if (!response.encoding.empty() && response.encoding != "identity") {
    out += "content-encoding: ";
    out += response.encoding;
    out += "\r\n";
  }
  out += "x-request-id: ";
  out += facts.request_id;
  out += "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (has_break(name) || has_break(value)) continue;
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  }
  if (response.head_lines) out += *response.head_lines;
  for (const auto& line : security) {
    if (response.headers.empty() || !says(response, line.name)) out += line.line;
  }
  out += "\r\n";
}

std::string http_date(std::int64_t unix_seconds) {
  constexpr const char* day_names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds_now = static_cast<time_t>(unix_seconds);
  tm parts{};
  gmtime_r(&seconds_now, &parts);
  char text[64];
  const int length = std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", day_names[parts.tm_wday],
                                   parts.tm_mday, month_names[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour,
                                   parts.tm_min, parts.tm_sec);
  return {text, static_cast<std::size_t>(length)};
}

std::string_view date_now() {
  thread_local std::int64_t second = -1;
  thread_local std::string text;
  const std::int64_t current = ::time(nullptr);
  if (current != second) {
    second = current;
    text = http_date(current);
  }
  return text;
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  tm parts{};
  const std::string copy(trimmed(text));
  const char* end = strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!end || *end != '\0') return std::nullopt;
  return static_cast<std::int64_t>(timegm(&parts));
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  if (etag.empty()) return false;
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  while (!if_none_match.empty()) {
    const auto end = if_none_match.find(',');
    auto item = trimmed(if_none_match.substr(0, end));
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag) return true;
    if (end == std::string_view::npos) return false;
    if_none_match.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace plaza::http

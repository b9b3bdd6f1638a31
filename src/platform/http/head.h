// The head of a response as bytes. Private to http.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace plaza::http {

struct HeadFacts {
  std::string_view request_id;
  bool keep_alive = true;
  bool old_version = false;                    // HTTP/1.0: keep-alive must be said
  bool chunked = false;
  std::optional<std::uint64_t> content_length;  // none for 204, 304 and streams
};

// Appends status line and headers with the empty line. Header values with line breaks are left out.
void append_head(std::string& out, const Response& response, const HeadFacts& facts);

// "Sun, 06 Nov 1994 08:49:37 GMT"; the text of the current second is kept per thread.
std::string_view date_now();
std::string http_date(std::int64_t unix_seconds);
std::optional<std::int64_t> parse_http_date(std::string_view text);

// Whether an If-None-Match header names this entity tag (weak comparison).
bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace plaza::http

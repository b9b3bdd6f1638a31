// gzip and Brotli for bodies, both ways. Private to http.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "platform/base/result.h"
#include "platform/http/message.h"

namespace plaza::http {

// A gzip, zlib or raw deflate text, unpacked. Errors: request.malformed; request.too_large beyond `max` bytes.
Result<std::string> inflated(std::string_view packed, std::size_t max);

std::string gzip(std::string_view text, int level);
std::string brotli(std::string_view text, int quality);

// Text-like types, which get smaller by compression.
bool is_compressible(std::string_view content_type);
// "br", "gzip" or empty: the best coding that the Accept-Encoding header allows.
std::string_view accepted_encoding(std::string_view accept_encoding);

// Compresses the response's body for this request if that is allowed and worth it (over 1 KB); says Vary where it would.
void compress(const Request& request, Response& response);

}  // namespace plaza::http

#include "platform/http/compression.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <memory>

#include "platform/base/check.h"
#include "platform/base/text.h"

namespace plaza::http {

namespace {

constexpr std::size_t compress_min = 1024;
constexpr std::size_t compress_max = 4'000'000;  // more would hold up the I/O thread
constexpr int gzip_level = 4;      // most of the gain at a third of the cost of 6
constexpr int brotli_quality = 4;

Error too_large() { return {ErrorKind::too_large, "request.too_large", "The body is too large."}; }
Error broken() { return {ErrorKind::invalid, "request.malformed", "The compressed body is broken."}; }

struct Inflater {
  z_stream stream{};
  explicit Inflater(int window_bits) { CHECK(inflateInit2(&stream, window_bits) == Z_OK); }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

Result<std::string> inflate_with(int window_bits, std::string_view packed, std::size_t max) {
  Inflater inflater(window_bits);
  z_stream& stream = inflater.stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  std::size_t used = 0;
  for (;;) {
    if (used == out.size()) {
      // One byte more than allowed tells "too large" from "just fits".
      const std::size_t room = std::min(std::max<std::size_t>(out.size() * 2, 16'384), max + 1);
      if (room <= used) return too_large();
      out.resize(room);
    }
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + used);
    stream.avail_out = static_cast<uInt>(out.size() - used);
    const int code = inflate(&stream, Z_NO_FLUSH);
    used = out.size() - stream.avail_out;
    if (used > max) return too_large();
    if (code == Z_STREAM_END) break;
    if (code != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0)) return broken();
  }
  if (stream.avail_in != 0) return broken();
  out.resize(used);
  return out;
}

// deflateInit2 takes a quarter of a megabyte each time: one per thread is kept and reset.
struct Deflater {
  z_stream stream{};
  int level = 0;
  ~Deflater() {
    if (level != 0) deflateEnd(&stream);
  }
  z_stream& ready(int wanted) {
    if (level != wanted) {
      if (level != 0) deflateEnd(&stream);
      stream = {};
      CHECK(deflateInit2(&stream, wanted, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
      level = wanted;
    } else {
      CHECK(deflateReset(&stream) == Z_OK);
    }
    return stream;
  }
};

std::string_view body_of(const Response& response) {
  return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
}

bool has_header(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

// "q=0", "q=0.0" … refuse a coding; anything else takes it.
bool is_refused(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return false;
  const auto value = trimmed(parameters.substr(q + 2));
  return !value.empty() && value.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

Result<std::string> inflated(std::string_view packed, std::size_t max) {
  constexpr int zlib_or_gzip = 15 + 32;
  auto out = inflate_with(zlib_or_gzip, packed, max);
  if (out.ok() || out.error().kind == ErrorKind::too_large) return out;
  constexpr int raw_deflate = -15;  // what some clients call "deflate"
  return inflate_with(raw_deflate, packed, max);
}

std::string gzip(std::string_view text, int level) {
  thread_local Deflater deflater;
  z_stream& stream = deflater.ready(level);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  return out;
}

std::string brotli(std::string_view text, int quality) {
  std::string out(BrotliEncoderMaxCompressedSize(text.size()), '\0');
  std::size_t size = out.size();
  // A window no larger than the text: the encoder's tables are sized by it.
  int window = BROTLI_MIN_WINDOW_BITS;
  while (window < 22 && (std::size_t{1} << window) < text.size() + 16) ++window;
  CHECK(BrotliEncoderCompress(quality, window, BROTLI_MODE_TEXT, text.size(),
                              reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
  out.resize(size);
  return out;
}

bool is_compressible(std::string_view content_type) {
  const auto kind = content_type.substr(0, content_type.find(';'));
  if (kind == "text/event-stream") return false;
  return kind.starts_with("text/") || kind.ends_with("json") || kind.ends_with("xml") ||
         kind.ends_with("javascript") || kind == "application/manifest+json" || kind == "application/wasm";
}

std::string_view accepted_encoding(std::string_view accept_encoding) {
  bool gzip_taken = false;
  while (!accept_encoding.empty()) {
    const auto end = accept_encoding.find(',');
    const auto item = trimmed(accept_encoding.substr(0, end));
    const auto semicolon = item.find(';');
    const auto coding = trimmed(item.substr(0, semicolon));
    const bool refused = semicolon != std::string_view::npos && is_refused(item.substr(semicolon + 1));
    if (!refused && coding == "br") return "br";
    if (!refused && (coding == "gzip" || coding == "*")) gzip_taken = true;
    if (end == std::string_view::npos) break;
    accept_encoding.remove_prefix(end + 1);
  }
  return gzip_taken ? "gzip" : std::string_view{};
}

void compress(const Request& request, Response& response) {
  if (!response.encoding.empty()) {
    if (!response.head_lines && !has_header(response, "vary")) response.header("vary", "accept-encoding");
    return;
  }
  const auto body = body_of(response);
  if (body.size() <= compress_min || body.size() > compress_max || response.status == 206 || !is_compressible(response.content_type) ||
      has_header(response, "content-encoding")) {
    return;
  }
  response.header("vary", "accept-encoding");
  const auto coding = accepted_encoding(request.header("accept-encoding"));
  if (coding.empty()) return;
  std::string packed = coding == "br" ? brotli(body, brotli_quality) : gzip(body, gzip_level);
  if (packed.size() >= body.size()) return;
  response.body = std::move(packed);
  response.shared_body.reset();
  response.encoding = coding;
  // Another representation: a strong validator of the plain one no longer fits.
  for (auto& [name, value] : response.headers) {
    if (name == "etag" && value.starts_with('"')) value.insert(0, "W/");
  }
}

}  // namespace plaza::http

#include "answer_cache.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <mutex>

namespace plaza::storefront {

namespace {

constexpr std::size_t answers_of_shard_max = 1'500;
constexpr int brotli_quality = 5;  // an answer is compressed once and sent many times
constexpr int gzip_level = 6;

std::string gzipped(const std::string& plain) {
  z_stream stream{};
  if (deflateInit2(&stream, gzip_level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : std::string();
}

std::string brotlied(const std::string& plain) {
  std::string out(BrotliEncoderMaxCompressedSize(plain.size()), '\0');
  std::size_t size = out.size();
  const auto ok = BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, plain.size(),
                                        reinterpret_cast<const std::uint8_t*>(plain.data()), &size,
                                        reinterpret_cast<std::uint8_t*>(out.data()));
  if (!ok) return {};
  out.resize(size);
  return out;
}

}  // namespace

http::Response AnswerCache::answer(const Kept& kept, const http::Request& request) {
  http::Response response;
  response.content_type = kept.content_type;
  response.header("etag", kept.etag).header("cache-control", "no-cache").header("vary", "accept-encoding, cookie, accept-language");
  if (request.header("if-none-match") == kept.etag) {
    response.status = 304;
    return response;
  }
  const auto accepted = request.header("accept-encoding");
  if (kept.brotli && accepted.find("br") != std::string_view::npos) {
    response.shared_body = kept.brotli;
    response.encoding = "br";
  } else if (kept.gzip && accepted.find("gzip") != std::string_view::npos) {
    response.shared_body = kept.gzip;
    response.encoding = "gzip";
  } else {
    response.shared_body = kept.plain;
  }
  return response;
}

std::optional<http::Response> AnswerCache::find(std::string_view key, std::uint64_t version, const http::Request& request) const {
  const auto& shard = shard_of(key);
  std::shared_ptr<const Kept> kept;
  {
    thread_local std::string name;  // the map has no look-up by view
    name.assign(key);
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.answers.find(name);
    if (found == shard.answers.end() || found->second->version != version) return std::nullopt;
    kept = found->second;
  }
  return answer(*kept, request);
}

http::Response AnswerCache::keep(std::string key, std::uint64_t version, std::string content_type, std::string body,
                                 const http::Request& request) {
  auto kept = std::make_shared<Kept>();
  kept->version = version;
  kept->content_type = std::move(content_type);
  kept->etag = "\"" + std::to_string(version) + "-" + std::to_string(std::hash<std::string>{}(body)) + "\"";
  if (body.size() > 800) {
    if (auto bytes = gzipped(body); !bytes.empty()) kept->gzip = std::make_shared<const std::string>(std::move(bytes));
    if (auto bytes = brotlied(body); !bytes.empty()) kept->brotli = std::make_shared<const std::string>(std::move(bytes));
  }
  kept->plain = std::make_shared<const std::string>(std::move(body));
  auto& shard = shard_of(key);
  {
    const std::unique_lock lock(shard.mutex);
    if (shard.answers.size() >= answers_of_shard_max && !shard.answers.contains(key)) shard.answers.erase(shard.answers.begin());
    shard.answers[std::move(key)] = kept;
  }
  return answer(*kept, request);
}

}  // namespace plaza::storefront

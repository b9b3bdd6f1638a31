#include "platform/http/static_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>

#include "platform/crypto/crypto.h"
#include "platform/http/compression.h"
#include "platform/http/head.h"

namespace plaza::http {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_max = 20'000;
constexpr std::uintmax_t in_memory_max = 2'000'000;
constexpr std::size_t compress_min = 1024;
constexpr int brotli_quality = 6;  // once per file and process; 9 takes three times as long for a tenth less
constexpr int gzip_level = 6;

struct TypeOfEnding {
  std::string_view ending;
  std::string_view type;
};
constexpr TypeOfEnding types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".mp4", "video/mp4"},
    {".webm", "video/webm"},
    {".m3u8", "application/vnd.apple.mpegurl"},
    {".ts", "video/mp2t"},
    {".glb", "model/gltf-binary"},
    {".wasm", "application/wasm"},
    {".pdf", "application/pdf"},
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

using Bytes = std::shared_ptr<const std::string>;

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  for (const auto& [ending, type] : types) {
    if (file_name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

bool has_content_hash(std::string_view file_name) {
  const auto dot = file_name.find('.', file_name.rfind('/') + 1);
  const auto stem = file_name.substr(0, dot);
  if (stem.size() < 10 || stem[stem.size() - 9] != '-') return false;
  bool no_word = false;  // "user-settings.js" is a name, "user-D3b_x9-Q.js" has a hash
  for (const char c : stem.substr(stem.size() - 8)) {
    const bool digit_or_upper = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    if (!digit_or_upper && !(c >= 'a' && c <= 'z') && c != '_' && c != '-') return false;
    no_word = no_word || digit_or_upper;
  }
  return no_word;
}

struct StaticFiles::File {
  std::string type;
  std::string etag;
  Bytes head_lines;
  Bytes plain;          // null: larger than is held in memory
  std::string on_disk;  // then
  std::string cache_control;

  // Compressed forms: from siblings, or made at the first request. Null when not smaller.
  std::once_flag compressed;
  Bytes brotli_bytes;
  Bytes gzip_bytes;

  void compress_once() {
    std::call_once(compressed, [this] {
      if (!is_compressible(type) || plain->size() < compress_min) return;
      const auto smaller = [this](std::string made) -> Bytes {
        if (made.size() >= plain->size()) return nullptr;
        return std::make_shared<const std::string>(std::move(made));
      };
      if (!brotli_bytes) brotli_bytes = smaller(brotli(*plain, brotli_quality));
      if (!gzip_bytes) gzip_bytes = smaller(gzip(*plain, gzip_level));
    });
  }
};

StaticFiles::~StaticFiles() = default;

StaticFiles::StaticFiles(const std::string& folder, std::string prefix) {
  if (!fs::is_directory(folder)) throw std::runtime_error("not a folder: " + folder);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    const auto sibling = [&] { return fs::exists(entry.path().parent_path() / entry.path().stem()); };
    if ((name.ends_with(".br") || name.ends_with(".gz")) && sibling()) continue;
    if (files_.size() == files_max) throw std::runtime_error("too many files: " + folder);

    auto file = std::make_unique<File>();
    file->type = content_type_of(name);
    file->cache_control = has_content_hash(name) ? "public, max-age=31536000, immutable" : "no-cache";
    if (entry.file_size() > in_memory_max) {
      file->on_disk = entry.path().string();
    } else {
      file->plain = std::make_shared<const std::string>(read_file(entry.path()));
      const auto digest = crypto::sha256(*file->plain);
      file->etag = "\"" + crypto::base64url(crypto::view(digest).substr(0, 12)) + "\"";
      file->head_lines = std::make_shared<const std::string>("etag: " + file->etag + "\r\ncache-control: " +
                                                             file->cache_control + "\r\nvary: accept-encoding\r\n");
      const auto ready = [&](const char* ending) -> Bytes {
        const fs::path path = entry.path().string() + ending;
        if (!fs::is_regular_file(path)) return nullptr;
        return std::make_shared<const std::string>(read_file(path));
      };
      file->brotli_bytes = ready(".br");
      file->gzip_bytes = ready(".gz");
    }
    files_.emplace(prefix + name, std::move(file));
  }
}

const std::string* StaticFiles::text(std::string_view path) const {
  const auto found = files_.find(std::string(path));
  return found == files_.end() ? nullptr : found->second->plain.get();
}

std::optional<Response> StaticFiles::answer(const Request& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end()) return std::nullopt;
  File& file = *found->second;
  std::optional<Response> response(std::in_place);
  response->content_type = file.type;
  if (!file.plain) {
    response->file = file.on_disk;
    response->header("cache-control", file.cache_control);
    return response;
  }
  response->head_lines = file.head_lines;
  if (auto held = request.header("if-none-match"); !held.empty() && etag_matches(held, file.etag)) {
    response->status = 304;
    return response;
  }
  const auto coding = accepted_encoding(request.header("accept-encoding"));
  if (!coding.empty()) file.compress_once();
  const bool as_brotli = coding == "br" && file.brotli_bytes;
  // Whoever takes br is given gzip only when br did not help: practically all of them take both.
  const bool as_gzip = !as_brotli && coding == "gzip" && file.gzip_bytes;
  response->shared_body = as_brotli ? file.brotli_bytes : as_gzip ? file.gzip_bytes : file.plain;
  response->encoding = as_brotli ? "br" : as_gzip ? "gzip" : "identity";
  return response;
}

}  // namespace plaza::http

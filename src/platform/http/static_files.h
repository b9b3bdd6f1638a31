// A built web folder, held in memory and served as a front. Names with a content hash (name-<8 letters>.ext) are cached for ever by
// browsers, all others are checked by ETag each time. Siblings name.br and name.gz are sent to whom takes them; without them
// a text is compressed once, when it is first asked for. Files over 2 MB stay on disk (and answer Range).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/http/server.h"

namespace plaza::http {

std::string_view content_type_of(std::string_view file_name);  // by its ending; application/octet-stream when unknown
bool has_content_hash(std::string_view file_name);

// Thread-safe after its construction. Nothing outside the folder is ever read: only names found at the start are answered.
class StaticFiles {
 public:
  // `prefix` is put before each name: folder/assets/a.js is answered at prefix + "assets/a.js". Symbolic links are left out.
  // Throws std::runtime_error when the folder is not there or holds more than 20,000 files.
  explicit StaticFiles(const std::string& folder, std::string prefix = "/");
  ~StaticFiles();
  StaticFiles(const StaticFiles&) = delete;
  StaticFiles& operator=(const StaticFiles&) = delete;

  // For ServerParts::fronts.
  std::optional<Response> answer(const Request& request) const;
  // A file's text, by its path as asked for ("/index.html"); null when there is none (or it is over 2 MB).
  const std::string* text(std::string_view path) const;
  std::size_t size() const { return files_.size(); }

 private:
  struct File;
  std::unordered_map<std::string, std::unique_ptr<File>> files_;
};

}  // namespace plaza::http

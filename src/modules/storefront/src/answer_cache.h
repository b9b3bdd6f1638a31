// Answers kept as bytes, plain and compressed, valid as long as the version they were made from. Bounded; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/http/message.h"

namespace plaza::storefront {

class AnswerCache {
 public:
  // The kept answer in the best encoding that the request takes, with its ETag (304 when the client has it already); nothing
  // when it is not kept or of another version.
  std::optional<http::Response> find(std::string_view key, std::uint64_t version, const http::Request& request) const;
  // Keeps a 200 answer and gives it back, encoded for this request.
  http::Response keep(std::string key, std::uint64_t version, std::string content_type, std::string body,
                      const http::Request& request);

 private:
  using Bytes = std::shared_ptr<const std::string>;
  struct Kept {
    std::uint64_t version = 0;
    std::string content_type, etag;
    Bytes plain, gzip, brotli;
  };
  struct Shard {
    mutable std::shared_mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<const Kept>> answers;
  };
  static http::Response answer(const Kept& kept, const http::Request& request);
  Shard& shard_of(std::string_view key) { return shards_[std::hash<std::string_view>{}(key) % shards_.size()]; }
  const Shard& shard_of(std::string_view key) const { return shards_[std::hash<std::string_view>{}(key) % shards_.size()]; }

  std::array<Shard, 16> shards_;
};

}  // namespace plaza::storefront

// Secrets that we hand out (session tokens, mail tokens, API keys): 256 random bits. We keep their SHA-256 only; with that many
// random bits a slow hash would add nothing.
#pragma once

#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include "platform/db/connection.h"

namespace plaza::identity {

struct Digest {
  std::array<char, 32> bytes = {};

  std::string_view view() const { return {bytes.data(), bytes.size()}; }
  db::Bytes value() const { return db::Bytes{view()}; }
  friend bool operator==(const Digest&, const Digest&) = default;
};

struct DigestHash {
  std::size_t operator()(const Digest& digest) const noexcept {
    std::size_t hash = 0;
    std::memcpy(&hash, digest.bytes.data(), sizeof hash);
    return hash;
  }
};

Digest digest_of(std::string_view secret);
// From a row; CHECKs the size.
Digest digest_from(std::string_view bytes);

// `prefix` and 43 characters of base64url.
std::string new_secret(std::string_view prefix);

inline constexpr std::string_view session_prefix = "st_";
inline constexpr std::string_view public_key_prefix = "pk_";
inline constexpr std::string_view secret_key_prefix = "sk_";

}  // namespace plaza::identity

// Cryptography, as few choices as possible: libsodium and OpenSSL behind plain functions. All thread-safe. What cannot happen
// in a working system (no randomness, no memory for a digest) throws std::runtime_error.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::crypto {

// --- randomness ---------------------------------------------------------------------------------------------------

std::string random_bytes(std::size_t count);
// 128 random bits as 22 letters of base64url: access tokens of carts and orders, session tokens, state of redirects.
std::string random_token();

// --- digests ------------------------------------------------------------------------------------------------------

using Digest = std::array<std::uint8_t, 32>;

inline std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
Digest sha256(std::string_view data);
Digest hmac_sha256(std::string_view key, std::string_view data);
// Compares in a time that depends on the lengths only: for tokens and signatures.
bool equal_constant_time(std::string_view a, std::string_view b);

// A digest of data that comes in pieces. One thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view piece);
  Digest finish();  // once

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// --- text forms ---------------------------------------------------------------------------------------------------
// Decoders accept only the canonical form (no white space, right padding, zero rest bits).

std::string hex(std::string_view data);  // lower case
std::optional<std::string> parse_hex(std::string_view text);
std::string base64(std::string_view data);  // with padding
std::optional<std::string> parse_base64(std::string_view text);
std::string base64url(std::string_view data);  // without padding
std::optional<std::string> parse_base64url(std::string_view text);

// --- sealing ------------------------------------------------------------------------------------------------------

// A secret of 256 bits. Wiped when it goes.
class SecretKey {
 public:
  static constexpr std::size_t size = 32;
  static SecretKey random();
  static std::optional<SecretKey> from_bytes(std::string_view bytes);  // exactly 32
  ~SecretKey();
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;

  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  // Another key for another purpose ("csrf", "export"): knowing one tells nothing about the others.
  SecretKey derived(std::string_view purpose) const;

 private:
  SecretKey() = default;
  std::array<std::uint8_t, size> bytes_{};
};

// Encrypts and authenticates (XChaCha20-Poly1305, random nonce; 41 bytes longer). `context` is bound to the text, not hidden: what
// it belongs to ("profile:42"), so that one sealed text cannot be put in the place of another.
std::string seal(const SecretKey& key, std::string_view plain, std::string_view context = {});
// Nothing if the key or the context is another, or a bit was changed.
std::optional<std::string> unseal(const SecretKey& key, std::string_view sealed,
                                  std::string_view context = {});

}  // namespace plaza::crypto

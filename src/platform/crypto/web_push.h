// The cryptography of web push, by OpenSSL: keys on the curve P-256, messages that only the receiving browser reads (RFC 8291, the
// aes128gcm coding of RFC 8188) and signatures by which push services know the sender (ES256 of RFC 7518, used by RFC 8292).
// All thread-safe; keys and messages are raw bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::crypto {

struct EcKeys {
  std::string private_key;  // 32 bytes
  std::string public_key;   // 65 bytes: an uncompressed point
};

EcKeys new_ec_keys();
// Nothing if the number is none of the curve's.
std::optional<EcKeys> ec_keys_from(std::string_view private_key);
// 65 bytes that are a point of the curve.
bool is_ec_point(std::string_view public_key);

// 64 bytes; another each time.
std::string sign_es256(const EcKeys& keys, std::string_view data);
bool verify_es256(std::string_view public_key, std::string_view data, std::string_view signature);

inline constexpr std::size_t push_plain_max = 3'993;  // then the body has the 4,096 bytes that every push service takes

struct PushReceiver {
  std::string public_key;  // 65 bytes
  std::string auth;        // 16 bytes
};
// The body of one message, for one receiver. Nothing if its key is no point, its secret has another length, or `plain` is too long.
std::optional<std::string> encrypt_push(std::string_view plain, const PushReceiver& receiver);
// The same with a salt of 16 bytes and sender's keys that are given: the same bytes each time. For tests.
std::optional<std::string> encrypt_push(std::string_view plain, const PushReceiver& receiver, std::string_view salt, const EcKeys& sender);

}  // namespace plaza::crypto

#include <sodium.h>

#include <cstring>

#include "platform/crypto/crypto.h"
#include "platform/crypto/sodium_ready.h"

namespace plaza::crypto {
namespace {

// A sealed text: version, nonce, ciphertext with its tag.
constexpr char version = 1;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == SecretKey::size);

const unsigned char* data_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* data_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

SecretKey SecretKey::random() {
  sodium_ready();
  SecretKey key;
  randombytes_buf(key.bytes_.data(), key.bytes_.size());
  return key;
}

std::optional<SecretKey> SecretKey::from_bytes(std::string_view bytes) {
  if (bytes.size() != size) return std::nullopt;
  SecretKey key;
  std::memcpy(key.bytes_.data(), bytes.data(), size);
  return key;
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

SecretKey SecretKey::derived(std::string_view purpose) const {
  SecretKey key;
  key.bytes_ = hmac_sha256(bytes(), purpose);
  return key;
}

std::string seal(const SecretKey& key, std::string_view plain, std::string_view context) {
  sodium_ready();
  std::string sealed(1 + nonce_size + plain.size() + tag_size, version);
  unsigned char* nonce = data_of(sealed) + 1;
  randombytes_buf(nonce, nonce_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_size, nullptr, data_of(plain),
                                             plain.size(), data_of(context), context.size(),
                                             nullptr, nonce, data_of(key.bytes()));
  return sealed;
}

std::optional<std::string> unseal(const SecretKey& key, std::string_view sealed,
                                  std::string_view context) {
  sodium_ready();
  if (sealed.size() < 1 + nonce_size + tag_size || sealed.front() != version) return std::nullopt;
  const unsigned char* nonce = data_of(sealed) + 1;
  const std::size_t length = sealed.size() - 1 - nonce_size;
  std::string plain(length - tag_size, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      data_of(plain), nullptr, nullptr, nonce + nonce_size, length, data_of(context),
      context.size(), nonce, data_of(key.bytes()));
  if (opened != 0) return std::nullopt;
  return plain;
}

}  // namespace plaza::crypto

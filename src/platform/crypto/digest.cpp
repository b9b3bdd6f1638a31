#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <stdexcept>

#include "platform/base/check.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/sodium_ready.h"

namespace plaza::crypto {
namespace {

// Looked up once: a look-up by name at each digest costs more than a short digest.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (method == nullptr) throw std::runtime_error("OpenSSL has no SHA-256.");
  return method;
}

}  // namespace

void sodium_ready() {
  static const int state = sodium_init();
  if (state < 0) throw std::runtime_error("libsodium could not start.");
}

std::string random_bytes(std::size_t count) {
  sodium_ready();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token() { return base64url(random_bytes(16)); }

Digest sha256(std::string_view data) {
  Digest digest;
  unsigned length = 0;
  if (EVP_Digest(data.data(), data.size(), digest.data(), &length, sha256_method(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed.");
  }
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view data) {
  Digest digest;
  unsigned length = 0;
  const char* key_bytes = key.empty() ? "" : key.data();
  const auto* made = HMAC(sha256_method(), key_bytes, static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(data.data()), data.size(),
                          digest.data(), &length);
  if (made == nullptr) throw std::runtime_error("HMAC failed.");
  return digest;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

struct Sha256::Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
  Context() {
    if (handle == nullptr || EVP_DigestInit_ex(handle, sha256_method(), nullptr) != 1) {
      EVP_MD_CTX_free(handle);
      throw std::runtime_error("SHA-256 failed.");
    }
  }
  ~Context() { EVP_MD_CTX_free(handle); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view piece) {
  CHECK(context_ != nullptr);
  if (EVP_DigestUpdate(context_->handle, piece.data(), piece.size()) != 1)
    throw std::runtime_error("SHA-256 failed.");
}

Digest Sha256::finish() {
  CHECK(context_ != nullptr);
  Digest digest;
  unsigned length = 0;
  if (EVP_DigestFinal_ex(context_->handle, digest.data(), &length) != 1)
    throw std::runtime_error("SHA-256 failed.");
  context_.reset();
  return digest;
}

}  // namespace plaza::crypto

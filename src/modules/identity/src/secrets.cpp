#include "secrets.h"

#include <algorithm>

#include "platform/base/check.h"
#include "platform/crypto/crypto.h"

namespace plaza::identity {

Digest digest_from(std::string_view bytes) {
  Digest digest;
  CHECK(bytes.size() == digest.bytes.size());
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

Digest digest_of(std::string_view secret) { return digest_from(crypto::view(crypto::sha256(secret))); }

std::string new_secret(std::string_view prefix) {
  return std::string(prefix) + crypto::base64url(crypto::random_bytes(32));
}

}  // namespace plaza::identity

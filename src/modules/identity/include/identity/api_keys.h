// API keys for programs: public ones (pk_…) may send interactions, secret ones (sk_…) may do what staff may, except managing
// staff and keys. Only hashes are stored. Sent as `Authorization: Bearer KEY` or as the user name of basic authentication.
// Thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::identity {

enum class KeyKind { public_key, secret_key };
constexpr auto enum_names(KeyKind*) { return std::array<std::string_view, 2>{"public", "secret"}; }

struct ApiKey {
  ApiKeyId id;
  KeyKind kind = KeyKind::public_key;
  std::string name;
  std::string hint;  // prefix and last four characters: "sk_…9f3a"
  Time created_at;
  Time revoked_at;  // micros 0: in use
};

class ApiKeys {
 public:
  virtual ~ApiKeys() = default;
  // From memory: the kind of a key that is in use (also for write keys sent in a body). Nothing when unknown or revoked.
  virtual std::optional<KeyKind> kind_of(std::string_view key) const = 0;

  struct Created {
    ApiKey key;
    std::string secret;  // the key itself; never shown again
  };
  // At most 100 in use. Errors: identity.too_many_keys, request.invalid (name).
  virtual Result<Created> create(db::Transaction& tx, KeyKind kind, std::string_view name) = 0;
  // Errors: identity.not_found. Revoking twice is fine.
  virtual Status revoke(db::Transaction& tx, ApiKeyId id) = 0;
  virtual std::vector<ApiKey> list(db::Reader& reader) = 0;  // newest first, at most 1,000
};

}  // namespace plaza::identity

// The addresses of restricted files: signed, and good until a time. Whoever has one may read that file until then, so they are given only
// to who may see the upload. They stay the same for an hour, so that a page that asks again finds its pictures in the browser's cache.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "media/ids.h"
#include "platform/base/time.h"
#include "platform/crypto/crypto.h"

namespace plaza::media {

class Addresses {
 public:
  static constexpr Micros step = hours(1);  // an address is good for one to two of them

  explicit Addresses(crypto::SecretKey secret) : key_(secret.derived("media.addresses")) {}

  // "/media/med_…/w640.webp?until=1767225600&signature=…"
  std::string address(MediaId id, std::string_view name, Time now) const;

  enum class Verdict { good, late, wrong };
  // `until` and `signature` as they came. late: it was good once.
  Verdict judge(MediaId id, std::string_view name, std::string_view until, std::string_view signature, Time now) const;

 private:
  std::string sign(MediaId id, std::string_view name, std::int64_t until) const;

  const crypto::SecretKey key_;
};

}  // namespace plaza::media

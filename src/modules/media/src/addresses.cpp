#include "addresses.h"

#include "platform/base/text.h"

namespace plaza::media {

std::string Addresses::sign(MediaId id, std::string_view name, std::int64_t until) const {
  std::string what = to_text(id);
  what.append("\n").append(name).append("\n").append(std::to_string(until));
  return crypto::base64url(crypto::view(crypto::hmac_sha256(key_.bytes(), what)));
}

std::string Addresses::address(MediaId id, std::string_view name, Time now) const {
  const std::int64_t until = (now.micros / step + 2) * (step / seconds(1));
  std::string text = "/media/" + to_text(id);
  text.append("/").append(name).append("?until=").append(std::to_string(until)).append("&signature=").append(sign(id, name, until));
  return text;
}

Addresses::Verdict Addresses::judge(MediaId id, std::string_view name, std::string_view until, std::string_view signature, Time now) const {
  const auto end = parse_integer(until);
  if (!end || *end <= 0) return Verdict::wrong;
  if (!crypto::equal_constant_time(sign(id, name, *end), signature)) return Verdict::wrong;
  return now.micros / seconds(1) < *end ? Verdict::good : Verdict::late;
}

}  // namespace plaza::media

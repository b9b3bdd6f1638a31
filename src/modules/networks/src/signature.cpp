#include "signature.h"

#include <optional>
#include <string>
#include <vector>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::networks {
namespace {

constexpr std::size_t parts_max = 30;

Error bad(const char* why) { return {ErrorKind::invalid, "networks.bad_signature", why}; }

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty() && parts.size() < parts_max) {
    const auto comma = text.find(',');
    parts.push_back(trimmed(text.substr(0, comma)));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

bool signed_by_one(std::string_view secrets, std::string_view text, std::string_view given) {
  bool fits = false;
  for (const auto secret : split(secrets)) {
    if (secret.empty()) continue;
    const auto expected = crypto::hmac_sha256(secret, text);
    if (crypto::equal_constant_time(given, crypto::view(expected))) fits = true;
  }
  return fits;
}

}  // namespace

Status check_meta(std::string_view header, std::string_view body, std::string_view secrets) {
  if (!header.starts_with("sha256=")) return bad("There is no signature.");
  const auto given = crypto::parse_hex(header.substr(7));
  if (!given) return bad("The signature cannot be read.");
  if (!signed_by_one(secrets, body, *given)) return bad("The signature does not fit.");
  return done();
}

Status check_tiktok(std::string_view header, std::string_view body, std::string_view secrets, Time now) {
  std::string_view at;
  std::optional<std::string> given;
  for (const auto part : split(header)) {
    if (part.starts_with("t=")) at = part.substr(2);
    if (part.starts_with("s=")) given = crypto::parse_hex(part.substr(2));
  }
  const auto seconds_at = parse_integer(at);
  if (!seconds_at || *seconds_at < 0 || *seconds_at > 100'000'000'000 || !given) return bad("The signature cannot be read.");
  if (!signed_by_one(secrets, std::string(at) + "." + std::string(body), *given)) return bad("The signature does not fit.");
  const Micros age = now - Time{seconds(*seconds_at)};
  if (age > tiktok_tolerance || age < -tiktok_tolerance) return bad("The signature is too old.");
  return done();
}

}  // namespace plaza::networks

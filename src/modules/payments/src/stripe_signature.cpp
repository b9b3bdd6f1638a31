#include "stripe_signature.h"

#include <optional>
#include <string>
#include <vector>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::payments::stripe {
namespace {

constexpr std::size_t parts_max = 30;

Error bad(const char* why) { return {ErrorKind::invalid, "payment.bad_signature", why}; }

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty() && parts.size() < parts_max) {
    const auto comma = text.find(',');
    parts.push_back(trimmed(text.substr(0, comma)));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

}  // namespace

Status check_signature(std::string_view header, std::string_view body, std::string_view secrets, Time now) {
  std::string_view at;
  std::vector<std::string> given;
  for (const auto part : split(header)) {
    if (part.starts_with("t=")) at = part.substr(2);
    if (!part.starts_with("v1=")) continue;
    if (auto bytes = crypto::parse_hex(part.substr(3))) given.push_back(std::move(*bytes));
  }
  const auto seconds_at = parse_integer(at);
  if (!seconds_at || *seconds_at < 0 || *seconds_at > 100'000'000'000 || given.empty()) return bad("The signature cannot be read.");
  const std::string signed_text = std::string(at) + "." + std::string(body);
  bool fits = false;
  for (const auto secret : split(secrets)) {
    if (secret.empty()) continue;
    const auto expected = crypto::hmac_sha256(secret, signed_text);
    for (const auto& each : given) {
      if (crypto::equal_constant_time(each, crypto::view(expected))) fits = true;
    }
  }
  if (!fits) return bad("The signature does not fit.");
  const Micros age = now - Time{seconds(*seconds_at)};
  if (age > signature_tolerance || age < -signature_tolerance) return bad("The signature is too old.");
  return done();
}

}  // namespace plaza::payments::stripe

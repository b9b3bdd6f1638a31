// A payment provider's webhook: nothing but the right digest of this body, in time, is let in.
#include <cstdio>

#include "platform/base/check.h"
#include "platform/crypto/crypto.h"
#include "stripe_signature.h"
#include "target.h"

namespace plaza::fuzz {
namespace {

constexpr std::string_view secret = "whsec_first";
constexpr std::int64_t now_seconds = 1'795'000'000;

std::string right_digest(std::string_view time, std::string_view body) {
  const auto digest = crypto::hmac_sha256(secret, std::string(time) + "." + std::string(body));
  std::string hex;
  for (const auto byte : digest) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    hex += two;
  }
  return hex;
}

}  // namespace

// A header, a line break, a body.
void read(std::string_view bytes) {
  const auto line = std::min(bytes.find('\n'), bytes.size());
  const auto header = bytes.substr(0, line);
  const auto body = bytes.substr(std::min(line + 1, bytes.size()));
  const Time now{now_seconds * 1'000'000};
  const auto status = payments::stripe::check_signature(header, body, "whsec_other," + std::string(secret), now);
  const std::string time = std::to_string(now_seconds);
  const std::string good = "t=" + time + ",v1=" + right_digest(time, body);
  CHECK(payments::stripe::check_signature(good, body, secret, now).ok());
  if (!status.ok()) {
    CHECK(status.error().code == "payment.bad_signature");
    return;
  }
  bool right = false;
  for (std::int64_t second = now_seconds - 300; second <= now_seconds + 300 && !right; ++second) {
    const std::string other = std::to_string(second);
    if (header.find(other) == std::string_view::npos) continue;
    right = header.find(right_digest(other, body)) != std::string_view::npos;
  }
  CHECK(right);
}

std::vector<std::string> seeds() {
  const std::string time = std::to_string(now_seconds);
  return {"t=" + time + ",v1=" + right_digest(time, "{}") + "\n{}",
          "t=" + time + ",v1=00,v0=x,v1=" + right_digest(time, "{\"id\":1}") + "\n{\"id\":1}", "t=,v1=\n", "v1=ff,t=99999999999999999999\nx"};
}

}  // namespace plaza::fuzz

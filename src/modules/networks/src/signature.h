// Who sent a webhook. Both networks sign the bytes as they are sent, so it is checked before anything is read from them. Pure.
#pragma once

#include <string_view>

#include "platform/base/result.h"
#include "platform/base/time.h"

namespace plaza::networks {

inline constexpr Micros tiktok_tolerance = seconds(300);

// Meta's X-Hub-Signature-256: "sha256=" and an HMAC-SHA256 of the body in hex, with the secret of the app. `secrets`: one for each app,
// separated by commas; all are compared in constant time. Error: networks.bad_signature (400).
Status check_meta(std::string_view header, std::string_view body, std::string_view secrets);

// TikTok-Signature: "t=<seconds>,s=<hex>", an HMAC-SHA256 of "<t>.<body>". More than five minutes off: networks.bad_signature.
Status check_tiktok(std::string_view header, std::string_view body, std::string_view secrets, Time now);

}  // namespace plaza::networks

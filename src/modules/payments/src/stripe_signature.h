// The header Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>…], an HMAC-SHA256 of "<t>.<body>" with the endpoint's secret. Pure.
#pragma once

#include <string_view>

#include "platform/base/result.h"
#include "platform/base/time.h"

namespace plaza::payments::stripe {

constexpr Micros signature_tolerance = seconds(300);

// `secrets`: one, or several separated by commas while one is replaced by another. Any one that fits any v1 will do; all are
// compared in constant time. Errors (400): payment.bad_signature.
Status check_signature(std::string_view header, std::string_view body, std::string_view secrets, Time now);

}  // namespace plaza::payments::stripe

// TikTok's business API: comments and messages. Errors as in graph.h.
#pragma once

#include "platform/base/result.h"
#include "platform/http/client.h"
#include "wish.h"

namespace plaza::networks::tiktok_api {

http::ClientRequest answer(const Settings& settings, const Wish& wish);
Result<std::string> made(const http::ClientResponse& reply);

}  // namespace plaza::networks::tiktok_api

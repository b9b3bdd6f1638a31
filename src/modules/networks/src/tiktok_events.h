// TikTok's webhooks (comment.update, im_receive_msg) as events; `content` is JSON inside a text. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <vector>

#include "event.h"

namespace plaza::networks {

std::vector<Event> tiktok_events(const boost::json::value& body);

}  // namespace plaza::networks

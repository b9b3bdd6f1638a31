// Meta's webhooks (object instagram, page, whatsapp_business_account) as events. Pure. Fields as Meta's webhook references describe them.
#pragma once

#include <boost/json/fwd.hpp>
#include <vector>

#include "event.h"

namespace plaza::networks {

// Everything in it that is for the shop; what we do not know, echoes and our own comments are left out. At most events_max.
std::vector<Event> meta_events(const boost::json::value& body);

}  // namespace plaza::networks

// Webhooks, what staff see of the networks, and private replies.
#pragma once

#include "intake.h"
#include "networks/module.h"
#include "platform/http/route.h"

namespace plaza::networks {

void add_webhook_routes(http::Routes& routes, const Needs& needs, Intake& intake);
void add_staff_routes(http::Routes& routes, const Needs& needs);

}  // namespace plaza::networks

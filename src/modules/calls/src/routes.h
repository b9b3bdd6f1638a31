#pragma once

#include "calls/module.h"
#include "platform/http/route.h"

namespace plaza::calls {

// Borrowed; both must outlive the routes.
void add_all_routes(http::Routes& routes, const Needs& needs, Calls& calls);

}  // namespace plaza::calls

#pragma once

#include "interactions/module.h"
#include "service.h"

namespace plaza::interactions {

void add_routes(http::Routes& routes, LogService& log, const Clock& clock, const Settings& settings,
                Keeping* const& keeping);

}  // namespace plaza::interactions

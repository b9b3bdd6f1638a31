#pragma once

#include "runs.h"

namespace plaza::interchange {

void add_export_routes(http::Routes& routes, const Needs& needs);
void add_run_routes(http::Routes& routes, const Needs& needs, const Runs& runs);

// "acc_…", or "key" of a program.
std::string actor_of(const http::Call& call);

}  // namespace plaza::interchange

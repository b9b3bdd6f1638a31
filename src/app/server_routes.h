// What belongs to no module: health, readiness, metrics, the API document, parked work, and the platform's own house-keeping.
#pragma once

#include <functional>

#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::app {

struct ServerRoutesNeeds {
  db::Database& database;
  jobs::Runner& runner;
  events::Dispatcher& dispatcher;
  std::function<bool()> ready;
};

void add_server_routes(http::Routes& routes, const ServerRoutesNeeds& needs);
void add_server_jobs(jobs::Runner& runner, db::Database& database, const Clock& clock);

// The document of GET /openapi.json and of `plaza openapi`.
std::string openapi_text(const http::Routes& routes);

}  // namespace plaza::app

#include "server_routes.h"

#include "identity/roles.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/metrics/metrics.h"

namespace plaza::app {

namespace {

using http::Call;
using http::Response;

struct ParkedJob {
  std::string id;
  std::string kind;
  std::string reason;
  Time at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("reason", reason);
    v("at", at);
  }
};
struct ParkedList {
  std::vector<ParkedJob> jobs;
  std::vector<ParkedJob> events;
  template <class V>
  void describe(V& v) {
    v("jobs", jobs, json::Items{0, 200});
    v("events", events, json::Items{0, 200});
  }
};
struct JobPath {
  std::int64_t id = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

Response text_answer(int status, const char* type, std::string body) {
  Response response;
  response.status = status;
  response.content_type = type;
  response.body = std::move(body);
  response.header("cache-control", "no-store");
  return response;
}

}  // namespace

std::string openapi_text(const http::Routes& routes) { return http::openapi(routes, "Plaza", PLAZA_VERSION); }

void add_server_routes(http::Routes& routes, const ServerRoutesNeeds& needs) {
  const auto raw = [&](const char* path, const char* id, http::RawHandler handler) {
    routes.add(http::get<http::None, http::None>(path, id).undocumented().raw(std::move(handler)));
  };
  raw("/healthz", "healthz", [](Call&) -> Task<Response> { co_return text_answer(200, "text/plain", "ok\n"); });
  raw("/readyz", "readyz", [ready = needs.ready](Call&) -> Task<Response> {
    co_return ready() ? text_answer(200, "text/plain", "ready\n") : text_answer(503, "text/plain", "not ready\n");
  });
  raw("/metrics", "metrics", [](Call&) -> Task<Response> {
    co_return text_answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics::render());
  });
  raw("/openapi.json", "openapi", [&routes](Call&) -> Task<Response> {
    static const auto document = std::make_shared<const std::string>(openapi_text(routes));
    Response response;
    response.shared_body = document;
    co_return response;
  });
  routes.add(http::get<http::None, ParkedList>("/v1/admin/parked", "list_parked")
                 .summary("Jobs and event deliveries that kept failing and wait for a person.")
                 .tag("Operation")
                 .access(identity::staff_access(0))
                 .memory([needs](Call&, const http::None&) -> Result<ParkedList> {
                   ParkedList list;
                   for (const auto& parked : needs.runner.parked(100)) {
                     list.jobs.push_back({std::to_string(parked.job.id), parked.job.kind, parked.reason, parked.at});
                   }
                   for (const auto& parked : needs.dispatcher.parked(100)) {
                     list.events.push_back({std::to_string(parked.event.sequence), parked.subscription + " ← " + parked.event.topic,
                                            parked.reason, parked.event.at});
                   }
                   return list;
                 }));
  routes.add(http::post<JobPath, http::None>("/v1/admin/parked/{id}/retry", "retry_parked")
                 .summary("Tries a parked job again.")
                 .tag("Operation")
                 .access(identity::staff_access(0))
                 .error("jobs.not_parked", ErrorKind::not_found, "It is not parked.")
                 .memory([needs](Call&, const JobPath& request) -> Result<http::None> {
                   TRY_DONE(needs.runner.retry_parked(request.id));
                   return http::None{};
                 }));
}

void add_server_jobs(jobs::Runner& runner, db::Database& database, const Clock& clock) {
  runner.every("app.purge_idempotency", minutes(10), [&database, &clock]() -> Status {
    auto work = [&](db::Transaction& tx) -> Result<std::int64_t> { return http::purge_idempotency(tx, clock.now()); };
    for (int round = 0; round < 20; ++round) {
      TRY(const auto removed, database.write_now(work));
      if (removed == 0) break;
    }
    return done();
  });
}

}  // namespace plaza::app

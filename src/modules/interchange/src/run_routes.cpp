#include "identity/roles.h"
#include "platform/base/text.h"
#include "routes.h"
#include "statements.h"

namespace plaza::interchange {
namespace {

using http::Call;

constexpr std::size_t file_bytes_max = 64'000'000;
constexpr const char* other_shop = "file";  // whose orders are, when neither file nor staff say

struct ImportRun {
  RunId id;
  RunStatus status = RunStatus::waiting;
  bool dry_run = false;
  std::int64_t total = 0, done = 0, created = 0, updated = 0, unchanged = 0, failed = 0;
  std::vector<Problem> problems;
  Time started_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("dry_run", dry_run);
    v("total", total, json::Doc{"Rows."});
    v("done", done);
    v("created", created, json::Doc{"Customers or orders."});
    v("updated", updated);
    v("unchanged", unchanged);
    v("failed", failed);
    v("problems", problems, json::Items{0, problems_max});
    v("started_at", started_at);
  }
};

ImportRun view_of(const Run& run) {
  return {run.id,      run.status,    run.dry_run, run.total,    run.done,      run.created,
          run.updated, run.unchanged, run.failed,  run.problems, run.started_at};
}

struct RunPath {
  RunId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct ListTrail {
  int limit = 50;
  std::int64_t before = 0;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("before", before, json::Optional{}, json::Between{0, std::numeric_limits<std::int64_t>::max()});
  }
};
struct TrailEntry {
  static constexpr const char* schema_name = "FileTrailEntry";
  std::int64_t id = 0;
  Time at;
  std::string actor, action, kind, filter;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("at", at);
    v("actor", actor, json::Doc{"acc_… or key"});
    v("action", action, json::Doc{"export or import"});
    v("kind", kind, json::Doc{"customers or orders"});
    v("filter", filter, json::Doc{"Of an export its filter, of an import its run."});
  }
};
struct Trail {
  static constexpr const char* schema_name = "FileTrail";
  std::vector<TrailEntry> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

Task<http::Response> start(const Needs& needs, const Runs& runs, Call& call, Kind kind) {
  Run run;
  run.kind = kind;
  run.dry_run = call.request.query_value("dry_run") == "true";
  run.source = std::string(trimmed(call.request.query_value("shop").value_or("")));
  if (run.source.empty()) run.source = other_shop;
  if (run.source.size() > 100 || !is_utf8(run.source))
    co_return http::problem(invalid_field("shop", "too_long", "is too long"));
  run.actor = actor_of(call);
  run.by_owner = (call.caller.roles & identity::owner) != 0;
  auto work = [&](db::Transaction& tx) -> Result<Run> { return runs.start(tx, run, call.request.body); };
  const auto started = co_await needs.database.write(work);
  if (!started.ok()) co_return http::problem(started.error());
  http::Response response;
  response.status = 202;
  response.body = json::encode(view_of(*started));
  co_return response;
}

void add_start(http::Routes& routes, const Needs& needs, const Runs& runs, Kind kind, http::Access access,
               const char* operation, const char* summary) {
  routes.add(http::post<http::None, ImportRun>("/v1/admin/" + std::string(json::enum_text(kind)) + ".csv", operation)
                 .summary(summary)
                 .tag("Files")
                 .access(access)
                 .status(202)
                 .any_content_type()
                 .body_max(file_bytes_max)
                 .error("interchange.file_empty", ErrorKind::invalid, "The file is empty.")
                 .error("interchange.unknown_columns", ErrorKind::invalid, "It is no file of this kind.")
                 .raw([&needs, &runs, kind](Call& call) { return start(needs, runs, call, kind); }));
}

Trail trail_of(db::Reader& reader, const ListTrail& request) {
  const std::int64_t before = request.before ? request.before : std::numeric_limits<std::int64_t>::max();
  Trail trail;
  reader.each(sql::trail_before, {before, request.limit}, [&](const db::Row& row) {
    trail.items.push_back({row.integer(0), row.time(1), row.string(2), row.string(3), row.string(4), row.string(5)});
  });
  return trail;
}

}  // namespace

std::string actor_of(const Call& call) {
  return call.caller.subject ? to_text(identity::AccountId{call.caller.subject}) : "key";
}

void add_run_routes(http::Routes& routes, const Needs& needs, const Runs& runs) {
  add_start(routes, needs, runs, Kind::customers, identity::staff_access(identity::merchandiser), "importCustomers",
            "Takes the CSV file that is the body in, in the background: accounts without a password, found again by their e-mail "
            "address. Nobody is written to. Store credit goes in with an owner only, once. ?dry_run=true looks only.");
  add_start(routes, needs, runs, Kind::orders, http::Access::any_of(identity::owner), "importOrders",
            "Takes past orders in, in the background, found again by shop and name (?shop= when the file does not say whose "
            "they are). Neither stock nor payments move, and nobody is written to. ?dry_run=true looks only.");
  routes.add(http::get<RunPath, ImportRun>("/v1/admin/import_runs/{id}", "getImportRun")
                 .summary("How far an import of customers or orders is, and what it could not take.")
                 .tag("Files")
                 .access(identity::staff_access(identity::merchandiser))
                 .error("interchange.run_not_found", ErrorKind::not_found, "There is no such import.")
                 .read(needs.database, [&runs](Call&, db::Reader& reader, const RunPath& request) -> Result<ImportRun> {
                   const auto run = runs.find(reader, request.id);
                   if (run) return view_of(*run);
                   return Error{ErrorKind::not_found, "interchange.run_not_found", "There is no such import."};
                 }));
  routes.add(http::get<ListTrail, Trail>("/v1/admin/file_trail", "listFileTrail")
                 .summary("Who took personal data out or in as a file, newest first.")
                 .tag("Files")
                 .access(http::Access::any_of(identity::owner))
                 .read(needs.database, [](Call&, db::Reader& reader, const ListTrail& request) -> Result<Trail> {
                   return trail_of(reader, request);
                 }));
}

}  // namespace plaza::interchange

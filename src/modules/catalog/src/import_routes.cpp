#include "identity/ids.h"
#include "identity/roles.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "views.h"

namespace plaza::catalog {
namespace {

using http::Call;

constexpr std::size_t file_bytes_max = 64'000'000;  // larger files go in by the command line

struct ImportPath {
  ImportId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct StartImport {  // the body is the file
  std::string kind = "products";
  bool dry_run = false;
  template <class V>
  void describe(V& v) {
    v("kind", kind, json::Optional{});
    v("dry_run", dry_run, json::Optional{}, json::Doc{"Says what it would do, and does nothing."});
  }
};

std::string actor_of(const Call& call) {
  return call.caller.subject ? to_text(identity::AccountId{call.caller.subject}) : "key";
}

Task<http::Response> start(const RouteParts& parts, Call& call) {
  const std::string kind(call.request.query_value("kind").value_or("products"));
  const std::string actor = actor_of(call);
  const auto mode =
      call.request.query_value("dry_run") == "true" ? ImportMode::look : ImportMode::take;
  auto work = [&](db::Transaction& tx) -> Result<ImportReport> {
    return parts.imports.start(tx, kind, call.request.body, actor, mode);
  };
  auto report = co_await parts.database.write(work);
  if (!report.ok()) co_return http::problem(report.error());
  http::Response response;
  response.status = 202;
  response.body = json::encode(import_view(*report));
  co_return response;
}

http::Access staff() { return identity::staff_access(identity::merchandiser); }

}  // namespace

void add_import_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(
      http::post<StartImport, ImportView>("/v1/admin/imports", "startImport")
          .summary("Imports the CSV file that is the body, in the background. Importing a file "
                   "twice changes nothing.")
          .tag("Catalogue")
          .access(staff())
          .status(202)
          .body_max(file_bytes_max)
          .any_content_type()
          .error("catalog.import_empty", ErrorKind::invalid, "The file is empty.")
          .error("catalog.import_unknown_columns", ErrorKind::invalid, "It is no product file.")
          .error("catalog.import_kind_unknown", ErrorKind::invalid,
                 "Only products can be imported.")
          .raw([parts](Call& call) { return start(parts, call); }));
  routes.add(
      http::get<ImportPath, ImportView>("/v1/admin/imports/{id}", "getImport")
          .summary("How far an import is, and what it could not take.")
          .tag("Catalogue")
          .access(staff())
          .error("catalog.import_not_found", ErrorKind::not_found, "There is no such import.")
          .read(
              parts.database,
              [parts](Call&, db::Reader& reader, const ImportPath& request) -> Result<ImportView> {
                const auto report = parts.imports.report(reader, request.id);
                if (report) return import_view(*report);
                return Error{ErrorKind::not_found, "catalog.import_not_found",
                             "There is no such import."};
              }));
}

}  // namespace plaza::catalog

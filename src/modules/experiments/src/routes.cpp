#include "routes.h"

#include "identity/roles.h"
#include "report.h"
#include "rules.h"
#include "views.h"

namespace plaza::experiments {
namespace {

using http::Call;

constexpr const char* none = "experiments.not_found";
constexpr const char* taken = "experiments.key_taken";
constexpr const char* state = "experiments.wrong_state";
constexpr const char* old = "experiments.stale";
constexpr const char* full = "experiments.too_many";

http::Access staff() { return identity::staff_access(identity::merchandiser); }

ExperimentView view_of(const RouteParts& parts, const Experiment& experiment) {
  ExperimentView view;
  static_cast<Experiment&>(view) = experiment;
  if (const auto found = parts.findings.found(experiment.id)) view.people = found->people;
  view.people.resize(experiment.variants.size());
  return view;
}

Result<ExperimentView> viewed(const RouteParts& parts, Result<Experiment> experiment) {
  if (!experiment.ok()) return std::move(experiment).error();
  return view_of(parts, *experiment);
}

Result<ExperimentPage> list(const RouteParts& parts, db::Reader& reader, const ListExperiments& request) {
  ExperimentId before;
  if (!request.cursor.empty()) {
    const auto cursor = parse_id<ExperimentId>(request.cursor);
    if (!cursor) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    before = *cursor;
  }
  ExperimentPage page;
  for (const auto& experiment : store::list(reader, before, request.status, request.limit + 1)) {
    if (std::ssize(page.items) == request.limit) {
      page.next_cursor = to_text(page.items.back().id);
      break;
    }
    page.items.push_back(view_of(parts, experiment));
  }
  return page;
}

Result<ExperimentView> patch(const RouteParts& parts, db::Transaction& tx, const PatchExperiment& r) {
  TRY(auto experiment, parts.desk.find(tx, r.id));
  Terms terms = experiment;
  if (r.key) terms.key = *r.key;
  if (r.name) terms.name = *r.name;
  if (r.hypothesis) terms.hypothesis = *r.hypothesis;
  if (r.audience) terms.audience = *r.audience;
  if (r.variants) terms.variants = *r.variants;
  if (r.primary) terms.primary = *r.primary;
  if (r.people_planned) terms.people_planned = *r.people_planned;
  return viewed(parts, parts.desk.update(tx, r.id, r.version, terms));
}

void add_writing_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::post<CreateExperiment, ExperimentView>("/v1/admin/experiments", "createExperiment")
                 .summary("Writes a draft of an experiment.")
                 .tag("Experiments").access(staff()).status(201).idempotent()
                 .error(taken, ErrorKind::conflict, "Another experiment has this key.")
                 .error(full, ErrorKind::conflict, "There are as many experiments as there can be.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const CreateExperiment& r) {
                   return viewed(parts, parts.desk.create(tx, r));
                 }));
  routes.add(http::patch<PatchExperiment, ExperimentView>("/v1/admin/experiments/{id}", "updateExperiment")
                 .summary("Changes what is given; once it runs the words alone: name, hypothesis, names of variants.")
                 .tag("Experiments").access(staff())
                 .error(none, ErrorKind::not_found, "There is no such experiment.")
                 .error(taken, ErrorKind::conflict, "Another experiment has this key.")
                 .error(state, ErrorKind::conflict, "Once it runs this stays as it is.")
                 .error(old, ErrorKind::conflict, "Somebody else changed it meanwhile.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PatchExperiment& r) { return patch(parts, tx, r); }));
  routes.add(http::del<ExperimentPath, http::None>("/v1/admin/experiments/{id}", "deleteExperiment")
                 .summary("Deletes a draft; what ran is kept.")
                 .tag("Experiments").access(staff())
                 .error(none, ErrorKind::not_found, "There is no such experiment.")
                 .error(state, ErrorKind::conflict, "It is no draft any more.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const ExperimentPath& r) -> Result<http::None> {
                   TRY_DONE(parts.desk.remove(tx, r.id));
                   return http::None{};
                 }));
}

template <class Request, class Handler>
auto move_route(const RouteParts& parts, const char* path, const char* name, const char* summary, Handler handler) {
  return http::post<Request, ExperimentView>(path, name)
      .summary(summary)
      .tag("Experiments").access(staff())
      .error(none, ErrorKind::not_found, "There is no such experiment.")
      .error(state, ErrorKind::conflict, "It is not in a state from which this can be done.")
      .error(old, ErrorKind::conflict, "Somebody else changed it meanwhile.")
      .error(full, ErrorKind::conflict, "As many experiments run as can at once.")
      .write(parts.database, handler);
}

void add_moving_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(move_route<MoveExperiment>(parts, "/v1/admin/experiments/{id}/start", "startExperiment",
                                        "Starts a draft: people are given its variants from now on. The first start fixes the hold-out's share.",
                                        [parts](Call&, db::Transaction& tx, const MoveExperiment& r) {
                                          return viewed(parts, parts.desk.start(tx, r.id, r.version));
                                        }));
  routes.add(move_route<MoveExperiment>(parts, "/v1/admin/experiments/{id}/stop", "stopExperiment",
                                        "Stops it: nobody is given a variant any more. Returns of what was bought until now still count.",
                                        [parts](Call&, db::Transaction& tx, const MoveExperiment& r) {
                                          return viewed(parts, parts.desk.stop(tx, r.id, r.version));
                                        }));
  routes.add(move_route<DecideExperiment>(parts, "/v1/admin/experiments/{id}/decide", "decideExperiment",
                                          "Writes down which variant stays and why; its numbers stand from now on.",
                                          [parts](Call&, db::Transaction& tx, const DecideExperiment& r) {
                                            return viewed(parts, parts.desk.decide(tx, r.id, r.version, r.decision));
                                          }));
}

HoldoutView holdout_of(const RouteParts& parts, db::Reader& reader) {
  HoldoutView view;
  const auto kept = store::holdout(reader);
  view.share = static_cast<double>(kept ? kept->share_bp : holdout_default_bp) / 10'000;
  if (kept) view.set_at = kept->set_at;
  view.feed_asks = parts.feed_asks;
  return view;
}

void add_holdout_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, HoldoutView>("/v1/admin/experiments/holdout", "getHoldout")
                 .summary("The share of people who are kept out of every experiment and of personalisation.")
                 .tag("Experiments").access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<HoldoutView> {
                   return holdout_of(parts, reader);
                 }));
  routes.add(http::put<SetHoldout, HoldoutView>("/v1/admin/experiments/holdout", "setHoldout")
                 .summary("Says the hold-out's share, once and for good.")
                 .tag("Experiments").access(identity::staff_access(0))
                 .error("experiments.holdout_fixed", ErrorKind::conflict, "The share was said before.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const SetHoldout& r) -> Result<HoldoutView> {
                   TRY_DONE(parts.desk.set_holdout(tx, static_cast<std::int64_t>(r.share * 10'000 + 0.5)));
                   return holdout_of(parts, tx);
                 }));
}

}  // namespace

void add_staff_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListExperiments, ExperimentPage>("/v1/admin/experiments", "listExperiments")
                 .summary("Experiments, newest first.")
                 .tag("Experiments").access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListExperiments& r) { return list(parts, reader, r); }));
  routes.add(http::get<ExperimentPath, ExperimentView>("/v1/admin/experiments/{id}", "getExperiment")
                 .summary("One experiment.")
                 .tag("Experiments").access(staff())
                 .error(none, ErrorKind::not_found, "There is no such experiment.")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ExperimentPath& r) {
                   return viewed(parts, parts.desk.find(reader, r.id));
                 }));
  add_writing_routes(routes, parts);
  add_moving_routes(routes, parts);
  add_holdout_routes(routes, parts);
}

void add_report_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ReportRequest, ReportView>("/v1/admin/experiments/{id}/report", "getExperimentReport")
                 .summary("What came of it: effects with always-valid intervals, with and without CUPED, the sample-ratio check, by day.")
                 .tag("Experiments").access(staff())
                 .error(none, ErrorKind::not_found, "There is no such experiment.")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ReportRequest& r) -> Result<ReportView> {
                   TRY(auto experiment, parts.desk.find(reader, r.id));
                   const auto view = view_of(parts, experiment);
                   Found found = parts.findings.found(r.id).value_or(Found{});
                   found.people.resize(experiment.variants.size());
                   found.arms.resize(experiment.variants.size());
                   return report_of(view, found, r.metric.value_or(experiment.primary), parts.currency);
                 }));
  routes.add(http::get<http::None, UpliftView>("/v1/admin/experiments/uplift", "getPersonalisationUplift")
                 .summary("People of the last four weeks in and out of the hold-out group, beside each other.")
                 .tag("Experiments").access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<UpliftView> {
                   const auto kept = store::holdout(reader);
                   const auto uplift = parts.findings.uplift(parts.clock.now(), static_cast<int>(window_days));
                   return uplift_of(uplift, kept ? kept->share_bp : 0, parts.feed_asks, parts.currency);
                 }));
}

void add_page_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, AssignmentList>("/v1/experiments/assignments", "getAssignments")
                 .summary("The viewer's variants of everything that runs, in one call. Seeing one is told by POST /v1/experiments/exposures.")
                 .tag("Experiments")
                 .memory([parts](Call& call, const http::None&) -> Result<AssignmentList> {
                   const Viewer viewer{call.caller.subject, call.caller.visitor};
                   AssignmentList list;
                   list.held_out = parts.service.is_held_out(viewer);
                   for (auto& one : parts.service.assignments(viewer)) list.items.push_back({std::move(one.key), std::move(one.variant)});
                   call.reply_headers.emplace_back("cache-control", "private, no-store");
                   return list;
                 }));
  routes.add(http::post<Exposed, AssignmentView>("/v1/experiments/exposures", "exposeViewer")
                 .summary("The viewer sees their variant now: logged as Experiment Viewed, once for each person.")
                 .tag("Experiments")
                 .error("experiments.not_running", ErrorKind::not_found, "It gives this viewer no variant: it does not run, is for others, or they are held out.")
                 .task([parts](Call& call, const Exposed& r) -> Task<Result<AssignmentView>> {
                   const Viewer viewer{call.caller.subject, call.caller.visitor};
                   const auto given = parts.service.assignment(viewer, r.experiment);
                   if (!given) co_return Error{ErrorKind::not_found, "experiments.not_running", "This experiment gives you no variant."};
                   (void)co_await parts.service.expose(viewer, *given);
                   co_return AssignmentView{given->key, given->variant};
                 }));
}

}  // namespace plaza::experiments

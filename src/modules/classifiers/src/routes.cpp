// What moderators see of the classifiers: what answers, how wrong it is beside the lexicon, and what a threshold would hold.
#include "routes.h"

#include "identity/roles.h"

namespace plaza::classifiers {
namespace {

using http::Call;

constexpr int runs_shown = 12;

struct RunView {
  static constexpr const char* schema_name = "ClassifierRun";
  std::int64_t version = 0;
  Chosen chosen = Chosen::shipped;
  std::int64_t examples = 0, held_out = 0;
  double shipped_error = 0, shipped_f1 = 0, before_error = 0, before_f1 = 0, error = 0, f1 = 0;
  Time trained_at;
  template <class V>
  void describe(V& v) {
    v("version", version);
    v("chosen", chosen, json::Doc{"What was least wrong: the lexicon that ships, the model of before, or this one."});
    v("examples", examples);
    v("held_out", held_out, json::Doc{"Texts that no model learnt from; the errors are shares of them."});
    v("shipped_error", shipped_error);
    v("shipped_f1", shipped_f1);
    v("before_error", before_error);
    v("before_f1", before_f1);
    v("error", error);
    v("f1", f1);
    v("trained_at", trained_at);
  }
};

struct StepView {
  static constexpr const char* schema_name = "ClassifierStep";
  double precision = 0, share = 0;
  std::int64_t found = 0;
  template <class V>
  void describe(V& v) {
    v("precision", precision, json::Doc{"Of the texts from here on, the share that was taken away."});
    v("share", share, json::Doc{"Of all that was taken away for it, the share that is found."});
    v("found", found);
  }
};

struct TraitView {
  static constexpr const char* schema_name = "Classifier";
  Trait trait = Trait::toxicity;
  std::int64_t version = 0, examples = 0, examples_min = static_cast<std::int64_t>(learnt_from_min + judged_on_min);
  std::optional<Time> looked_at;
  std::vector<StepView> steps;
  std::vector<RunView> runs;
  template <class V>
  void describe(V& v) {
    v("trait", trait);
    v("version", version, json::Doc{"0: the lexicon that ships."});
    v("examples", examples);
    v("examples_min", examples_min);
    v("looked_at", looked_at);
    v("steps", steps);
    v("runs", runs);
  }
};

struct TraitList {
  static constexpr const char* schema_name = "Classifiers";
  std::vector<TraitView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

TraitView view_of(db::Reader& reader, Trait trait) {
  TraitView view;
  const auto use = store::use(reader, trait);
  view.trait = trait;
  view.version = use.version;
  view.examples = use.examples;
  if (use.looked_at.micros) view.looked_at = use.looked_at;
  for (const auto& step : use.steps) view.steps.push_back({step.precision, step.share, step.found});
  for (const auto& run : store::runs(reader, trait, runs_shown)) {
    view.runs.push_back({run.version, run.chosen, run.examples, run.held_out, run.shipped_error, run.shipped_f1, run.before_error,
                         run.before_f1, run.error, run.f1, run.trained_at});
  }
  return view;
}

}  // namespace

void add_routes(http::Routes& routes, const Needs& needs) {
  const auto access = identity::staff_access(identity::moderator);
  routes.add(http::get<http::None, TraitList>("/v1/admin/classifiers", "listClassifiers")
                 .tag("Moderation")
                 .summary("What judges texts here: how wrong it is beside the lexicon that ships, and what a threshold would find.")
                 .access(access)
                 .read(needs.database, [](Call&, db::Reader& reader, const http::None&) -> Result<TraitList> {
                   TraitList list;
                   for (const auto trait : traits) list.items.push_back(view_of(reader, trait));
                   return list;
                 }));
  routes.add(http::post<http::None, http::None>("/v1/admin/classifiers/learn", "teachClassifiers")
                 .tag("Moderation")
                 .summary("Learns again from what was decided since, in the background; a worse model is not put into use.")
                 .access(access)
                 .status(202)
                 .write(needs.database, [](Call&, db::Transaction& tx, const http::None&) -> Result<http::None> {
                   jobs::enqueue(tx, {.kind = LearnJob::kind, .payload = "{}", .unique = "learn"});
                   return http::None{};
                 }));
}

}  // namespace plaza::classifiers

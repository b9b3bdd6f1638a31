// What Kilnlight tries: an experiment that is over, with an effect, and one that runs.
#include <stdexcept>

#include "demo/world.h"
#include "experiments/module.h"

namespace plaza::app::demo_brand {

namespace {

experiments::Experiment must(Result<experiments::Experiment> result) {
  if (!result.ok()) throw std::runtime_error("the demo could not write an experiment: " + result.error().detail);
  return std::move(*result);
}

experiments::Terms price_on_tags() {
  experiments::Terms terms;
  terms.key = "price-on-tags";
  terms.name = "Price on the tag";
  terms.hypothesis = "Who sees the price on a tag before tapping it taps with more intent, and buys more.";
  terms.variants = {{"dot", "A dot, as until now", 50}, {"price", "The price beside the dot", 50}};
  terms.people_planned = 800;
  return terms;
}

experiments::Terms note_under_bag() {
  experiments::Terms terms;
  terms.key = "delivery-note";
  terms.name = "Delivery day under the bag";
  terms.hypothesis = "Naming the day on which a parcel arrives makes fewer people wait.";
  terms.variants = {{"none", "Nothing, as until now", 50}, {"day", "\"At your door by Thursday\"", 50}};
  terms.people_planned = 1'200;
  return terms;
}

}  // namespace

void World::begin_experiment(bool first) {
  auto& planning = program_.experiments().planning();
  const auto work = [&](db::Transaction& tx) -> Result<experiments::Experiment> {
    TRY(const auto made, planning.create(tx, first ? price_on_tags() : note_under_bag()));
    return planning.start(tx, made.id, made.version);
  };
  experiment_ = must(program_.database().write_now(work));
  program_.drain();
}

void World::end_experiment() {
  auto& planning = program_.experiments().planning();
  const auto work = [&](db::Transaction& tx) -> Result<experiments::Experiment> {
    TRY(const auto stopped, planning.stop(tx, experiment_.id, experiment_.version));
    return planning.decide(tx, stopped.id, stopped.version, {"price", "More people buy, and what they buy stays with them. Tags show prices from now on."});
  };
  (void)must(program_.database().write_now(work));
  experiment_ = {};
  program_.drain();
}

// The one that is over worked; of the other nobody knows yet, and nothing changes.
bool World::is_treated(const Seer& who) {
  if (!experiment_.id) return false;
  auto& experiments = program_.experiments().experiments();
  const experiments::Viewer viewer{who.account.value, who.visitor};
  const auto assignment = experiments.assignment(viewer, experiment_.key);
  if (!assignment) return false;
  (void)sync_wait(experiments.expose(viewer, *assignment));
  return assignment->variant == "price";
}

}  // namespace plaza::app::demo_brand

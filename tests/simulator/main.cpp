// The simulator:  simulator [--small] [--json] [--seeds N] [--from SEED] [--only SHAPE] [--replicates N] [--cold] [--drill]
// --drill: the complaint drill alone (drill.h), on seeds of each shop in turn.
// Every run with the same arguments prints the same. Exit status 1 when a figure that must hold does not.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "drill.h"
#include "study.h"

using namespace plaza::simulator;  // NOLINT: a program

namespace {

Size small_size() {
  Size size;
  size.seeds = 1;
  size.warm_visits = 150;
  size.measured_visits = 150;
  size.cohorts = 1;
  size.replicates = 10;
  size.decisions = 60;
  size.salts = 300;
  size.posts = 120;
  return size;
}

// What has to hold, far from what the run gives. Learning needs more than the small run has: there only what is gross is asked.
void require_all(Report& report, const std::string& shape, bool is_small) {
  const auto figure = [&](const char* name) { return report.mean(shape + "." + name); };
  const auto holds = [&](const std::string& what, bool is_so) { report.require(shape + ": " + what, is_so); };
  holds("cold visitors get more than by chance", figure("cold.1_10.feed") > 1.1 * figure("cold.1_10.random"));
  holds("cold visitors get what popularity gives, or nearly", figure("cold.1_10.above_popular") > (is_small ? -0.3 : -0.12));
  holds("later they get more", figure("cold.21_30.above_popular") > (is_small ? -0.3 : -0.05));
  for (const char* target : {"no_exploration", "half_exploration"}) {
    for (const char* estimator : {"ips", "self_normalised", "doubly_robust"}) {
      const std::string name = std::string("cover.") + target + "." + estimator;
      holds(name, figure(name.c_str()) >= (is_small ? 0.5 : 0.88));
    }
  }
  holds("A/A, one look", figure("alarms.fixed") > 0.01 && figure("alarms.fixed") < 0.11);
  holds("A/A, many looks", figure("alarms.always_valid") < 0.05);
  holds("A/A, sample ratio", figure("alarms.sample_ratio") < 0.02);
  holds("money earns more than clicks", figure("margin_gain") > (is_small ? -0.3 : 0.0));
}

int run_drill(bool is_small, bool as_json, int first, int seeds, const std::string& only) {
  DrillSize size;
  if (is_small) {
    size.posts = 60;
    size.warm_visits = 30;
    size.hours = 8;
  }
  std::vector<Shape> chosen;
  for (const auto& shape : shapes()) {
    if (only.empty() || shape.name == only) chosen.push_back(shape);
  }
  std::vector<Drill> drills;
  for (int seed = first; seed < first + seeds && !chosen.empty(); ++seed) {
    if (!is_small) std::fprintf(stderr, "drill %d of %d\n", seed - first + 1, seeds);
    drills.push_back(drill(chosen[static_cast<std::size_t>(seed) % chosen.size()], static_cast<std::uint64_t>(seed), size));
  }
  Report report;
  tell(report, drills, is_small);
  std::printf("%s", as_json ? (report.json() + "\n").c_str() : report.text().c_str());
  return report.ok() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Size size;
  int first = 1;  // seed
  bool as_json = false, is_small = false, is_drill = false;
  int seeds_asked = 0;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--small") {
      size = small_size();
      is_small = true;
    } else if (word == "--cold") {
      size.only_cold = true;
    } else if (word == "--drill") {
      is_drill = true;
    } else if (word == "--json") {
      as_json = true;
    } else if (word == "--seeds" && i + 1 < argc) {
      size.seeds = seeds_asked = std::atoi(argv[++i]);
    } else if (word == "--from" && i + 1 < argc) {
      first = std::max(1, std::atoi(argv[++i]));
    } else if (word == "--replicates" && i + 1 < argc) {
      size.replicates = std::atoi(argv[++i]);
    } else if (word == "--only" && i + 1 < argc) {
      only = argv[++i];
    } else {
      std::fprintf(stderr, "usage: simulator [--small] [--json] [--seeds N] [--from SEED] [--only SHAPE] [--replicates N] [--cold] [--drill]\n");
      return 2;
    }
  }
  if (is_drill) return run_drill(is_small, as_json, first, seeds_asked > 0 ? seeds_asked : is_small ? 2 : 60, only);
  Report report;
  for (const auto& shape : shapes()) {
    if (!only.empty() && shape.name != only) continue;
    std::vector<Study> studies;
    for (int seed = first; seed < first + size.seeds; ++seed) {
      if (!is_small) std::fprintf(stderr, "%s %d of %d\n", shape.name.c_str(), seed - first + 1, size.seeds);
      studies.push_back(study(shape, static_cast<std::uint64_t>(seed), size));
    }
    tell(report, shape.name, studies);
    if (!size.only_cold) require_all(report, shape.name, is_small);
    if (is_small) break;
  }
  std::printf("%s", as_json ? (report.json() + "\n").c_str() : report.text().c_str());
  return report.ok() ? 0 : 1;
}

// plaza learners: is what the learners know what the log says?
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "commands.h"
#include "interactions/module.h"
#include "platform/json/codec.h"
#include "platform/log/log.h"
#include "program.h"
#include "progress.h"

namespace plaza::app {

namespace {

struct LearnerReport {
  std::string name;
  std::int64_t version = 0;
  std::int64_t position = 0;
  std::optional<std::int64_t> restored_from;
  bool intact = true;
  std::int64_t bytes = 0;
  std::string hash;
  std::optional<std::string> replayed;
  bool equal = true;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("version", version);
    v("position", position);
    v("restored_from", restored_from);
    v("intact", intact);
    v("bytes", bytes);
    v("hash", hash);
    v("replayed", replayed);
    v("equal", equal);
  }
};

struct Report {
  std::int64_t log_position = 0;
  bool equal = true;
  std::vector<LearnerReport> learners;
  template <class V>
  void describe(V& v) {
    v("log_position", log_position);
    v("equal", equal);
    v("learners", learners);
  }
};

void print(const Report& report) {
  std::printf("The log has %lld records.\n\n%-12s %7s %14s %14s  %-16s %s\n", static_cast<long long>(report.log_position), "learner",
              "version", "snapshot at", "bytes", "state", "replay");
  for (const auto& learner : report.learners) {
    const std::string from = learner.restored_from ? std::to_string(*learner.restored_from) : "none";
    const char* said = !learner.replayed ? "" : *learner.replayed == learner.hash ? "the same" : "DIFFERS";
    std::printf("%-12s %7lld %14s %14lld  %-16s %s%s\n", learner.name.c_str(), static_cast<long long>(learner.version), from.c_str(),
                static_cast<long long>(learner.bytes), learner.hash.substr(0, 16).c_str(), said, learner.intact ? "" : "  SNAPSHOT DAMAGED");
  }
}

}  // namespace

// What learners know is a function of the log: the shop's own tables are not needed, and are empty here.
int write_states(Settings settings, const std::string& log_file, const std::string& folder) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  errno = 0;
  if (::nice(19) == -1 && errno != 0) log::warning("the states are made at the server's own priority");
  settings.database_url.clear();
  settings.sqlite_vfs.clear();
  settings.log_of = log_file;
  Program program(settings);
  program.load_learners();
  program.interactions().write_states(folder);
  return 0;
}

int learners(const Settings& settings, bool replay, bool json) {
  Program program(settings);
  program.load_learners();
  Report report;
  report.log_position = program.interactions().log().last_position();
  std::vector<interactions::LearnerCheck> checks;
  if (json) {
    checks = program.interactions().check(replay, {});
  } else {
    Progress progress("reading the log");
    checks = program.interactions().check(replay, [&](std::int64_t position) { progress.at(position, report.log_position); });
  }
  for (const auto& check : checks) {
    LearnerReport one{check.name, check.version, check.position, {}, check.intact, check.bytes, check.hash, {}, check.is_well()};
    if (check.restored) one.restored_from = check.from;
    if (replay) one.replayed = check.replayed;
    report.equal = report.equal && one.equal;
    report.learners.push_back(std::move(one));
  }
  if (json) std::printf("%s\n", json::encode(report).c_str());
  else print(report);
  return report.equal ? 0 : 1;
}

}  // namespace plaza::app

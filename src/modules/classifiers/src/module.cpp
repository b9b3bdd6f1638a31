#include "classifiers/module.h"

#include "classifiers/events.h"
#include "identity/events.h"
#include "moderation/events.h"
#include "routes.h"
#include "statements.h"
#include "teacher.h"

namespace plaza::classifiers {
namespace {

constexpr Micros look_period = hours(6);
constexpr Micros after_erasure = minutes(5);  // several at once are one training

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), teacher_(needs_, shelf_) {}

  Classifiers& classifiers() override { return shelf_; }
  const moderation::Screen& screen() const override { return shelf_; }
  void add_routes(http::Routes& routes) override { classifiers::add_routes(routes, needs_); }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("classifiers.models", {ModelsChanged::topic}, [this](const std::vector<events::Event>& events) {
      for (const auto& event : events) teacher_.load(events::read<ModelsChanged>(event).trait);
    });
    dispatcher.every_node("classifiers.removed",
                          {moderation::ContentRemoved::topic, moderation::ContentRestored::topic, identity::AccountErased::topic},
                          [this](const std::vector<events::Event>& events) {
                            auto which = Teacher::Removed::since;
                            for (const auto& event : events) {
                              if (event.topic != moderation::ContentRemoved::topic) which = Teacher::Removed::all;
                            }
                            teacher_.load_removed(which);
                          });
    dispatcher.once("classifiers.erased", {identity::AccountErased::topic}, [this](db::Transaction& tx, const events::Event&) -> Status {
      if (!store::mark_stale(tx)) return done();
      jobs::enqueue(tx, {.kind = LearnJob::kind, .payload = "{}", .not_before = needs_.clock.now() + after_erasure, .unique = "erased"});
      return done();
    });
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.handle(LearnJob::kind, {.attempts_max = 6, .first_pause = seconds(30), .threads = 1},
                  [this](const jobs::Job&) { return teacher_.teach(); });
    runner.every("classifiers.learn", look_period, [this] { return teacher_.teach(); });
  }

  void load() override {
    for (const auto trait : traits) teacher_.load(trait);
    teacher_.load_removed(Teacher::Removed::all);
  }

 private:
  const Needs needs_;
  Shelf shelf_;
  Teacher teacher_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }
std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::classifiers

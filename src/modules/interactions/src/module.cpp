#include "interactions/module.h"

#include "platform/json/codec.h"
#include "routes.h"
#include "statements.h"
#include "store.h"

namespace plaza::interactions {

namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        delivery_(needs.log_database, needs.settings.snapshot_every),
        log_(needs.log_database, needs.clock, delivery_) {
    log_.load();
  }
  ~Opened() override { stop(); }

  Log& log() override { return log_; }
  void plug(Keeping& keeping) override { keeping_ = &keeping; }
  void add_routes(http::Routes& routes) override {
    interactions::add_routes(routes, log_, needs_.clock, needs_.settings, keeping_);
  }
  void add_learner(Learner& learner) override { delivery_.add(learner); }
  void start() override { delivery_.start(log_.last_position()); }
  std::vector<LearnerCheck> check(bool replay, const std::function<void(std::int64_t)>& progress) override {
    return delivery_.check(log_.last_position(), replay, progress);
  }
  std::optional<std::uint64_t> states_wanted() override { return delivery_.states_wanted(); }
  int write_states(const std::string& folder) override { return delivery_.write_states(log_.last_position(), folder); }
  bool take_states(const std::string& folder, std::uint64_t wanted) override { return delivery_.take_states(folder, wanted); }
  void stop() override { delivery_.stop(); }
  std::vector<LearnerState> learners() override { return delivery_.states(); }
  void drain() override { delivery_.wait_for(log_.last_position()); }

  std::int64_t bridged() override {
    auto read = [](db::Reader& reader) { return store::bridged(reader); };
    return needs_.log_database.read_now(read);
  }
  void bridge(const std::vector<events::Event>& events) override {
    if (events.empty()) return;
    std::vector<Record> records;
    records.reserve(events.size());
    for (const auto& event : events) {
      Record record;
      record.kind = Kind::domain;
      record.trust = Trust::domain;
      record.at = event.at;
      record.received_at = needs_.clock.now();
      record.name = event.topic;
      record.message_id = "evt-" + std::to_string(event.id);
      record.properties = event.payload;
      records.push_back(std::move(record));
    }
    log_.append_bridged(std::move(records), events.back().sequence);
  }

 private:
  Needs needs_;
  Delivery delivery_;
  LogService log_;
  Keeping* keeping_ = nullptr;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return statements; }

}  // namespace plaza::interactions

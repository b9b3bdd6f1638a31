#include "search/module.h"

#include <unordered_map>

#include "catalog/events.h"
#include "community/events.h"
#include "content/events.h"
#include "engine.h"
#include "identity/events.h"
#include "index.h"

namespace plaza::search {

namespace {

Kind kind_of(std::string_view topic) {
  if (topic == catalog::ProductChanged::topic) return Kind::product;
  if (topic == content::PostPublished::topic || topic == content::PostRemoved::topic) return Kind::post;
  return topic == community::DiscussionChanged::topic ? Kind::discussion : Kind::person;
}

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : index_(needs), engine_(index_, needs) {}

  Search& search() override { return engine_; }
  void load() override { index_.load(); }
  void compact() override { index_.compact(); }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("search.documents",
                          {catalog::ProductChanged::topic, content::PostPublished::topic, content::PostRemoved::topic,
                           identity::AccountCreated::topic, identity::AccountUpdated::topic, identity::AccountErased::topic,
                           community::DiscussionChanged::topic},
                          [this](const std::vector<events::Event>& events) { follow(events); });
  }

 private:
  // The aggregate of each is what changed; what it says now is read from the database, so that order does not matter.
  void follow(const std::vector<events::Event>& events) {
    std::array<std::vector<std::int64_t>, kinds> changed;
    for (const auto& event : events) {
      const auto kind = kind_of(event.topic);
      changed[static_cast<std::size_t>(kind)].push_back(event.aggregate);
    }
    for (const auto kind : all_kinds) {
      const auto& ids = changed[static_cast<std::size_t>(kind)];
      if (!ids.empty()) index_.refresh(kind, ids);
    }
  }

  Index index_;
  Engine engine_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

}  // namespace plaza::search

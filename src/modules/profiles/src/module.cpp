// Wires profiles.
#include "profiles/module.h"

#include <atomic>
#include <thread>

#include "customer_store.h"
#include "identity/events.h"
#include "platform/base/signal.h"
#include "platform/log/log.h"
#include "profiles/events.h"
#include "routes.h"
#include "rules.h"
#include "service.h"
#include "statements.h"

namespace plaza::profiles {
namespace {

class ProfilesModule final : public Module {
 public:
  explicit ProfilesModule(const Needs& needs)
      : database_(needs.database), accounts_(needs.accounts), log_(needs.log), service_(needs),
        consents_(needs, service_.links(), wake_), customers_(consents_), suggestions_(needs, service_),
        blocks_(needs),
        erasure_(needs, service_, [this](db::Transaction& tx, const Person& person) { return forget(tx, person); }) {
    load();
    consents_.load();
    blocks_.load();
  }
  ~ProfilesModule() override { stop(); }

  Profiles& profiles() override { return service_; }
  Customers& customers() override { return customers_; }
  Suggestions& suggestions() override { return suggestions_; }
  Consents& consents() override { return consents_; }
  Blocks& blocks() override { return blocks_; }
  interactions::Keeping& keeping() override { return consents_; }
  interactions::Learner& learner() override { return service_.history(); }
  identity::Farewell& farewell() override { return erasure_; }
  void plug(PersonalData& data) override { erasure_.plug(data); }
  void plug(OrderSummaries& orders) override { orders_ = &orders; }

  void add_routes(http::Routes& routes) override {
    add_people_routes(routes, {database_, accounts_, log_, service_, orders_, customers_, suggestions_, consents_, erasure_, blocks_});
  }

  void add_jobs(jobs::Runner& runner) override {
    erasure_.add_jobs(runner);
    runner.every("profiles.suggest", hours(1), [this] { return suggestions_.look(); });
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.once("profiles.link", {identity::AccountCreated::topic, identity::SignedIn::topic},
                    [this](db::Transaction& tx, const events::Event& event) { return link(tx, event); });
    dispatcher.once("profiles.forget", {identity::AccountErased::topic},
                    [this](db::Transaction& tx, const events::Event& event) -> Status {
                      forget(tx, {events::read<identity::AccountErased>(event).account_id, "", "", "", false, {}});
                      return done();
                    });
    if (database_.engine() == db::Engine::sqlite) return;  // one process: memory changed at the commit
    dispatcher.every_node("profiles.links", {ProfilesMerged::topic, ProfilesUnmerged::topic},
                          [this](const std::vector<events::Event>& batch) { refresh(batch); });
    dispatcher.every_node("profiles.consents", {ConsentChanged::topic}, [this](const std::vector<events::Event>& batch) {
      for (const auto& event : batch) {
        const auto news = events::read<ConsentChanged>(event);
        consents_.refresh(news.account_id ? account_key(news.account_id->value) : visitor_key(news.visitor));
      }
    });
    dispatcher.every_node("profiles.blocks", {BlockChanged::topic}, [this](const std::vector<events::Event>& batch) {
      for (const auto& event : batch) {
        const auto news = events::read<BlockChanged>(event);
        blocks_.refresh(news.blocker_id, news.blocked_id);
      }
    });
    service_.links().clear();
    load();
    consents_.load();
    blocks_.load();
  }

  void start() override {
    if (writer_.joinable()) return;
    stopping_ = false;
    service_.history().leave_writing([this] { wake_.raise(); });
    writer_ = std::thread([this] { write_until_stopped(); });
  }

  void stop() override {
    if (!writer_.joinable()) return;
    service_.history().leave_writing({});
    stopping_ = true;
    wake_.raise();
    writer_.join();
  }

 private:
  // Everything of theirs in profiles' own rows; what is forgotten already counts as nothing.
  std::vector<Erased> forget(db::Transaction& tx, const Person& person) {
    std::int64_t consents = 0;
    for (const auto& visitor : person.visitors) {
      store::delete_seen(tx, visitor_key(visitor));
      consents += consents_.forget(tx, visitor_key(visitor));
    }
    if (person.account) {
      service_.forget(tx, person.account);
      customers_.forget(tx, person.account);
      suggestions_.forget(tx, person.account);
      blocks_.forget(tx, person.account);
      consents += consents_.forget(tx, account_key(person.account.value));
    }
    return {{"visitors", static_cast<std::int64_t>(person.visitors.size())}, {"consents", consents}};
  }

  void write_until_stopped() {
    bool last = false;
    while (!last) {
      last = stopping_;
      if (!last) seen_ = wake_.wait_past(seen_, History::batch_period);
      try {
        service_.history().flush();
        consents_.flush();
      } catch (const db::DatabaseError& error) {
        log::warning("profiles cannot be written", {{"reason", error.what()}});  // they wait for the next time
      }
    }
  }

  void load() {
    const auto work = [&](db::Reader& reader) {
      store::load_links(reader, [&](std::string visitor, identity::AccountId account) {
        service_.links().link(visitor, account);
      });
      return true;
    };
    database_.read_now(work);
  }

  Status link(db::Transaction& tx, const events::Event& event) {
    const bool created = event.topic == identity::AccountCreated::topic;
    std::string visitor;
    identity::AccountId account;
    if (created) {
      const auto fact = events::read<identity::AccountCreated>(event);
      visitor = fact.visitor;
      account = fact.account_id;
    } else {
      const auto fact = events::read<identity::SignedIn>(event);
      visitor = fact.visitor;
      account = fact.account_id;
    }
    // Somebody without an anonymous id signed in, or the account is gone meanwhile.
    if (!is_visitor(visitor) || !accounts_.find(tx, account)) return done();
    const Evidence evidence{event.topic, "evt-" + std::to_string(event.id), event.at};
    return service_.merge(tx, visitor, account, created ? Proof::signed_up : Proof::signed_in, evidence);
  }

  void refresh(const std::vector<events::Event>& batch) {
    for (const auto& event : batch) {
      const bool merged = event.topic == ProfilesMerged::topic;
      const std::string visitor = merged ? events::read<ProfilesMerged>(event).visitor
                                         : events::read<ProfilesUnmerged>(event).visitor;
      const auto now = database_.read_now([&](db::Reader& reader) { return store::open_edge(reader, visitor); });
      if (now) service_.links().link(visitor, now->account);
      else service_.links().unlink(visitor, identity::AccountId{event.aggregate});
    }
  }

  db::Database& database_;
  identity::Accounts& accounts_;
  interactions::Log& log_;
  ProfileService service_;
  Signal wake_;
  ConsentBook consents_;
  CustomerStore customers_;
  SuggestionBook suggestions_;
  BlockBook blocks_;
  Erasure erasure_;
  OrderSummaries* orders_ = nullptr;
  std::uint64_t seen_ = 0;  // the writer's
  std::atomic<bool> stopping_ = false;
  std::thread writer_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<ProfilesModule>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::profiles

// Wires identity: loads memory, keeps it fresh, registers routes and jobs.
#include "identity/module.h"

#include <set>

#include "credentials.h"
#include "identity/events.h"
#include "key_store.h"
#include "reset_job.h"
#include "routes.h"
#include "session_store.h"
#include "statements.h"

namespace plaza::identity {
namespace {

class IdentityModule final : public Module {
 public:
  explicit IdentityModule(const Needs& needs)
      : parts_{needs.database, needs.ids, needs.clock, needs.passwords, needs.public_url.starts_with("https:"),
               needs.limits},
        accounts_(parts_),
        sessions_(parts_),
        staff_(parts_, accounts_, sessions_),
        keys_(parts_),
        credentials_(parts_, accounts_, sessions_) {
    load();
  }

  Accounts& accounts() override { return accounts_; }
  Sessions& sessions() override { return sessions_; }
  Staff& staff() override { return staff_; }
  ApiKeys& api_keys() override { return keys_; }
  void plug(AccountMail& mail) override { parts_.mail = &mail; }
  void plug(Surroundings& surroundings) override { parts_.surroundings = &surroundings; }
  void plug(Farewell& farewell) override { parts_.farewell = &farewell; }

  void add_routes(http::Routes& routes) override {
    const Services services{parts_, accounts_, sessions_, staff_, keys_, credentials_};
    add_session_routes(routes, services);
    add_me_routes(routes, services);
    add_recovery_routes(routes, services);
    add_staff_routes(routes, services);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    // With SQLite there is one process, and it changed its memory when it committed.
    if (parts_.database.engine() == db::Engine::sqlite) return;
    dispatcher.every_node("identity.memory",
                          {AccountCreated::topic, AccountUpdated::topic, AccountErased::topic, AccessChanged::topic,
                           KeysChanged::topic},
                          [this](const std::vector<events::Event>& batch) { refresh(batch); });
    // Again, so that nothing is missed that another node committed between the first reading and the subscription.
    parts_.memory.clear();
    load();
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.handle(begin_reset_job, {}, [this](const jobs::Job& job) -> Status {
      TRY(const auto request, json::decode<BeginReset>(job.payload));
      const auto work = [&](db::Transaction& tx) { return credentials_.begin_reset(tx, request.email_key); };
      return parts_.database.write_now(work);
    });
    runner.every("identity.purge", hours(1), [this] { return purge(); });
  }

 private:
  void load() {
    const auto work = [&](db::Reader& reader) {
      store::load_accounts(reader, [&](Face face, std::uint32_t roles) {
        const AccountId id = face.id;
        parts_.memory.put_face(std::move(face));
        if (roles) parts_.memory.put_roles(id, roles);
      });
      store::load_sessions(reader, [&](const LoadedSession& session) { parts_.memory.put_session(session); });
      for (const auto& key : store::load_keys(reader)) parts_.memory.put_key(key);
      return true;
    };
    parts_.database.read_now(work);
  }

  // Reads what changed again; tries anew when this node changed something meanwhile.
  void refresh(const std::vector<events::Event>& batch) {
    std::set<std::int64_t> accounts;
    bool keys = false;
    for (const auto& event : batch) {
      if (event.topic == KeysChanged::topic) keys = true;
      else accounts.insert(event.aggregate);
    }
    for (const auto id : accounts) {
      while (!refresh_account(AccountId{id})) {
      }
    }
    while (keys && !refresh_keys()) {
    }
  }

  bool refresh_account(AccountId id) {
    const auto seen = parts_.memory.changes();
    std::optional<Account> account;
    std::vector<LoadedSession> sessions;
    const auto work = [&](db::Reader& reader) {
      account = store::find_account(reader, id);
      sessions = store::load_sessions_of(reader, id);
      return true;
    };
    parts_.database.read_now(work);
    return parts_.memory.replace_account(seen, id, account, sessions);
  }

  bool refresh_keys() {
    const auto seen = parts_.memory.changes();
    const auto keys = parts_.database.read_now([](db::Reader& reader) { return store::load_keys(reader); });
    return parts_.memory.replace_keys(seen, keys);
  }

  // In small pieces, so that the writer is never held up. Sessions that are over are refused by memory already.
  Status purge() {
    for (bool more = true; more;) {
      const auto work = [&](db::Transaction& tx) -> Status {
        const Time now = parts_.clock.now();
        const auto sessions = store::purge_sessions(tx, now);
        const auto tokens = store::purge_tokens(tx, now);
        more = sessions == 1'000 || tokens == 1'000;
        return done();
      };
      TRY_DONE(parts_.database.write_now(work));
    }
    return done();
  }

  Parts parts_;
  AccountService accounts_;
  SessionService sessions_;
  StaffService staff_;
  KeyService keys_;
  Credentials credentials_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<IdentityModule>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::identity

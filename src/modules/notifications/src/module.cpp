// Wires notifications.
#include "notifications/module.h"

#include "bell_service.h"
#include "identity/events.h"
#include "mail_service.h"
#include "routes.h"
#include "sent.h"
#include "statements.h"

namespace plaza::notifications {
namespace {

constexpr const char* forget_job = "notifications.forget_account";

class NotificationsModule final : public Module {
 public:
  explicit NotificationsModule(const Needs& needs)
      : needs_(needs),
        database_(needs.database),
        hub_(needs.sessions),
        mail_(needs.ids, needs.clock, needs.brand, needs.send_mail),
        push_(needs_),
        bell_(needs, mail_, push_, hub_) {}

  Bell& bell() override { return bell_; }
  Mailer& mailer() override { return mail_; }
  Push& push() override { return push_; }
  Hub& hub() override { return hub_; }
  identity::AccountMail& account_mail() override { return mail_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  profiles::PersonalData& push_data() override { return push_data_; }

  void add_routes(http::Routes& routes) override {
    add_bell_routes(routes, database_, bell_);
    add_push_routes(routes, database_, push_);
    add_stream_route(routes, hub_);
    add_preview_routes(routes, {database_, needs_.clock, needs_.accounts, mail_, needs_.brand, needs_.sample_products});
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    push_.keys();  // made at the first start
    dispatcher.every_node("notifications.push", {BellChanged::topic}, [this](const std::vector<events::Event>& batch) {
      for (const auto& event : batch) bell_.push(events::read<BellChanged>(event));
    });
    dispatcher.once("notifications.forget_account", {identity::AccountErased::topic},
                    [](db::Transaction& tx, const events::Event& event) -> Status {
                      jobs::enqueue(tx, {.kind = forget_job, .payload = event.payload});
                      return done();
                    });
  }

  void add_jobs(jobs::Runner& runner) override {
    mail_.add_jobs(runner);
    push_.add_jobs(runner);
    // A job, because somebody may have left tens of thousands of likes behind.
    runner.handle(forget_job, {}, [this](const jobs::Job& job) -> Status {
      TRY(const auto erased, json::decode<identity::AccountErased>(job.payload));
      for (bool more = true; more;) {
        const auto work = [&](db::Transaction& tx) -> Status {
          store::remove_devices_of(tx, erased.account_id);
          more = store::forget_account(tx, erased.account_id) == 10'000;
          return done();
        };
        TRY_DONE(database_.write_now(work));
      }
      return done();
    });
    runner.every("notifications.purge", hours(24), [this] { return bell_.purge(); });
  }

  void stop() override { hub_.stop(); }

 private:
  const Needs needs_;
  db::Database& database_;
  StreamHub hub_;
  MailService mail_;
  PushService push_;
  BellService bell_;
  MailsOfPerson personal_data_;
  DevicesOfPerson push_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<NotificationsModule>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::notifications

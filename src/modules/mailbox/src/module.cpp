#include "mailbox/module.h"

#include "email_channel.h"
#include "personal_data.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "statements.h"
#include "watcher.h"

namespace plaza::mailbox {
namespace {

// A mailbox that is listened to is looked into at least so often all the same.
constexpr Micros trusted_for = minutes(10);

class MailModule final : public Module {
 public:
  explicit MailModule(const Needs& needs) : needs_(needs), checker_(needs), watcher_(needs, checker_), channel_(needs), personal_data_(needs) {}

  care::Channel& channel() override { return channel_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }

  void add_routes(http::Routes& routes) override {
    add_mailbox_routes(routes, needs_, watcher_);
    add_file_routes(routes, needs_);
  }

  void add_jobs(jobs::Runner& runner) override {
    for (const auto& account : needs_.settings.accounts) {
      runner.every("mailbox.check:" + account.address, needs_.settings.poll_every, [this, account]() -> Status {
        if (watcher_.hears(account.address) && checker_.is_fresh(account, trusted_for)) return done();
        return checker_.check(account);
      });
    }
    runner.handle(CheckJob::kind, {.attempts_max = 1}, [this](const jobs::Job& job) -> Status {
      TRY(const auto wish, json::decode<CheckJob>(job.payload));
      for (const auto& account : needs_.settings.accounts) {
        if (account.address == wish.address) return checker_.check(account);
      }
      return done();
    });
    runner.handle(AcknowledgeJob::kind, {.attempts_max = 5}, [this](const jobs::Job& job) -> Status {
      TRY(const auto wish, json::decode<AcknowledgeJob>(job.payload));
      const Status outcome = channel_.acknowledge(wish.letter_id);
      // An address that no mail goes to is nobody's trouble.
      const bool for_good = !outcome.ok() && (outcome.error().kind == ErrorKind::invalid || outcome.error().kind == ErrorKind::unprocessable);
      return for_good ? done() : outcome;
    });
    runner.every("mailbox.drafts", hours(6), [this] {
      const auto work = [this](db::Transaction& tx) -> Status {
        store::drop_drafts_before(tx, needs_.clock.now() - days(2));
        return done();
      };
      return needs_.database.write_now(work);
    });
  }

  void start() override { watcher_.start(); }
  void stop() override { watcher_.stop(); }

 private:
  const Needs needs_;
  Checker checker_;
  Watcher watcher_;
  EmailChannel channel_;
  MailOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<MailModule>(needs); }

std::span<const db::Statement* const> all_statements() { return statements::all_statements; }

}  // namespace plaza::mailbox

#include "care/module.h"

#include "deliveries.h"
#include "figure_book.h"
#include "figure_statements.h"
#include "label_statements.h"
#include "lesson_statements.h"
#include "lessons.h"
#include "mail_channel.h"
#include "opening_hours.h"
#include "personal_data.h"
#include "picture_statements.h"
#include "pictures.h"
#include "ratings.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "statements.h"

namespace plaza::care {
namespace {

constexpr int count_batches = 40;  // of conversations from before, in one run

// What a page of the studio hears: which conversation to look at again.
struct Heard {
  ConversationId conversation_id;
  std::string kind = "changed";
  template <class V>
  void describe(V& v) {
    v("conversation_id", conversation_id);
    v("kind", kind);
  }
};

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        desk_(needs),
        search_(needs),
        allowances_(needs),
        opening_(needs),
        actions_(needs, desk_, allowances_),
        approvals_(needs, desk_, actions_),
        views_(needs),
        deliveries_(needs, desk_),
        form_("form", needs.mail, needs.brand),
        personal_data_(needs, desk_, search_) {
    desk_.plug(form_);
  }

  Care& care() override { return desk_; }
  Lessons& lessons() override { return lessons_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  identity::Allowance& allowance() override { return allowances_; }
  const Opening& opening() override { return opening_; }
  void plug(Channel& channel) override { desk_.plug(channel); }
  void plug(const content::ProductChips& chips) override {
    desk_.plug(chips);
    views_.plug(chips);
  }
  void plug(const TextReader& reader) override { desk_.plug(reader); }
  void plug(ProductFinder& finder) override { desk_.plug(finder); }

  void add_routes(http::Routes& routes) override {
    const Parts parts{needs_, desk_, actions_, approvals_, search_, presence_, views_, strangers_};
    add_inbox_routes(routes, parts);
    add_message_routes(routes, parts);
    add_picture_route(routes, parts);
    add_merging_routes(routes, parts);
    add_approval_routes(routes, parts);
    add_action_routes(routes, parts);
    add_settings_routes(routes, parts);
    add_report_routes(routes, parts);
    add_help_routes(routes, parts);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("care.index", {CaseChanged::topic}, [this](const std::vector<events::Event>& events) {
      search_.follow(events);
      tell_pages(events);
      opening_.refresh_now_and_then();
    });
    dispatcher.once("care.figures", {CaseChanged::topic}, [](db::Transaction& tx, const events::Event& event) -> plaza::Status {
      count_anew(tx, {ConversationId{event.aggregate}});
      return done();
    });
    dispatcher.every_node("care.rules", {RulesChanged::topic}, [this](const std::vector<events::Event>&) { opening_.refresh(); });
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.handle(DeliverJob::kind, {.attempts_max = attempts_max, .threads = 2},
                  [this](const jobs::Job& job) { return deliveries_.deliver(job); });
    runner.handle(AskRatingJob::kind, {.attempts_max = attempts_max, .threads = 1}, [this](const jobs::Job& job) { return ask_by_mail(needs_, job); });
    runner.every("care.unsent_pictures", hours(1), [this] {
      const auto work = [this](db::Transaction& tx) -> plaza::Status {
        purge_unsent(tx, needs_.media, needs_.clock.now());
        return done();
      };
      return needs_.database.write_now(work);
    });
    runner.every("care.count_before", minutes(1), [this]() -> plaza::Status {
      bool done_with_all = false;
      const auto work = [&](db::Transaction& tx) -> plaza::Status {
        done_with_all = count_some_before(tx);
        return done();
      };
      for (int i = 0; i < count_batches && !done_with_all; ++i) TRY_DONE(needs_.database.write_now(work));
      return done();
    });
    runner.every("care.timers", minutes(1), [this] {
      const auto work = [this](db::Transaction& tx) -> plaza::Status {
        desk_.wake(tx);
        desk_.escalate(tx);
        return done();
      };
      return needs_.database.write_now(work);
    });
  }

  void load() override {
    search_.load();
    opening_.refresh();
  }

 private:
  void tell_pages(const std::vector<events::Event>& events) {
    if (needs_.hub.open_pages() == 0) return;
    const auto list = [this](db::Reader& reader) { return needs_.staff.list(reader); };
    const auto staff = needs_.database.read_now(list);
    for (const auto& event : events) {
      const std::string news = json::encode(Heard{ConversationId{event.aggregate}, "changed"});
      for (const auto& each : staff) {
        if (each.roles & answering().roles) needs_.hub.to_account(each.id, notifications::Topic::care, news);
      }
    }
  }

  const Needs needs_;
  Desk desk_;
  KeptLessons lessons_;
  Search search_;
  Allowances allowances_;
  OpeningHours opening_;
  Actions actions_;
  Approvals approvals_;
  Presence presence_;
  http::RateLimiter strangers_{{.burst = 6, .per_second = 1.0 / 60}};
  Views views_;
  Deliveries deliveries_;
  MailChannel form_;
  CareOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() {
  static const std::vector<const db::Statement*> all = [] {
    std::vector<const db::Statement*> found(std::begin(statements::all_statements), std::end(statements::all_statements));
    found.insert(found.end(), std::begin(statements::lesson_statements), std::end(statements::lesson_statements));
    found.insert(found.end(), std::begin(statements::figure_statements), std::end(statements::figure_statements));
    found.insert(found.end(), std::begin(statements::label_statements), std::end(statements::label_statements));
    found.insert(found.end(), std::begin(statements::picture_statements), std::end(statements::picture_statements));
    return found;
  }();
  return all;
}

}  // namespace plaza::care

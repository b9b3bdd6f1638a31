#include "moderation/module.h"

#include "desk.h"
#include "door.h"
#include "group_desks.h"
#include "moderation/events.h"
#include "personal_data.h"
#include "statements.h"
#include "views.h"

namespace plaza::moderation {

namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), door_(needs_, book_, owners_), desk_(needs_, owners_),
        group_desk_(needs_, owners_, desk_, book_) {}

  Submissions& submissions() override { return door_; }
  Examples& examples() override { return desk_; }
  Decisions& decisions() override { return desk_; }
  GroupDesk& group_desk() override { return group_desk_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  void plug(Kind kind, Content& content) override { owners_.by_kind[static_cast<std::size_t>(kind)] = &content; }
  void plug(const Screen& screen) override { owners_.screen = &screen; }

  void add_routes(http::Routes& routes) override {
    const Parts parts{needs_.database, needs_, owners_, book_, door_, desk_};
    add_member_routes(routes, parts);
    add_log_routes(routes, parts);
    add_desk_routes(routes, parts);
    add_appeal_routes(routes, parts);
    add_rule_routes(routes, parts);
  }

  // Rules that another node wrote; this one's own are the same once more.
  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("moderation.rules", {RulesChanged::topic}, [this](const std::vector<events::Event>&) { load(); });
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.every("moderation.forget", hours(1), [this] {
      const auto work = [this](db::Transaction& tx) -> Status {
        tx.send(sql::delete_recent, {needs_.clock.now() - days(1)});
        return done();
      };
      return needs_.database.write_now(work);
    });
  }

  void load() override {
    const auto work = [this](db::Reader& reader) {
      book_.load(reader);
      return 0;
    };
    needs_.database.read_now(work);
  }

 private:
  const Needs needs_;
  RuleBook book_;
  Owners owners_;
  Door door_;
  Desk desk_;
  GroupDesks group_desk_;
  RecordOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }
std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::moderation

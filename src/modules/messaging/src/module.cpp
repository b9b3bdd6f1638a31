// Wires messaging.
#include "messaging/module.h"

#include "away.h"
#include "direct.h"
#include "messaging/events.h"
#include "moderated.h"
#include "personal_data.h"
#include "pictures.h"
#include "platform/json/codec.h"
#include "presenter.h"
#include "routes.h"
#include "service.h"
#include "sockets.h"
#include "statements.h"

namespace plaza::messaging {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs), sockets_(needs.sessions, needs.clock), presenter_(needs_, sockets_), messages_(needs_, sockets_),
        away_(needs_, sockets_, presenter_), personal_data_(needs_), moderated_(needs_) {}
  ~Opened() override { stop(); }

  Messages& messages() override { return messages_; }
  Presence& presence() override { return sockets_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  moderation::Content& moderated() override { return moderated_; }
  void plug(const Desk& desk) override { presenter_.plug(desk); }
  void plug(const content::ProductChips& chips) override { presenter_.plug(chips); }

  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_, messages_, direct_, sockets_, presenter_};
    add_chat_routes(routes, parts);
    add_picture_routes(routes, parts);
    add_thread_routes(routes, parts);
    add_direct_message_routes(routes, parts);
    add_socket_route(routes, parts);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("messaging.push", {MessageSent::topic, ThreadChanged::topic, ChatAdopted::topic},
                          [this](const std::vector<events::Event>& batch) {
                            const auto work = [&](db::Reader& reader) {
                              for (const auto& event : batch) push(reader, event);
                              return 0;
                            };
                            needs_.database.read_now(work);
                          });
    dispatcher.once("messaging.away", {MessageSent::topic}, [this](db::Transaction& tx, const events::Event& event) {
      return away_.tell(tx, events::read<MessageSent>(event));
    });
  }

  void add_jobs(jobs::Runner& runner) override {
    away_.add_jobs(runner);
    runner.every("messaging.purge", hours(24), [this]() -> Status {
      const auto work = [&](db::Transaction& tx) -> Status {
        store::purge_empty(tx, needs_.clock.now() - days(2));
        return done();
      };
      return needs_.database.write_now(work);
    });
    runner.every("messaging.unsent_pictures", hours(1), [this]() -> Status {
      const auto work = [&](db::Transaction& tx) -> Status {
        purge_unsent(tx, needs_.media, needs_.clock.now());
        return done();
      };
      return needs_.database.write_now(work);
    });
  }

  void stop() override { sockets_.stop(); }

 private:
  void push(db::Reader& reader, const events::Event& event) {
    if (event.topic == ChatAdopted::topic) {
      const auto moved = events::read<ChatAdopted>(event);
      sockets_.close_chat(moved.from);
      messages_.tell_pages(reader, moved.from, moved.account_id, frame("moved", json::encode(moved)));
      return;
    }
    if (event.topic == ThreadChanged::topic) {
      if (const auto thread = store::find(reader, events::read<ThreadChanged>(event).thread_id)) {
        to_readers(reader, *thread, frame("thread", json::encode(presenter_.news(reader, *thread))));
      }
      return;
    }
    const auto message = store::message(reader, events::read<MessageSent>(event).message_id);
    const auto thread = message ? store::find(reader, message->thread) : std::nullopt;
    if (thread) to_readers(reader, *thread, frame("message", json::encode(presenter_.view(reader, *message))));
  }

  void to_readers(db::Reader& reader, const Thread& thread, const std::string& text) {
    if (thread.kind == ThreadKind::chat) {
      messages_.tell_pages(reader, thread.id, thread.account, text);
      return;
    }
    sockets_.to_account(thread.account, text);
    sockets_.to_account(thread.other, text);
  }

  const Needs needs_;
  Sockets sockets_;
  Presenter presenter_;
  MessageService messages_;
  DirectService direct_;
  Away away_;
  WordsOfPerson personal_data_;
  ReportedMessages moderated_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::messaging

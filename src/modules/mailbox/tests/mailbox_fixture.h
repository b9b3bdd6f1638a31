// The e-mail channel on a real database of each engine, with a care that keeps what it is told and a mailbox made of strings.
#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "letterbox.h"
#include "mailbox/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/personal_data.h"
#include "rules.h"
#include "store.h"

namespace plaza::mailbox {

using care::ConversationId;
using care::MessageId;
using identity::AccountId;

inline constexpr AccountId noor{302}, an{301};
inline const std::string support = "support@shop.example";

// Conversations in memory, threaded as care threads them. The database may run a write again, so a test that counts asks the database.
class KeptCare final : public care::Care {
 public:
  struct Turn {
    MessageId id;
    care::Direction direction;
    std::string text, html, external_id, name;
    care::Delivery delivery = care::Delivery::none;
    std::string failure = "";
  };
  std::map<ConversationId, care::Conversation> all;
  std::map<ConversationId, std::vector<Turn>> turns;
  std::map<std::string, ConversationId> externals;

  Result<care::Received> receive(db::Transaction&, const care::Inbound& inbound) override {
    const std::lock_guard lock(mutex_);
    if (!inbound.external_id.empty() && externals.contains(inbound.external_id)) return care::Received{externals[inbound.external_id], {}, false, true};
    ConversationId id;
    for (const auto& [key, each] : all) {
      if (!inbound.token.empty() && each.token == inbound.token) id = key;
    }
    for (const auto& reference : inbound.answers_to) {
      if (!id && externals.contains(reference)) id = externals[reference];
    }
    const bool fresh = !id;
    if (fresh) {
      id = ConversationId{++last_};
      care::Conversation each;
      each.id = id;
      each.channel = "email";
      each.customer = inbound.customer;
      each.subject = inbound.subject;
      each.token = "key-" + to_text(id);
      all.emplace(id, each);
    }
    const MessageId message{++last_};
    turns[id].push_back({message, care::Direction::in, inbound.text, inbound.html, inbound.external_id, inbound.customer.name});
    if (!inbound.external_id.empty()) externals[inbound.external_id] = id;
    return care::Received{id, message, fresh, false};
  }
  std::optional<care::Conversation> find(db::Reader&, ConversationId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = all.find(id);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<care::Conversation> of_account(db::Reader&, AccountId account, int) override {
    const std::lock_guard lock(mutex_);
    std::vector<care::Conversation> found;
    for (const auto& [id, each] : all) {
      if (each.customer.account == account) found.push_back(each);
    }
    return found;
  }
  Result<care::Message> answer(db::Transaction&, ConversationId id, const care::Agent& by, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    care::Message message;
    message.id = MessageId{++last_};
    message.conversation_id = id;
    message.author = by.id;
    message.text = text;
    turns[id].push_back({message.id, care::Direction::out, message.text, "", "", ""});
    return message;
  }
  Result<care::Message> note(db::Transaction&, ConversationId id, const care::Agent&, std::string_view text, const std::vector<AccountId>&) override {
    const std::lock_guard lock(mutex_);
    care::Message message;
    message.id = MessageId{++last_};
    turns[id].push_back({message.id, care::Direction::note, std::string(text), "", "", ""});
    return message;
  }
  Result<care::Conversation> change(db::Transaction&, ConversationId id, const care::Agent&, const care::Change& change) override {
    const std::lock_guard lock(mutex_);
    if (change.status) all[id].status = *change.status;
    return all[id];
  }
  Result<care::SavedReply> save_reply(db::Transaction&, const care::SavedReply& reply) override { return reply; }
  plaza::Status heard_of(db::Transaction&, std::string_view channel, std::string_view external_id, care::Delivery what, std::string_view failure) override {
    const std::lock_guard lock(mutex_);
    for (auto& [id, some] : turns) {
      for (auto& turn : some) {
        if (turn.external_id != external_id || channel != "email") continue;
        turn.delivery = what;
        turn.failure = failure;
        return done();
      }
    }
    return Error{ErrorKind::not_found, "care.not_found", "There is no such message."};
  }
  plaza::Status adopt(db::Transaction&, std::string_view, std::string_view, std::string_view, const care::Customer&) override { return done(); }

 private:
  std::mutex mutex_;
  std::int64_t last_ = 1'000'000'000'000;
};

class KeptMail final : public mail::Sender {
 public:
  Status send(const mail::Message& message) override {
    const std::lock_guard lock(mutex_);
    sent.push_back(message);
    return done();
  }
  std::vector<mail::Message> sent;

 private:
  std::mutex mutex_;
};

// What a server holds; shared by the connections to it.
struct Server {
  std::uint32_t uid_validity = 7;
  std::vector<std::string> mails;  // UID 1 is the first
  std::map<std::uint32_t, int> put_away;
  std::size_t page = 500;  // mails that it names at once
  std::string trouble;  // why it does not answer
  // Of those who listen.
  bool idles = false, hangs_up = false;
  int connections = 0, waits = 0, asked = 0;
  const int news = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  mutable std::mutex mutex;
  std::condition_variable moved;
  ~Server() { ::close(news); }
};
class FewMails final : public Letterbox {
 public:
  explicit FewMails(Server& server) : server_(server) {
    const std::lock_guard lock(server_.mutex);
    ++server_.connections;
  }
  Result<Opened> open() override {
    const std::lock_guard lock(server_.mutex);
    return Opened{server_.uid_validity, static_cast<std::uint32_t>(server_.mails.size() + 1)};
  }
  Result<bool> can_idle() override {
    const std::lock_guard lock(server_.mutex);
    ++server_.asked;
    server_.moved.notify_all();
    return server_.idles;
  }
  Result<bool> idle(Micros most, const Waker& waker) override {
    {
      const std::lock_guard lock(server_.mutex);
      ++server_.waits;
      server_.moved.notify_all();
      if (std::exchange(server_.hangs_up, false)) return Error{ErrorKind::upstream, "mailbox.unreachable", "gone"};
    }
    pollfd either[] = {{server_.news, POLLIN, 0}, {waker.descriptor(), POLLIN, 0}};
    ::poll(either, 2, static_cast<int>(most / 1'000));
    std::uint64_t count = 0;
    return ::read(server_.news, &count, sizeof count) == sizeof count;
  }
  Result<std::vector<std::uint32_t>> waiting(std::uint32_t last, std::uint32_t old_below) override {
    const std::lock_guard lock(server_.mutex);
    std::vector<std::uint32_t> uids;
    for (std::uint32_t uid = last + 1; uid <= server_.mails.size() && uids.size() < server_.page; ++uid) {
      if (uid >= old_below || !server_.put_away.contains(uid)) uids.push_back(uid);
    }
    return uids;
  }
  Result<std::int64_t> size(std::uint32_t uid) override {
    const std::lock_guard lock(server_.mutex);
    return std::ssize(server_.mails[uid - 1]);
  }
  Result<std::string> fetch(std::uint32_t uid, std::int64_t bytes) override {
    const std::lock_guard lock(server_.mutex);
    return server_.mails[uid - 1].substr(0, static_cast<std::size_t>(bytes));
  }
  Status put_away(std::uint32_t uid) override {
    const std::lock_guard lock(server_.mutex);
    ++server_.put_away[uid];
    return done();
  }

 private:
  Server& server_;
};

inline std::string mail_of(std::string from, std::string id, std::string more = "", std::string text = "Hello") {
  return "From: An <" + from + ">\r\nTo: " + support + "\r\nSubject: The vase\r\n" + (id.empty() ? "" : "Message-ID: <" + id + ">\r\n") + more + "\r\n" + text + "\r\n";
}

class MailboxFixture : public testing::OnEachEngine {
 protected:
  MailboxFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    settings.accounts = {*parse_account(support + " imap://u:p@127.0.0.1")};
    start();
  }
  // As a new process would.
  void start() {
    runner.reset();
    module = open({database(), ids, clock, care, mail, {"Kilnlight", {"hello@shop.example", "Kilnlight"}}, settings,
                   [this](const Account&) -> Result<std::unique_ptr<Letterbox>> {
                     if (!server.trouble.empty()) return Error{ErrorKind::upstream, "mailbox.unreachable", server.trouble};
                     return std::unique_ptr<Letterbox>(std::make_unique<FewMails>(server));
                   }});
    runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
  }
  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }
  // The next look, and what it leads to.
  void look() {
    clock.advance(minutes(1));
    runner->run_due();
  }
  void arrives(std::string what) {
    server.mails.push_back(std::move(what));
    look();
  }
  store::Progress progress() {
    return read([](db::Reader& reader) { return store::progress(reader, support); });
  }
  std::vector<std::string> reasons() {
    std::vector<std::string> all;
    for (const auto& each : read([](db::Reader& reader) { return store::refused(reader, support, 20); })) all.push_back(each.reason);
    return all;
  }
  // Noor answers; gives the mail that went.
  mail::Message answers(ConversationId id, std::string text = "Here it is.") {
    const auto conversation = care.all.at(id);
    care::Message message;
    message.id = MessageId{ids.next()};
    message.conversation_id = id;
    message.text = std::move(text);
    std::vector<std::string> earlier;
    for (const auto& turn : care.turns[id]) {
      if (!turn.external_id.empty()) earlier.push_back(turn.external_id);
    }
    const auto sent = module->channel().send({conversation, message, to_text(message.id), "Noor", earlier});
    EXPECT_TRUE(sent.ok());
    if (sent.ok()) {
      care.turns[id].push_back({message.id, care::Direction::out, message.text, "", *sent, ""});
      care.externals[*sent] = id;
    }
    return mail.sent.back();
  }
  static std::string header(const mail::Message& message, std::string_view name) {
    for (const auto& [key, value] : message.headers) {
      if (key == name) return value;
    }
    return {};
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  Settings settings;
  KeptCare care;
  KeptMail mail;
  Server server;
  std::unique_ptr<Module> module;
  std::unique_ptr<jobs::Runner> runner;
};

}  // namespace plaza::mailbox

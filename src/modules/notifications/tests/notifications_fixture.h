// Notifications on a fresh database of each engine, with a handful of accounts, sessions that are open, and mails that are kept.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "identity/roles.h"
#include "notifications/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/json/document.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::notifications {

// Accounts 1 (An, verified), 2 (Bình, verified, reads Vietnamese) and 3 (Chi, not verified).
class FewAccounts final : public identity::Accounts {
 public:
  FewAccounts() {
    add(1, "an", "An", "en", true);
    add(2, "binh", "Bình", "vi", true);
    add(3, "chi", "Chi", "en", false);
  }
  std::optional<identity::Face> face(identity::AccountId id) const override {
    const auto found = known_.find(id.value);
    if (found == known_.end()) return std::nullopt;
    return identity::Face{id, found->second.handle, found->second.display_name, "", found->second.avatar_media_id};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return std::nullopt; }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return static_cast<std::int64_t>(known_.size()); }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId id) override {
    const auto found = known_.find(id.value);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  Status erase(db::Transaction&, identity::AccountId) override { return done(); }

 private:
  void add(std::int64_t id, std::string handle, std::string name, std::string locale, bool verified) {
    identity::Account account;
    account.id = {id};
    account.email = handle + "@shop.example";
    account.handle = std::move(handle);
    account.display_name = std::move(name);
    account.locale = std::move(locale);
    account.avatar_media_id = id == 2 ? 77 : 0;
    account.email_verified_at = verified ? Time{1} : Time{};
    known_[id] = account;
  }
  std::map<std::int64_t, identity::Account> known_;
};

// "Bearer 1" is account 1 with session 1. Sessions are open until they are closed here.
class FewSessions final : public identity::Sessions {
 public:
  std::set<std::int64_t> closed;

  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto header = request.header("authorization");
    if (header.starts_with("Bearer ")) caller.subject = caller.session = header[7] - '0';
    if (header == "Bearer 1") caller.roles = identity::agent;  // An is staff
    if (header == "Bearer key") {
      caller.subject = caller.session = 0;
      caller.roles = identity::secret_key_roles;
      caller.key_kind = "secret";
    }
    return done();
  }
  Result<Opened> open(db::Transaction&, identity::AccountId, std::string_view) override { return Opened{}; }
  Status end(db::Transaction&, identity::AccountId, identity::SessionId) override { return done(); }
  void end_all(db::Transaction&, identity::AccountId) override {}
  std::vector<identity::Session> list(db::Reader&, identity::AccountId) override { return {}; }
  bool is_open(identity::AccountId, identity::SessionId session) const override { return !closed.contains(session.value); }
};

class KeptStream final : public http::Stream {
 public:
  bool send(std::string data) override {
    std::lock_guard lock(mutex_);
    if (gone_) return false;
    received_ += data;
    changed_.notify_all();
    return true;
  }
  // False when it has not come after ten seconds.
  bool wait_for(const std::string& text) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return received_.find(text) != std::string::npos; });
  }
  void close() override {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  void leave() {
    std::lock_guard lock(mutex_);
    gone_ = true;
  }
  std::string received() {
    std::lock_guard lock(mutex_);
    return received_;
  }
  bool closed() {
    std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string received_;
  bool closed_ = false;
  bool gone_ = false;
};

inline Brand test_brand() { return {"Gốm & Co", "#0f766e", "https://shop.example", "hello@shop.example"}; }

class NotificationsFixture : public testing::OnEachEngine {
 protected:
  NotificationsFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    Needs needs{database(), ids, clock, accounts, sessions, test_brand(),
                [this](const Outgoing& mail) -> Status {
                  ++mail_attempts;
                  if (mail_refuses) return Error{ErrorKind::unprocessable, "mail.rejected", "No such mailbox."};
                  if (mail_is_down) return Error{ErrorKind::upstream, "mail.unreachable", "The mail server is down."};
                  mails.push_back(mail);
                  return done();
                },
                [](std::int64_t media_id) { return "/media/" + std::to_string(media_id); },
                [](db::Reader&) -> std::vector<SampleProduct> {
                  return {{"Moon jar", "White", "/products/moon-jar", "/media/moon.webp", Money{8'900, parse_currency("EUR").value()}}};
                },
                nullptr,
                {"mailto:hello@shop.example", false, [this](const http::ClientRequest& request) -> Result<http::ClientResponse> {
                   pushes.push_back(request);
                   if (push_status == 0) return Error{ErrorKind::upstream, "http.forbidden_address", "The address is not a public one."};
                   return http::ClientResponse{push_status, push_headers, ""};
                 }},
                [](Time) { return hours(7); }};
    module = open(needs);
    module->add_jobs(*runner);
    module->subscribe(*dispatcher);
    module->add_routes(routes);
  }

  template <class Work>
  void commit(const Work& work) {
    const auto wrapped = [&](db::Transaction& tx) -> Status {
      work(tx);
      return done();
    };
    ASSERT_TRUE(database().write_now(wrapped).ok());
  }

  NotificationId notify(const Notice& notice) {
    NotificationId id;
    commit([&](db::Transaction& tx) { id = module->bell().notify(tx, notice); });
    return id;
  }
  static Notice notice(Kind kind, std::int64_t to, std::int64_t actor, std::string about = "pst_1",
                       std::string subject = "") {
    return {identity::AccountId{to}, kind, identity::AccountId{actor}, std::move(about), std::move(subject), "/p/pst_1", ""};
  }
  std::int64_t unread(std::int64_t account) {
    return database().read_now(
        [&](db::Reader& reader) { return module->bell().unread(reader, identity::AccountId{account}); });
  }

  static constexpr int key_caller = -1;

  http::Response ask(http::Method method, std::string target, int as, std::string body = "", std::string locale = "en") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"accept-language", std::move(locale)}};
    if (as) request.headers.emplace_back("authorization", "Bearer " + (as == key_caller ? std::string("key") : std::to_string(as)));
    return sync_wait(http::dispatch({routes, sessions, {}, {}, &clock}, request));
  }
  static boost::json::object object_of(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  FewAccounts accounts;
  FewSessions sessions;
  std::vector<Outgoing> mails;
  bool mail_is_down = false;
  bool mail_refuses = false;
  int mail_attempts = 0;
  std::vector<http::ClientRequest> pushes;
  int push_status = 201;  // 0: it cannot be reached
  http::Headers push_headers;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
  http::Routes routes;
};

}  // namespace plaza::notifications

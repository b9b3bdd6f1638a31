// Identity on a fresh database of each engine, with a clock to move, quick password hashes and mails that are kept.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "identity/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/json/document.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::identity {

class KeptMail final : public AccountMail {
 public:
  struct Sent {
    std::string kind;
    MailRecipient to;
    std::string token;
  };
  std::vector<Sent> sent;  // read it when nobody sends

  void send_verification(db::Transaction&, const MailRecipient& to, std::string_view token) override { keep("verification", to, token); }
  void send_reset(db::Transaction&, const MailRecipient& to, std::string_view token) override { keep("reset", to, token); }
  void send_password_changed(db::Transaction&, const MailRecipient& to) override { keep("password_changed", to, ""); }
  std::string last_token(std::string_view kind) const {
    for (auto at = sent.rbegin(); at != sent.rend(); ++at) {
      if (at->kind == kind) return at->token;
    }
    return "";
  }

 private:
  void keep(std::string_view kind, const MailRecipient& to, std::string_view token) {
    const std::lock_guard guard(lock_);
    sent.push_back({std::string(kind), to, std::string(token)});
  }
  std::mutex lock_;  // people sign up at once
};

class KnownSurroundings final : public Surroundings {
 public:
  std::optional<Picture> picture(std::int64_t media_id) override {
    return Picture{"/media/" + std::to_string(media_id), 640, 480, "A vase", std::nullopt};
  }
  Counts counts(AccountId) override { return {3, 2, 1}; }
  std::int64_t unread(db::Reader&, AccountId) override { return 7; }
  bool may_show(db::Reader&, AccountId, std::int64_t media_id) override { return media_id == 55; }
};

inline crypto::PasswordHasher& quick_hasher() {
  static crypto::PasswordHasher hasher(crypto::quick_passwords());
  return hasher;
}

class IdentityFixture : public testing::OnEachEngine {
 protected:
  IdentityFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    start({});
  }

  // As a new process on the same database.
  void start(const Limits& limits, std::string public_url = "http://localhost",
             crypto::PasswordHasher& hasher = quick_hasher()) {
    module = open({database(), ids, clock, hasher, std::move(public_url), limits});
    module->plug(mail);
    runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
    routes = std::make_unique<http::Routes>();
    module->add_routes(*routes);
  }

  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }

  // A write that must be allowed.
  template <class Work>
  void commit(const Work& work) {
    const auto outcome = write(work);
    ASSERT_TRUE(outcome.ok()) << outcome.error().code;
  }

  std::string hash(std::string password) {
    return *sync_wait(quick_hasher().hash(std::move(password)));
  }

  Account make_account(const std::string& email, const std::string& password = "") {
    NewAccount wanted;
    wanted.email = email;
    wanted.display_name = "An Nguyen";
    if (!password.empty()) wanted.password_hash = hash(password);
    wanted.email_verified = true;
    auto made = write([&](db::Transaction& tx) { return module->accounts().create(tx, wanted); });
    return *made;
  }

  Sessions::Opened open_session(AccountId account) {
    return *write([&](db::Transaction& tx) { return module->sessions().open(tx, account, "test"); });
  }

  // The caller that a request with these headers makes; the code when it is refused.
  http::Caller caller_of(http::Headers headers, std::string* refusal = nullptr) {
    http::Request request;
    request.headers = std::move(headers);
    http::Caller caller;
    const Status known = module->sessions().authenticate(request, caller);
    if (refusal) *refusal = known.ok() ? "" : known.error().code;
    return caller;
  }
  http::Caller caller_of_token(const std::string& token) { return caller_of({{"authorization", "Bearer " + token}}); }

  http::Response ask(http::Method method, std::string target, std::string body = "", http::Headers headers = {},
                     std::string address = "192.0.2.1") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.remote_address = std::move(address);
    request.headers.emplace_back("sec-fetch-site", "same-origin");
    return sync_wait(http::dispatch({*routes, module->sessions(), {}, {}, &clock}, request));
  }
  static http::Headers bearer(const std::string& token) { return {{"authorization", "Bearer " + token}}; }

  static boost::json::object object_of(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
  }
  static std::string code_of(const http::Response& response) {
    return std::string(object_of(response).at("code").as_string());
  }
  static std::string text_of(const boost::json::value& value) { return std::string(value.as_string()); }
  static std::string header_of(const http::Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers) {
      if (known == name) return value;
    }
    return "";
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KeptMail mail;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
  std::unique_ptr<http::Routes> routes;
};

}  // namespace plaza::identity

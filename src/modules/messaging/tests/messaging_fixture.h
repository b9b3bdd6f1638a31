// Messaging on a fresh database of each engine: members An (1), Binh (2) and Chi (3), agent Dung (9), blocks and follows by hand.
// "Bearer 2" is Binh; a request with the cookie of a chat is its visitor.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "identity/roles.h"
#include "messaging/events.h"
#include "messaging/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::messaging {

using identity::AccountId;

class FewAccounts final : public identity::Accounts {
 public:
  std::map<std::int64_t, std::pair<std::string, std::string>> known{
      {1, {"an_1", "An"}}, {2, {"binh", "Binh"}}, {3, {"chi", "Chi"}}, {9, {"dung", "Dung"}}};
  std::optional<identity::Face> face(AccountId id) const override {
    const auto found = known.find(id.value);
    if (found == known.end()) return std::nullopt;
    return identity::Face{id, found->second.first, found->second.second, "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view handle) const override {
    for (const auto& [id, names] : known) {
      if (names.first == handle) return face(AccountId{id});
    }
    return std::nullopt;
  }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return static_cast<std::int64_t>(known.size()); }
  std::uint32_t roles_of_dung = identity::agent;
  std::optional<identity::Account> find(db::Reader&, AccountId id) override {
    const auto known_face = face(id);
    if (!known_face) return std::nullopt;
    identity::Account account;
    account.id = id;
    account.display_name = known_face->name;
    account.roles = id.value == 9 ? roles_of_dung : 0;
    return account;
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  Status erase(db::Transaction&, AccountId) override { return done(); }
};

class FewSessions final : public identity::Sessions {
 public:
  std::int64_t fresh = 8;  // the account behind "Bearer 8"
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto header = request.header("authorization");
    if (header.starts_with("Bearer ")) caller.subject = caller.session = header[7] - '0';
    if (caller.subject == 8) caller.subject = fresh;
    if (caller.subject == 9) caller.roles = identity::agent;
    return done();
  }
  Result<Opened> open(db::Transaction&, AccountId, std::string_view) override { return Opened{}; }
  Status end(db::Transaction&, AccountId, identity::SessionId) override { return done(); }
  void end_all(db::Transaction&, AccountId) override {}
  std::vector<identity::Session> list(db::Reader&, AccountId) override { return {}; }
  bool is_open(AccountId, identity::SessionId session) const override {
    const std::lock_guard lock(mutex_);
    return !closed_.contains(session.value);
  }
  void close(std::int64_t session) {
    const std::lock_guard lock(mutex_);
    closed_.insert(session);
  }

 private:
  mutable std::mutex mutex_;
  std::set<std::int64_t> closed_;
};

// Picture 1 is An's and public; what is uploaded gets the numbers from 21 on and is as it is wished.
class HandMedia final : public media::Media {
 public:
  std::vector<media::MediaId> removed;
  Result<media::MediaView> take(const media::Upload& upload) override {
    if (upload.bytes != "a picture") return Error{ErrorKind::unsupported, "media.unsupported", "That is none."};
    const media::MediaId id{20 + static_cast<std::int64_t>(++count_)};
    kept_[id.value] = {upload.owner, upload.visibility};
    return *signed_view(id);
  }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return Error{}; }
  std::optional<media::MediaView> view(media::MediaId id) const override {
    const auto found = kept_.find(id.value);
    if (found == kept_.end() || found->second.second == media::Visibility::restricted) return std::nullopt;
    return shown(id, "");
  }
  std::optional<media::MediaView> signed_view(media::MediaId id) const override {
    const auto found = kept_.find(id.value);
    if (found == kept_.end()) return std::nullopt;
    return shown(id, found->second.second == media::Visibility::restricted ? "?signature=good" : "");
  }
  std::optional<AccountId> owner(media::MediaId id) const override {
    const auto found = kept_.find(id.value);
    return found == kept_.end() ? std::nullopt : std::optional(found->second.first);
  }
  Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return done(); }
  Status remove(db::Transaction& tx, media::MediaId id) override {
    removed.push_back(id);
    tx.on_commit([this, id] { kept_.erase(id.value); });
    return done();
  }

 private:
  static media::MediaView shown(media::MediaId id, const std::string& query) {
    media::MediaView view;
    view.id = id;
    view.status = media::Status::ready;
    view.url = "/media/" + std::to_string(id.value) + "/w640.webp" + query;
    view.srcset = view.url + " 640w";
    return view;
  }
  int count_ = 0;
  std::map<std::int64_t, std::pair<AccountId, media::Visibility>> kept_{{1, {AccountId{1}, media::Visibility::anyone}}};
};

// Order 100 is An's.
class HandOrders final : public orders::Orders {
 public:
  std::optional<orders::Order> find(db::Reader&, orders::OrderId id) override {
    if (id.value != 100) return std::nullopt;
    orders::Order order;
    order.id = id;
    order.number = 1001;
    order.account_id = AccountId{1};
    order.totals.total = {4'500, *parse_currency("EUR")};
    return order;
  }
  Result<orders::Order> find_for(db::Reader& reader, const orders::Shopper& shopper, orders::OrderId id) override {
    auto order = find(reader, id);
    if (!order || order->account_id != shopper.account_id) return Error{ErrorKind::not_found, "orders.not_found", "None."};
    return std::move(*order);
  }
  std::vector<orders::Order> list(db::Reader&, const orders::OrderQuery&) override { return {}; }
  std::int64_t count_of(db::Reader&, AccountId) override { return 0; }
  bool has_bought(db::Reader&, AccountId, std::string_view) override { return false; }
  Result<orders::Order> cancel(db::Transaction&, orders::OrderId, const orders::By&, std::string_view,
                               std::optional<std::int64_t>) override { return Error{}; }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override { return Error{}; }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, const orders::By&, std::optional<std::int64_t>) override {
    return Error{};
  }
  Result<orders::Order> refund(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override { return Error{}; }
  orders::OrderView view(db::Reader&, const orders::Order&) override { return {}; }
};

class HandBlocks final : public profiles::Blocks {
 public:
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;
  bool blocks(AccountId blocker, AccountId other) const override { return pairs.contains({blocker.value, other.value}); }
  std::vector<profiles::Block> list(db::Reader&, AccountId, Time, int) override { return {}; }
  Status block(db::Transaction&, AccountId, AccountId) override { return done(); }
  Status unblock(db::Transaction&, AccountId, AccountId) override { return done(); }
};

class HandRelations final : public content::Relations {
 public:
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;  // who follows whom
  bool liked(AccountId, content::PostId) const override { return false; }
  bool saved(AccountId, content::PostId) const override { return false; }
  bool follows(AccountId viewer, AccountId author) const override { return pairs.contains({viewer.value, author.value}); }
  bool product_saved(AccountId, catalog::ProductId) const override { return false; }
  identity::Counts counts(AccountId) const override { return {}; }
  content::PostCounts post_counts(content::PostId) const override { return {}; }
};

// Product 501 alone is shown.
class HandChips final : public content::ProductChips {
 public:
  std::optional<content::ProductChip> chip(catalog::ProductId id) const override {
    if (id.value != 501) return std::nullopt;
    return content::ProductChip{id, "vase", "Vase", {2'500, *parse_currency("EUR")}, std::nullopt, true, std::nullopt};
  }
};

class KeptBell final : public notifications::Bell {
 public:
  std::vector<notifications::Notice> notices;
  notifications::NotificationId notify(db::Transaction& tx, const notifications::Notice& notice) override {
    tx.on_commit([this, notice] { notices.push_back(notice); });
    return {1};
  }
  void withdraw(db::Transaction&, const notifications::Notice&) override {}
  std::int64_t unread(db::Reader&, AccountId) override { return 0; }
};

class KeptMailer final : public notifications::Mailer {
 public:
  std::vector<notifications::MailRequest> mails;
  bool send(db::Transaction& tx, const notifications::MailRequest& request) override {
    tx.on_commit([this, request] { mails.push_back(request); });
    return true;
  }
};

// A page that keeps what it is sent.
class KeptSocket final : public http::WebSocket {
 public:
  bool send(std::string text) override {
    const std::lock_guard lock(mutex_);
    if (slow_) return false;
    frames_.push_back(std::move(text));
    return true;
  }
  void close() override {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  void stop_reading() {
    const std::lock_guard lock(mutex_);
    slow_ = true;
  }
  bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  // Frames of one type.
  std::vector<boost::json::object> of(std::string_view type) const {
    const std::lock_guard lock(mutex_);
    std::vector<boost::json::object> found;
    for (const auto& frame : frames_) {
      auto parsed = boost::json::parse(frame).as_object();
      if (parsed.at("type").as_string() == type) found.push_back(std::move(parsed));
    }
    return found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> frames_;
  bool closed_ = false, slow_ = false;
};

class MessagingFixture : public testing::OnEachEngine {
 protected:
  MessagingFixture() {
    for (const auto migrations : {events::migrations(), jobs::migrations(), http::migrations(), messaging::migrations()}) {
      database().migrate(migrations);
    }
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), ids, clock, accounts, sessions, media, orders_, blocks, relations, bell, mailer, {"Kilnlight", true, false}});
    module->plug(chips);
    module->add_routes(routes);
    module->add_jobs(*runner);
    module->subscribe(*dispatcher);
  }

  // `as` 0: nobody; `chat`: the value of the cookie.
  http::Response ask(http::Method method, std::string target, int as, std::string body = "", const std::string& chat = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.remote_address = "203.0.113.7";
    request.headers = {{"host", "shop.example"}, {"origin", "https://shop.example"}, {"content-type", "application/json"}};
    if (as) request.headers.emplace_back("authorization", "Bearer " + std::to_string(as));
    if (!chat.empty()) request.headers.emplace_back("cookie", "plaza_visitor=v-1; plaza_chat=" + chat);
    return sync_wait(http::dispatch({routes, sessions, {}, {}, &clock}, request));
  }
  http::Response post(std::string target, int as, std::string body = "{}", const std::string& chat = "") {
    return ask(http::Method::post, std::move(target), as, std::move(body), chat);
  }
  http::Response get(std::string target, int as, const std::string& chat = "") {
    return ask(http::Method::get, std::move(target), as, "", chat);
  }
  http::Response put(std::string target, int as, std::string body = "{}", const std::string& chat = "") {
    return ask(http::Method::put, std::move(target), as, std::move(body), chat);
  }

  static boost::json::object object_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
  static std::string code_of(const http::Response& response) {
    if (response.status < 400) return std::to_string(response.status);
    const auto problem = object_of(response);
    const auto* errors = problem.if_contains("errors");
    std::string code(problem.at("code").as_string());
    if (errors && !errors->as_array().empty()) code += " " + std::string(errors->at(0).at("field").as_string());
    return code;
  }

  // A visitor opens a chat; gives the cookie's value.
  std::string opened_chat() {
    const auto response = post("/v1/chat", 0);
    EXPECT_EQ(response.status, 201) << response.body;
    for (const auto& [name, value] : response.headers) {
      if (name == "set-cookie") return value.substr(11, value.find(';') - 11);
    }
    return {};
  }
  // A new name for each, unless given.
  static std::string words(std::string_view text, std::string_view client = "") {
    static int next = 0;
    const std::string name = client.empty() ? "client-" + std::to_string(10'000 + next++) : std::string(client);
    return "{\"client_id\":\"" + name + "\",\"text\":\"" + std::string(text) + "\"}";
  }
  static std::string to(std::string_view handle, std::string_view text) {
    auto body = words(text);
    return "{\"handle\":\"" + std::string(handle) + "\"," + body.substr(1);
  }
  // Texts of a list answer, in its order.
  static std::vector<std::string> texts(const http::Response& response, const char* member = "items") {
    std::vector<std::string> found;
    const auto answer = object_of(response);
    for (const auto& each : answer.at(member).as_array()) found.emplace_back(each.at("text").as_string());
    return found;
  }
  // An asks Binh, who accepts: the thread's id.
  std::string talk_of_an_and_binh() {
    const auto begun = post("/v1/messages/threads", 1, to("binh", "Hello Binh"));
    EXPECT_EQ(begun.status, 201) << begun.body;
    const std::string id(object_of(begun).at("id").as_string());
    deliver();
    EXPECT_EQ(post("/v1/messages/threads/" + id + "/accept", 2).status, 200);
    deliver();
    return id;
  }

  // A page that listens, as `as` or with the chat's cookie. The handlers are as the server would call them.
  struct Page {
    std::shared_ptr<KeptSocket> socket = std::make_shared<KeptSocket>();
    http::WebSocketHandlers handlers;
  };
  Page page(int as, const std::string& chat = "") {
    Page made;
    auto response = get("/v1/messages/socket", as, chat);
    EXPECT_TRUE(response.websocket.has_value()) << response.body;
    if (!response.websocket) return made;
    made.handlers = std::move(*response.websocket);
    made.handlers.opened(made.socket);
    return made;
  }
  void deliver() { dispatcher->drain(); }

  template <class Work>
  auto commit(const Work& work) {
    return database().write_now(work);
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  FewAccounts accounts;
  FewSessions sessions;
  HandMedia media;
  HandOrders orders_;
  HandBlocks blocks;
  HandRelations relations;
  HandChips chips;
  KeptBell bell;
  KeptMailer mailer;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  http::Routes routes;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::messaging

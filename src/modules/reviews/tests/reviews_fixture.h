// Reviews on a real database of each engine, with a shop of three products, members by number, and orders by hand.
#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "identity/roles.h"
#include "orders/events.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/personal_data.h"
#include "reviews/events.h"
#include "reviews/module.h"

namespace plaza::reviews {

inline const catalog::ProductId vase{101}, lamp{102}, bowl{103}, cup{104};

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class HandCatalog final : public catalog::Catalog {
 public:
  HandCatalog() {
    for (const auto& [id, handle] : {std::pair{vase, "vase"}, {lamp, "lamp"}, {bowl, "bowl"}, {cup, "cup"}}) {
      catalog::Product product;
      product.id = id;
      product.handle = handle;
      product.title = std::string("Sage ") + handle;
      product.product_type = handle == std::string("lamp") ? "Lamp" : "Ceramics";
      product.status = catalog::ProductStatus::active;
      for (const auto& [number, title] : {std::pair{0, "Sand / M"}, {1, "Moss / L"}}) {
        catalog::Variant variant;
        variant.id = catalog::VariantId{id.value * 10 + number};
        variant.product_id = id;
        variant.title = title;
        variant.sku = std::string(handle) + "-" + std::to_string(number);
        product.variants.push_back(variant);
      }
      all[id.value] = product;
    }
  }
  std::map<std::int64_t, catalog::Product> all;
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view handle) override {
    for (const auto& [id, product] : all) {
      if (product.handle == handle) return product;
    }
    return std::nullopt;
  }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }
};

// Picture 70 is account 7's, 80 account 8's, and so on; 5 is nobody's.
class HandMedia final : public media::Media {
 public:
  Result<media::MediaView> take(const media::Upload&) override { return unused(); }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return unused(); }
  std::optional<media::MediaView> view(media::MediaId id) const override {
    if (id.value < 1 || id.value > 99) return std::nullopt;
    media::MediaView view;
    view.id = id;
    view.status = media::Status::ready;
    view.url = "/media/" + std::to_string(id.value) + "/w640.webp";
    return view;
  }
  std::optional<identity::AccountId> owner(media::MediaId id) const override { return identity::AccountId{id.value / 10}; }
  Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return unused(); }
  Status remove(db::Transaction&, media::MediaId) override { return unused(); }
};

class HandOrders final : public orders::Orders {
 public:
  std::map<std::int64_t, orders::Order> all;
  std::optional<orders::Order> find(db::Reader&, orders::OrderId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  Result<orders::Order> find_for(db::Reader&, const orders::Shopper&, orders::OrderId) override { return unused(); }
  std::vector<orders::Order> list(db::Reader&, const orders::OrderQuery& query) override {
    std::vector<orders::Order> found;
    for (const auto& [id, order] : all) {
      if (query.account_id && order.account_id != query.account_id) continue;
      if (!query.email.empty() && lower_ascii(order.email) != lower_ascii(query.email)) continue;
      found.push_back(order);
    }
    return found;
  }
  std::int64_t count_of(db::Reader&, identity::AccountId) override { return 0; }
  bool has_bought(db::Reader&, identity::AccountId, std::string_view) override { return false; }
  Result<orders::Order> cancel(db::Transaction&, orders::OrderId, const orders::By&, std::string_view,
                               std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, const orders::By&, std::optional<std::int64_t>) override {
    return unused();
  }
  Result<orders::Order> refund(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override {
    return unused();
  }
  orders::OrderView view(db::Reader&, const orders::Order&) override { return {}; }
};

// Every number is an account, "Member 7", a year old unless it is in `young`.
class HandAccounts final : public identity::Accounts {
 public:
  explicit HandAccounts(const Clock& clock) : clock_(clock) {}
  bool all_new = false;
  std::map<std::string, std::int64_t> by_email;
  std::optional<identity::Face> face(identity::AccountId id) const override {
    if (!id) return std::nullopt;
    return identity::Face{id, "member_" + std::to_string(id.value), "Member " + std::to_string(id.value), "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return std::nullopt; }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 0; }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId id) override {
    identity::Account account;
    account.id = id;
    account.created_at = clock_.now() - (all_new ? hours(1) : days(365));
    return account;
  }
  std::optional<identity::Account> find_by_email(db::Reader& reader, std::string_view email) override {
    const auto found = by_email.find(lower_ascii(email));
    return found == by_email.end() ? std::nullopt : find(reader, identity::AccountId{found->second});
  }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return unused(); }
  Status erase(db::Transaction&, identity::AccountId) override { return unused(); }

 private:
  const Clock& clock_;
};

class HandConsents final : public profiles::Consents {
 public:
  std::map<std::int64_t, bool> mail;  // by account
  bool allows(const profiles::Subject&, profiles::Purpose, profiles::Channel) const override { return true; }
  std::optional<bool> said(const profiles::Subject& subject, profiles::Purpose, profiles::Channel) const override {
    const auto found = mail.find(subject.account.value);
    return found == mail.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<profiles::Choice> choices(db::Reader&, const profiles::Subject&) override { return {}; }
  std::vector<profiles::Choice> history(db::Reader&, const profiles::Subject&, int) override { return {}; }
  Status choose(db::Transaction&, const profiles::Subject&, const profiles::Choice&) override { return done(); }
};

class HandMail final : public ReviewMail {
 public:
  struct Sent {
    std::string to, link, quiet_link, key;
    std::vector<InvitedLine> lines;
  };
  // From the writing thread; read when all is drained.
  void invite(db::Transaction& tx, const orders::Order& order, const std::vector<InvitedLine>& lines, const std::string& link,
              const std::string& quiet_link, const std::string& key) override {
    tx.on_commit([this, sent = Sent{order.email, link, quiet_link, key, lines}] {
      const std::lock_guard lock(mutex_);
      sent_.push_back(sent);
    });
  }
  void replied(db::Transaction& tx, const Review&, const std::string&, const std::string& path) override {
    tx.on_commit([this, path] {
      const std::lock_guard lock(mutex_);
      replies_.push_back(path);
    });
  }
  std::vector<Sent> sent() const {
    const std::lock_guard lock(mutex_);
    return sent_;
  }
  std::vector<std::string> replies() const {
    const std::lock_guard lock(mutex_);
    return replies_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Sent> sent_;
  std::vector<std::string> replies_;
};

// Pictures 61, 62, … in the order in which they are fetched; what says "gone" cannot be reached, "html" is none.
class HandImages final : public catalog::ImageFetcher {
 public:
  Result<catalog::FetchedImage> fetch(std::string_view url, std::string_view) override {
    const std::lock_guard lock(mutex_);
    asked.emplace_back(url);
    if (!reachable && url.find("gone") != std::string_view::npos) return Error{ErrorKind::upstream, "media.unreachable", "It does not answer."};
    if (url.find("127.0.0.1") != std::string_view::npos) return Error{ErrorKind::upstream, "http.forbidden_address", "It is our own network."};
    if (url.find("html") != std::string_view::npos) return Error{ErrorKind::unsupported, "media.unsupported", "It is no picture."};
    return catalog::FetchedImage{media::MediaId{++last_}, 640, 480};
  }
  bool reachable = false;
  std::vector<std::string> asked;

 private:
  std::mutex mutex_;
  std::int64_t last_ = 60;
};

// Holds what says "casino" and what its owner found something in, refuses what says "refuse me"; knows why.
class HandSubmissions final : public moderation::Submissions {
 public:
  Result<moderation::Verdict> submit(db::Transaction& tx, const moderation::Submission& submission) override {
    if (submission.text.find("refuse me") != std::string::npos) return Error{ErrorKind::unprocessable, "moderation.refused", "No."};
    moderation::Verdict verdict{moderation::Outcome::publish, submission.found};
    if (submission.text.find("casino") != std::string::npos) verdict.findings.push_back({moderation::Reason::links, "a rule"});
    if (!verdict.findings.empty()) verdict.outcome = moderation::Outcome::hold;
    note(tx, "submit", submission.subject);
    if (!verdict.findings.empty()) {
      tx.on_commit([this, id = submission.subject.id, findings = verdict.findings] {
        const std::lock_guard lock(mutex_);
        why_[id] = findings;
      });
    }
    return verdict;
  }
  void hold(db::Transaction& tx, const moderation::Submission& submission) override { note(tx, "hold", submission.subject); }
  void gone(db::Transaction& tx, const moderation::Subject& subject) override { note(tx, "gone", subject); }
  Status report(db::Transaction&, identity::AccountId, const moderation::Subject&, moderation::Reason, std::string_view) override {
    return unused();
  }
  std::vector<moderation::Finding> why(db::Reader&, const moderation::Subject& subject) override {
    const std::lock_guard lock(mutex_);
    const auto found = why_.find(subject.id);
    return found == why_.end() ? std::vector<moderation::Finding>{} : found->second;
  }
  // "submit review rvw_…", in order; emptied.
  std::vector<std::string> said() {
    const std::lock_guard lock(mutex_);
    return std::exchange(said_, {});
  }

 private:
  void note(db::Transaction& tx, const char* what, const moderation::Subject& subject) {
    tx.on_commit([this, line = std::string(what) + " " + std::string(json::enum_text(subject.kind)) + " " + subject.id] {
      const std::lock_guard lock(mutex_);
      said_.push_back(line);
    });
  }
  std::mutex mutex_;
  std::vector<std::string> said_;
  std::map<std::string, std::vector<moderation::Finding>> why_;
};

// `x-account: 7` is signed in as account 7, `x-roles: 2` has these roles.
class HeaderAuthenticator final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (const auto id = request.header("x-account"); !id.empty()) caller.subject = std::stoll(std::string(id));
    if (const auto roles = request.header("x-roles"); !roles.empty()) {
      caller.roles = static_cast<std::uint32_t>(std::stoul(std::string(roles)));
    }
    return done();
  }
};

struct Reply {
  int status = 0;
  std::string raw;
  boost::json::value body;
  const boost::json::value* at(const std::string& path) const {
    boost::system::error_code failure;
    return body.find_pointer(path, failure);
  }
  std::string text(const std::string& path) const {
    const auto* found = at(path);
    return found && found->is_string() ? std::string(found->get_string()) : "";
  }
  std::int64_t number(const std::string& path) const {
    const auto* found = at(path);
    return found && found->is_int64() ? found->get_int64() : -1;
  }
  double real(const std::string& path) const {
    const auto* found = at(path);
    return found && found->is_number() ? found->to_number<double>() : -1;
  }
  bool flag(const std::string& path) const {
    const auto* found = at(path);
    return found && found->is_bool() && found->get_bool();
  }
  std::size_t size(const std::string& path) const {
    const auto* found = at(path);
    return found && found->is_array() ? found->get_array().size() : 0;
  }
  std::string code() const { return text("/code"); }
};

// Nobody is trusted but who stands here.
class HandVoters final : public Voters {
 public:
  std::map<std::int64_t, int> level;
  std::vector<std::pair<std::int64_t, std::int64_t>> blocks;
  std::vector<int> levels(db::Reader&, std::span<const identity::AccountId> accounts) const override {
    std::vector<int> found;
    for (const auto id : accounts) {
      const auto known = level.find(id.value);
      found.push_back(known == level.end() ? 0 : known->second);
    }
    return found;
  }
  bool apart(identity::AccountId one, identity::AccountId other) const override {
    return std::find(blocks.begin(), blocks.end(), std::pair{one.value, other.value}) != blocks.end();
  }
};

class ReviewsFixture : public testing::OnEachEngine {
 protected:
  ReviewsFixture() {
    for (const auto migrations : {events::migrations(), jobs::migrations(), http::migrations(), reviews::migrations()}) {
      database().migrate(migrations);
    }
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), ids, clock, accounts, media, catalog, orders, consents, submissions, mail});
    module->plug(voters);
    module->plug(images);
    module->subscribe(*dispatcher);
    module->load();
    module->add_routes(routes);
    module->add_jobs(*runner);
  }

  // An order that was paid; `lines` are products.
  orders::Order& buy(std::int64_t id, std::int64_t account, const std::vector<catalog::ProductId>& products) {
    orders::Order order;
    order.id = orders::OrderId{id};
    order.number = id;
    order.account_id = identity::AccountId{account};
    order.email = account ? "member" + std::to_string(account) + "@example.com" : "guest@example.com";
    order.visitor = "visitor-" + std::to_string(id);
    order.status = orders::OrderStatus::delivered;
    order.shipping_address.name = "Lan Anh Nguyen";
    for (const auto product : products) {
      orders::OrderLine line;
      line.id = orders::LineId{id * 100 + product.value};
      line.variant_id = catalog::VariantId{product.value * 10};
      line.product = {product, catalog.all.at(product.value).handle, catalog.all.at(product.value).title, {}};
      line.variant_title = "Sand";
      line.quantity = 1;
      order.lines.push_back(line);
    }
    return orders.all[id] = order;
  }
  template <class Event>
  void announce_order(std::int64_t id) {
    const auto work = [&](db::Transaction& tx) -> Status {
      Event event;
      event.order_id = orders::OrderId{id};
      events::publish(tx, id, event);
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    dispatcher->drain();
  }

  Reply ask(http::Method method, std::string target, std::string body = "", std::int64_t account = 0, std::uint32_t roles = 0) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    if (account) request.headers.emplace_back("x-account", std::to_string(account));
    if (roles) request.headers.emplace_back("x-roles", std::to_string(roles));
    request.remote_address = address;
    const auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
    boost::system::error_code failure;
    return {response.status, response.body, boost::json::parse(response.body, failure)};
  }
  Reply get(const std::string& target, std::int64_t account = 0) { return ask(http::Method::get, target, "", account); }
  Reply staff(http::Method method, const std::string& target, const std::string& body = "") {
    return ask(method, target, body, 9'000, identity::merchandiser);
  }
  Reply review(std::int64_t account, const std::string& product, int stars, const std::string& text = "It is as they say.") {
    return ask(http::Method::post, "/v1/products/" + product + "/reviews",
               R"({"stars":)" + std::to_string(stars) + R"(,"text":")" + text + "\"}", account);
  }
  // As moderation does when somebody decided.
  Status stand(moderation::Kind kind, const std::string& id, moderation::Standing to) {
    const auto work = [&](db::Transaction& tx) { return module->moderated(kind).stand(tx, id, to); };
    return database().write_now(work);
  }
  double shown(catalog::ProductId product) {
    dispatcher->drain();
    const auto rating = module->ratings().of(product);
    return rating ? rating->shown : 0;
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  HandCatalog catalog;
  HandMedia media;
  HandOrders orders;
  HandAccounts accounts{clock};
  HandConsents consents;
  HandSubmissions submissions;
  HandMail mail;
  HandVoters voters;
  HandImages images;
  HeaderAuthenticator authenticator;
  http::Routes routes;
  std::string address = "198.51.100.7";
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::reviews

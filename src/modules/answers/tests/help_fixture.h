// Help on a real database of each engine. Questions, reviews and conversations are doubles that keep what they were asked; members are
// numbers: 7 asks, 8 and 9 own the vase, 10 knows it, 900 is staff.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "care/channel.h"
#include "care/events.h"
#include "answers/module.h"
#include "asked_doubles.h"
#include "identity/roles.h"
#include "orders/events.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/personal_data.h"
#include "reviews/events.h"

namespace plaza::answers {

using identity::AccountId;
inline const catalog::ProductId vase{101}, lamp{102};
inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class TwoProducts final : public catalog::Catalog {
 public:
  TwoProducts() {
    add(vase, "vase", "Sage vase");
    add(lamp, "lamp", "Gourd lamp");
  }
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override { return unused(); }

 private:
  void add(catalog::ProductId id, std::string handle, std::string title) {
    catalog::Product product;
    product.id = id;
    product.handle = std::move(handle);
    product.title = std::move(title);
    product.status = catalog::ProductStatus::active;
    all[id.value] = product;
  }
  std::map<std::int64_t, catalog::Product> all;
};

// Every number is an account, "Member 7".
class NumberedAccounts final : public identity::Accounts {
 public:
  std::optional<identity::Face> face(AccountId id) const override {
    if (!id) return std::nullopt;
    return identity::Face{id, "member_" + std::to_string(id.value), "Member " + std::to_string(id.value), "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return std::nullopt; }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 0; }
  std::optional<identity::Account> find(db::Reader&, AccountId id) override {
    identity::Account account;
    account.id = id;
    account.email = "Member" + std::to_string(id.value) + "@example.com";
    account.display_name = "Member " + std::to_string(id.value);
    return account;
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return unused(); }
  Status erase(db::Transaction&, AccountId) override { return unused(); }
};

class OpenConsents final : public profiles::Consents {
 public:
  std::string quiet;  // a visitor who does not want to be followed
  bool allows(const profiles::Subject& subject, profiles::Purpose, profiles::Channel) const override { return subject.visitor != quiet || quiet.empty(); }
  std::optional<bool> said(const profiles::Subject&, profiles::Purpose, profiles::Channel) const override { return std::nullopt; }
  std::vector<profiles::Choice> choices(db::Reader&, const profiles::Subject&) override { return {}; }
  std::vector<profiles::Choice> history(db::Reader&, const profiles::Subject&, int) override { return {}; }
  Status choose(db::Transaction&, const profiles::Subject&, const profiles::Choice&) override { return done(); }
};

class KeptBell final : public notifications::Bell {
 public:
  notifications::NotificationId notify(db::Transaction& tx, const notifications::Notice& notice) override {
    tx.on_commit([this, notice] {
      const std::lock_guard lock(mutex_);
      told_.push_back(notice);
    });
    return {};
  }
  void withdraw(db::Transaction&, const notifications::Notice&) override {}
  std::int64_t unread(db::Reader&, AccountId) override { return 0; }
  // "8 9 "
  std::string told() const {
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const auto& each : told_) all += std::to_string(each.to.value) + " ";
    return all;
  }
  std::optional<notifications::Notice> first() const {
    const std::lock_guard lock(mutex_);
    return told_.empty() ? std::nullopt : std::optional(told_.front());
  }

 private:
  mutable std::mutex mutex_;
  std::vector<notifications::Notice> told_;
};

// Only what help calls does something.
class KeptCare final : public care::Care {
 public:
  Result<care::Received> receive(db::Transaction& tx, const care::Inbound& inbound) override {
    const auto id = care::ConversationId{5'000 + std::ssize(known())};
    tx.on_commit([this, inbound, id] {
      const std::lock_guard lock(mutex_);
      received_.push_back(inbound);
      care::Conversation made;
      made.id = id;
      made.channel = inbound.channel;
      made.channel_key = inbound.channel_key;
      made.customer = inbound.customer;
      conversations_[id.value] = made;
    });
    return care::Received{id, {}, true, false};
  }
  std::optional<care::Conversation> find(db::Reader&, care::ConversationId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = conversations_.find(id.value);
    return found == conversations_.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<care::Conversation> of_account(db::Reader&, AccountId, int) override { return {}; }
  // A working hour is an hour and a half here.
  Time working_time_after(db::Reader&, Time start, int minutes) override { return start + plaza::minutes(minutes) * 3 / 2; }
  Result<care::Message> answer(db::Transaction&, care::ConversationId, const care::Agent&, std::string_view) override { return unused(); }
  Result<care::Message> note(db::Transaction& tx, care::ConversationId, const care::Agent&, std::string_view text, const std::vector<AccountId>&) override {
    tx.on_commit([this, words = std::string(text)] {
      const std::lock_guard lock(mutex_);
      notes_.push_back(words);
    });
    return care::Message{};
  }
  Result<care::Conversation> change(db::Transaction&, care::ConversationId, const care::Agent&, const care::Change&) override { return unused(); }
  virtual Status heard_of(db::Transaction&, std::string_view, std::string_view, care::Delivery, std::string_view) { return unused(); }
  virtual Status adopt(db::Transaction&, std::string_view, std::string_view, std::string_view, const care::Customer&) { return unused(); }
  Result<care::SavedReply> save_reply(db::Transaction&, const care::SavedReply&) override { return unused(); }
  Status withdraw(db::Transaction& tx, std::string_view channel, std::string_view key) override {
    return note_down(tx, std::string(channel) + " " + std::string(key));
  }

  Status restore_one(db::Transaction& tx, std::string_view channel, std::string_view external_id, const care::Wording& words) override {
    return note_down(tx, "back " + std::string(channel) + " " + std::string(external_id) + ": " + words.subject);
  }
  Status settle_elsewhere(db::Transaction& tx, std::string_view channel, std::string_view key) override {
    return note_down(tx, "settled " + std::string(channel) + " " + std::string(key));
  }

  std::vector<std::string> withdrawn() const {
    const std::lock_guard lock(mutex_);
    return withdrawn_;
  }
  std::vector<care::Inbound> known() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }
  std::vector<std::string> notes() const {
    const std::lock_guard lock(mutex_);
    return notes_;
  }
  void add(care::Conversation conversation) {
    const std::lock_guard lock(mutex_);
    conversations_[conversation.id.value] = std::move(conversation);
  }

 private:
  Status note_down(db::Transaction& tx, const std::string& what) {
    tx.on_commit([this, what] { const std::lock_guard lock(mutex_); withdrawn_.push_back(what); });
    return done();
  }
  mutable std::mutex mutex_;
  std::vector<care::Inbound> received_;
  std::vector<std::string> notes_, withdrawn_;
  std::map<std::int64_t, care::Conversation> conversations_;
};

// Questions with their answers, in memory after the commit; what they announce is announced.
class KeptQuestions final : public reviews::Questions {
 public:
  std::set<std::pair<std::int64_t, std::int64_t>> owners{{8, vase.value}, {9, vase.value}};  // account, product
  Result<reviews::Question> ask(db::Transaction& tx, const catalog::Product& product, AccountId account, std::string_view text) override {
    reviews::Question question;
    question.id = reviews::QuestionId{next_++};
    question.product_id = product.id;
    question.account_id = account;
    question.status = reviews::ReviewStatus::published;
    question.asked_at = asked_at;
    question.text = std::string(text);
    events::publish(tx, product.id.value, reviews::QuestionAsked{question.id, product.id, account});
    keep(question);
    return question;
  }
  Result<reviews::Answer> answer(db::Transaction& tx, reviews::QuestionId id, AccountId account, bool staff, std::string_view text) override {
    auto question = found(id);
    if (!question) return Error{ErrorKind::not_found, "reviews.question_not_found", "No."};
    reviews::Answer answer;
    answer.id = reviews::AnswerId{next_++};
    answer.question_id = id;
    answer.account_id = account;
    answer.status = reviews::ReviewStatus::published;
    answer.voice = staff ? reviews::Voice::staff : reviews::Voice::member;
    answer.text = std::string(text);
    ++question->answers;
    events::publish(tx, question->product_id.value,
                    reviews::QuestionAnswered{id, answer.id, question->product_id, question->account_id, account});
    keep(*question);
    const std::lock_guard lock(mutex_);
    answers_.push_back(answer);
    return answer;
  }
  Result<reviews::Question> accept(db::Transaction& tx, reviews::QuestionId id, reviews::AnswerId answer, AccountId by, bool) override {
    auto question = found(id);
    if (!question) return Error{ErrorKind::not_found, "reviews.question_not_found", "No."};
    question->accepted_id = answer;
    events::publish(tx, question->product_id.value, reviews::AnswerAccepted{id, answer, question->product_id, by});
    keep(*question);
    return *question;
  }
  Result<std::int64_t> vote(db::Transaction&, reviews::QuestionId, AccountId, bool) override { return unused(); }
  Result<std::int64_t> vote(db::Transaction&, reviews::AnswerId, AccountId, bool) override { return unused(); }
  virtual Status stand(db::Transaction&, reviews::QuestionId, moderation::Standing) { return unused(); }
  virtual Status stand(db::Transaction&, reviews::AnswerId, moderation::Standing) { return unused(); }
  std::optional<reviews::Question> find(db::Reader&, reviews::QuestionId id) override { return found(id); }
  reviews::QuestionPage list(db::Reader&, const reviews::QuestionQuery&) override { return {}; }
  bool owns(db::Reader&, AccountId account, catalog::ProductId product) override { return owners.contains({account.value, product.value}); }
  reviews::QuestionView view(db::Reader&, const reviews::Question&, AccountId, bool) override { return {}; }

  std::vector<reviews::Answer> answers() const {
    const std::lock_guard lock(mutex_);
    return answers_;
  }
  void keep(const reviews::Question& question) {
    const std::lock_guard lock(mutex_);
    all_[question.id.value] = question;
  }
  std::optional<reviews::Question> found(reviews::QuestionId id) const {
    const std::lock_guard lock(mutex_);
    const auto each = all_.find(id.value);
    return each == all_.end() ? std::nullopt : std::optional(each->second);
  }
  Time asked_at;

 private:
  mutable std::mutex mutex_;
  std::int64_t next_ = 1'000;
  std::map<std::int64_t, reviews::Question> all_;
  std::vector<reviews::Answer> answers_;
};

// Says who reviewed a product after they had bought it.
class FewReviews final : public reviews::Reviews {
 public:
  std::vector<std::int64_t> reviewers;
  reviews::Settings settings(db::Reader&) override { return {}; }
  Result<reviews::Settings> set_settings(db::Transaction&, const reviews::Settings&) override { return unused(); }
  Result<reviews::Review> write(db::Transaction&, const catalog::Product&, const reviews::Writer&, const reviews::Writing&) override { return unused(); }
  Result<reviews::Review> edit(db::Transaction&, reviews::ReviewId, const reviews::Writer&, const reviews::Writing&) override { return unused(); }
  Status remove(db::Transaction&, reviews::ReviewId, AccountId) override { return unused(); }
  Result<std::int64_t> vote(db::Transaction&, reviews::ReviewId, AccountId, bool) override { return unused(); }
  virtual Result<reviews::Review> reply(db::Transaction&, reviews::ReviewId, AccountId, std::string_view) { return unused(); }
  virtual Status stand(db::Transaction&, reviews::ReviewId, moderation::Standing) { return unused(); }
  virtual Status stand_reply(db::Transaction&, reviews::ReviewId, moderation::Standing) { return unused(); }
  std::optional<reviews::Review> find(db::Reader&, reviews::ReviewId) override { return std::nullopt; }
  reviews::ReviewPage published(db::Reader&, const reviews::ReviewQuery& query) override {
    reviews::ReviewPage page;
    for (const auto account : reviewers) {
      reviews::Review review;
      review.account_id = AccountId{account};
      review.product_id = query.product_id;
      page.items.push_back(review);
    }
    return page;
  }
  std::vector<reviews::Review> published_before(db::Reader&, reviews::ReviewId, int) override { return {}; }
  reviews::ReviewView view(db::Reader&, const reviews::Review&, AccountId) override { return {}; }
};

// Answers that stand somewhere, by hand. The event "test.said" with an aggregate n touches "doc_n".
class KeptSource final : public Source {
 public:
  void put(Document document) {
    const std::lock_guard lock(mutex_);
    all_[document.id] = std::move(document);
  }
  void take(const std::string& id) {
    const std::lock_guard lock(mutex_);
    all_.erase(id);
  }
  DocumentPage documents(db::Reader&, std::string_view cursor, int limit) override {
    const std::lock_guard lock(mutex_);
    DocumentPage page;
    for (auto at = all_.upper_bound(std::string(cursor)); at != all_.end() && std::ssize(page.items) < limit; ++at) page.items.push_back(at->second);
    if (std::ssize(page.items) == limit) page.next = page.items.back().id;
    return page;
  }
  std::optional<Document> document(db::Reader&, std::string_view id) override {
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(std::string(id));
    return found == all_.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<std::string> topics() const override { return {"test.said"}; }
  std::vector<std::string> touched(db::Reader&, const events::Event& event) override { return {"doc_" + std::to_string(event.aggregate)}; }

 private:
  std::mutex mutex_;
  std::map<std::string, Document> all_;
};

inline Document document(std::int64_t number, std::string title, std::string text, Kind kind = Kind::question) {
  Document made;
  made.id = "doc_" + std::to_string(number);
  made.kind = kind;
  made.title = std::move(title);
  made.text = std::move(text);
  made.link = "/somewhere/" + std::to_string(number);
  made.author = "Member 8";
  made.author_id = AccountId{8};
  return made;
}

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
  std::size_t size(const std::string& path) const {
    const auto* found = at(path);
    return found && found->is_array() ? found->get_array().size() : 0;
  }
  std::string code() const { return text("/code"); }
};

// `x-account: 7` is signed in as account 7, `x-roles: 2` has these roles; the visitor and the language by headers, too.
class HeaderAuthenticator final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (const auto id = request.header("x-account"); !id.empty()) caller.subject = std::stoll(std::string(id));
    if (const auto roles = request.header("x-roles"); !roles.empty()) caller.roles = static_cast<std::uint32_t>(std::stoul(std::string(roles)));
    return done();
  }
};

class HelpFixture : public testing::OnEachEngine {
 protected:
  HelpFixture() {
    for (const auto migrations : {events::migrations(), jobs::migrations(), http::migrations(), answers::migrations()}) {
      database().migrate(migrations);
    }
    questions.asked_at = clock.now();
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), ids, clock, accounts, catalog, consents, bell, care, reviews, questions});
    module->plug(source);
    module->plug(members);
    module->plug(groups);
    module->subscribe(*dispatcher);
    module->load();
    module->wait_until_ready();
    module->add_routes(routes);
    module->add_jobs(*runner);
  }

  template <class Event>
  void announce(std::int64_t aggregate, const Event& event) {
    const auto work = [&](db::Transaction& tx) -> Status {
      events::publish(tx, aggregate, event);
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    dispatcher->drain();
  }
  // Something was said, changed or taken away at the source.
  void say(Document document) {
    const auto number = document.id.substr(4);
    source.put(std::move(document));
    told(number);
  }
  void told(const std::string& number) {
    const auto work = [&](db::Transaction& tx) -> Status {
      events::publish_text(tx, "test.said", std::stoll(number), "{}");
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    dispatcher->drain();
  }
  void bought(std::int64_t account, catalog::ProductId product) {
    orders::OrderPaid paid;
    paid.account_id = AccountId{account};
    const Currency eur{{'E', 'U', 'R'}};
    paid.order_id = orders::OrderId{account};
    paid.lines.push_back({catalog::VariantId{1}, product, 1, {100, eur}, {}});
    paid.total = {100, eur};
    announce(account, paid);
  }
  reviews::QuestionId asked(std::int64_t account, catalog::ProductId about, const std::string& text) {
    const auto work = [&](db::Transaction& tx) -> Result<reviews::Question> {
      questions.asked_at = clock.now();
      const auto product = catalog.product(tx, about);
      return questions.ask(tx, *product, AccountId{account}, text);
    };
    const auto made = database().write_now(work);
    dispatcher->drain();
    return made->id;
  }
  void answered(reviews::QuestionId id, std::int64_t account, const std::string& text, bool accepted = false) {
    const auto work = [&](db::Transaction& tx) -> Status {
      TRY(const auto made, questions.answer(tx, id, AccountId{account}, false, text));
      if (accepted) TRY_DONE(questions.accept(tx, id, made.id, AccountId{account}, false));
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    dispatcher->drain();
  }

  Reply ask(http::Method method, std::string target, std::string body = "", std::int64_t account = 0, std::uint32_t roles = 0,
            const std::string& visitor = "", const std::string& language = "en") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}, {"accept-language", language}};
    if (account) request.headers.emplace_back("x-account", std::to_string(account));
    if (roles) request.headers.emplace_back("x-roles", std::to_string(roles));
    if (!visitor.empty()) request.headers.emplace_back("plaza-anonymous-id", visitor);
    request.remote_address = "198.51.100.7";
    const auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
    dispatcher->drain();
    boost::system::error_code failure;
    return {response.status, response.body, boost::json::parse(response.body, failure)};
  }
  Reply get(const std::string& target, const std::string& language = "en") { return ask(http::Method::get, target, "", 0, 0, "", language); }
  Reply staff(http::Method method, const std::string& target, const std::string& body = "") {
    return ask(method, target, body, 900, identity::agent);
  }
  Reply leader(http::Method method, const std::string& target, const std::string& body = "") {
    return ask(method, target, body, 901, identity::merchandiser);
  }
  Reply typed(const std::string& text, const std::string& visitor, const std::string& more = "") {
    return ask(http::Method::post, "/v1/help/suggestions", R"({"text":")" + text + "\"" + more + "}", 0, 0, visitor);
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  TwoProducts catalog;
  NumberedAccounts accounts;
  OpenConsents consents;
  KeptBell bell;
  KeptCare care;
  KeptQuestions questions;
  FewReviews reviews;
  KeptSource source;
  KnownMembers members;
  KeptGroups groups;
  HeaderAuthenticator authenticator;
  http::Routes routes;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::answers

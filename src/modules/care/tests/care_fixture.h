// A desk on a real database of each engine: An is a member, Noor an agent, Mai a moderator, Ola the owner. What other modules do is done
// by doubles that keep what they were asked.
#pragma once

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "care/module.h"
#include "desk.h"
#include "identity/roles.h"
#include "platform/base/text.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/personal_data.h"

namespace plaza::care {

using identity::AccountId;

inline constexpr AccountId an{301}, noor{302}, mai{303}, ola{304};
inline constexpr Currency eur{{'E', 'U', 'R'}};

class FewAccounts final : public identity::Accounts {
 public:
  std::map<AccountId, identity::Account> all;
  FewAccounts() {
    add(an, "an@example.org", "An Lê", 0);
    add(noor, "noor@shop.example", "Noor", identity::agent);
    add(mai, "mai@shop.example", "Mai", identity::moderator);
    add(ola, "ola@shop.example", "Ola", identity::owner);
  }
  void add(AccountId id, std::string email, std::string name, std::uint32_t roles) {
    identity::Account account;
    account.id = id;
    account.email = std::move(email);
    account.display_name = std::move(name);
    account.roles = roles;
    all.emplace(id, account);
  }
  std::optional<identity::Account> find(db::Reader&, AccountId id) override {
    const auto found = all.find(id);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<identity::Face> face(AccountId id) const override {
    const auto found = all.find(id);
    if (found == all.end()) return {};
    return identity::Face{id, "handle", found->second.display_name, "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return std::ssize(all); }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return {}; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  plaza::Status erase(db::Transaction&, AccountId) override { return done(); }
};

class FewStaff final : public identity::Staff {
 public:
  explicit FewStaff(FewAccounts& accounts) : accounts_(accounts) {}
  std::vector<identity::Account> list(db::Reader&) override {
    std::vector<identity::Account> staff;
    for (const auto& [id, account] : accounts_.all) {
      if (account.roles) staff.push_back(account);
    }
    return staff;
  }
  plaza::Status grant(db::Transaction&, AccountId, identity::Role) override { return done(); }
  plaza::Status revoke(db::Transaction&, AccountId, identity::Role) override { return done(); }
  Result<AccountId> add(db::Transaction&, std::string_view, identity::Role, std::string_view) override { return AccountId{}; }

 private:
  FewAccounts& accounts_;
};

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class OneOrder final : public orders::Orders {
 public:
  orders::Order order;
  OneOrder() {
    order.id = orders::OrderId{501};
    order.account_id = an;
    order.email = "An@example.org";
    order.number = 1001;
    order.totals.total = {5'000, eur};
    order.lines.resize(1);
    order.lines[0].id = orders::LineId{9};
    order.lines[0].variant_id = catalog::VariantId{701};
    order.lines[0].quantity = 2;
  }
  std::optional<orders::Order> find(db::Reader&, orders::OrderId id) override {
    return id == order.id ? std::optional(order) : std::nullopt;
  }
  Result<orders::Order> find_for(db::Reader&, const orders::Shopper&, orders::OrderId) override { return unused(); }
  std::vector<orders::Order> list(db::Reader&, const orders::OrderQuery& query) override {
    bool fits = query.q == "#" + std::to_string(order.number);
    if (!query.email.empty()) fits = lower_ascii(order.email) == query.email;
    if (query.account_id) fits = order.account_id == query.account_id;
    return fits ? std::vector{order} : std::vector<orders::Order>{};
  }
  std::int64_t count_of(db::Reader&, AccountId) override { return 0; }
  bool has_bought(db::Reader&, AccountId, std::string_view) override { return false; }
  std::vector<std::string> cancelled;
  Result<orders::Order> cancel(db::Transaction& tx, orders::OrderId, const orders::By& by, std::string_view reason, std::optional<std::int64_t>) override {
    tx.on_commit([this, line = by.name + ": " + std::string(reason)] { cancelled.push_back(line); });
    return order;
  }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, std::string_view, const orders::By&, std::optional<std::int64_t>) override { return unused(); }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, const orders::By&, std::optional<std::int64_t>) override { return unused(); }
  Result<orders::Order> refund(db::Transaction&, orders::OrderId, std::string_view, const orders::By&, std::optional<std::int64_t>) override { return unused(); }
  orders::OrderView view(db::Reader&, const orders::Order& each) override {
    orders::OrderView view;
    view.id = each.id;
    view.amounts.paid = each.totals.total;
    view.amounts.refunded = {1'000, eur};
    return view;
  }
};

// Gives back what is asked for as goodwill, never more than 50.00. A unit is worth 20.00 and costs 25.00 by now; an edit gives 7.00 back.
class KeptAfterSale final : public orders::AfterSale {
 public:
  std::vector<orders::RefundRequest> refunds;
  std::vector<orders::EditRequest> edits;
  std::vector<orders::ExchangeRequest> exchanges;
  bool in_stock = true;
  Result<orders::RefundDone> estimate(db::Reader&, orders::OrderId, const orders::RefundRequest& request) override {
    if (request.extra > 5'000) return Error{ErrorKind::conflict, "orders.refund_above_paid", "So much was not paid."};
    orders::RefundDone would;
    would.refund.amount = {request.extra, eur};
    for (const auto& line : request.lines) would.refund.amount.amount += 2'000 * line.quantity;
    return would;
  }
  Result<orders::RefundDone> refund(db::Transaction& tx, orders::OrderId id, const orders::RefundRequest& request) override {
    TRY(auto would, estimate(tx, id, request));
    tx.on_commit([this, request] { refunds.push_back(request); });
    return would;
  }
  Result<orders::ExchangeDone> preview_exchange(db::Reader&, const orders::ExchangeRequest& request) override {
    orders::ExchangeDone done;
    std::int64_t price = 0;
    for (const auto& line : request.lines) price += 2'500 * line.quantity;
    if (request.dearer == orders::ExchangeRequest::Dearer::waived) price = std::min(price, request.value);
    done.due = std::max<std::int64_t>(0, price - request.value);
    done.left = std::max<std::int64_t>(0, request.value - price);
    done.order.id = orders::OrderId{502};
    done.order.totals.total = {price, eur};
    return done;
  }
  Result<orders::ExchangeDone> exchange(db::Transaction& tx, const orders::ExchangeRequest& request) override {
    if (!in_stock) return Error{ErrorKind::conflict, "inventory.out_of_stock", "Fewer are left."};
    tx.on_commit([this, request] { exchanges.push_back(request); });
    return preview_exchange(tx, request);
  }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, const orders::FulfilmentRequest&) override { return unused(); }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, orders::FulfilmentId, const orders::By&) override { return unused(); }
  Result<orders::EditDone> preview(db::Reader&, orders::OrderId, const orders::EditRequest&) override {
    orders::EditDone done;
    done.refunded = 700;
    return done;
  }
  Result<orders::EditDone> edit(db::Transaction& tx, orders::OrderId id, const orders::EditRequest& request) override {
    tx.on_commit([this, request] { edits.push_back(request); });
    return preview(tx, id, request);
  }
  std::vector<orders::AuditEntry> audit(db::Reader&, const orders::Order&) override { return {}; }
};

class KeptReturns final : public returns::Returns {
 public:
  int asked = 0;
  returns::Policy policy(db::Reader&) override { return {}; }
  Result<returns::Policy> set_policy(db::Transaction&, const returns::Policy&) override { return unused(); }
  returns::ReturnOptions options(db::Reader&, const orders::Order&) override { return {}; }
  Result<returns::ReturnMoney> estimate(db::Reader&, const orders::Order&, const returns::ReturnRequest&) override { return unused(); }
  Result<returns::Return> request(db::Transaction& tx, const orders::Order&, const returns::ReturnRequest&, const orders::By&) override {
    tx.on_commit([this] { ++asked; });
    returns::Return each;
    each.id = returns::ReturnId{601};
    return each;
  }
  std::optional<returns::Return> find(db::Reader&, returns::ReturnId id) override {
    if (id != returns::ReturnId{601}) return {};
    returns::Return each;
    each.id = id;
    each.order_id = orders::OrderId{501};
    return each;
  }
  std::vector<returns::Return> list(db::Reader& reader, const returns::ReturnQuery& query) override {
    if (query.order_id != orders::OrderId{501}) return {};
    return {*find(reader, returns::ReturnId{601})};
  }
  returns::ReturnView view(db::Reader&, const returns::Return& each) override {
    returns::ReturnView view;
    view.id = each.id;
    return view;
  }
  Result<returns::Return> decide(db::Transaction&, returns::ReturnId, returns::ReturnStatus, const orders::By&, std::string_view, std::optional<std::int64_t>) override { return unused(); }
  Result<returns::Return> receive(db::Transaction&, returns::ReturnId, const std::vector<returns::ReceivedLine>&, const orders::By&, std::optional<std::int64_t>) override { return unused(); }
  // An agent gives all of it, 30.00 and what is on top; to others it is owed.
  std::vector<std::string> settled;
  Result<returns::Return> settle(db::Transaction& tx, returns::ReturnId id, const returns::Settlement& settlement, const orders::By& by, std::optional<std::int64_t>) override {
    tx.on_commit([this, line = by.name + " +" + std::to_string(settlement.extra)] { settled.push_back(line); });
    return *find(tx, id);
  }
  Result<Money> gift_of(db::Reader& reader, returns::ReturnId id, const returns::Settlement& settlement, const orders::By& by) override {
    if (!find(reader, id)) return Error{ErrorKind::not_found, "returns.not_found", "There is no such return."};
    return Money{(by.id == noor ? 3'000 : 0) + settlement.extra, eur};
  }
};

// One claim, worth 20.00. An has a warranty of order 501 and one of an order before.
class KeptWarranties final : public returns::Warranties {
 public:
  static returns::Warranty of(std::int64_t id, std::int64_t order) {
    returns::Warranty each;
    each.id = returns::WarrantyId{id};
    each.order_id = orders::OrderId{order};
    each.title = "Vase " + std::to_string(id);
    return each;
  }
  std::vector<returns::Remedy> resolved;
  Result<returns::Warranty> add(db::Transaction&, const orders::Order&, orders::LineId, std::string_view) override { return unused(); }
  std::optional<returns::Warranty> find(db::Reader&, returns::WarrantyId) override { return {}; }
  std::vector<returns::Warranty> of_order(db::Reader&, orders::OrderId order) override {
    return order == orders::OrderId{501} ? std::vector{of(641, 501)} : std::vector<returns::Warranty>{};
  }
  std::vector<returns::Warranty> of_account(db::Reader&, AccountId account) override {
    return account == an ? std::vector{of(641, 501), of(640, 400)} : std::vector<returns::Warranty>{};
  }
  Result<returns::Claim> claim(db::Transaction&, const returns::Warranty&, std::string_view, const std::vector<media::MediaId>&, const orders::By&) override { return unused(); }
  std::optional<returns::Claim> find_claim(db::Reader&, returns::ClaimId id) override {
    if (id != returns::ClaimId{651}) return {};
    returns::Claim each;
    each.id = id;
    each.order_id = orders::OrderId{501};
    return each;
  }
  std::vector<returns::Claim> claims(db::Reader& reader, const returns::ClaimQuery& query) override {
    if (query.order_id != orders::OrderId{400}) return {};
    return {*find_claim(reader, returns::ClaimId{651})};
  }
  Result<returns::Claim> decide(db::Transaction&, returns::ClaimId, returns::ClaimStatus, const orders::By&, std::string_view, std::optional<std::int64_t>) override { return unused(); }
  Result<returns::Claim> resolve(db::Transaction& tx, returns::ClaimId id, returns::Remedy remedy, const orders::By&, std::string_view, std::optional<std::int64_t>) override {
    tx.on_commit([this, remedy] { resolved.push_back(remedy); });
    return *find_claim(tx, id);
  }
  Result<Money> gift_of(db::Reader&, returns::ClaimId, returns::Remedy remedy) override { return Money{remedy == returns::Remedy::repair ? 0 : 2'000, eur}; }
};

class KeptCredit final : public credit::Credit {
 public:
  std::vector<std::pair<AccountId, std::int64_t>> grants;
  Result<Money> grant(db::Transaction& tx, AccountId account, Money amount, std::string_view, std::string_view, std::string_view) override {
    tx.on_commit([this, account, amount] { grants.emplace_back(account, amount.amount); });
    return amount;
  }
  Result<credit::Issued> issue(db::Transaction&, const credit::NewCard&, std::string_view) override { return unused(); }
  Result<credit::GiftCard> find_by_code(db::Reader&, std::string_view) override { return unused(); }
  std::optional<credit::GiftCard> card(db::Reader&, credit::GiftCardId) override { return {}; }
  plaza::Status allow_attempt(std::string_view) override { return done(); }
  int disable_issued(db::Transaction&, std::string_view, std::string_view) override { return 0; }
  std::vector<credit::GiftCard> issued_for(db::Reader&, std::string_view) override { return {}; }
  bool disable_unused(db::Transaction&, credit::GiftCardId, std::string_view) override { return false; }
  Money balance(db::Reader&, AccountId account, Currency currency) override { return {account == an ? 1'250 : 0, currency}; }
  plaza::Status spend(db::Transaction&, const credit::Tender&, Money, std::int64_t) override { return unused(); }
  Result<std::vector<credit::Part>> give_back(db::Transaction&, std::int64_t, Money, std::string_view, std::string_view) override { return unused(); }
  std::vector<credit::Part> spent(db::Reader&, std::int64_t) override { return {}; }
};

// One payment for order 501: the provider told 49.00.
class OneParked final : public payments::ByHand {
 public:
  payments::Payment payment;
  std::vector<std::string> settled;
  OneParked() {
    payment.id = payments::PaymentId{681};
    payment.subject = 501;
    payment.amount = {5'000, eur};
    payment.told = Money{4'900, eur};
    payment.status = payments::PaymentStatus::mismatched;
  }
  Result<payments::Payment> preview(db::Reader&, payments::PaymentId id, const payments::Decision& decision) override {
    if (id != payment.id) return Error{ErrorKind::not_found, "payment.not_found", "There is no such payment."};
    if (payment.status != payments::PaymentStatus::mismatched) return Error{ErrorKind::conflict, "payment.wrong_status", "It waits for no person."};
    auto would = payment;
    would.captured = decision.captured ? decision.amount.value_or(*payment.told).amount : 0;
    return would;
  }
  Result<payments::Payment> settle(db::Transaction& tx, payments::PaymentId id, const payments::Decision& decision) override {
    TRY(auto would, preview(tx, id, decision));
    tx.on_commit([this, line = std::to_string(decision.account) + " " + std::to_string(would.captured) + " " + decision.reason] { settled.push_back(line); });
    return would;
  }
};

class QuietHub final : public notifications::Hub {
 public:
  void to_account(AccountId, notifications::Topic, std::string) override {}
  void to_visitor(std::string_view, notifications::Topic, std::string) override {}
  void to_all(notifications::Topic, std::string) override {}
  std::int64_t open_pages() const override { return 1; }
};

class KeptMail final : public mail::Sender {
 public:
  std::vector<mail::Message> sent;
  std::optional<Error> refusal;
  plaza::Status send(const mail::Message& message) override {
    const std::lock_guard lock(mutex_);
    if (refusal) return *refusal;
    sent.push_back(message);
    return done();
  }

 private:
  std::mutex mutex_;
};

// What is uploaded is "a picture"; numbers from 21 on.
class HandMedia final : public media::Media {
 public:
  std::vector<media::MediaId> removed;
  Result<media::MediaView> take(const media::Upload& upload) override {
    if (upload.bytes != "a picture") return Error{ErrorKind::unsupported, "media.unsupported", "That is none."};
    if (upload.visibility != media::Visibility::restricted) return unused();
    const media::MediaId id{21 + static_cast<std::int64_t>(kept_.size())};
    kept_.push_back(id);
    return *signed_view(id);
  }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return unused(); }
  std::optional<media::MediaView> view(media::MediaId) const override { return {}; }
  std::optional<media::MediaView> signed_view(media::MediaId id) const override {
    const auto gone = std::find(removed.begin(), removed.end(), id) != removed.end();
    if (gone || std::find(kept_.begin(), kept_.end(), id) == kept_.end()) return {};
    media::MediaView view;
    view.id = id;
    view.status = media::Status::ready;
    view.url = "/media/" + to_text(id) + "/w640.webp?signature=good";
    return view;
  }
  std::optional<AccountId> owner(media::MediaId) const override { return AccountId{}; }
  plaza::Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return done(); }
  plaza::Status remove(db::Transaction& tx, media::MediaId id) override {
    tx.on_commit([this, id] { removed.push_back(id); });
    return done();
  }

 private:
  std::vector<media::MediaId> kept_;
};

class CareFixture : public testing::OnEachEngine {
 protected:
  CareFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), ids, clock, accounts, staff, media, orders, after_sale, returns, warranties, credit, by_hand, hub, mail,
                   {"Kilnlight", "https://shop.example", {"hello@shop.example", "Kilnlight"}}, ":memory:"});
    module->subscribe(*dispatcher);
    module->add_jobs(*runner);
    module->load();
  }

  Care& care() { return module->care(); }
  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }
  Inbound from_an(std::string text, std::string external = "") {
    Inbound inbound;
    inbound.channel = "form";
    inbound.external_id = std::move(external);
    inbound.customer = {an, "visitor-1", "an@example.org", "An Lê", "en", true};
    inbound.subject = "The vase";
    inbound.text = std::move(text);
    return inbound;
  }
  Received receive(const Inbound& inbound) {
    auto result = write([&](db::Transaction& tx) { return care().receive(tx, inbound); });
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().code);
    return result.ok() ? *result : Received{};
  }
  Conversation conversation(ConversationId id) {
    return read([&](db::Reader& reader) { return care().find(reader, id); }).value_or(Conversation{});
  }
  // "ok", or the code of the refusal.
  template <class Work>
  std::string outcome(const Work& work) {
    const auto result = write(work);
    return result.ok() ? "ok" : result.error().code;
  }
  std::string answer(ConversationId id, std::string_view text, AccountId by = noor) {
    return outcome([&](db::Transaction& tx) { return care().answer(tx, id, {by, identity::agent}, text); });
  }
  std::string change(ConversationId id, const Change& wish, AccountId by = noor) {
    return outcome([&](db::Transaction& tx) { return care().change(tx, id, {by, identity::agent}, wish); });
  }
  std::string resolve(ConversationId id) {
    Change wish;
    wish.status = Status::resolved;
    return change(id, wish);
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  FewAccounts accounts;
  FewStaff staff{accounts};
  HandMedia media;
  OneOrder orders;
  KeptAfterSale after_sale;
  KeptReturns returns;
  KeptWarranties warranties;
  KeptCredit credit;
  OneParked by_hand;
  QuietHub hub;
  KeptMail mail;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::care

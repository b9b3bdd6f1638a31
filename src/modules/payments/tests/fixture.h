// Payments on a real database with a clock and a timer that tests move by hand, and providers that do as they are told.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "payments/events.h"
#include "payments/module.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/jobs/jobs.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::payments {

// Fires when it is told to.
class HandTimer final : public Timer {
 public:
  void after(Micros delay, std::function<void()> work) override {
    std::lock_guard lock(mutex_);
    waiting_.emplace(now_ + delay, std::move(work));
  }
  void pass(Micros length) {
    std::unique_lock lock(mutex_);
    now_ += length;
    while (!waiting_.empty() && waiting_.begin()->first <= now_) {
      const auto work = std::move(waiting_.extract(waiting_.begin()).mapped());
      lock.unlock();
      work();
      lock.lock();
    }
  }
  std::size_t waiting() {
    std::lock_guard lock(mutex_);
    return waiting_.size();
  }

 private:
  std::mutex mutex_;
  Micros now_ = 0;
  std::multimap<Micros, std::function<void()>> waiting_;
};

// Answers with what the test put there; counts how often it was asked.
class ScriptedProvider final : public Provider {
 public:
  explicit ScriptedProvider(std::string_view name = "scripted") : name_(name) {}
  std::string_view name() const override { return name_; }
  Task<Result<Paid>> pay(Charge charge) override {
    charges.push_back(charge);
    if (throws) throw std::runtime_error("connection lost");
    if (silent) {
      Awaitable<Done> never([this](auto resume) { held.push_back(std::move(resume)); });
      co_await never;
    }
    co_return paid;
  }
  Task<Result<Settlement>> settle(Known known) override {
    settled.push_back(known.payment);
    co_return settlement;
  }
  Task<Result<Refunded>> refund(Refund refund) override {
    refunds.push_back(refund);
    if (refund.amount.amount > refund_max) co_return Error{ErrorKind::payment, "param.amount", "greater than unrefunded amount"};
    co_return refunded;
  }

  Task<Result<Paid>> retrieve(Known known) override {
    looked.push_back(known.payment);
    co_return seen;
  }
  Task<Result<Paid>> capture(Known known, Money amount) override {
    captures.emplace_back(known.payment, amount);
    co_return taken;
  }
  Task<Result<Settlement>> void_(Known known) override {
    voids.push_back(known.payment);
    co_return voided;
  }
  Task<Result<ListedPage>> recent(Time, std::string after) override {
    ListedPage page;
    for (const auto& each : listed) {
      if (after.empty() == (each.payment == listed.front().payment)) page.payments.push_back(each);
    }
    if (after.empty() && listed.size() > 1) page.next = "more";
    co_return page;
  }

  Task<Result<RefundPage>> recent_refunds(RefundQuery query) override {
    asked_refunds.push_back(query.payment);
    RefundPage page;
    for (const auto& each : listed_refunds) {
      if (!query.payment.empty() && each.payment != query.payment) continue;
      if (query.after.empty() == (each.reference == listed_refunds.front().reference)) page.refunds.push_back(each);
    }
    if (query.after.empty() && listed_refunds.size() > 1) page.next = "more";
    co_return page;
  }

  Result<Paid> seen = Paid{"ref"};
  Result<Paid> taken = Paid{"ref"};
  Result<Settlement> voided = Settlement{};
  std::vector<Listed> listed;  // the first on the first page, the others on the second
  std::vector<ListedRefund> listed_refunds;  // so, too
  std::vector<std::string> asked_refunds;
  std::int64_t refund_max = INT64_MAX;  // more is refused
  std::vector<PaymentId> looked, voids;
  std::vector<std::pair<PaymentId, Money>> captures;
  Result<Paid> paid = Paid{"ref"};
  Result<Settlement> settlement = Settlement{true, "ref"};
  Result<Refunded> refunded = Refunded{"back"};
  bool throws = false;
  bool silent = false;
  std::vector<Charge> charges;
  std::vector<PaymentId> settled;
  std::vector<Refund> refunds;
  std::vector<std::function<void(Done)>> held;

 private:
  const std::string_view name_;
};

class PaymentsTest : public testing::OnEachEngine {
 protected:
  PaymentsTest() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(migrations());
    open_anew();
  }

  // As a process that starts again: nothing in memory is left.
  void open_anew(bool test_provider = true) {
    module_.reset();
    module_ = open({database(), ids_, clock_, Settings{.test_provider = test_provider}, {&scripted_}, &timer_});
  }
  Payments& payments() { return module_->payments(); }

  Payment begin(std::string_view provider, std::int64_t amount = 1'999, std::int64_t subject = 7) {
    return *database().write_now([&](db::Transaction& tx) -> Result<Payment> {
      return payments().begin(tx, subject, provider, Money{amount, {}});
    });
  }
  bool record(const Payment& payment, const Outcome& outcome) {
    return *database().write_now(
        [&](db::Transaction& tx) -> Result<bool> { return payments().record(tx, payment.id, outcome); });
  }
  bool refund(const Payment& payment) {
    return *database().write_now(
        [&](db::Transaction& tx) -> Result<bool> { return payments().refund(tx, payment.id); });
  }
  Payment stored(const Payment& payment) {
    return *database().read_now([&](db::Reader& reader) { return payments().find(reader, payment.id); });
  }
  PaymentStatus status(const Payment& payment) { return stored(payment).status; }
  Outcome pay(const Payment& payment, const std::string& token) { return sync_wait(payments().pay(payment, token)); }

  // Everything announced since the last call, by topic.
  std::vector<events::Event> announced() {
    std::vector<events::Event> seen;
    const auto dispatcher = events::open_dispatcher(database(), clock_);
    dispatcher->once("test",
                     {PaymentReconciled::topic, PaymentRefunded::topic, PaymentAuthorised::topic, PaymentCaptured::topic,
                      PaymentFailed::topic, PaymentVoided::topic, RefundFailed::topic, PaymentSettledByHand::topic},
                     [&](db::Transaction&, const events::Event& event) {
                       seen.push_back(event);
                       return done();
                     });
    dispatcher->drain();
    return seen;
  }
  // The same by name, with what matters: "reconciled(captured) refunded(500)".
  std::string news() {
    std::string said;
    for (const auto& event : announced()) {
      said += (said.empty() ? "" : " ") + event.topic.substr(event.topic.find('.') + 1);
      if (event.topic == PaymentReconciled::topic) {
        said += events::read<PaymentReconciled>(event).captured ? "(yes)" : "(no)";
      } else if (event.topic == PaymentRefunded::topic) {
        const auto refunded = events::read<PaymentRefunded>(event);
        said += "(" + std::to_string(refunded.amount.amount) + (refunded.at_provider ? " there)" : ")");
      } else if (event.topic == PaymentCaptured::topic) {
        said += "(" + std::to_string(events::read<PaymentCaptured>(event).amount.amount) + ")";
      } else if (event.topic == PaymentFailed::topic) {
        said += "(" + events::read<PaymentFailed>(event).code + ")";
      }
    }
    return said;
  }

  // The write's result, kept only if it is good.
  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  Payment begin_paid(std::string_view provider = "scripted", std::int64_t amount = 1'999, std::int64_t subject = 7) {
    const auto payment = begin(provider, amount, subject);
    EXPECT_TRUE(record(payment, pay(payment, "ok")));
    return payment;
  }
  Payment begin_held(std::int64_t amount = 1'999) {
    const auto payment = begin("scripted", amount);
    EXPECT_TRUE(record(payment, {Outcome::Kind::authorised, "ref", {}}));
    return payment;
  }
  Payment begin_waiting() {
    const auto payment = begin("scripted");
    EXPECT_TRUE(record(payment, {Outcome::Kind::action_required, "ref", {}, {"client_secret", "secret_1", ""}}));
    return payment;
  }
  // The refund's id, or the code of the refusal.
  Result<RefundId> give_back(const Payment& payment, Money amount, std::string_view key, std::string_view reason = "") {
    return write([&](db::Transaction& tx) { return payments().refund(tx, payment.id, amount, reason, key); });
  }
  Result<RefundId> give_back(const Payment& payment, std::int64_t amount, std::string_view key) {
    return give_back(payment, Money{amount, {}}, key);
  }
  std::vector<RefundRecord> refunds(std::int64_t subject = 7) {
    return database().read_now([&](db::Reader& reader) { return payments().refunds_of(reader, subject); });
  }
  std::pair<std::int64_t, std::int64_t> sums(std::int64_t subject = 7) {
    return database().read_now([&](db::Reader& reader) {
      return std::pair(payments().paid(reader, subject).amount, payments().refunded(reader, subject).amount);
    });
  }
  Status capture(const Payment& payment, std::int64_t amount) {
    return write([&](db::Transaction& tx) { return payments().capture(tx, payment.id, Money{amount, {}}); });
  }
  Status let_go(const Payment& payment) {
    return write([&](db::Transaction& tx) { return payments().void_(tx, payment.id); });
  }

  void run_jobs() {
    const auto runner = jobs::open_runner(database(), clock_);
    module_->add_jobs(*runner);
    runner->run_due();
  }

  testing::FakeClock clock_;
  IdSource ids_{clock_, 1};
  HandTimer timer_;
  ScriptedProvider scripted_;
  std::unique_ptr<Module> module_;
};

}  // namespace plaza::payments

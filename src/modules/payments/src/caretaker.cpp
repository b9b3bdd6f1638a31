#include "caretaker.h"

#include <algorithm>

#include "deadline.h"
#include "learning.h"
#include "payments/events.h"
#include "platform/events/outbox.h"
#include "platform/jobs/jobs.h"
#include "platform/json/codec.h"
#include "platform/log/log.h"
#include "refund_learning.h"
#include "rules.h"
#include "store.h"
#include "work.h"

namespace plaza::payments {
namespace {

// A provider that fails this often in one round is left alone until the next.
constexpr int failures_max = 3;
// Captures, voids and refunds whose job has ended without them are asked for again after this.
constexpr Micros decided_patience = hours(6);
constexpr Micros sweep_window = days(3);
constexpr int sweep_pages_max = 50;

Error silent() { return {ErrorKind::upstream, "payment.provider_failed", "The provider did not answer in time."}; }
Error thrown() { return {ErrorKind::upstream, "payment.provider_failed", "The provider's client failed."}; }

template <class T>
Result<T> answer_of(const Surroundings& around, Task<Result<T>> asked) {
  return sync_wait(within<Result<T>>(around.timer, around.settings.deadline, std::move(asked), Result<T>(silent()),
                                     Result<T>(thrown())));
}

Error no_provider(const std::string& name) {
  return {ErrorKind::upstream, "payment.provider_failed", "There is no provider " + name};
}

void enqueue(db::Transaction& tx, const char* kind, const WorkPayload& payload, std::string unique) {
  jobs::enqueue(tx, {kind, json::encode(payload), {}, std::move(unique)});
}

void log_silence(const Payment& payment, const Error& error) {
  log::warning("payment could not be settled",
               {{"payment", to_text(payment.id)}, {"provider", payment.provider}, {"reason", error.detail}});
}

}  // namespace

void enqueue_refund(db::Transaction& tx, PaymentId payment, RefundId refund) {
  enqueue(tx, refund_kind, {payment, refund}, to_text(refund));
}
void enqueue_capture(db::Transaction& tx, PaymentId payment) { enqueue(tx, capture_kind, {payment, {}}, to_text(payment)); }
void enqueue_look(db::Transaction& tx, PaymentId payment) { enqueue(tx, look_kind, {payment, {}}, to_text(payment)); }
void enqueue_look_for_refunds(db::Transaction& tx, PaymentId payment) {
  enqueue(tx, look_for_refunds_kind, {payment, {}}, to_text(payment));
}
void enqueue_void(db::Transaction& tx, PaymentId payment) { enqueue(tx, void_kind, {payment, {}}, to_text(payment)); }

// --- reconciliation ---

bool Caretaker::found(PaymentId id, const Finding& finding) {
  auto work = [&](db::Transaction& tx) -> Result<bool> { return learn(tx, id, finding, around_.clock.now()); };
  return *around_.database.write_now(work);
}

void Caretaker::postpone(PaymentId id) {
  auto work = [&](db::Transaction& tx) -> Status {
    store::postpone(tx, id, around_.clock.now());
    return done();
  };
  CHECK(around_.database.write_now(work).ok());
}

bool Caretaker::settle(const Payment& payment, Provider& asked) {
  const auto answer = answer_of(around_, asked.settle(known_of(payment)));
  if (!answer.ok()) {
    log_silence(payment, answer.error());
    postpone(payment.id);
    return false;
  }
  if (found(payment.id, finding_of(*answer))) {
    log::info("payment settled", {{"payment", to_text(payment.id)}, {"paid", answer->paid}});
  }
  return true;
}

// A payment whose browser may still come back: only looked at, until its time is over.
bool Caretaker::look(const Payment& payment, Provider& asked) {
  if (payment.created_at <= around_.clock.now() - around_.settings.action_patience) return settle(payment, asked);
  const auto answer = answer_of(around_, asked.retrieve(known_of(payment)));
  std::optional<Finding> finding;
  if (answer.ok()) finding = finding_of(*answer);
  else if (answer.error().kind == ErrorKind::payment) finding = Finding{};
  else log_silence(payment, answer.error());
  if (finding && found(payment.id, *finding)) {
    log::info("payment settled", {{"payment", to_text(payment.id)}, {"paid", finding->kind != Finding::Kind::never}});
    return true;
  }
  postpone(payment.id);
  return answer.ok();
}

Time Caretaker::given_up_before() const {
  const Time patient = around_.clock.now() - around_.settings.reconcile_after;
  // SQLite has one process at a time: what an earlier one left open is nobody's now.
  if (around_.database.engine() == db::Engine::sqlite) return std::max(patient, opened_at_ - 1);
  return patient;
}

void Caretaker::work_through(const std::vector<Payment>& open, Failures& failures) {
  for (const auto& payment : open) {
    auto* asked = around_.provider(payment.provider);
    auto& failed = failures[payment.provider];
    if (!asked) failed = failures_max;
    if (failed >= failures_max) continue;
    const bool answered =
        payment.status == PaymentStatus::action_required ? look(payment, *asked) : settle(payment, *asked);
    if (!answered) ++failed;
  }
}

// What was decided and whose jobs were given up on: asked for again, so that nothing stays open for good.
void Caretaker::retry_decided(Failures& failures) {
  const Time before = around_.clock.now() - decided_patience;
  const auto refunds = around_.database.read_now([&](db::Reader& reader) { return store::stale_refunds(reader, before); });
  for (const auto id : refunds) {
    if (carry_out_refund(id).ok()) continue;
    auto work = [&](db::Transaction& tx) -> Status {
      store::postpone_refund(tx, id, around_.clock.now());
      return done();
    };
    CHECK(around_.database.write_now(work).ok());
    ++failures["refunds"];
  }
  for (const auto status : {PaymentStatus::capturing, PaymentStatus::voiding}) {
    const auto open = around_.database.read_now([&](db::Reader& reader) { return store::stale(reader, status, before); });
    for (const auto& payment : open) {
      const auto tried = status == PaymentStatus::capturing ? carry_out_capture(payment.id) : carry_out_void(payment.id);
      if (tried.ok()) continue;
      postpone(payment.id);
      ++failures[payment.provider];
    }
  }
}

Status Caretaker::reconcile() {
  Failures failures;
  const Time before = given_up_before();
  work_through(around_.database.read_now(
                   [&](db::Reader& reader) { return store::stale(reader, PaymentStatus::processing, before); }),
               failures);
  const Time unseen = around_.clock.now() - around_.settings.look_after;
  work_through(around_.database.read_now(
                   [&](db::Reader& reader) { return store::stale(reader, PaymentStatus::action_required, unseen); }),
               failures);
  retry_decided(failures);
  std::string silent_ones;
  for (const auto& [name, count] : failures) {
    if (count > 0) silent_ones += (silent_ones.empty() ? "" : ", ") + name;
  }
  if (silent_ones.empty()) return done();
  return Error{ErrorKind::upstream, "payment.provider_failed",
               "Open payments could not be settled with: " + silent_ones};
}

// --- the providers' own lists ---

Status Caretaker::sweep(Provider& asked, Time since) {
  std::string after;
  for (int pages = 0; pages < sweep_pages_max; ++pages) {
    TRY(const auto page, answer_of(around_, asked.recent(since, after)));
    for (const auto& listed : page.payments) {
      const auto finding = finding_of(listed.answer);
      if (!finding) continue;
      const auto payment =
          around_.database.read_now([&](db::Reader& reader) { return store::find(reader, listed.payment); });
      // One that is being paid right now is its request's.
      if (!payment || payment->provider != asked.name() || payment->status == PaymentStatus::processing) continue;
      if (effect_of(*finding, *payment) == Effect::none) continue;
      if (found(payment->id, *finding)) log::warning("money found that was not counted", {{"payment", to_text(payment->id)}});
    }
    if (page.next.empty()) break;
    after = page.next;
  }
  return done();
}

Status Caretaker::sweep_refunds(Provider& asked, RefundQuery query) {
  for (int pages = 0; pages < sweep_pages_max; ++pages) {
    TRY(const auto page, answer_of(around_, asked.recent_refunds(query)));
    for (const auto& told : page.refunds) {
      const auto look = [&](db::Reader& reader) { return is_news(reader, asked.name(), told); };
      if (!around_.database.read_now(look)) continue;
      auto work = [&](db::Transaction& tx) -> Result<bool> {
        return learn_refund(tx, around_.ids, asked.name(), told, around_.clock.now()) == Told::news;
      };
      TRY(const bool news, around_.database.write_now(work));
      if (news) log::warning("refund found that was not counted", {{"provider", asked.name()}, {"refund", told.reference}});
    }
    if (page.next.empty()) break;
    query.after = page.next;
  }
  return done();
}

Status Caretaker::look_for_refunds(PaymentId id) {
  const auto payment = around_.database.read_now([&](db::Reader& reader) { return store::find(reader, id); });
  if (!payment || payment->reference.empty()) return done();
  auto* asked = around_.provider(payment->provider);
  if (!asked) return no_provider(payment->provider);
  return sweep_refunds(*asked, {.payment = payment->reference});
}

Status Caretaker::sweep() {
  Status worst = done();
  const Time since = around_.clock.now() - sweep_window;
  for (auto* asked : around_.providers) {
    if (auto swept = sweep(*asked, since); !swept.ok()) worst = std::move(swept);
    if (auto swept = sweep_refunds(*asked, {.since = since}); !swept.ok()) worst = std::move(swept);
  }
  auto forget = [&](db::Transaction& tx) -> Status {
    store::forget_events(tx, around_.clock.now() - days(90));
    return done();
  };
  TRY_DONE(around_.database.write_now(forget));
  return worst;
}

// --- what was decided ---

Status Caretaker::carry_out_refund(RefundId id) {
  const auto refund = around_.database.read_now([&](db::Reader& reader) { return store::find_refund(reader, id); });
  CHECK(refund);
  if (refund->status != RefundStatus::open) return done();
  const auto payment = around_.database.read_now([&](db::Reader& reader) { return store::find(reader, refund->payment_id); });
  CHECK(payment);
  auto* asked = around_.provider(payment->provider);
  if (!asked) return no_provider(payment->provider);
  auto answer = answer_of(around_, asked->refund({payment->id, refund->amount, payment->reference, id, refund->created_at}));
  if (!answer.ok() && answer.error().kind != ErrorKind::payment) return std::move(answer).error();
  if (!answer.ok()) return refused(*payment, *refund, *asked, answer.error());
  if (!agrees(answer->amount, refund->amount)) {
    log::error("payment provider tells another amount", {{"refund", to_text(id)}, {"provider", payment->provider}});
    return mismatch().error;
  }
  auto work = [&](db::Transaction& tx) -> Status {
    if (store::finish_refund(tx, *refund, RefundStatus::open, RefundStatus::done, answer->reference, around_.clock.now())) {
      events::publish(tx, payment->subject, PaymentRefunded{payment->id, payment->subject, refund->amount, id});
    }
    return done();
  };
  return around_.database.write_now(work);
}

// Maybe because others have given back at the provider what it wanted to give: then only what is left after them is to be given.
Status Caretaker::refused(const Payment& payment, const RefundRecord& refund, Provider& asked, const Error& why) {
  RefundQuery query{.payment = payment.reference};
  std::vector<ListedRefund> others;
  for (int pages = 0; pages < sweep_pages_max; ++pages) {
    TRY(auto page, answer_of(around_, asked.recent_refunds(query)));
    others.insert(others.end(), page.refunds.begin(), page.refunds.end());
    if (page.next.empty()) break;
    query.after = page.next;
  }
  auto work = [&](db::Transaction& tx) -> Status {
    const Time now = around_.clock.now();
    if (make_room(tx, around_.ids, asked.name(), refund.id, others, now)) return done();
    if (!store::finish_refund(tx, refund, RefundStatus::open, RefundStatus::failed, {}, now)) return done();
    events::publish(tx, payment.subject, RefundFailed{payment.id, payment.subject, refund.amount, refund.id});
    log::error("refund refused", {{"refund", to_text(refund.id)}, {"reason", why.detail}});
    return done();
  };
  return around_.database.write_now(work);
}

Status Caretaker::carry_out_capture(PaymentId id) {
  const auto payment = around_.database.read_now([&](db::Reader& reader) { return store::find(reader, id); });
  CHECK(payment);
  if (payment->status != PaymentStatus::capturing) return done();
  auto* asked = around_.provider(payment->provider);
  if (!asked) return no_provider(payment->provider);
  auto answer = answer_of(around_, asked->capture(known_of(*payment), {payment->captured, payment->amount.currency}));
  if (!answer.ok()) {
    if (answer.error().kind != ErrorKind::payment) return std::move(answer).error();
    found(id, Finding{Finding::Kind::never, payment->reference, {}});
    return done();
  }
  if (answer->standing == Paid::Standing::paid) {
    found(id, {Finding::Kind::paid, answer->reference, answer->amount});
    return done();
  }
  return silent();
}

Status Caretaker::look_at(PaymentId id) {
  const auto payment = around_.database.read_now([&](db::Reader& reader) { return store::find(reader, id); });
  if (!payment || payment->status != PaymentStatus::action_required) return done();
  auto* asked = around_.provider(payment->provider);
  if (!asked) return no_provider(payment->provider);
  if (look(*payment, *asked)) return done();
  return silent();
}

Status Caretaker::carry_out_void(PaymentId id) {
  const auto payment = around_.database.read_now([&](db::Reader& reader) { return store::find(reader, id); });
  CHECK(payment);
  if (payment->status != PaymentStatus::voiding) return done();
  auto* asked = around_.provider(payment->provider);
  if (!asked) return no_provider(payment->provider);
  const auto answer = answer_of(around_, asked->void_(known_of(*payment)));
  if (!answer.ok()) return answer.error();
  found(id, finding_of(*answer));
  return done();
}

}  // namespace plaza::payments

#include "test_provider.h"

#include "statements.h"

namespace plaza::payments {
namespace {

constexpr Micros slowness = seconds(2);

std::string reference_of(PaymentId payment) { return "test_" + to_text(payment); }

Error declined(const char* why) { return {ErrorKind::payment, "payment.declined", why}; }
Error unknown_payment() {
  return {ErrorKind::upstream, "payment.provider_failed", "The test provider did not take this payment."};
}

}  // namespace

std::optional<TestProvider::Memory> TestProvider::recall(db::Reader& reader, PaymentId payment) {
  return reader.one(test_recall, {payment}, [](const db::Row& row) {
    const auto currency = parse_currency(row.text(2));
    CHECK(currency);
    return Memory{static_cast<Fate>(row.integer(0)), {row.integer(1), *currency}, row.integer(3)};
  });
}

Result<Paid> TestProvider::answer_of(PaymentId payment, const Memory& memory) {
  const std::string reference = reference_of(payment);
  using Standing = Paid::Standing;
  switch (memory.fate) {
    case Fate::paid:
    case Fate::given_back_once: return Paid{reference, Money{memory.taken, memory.amount.currency}};
    case Fate::authorised: return Paid{reference, memory.amount, Standing::authorised};
    case Fate::waiting:
      return Paid{reference, memory.amount, Standing::action_required,
                  {"client_secret", reference + "_secret", ""}};
    case Fate::declined: return declined("The card was declined.");
    case Fate::never: break;
  }
  return declined("The payment was given up.");
}

Task<Result<TestProvider::Memory>> TestProvider::settle_as(PaymentId payment, Money amount, Fate fate) {
  const std::int64_t taken = fate == Fate::paid ? amount.amount : 0;
  auto work = [&](db::Transaction& tx) -> Result<Memory> {
    if (tx.execute(test_remember, {payment, static_cast<int>(fate), amount.amount, amount.currency.code(), taken}) == 1) {
      return Memory{fate, amount, taken};
    }
    const auto stands = recall(tx, payment);
    CHECK(stands);
    return *stands;
  };
  auto result = co_await database_.write(work);
  co_return result;
}

Task<Result<Paid>> TestProvider::pay(Charge charge) {
  if (charge.token == "error") {
    co_return Error{ErrorKind::upstream, "payment.provider_failed", "The test provider was asked to break."};
  }
  if (charge.token == "slow") co_await pause(timer_, slowness);
  const bool lies = charge.token == "lies";
  const bool good = charge.token == "ok" || charge.token == "slow" || lies;
  Fate fate = good ? Fate::paid : Fate::declined;
  if (charge.token == "action") fate = Fate::waiting;
  if (charge.token == "authorise" || (good && charge.capture == Capture::manual)) fate = Fate::authorised;
  const Money taken{charge.amount.amount + (lies ? 1 : 0), charge.amount.currency};
  auto memory = co_await settle_as(charge.payment, taken, fate);
  if (!memory.ok()) co_return std::move(memory).error();
  co_return answer_of(charge.payment, *memory);
}

Task<Result<Paid>> TestProvider::retrieve(Known known) {
  auto work = [&](db::Reader& reader) { return recall(reader, known.payment); };
  auto memory = co_await database_.read(work);
  if (!memory) co_return unknown_payment();
  co_return answer_of(known.payment, *memory);
}

Task<Result<Settlement>> TestProvider::give_up(Known known, Fate open) {
  auto work = [&](db::Transaction& tx) -> Result<Memory> {
    tx.execute(test_remember, {known.payment, static_cast<int>(Fate::never), known.amount.amount, known.amount.currency.code(), 0});
    tx.execute(test_change, {known.payment, static_cast<int>(open), static_cast<int>(Fate::never), 0});
    const auto stands = recall(tx, known.payment);
    CHECK(stands);
    return *stands;
  };
  auto memory = co_await database_.write(work);
  if (!memory.ok()) co_return std::move(memory).error();
  auto answer = answer_of(known.payment, *memory);
  if (!answer.ok()) co_return Settlement{};
  const bool authorised = answer->standing == Paid::Standing::authorised;
  co_return Settlement{!authorised, answer->reference, answer->amount, authorised};
}

Task<Result<Settlement>> TestProvider::settle(Known known) {
  auto settlement = co_await give_up(std::move(known), Fate::waiting);
  co_return settlement;
}

Task<Result<Settlement>> TestProvider::void_(Known known) {
  auto settlement = co_await give_up(std::move(known), Fate::authorised);
  co_return settlement;
}

Task<Result<Paid>> TestProvider::capture(Known known, Money amount) {
  auto work = [&](db::Transaction& tx) -> Result<Memory> {
    tx.execute(test_change, {known.payment, static_cast<int>(Fate::authorised), static_cast<int>(Fate::paid), amount.amount});
    const auto stands = recall(tx, known.payment);
    if (!stands) return unknown_payment();
    return *stands;
  };
  auto memory = co_await database_.write(work);
  if (!memory.ok()) co_return std::move(memory).error();
  co_return answer_of(known.payment, *memory);
}

Task<Result<Refunded>> TestProvider::refund(Refund refund) {
  auto work = [&](db::Transaction& tx) -> Result<Refunded> {
    const auto memory = recall(tx, refund.payment);
    if (!memory || memory->fate != Fate::paid) return unknown_payment();
    const auto others = tx.one(test_given_back, {refund.payment, refund.refund}, [](const db::Row& row) { return row.integer(0); });
    if (others.value_or(0) + refund.amount.amount > memory->taken) return unknown_payment();
    tx.execute(test_give_back, {refund.refund, refund.payment, refund.amount.amount});
    return Refunded{reference_of(refund.payment) + "_" + to_text(refund.refund), refund.amount};
  };
  auto result = co_await database_.write(work);
  co_return result;
}

Status TestProvider::act(db::Transaction& tx, PaymentId payment, bool pays) {
  const auto memory = recall(tx, payment);
  const Fate fate = pays ? Fate::paid : Fate::declined;
  const std::int64_t taken = pays && memory ? memory->amount.amount : 0;
  if (memory && tx.execute(test_change, {payment, static_cast<int>(Fate::waiting), static_cast<int>(fate), taken}) == 1) return done();
  return Error{ErrorKind::not_found, "payment.not_found", "No payment of this number waits for its browser."};
}

}  // namespace plaza::payments

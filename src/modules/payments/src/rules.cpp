#include "rules.h"

#include <algorithm>

#include "platform/base/check.h"

namespace plaza::payments {
namespace {

struct Move {
  PaymentStatus from;
  PaymentStatus to;
};
using enum PaymentStatus;
constexpr Move moves[] = {
    {processing, captured},      {processing, declined},          {processing, failed},
    {processing, authorised},    {processing, action_required},   {processing, mismatched},
    {action_required, captured}, {action_required, declined},     {action_required, failed},
    {action_required, authorised}, {action_required, mismatched},
    {authorised, capturing},     {authorised, voiding},           {authorised, captured},
    {authorised, failed},        {authorised, mismatched},
    {capturing, captured},       {capturing, failed},             {capturing, mismatched},
    {voiding, voided},           {voiding, captured},             {voiding, mismatched},
    {declined, captured},        {failed, captured},              {voided, captured},
    {declined, voiding},         {failed, voiding},               {voided, voiding},
    {declined, mismatched},      {failed, mismatched},            {voided, mismatched},
    {mismatched, captured},      {mismatched, failed},
    {captured, refunding},       {partially_refunded, refunding}, {refunding, refunded},
    {refunding, partially_refunded}, {refunding, captured},
};

Outcome unknown(const char* code, const char* detail) {
  return {Outcome::Kind::unknown, {}, {ErrorKind::upstream, code, detail}};
}

}  // namespace

bool may_move(PaymentStatus from, PaymentStatus to) {
  return std::any_of(std::begin(moves), std::end(moves),
                     [&](const Move& move) { return move.from == from && move.to == to; });
}

PaymentStatus status_after(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::paid: return captured;
    case Outcome::Kind::declined: return declined;
    case Outcome::Kind::authorised: return authorised;
    case Outcome::Kind::action_required: return action_required;
    case Outcome::Kind::unknown: break;
  }
  CHECK(!"an unknown outcome leads nowhere");
  return processing;
}

Outcome outcome_of(const Result<Paid>& answer, Money amount) {
  if (!answer.ok()) {
    if (answer.error().kind != ErrorKind::payment) return broken();
    Error refusal = answer.error();
    refusal.code = "payment.declined";
    return {Outcome::Kind::declined, {}, std::move(refusal)};
  }
  if (!agrees(answer->amount, amount)) return mismatch(answer->amount, answer->reference);
  switch (answer->standing) {
    case Paid::Standing::paid: return {Outcome::Kind::paid, answer->reference, {}};
    case Paid::Standing::authorised: return {Outcome::Kind::authorised, answer->reference, {}};
    case Paid::Standing::action_required:
      return {Outcome::Kind::action_required, answer->reference, {}, answer->action};
    case Paid::Standing::open: break;
  }
  return unknown("payment.provider_failed", "The payment provider is still working on it. If it takes the money, it will be given back.");
}

Outcome too_late() {
  return unknown("payment.provider_failed",
                 "The payment provider did not answer in time. If it took the money, it will be given back.");
}

Outcome broken() {
  return unknown("payment.provider_failed", "The payment provider failed. If it took the money, it will be given back.");
}

Outcome mismatch(const std::optional<Money>& told, std::string reference) {
  auto outcome = unknown("payment.amount_mismatch",
                         "The payment provider tells another amount. Nothing was bought; somebody looks at it.");
  outcome.told = told;
  outcome.reference = std::move(reference);
  return outcome;
}

Outcome outcome_of_end(const Result<Settlement>& answer, Money amount) {
  if (!answer.ok()) return broken();
  if (!answer->paid && !answer->authorised) {
    return {Outcome::Kind::declined, answer->reference, {ErrorKind::payment, "payment.declined", "The payment was given up."}};
  }
  if (!agrees(answer->amount, amount)) return mismatch(answer->amount, answer->reference);
  return {answer->paid ? Outcome::Kind::paid : Outcome::Kind::authorised, answer->reference, {}};
}

bool agrees(const std::optional<Money>& told, Money asked) { return !told || *told == asked; }

Finding finding_of(const Settlement& settlement) {
  using Kind = Finding::Kind;
  const Kind kind = settlement.paid ? Kind::paid : settlement.authorised ? Kind::authorised : Kind::never;
  return {kind, settlement.reference, settlement.amount};
}

std::optional<Finding> finding_of(const Paid& answer) {
  if (answer.standing == Paid::Standing::paid) return Finding{Finding::Kind::paid, answer.reference, answer.amount};
  if (answer.standing == Paid::Standing::authorised) return Finding{Finding::Kind::authorised, answer.reference, answer.amount};
  return std::nullopt;
}

Effect effect_of(const Finding& finding, const Payment& payment) {
  using Kind = Finding::Kind;
  const Money wanted{payment.status == capturing ? payment.captured : payment.amount.amount, payment.amount.currency};
  switch (payment.status) {
    case processing:
    case action_required:
      if (finding.kind == Kind::never) return Effect::give_up;
      if (!agrees(finding.amount, wanted)) return Effect::park;
      return finding.kind == Kind::paid ? Effect::take : Effect::hold;
    case authorised:
    case capturing:
      if (finding.kind == Kind::never) return Effect::lose_held;
      if (finding.kind == Kind::authorised) return Effect::none;
      return agrees(finding.amount, wanted) ? Effect::take_held : Effect::park;
    case voiding:
      if (finding.kind == Kind::never) return Effect::release;
      if (finding.kind == Kind::authorised) return Effect::none;
      return agrees(finding.amount, wanted) ? Effect::take : Effect::park;
    case declined:
    case failed:
    case voided:
      if (finding.kind == Kind::never) return Effect::none;
      if (finding.kind == Kind::authorised) return Effect::let_go;
      return agrees(finding.amount, wanted) ? Effect::take : Effect::park;
    case captured:
    case refunding:
    case refunded:
    case partially_refunded:
    case mismatched:
      return Effect::none;
  }
  return Effect::none;
}

}  // namespace plaza::payments

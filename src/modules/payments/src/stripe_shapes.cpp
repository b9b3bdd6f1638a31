#include "stripe_shapes.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::payments::stripe {
namespace {

constexpr std::array<std::string_view, 15> whole_units = {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA",
                                                          "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 5> thousandths = {"BHD", "JOD", "KWD", "OMR", "TND"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, Currency currency) {
  return std::find(list.begin(), list.end(), currency.code()) != list.end();
}

int stripe_digits(Currency currency) {
  if (among(whole_units, currency)) return 0;
  return among(thousandths, currency) ? 3 : 2;
}

std::int64_t power_of_ten(int digits) {
  std::int64_t power = 1;
  for (; digits > 0; --digits) power *= 10;
  return power;
}

std::optional<std::int64_t> rescaled(std::int64_t amount, int from, int to) {
  if (to >= from) {
    std::int64_t scaled = 0;
    if (__builtin_mul_overflow(amount, power_of_ten(to - from), &scaled)) return std::nullopt;
    return scaled;
  }
  const std::int64_t divisor = power_of_ten(from - to);
  if (amount % divisor != 0) return std::nullopt;
  return amount / divisor;
}

Error refused(const char* code, const char* detail) { return {ErrorKind::payment, code, detail}; }

}  // namespace

std::optional<std::int64_t> to_stripe(Money money) {
  const int digits = stripe_digits(money.currency);
  const auto amount = rescaled(money.amount, minor_digits(money.currency), digits);
  if (amount && digits == 3 && *amount % 10 != 0) return std::nullopt;
  return amount;
}

std::optional<Money> from_stripe(std::int64_t amount, std::string_view currency) {
  std::string upper(currency);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const auto parsed = parse_currency(upper);
  if (!parsed) return std::nullopt;
  const auto ours = rescaled(amount, stripe_digits(*parsed), minor_digits(*parsed));
  if (!ours) return std::nullopt;
  return Money{*ours, *parsed};
}

std::optional<PaymentId> payment_of(const std::map<std::string, std::string>& metadata) {
  const auto found = metadata.find("plaza_payment");
  if (found == metadata.end()) return std::nullopt;
  return parse_id<PaymentId>(found->second);
}

std::optional<RefundId> refund_of(const std::map<std::string, std::string>& metadata) {
  const auto found = metadata.find("plaza_refund");
  if (found == metadata.end()) return std::nullopt;
  return parse_id<RefundId>(found->second);
}

ListedRefund listed(const RefundObject& object) {
  const bool lost = object.status == "failed" || object.status == "canceled";
  return {object.id, object.payment_intent, refund_of(object.metadata), from_stripe(object.amount, object.currency), lost};
}

Result<Paid> answer_of(const Intent& intent) {
  using Standing = Paid::Standing;
  const bool taken = intent.status == "succeeded";
  const auto amount = from_stripe(taken ? intent.amount_received : intent.amount, intent.currency);
  // An amount that is none of ours is another one than was asked for.
  Paid answer{intent.id, amount.value_or(Money{-1, {}}), Standing::paid, {}};
  if (taken) return answer;
  if (intent.status == "requires_capture") {
    answer.standing = Standing::authorised;
    return answer;
  }
  if (intent.status == "processing") {
    answer.standing = Standing::open;
    return answer;
  }
  if (intent.status == "requires_action") {
    answer.standing = Standing::action_required;
    const bool redirects = intent.next_action && intent.next_action->type == "redirect_to_url" && intent.next_action->redirect_to_url;
    answer.action = {redirects ? "redirect" : "client_secret", intent.client_secret,
                     redirects ? intent.next_action->redirect_to_url->url : std::string()};
    return answer;
  }
  if (intent.status == "canceled") return refused("canceled", "The payment was given up.");
  if (intent.status == "requires_payment_method") return refused("requires_payment_method", "The card was declined.");
  return Error{ErrorKind::upstream, "stripe.status", "The payment is " + excerpt(intent.status, 50) + "."};
}

std::optional<Settlement> settlement_of(const Intent& intent) {
  if (intent.status == "canceled") return Settlement{false, intent.id, std::nullopt, false};
  const auto answer = answer_of(intent);
  if (!answer.ok()) return std::nullopt;
  if (answer->standing == Paid::Standing::paid) return Settlement{true, intent.id, answer->amount, false};
  if (answer->standing == Paid::Standing::authorised) return Settlement{false, intent.id, answer->amount, true};
  return std::nullopt;
}

Error error_of(const Reply& reply) {
  const auto body = json::decode<ErrorBody>(reply.body);
  const ErrorObject error = body.ok() ? body->error : ErrorObject{};
  const std::string code = !error.decline_code.empty() ? error.decline_code
                           : !error.code.empty()       ? error.code
                           : !error.param.empty()      ? "param." + excerpt(error.param, 50)
                                                       : "http.status_" + std::to_string(reply.status);
  const bool card = reply.status == 402 || error.type == "card_error";
  // A payment method that Stripe does not know is as good as a refused one: nothing was taken, and nothing will be.
  const bool token = reply.status == 400 && error.code == "resource_missing" && error.param == "payment_method";
  std::string detail = excerpt(error.message.empty() ? "Stripe answered " + std::to_string(reply.status) : error.message, 300);
  if (token) detail = "The card details are not known to the provider.";
  return {card || token ? ErrorKind::payment : ErrorKind::upstream, code, std::move(detail)};
}

}  // namespace plaza::payments::stripe

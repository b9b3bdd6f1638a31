#include "routes.h"

#include "platform/http/idempotency.h"
#include "platform/metrics/metrics.h"
#include "stripe_signature.h"
#include "stripe_webhook.h"

namespace plaza::payments {
namespace {

using http::Call;
using http::None;

// --- ways to pay ---

struct WayToPay {
  std::string name;
  std::optional<std::string> publishable_key, script_url;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("publishable_key", publishable_key, json::Doc{"For the provider's script in the browser."});
    v("script_url", script_url, json::Doc{"Where the browser gets that script."});
  }
};
struct WaysToPay {
  std::vector<WayToPay> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

void add_ways_to_pay(http::Routes& routes, const RouteNeeds& needs) {
  routes.add(http::get<None, WaysToPay>("/v1/payment_providers", "listPaymentProviders")
                 .tag("Payments")
                 .access(http::Access::anyone())
                 .summary("The ways to pay, the default first.")
                 .memory([needs](Call&, const None&) -> Result<WaysToPay> {
                   WaysToPay ways;
                   for (auto& name : needs.payments.providers()) {
                     WayToPay way{std::move(name), std::nullopt, std::nullopt};
                     const auto& stripe = needs.settings.stripe;
                     if (way.name == "stripe" && stripe && !stripe->publishable_key.empty()) {
                       way.publishable_key = stripe->publishable_key;
                       way.script_url = stripe->script_url;
                     }
                     ways.items.push_back(std::move(way));
                   }
                   return ways;
                 }));
}

// --- webhooks ---

struct Received {
  static constexpr const char* schema_name = "WebhookReceived";
  bool received = true;
  template <class V>
  void describe(V& v) {
    v("received", received);
  }
};

metrics::Counter webhooks(std::string_view result) {
  return metrics::counter("plaza_payments_webhooks_total", "Webhooks of payment providers.", {{"result", result}});
}

Task<http::Response> receive(const RouteNeeds& needs, Call& call) {
  const auto& stripe = needs.settings.stripe;
  if (!stripe || stripe->webhook_secret.empty()) {
    co_return http::problem({ErrorKind::not_found, "payment.not_configured", "There are no webhooks of Stripe here."});
  }
  const Time now = needs.clock.now();
  const std::string& body = call.request.body;
  const auto genuine = stripe::check_signature(call.request.header("stripe-signature"), body, stripe->webhook_secret, now);
  if (!genuine.ok()) {
    webhooks("refused").add();
    co_return http::problem(genuine.error());
  }
  auto work = [&](db::Transaction& tx) { return stripe::hear(tx, needs.ids, body, now); };
  const auto heard = co_await needs.database.write(work);
  if (!heard.ok()) {
    webhooks("failed").add();
    co_return http::problem(heard.error());
  }
  webhooks(*heard == stripe::Heard::changed ? "news" : "nothing_new").add();
  co_return http::json_response(200, Received{});
}

void add_webhooks(http::Routes& routes, const RouteNeeds& needs) {
  routes.add(http::post<None, Received>("/v1/webhooks/stripe", "receiveStripeWebhook")
                 .tag("Payments")
                 .access(http::Access::anyone())
                 .summary("Where Stripe tells what became of payments and refunds. Signed by the header Stripe-Signature.")
                 .status(200)
                 .any_content_type()
                 .error("payment.bad_signature", ErrorKind::invalid, "The signature is missing, wrong or more than five minutes off.")
                 .error("payment.bad_event", ErrorKind::invalid, "The body is not an event of Stripe's.")
                 .error("payment.too_early", ErrorKind::conflict, "It is about money that is not known yet; send it again.")
                 .error("payment.not_configured", ErrorKind::not_found, "There is no account at Stripe here, or no secret for webhooks.")
                 .raw([needs](Call& call) { return receive(needs, call); }));
}

// --- the provider `test` ---

struct ActOnTest {
  enum class Outcome { paid, declined };
  PaymentId id;
  Outcome outcome = Outcome::paid;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("outcome", outcome);
  }
};
constexpr auto enum_names(ActOnTest::Outcome*) { return std::array<std::string_view, 2>{"paid", "declined"}; }

void add_test_provider(http::Routes& routes, const RouteNeeds& needs) {
  routes.add(http::post<ActOnTest, None>("/v1/dev/test_payments/{id}", "actOnTestPayment")
                 .undocumented()
                 .access(http::Access::anyone())
                 .error("payment.not_found", ErrorKind::not_found, "No payment of this number waits for its browser.")
                 .write(needs.database, [test = needs.test](Call&, db::Transaction& tx, const ActOnTest& request) -> Result<None> {
                   TRY_DONE(test->act(tx, request.id, request.outcome == ActOnTest::Outcome::paid));
                   return None{};
                 }));
}

}  // namespace

void add_all_routes(http::Routes& routes, const RouteNeeds& needs) {
  add_ways_to_pay(routes, needs);
  add_webhooks(routes, needs);
  add_staff_routes(routes, needs);
  if (needs.test) add_test_provider(routes, needs);
}

}  // namespace plaza::payments

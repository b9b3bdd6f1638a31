// Webhooks of Stripe and the other routes, by requests as they come in.
#include <array>

#include "fixture.h"
#include "identity/roles.h"
#include "platform/crypto/crypto.h"
#include "platform/http/server.h"
#include "platform/json/document.h"
#include "stripe_webhook.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;

class RolesByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (request.header("x-role") == "agent") caller.roles = identity::agent;
    if (request.header("x-role") == "moderator") caller.roles = identity::moderator;
    if (caller.roles) caller.subject = 42;
    return done();
  }
};

class PaymentRoutes : public PaymentsTest {
 protected:
  PaymentRoutes() { open_with("whsec_1"); }

  void open_with(std::string webhook_secret) {
    module_.reset();
    Settings settings{.test_provider = true};
    settings.stripe = StripeSettings{"sk_test_1", "pk_test_1", std::move(webhook_secret), "http://127.0.0.1:1"};
    module_ = open({database(), ids_, clock_, settings, {&scripted_}, &timer_});
    routes_ = std::make_unique<http::Routes>();
    module_->add_routes(*routes_);
  }

  http::Response ask(http::Method method, std::string target, std::string body = {}, http::Headers headers = {}) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.headers.emplace_back("content-type", "application/json");
    return sync_wait(http::dispatch({*routes_, authenticator_, {}, {}, &clock_}, request));
  }
  http::Response webhook(const std::string& body, std::string secret = "whsec_1") {
    const std::string at = std::to_string(clock_.now().micros / seconds(1));
    const std::string mac = crypto::hex(crypto::view(crypto::hmac_sha256(secret, at + "." + body)));
    return ask(http::Method::post, "/v1/webhooks/stripe", body, {{"stripe-signature", "t=" + at + ",v1=" + mac}});
  }
  static std::string code_of(const http::Response& response) {
    return std::string(boost::json::parse(response.body).as_object().at("code").as_string());
  }

  Payment begin_stripe(Outcome::Kind kind) {
    const auto payment = begin("stripe");
    EXPECT_TRUE(record(payment, {kind, "pi_1", {}, {"client_secret", "s", ""}}));
    return payment;
  }
  static std::string intent(const Payment& payment, const std::string& status, std::int64_t received = 1'999,
                            const std::string& id = "pi_1") {
    return R"({"id":")" + id + R"(","object":"payment_intent","amount":1999,"amount_received":)" + std::to_string(received) +
           R"(,"currency":"eur","status":")" + status + R"(","metadata":{"plaza_payment":")" + to_text(payment.id) + "\"}}";
  }
  static std::string refund_object(const std::string& more, std::int64_t amount = 500, const std::string& status = "succeeded") {
    return R"({"id":"re_1","object":"refund","payment_intent":"pi_1","currency":"eur","amount":)" + std::to_string(amount) +
           R"(,"status":")" + status + "\"" + more + "}";
  }
  std::string event(const std::string& type, const std::string& object) {
    return R"({"id":"evt_)" + std::to_string(++events_) + R"(","object":"event","type":")" + type + R"(","data":{"object":)" + object + "}}";
  }

  int events_ = 0;
  RolesByHeader authenticator_;
  std::unique_ptr<http::Routes> routes_;
};

ENGINE_TEST(PaymentRoutes, AWebhookFinishesWhatWaits) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  const auto body = event("payment_intent.succeeded", intent(payment, "succeeded"));
  EXPECT_EQ(webhook(body).status, 200);
  EXPECT_EQ(webhook(body).status, 200);
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "payment_reconciled(yes)");
}

ENGINE_TEST(PaymentRoutes, AWebhookThatIsFasterThanTheAnswerIsBelieved) {
  const auto payment = begin("stripe");
  EXPECT_EQ(webhook(event("payment_intent.succeeded", intent(payment, "succeeded"))).status, 200);
  EXPECT_EQ(status(payment), captured);
  EXPECT_FALSE(record(payment, {Outcome::Kind::paid, "pi_1", {}}));
  EXPECT_FALSE(record(payment, {Outcome::Kind::unknown, {}, {}}));
}

ENGINE_TEST(PaymentRoutes, EventsInTheWrongOrderEndInTheSameState) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  webhook(event("payment_intent.succeeded", intent(payment, "succeeded")));
  webhook(event("payment_intent.requires_action", intent(payment, "requires_action", 0)));
  webhook(event("payment_intent.created", intent(payment, "requires_payment_method", 0)));
  webhook(event("payment_intent.payment_failed", intent(payment, "requires_payment_method", 0)));
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "payment_reconciled(yes)");
}

ENGINE_TEST(PaymentRoutes, ACancelledPaymentIsGivenUpAndLateMoneyIsAnnounced) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  webhook(event("payment_intent.canceled", intent(payment, "canceled", 0)));
  EXPECT_EQ(status(payment), failed);
  webhook(event("payment_intent.succeeded", intent(payment, "succeeded")));
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "payment_reconciled(no) payment_reconciled(yes)");
}

ENGINE_TEST(PaymentRoutes, AReservationIsHeardOfAndTaken) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  webhook(event("payment_intent.amount_capturable_updated", intent(payment, "requires_capture", 0)));
  EXPECT_EQ(status(payment), authorised);
  webhook(event("payment_intent.succeeded", intent(payment, "succeeded")));
  EXPECT_EQ(news(), "payment_authorised payment_captured(1999)");
}

ENGINE_TEST(PaymentRoutes, AnotherAmountIsParkedAndShownToStaffOnly) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  webhook(event("payment_intent.succeeded", intent(payment, "succeeded", 1'998)));
  EXPECT_EQ(status(payment), mismatched);
  const auto list = [&](const char* role) { return ask(http::Method::get, "/v1/admin/payments/parked", {}, {{"x-role", role}}); };
  const auto shown = list("agent");
  ASSERT_EQ(shown.status, 200);
  const auto items = boost::json::parse(shown.body).as_object().at("items").as_array();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].as_object().at("id").as_string(), to_text(payment.id));
  EXPECT_EQ(list("").status, 401);
  EXPECT_EQ(list("moderator").status, 403);
  const auto& item = items[0].as_object();
  EXPECT_EQ(item.at("why").as_string(), "amount");
  EXPECT_EQ(item.at("reference").as_string(), "pi_1");
  EXPECT_EQ(item.at("told").as_object().at("amount").as_int64(), 1'998);
}

ENGINE_TEST(PaymentRoutes, WhatIsNoneOfOursChangesNothing) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  const auto other = begin("test");
  EXPECT_EQ(webhook(event("payment_intent.succeeded", intent(payment, "succeeded", 1'999, "pi_other"))).status, 200);
  EXPECT_EQ(webhook(event("payment_intent.succeeded", intent(other, "succeeded"))).status, 200);
  EXPECT_EQ(webhook(event("payment_intent.succeeded", R"({"id":"pi_9","amount":1,"currency":"eur","status":"succeeded"})")).status, 200);
  EXPECT_EQ(webhook(event("customer.created", "{}")).status, 200);
  EXPECT_EQ(status(payment), action_required);
  EXPECT_EQ(status(other), processing);
}

ENGINE_TEST(PaymentRoutes, ABadSignatureChangesNothing) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  const auto body = event("payment_intent.succeeded", intent(payment, "succeeded"));
  const auto answer = webhook(body, "whsec_2");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(code_of(answer), "payment.bad_signature");
  EXPECT_EQ(code_of(ask(http::Method::post, "/v1/webhooks/stripe", body)), "payment.bad_signature");
  EXPECT_EQ(status(payment), action_required);
  EXPECT_EQ(webhook(body).status, 200) << "and the event was not counted as seen";
  EXPECT_EQ(status(payment), captured);
}

ENGINE_TEST(PaymentRoutes, WithoutASecretThereAreNoWebhooks) {
  open_with("");
  EXPECT_EQ(code_of(webhook("{}")), "payment.not_configured");
}

ENGINE_TEST(PaymentRoutes, ABodyThatIsNoEventIsRefused) {
  for (const char* body : {"", "[]", "{", R"({"id":"evt_1"})", R"({"type":"x"})", R"({"id":"","type":"x"})",
                           R"({"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":7}}})",
                           R"({"id":"evt_1","type":"refund.created","data":null})"}) {
    const auto answer = webhook(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(code_of(answer), "payment.bad_event") << body;
  }
}

// --- refunds ---

ENGINE_TEST(PaymentRoutes, ARefundMadeAtStripeIsCountedOnce) {
  const auto payment = begin_stripe(Outcome::Kind::paid);
  const auto object = refund_object("");
  webhook(event("refund.created", object));
  webhook(event("charge.refund.updated", object));
  EXPECT_EQ(status(payment), partially_refunded);
  EXPECT_EQ(sums().second, 500);
  EXPECT_EQ(give_back(payment, 1'500, "a").error().code, "payment.refund_above_paid");
  webhook(event("refund.failed", refund_object("", 500, "failed")));
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "payment_refunded(500 there) refund_failed");
}

ENGINE_TEST(PaymentRoutes, ARefundOfMoneyThatIsNotKnownYetComesAgain) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  const auto body = event("refund.created", refund_object(""));
  const auto early = webhook(body);
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(code_of(early), "payment.too_early");
  webhook(event("payment_intent.succeeded", intent(payment, "succeeded")));
  EXPECT_EQ(webhook(body).status, 200);
  EXPECT_EQ(status(payment), partially_refunded);
}

ENGINE_TEST(PaymentRoutes, OurOwnRefundMayBeToldBeforeItsAnswerAndFailDaysLater) {
  const auto payment = begin_stripe(Outcome::Kind::paid);
  const auto refund = give_back(payment, 500, "a");
  const std::string ours = R"(,"metadata":{"plaza_refund":")" + to_text(*refund) + "\"}";
  webhook(event("refund.created", refund_object(ours)));
  EXPECT_EQ(status(payment), partially_refunded);
  EXPECT_EQ(refunds().at(0).reference, "re_1");
  webhook(event("refund.updated", refund_object(ours, 400)));
  EXPECT_EQ(refunds().at(0).status, RefundStatus::done) << "another amount is not believed";
  webhook(event("refund.failed", refund_object(ours, 500, "failed")));
  EXPECT_EQ(refunds().at(0).status, RefundStatus::failed);
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "payment_refunded(500) refund_failed");
}

ENGINE_TEST(PaymentRoutes, AChargeThatGaveBackMoreThanIsKnownMakesUsLook) {
  const auto payment = begin_stripe(Outcome::Kind::paid);
  const auto charge = [](std::int64_t back) {
    return R"({"id":"ch_1","object":"charge","payment_intent":"pi_1","currency":"eur","amount_refunded":)" + std::to_string(back) + "}";
  };
  const auto looks = [&] {
    return database().read_now([](db::Reader& reader) {
      static constexpr db::Statement jobs_waiting{nullptr, "SELECT COUNT(*) FROM platform_jobs WHERE kind = 'payments.look_for_refunds'"};
      return reader.one(jobs_waiting, {}, [](const db::Row& row) { return row.integer(0); }).value_or(-1);
    });
  };
  ASSERT_TRUE(give_back(payment, 500, "a").ok());
  EXPECT_EQ(webhook(event("charge.refunded", charge(500))).status, 200) << "our own, told before its answer";
  EXPECT_EQ(looks(), 0);
  EXPECT_EQ(webhook(event("charge.refunded", charge(700))).status, 200);
  EXPECT_EQ(webhook(event("charge.refunded", charge(700))).status, 200);
  EXPECT_EQ(looks(), 1);
  EXPECT_EQ(news(), "");
  EXPECT_EQ(code_of(webhook(event("charge.refunded", R"({"id":"ch_1"})"))), "payment.bad_event");
}

ENGINE_TEST(PaymentRoutes, AChargeOfMoneyThatIsNotKnownYetComesAgain) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  const std::string charge = R"({"id":"ch_1","payment_intent":"pi_1","currency":"eur","amount_refunded":5})";
  EXPECT_EQ(code_of(webhook(event("charge.refunded", charge))), "payment.too_early");
  EXPECT_EQ(status(payment), action_required);
}

// --- by hand ---

ENGINE_TEST(PaymentRoutes, StaffWhoHandleOrdersSettleByHandAndNobodyElse) {
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  webhook(event("payment_intent.succeeded", intent(payment, "succeeded", 1'998)));
  const auto settle = [&](const char* role, const std::string& body) {
    return ask(http::Method::post, "/v1/admin/payments/" + to_text(payment.id) + "/settlement", body, {{"x-role", role}});
  };
  const std::string captured_by_hand = R"({"outcome":"captured","reason":"seen at Stripe"})";
  EXPECT_EQ(settle("", captured_by_hand).status, 401);
  EXPECT_EQ(settle("moderator", captured_by_hand).status, 403);
  EXPECT_EQ(settle("agent", R"({"outcome":"captured"})").status, 400);
  EXPECT_EQ(settle("agent", R"({"outcome":"captured","reason":""})").status, 400);
  EXPECT_EQ(settle("agent", R"({"outcome":"maybe","reason":"x"})").status, 400);
  EXPECT_EQ(status(payment), mismatched);
  const auto settled = settle("agent", captured_by_hand);
  ASSERT_EQ(settled.status, 200);
  EXPECT_NE(settled.body.find(R"("captured":{"amount":1998,"currency":"EUR"})"), std::string::npos) << settled.body;
  EXPECT_NE(settled.body.find(R"("subject":"ord_)"), std::string::npos) << settled.body;
  EXPECT_EQ(settle("agent", captured_by_hand).status, 200) << "the second click";
  EXPECT_EQ(code_of(settle("agent", R"({"outcome":"never_paid","reason":"x"})")), "payment.wrong_status");
  EXPECT_EQ(sums().first, 1'998);
  EXPECT_EQ(code_of(ask(http::Method::post, "/v1/admin/payments/" + to_text(PaymentId{1}) + "/settlement", captured_by_hand, {{"x-role", "agent"}})),
            "payment.not_found");
  EXPECT_EQ(ask(http::Method::get, "/v1/admin/payments/parked", {}, {{"x-role", "agent"}}).body, R"({"items":[]})");
}

// At most 19.98 of what one agent says came in; keeps what it was asked.
class NoMore final : public identity::Allowance {
 public:
  std::vector<std::string> taken;
  Status take(db::Transaction& tx, const http::Caller& by, identity::Gift, Money amount, std::string_view reference, std::string_view reason) override {
    if (amount.amount > 1'998) return Error{ErrorKind::forbidden, "care.over_limit", "It is more than you may give."};
    tx.on_commit([this, said = std::to_string(by.subject) + " " + std::to_string(amount.amount) + " " + std::string(reference.substr(0, 4)) + " " + std::string(reason)] {
      taken.push_back(said);
    });
    return done();
  }
};

ENGINE_TEST(PaymentRoutes, WhatAgentsSayCameInIsAskedOfTheirLimitOnce) {
  NoMore allowance;
  module_->plug(allowance);
  routes_ = std::make_unique<http::Routes>();
  module_->add_routes(*routes_);
  const auto parked = [&](std::int64_t told) {
    const auto payment = begin_stripe(Outcome::Kind::action_required);
    webhook(event("payment_intent.succeeded", intent(payment, "succeeded", told)));
    EXPECT_EQ(status(payment), mismatched);
    return payment;
  };
  const auto settle = [&](const Payment& payment, const std::string& body) {
    return ask(http::Method::post, "/v1/admin/payments/" + to_text(payment.id) + "/settlement", body, {{"x-role", "agent"}});
  };
  const std::string captured_by_hand = R"({"outcome":"captured","reason":"seen at Stripe"})";
  const auto payment = parked(1'998);
  EXPECT_EQ(code_of(settle(payment, R"({"outcome":"captured","reason":"more came","amount":{"amount":1999,"currency":"EUR"}})")), "care.over_limit");
  EXPECT_EQ(status(payment), mismatched) << "refused as a whole";
  EXPECT_EQ(sums().first, 0);
  EXPECT_EQ(news(), "payment_failed(payment.amount_mismatch) payment_reconciled(no)");
  EXPECT_TRUE(allowance.taken.empty());
  EXPECT_EQ(settle(payment, captured_by_hand).status, 200) << "exactly as much";
  EXPECT_EQ(settle(payment, captured_by_hand).status, 200) << "the second click";
  EXPECT_EQ(allowance.taken, std::vector<std::string>{"42 1998 ord_ seen at Stripe"});
}

ENGINE_TEST(PaymentRoutes, ThatMoneyNeverCameGivesNothingAway) {
  NoMore allowance;
  module_->plug(allowance);
  routes_ = std::make_unique<http::Routes>();
  module_->add_routes(*routes_);
  const auto payment = begin_stripe(Outcome::Kind::action_required);
  webhook(event("payment_intent.succeeded", intent(payment, "succeeded", 500'000)));
  EXPECT_EQ(ask(http::Method::post, "/v1/admin/payments/" + to_text(payment.id) + "/settlement", R"({"outcome":"never_paid","reason":"x"})", {{"x-role", "agent"}}).status, 200);
  EXPECT_TRUE(allowance.taken.empty());
}

// --- the others ---

ENGINE_TEST(PaymentRoutes, TheWaysToPayAreToldWithTheKeyForTheBrowser) {
  const auto answer = ask(http::Method::get, "/v1/payment_providers");
  EXPECT_EQ(answer.body, R"({"items":[{"name":"scripted","publishable_key":null,"script_url":null},{"name":"stripe","publishable_key":"pk_test_1",)"
                         R"("script_url":"https://js.stripe.com/v3/"},{"name":"test","publishable_key":null,"script_url":null}]})");
}

ENGINE_TEST(PaymentRoutes, TheTestProvidersBankAnswersOnce) {
  const auto payment = begin("test");
  record(payment, pay(payment, "action"));
  EXPECT_EQ(status(payment), action_required);
  const auto act = [&](const std::string& body) {
    return ask(http::Method::post, "/v1/dev/test_payments/" + to_text(payment.id), body);
  };
  EXPECT_EQ(act(R"({"outcome":"maybe"})").status, 400);
  EXPECT_EQ(act(R"({"outcome":"paid"})").status, 204);
  EXPECT_EQ(code_of(act(R"({"outcome":"declined"})")), "payment.not_found");
  EXPECT_TRUE(record(payment, sync_wait(payments().confirm(payment.id))));
  EXPECT_EQ(status(payment), captured);
}

}  // namespace
}  // namespace plaza::payments

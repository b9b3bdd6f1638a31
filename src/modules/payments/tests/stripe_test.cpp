// What Stripe says and how it is spoken to, without a network.
#include <gtest/gtest.h>

#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "stripe_form.h"
#include "stripe_shapes.h"
#include "stripe_signature.h"

namespace plaza::payments::stripe {
namespace {

Money money(std::int64_t amount, const char* currency) { return {amount, *parse_currency(currency)}; }

// --- forms ---

TEST(StripeForm, NestsNamesInBrackets) {
  StripeForm form;
  form.add("amount", std::int64_t{1'999}).add({"metadata", "plaza_payment"}, "pay_1").add({"a", "b", "0"}, "c");
  EXPECT_EQ(form.text(), "amount=1999&metadata[plaza_payment]=pay_1&a[b][0]=c");
}

TEST(StripeForm, NothingInANameOrValueIsTakenForStructure) {
  StripeForm form;
  form.add({"metadata", "a][b"}, "x&y=z[0] +ü");
  EXPECT_EQ(form.text(), "metadata[a%5D%5Bb]=x%26y%3Dz%5B0%5D%20%2B%C3%BC");
}

// --- amounts ---

TEST(StripeAmounts, AreTheUnitsOfStripe) {
  EXPECT_EQ(to_stripe(money(1'999, "EUR")), 1'999);
  EXPECT_EQ(to_stripe(money(2'000, "JPY")), 2'000);
  EXPECT_EQ(to_stripe(money(50'000, "VND")), 50'000);
  EXPECT_EQ(to_stripe(money(12'340, "KWD")), 12'340);
  EXPECT_EQ(to_stripe(money(12'345, "KWD")), std::nullopt) << "thousandths end in 0";
  EXPECT_EQ(to_stripe(money(5, "ISK")), 500) << "told with two digits";
  EXPECT_EQ(to_stripe(money(INT64_MAX, "ISK")), std::nullopt);
}

TEST(StripeAmounts, ComeBackAsTheyWent) {
  for (const char* code : {"EUR", "USD", "JPY", "VND", "KWD", "ISK", "UGX"}) {
    const Money sent = money(1'230, code);
    std::string lower(code);
    for (char& c : lower) c = static_cast<char>(c - 'A' + 'a');
    EXPECT_EQ(from_stripe(*to_stripe(sent), lower), sent) << code;
  }
  EXPECT_EQ(from_stripe(501, "isk"), std::nullopt);
  EXPECT_EQ(from_stripe(100, "euro"), std::nullopt);
  EXPECT_EQ(from_stripe(100, ""), std::nullopt);
}

// --- intents ---

Intent intent(const std::string& status, const std::string& more = "") {
  auto read = json::decode<Intent>(R"({"id":"pi_1","object":"payment_intent","amount":1999,"amount_received":0,"currency":"eur",)"
                                   R"("client_secret":"pi_1_secret_x","metadata":{"plaza_payment":"pay_x"},"next_action":null,)"
                                   R"("latest_charge":null,"status":")" +
                                   status + "\"" + more + "}");
  EXPECT_TRUE(read.ok());
  return *read;
}

TEST(StripeIntents, StandAsTheirStatusSays) {
  Intent paid = intent("succeeded");
  paid.amount_received = 1'999;
  EXPECT_EQ(answer_of(paid)->standing, Paid::Standing::paid);
  EXPECT_EQ(answer_of(paid)->amount, money(1'999, "EUR"));
  EXPECT_EQ(answer_of(paid)->reference, "pi_1");
  EXPECT_EQ(answer_of(intent("requires_capture"))->standing, Paid::Standing::authorised);
  EXPECT_EQ(answer_of(intent("processing"))->standing, Paid::Standing::open);
  EXPECT_EQ(answer_of(intent("canceled")).error().kind, ErrorKind::payment);
  EXPECT_EQ(answer_of(intent("requires_payment_method")).error().kind, ErrorKind::payment);
  EXPECT_EQ(answer_of(intent("something_new")).error().kind, ErrorKind::upstream);
}

TEST(StripeIntents, WhatWasTakenCountsAndNotWhatWasAskedFor) {
  Intent less = intent("succeeded");
  less.amount_received = 1;
  EXPECT_EQ(answer_of(less)->amount, money(1, "EUR"));
  Intent other = intent("succeeded");
  other.currency = "xx";
  EXPECT_EQ(answer_of(other)->amount->amount, -1) << "no amount of ours: it agrees with nothing";
}

TEST(StripeIntents, TheBrowserGetsASecretOrAnAddress) {
  const auto secret = answer_of(intent("requires_action"));
  EXPECT_EQ(secret->standing, Paid::Standing::action_required);
  EXPECT_EQ(secret->action.type, "client_secret");
  EXPECT_EQ(secret->action.client_secret, "pi_1_secret_x");
  Intent redirected = intent("requires_action");
  redirected.next_action = NextAction{"redirect_to_url", Redirect{"https://bank.example/1"}};
  EXPECT_EQ(answer_of(redirected)->action.type, "redirect");
  EXPECT_EQ(answer_of(redirected)->action.redirect_url, "https://bank.example/1");
}

TEST(StripeIntents, OnlyEndsAreSettlements) {
  Intent paid = intent("succeeded");
  paid.amount_received = 1'999;
  EXPECT_TRUE(settlement_of(paid)->paid);
  EXPECT_TRUE(settlement_of(intent("requires_capture"))->authorised);
  EXPECT_FALSE(settlement_of(intent("canceled"))->paid);
  for (const char* open : {"requires_payment_method", "requires_confirmation", "requires_action", "processing"}) {
    EXPECT_FALSE(settlement_of(intent(open)).has_value()) << open;
  }
}

TEST(StripeIntents, OnlyOurOwnMetadataNamesAPayment) {
  EXPECT_EQ(payment_of({{"plaza_payment", to_text(PaymentId{77})}}), PaymentId{77});
  EXPECT_EQ(payment_of({{"plaza_payment", "77"}}), std::nullopt);
  EXPECT_EQ(payment_of({{"order", to_text(PaymentId{77})}}), std::nullopt);
  EXPECT_EQ(refund_of({{"plaza_refund", to_text(RefundId{5})}}), RefundId{5});
}

// --- errors ---

TEST(StripeErrors, OnlyARefusedCardIsARefusal) {
  const auto card = error_of({402, R"({"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","message":"No funds."}})"});
  EXPECT_EQ(card.kind, ErrorKind::payment);
  EXPECT_EQ(card.code, "insufficient_funds");
  EXPECT_EQ(card.detail, "No funds.");
  const auto token = error_of({400, R"({"error":{"type":"invalid_request_error","code":"resource_missing","param":"payment_method","message":"No such PaymentMethod: 'x'"}})"});
  EXPECT_EQ(token.kind, ErrorKind::payment);
  for (const int status : {400, 401, 403, 404, 409, 429, 500, 503}) {
    EXPECT_EQ(error_of({status, R"({"error":{"type":"api_error","message":"x"}})"}).kind, ErrorKind::upstream) << status;
  }
  EXPECT_EQ(error_of({502, "<html>"}).code, "http.status_502");
}

// --- signatures ---

constexpr std::string_view body = R"({"id":"evt_1","type":"payment_intent.succeeded"})";
constexpr Time moment{seconds(1'700'000'000)};

std::string hex_of(std::string_view secret, std::string_view at = "1700000000", std::string_view text = body) {
  return crypto::hex(crypto::view(crypto::hmac_sha256(secret, std::string(at) + "." + std::string(text))));
}
std::string refusal(const std::string& header, std::string_view secrets = "whsec_1", Time now = moment) {
  const auto status = check_signature(header, body, secrets, now);
  return status.ok() ? "" : status.error().code;
}

TEST(StripeSignature, FitsTheBodyTheTimeAndTheSecret) {
  EXPECT_EQ(refusal("t=1700000000,v1=" + hex_of("whsec_1")), "");
  EXPECT_EQ(refusal("t=1700000001,v1=" + hex_of("whsec_1")), "payment.bad_signature");
  EXPECT_EQ(refusal("t=1700000000,v1=" + hex_of("whsec_2")), "payment.bad_signature");
  EXPECT_EQ(refusal("t=1700000000,v1=" + hex_of("whsec_1", "1700000000", "{}")), "payment.bad_signature");
}

TEST(StripeSignature, AnyOfSeveralWillDoOnEitherSide) {
  EXPECT_EQ(refusal("t=1700000000,v1=" + hex_of("old") + ",v1=" + hex_of("whsec_1") + ",v0=00"), "");
  EXPECT_EQ(refusal("t=1700000000,v1=" + hex_of("whsec_new"), "whsec_1, whsec_new"), "");
  EXPECT_EQ(refusal("t=1700000000,v1=" + hex_of(""), "whsec_1,"), "payment.bad_signature") << "an empty secret is none";
}

TEST(StripeSignature, HoldsForFiveMinutes) {
  const std::string header = "t=1700000000,v1=" + hex_of("whsec_1");
  EXPECT_EQ(refusal(header, "whsec_1", moment + seconds(300)), "");
  EXPECT_EQ(refusal(header, "whsec_1", moment + seconds(300) + 1), "payment.bad_signature");
  EXPECT_EQ(refusal(header, "whsec_1", moment - seconds(301)), "payment.bad_signature");
}

TEST(StripeSignature, RubbishIsRefused) {
  const std::string good = hex_of("whsec_1");
  const std::string huge = "t=99999999999999999999,v1=" + good;
  for (const std::string& header : std::vector<std::string>{"", "t=,v1=", "v1=" + good, "t=1700000000",
                                    "t=1700000000,v1=" + good.substr(2), "t=1700000000,v1=zz", "t=-1,v1=" + good, huge,
                                    "t=9223372036854775807,v1=" + good, "t=1700000000,v0=" + good}) {
    EXPECT_EQ(refusal(header), "payment.bad_signature") << header;
  }
}

}  // namespace
}  // namespace plaza::payments::stripe

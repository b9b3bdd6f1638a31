#include "calls_fixture.h"
#include "platform/json/document.h"

namespace plaza::calls {
namespace {

using http::Method;

class WhoByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto who = request.header("x-who");
    if (who == "noor") caller.subject = noor.value, caller.roles = identity::agent;
    if (who == "an") caller.subject = an.value;
    if (who == "key") caller.roles = identity::secret_key_roles, caller.key_kind = "secret";
    return done();
  }
};

class CallsRoutes : public CallsFixture {
 protected:
  CallsRoutes() { module->add_routes(routes); }
  http::Response ask(Method method, std::string target, std::string body = "", std::string who = "noor", std::string type = "application/json") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"x-who", who}, {"content-type", type}, {"sec-fetch-site", "same-origin"}};
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  static boost::json::object object_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
  static std::string told(const http::Response& response) {
    const std::string status = std::to_string(response.status);
    return response.status < 400 ? status : status + " " + std::string(object_of(response).at("code").as_string());
  }
  static std::string as_json(const std::string& file, const std::string& more = "") {
    return R"({"webvtt":)" + boost::json::serialize(boost::json::value(file)) + more + "}";
  }
  WhoByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(CallsRoutes, ATranscriptIsImportedAndReadAgain) {
  const auto made = ask(Method::post, "/v1/admin/calls", as_json(vtt, R"(,"account_id":")" + to_text(an) + R"(","agent_name":"Noor")"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id(object_of(made).at("id").as_string());
  const auto detail = object_of(ask(Method::get, "/v1/admin/calls/" + id));
  EXPECT_EQ(detail.at("turns").as_array().size(), 2u);
  EXPECT_EQ(detail.at("turns").as_array()[0].at("role").as_string(), "agent");
  const auto again = ask(Method::post, "/v1/admin/calls", as_json(vtt));
  EXPECT_EQ(again.status, 200);
  EXPECT_TRUE(object_of(again).at("known").as_bool());
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/calls?account_id=" + to_text(an))).at("items").as_array().size(), 1u);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/calls?account_id=" + to_text(binh))).at("items").as_array().size(), 0u);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/calls?conversation_id=" + to_text(care::ConversationId{900}))).at("items").as_array().size(), 1u);
}

ENGINE_TEST(CallsRoutes, ContactLensComesAsItIsAndByASecretKey) {
  const auto made = ask(Method::post, "/v1/admin/calls", R"({"contact_lens":)" + lens + "}", "key");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(object_of(made).at("contact_id").as_string(), "contact-1");
  EXPECT_EQ(object_of(made).at("format").as_string(), "contact_lens");
}

ENGINE_TEST(CallsRoutes, AFormCarriesTheFileAndTheRest) {
  const auto form = [](const std::string& parts) { return parts + "--B--\r\n"; };
  const auto part = [](const std::string& name, const std::string& value) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  };
  const auto send = [&](const std::string& body) { return ask(Method::post, "/v1/admin/calls", body, "noor", "multipart/form-data; boundary=B"); };
  const auto made = send(form(part("file", vtt) + part("customer_name", "An Lê") + part("email", "") + part("follow_up", "true")));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(object_of(made).at("customer_name").as_string(), "An Lê");
  EXPECT_EQ(care.resolved, 0);
  EXPECT_EQ(told(send(form(part("customer_name", "An")))), "400 request.invalid");
  EXPECT_EQ(told(send(form(part("file", vtt) + part("file", vtt)))), "400 request.invalid");
  EXPECT_EQ(told(send(form(part("file", vtt) + part("customer_name", "\xff")))), "400 request.invalid");
  EXPECT_EQ(told(send(form(part("file", vtt) + part("account_id", "nobody")))), "400 request.invalid");
  EXPECT_EQ(told(send("no form")), "400 request.malformed");
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/calls", "x", "noor", "multipart/form-data")), "400 request.malformed");
}

ENGINE_TEST(CallsRoutes, WhatIsWrongIsSaidAndNothingIsKept) {
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/calls", "{}")), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/calls", as_json("Hello"))), "422 calls.not_a_transcript");
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/calls", as_json("WEBVTT\n"))), "422 calls.empty");
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/calls", R"({"contact_lens":{"Channel":"CHAT","Participants":[],"Transcript":[]}})")), "422 calls.not_voice");
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/calls", as_json(vtt, R"(,"contact_lens":{})"))), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/calls/cal_0000000000009")), "404 calls.not_found");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/calls?cursor=x")), "400 request.invalid");
  EXPECT_TRUE(care.inbounds.empty());
}

ENGINE_TEST(CallsRoutes, OnlyStaffHearCalls) {
  for (const auto& [method, target] : {std::pair(Method::post, "/v1/admin/calls"), std::pair(Method::get, "/v1/admin/calls"),
                                       std::pair(Method::get, "/v1/admin/calls/cal_0000000000009")}) {
    EXPECT_EQ(ask(method, target, method == Method::post ? "{}" : "", "an").status, 403);
    EXPECT_EQ(ask(method, target, method == Method::post ? "{}" : "", "").status, 401);
  }
}

}  // namespace
}  // namespace plaza::calls

// Routes of the desk on a real database of each engine. Who asks is said by a header: who is who is not this module's business.
#pragma once

#include "care_fixture.h"

namespace plaza::care {

class WhoByHeader final : public http::Authenticator {
 public:
  plaza::Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto who = request.header("x-who");
    if (who == "an") caller.subject = an.value;
    if (who == "noor") caller.subject = noor.value, caller.roles = identity::agent;
    if (who == "mai") caller.subject = mai.value, caller.roles = identity::moderator;
    if (who == "ola") caller.subject = ola.value, caller.roles = identity::owner;
    caller.access_tokens = std::string(request.header("plaza-access-token"));
    return done();
  }
};

class RoutesFixture : public CareFixture {
 protected:
  RoutesFixture() { module->add_routes(routes); }

  http::Response ask(http::Method method, std::string target, std::string body = "", std::string who = "noor", std::string access = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"x-who", who}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    if (!access.empty()) request.headers.emplace_back("plaza-access-token", access);
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  static boost::json::object object_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
  static std::string text(const boost::json::value& value) { return std::string(value.as_string()); }
  // "201", or "409 care.stale".
  static std::string told(const http::Response& response) {
    const std::string status = std::to_string(response.status);
    return response.status < 400 ? status : status + " " + text(object_of(response).at("code"));
  }
  static std::string admin(const std::string& id, const std::string& rest = "") { return "/v1/admin/conversations/" + id + rest; }

  WhoByHeader authenticator;
  http::Routes routes;
};

}  // namespace plaza::care

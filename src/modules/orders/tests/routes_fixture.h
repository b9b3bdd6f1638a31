// The routes of a shop, through decoding and access, as a client sees them.
#pragma once

#include <boost/json.hpp>

#include "identity/roles.h"
#include "platform/http/server.h"
#include "shop_fixture.h"

namespace plaza::orders {
using http::Method;

// `x-account: 7` is signed in as account 7, `x-roles: 2` has these roles.
class HeaderAuthenticator final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (const auto id = request.header("x-account"); !id.empty()) caller.subject = std::stoll(std::string(id));
    if (const auto roles = request.header("x-roles"); !roles.empty()) {
      caller.roles = static_cast<std::uint32_t>(std::stoul(std::string(roles)));
    }
    return done();
  }
};

struct Answer {
  int status = 0;
  boost::json::value body;
  http::Headers headers;
  std::string bytes;  // of a PDF

  std::string code() const { return text("code"); }
  std::string text(const char* pointer) const {
    const auto* found = at(pointer);
    return found && found->is_string() ? std::string(found->get_string()) : "";
  }
  std::int64_t number(const char* pointer) const {
    const auto* found = at(pointer);
    return found && found->is_int64() ? found->get_int64() : -1;
  }
  // "order.lines.0.quantity"
  const boost::json::value* at(std::string path) const {
    std::string pointer = "/" + path;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    boost::system::error_code failure;
    return body.find_pointer(pointer, failure);
  }
  std::vector<std::string> fields() const {
    std::vector<std::string> names;
    if (const auto* errors = at("errors")) {
      for (const auto& error : errors->as_array()) names.emplace_back(error.at("field").as_string());
    }
    return names;
  }
};

class RoutesTest : public ShopFixture {
 protected:
  RoutesTest() { add_all_routes(); }
  void add_all_routes() {
    routes = std::make_unique<http::Routes>();
    shop->add_routes(*routes);
  }

  Answer ask(Method method, std::string target, std::string body = "", http::Headers headers = {}) {
    http::Request wanted;
    wanted.method = method;
    wanted.target = std::move(target);
    wanted.body = std::move(body);
    wanted.headers = std::move(headers);
    wanted.headers.emplace_back("sec-fetch-site", "same-origin");
    wanted.headers.emplace_back("content-type", "application/json");
    wanted.headers.emplace_back("plaza-anonymous-id", "visitor-1");
    wanted.remote_address = "192.0.2.1";
    const auto response = sync_wait(http::dispatch({*routes, authenticator, {}, {}, &clock}, wanted));
    Answer answer;
    answer.status = response.status;
    answer.headers = response.headers;
    if (response.content_type.starts_with("application/pdf")) {
      answer.bytes = response.body;
    } else if (!response.body.empty()) {
      answer.body = boost::json::parse(response.body);
    }
    return answer;
  }
  static http::Headers token(const std::string& text) { return {{"plaza-access-token", text}}; }
  static http::Headers as(std::int64_t account_id) { return {{"x-account", std::to_string(account_id)}}; }
  static http::Headers staff(std::uint32_t roles = identity::merchandiser) {
    return {{"x-account", "99"}, {"x-roles", std::to_string(roles)}};
  }

  struct Bag {
    std::string id;
    std::string token;
    std::string path() const { return "/v1/carts/" + id; }
  };
  Bag new_bag(const http::Headers& headers = {}) {
    const auto made = ask(Method::post, "/v1/carts", "{}", headers);
    EXPECT_EQ(made.status, 201);
    return {made.text("id"), made.text("access_token")};
  }
  Bag bag_with(catalog::VariantId variant, int quantity = 1) {
    const auto bag = new_bag();
    EXPECT_EQ(ask(Method::post, bag.path() + "/lines", line_of(variant, quantity), token(bag.token)).status, 201);
    return bag;
  }
  static std::string line_of(catalog::VariantId variant, int quantity) {
    return R"({"variant_id":")" + to_text(variant) + R"(","quantity":)" + std::to_string(quantity) + "}";
  }
  static std::string checkout_of(const std::string& pay_token) {
    return R"({"email":"lan@example.com","shipping_address":{"name":"Lan","line1":"1 Láng","city":"Hà Nội",)"
           R"("postal_code":"100000","country":"VN"},"shipping_option":"standard","payment":{"provider":"bank","token":")" +
           pay_token + R"("}})";
  }
  Answer pay(const Bag& bag, const std::string& pay_token = "ok", const std::string& key = "") {
    auto headers = token(bag.token);
    if (!key.empty()) headers.emplace_back("idempotency-key", key);
    return ask(Method::post, bag.path() + "/checkout", checkout_of(pay_token), headers);
  }

  HeaderAuthenticator authenticator;
  std::unique_ptr<http::Routes> routes;
};

}  // namespace plaza::orders

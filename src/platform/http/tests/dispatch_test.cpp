// Routing, decoding, access and failures, without a socket.
#include <gtest/gtest.h>

#include "platform/json/document.h"
#include "platform/testing/fake_clock.h"
#include "shop.h"

namespace plaza::http {
namespace {

Request asked(Method method, std::string target, std::string body = {}, Headers headers = {}) {
  Request request;
  request.method = method;
  request.target = std::move(target);
  request.body = std::move(body);
  request.headers = std::move(headers);
  return request;
}

class Dispatch : public ::testing::Test {
 protected:
  Response ask(const Request& request) { return sync_wait(dispatch(shop.parts, request)); }
  Response ask(Method method, std::string target, std::string body = {}, Headers headers = {}) {
    return ask(asked(method, std::move(target), std::move(body), std::move(headers)));
  }
  std::string code_of(const Response& response) {
    const auto value = boost::json::parse(response.body);
    return std::string(value.as_object().at("code").as_string());
  }
  std::string header_of(const Response& response, std::string_view name) {
    for (const auto& header : response.headers) {
      if (header.first == name) return header.second;
    }
    return "";
  }
  Shop shop;
};

TEST_F(Dispatch, TakesMembersFromPathAndBody) {
  const auto response = ask(Method::put, "/v1/shelves/" + to_text(ShelfId{77}) + "/item", R"({"name":"Vase","count":3})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, R"({"id":")" + to_text(ShelfId{77}) + R"(","name":"Vase","count":3})");
}

TEST_F(Dispatch, ThePathWinsOverTheBody) {
  const auto response = ask(Method::put, "/v1/shelves/" + to_text(ShelfId{77}) + "/item",
                            R"({"id":")" + to_text(ShelfId{1}) + R"(","name":"Vase"})");
  EXPECT_EQ(response.body, R"({"id":")" + to_text(ShelfId{77}) + R"(","name":"Vase","count":1})");
}

TEST_F(Dispatch, TypesTheQueryByTheDescription) {
  const auto response = ask(Method::get, "/v1/items?q=b%C3%ACnh+g%E1%BB%91m&limit=5&available=true&tags=a,b&other=1");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{\"q\":\"bình gốm\",\"limit\":5,\"available\":true,\"tags\":[\"a\",\"b\"]}");
}

TEST_F(Dispatch, RepeatedParametersAreAList) {
  const auto response = ask(Method::get, "/v1/items?tags=a,b&tags=c");
  EXPECT_EQ(response.body, R"({"q":"","limit":20,"available":null,"tags":["a,b","c"]})");
}

TEST_F(Dispatch, AnEmptyNumberInTheQueryIsNoNumber) {
  EXPECT_EQ(ask(Method::get, "/v1/items?limit=").body, R"({"q":"","limit":20,"available":null,"tags":[]})");
}

TEST_F(Dispatch, TellsAllWrongFieldsAtOnce) {
  const auto response = ask(Method::get, "/v1/items?limit=ten&available=maybe");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto value = boost::json::parse(response.body);
  EXPECT_EQ(value.at("code"), "request.invalid");
  EXPECT_EQ(value.at("status"), 400);
  EXPECT_EQ(value.at("title"), "Bad Request");
  const auto& errors = value.at("errors").as_array();
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].at("field"), "limit");
  EXPECT_EQ(errors[1].at("field"), "available");
}

TEST_F(Dispatch, AProblemNamesItsRequest) {
  const auto response = ask(Method::get, "/nowhere", "", {{"x-request-id", "abc-1"}});
  EXPECT_EQ(boost::json::parse(response.body).at("instance"), "abc-1");
}

TEST_F(Dispatch, ForgedRequestIdsAreReplaced) {
  const auto response = ask(Method::get, "/nowhere", "", {{"x-request-id", "a b\"c"}});
  EXPECT_EQ(boost::json::parse(response.body).at("instance").as_string().size(), 13u);
}

TEST_F(Dispatch, BrokenJsonIsMalformed) {
  const auto response = ask(Method::put, "/v1/shelves/" + to_text(ShelfId{77}) + "/item", R"({"name":)");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(code_of(response), "request.malformed");
}

TEST_F(Dispatch, AListIsNoRequestBody) {
  const auto response = ask(Method::put, "/v1/shelves/" + to_text(ShelfId{77}) + "/item", "[1]");
  EXPECT_EQ(code_of(response), "request.malformed");
}

TEST_F(Dispatch, ARefusalKeepsItsCode) {
  const auto response =
      ask(Method::put, "/v1/shelves/" + to_text(ShelfId{77}) + "/item", R"({"name":"Vase","count":51})");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(code_of(response), "shelf.full");
}

TEST_F(Dispatch, NothingToSayIs204WithTheHandlersHeaders) {
  const auto response = ask(Method::del, "/v1/items/a%2Fb");
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(header_of(response, "x-deleted"), "a/b");
}

TEST_F(Dispatch, UnknownAddressesAre404AndOtherMethods405) {
  EXPECT_EQ(code_of(ask(Method::get, "/v1/nothing")), "request.not_found");
  EXPECT_EQ(ask(Method::get, "/v1/items/").status, 404);
  const auto response = ask(Method::post, "/v1/items");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(code_of(response), "request.method_not_allowed");
  EXPECT_EQ(header_of(response, "allow"), "GET, HEAD, OPTIONS");
}

TEST_F(Dispatch, OptionsSaysWhatIsAllowed) {
  const auto response = ask(Method::options, "/v1/me");
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(header_of(response, "allow"), "GET, HEAD, POST, OPTIONS");
}

TEST_F(Dispatch, TheRestOfAPathIsOneParameter) {
  EXPECT_EQ(ask(Method::get, "/files/a/b%20c/d.txt").body, "a/b c/d.txt");
  EXPECT_EQ(ask(Method::get, "/files/").status, 404);
}

TEST_F(Dispatch, RefusesAddressesThatLeadOutOrAreNoText) {
  for (const char* target : {"/files/../etc/passwd", "/files/%2e%2e/etc", "/files/%FF", "/files/%00", "/files/%4",
                             "/files/.", "nothing", "/v1/items?q=%FF"}) {
    const auto response = ask(Method::get, target);
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_EQ(code_of(response), "request.malformed") << target;
  }
}

TEST_F(Dispatch, WhoMayCall) {
  struct Row {
    const char* who;
    const char* target;
    int status;
    const char* code;
  };
  constexpr Row rows[] = {
      {"", "/v1/items", 200, ""},
      {"", "/v1/me", 401, "request.unauthenticated"},
      {"", "/v1/admin", 401, "request.unauthenticated"},
      {"ann", "/v1/items", 200, ""},
      {"ann", "/v1/me", 204, ""},
      {"ann", "/v1/admin", 403, "request.forbidden"},
      {"bob", "/v1/me", 204, ""},
      {"bob", "/v1/admin", 204, ""},
      {"eve", "/v1/items", 401, "identity.session_expired"},
      {"eve", "/v1/me", 401, "identity.session_expired"},
      {"eve", "/v1/admin", 401, "identity.session_expired"},
  };
  for (const auto& row : rows) {
    Headers headers;
    if (*row.who) headers.emplace_back("authorization", std::string("Bearer ") + row.who);
    const auto response = ask(Method::get, row.target, "", headers);
    EXPECT_EQ(response.status, row.status) << row.who << row.target;
    if (*row.code) {
      EXPECT_EQ(code_of(response), row.code) << row.who << row.target;
    }
  }
}

TEST_F(Dispatch, AnExpiredCookieMakesAStrangerWhoMaySignInAgain) {
  const Headers stale = {{"cookie", "plaza_session=eve"}};
  EXPECT_EQ(ask(Method::post, "/v1/sign-in", "{}", stale).status, 204);
  EXPECT_EQ(code_of(ask(Method::get, "/v1/me", "", stale)), "identity.session_expired");
}

TEST_F(Dispatch, CookiesChangeThingsOnlyFromTheSameSite) {
  struct Row {
    Headers headers;
    int status;
  };
  const std::pair<std::string, std::string> ann = {"cookie", "plaza_session=ann"};
  const std::pair<std::string, std::string> host = {"host", "shop.example"};
  const Row rows[] = {
      {{host, ann, {"origin", "https://shop.example"}}, 204},
      {{host, ann, {"origin", "https://SHOP.example"}}, 204},
      {{host, ann, {"origin", "https://evil.example"}}, 403},
      {{host, ann, {"origin", "https://shop.example.evil.example"}}, 403},
      {{host, ann, {"origin", "https://shop.example:8443"}}, 403},
      {{host, ann, {"origin", "null"}}, 403},
      {{host, ann, {"origin", "https://evil.example"}, {"sec-fetch-site", "same-origin"}}, 403},
      {{host, ann, {"referer", "https://shop.example/cart?x=1"}}, 204},
      {{host, ann, {"referer", "https://evil.example/shop.example"}}, 403},
      {{host, ann, {"sec-fetch-site", "same-origin"}}, 204},
      {{host, ann, {"sec-fetch-site", "none"}}, 204},
      {{host, ann, {"sec-fetch-site", "cross-site"}}, 403},
      {{host, ann}, 204},  // no browser
      {{host, {"authorization", "Bearer ann"}, {"origin", "https://evil.example"}}, 204},
  };
  for (const auto& row : rows) {
    const auto response = ask(Method::post, "/v1/me", "", row.headers);
    EXPECT_EQ(response.status, row.status) << row.headers.back().second;
    if (row.status == 403) {
      EXPECT_EQ(code_of(response), "request.cross_site");
    }
  }
  EXPECT_EQ(ask(Method::get, "/v1/me", "", {host, ann, {"origin", "https://evil.example"}}).status, 204);
}

TEST_F(Dispatch, ACrossSitePageCannotOpenAWebSocketWithTheCookie) {
  const Headers headers = {{"host", "shop.example"},
                           {"cookie", "plaza_session=ann"},
                           {"origin", "https://evil.example"},
                           {"sec-websocket-key", "x"}};
  EXPECT_EQ(code_of(ask(Method::get, "/v1/socket", "", headers)), "request.cross_site");
}

TEST_F(Dispatch, OnlyJsonIsTakenUnlessTheRouteSaysOtherwise) {
  const std::string shelf = "/v1/shelves/" + to_text(ShelfId{77}) + "/item";
  const std::string body = R"({"name":"Vase"})";
  EXPECT_EQ(ask(Method::put, shelf, body, {{"content-type", "application/json; charset=utf-8"}}).status, 201);
  EXPECT_EQ(ask(Method::put, shelf, body, {{"content-type", "application/merge-patch+json"}}).status, 201);
  const auto refused = ask(Method::put, shelf, body, {{"content-type", "text/plain"}});
  EXPECT_EQ(refused.status, 415);
  EXPECT_EQ(code_of(refused), "request.unsupported_media_type");
  EXPECT_EQ(ask(Method::post, "/v1/echo", "x", {{"content-type", "image/png"}}).body, "x");
}

TEST_F(Dispatch, KnowsTheCallersVisitorLocaleAndTokens) {
  EXPECT_EQ(ask(Method::get, "/v1/caller").body, "0|||en|");
  EXPECT_EQ(ask(Method::get, "/v1/caller", "", {{"cookie", "a=b; plaza_visitor=v-1; plaza_lang=vi"}}).body, "0|v-1||vi|");
  EXPECT_EQ(ask(Method::get, "/v1/caller", "",
                {{"cookie", "plaza_visitor=v-1"}, {"plaza-anonymous-id", "w:2"}, {"plaza-access-token", "t1"}}).body,
            "0|w:2|t1|en|");
  EXPECT_EQ(ask(Method::get, "/v1/caller", "", {{"plaza-anonymous-id", "no spaces"}}).body, "0|||en|");
  EXPECT_EQ(ask(Method::get, "/v1/caller", "", {{"plaza-anonymous-id", std::string(101, 'a')}}).body, "0|||en|");
  EXPECT_EQ(ask(Method::get, "/v1/caller?lang=vi").body, "0|||vi|");
  EXPECT_EQ(ask(Method::get, "/v1/caller?lang=de", "", {{"accept-language", "de, vi-VN;q=0.8, en;q=0.5"}}).body, "0|||vi|");
}

TEST_F(Dispatch, WhatAHandlerThrowsIsNotTold) {
  const auto broken = ask(Method::get, "/v1/broken");
  EXPECT_EQ(broken.status, 500);
  EXPECT_EQ(code_of(broken), "server.error");
  EXPECT_EQ(broken.body.find("secret"), std::string::npos);
  const auto down = ask(Method::get, "/v1/down");
  EXPECT_EQ(down.status, 503);
  EXPECT_EQ(code_of(down), "server.unavailable");
  EXPECT_EQ(down.body.find("secret"), std::string::npos);
}

TEST_F(Dispatch, AFrontAnswersBeforeTheRoutes) {
  shop.parts.fronts.push_back([](const Request& request, const Caller& caller) -> std::optional<Response> {
    if (request.path != "/v1/items") return std::nullopt;
    return html(200, "front for " + std::to_string(caller.subject));
  });
  EXPECT_EQ(ask(Method::get, "/v1/items", "", {{"authorization", "Bearer ann"}}).body, "front for 1");
  EXPECT_EQ(ask(Method::get, "/v1/me").status, 401);
}

TEST_F(Dispatch, AFrontThatThrowsIsAServerError) {
  shop.parts.fronts.push_back([](const Request&, const Caller&) -> std::optional<Response> {
    throw std::runtime_error("secret detail");
  });
  EXPECT_EQ(code_of(ask(Method::get, "/v1/items")), "server.error");
}

TEST_F(Dispatch, PagesMayHaveTheirOwn404) {
  shop.parts.not_found = [](Call& call) { return html(404, "no " + call.request.path); };
  EXPECT_EQ(ask(Method::get, "/nowhere").body, "no /nowhere");
}

}  // namespace
}  // namespace plaza::http

#include "addresses.h"

#include <gtest/gtest.h>

#include "media_fixture.h"
#include "platform/http/server.h"

namespace plaza::media {
namespace {

using Verdict = Addresses::Verdict;

std::string value_of(const std::string& address, const std::string& name) {
  const auto begin = address.find(name + "=");
  if (begin == std::string::npos) return "";
  const auto from = begin + name.size() + 1;
  return address.substr(from, address.find('&', from) - from);
}

TEST(MediaAddresses, AreGoodForOneToTwoHoursAndStayTheSameForOne) {
  const Addresses addresses(*crypto::SecretKey::from_bytes(std::string(32, 'k')));
  const Time full{hours(500'000)};
  for (const Micros after : {Micros{0}, minutes(1), minutes(59), hours(1) - 1}) {
    const Time made = full + after;
    const auto address = addresses.address(MediaId{7}, "w640.webp", made);
    EXPECT_EQ(address, addresses.address(MediaId{7}, "w640.webp", full));
    const auto judged = [&](Time now) { return addresses.judge(MediaId{7}, "w640.webp", value_of(address, "until"), value_of(address, "signature"), now); };
    EXPECT_EQ(judged(made), Verdict::good);
    EXPECT_EQ(judged(made + hours(1)), Verdict::good);
    EXPECT_EQ(judged(full + hours(2) - 1), Verdict::good);
    EXPECT_EQ(judged(full + hours(2)), Verdict::late);
    EXPECT_EQ(judged(full + days(400)), Verdict::late);
  }
  EXPECT_NE(addresses.address(MediaId{7}, "w640.webp", full), addresses.address(MediaId{7}, "w640.webp", full + hours(1)));
}

TEST(MediaAddresses, HoldForOneFileOneTimeAndOneSecret) {
  const Addresses addresses(crypto::SecretKey::random()), others(crypto::SecretKey::random());
  const Time now{days(20'000)};
  const auto address = addresses.address(MediaId{7}, "w640.webp", now);
  const auto until = value_of(address, "until"), signature = value_of(address, "signature");
  EXPECT_EQ(addresses.judge(MediaId{7}, "w640.webp", until, signature, now), Verdict::good);
  EXPECT_EQ(addresses.judge(MediaId{8}, "w640.webp", until, signature, now), Verdict::wrong);
  EXPECT_EQ(addresses.judge(MediaId{7}, "w1080.webp", until, signature, now), Verdict::wrong);
  EXPECT_EQ(addresses.judge(MediaId{7}, "w640.webp", until + "0", signature, now), Verdict::wrong);
  EXPECT_EQ(addresses.judge(MediaId{7}, "w640.webp", "0", signature, now), Verdict::wrong);
  EXPECT_EQ(addresses.judge(MediaId{7}, "w640.webp", "", signature, now), Verdict::wrong);
  EXPECT_EQ(addresses.judge(MediaId{7}, "w640.webp", "soon", signature, now), Verdict::wrong);
  EXPECT_EQ(addresses.judge(MediaId{7}, "w640.webp", until, "", now), Verdict::wrong);
  EXPECT_EQ(others.judge(MediaId{7}, "w640.webp", until, signature, now), Verdict::wrong);
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto changed = signature;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(addresses.judge(MediaId{7}, "w640.webp", until, changed, now), Verdict::wrong) << i;
  }
}

class RestrictedMedia : public MediaFixture {
 protected:
  struct ByHeader final : http::Authenticator {
    plaza::Status authenticate(const http::Request& request, http::Caller& caller) override {
      if (request.header("x-person") == "ada") caller.subject = ada.value;
      if (request.header("x-person") == "bo") caller.subject = 43;
      return done();
    }
  };
  void ready() {
    routes = {};
    module->add_routes(routes);
  }
  http::Response get(const std::string& target, const std::string& person = "") {
    http::Request request;
    request.target = target;
    if (!person.empty()) request.headers.emplace_back("x-person", person);
    return sync_wait(http::dispatch({routes, people, {}, {}, &clock}, request));
  }
  static std::string header(const http::Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.headers) {
      if (name == wanted) return value;
    }
    return "";
  }

  ByHeader people;
  http::Routes routes;
};

ENGINE_TEST(RestrictedMedia, IsReadByItsSignedAddressAlone) {
  const auto view = take_restricted(samples::picture(800, 600, "png"));
  ASSERT_TRUE(view.ok());
  ready();
  EXPECT_FALSE(media().view(view->id)) << "nobody shows it by accident";
  EXPECT_EQ(media().owner(view->id), ada);
  EXPECT_EQ(media().uploads_of(ada), std::vector{view->id});
  const auto found = get(view->url);
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(found.content_type, "image/webp");
  EXPECT_TRUE(header(found, "cache-control").starts_with("private, max-age=")) << header(found, "cache-control");
  EXPECT_EQ(header(found, "cross-origin-resource-policy"), "same-origin");
  EXPECT_EQ(header(found, "referrer-policy"), "no-referrer");
  const auto bare = view->url.substr(0, view->url.find('?'));
  EXPECT_EQ(get(bare).status, 404);
  EXPECT_EQ(get(bare, "bo").status, 404);
  EXPECT_EQ(get(bare, "ada").status, 404) << "the address alone counts";
  auto tampered = view->url;
  tampered.back() = tampered.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(get(tampered).status, 404);
  auto other = view->url;
  other.replace(other.find("w640"), 4, "w320");
  EXPECT_EQ(get(other).status, 404) << "another rendition has another signature";
  for (const auto& each : {view->url, view->srcset->substr(0, view->srcset->find(' '))}) EXPECT_EQ(get(each).status, 200) << each;
  clock.advance(hours(2));
  const auto ended = get(view->url);
  EXPECT_EQ(ended.status, 403);
  EXPECT_NE(ended.body.find("media.address_ended"), std::string::npos) << ended.body;
  EXPECT_EQ(header(ended, "cache-control"), "no-store");
  const auto again = media().signed_view(view->id);
  ASSERT_TRUE(again);
  EXPECT_EQ(get(again->url).status, 200);
}

ENGINE_TEST(RestrictedMedia, TheUploadIsShownToItsOwnerOnly) {
  const auto view = take_restricted(samples::picture(64, 48, "jpg"));
  ASSERT_TRUE(view.ok());
  const auto nobodys = take_restricted(samples::picture(65, 48, "jpg"), {});
  ASSERT_TRUE(nobodys.ok());
  ready();
  const auto own = get("/v1/media/" + to_text(view->id), "ada");
  EXPECT_EQ(own.status, 200);
  EXPECT_NE(own.body.find("signature="), std::string::npos) << own.body;
  EXPECT_EQ(get("/v1/media/" + to_text(view->id), "bo").status, 404);
  EXPECT_EQ(get("/v1/media/" + to_text(view->id)).status, 404);
  EXPECT_EQ(get("/v1/media/" + to_text(nobodys->id)).status, 404);
  EXPECT_EQ(get("/v1/media/" + to_text(nobodys->id), "ada").status, 404);
}

ENGINE_TEST(RestrictedMedia, StaysSoInTheNextProcessUnderTheSameSecret) {
  const auto view = take_restricted(samples::picture(64, 48, "jpg"));
  ASSERT_TRUE(view.ok());
  reopen();
  ready();
  EXPECT_FALSE(media().view(view->id));
  EXPECT_EQ(get(view->url).status, 200);
  EXPECT_EQ(get(view->url.substr(0, view->url.find('?'))).status, 404);
  EXPECT_EQ(remove(view->id), "ok");
  EXPECT_EQ(get(view->url).status, 404) << "an address of what is gone reads nothing";
  EXPECT_FALSE(media().signed_view(view->id));
}

ENGINE_TEST(RestrictedMedia, TakesPicturesAlone) {
  const auto refused = take_restricted(samples::clip(64, 48));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "media.unsupported");
}

}  // namespace
}  // namespace plaza::media

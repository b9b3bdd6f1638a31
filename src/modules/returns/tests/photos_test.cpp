// Pictures of guests and members over HTTP; what settling would give; claims that are looked for.
#include <boost/json.hpp>

#include "identity/roles.h"
#include "photos.h"
#include "platform/http/server.h"
#include "returns_fixture.h"

namespace plaza::returns {
namespace {

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

class PhotosTest : public ReturnsFixture {
 protected:
  PhotosTest() { desk->add_routes(routes); }

  struct Answer {
    int status = 0;
    boost::json::value body;
    std::string text(const char* path) const {
      boost::system::error_code failure;
      const auto* found = body.find_pointer(path, failure);
      return found && found->is_string() ? std::string(found->get_string()) : "";
    }
    std::int64_t number(const char* path) const {
      boost::system::error_code failure;
      const auto* found = body.find_pointer(path, failure);
      return found && found->is_int64() ? found->get_int64() : -1;
    }
    std::string code() const { return text("/code"); }
  };
  using ReturnsFixture::ask;
  Answer ask(Method method, std::string target, std::string body, http::Headers headers, std::string type = "application/json") {
    http::Request wanted;
    wanted.method = method;
    wanted.target = std::move(target);
    wanted.body = std::move(body);
    wanted.headers = std::move(headers);
    wanted.headers.emplace_back("sec-fetch-site", "same-origin");
    wanted.headers.emplace_back("content-type", std::move(type));
    wanted.remote_address = address;
    const auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, wanted));
    return {response.status, response.body.empty() ? boost::json::value() : boost::json::parse(response.body)};
  }
  Answer upload(const http::Headers& headers, std::string bytes = "a picture", orders::OrderId order = the_order_id) {
    return ask(Method::post, "/v1/orders/" + to_text(order) + "/photos?alt=A%20crack", std::move(bytes), headers, "image/jpeg");
  }
  std::string request_with(const std::string& photo) {
    return R"({"lines":[{"line_id":")" + to_text(vases) + R"(","quantity":1,"reason":"damaged","photo_ids":[")" + photo + R"("]}]})";
  }
  static http::Headers token(const std::string& text) { return {{"plaza-access-token", text}}; }
  static http::Headers staff() { return {{"x-account", "9"}, {"x-roles", std::to_string(identity::agent)}}; }
  static http::Headers as(int account) { return {{"x-account", std::to_string(account)}}; }

  std::string address = "192.0.2.1";
  HeaderAuthenticator authenticator;
  http::Routes routes;
};

ENGINE_TEST(PhotosTest, AGuestReturnsWithPicturesOfTheirOwn) {
  stored().account_id = {};
  const auto guest = token("token-of-the-order");
  const std::string path = "/v1/orders/" + to_text(the_order_id) + "/returns";
  EXPECT_EQ(ask(Method::post, path, R"({"lines":[{"line_id":")" + to_text(vases) + R"(","reason":"damaged","quantity":1}]})", guest).code(),
            "returns.photos_needed");
  const auto photo = upload(guest);
  ASSERT_EQ(photo.status, 201) << photo.code();
  EXPECT_EQ(media.taken.at(0).alt, "A crack");
  EXPECT_TRUE(media.taken[0].picture_only);
  EXPECT_FALSE(media.taken[0].owner);
  // One that somebody else uploaded is none of theirs.
  EXPECT_EQ(ask(Method::post, path, request_with(to_text(media::MediaId{3})), guest).code(), "request.invalid");
  EXPECT_EQ(ask(Method::post, path, request_with(to_text(media::MediaId{8})), guest).code(), "request.invalid");
  const auto made = ask(Method::post, path, request_with(photo.text("/id")), guest);
  EXPECT_EQ(made.status, 201) << made.code();
  EXPECT_EQ(made.text("/lines/0/photos/0/id"), photo.text("/id"));
}

ENGINE_TEST(PhotosTest, AMemberUploadsForTheirOrderToo) {
  const auto photo = upload(as(7));
  ASSERT_EQ(photo.status, 201) << photo.code();
  EXPECT_EQ(media.taken.at(0).owner, identity::AccountId{7});
}

ENGINE_TEST(PhotosTest, StrangersUploadNothing) {
  for (const auto& headers : {http::Headers{}, token("another-token"), as(8)}) {
    const auto refused = upload(headers);
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.code(), "orders.not_found");
  }
  EXPECT_EQ(upload(as(7), "a picture", orders::OrderId{12'345}).code(), "orders.not_found");
  stored().after.fulfilments.clear();
  EXPECT_EQ(upload(as(7)).code(), "returns.not_shipped");
  EXPECT_TRUE(media.taken.empty());
}

ENGINE_TEST(PhotosTest, AnOrderHasRoomForSoManyAndAnAddressForSoManyAtOnce) {
  for (int i = 0; i < 40; ++i) {  // what is no picture takes no place
    address = "192.0.2." + std::to_string(i);
    EXPECT_EQ(upload(as(7), "not a picture").code(), "media.unsupported");
  }
  address = "192.0.2.99";
  for (int i = 0; i < 12; ++i) upload(as(7), "not a picture");
  const auto often = upload(as(7));
  EXPECT_EQ(often.status, 429);
  EXPECT_EQ(often.code(), "returns.photos_too_often");
  address = "192.0.2.100";
  const auto full = [&](db::Transaction& tx) -> Status {
    static constexpr db::Statement fill{nullptr, "UPDATE returns_photo_places SET taken = $1"};
    tx.execute(fill, std::initializer_list<db::Value>{photos_max});
    return done();
  };
  ASSERT_TRUE(write(full).ok());
  const auto refused = upload(as(7));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "returns.too_many_photos");
  EXPECT_TRUE(media.taken.empty());
}

// --- what settling would give ---

ENGINE_TEST(PhotosTest, AnExchangeIsShownLineByLineBeforeItIsSettled) {
  auto wanted = ask(1, "changed_mind", Resolution::exchange);
  wanted.exchange_lines = {{catalog::VariantId{602}, 1}};
  const auto made = request(wanted);
  ASSERT_TRUE(made.ok()) << made.error().code;
  ASSERT_TRUE(receive(made->id).ok());
  const std::string path = "/v1/admin/returns/" + to_text(made->id) + "/settle/preview";
  EXPECT_EQ(ask(Method::post, path, "{}", as(7)).status, 403);
  const auto shown = ask(Method::post, path, "{}", staff());
  ASSERT_EQ(shown.status, 200) << shown.code();
  EXPECT_EQ(shown.number("/lines/0/amount/amount"), 2'500);
  EXPECT_EQ(shown.text("/lines/0/title"), "Vase");
  EXPECT_EQ(shown.number("/exchange/value/amount"), 2'500);
  EXPECT_EQ(shown.number("/exchange/price/amount"), 3'000);
  EXPECT_EQ(shown.number("/exchange/due/amount"), 500);
  EXPECT_EQ(shown.number("/exchange/left/amount"), 0);
  EXPECT_EQ(shown.text("/exchange/lines/0/title"), "Lamp");
  const auto extra = ask(Method::post, path, R"({"extra":900})", staff());
  EXPECT_EQ(extra.number("/exchange/due/amount"), 0);
  EXPECT_EQ(extra.number("/exchange/left/amount"), 400);
  EXPECT_EQ(extra.number("/money/to_original/amount"), 400);
  EXPECT_TRUE(after_sale.refunds.empty());
  const auto done = settle(made->id);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->exchange_due->amount, 500);
  EXPECT_EQ(ask(Method::post, path, "{}", staff()).code(), "returns.wrong_status");
}

// --- claims ---

ENGINE_TEST(PhotosTest, StaffFindClaimsAndReturnsByNumberAndAddress) {
  const auto asked = request(ask());
  ASSERT_TRUE(asked.ok());
  const auto warranty = write([&](db::Transaction& tx) { return desk->warranties().add(tx, order(), vases, ""); });
  ASSERT_TRUE(warranty.ok());
  const auto claim = write([&](db::Transaction& tx) { return desk->warranties().claim(tx, *warranty, "It leaks.", {}, shopper_self); });
  ASSERT_TRUE(claim.ok());
  const auto count = [&](const std::string& list, const std::string& q) {
    return ask(Method::get, "/v1/admin/" + list + "?q=" + q, "", staff()).body.at("items").as_array().size();
  };
  EXPECT_EQ(count("claims", "%231001"), 1u);
  EXPECT_EQ(count("claims", "Lan%40Example.com"), 1u);
  EXPECT_EQ(count("claims", to_text(claim->id)), 1u);
  EXPECT_EQ(count("claims", "%231002"), 0u);
  EXPECT_EQ(count("claims", "%231001&status=resolved"), 0u);
  EXPECT_EQ(count("returns", to_text(asked->id)), 1u);
  EXPECT_EQ(count("returns", to_text(asked->id).substr(4)), 1u);
  EXPECT_EQ(count("returns", "%231001"), 1u);
  EXPECT_EQ(count("returns", "rtn_0000000000001"), 0u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/claims/" + to_text(claim->id), "", staff()).text("/problem"), "It leaks.");
  EXPECT_EQ(ask(Method::get, "/v1/admin/claims/clm_0000000000001", "", staff()).code(), "returns.claim_not_found");
  EXPECT_EQ(ask(Method::get, "/v1/admin/claims/" + to_text(claim->id), "", as(7)).status, 403);
}

}  // namespace
}  // namespace plaza::returns

#include "media_fixture.h"
#include "platform/http/server.h"
#include "platform/json/document.h"
#include "platform/testing/http_client.h"

namespace plaza::media {
namespace {

using http::Method;

class PeopleByHeader final : public http::Authenticator {
 public:
  plaza::Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (request.header("x-person") == "ada") caller.subject = ada.value;
    return done();
  }
};

class MediaRoutes : public MediaFixture {
 protected:
  MediaRoutes() {
    module->add_routes(routes);
    server = http::serve({.port = 0, .threads = 1}, {routes, people, {}, {}, &clock});
    client = std::make_unique<testing::HttpClient>(server->port());
    client->set_header("x-person", "ada");
  }
  ~MediaRoutes() override { server->stop(5); }

  testing::HttpReply upload(const std::string& bytes, const std::string& type,
                            const std::string& query = "") {
    return client->post("/v1/media" + query, bytes, {{"content-type", type}});
  }
  static boost::json::object object_of(const testing::HttpReply& reply) {
    return boost::json::parse(reply.body).as_object();
  }
  static std::string text(const boost::json::object& object, const char* name) {
    return std::string(object.at(name).as_string());
  }
  static std::string code_of(const testing::HttpReply& reply) {
    return text(object_of(reply), "code");
  }

  PeopleByHeader people;
  http::Routes routes;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<testing::HttpClient> client;
};

ENGINE_TEST(MediaRoutes, TakesRawBytesWhateverTheyAreCalled) {
  const auto reply = upload(samples::picture(800, 600, "png"), "text/html", "?alt=A%20vase");
  ASSERT_EQ(reply.status, 201) << reply.body;
  const auto view = object_of(reply);
  EXPECT_EQ(text(view, "kind"), "image");
  EXPECT_EQ(text(view, "status"), "ready");
  EXPECT_EQ(text(view, "alt"), "A vase");
  const auto id = text(view, "id");
  EXPECT_EQ(reply.header("location"), "/v1/media/" + id);
  EXPECT_EQ(text(view, "url"), "/media/" + id + "/w640.webp");
  const auto again = client->get("/v1/media/" + id);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, reply.body);
}

ENGINE_TEST(MediaRoutes, TakesAForm) {
  const std::string form =
      "--B\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\nA "
      "vase\r\n--B\r\nContent-Disposition: form-data; "
      "name=\"file\"; filename=\"../../evil.svg\"\r\nContent-Type: image/svg+xml\r\n\r\n" +
      samples::picture(64, 48, "jpg") + "\r\n--B--\r\n";
  const auto reply = upload(form, "multipart/form-data; boundary=B");
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(text(object_of(reply), "alt"), "A vase");
  const auto empty =
      upload("--B\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--B--\r\n",
             "multipart/form-data; boundary=B");
  EXPECT_EQ(empty.status, 400);
  EXPECT_NE(empty.body.find("\"file\""), std::string::npos);
  EXPECT_EQ(code_of(upload(form, "multipart/form-data; boundary=C")), "request.malformed");
  EXPECT_EQ(code_of(upload(form, "multipart/form-data")), "request.malformed");
  const std::string part = "--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n";
  EXPECT_EQ(upload(part + part + "--B--", "multipart/form-data; boundary=B").status, 400);
  EXPECT_EQ(rows(), 1);
}

ENGINE_TEST(MediaRoutes, EachRefusalHasItsStatus) {
  const auto svg = upload("<svg/>", "image/png");
  EXPECT_EQ(svg.status, 415);
  EXPECT_EQ(code_of(svg), "media.unsupported");
  const auto bomb = upload(samples::png_bomb(30'000, 30'000), "image/png");
  EXPECT_EQ(bomb.status, 413);
  EXPECT_EQ(code_of(bomb), "media.too_large");
  EXPECT_NE(bomb.body.find("\"field\":\"file\""), std::string::npos);
  const auto broken = upload("\xff\xd8\xff broken", "image/jpeg");
  EXPECT_EQ(broken.status, 400);
  EXPECT_EQ(code_of(broken), "media.broken");
  EXPECT_EQ(upload("", "image/jpeg").status, 400);
  EXPECT_EQ(client->get("/v1/media/" + to_text(MediaId{1})).status, 404);
  EXPECT_EQ(client->get("/v1/media/nonsense").status, 400);
  EXPECT_EQ(rows(), 0);
}

ENGINE_TEST(MediaRoutes, StrangersMayLookButNotUpload) {
  const auto id = to_text(taken(samples::picture(64, 48, "png")));
  client->set_header("x-person", "");
  EXPECT_EQ(upload(samples::picture(64, 48, "png"), "image/png").status, 401);
  EXPECT_EQ(client->get("/v1/media/" + id).status, 200);
  EXPECT_EQ(client->get("/media/" + id + "/w64.webp").status, 200);
  EXPECT_EQ(rows(), 1);
}

ENGINE_TEST(MediaRoutes, FilesAreServedSafelyAndForEver) {
  const auto id = taken(samples::picture(800, 600, "png"));
  const auto bytes = samples::read(path_of(id, "w640.webp"));
  const auto reply = client->get(base(id) + "w640.webp");
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, bytes);
  EXPECT_EQ(reply.header("content-type"), "image/webp");
  EXPECT_EQ(reply.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(reply.header("content-security-policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(reply.header("accept-ranges"), "bytes");
  const auto etag = reply.header("etag");
  EXPECT_EQ(etag.size(), 34u);
  EXPECT_EQ(client->get(base(id) + "w640.webp", {{"if-none-match", etag}}).status, 304);
  const auto part = client->get(base(id) + "w640.webp", {{"range", "bytes=8-11"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "WEBP");
  EXPECT_EQ(part.header("content-range"), "bytes 8-11/" + std::to_string(bytes.size()));
  EXPECT_EQ(client->get(base(id) + "w640.webp", {{"range", "bytes=99999999-"}}).status, 416);
}

ENGINE_TEST(MediaRoutes, NothingElseIsServed) {
  const auto id = taken(samples::picture(800, 600, "png"));
  for (const std::string name :
       {"w641.webp", "original", "input", "", "../../../etc/passwd", "..%2f..%2fetc%2fpasswd",
        "hls/index.m3u8", "w640.webp/", "%2e%2e/w640.webp", "w640.webp%00.html", "video.mp4"}) {
    const auto reply = client->get(base(id) + name);
    EXPECT_TRUE(reply.status == 404 || reply.status == 400) << name << " " << reply.status;
    EXPECT_EQ(reply.body.find("root:"), std::string::npos);
  }
  EXPECT_EQ(client->get("/media/nonsense/w640.webp").status, 404);
  EXPECT_EQ(client->get("/media/" + to_text(MediaId{1}) + "/w640.webp").status, 404);
}

ENGINE_TEST(MediaRoutes, UploadsAreRationed) {
  int status = 0, taken_count = 0;
  testing::HttpReply reply;
  while (taken_count < 100) {
    reply = upload("<svg/>", "image/png");
    status = reply.status;
    if (status == 429) break;
    ++taken_count;
  }
  EXPECT_EQ(status, 429);
  EXPECT_EQ(taken_count, 30);
  EXPECT_EQ(code_of(reply), "media.too_many");
  EXPECT_NE(reply.header("retry-after"), "");
  clock.advance(seconds(10));
  EXPECT_EQ(upload("<svg/>", "image/png").status, 415);
}

}  // namespace
}  // namespace plaza::media

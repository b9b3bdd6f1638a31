// Compression both ways, files and their ranges, conditional requests.
#include <gtest/gtest.h>

#include <fstream>

#include "platform/http/compression.h"
#include "platform/http/file_body.h"
#include "platform/testing/database.h"
#include "shop.h"

namespace plaza::http {
namespace {

using testing::HttpClient;

class BodiesTest : public ::testing::Test {
 protected:
  BodiesTest() : server(shop.open()), http(server->port()) {}

  std::string write_file(const std::string& content) {
    shop.file = folder.path() + "/file.bin";
    std::ofstream(shop.file, std::ios::binary) << content;
    return shop.file;
  }

  testing::TemporaryFolder folder;
  Shop shop;
  std::unique_ptr<Server> server;
  HttpClient http;
};

TEST_F(BodiesTest, CompressesWhatTheClientCanRead) {
  const auto zipped = http.get("/v1/text?size=5000", {{"accept-encoding", "gzip, deflate"}});
  EXPECT_EQ(zipped.header("content-encoding"), "gzip");
  EXPECT_EQ(zipped.header("vary"), "accept-encoding");
  EXPECT_EQ(zipped.header("etag"), "W/\"text-5000\"");
  EXPECT_LT(zipped.body.size(), 200u);
  EXPECT_EQ(*inflated(zipped.body, 10'000), std::string(5000, 'a'));
  EXPECT_EQ(http.get("/v1/text?size=5000", {{"accept-encoding", "gzip, br"}}).header("content-encoding"), "br");
}

TEST_F(BodiesTest, LeavesAloneWhatIsSmallOrNotAskedFor) {
  const auto plain = http.get("/v1/text?size=5000");
  EXPECT_EQ(plain.header("content-encoding"), "");
  EXPECT_EQ(plain.header("vary"), "accept-encoding");
  EXPECT_EQ(plain.body.size(), 5000u);
  const auto refused = http.get("/v1/text?size=5000", {{"accept-encoding", "gzip;q=0, br;q=0.0"}});
  EXPECT_EQ(refused.header("content-encoding"), "");
  const auto small = http.get("/v1/text?size=1024", {{"accept-encoding", "gzip"}});
  EXPECT_EQ(small.header("content-encoding"), "");
  EXPECT_EQ(small.header("vary"), "");
}

TEST_F(BodiesTest, UnpacksCompressedRequests) {
  const std::string text = std::string(300'000, 'x') + "end";
  EXPECT_EQ(http.post("/v1/echo", gzip(text, 6), {{"content-encoding", "gzip"}}).body, text);
  EXPECT_EQ(http.post("/v1/echo", "broken", {{"content-encoding", "gzip"}}).status, 400);
  EXPECT_EQ(http.post("/v1/echo", gzip(text, 6) + "tail", {{"content-encoding", "gzip"}}).status, 400);
  EXPECT_EQ(http.post("/v1/echo", gzip(text, 6).substr(0, 100), {{"content-encoding", "gzip"}}).status, 400);
  EXPECT_EQ(http.post("/v1/echo", "x", {{"content-encoding", "zstd"}}).status, 415);
}

TEST_F(BodiesTest, ABombIsRefusedBeforeItFillsTheMemory) {
  const std::string bomb = gzip(std::string(200'000'000, '\0'), 9);
  ASSERT_LT(bomb.size(), 200'000u);
  const auto reply = http.post("/v1/echo", bomb, {{"content-encoding", "gzip"}});
  EXPECT_EQ(reply.status, 413);
  EXPECT_NE(reply.body.find("request.too_large"), std::string::npos);
}

TEST_F(BodiesTest, AnUnchangedAnswerIsNotSentAgain) {
  const auto reply = http.get("/v1/text?size=10", {{"if-none-match", "\"other\", W/\"text-10\""}});
  EXPECT_EQ(reply.status, 304);
  EXPECT_EQ(reply.header("etag"), "\"text-10\"");
  EXPECT_EQ(reply.header("content-length"), "");
  EXPECT_EQ(http.get("/v1/text?size=10", {{"if-none-match", "\"text-11\""}}).status, 200);
}

TEST_F(BodiesTest, SendsAFile) {
  std::string content;
  for (int i = 0; i < 400'000; ++i) content += static_cast<char>(i * 7 + i / 256);
  write_file(content);
  const auto reply = http.get("/v1/file");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, content);
  EXPECT_EQ(reply.header("accept-ranges"), "bytes");
  EXPECT_EQ(http.request("HEAD", "/v1/file", "", {}).header("content-length"), "400000");
  EXPECT_EQ(http.get("/v1/file", {{"if-none-match", reply.header("etag")}}).status, 304);
  EXPECT_EQ(http.get("/v1/file", {{"if-modified-since", reply.header("last-modified")}}).status, 304);
  EXPECT_EQ(http.get("/v1/file", {{"if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 200);
}

TEST_F(BodiesTest, SendsAnEmptyFile) {
  write_file("");
  const auto reply = http.get("/v1/file");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-length"), "0");
  EXPECT_EQ(http.get("/v1/file", {{"range", "bytes=0-0"}}).status, 416);
}

TEST_F(BodiesTest, AMissingFileIs404) {
  shop.file = folder.path() + "/missing";
  EXPECT_EQ(http.get("/v1/file").status, 404);
  shop.file = folder.path();
  EXPECT_EQ(http.get("/v1/file").status, 404);
}

TEST_F(BodiesTest, SendsPartsOfAFile) {
  write_file("0123456789");
  struct Row {
    const char* range;
    int status;
    const char* body;
    const char* content_range;
  };
  constexpr Row rows[] = {
      {"bytes=0-3", 206, "0123", "bytes 0-3/10"},       {"bytes=4-", 206, "456789", "bytes 4-9/10"},
      {"bytes=-2", 206, "89", "bytes 8-9/10"},          {"bytes=-20", 206, "0123456789", "bytes 0-9/10"},
      {"bytes=8-99", 206, "89", "bytes 8-9/10"},        {"bytes=9-9", 206, "9", "bytes 9-9/10"},
      {"bytes=5-4", 200, "0123456789", ""},             {"bytes=0-1,3-4", 200, "0123456789", ""},
      {"bytes=x-", 200, "0123456789", ""},              {"lines=1-2", 200, "0123456789", ""},
      {"bytes=18446744073709551616-", 200, "0123456789", ""},
  };
  for (const auto& row : rows) {
    const auto reply = http.get("/v1/file", {{"range", row.range}});
    EXPECT_EQ(reply.status, row.status) << row.range;
    EXPECT_EQ(reply.body, row.body) << row.range;
    EXPECT_EQ(reply.header("content-range"), row.content_range) << row.range;
  }
  EXPECT_EQ(http.request("HEAD", "/v1/file", "", {{"range", "bytes=0-3"}}).status, 200);
  for (const char* range : {"bytes=10-", "bytes=-0", "bytes=99-100"}) {
    const auto reply = http.get("/v1/file", {{"range", range}});
    EXPECT_EQ(reply.status, 416) << range;
    EXPECT_EQ(reply.header("content-range"), "bytes */10") << range;
  }
}

TEST_F(BodiesTest, AChangedFileIsSentWholeToWhomHoldsAnOldPart) {
  write_file("0123456789");
  const auto etag = http.get("/v1/file").header("etag");
  EXPECT_EQ(http.get("/v1/file", {{"range", "bytes=0-3"}, {"if-range", etag}}).status, 206);
  EXPECT_EQ(http.get("/v1/file", {{"range", "bytes=0-3"}, {"if-range", "\"old\""}}).status, 200);
}

TEST_F(BodiesTest, ReadyBytesAreSentAsTheyAre) {
  auto bytes = std::make_shared<const std::string>(gzip(std::string(9000, 'z'), 9));
  shop.parts.fronts.push_back([bytes](const Request& request, const Caller&) -> std::optional<Response> {
    if (request.path != "/ready") return std::nullopt;
    Response response = html(200, "");
    response.shared_body = bytes;
    response.encoding = "gzip";
    response.head_lines = std::make_shared<const std::string>("etag: \"r1\"\r\nvary: accept-encoding, cookie\r\n");
    return response;
  });
  server = shop.open();
  HttpClient other(server->port());
  const auto reply = other.get("/ready");
  EXPECT_EQ(reply.body, *bytes);
  EXPECT_EQ(reply.header("content-encoding"), "gzip");
  EXPECT_EQ(reply.header("etag"), "\"r1\"");
  EXPECT_EQ(reply.header("vary"), "accept-encoding, cookie");
}

TEST(Compression, FallsBackToRawDeflate) {
  const std::string raw("\x4b\x4c\x4a\x06\x00", 5);  // "abc" without any wrapper
  EXPECT_EQ(*inflated(raw, 10), "abc");
}

TEST(Compression, TheLimitIsExact) {
  const std::string packed = gzip(std::string(40'000, 'q'), 4);
  EXPECT_EQ(inflated(packed, 40'000)->size(), 40'000u);
  EXPECT_EQ(inflated(packed, 39'999).error().code, "request.too_large");
}

}  // namespace
}  // namespace plaza::http

#include "platform/http/static_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/http/compression.h"
#include "platform/testing/database.h"
#include "shop.h"

namespace plaza::http {
namespace {

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    write("web/index.html", "<!doctype html>");
    write("web/assets/app-D3b_x9-Q.js", std::string(5000, 'j'));
    write("web/assets/ready.css", std::string(2000, 'c'));
    write("web/assets/ready.css.br", "packed by the build");
    write("web/big.mp4", std::string(2'000'001, 'v'));
    write("secret.txt", "secret");
    std::filesystem::create_symlink(folder.path() + "/secret.txt", folder.path() + "/web/link.txt");
    files = std::make_unique<StaticFiles>(folder.path() + "/web");
    shop.parts.fronts.push_back([this](const Request& request, const Caller&) { return files->answer(request); });
    server = shop.open();
    http.emplace(server->port());
  }
  void write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = folder.path() + "/" + name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  testing::TemporaryFolder folder;
  std::unique_ptr<StaticFiles> files;
  Shop shop;
  std::unique_ptr<Server> server;
  std::optional<testing::HttpClient> http;
};

TEST_F(StaticFilesTest, ServesPlainFilesToBeChecked) {
  const auto reply = http->get("/index.html");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "<!doctype html>");
  EXPECT_EQ(reply.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(reply.header("cache-control"), "no-cache");
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  const auto again = http->get("/index.html", {{"if-none-match", reply.header("etag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.header("cache-control"), "no-cache");
  EXPECT_EQ(again.header("etag"), reply.header("etag"));
}

TEST_F(StaticFilesTest, NamesWithAHashAreKeptForEver) {
  const auto reply = http->get("/assets/app-D3b_x9-Q.js");
  EXPECT_EQ(reply.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(reply.header("content-encoding"), "");
  EXPECT_EQ(reply.body.size(), 5000u);
}

TEST_F(StaticFilesTest, CompressesOnceOrTakesWhatTheBuildMade) {
  const auto zipped = http->get("/assets/app-D3b_x9-Q.js", {{"accept-encoding", "gzip"}});
  EXPECT_EQ(zipped.header("content-encoding"), "gzip");
  EXPECT_EQ(zipped.header("vary"), "accept-encoding");
  EXPECT_EQ(*inflated(zipped.body, 10'000), std::string(5000, 'j'));
  EXPECT_EQ(http->get("/assets/app-D3b_x9-Q.js", {{"accept-encoding", "br, gzip"}}).header("content-encoding"), "br");
  const auto ready = http->get("/assets/ready.css", {{"accept-encoding", "br"}});
  EXPECT_EQ(ready.body, "packed by the build");
  EXPECT_EQ(http->get("/assets/ready.css.br").status, 404);
}

TEST_F(StaticFilesTest, LargeFilesStayOnDiskAndAnswerRange) {
  EXPECT_EQ(files->text("/big.mp4"), nullptr);
  const auto reply = http->get("/big.mp4", {{"range", "bytes=5-9"}});
  EXPECT_EQ(reply.status, 206);
  EXPECT_EQ(reply.body, "vvvvv");
  EXPECT_EQ(reply.header("content-type"), "video/mp4");
}

TEST_F(StaticFilesTest, NeverLeavesTheFolder) {
  for (const char* target : {"/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
                             "/assets%2f..%2f..%2fsecret.txt", "//secret.txt", "/link.txt", "/assets", "/"}) {
    const auto reply = http->get(target);
    EXPECT_TRUE(reply.status == 400 || reply.status == 404) << target;
    EXPECT_EQ(reply.body.find("secret\n"), std::string::npos) << target;
  }
}

TEST_F(StaticFilesTest, GivesTextsToPages) {
  ASSERT_NE(files->text("/index.html"), nullptr);
  EXPECT_EQ(*files->text("/index.html"), "<!doctype html>");
  EXPECT_EQ(files->text("/missing.html"), nullptr);
  EXPECT_THROW(StaticFiles(folder.path() + "/missing"), std::runtime_error);
}

TEST(ContentHash, IsToldFromWords) {
  EXPECT_TRUE(has_content_hash("assets/index-D3b_x9-Q.js"));
  EXPECT_TRUE(has_content_hash("a-1a2b3c4d.css"));
  EXPECT_FALSE(has_content_hash("user-settings.js"));
  EXPECT_FALSE(has_content_hash("my-language.js"));
  EXPECT_FALSE(has_content_hash("index.html"));
  EXPECT_FALSE(has_content_hash("-D3b_x9-Q.js"));
}

}  // namespace
}  // namespace plaza::http

#include "platform/log/log.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "platform/log/line.h"

namespace plaza::log {
namespace {

constexpr Time at{1'772'357'400'000'000};

std::string text(std::string_view message, Fields fields, std::string_view request_id = "") {
  return text_line({at, Level::info, message, request_id, fields});
}
std::string json(std::string_view message, Fields fields, std::string_view request_id = "") {
  return json_line({at, Level::warning, message, request_id, fields});
}

struct Captured {
  std::vector<std::string> lines;
  explicit Captured(Level level, Format format = Format::text) {
    configure({level, format, "", [this](std::string_view line) { lines.emplace_back(line); }});
  }
  ~Captured() { configure({}); }
};

TEST(LogLine, TextIsForPeople) {
  EXPECT_EQ(text("server is listening",
                 {{"port", 8080}, {"url", "http://a.b/"}, {"ready", true}, {"load", 0.5}}),
            "2026-03-01T09:30:00Z info server is listening port=8080 url=http://a.b/ ready=true "
            "load=0.5");
}

TEST(LogLine, TextQuotesWhatWouldBeUnclear) {
  EXPECT_EQ(text("m", {{"a", "two words"}, {"b", ""}, {"c", "x=y"}}),
            R"(2026-03-01T09:30:00Z info m a="two words" b="" c="x=y")");
}

TEST(LogLine, JsonIsForMachines) {
  EXPECT_EQ(
      json("disk is full",
           {{"free_bytes", 0}, {"path", "/a \"b\""}, {"ratio", 0.25}, {"fatal", false}}, "req_1"),
      R"({"time":"2026-03-01T09:30:00Z","level":"warning","message":"disk is full","request_id":"req_1",)"
      R"("free_bytes":0,"path":"/a \"b\"","ratio":0.25,"fatal":false})");
}

TEST(LogLine, CannotBeForgedByInput) {
  EXPECT_EQ(text("m\ninfo", {{"a", "x\n2026 error y"}}),
            R"(2026-03-01T09:30:00Z info m\ninfo a="x\n2026 error y")");
  EXPECT_EQ(
      json("m", {{"a", "\x01\xFF\x7F"}}),
      R"({"time":"2026-03-01T09:30:00Z","level":"warning","message":"m","a":"\u0001\ufffd\u007f"})");
  EXPECT_EQ(
      json("m", {{"a", "gốm\xE1\xBB"}}),
      R"({"time":"2026-03-01T09:30:00Z","level":"warning","message":"m","a":"gốm\ufffd\ufffd"})");
}

TEST(LogLine, CutsLongValues) {
  const std::string line = text(std::string(10'000, 'x'), {});
  EXPECT_EQ(line, "2026-03-01T09:30:00Z info " + std::string(8192, 'x') + "…");
}

TEST(LogLine, HasNoNumberForWhatIsNone) {
  EXPECT_NE(json("m", {{"a", 0.0 / 0.0}}).find(R"("a":null)"), std::string::npos);
}

TEST(Log, DropsWhatIsBelowItsLevel) {
  Captured captured(Level::warning);
  debug("one");
  info("two");
  warning("three");
  error("four");
  ASSERT_EQ(captured.lines.size(), 2u);
  EXPECT_NE(captured.lines[0].find(" warning three"), std::string::npos);
  EXPECT_NE(captured.lines[1].find(" error four"), std::string::npos);
  EXPECT_FALSE(enabled(Level::info));
}

TEST(Log, CarriesTheRequestIdOfItsThread) {
  Captured captured(Level::info);
  {
    RequestScope outer("req_1");
    {
      RequestScope inner("req_2");
      info("inner");
    }
    info("outer");
  }
  info("after");
  ASSERT_EQ(captured.lines.size(), 3u);
  EXPECT_NE(captured.lines[0].find("inner request_id=req_2"), std::string::npos);
  EXPECT_NE(captured.lines[1].find("outer request_id=req_1"), std::string::npos);
  EXPECT_EQ(captured.lines[2].find("request_id"), std::string::npos);
}

TEST(Log, ReadsItsNames) {
  EXPECT_EQ(parse_level("warning"), Level::warning);
  EXPECT_EQ(parse_level("loud"), std::nullopt);
  EXPECT_EQ(parse_format("json"), Format::json);
  EXPECT_EQ(parse_format("xml"), std::nullopt);
}

TEST(Log, WritesWholeLinesToItsFileFromManyThreads) {
  const auto path = std::filesystem::path(testing::TempDir()) / "plaza_log_test.txt";
  std::filesystem::remove(path);
  configure({Level::info, Format::json, path.string(), {}});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 100; ++i) info("line", {{"thread", t}, {"i", i}});
    });
  }
  for (auto& thread : threads) thread.join();
  configure({});
  std::ifstream file(path);
  std::string line;
  int lines = 0;
  while (std::getline(file, line)) {
    ++lines;
    EXPECT_TRUE(line.starts_with("{\"time\":\"") && line.ends_with("}"));
  }
  EXPECT_EQ(lines, 400);
}

TEST(Log, SaysWhenItsFileCannotBeOpened) {
  EXPECT_THROW(configure({Level::info, Format::text, "/proc/no/such/file", {}}),
               std::runtime_error);
}

}  // namespace
}  // namespace plaza::log

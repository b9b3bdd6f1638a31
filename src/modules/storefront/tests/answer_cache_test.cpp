#include "answer_cache.h"

#include <gtest/gtest.h>

namespace plaza::storefront {
namespace {

struct AnswerCacheTest : ::testing::Test {
  http::Request request(http::Headers headers = {}) {
    http::Request made;
    made.headers = std::move(headers);
    return made;
  }
  AnswerCache cache;
  const std::string large = std::string(5'000, 'x');
};

TEST_F(AnswerCacheTest, GivesAnAnswerOnlyForItsVersion) {
  EXPECT_FALSE(cache.find("/a", 1, request()));
  cache.keep("/a", 1, "application/json", "{}", request());
  ASSERT_TRUE(cache.find("/a", 1, request()));
  EXPECT_EQ(*cache.find("/a", 1, request())->shared_body, "{}");
  EXPECT_FALSE(cache.find("/a", 2, request()));
  EXPECT_FALSE(cache.find("/b", 1, request()));
  cache.keep("/a", 2, "application/json", "{\"x\":1}", request());
  EXPECT_EQ(*cache.find("/a", 2, request())->shared_body, "{\"x\":1}");
}

TEST_F(AnswerCacheTest, SendsTheBestEncodingTheClientTakes) {
  cache.keep("/a", 1, "application/json", large, request());
  EXPECT_EQ(cache.find("/a", 1, request({{"accept-encoding", "gzip, br"}}))->encoding, "br");
  EXPECT_EQ(cache.find("/a", 1, request({{"accept-encoding", "gzip"}}))->encoding, "gzip");
  EXPECT_EQ(cache.find("/a", 1, request())->encoding, "");
  EXPECT_EQ(*cache.find("/a", 1, request())->shared_body, large);
  EXPECT_LT(cache.find("/a", 1, request({{"accept-encoding", "br"}}))->shared_body->size(), 500u);
}

TEST_F(AnswerCacheTest, HoldsABoundedNumberOfAnswers) {
  for (int i = 0; i < 30'000; ++i) cache.keep("/" + std::to_string(i), 1, "text/plain", "x", request());
  int kept = 0;
  for (int i = 0; i < 30'000; ++i) kept += cache.find("/" + std::to_string(i), 1, request()) ? 1 : 0;
  EXPECT_LE(kept, 24'000);
  EXPECT_GT(kept, 10'000);
}

}  // namespace
}  // namespace plaza::storefront

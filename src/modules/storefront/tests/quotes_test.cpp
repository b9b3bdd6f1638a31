// Reviews in a page's source: escaped wherever they stand.
#include "../src/quotes.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "platform/base/text.h"

namespace plaza::storefront {
namespace {

std::vector<Quote> hostile() {
  return {{2, "<svg onload=alert(1)>", "</script><script>alert(2)</script>", "\"'><img src=x onerror=alert(3)>\n{{x}}",
           parse_time("2026-11-02T10:00:00Z").value()}};
}

TEST(Quotes, AreReviewsOfSchemaOrg) {
  const auto text = "{\"@type\":\"Product\"" + quotes_json_ld(hostile()) + "}";
  const auto value = boost::json::parse(text);
  const auto& review = value.at("review").at(0);
  EXPECT_EQ(review.at("@type").as_string(), "Review");
  EXPECT_EQ(review.at("reviewRating").at("ratingValue").as_int64(), 2);
  EXPECT_EQ(review.at("author").at("name").as_string(), "<svg onload=alert(1)>");
  EXPECT_EQ(review.at("datePublished").as_string(), "2026-11-02");
  EXPECT_EQ(review.at("reviewBody").as_string(), "\"'><img src=x onerror=alert(3)>\n{{x}}");
}

TEST(Quotes, CannotRunAScript) {
  const auto html = quotes_html(hostile(), false);
  for (const char* tag : {"<svg", "<script", "</script", "<img"}) EXPECT_EQ(html.find(tag), std::string::npos) << html;
  const auto data = escape_script_json("{\"x\":1" + quotes_json_ld(hostile()) + "}");
  EXPECT_EQ(data.find("</script"), std::string::npos) << data;
  EXPECT_EQ(data.find("<svg"), std::string::npos) << data;
}

TEST(Quotes, NoneLeaveNoTrace) {
  EXPECT_EQ(quotes_json_ld({}), "");
  EXPECT_EQ(quotes_html({}, true), "");
}

}  // namespace
}  // namespace plaza::storefront

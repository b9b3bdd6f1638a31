// Questions in a product's source: as schema.org has them, and escaped wherever they stand.
#include "../src/asked.h"

#include <gtest/gtest.h>

#include "../src/page_html.h"
#include "platform/base/text.h"
#include "platform/json/document.h"

namespace plaza::storefront {
namespace {

const Time day = parse_time("2026-11-02T10:00:00Z").value();

std::vector<AskedQuestion> some() {
  return {{"pqu_1", "Hana", "Does it hold water?", 4,
           {{"pan_1", "Plaza", "Yes, it is glazed inside.", true, true, day}, {"pan_2", "Kai", "Mine does.", false, false, day}}, day},
          {"pqu_2", "<svg onload=alert(1)>", "</script><script>alert(2)</script>", 1,
           {{"pan_3", "\"'><img src=x onerror=alert(3)>", "{{x}}<b>", false, false, day}}, day}};
}
boost::json::value made() {
  return boost::json::parse("{\"@type\":\"Product\"" + asked_json_ld(some(), "https://shop.example/products/vase", "https://shop.example") + "}");
}

TEST(Asked, AreQuestionsThatTheProductIsTheSubjectOf) {
  const auto value = made();
  const auto& question = value.at("subjectOf").at(0);
  EXPECT_EQ(question.at("@type").as_string(), "Question");
  EXPECT_EQ(question.at("name").as_string(), "Does it hold water?");
  EXPECT_EQ(question.at("url").as_string(), "https://shop.example/products/vase#pqu_1");
  EXPECT_EQ(question.at("answerCount").as_int64(), 4) << "all of them, not those that are shown";
  EXPECT_EQ(question.at("dateCreated").as_string(), "2026-11-02T10:00:00Z");
  EXPECT_EQ(question.at("acceptedAnswer").at("text").as_string(), "Yes, it is glazed inside.");
  EXPECT_EQ(question.at("acceptedAnswer").at("author").at("@type").as_string(), "Organization");
  EXPECT_EQ(question.at("suggestedAnswer").as_array().size(), 1u);
  EXPECT_EQ(question.at("suggestedAnswer").at(0).at("author").at("name").as_string(), "Kai");
  EXPECT_FALSE(value.at("subjectOf").at(1).as_object().contains("acceptedAnswer")) << "nobody accepted one";
}

TEST(Asked, CannotRunAScript) {
  const auto html = asked_html(some(), false);
  for (const char* tag : {"<svg", "<script", "</script", "<img", "<b>"}) EXPECT_EQ(html.find(tag), std::string::npos) << html;
  const auto data = escape_script_json(boost::json::serialize(made()));
  EXPECT_EQ(data.find("</script"), std::string::npos) << data;
  EXPECT_EQ(data.find("<svg"), std::string::npos) << data;
}

TEST(Asked, NoneLeaveNoTrace) {
  EXPECT_EQ(asked_json_ld({}, "u", "s"), "");
  EXPECT_EQ(asked_html({}, true), "");
}

}  // namespace
}  // namespace plaza::storefront

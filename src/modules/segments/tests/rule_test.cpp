#include "rule.h"

#include <gtest/gtest.h>

#include <random>

#include "platform/json/document.h"
#include "platform/testing/seed.h"

namespace plaza::segments {
namespace {

std::string wrong_in(const Result<Node>& rule) {
  const auto say = [](const std::vector<FieldError>& fields) {
    std::string text;
    for (const auto& each : fields) text += (text.empty() ? "" : "; ") + each.field + " " + each.code;
    return text;
  };
  if (!rule.ok()) return say(rule.error().fields);
  const std::vector<std::string> predictions{"churn"};
  return say(check(*rule, predictions));
}
std::string wrong_in(std::string_view text) { return wrong_in(parse_text(text)); }
std::string wrong_in_tree(std::string_view json) { return wrong_in(parse_tree(boost::json::parse(json), "rule")); }

// What is written back for what is typed; the same for what is written back.
TEST(SegmentRule, IsWrittenBackInOneWay) {
  const std::pair<const char*, const char*> cases[] = {
      {"count(Product Viewed, 7 days) >= 3", ""},
      {"count( \"Product Viewed\" , 1 week )>=3", "count(Product Viewed, 7 days) >= 3"},
      {"count(Product Viewed where category = \"lamps\" and price <= 19.5, 48 hours) = 0",
       "count(Product Viewed where category = \"lamps\" and price <= 19.5, 2 days) = 0"},
      {"count(\"then where\" where \"my field\" in (\"a\", \"b\\\"c\"), 90 minutes) < 2", ""},
      {"sum(order_paid.total, 90 days) > 200 EUR", "sum(order_paid.total, 90 days) > 200.00 EUR"},
      {"sum(Post Viewed.watch_ms where muted = false, 1 day) >= 60000", ""},
      {"sequence(Product Added then order_paid within 2 days, 30 days)", ""},
      {"sequence(Product Added where product_id = \"prd_1\" then not order_paid within 48 hours, 30 days)",
       "sequence(Product Added where product_id = \"prd_1\" then not order_paid within 2 days, 30 days)"},
      {"last(anything) more than 30 days ago", ""},
      {"last(order_paid) less than 36 hours ago", ""},
      {"trait plan = \"gold\"", ""},
      {"trait plan in (\"gold\", \"silver\")", ""},
      {"trait \"e mail\" exists", ""},
      {"trait age >= 18", ""},
      {"trait vip != true", ""},
      {"trait birthday more than 18 days ago", ""},
      {"predicted churn > 0.7", ""},
      {"consent email given", ""},
      {"consent sms withdrawn", ""},
      {"trait a exists and trait b exists or trait c exists", "(trait a exists and trait b exists) or trait c exists"},
      {"trait a exists and (trait b exists or trait c exists)", ""},
      {"((trait a exists and trait b exists) and trait c exists)", "trait a exists and trait b exists and trait c exists"},
      {"not (trait a exists or not trait b exists)", ""},
      {"not not trait a exists", ""},
      {"trait grün exists", nullptr},
  };
  for (const auto& [typed, expected] : cases) {
    const auto rule = parse_text(typed);
    if (!expected) {
      EXPECT_FALSE(rule.ok()) << typed;
      continue;
    }
    ASSERT_TRUE(rule.ok()) << typed << ": " << rule.error().fields[0].field << " " << rule.error().fields[0].message;
    const std::string text = text_of(*rule);
    EXPECT_EQ(text, *expected ? expected : typed);
    EXPECT_EQ(wrong_in(text), "");
    EXPECT_EQ(text_of(*parse_text(text)), text);
    const auto tree = tree_of(*rule);
    const auto again = parse_tree(tree, "rule");
    ASSERT_TRUE(again.ok()) << boost::json::serialize(tree);
    EXPECT_EQ(text_of(*again), text);
    EXPECT_EQ(boost::json::serialize(tree_of(*again)), boost::json::serialize(tree));
  }
}

TEST(SegmentRule, ErrorsNameTheirLineAndColumn) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "text:1:1 unexpected"},
      {"count", "text:1:6 unexpected"},
      {"count(Product Viewed, 7 days)", "text:1:30 unexpected"},
      {"count(Product Viewed, 7 years) > 1", "text:1:23 wrong_format"},
      {"count(Product Viewed, 7 days) > \"x\"", "text:1:33 wrong_type"},
      {"trait a exists and\n  trait b = \"open", "text:2:13 not_closed"},
      {"trait a exists and\n  trait b ~ 1", "text:2:11 unexpected"},
      {"trait ấ exists", "text:1:7 unexpected"},
      {"trait \"ấấ\" exits", "text:1:12 unexpected"},
      {"(trait a exists", "text:1:16 unexpected"},
      {"trait a exists trait b exists", "text:1:16 unexpected"},
      {"sum(order_paid.total, 9 days) > 2 EURO", "text:1:35 unexpected"},
      {"sum(order_paid.total, 9 days) > 2.999 EUR", "text:1:33 wrong_format"},
      {"last(order_paid) more than 3 days", "text:1:34 unexpected"},
      {"consent email maybe", "text:1:15 unexpected"},
  };
  for (const auto& [typed, expected] : cases) EXPECT_EQ(wrong_in(typed), expected) << typed;
}

TEST(SegmentRule, EverythingThatMayNotBeIsToldAtOnce) {
  EXPECT_EQ(wrong_in("count(A, 401 days) >= 101 and sum(Order Completed.revenue, 9 days) > 2 EUR and consent fax given and predicted luck > 1"),
            "text:1:10 out_of_range; text:1:23 out_of_range; text:1:35 not_trusted; text:1:80 not_allowed; text:1:102 unknown");
  EXPECT_EQ(wrong_in("count(anything, 9 days) >= 1"), "text:1:7 not_allowed");
  EXPECT_EQ(wrong_in("count(A, 0 days) >= 1.5"), "text:1:10 out_of_range; text:1:21 out_of_range");
  EXPECT_EQ(wrong_in("sequence(A then B within 3 days, 2 days)"), "text:1:26 out_of_range");
  EXPECT_EQ(wrong_in("sum(order_paid.total, 9 days) > 2"), "text:1:33 wrong_type");
  EXPECT_EQ(wrong_in("trait a > true"), "text:1:11 wrong_type");
  EXPECT_EQ(wrong_in("trait a in (1, \"x\")"), "text:1:12 wrong_type");
  EXPECT_EQ(wrong_in("count(A where collection > 3, 1 day) = 0"), "text:1:15 wrong_type");
  EXPECT_EQ(wrong_in("count(A where a=1 and b=1 and c=1 and d=1 and e=1 and f=1, 1 day) = 0"), "text:1:7 too_many");
}

TEST(SegmentRule, ATreeNamesThePathOfWhatIsWrong) {
  EXPECT_EQ(wrong_in_tree("3"), "rule wrong_type");
  EXPECT_EQ(wrong_in_tree(R"({"type":"when"})"), "rule.type not_allowed");
  EXPECT_EQ(wrong_in_tree(R"({"type":"and"})"), "rule.rules required");
  EXPECT_EQ(wrong_in_tree(R"({"type":"and","rules":[]})"), "rule required");
  EXPECT_EQ(wrong_in_tree(R"({"type":"or","rules":[{"type":"trait","name":"a","op":"exists"},{"type":"count","event":7,"window":"soon","op":"~"}]})"),
            "rule.rules[1].event required; rule.rules[1].window wrong_format; rule.rules[1].op not_allowed");
  EXPECT_EQ(wrong_in_tree(R"({"type":"count","event":"A","window":"500 days","op":">=","value":3})"), "rule.window out_of_range");
  EXPECT_EQ(wrong_in_tree(R"({"type":"count","event":"A","where":[{"field":"x","op":"=","value":[]}],"window":"5 days","op":">=","value":3})"),
            "rule.where[0].value wrong_type");
  EXPECT_EQ(wrong_in_tree(R"({"type":"last","event":"A","op":">=","value":3})"), "rule.op not_allowed");
  EXPECT_EQ(wrong_in_tree(R"({"type":"consent","channel":"email","state":"perhaps"})"), "rule.state not_allowed");
  EXPECT_EQ(wrong_in_tree(R"({"type":"sequence","first":{"event":"A"},"within":"1 day","window":"9 days"})"), "rule.then required");
}

TEST(SegmentRule, SizeAndDepthHaveLimits) {
  std::string wide = "trait a exists";
  for (int i = 0; i < 58; ++i) wide += " and trait a exists";
  EXPECT_EQ(wrong_in(wide), "");
  EXPECT_EQ(wrong_in(wide + " and trait b exists"), "text:1:1122 too_many");
  std::string deep = "trait a exists";
  for (int i = 0; i < 6; ++i) deep = "not " + deep;
  EXPECT_EQ(wrong_in(deep), "");
  EXPECT_EQ(wrong_in("not " + deep), "text:1:25 too_deep");
  std::string costly = "sequence(A then B within 1 day, 9 days)";
  for (int i = 0; i < 38; ++i) costly += " or sequence(A then B within 1 day, 9 days)";
  EXPECT_EQ(wrong_in(costly), "text:1:1 too_costly");
  EXPECT_EQ(wrong_in(std::string(9'000, ' ')), "text too_long");
  EXPECT_FALSE(parse_text(std::string(200, '(')).ok());
  std::string nots;
  for (int i = 0; i < 1'500; ++i) nots += "not ";
  EXPECT_FALSE(parse_text(nots).ok());
}

// Whatever comes, it is read or refused; what is read can be written and read again.
TEST(SegmentRule, AnyTextIsReadOrRefused) {
  const auto seed = testing::draw_seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const char* words[] = {"count", "(", ")", ",", "sum", "sequence", "then", "not", "within", "last", "more", "than", "ago", "trait", "exists",
                         "and", "or", "\"a b\"", "7", "days", ".", ">=", "=", "EUR", "where", "in", "order_paid", "x", "-3.5", "true", "\n"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto left = random() % 14; left > 0; --left) text += std::string(words[random() % std::size(words)]) + " ";
    const auto rule = parse_text(text);
    if (!rule.ok()) {
      ASSERT_FALSE(rule.error().fields.empty()) << text;
      continue;
    }
    const std::string canonical = text_of(*rule);
    const auto again = parse_text(canonical);
    ASSERT_TRUE(again.ok()) << text << " -> " << canonical;
    ASSERT_EQ(text_of(*again), canonical);
  }
}

}  // namespace
}  // namespace plaza::segments

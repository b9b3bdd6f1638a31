#include <gtest/gtest.h>

#include "platform/json/codec.h"
#include "platform/json/schema.h"

namespace plaza::json {
namespace {

struct ProductTag {
  static constexpr const char* prefix = "prd";
};
enum class Colour { red, green };
constexpr auto enum_names(Colour*) { return std::array{"red", "green"}; }

struct Line {
  Id<ProductTag> product_id;
  std::int64_t quantity = 1;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("quantity", quantity, Between{1, 99});
  }
};

struct Cart {
  std::string name;
  std::optional<std::string> note;
  std::vector<Line> lines;
  Money total;
  Colour colour = Colour::red;
  bool gift = false;
  Time at;
  std::map<std::string, std::string> traits;
  template <class V>
  void describe(V& v) {
    v("name", name, Length{1, 5});
    v("note", note, Multiline{});
    v("lines", lines, Items{1, 3});
    v("total", total);
    v("colour", colour, Optional{});
    v("gift", gift, Optional{});
    v("at", at);
    v("traits", traits, Optional{});
  }
};

struct Tree {
  std::string text;
  std::vector<Tree> replies;
  template <class V>
  void describe(V& v) {
    v("text", text);
    v("replies", replies, Optional{});
  }
};

const std::string whole = R"({"name":"Sage","note":"a\nb","lines":[{"product_id":")" + to_text(Id<ProductTag>{77}) +
                          R"(","quantity":2}],"total":{"amount":1999,"currency":"EUR"},"colour":"green","gift":true,)"
                          R"("at":"2026-03-01T09:30:00Z","traits":{"k":"v"}})";

TEST(Codec, WhatWasDecodedEncodesToTheSameText) {
  const auto cart = decode<Cart>(whole);
  ASSERT_TRUE(cart.ok()) << cart.error().detail;
  EXPECT_EQ(cart->lines[0].quantity, 2);
  EXPECT_EQ(cart->lines[0].product_id.value, 77);
  EXPECT_EQ(cart->colour, Colour::green);
  EXPECT_EQ(encode(*cart), whole);
}

TEST(Codec, NamesEveryWrongFieldAtOnceWithItsPath) {
  const auto cart = decode<Cart>(R"({"name":"too long","lines":[{"product_id":"ord_1","quantity":0}],"total":5,
                                     "colour":"blue","at":"soon"})");
  ASSERT_FALSE(cart.ok());
  std::vector<std::string> fields;
  for (const auto& field : cart.error().fields) fields.push_back(field.field + " " + field.code);
  EXPECT_EQ(fields, (std::vector<std::string>{"name too_long", "lines[0].product_id wrong_type",
                                              "lines[0].quantity too_small", "total wrong_type",
                                              "colour not_allowed", "at wrong_type"}));
}

TEST(Codec, SaysWhereTheTextIsBroken) {
  const auto cart = decode<Cart>(R"({"name": )");
  ASSERT_FALSE(cart.ok());
  EXPECT_EQ(cart.error().code, "request.malformed");
}

TEST(Codec, RefusesControlCharactersAndBrokenUtf8) {
  auto text = decode<Tree>("{\"text\":\"a\\u0007b\"}");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().fields[0].code, "control_character");
  EXPECT_EQ(decode<Tree>("{\"text\":\"\xff\"}").error().code, "request.malformed");
  EXPECT_EQ(decode<Tree>("{\"text\":\"\\ud800\"}").error().code, "request.malformed");
}

TEST(Codec, RefusesNestingPastItsLimit) {
  std::string deep;
  for (int i = 0; i < 60; ++i) deep += R"({"text":"x","replies":[)";
  EXPECT_EQ(decode<Tree>(deep).error().code, "request.malformed");
}

TEST(Codec, WholeNumbersMayBeWrittenAsRealsButNotOverflow) {
  const auto id = to_text(Id<ProductTag>{1});
  EXPECT_EQ(decode<Line>(R"({"product_id":")" + id + R"(","quantity":2.0})")->quantity, 2);
  EXPECT_EQ(decode<Line>(R"({"product_id":")" + id + R"(","quantity":2.5})").error().fields[0].code, "wrong_type");
  EXPECT_EQ(decode<Line>(R"({"product_id":")" + id + R"(","quantity":99999999999999999999})").error().fields[0].field,
            "quantity");
}

struct Settings {
  Raw given;
  template <class V>
  void describe(V& v) {
    v("given", given);
  }
};

TEST(Codec, AnyJsonIsKeptButForNumbersThatNoneCanSayAgain) {
  EXPECT_EQ(decode<Settings>(R"({"given":{"a":[1,null,"b"]}})")->given.text, R"({"a":[1,null,"b"]})");
  EXPECT_EQ(decode<Settings>(R"({"given":{"a":[1,11e999]}})").error().fields[0].code, "out_of_range");
}

TEST(Codec, EscapesWhatJsonCannotHold) {
  EXPECT_EQ(encode(Tree{"a\"\\\n\x01<é", {}}), "{\"text\":\"a\\\"\\\\\\n\\u0001<é\",\"replies\":[]}");
}

TEST(Formats, TellEmailsFromOtherText) {
  EXPECT_TRUE(has_format("mai.tran+shop@example.co", Pattern::Name::email));
  for (const auto* bad : {"mai", "mai@", "@example.co", "mai@example", "a b@example.co", "a..b@example.co", "a@-x.co"}) {
    EXPECT_FALSE(has_format(bad, Pattern::Name::email)) << bad;
  }
  EXPECT_TRUE(has_format("https://example.co/a?b", Pattern::Name::url));
  EXPECT_FALSE(has_format("javascript:alert(1)", Pattern::Name::url));
  EXPECT_FALSE(has_format("https://user@example.co/", Pattern::Name::url));
}

TEST(Schema, DescribesMembersRulesAndRecursion) {
  const auto cart = schema_of<Cart>();
  EXPECT_EQ(cart->name, "Cart");
  EXPECT_EQ(cart->fields[0].schema->max, 5);
  EXPECT_FALSE(cart->fields[1].required);
  EXPECT_EQ(cart->fields[2].schema->items->name, "Line");
  EXPECT_EQ(cart->fields[4].schema->values, (std::vector<std::string>{"red", "green"}));
  const auto tree = schema_of<Tree>();
  EXPECT_TRUE(tree->fields[1].schema->items->reference);
}

}  // namespace
}  // namespace plaza::json

#include "calls.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>

namespace plaza::interactions {
namespace {

namespace bj = boost::json;
using Kind = Value::Kind;

constexpr const char* plain_batch =
    R"({"batch":[{"type":"track","event":"Tag Tapped","anonymousId":"v-1","messageId":"m1","timestamp":"2026-03-01T12:00:00.000Z",)"
    R"("properties":{"post_id":"pst_1","nested":{"list":[1,-2.5e3,null,true,"a\"b\\c"]},"text":"Gốm Bát Tràng"}},7],)"
    R"("writeKey":"pk","sentAt":"2026-03-01T12:00:00.100Z","context":{}})";

void expect_same(const CallBody& scanned, const CallBody& parsed, const std::string& body) {
  EXPECT_EQ(scanned.is_object, parsed.is_object) << body;
  for (std::size_t i = 0; i < members_count; ++i) {
    const auto member = static_cast<Member>(i);
    ASSERT_EQ(scanned[member].kind, parsed[member].kind) << body;
    if (scanned[member].kind == Kind::object) {
      EXPECT_EQ(bj::parse(scanned[member].text), bj::parse(parsed[member].text)) << body;
    } else {
      EXPECT_EQ(scanned[member].text, parsed[member].text) << body;
    }
  }
}

// Whether the scanner was sure; if it was, Boost.JSON read the same.
bool agrees(const std::string& body) {
  const auto scanned = scan(body);
  if (!scanned) return false;
  const auto parsed = parse(body);
  EXPECT_TRUE(parsed.ok()) << body;
  if (!parsed.ok()) return true;
  expect_same(scanned->top, parsed->top, body);
  EXPECT_EQ(scanned->batch.size(), parsed->batch.size()) << body;
  for (std::size_t i = 0; i < std::min(scanned->batch.size(), parsed->batch.size()); ++i) {
    expect_same(scanned->batch[i], parsed->batch[i], body);
  }
  return true;
}

TEST(Calls, TheScannerTakesAPlainBatchApart) {
  const std::string body = plain_batch;
  const auto scanned = scan(body);
  ASSERT_TRUE(scanned);
  ASSERT_EQ(scanned->batch.size(), 2u);
  EXPECT_EQ(scanned->batch[0].text(Member::event), "Tag Tapped");
  EXPECT_EQ(scanned->batch[0].text(Member::anonymous_id), "v-1");
  EXPECT_EQ(scanned->batch[0][Member::properties].text,
            R"({"post_id":"pst_1","nested":{"list":[1,-2.5e3,null,true,"a\"b\\c"]},"text":"Gốm Bát Tràng"})");
  EXPECT_FALSE(scanned->batch[1].is_object);
  EXPECT_EQ(scanned->top.text(Member::write_key), "pk");
  EXPECT_TRUE(agrees(body));
}

TEST(Calls, BlanksBetweenThePartsAreNotKeptButThoseInTextsAre) {
  const std::string body = R"( { "properties" : { "a b" : [ 1 , 2 ] , "c" : "d \" { e" } , "userId" : 42 , "context":{"x":1} } )";
  const auto scanned = scan(body);
  ASSERT_TRUE(scanned);
  EXPECT_EQ(scanned->top[Member::properties].text, R"({"a b":[1,2],"c":"d \" { e"})");
  EXPECT_EQ(scanned->top[Member::user_id].kind, Kind::integer);
  EXPECT_EQ(scanned->top[Member::user_id].text, "42");
  EXPECT_EQ(scanned->top[Member::context].text, R"({"x":1})");
  EXPECT_TRUE(agrees(body));
}

TEST(Calls, WhatTheScannerIsNotSureOfItLeavesToTheParser) {
  for (const std::string body : {
           R"({"event":"a\u0041bcdef","x":"123456"})", R"({"ev\u0065nt":"abcdef","x":"12345"})", R"({"properties":{"a":"\ud83d\ude00"}})",
           R"({"userId":12345678901234567890})", R"({"a":1e999})", R"({"a":-0})"}) {
    EXPECT_FALSE(scan(body)) << body;
    EXPECT_TRUE(parse(body).ok()) << body;
  }
  EXPECT_EQ(parse(R"({"ev\u0065nt":"abc\u0041"})")->top.text(Member::event), "abcA");
}

TEST(Calls, BothRefuseWhatIsNoJson) {
  for (const std::string body :
       {"", "{", "[]", "7", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":\"\x01\"}", "{\"a\":\"\xff\"}",
        "{\"a\":\"\xc0\xaf\"}", "{\"a\":tru}", "{\"a\":\"\\x12345\"}", "{\"a\":[1,]}", "{} x", "{\"a\":\"b}", "{'a':1}", "{\"a\":+1}",
        "{\"a\":\"\\u12g4567\"}", "\xef\xbb\xbf{}"}) {
    EXPECT_FALSE(scan(body)) << body;
    EXPECT_FALSE(parse(body).ok()) << body;
  }
  std::string deep = "{\"properties\":";
  for (int i = 0; i < 40; ++i) deep += "[";
  for (int i = 0; i < 40; ++i) deep += "]";
  deep += "}";
  EXPECT_FALSE(scan(deep));
  EXPECT_FALSE(parse(deep).ok());
}

TEST(Calls, OfAMemberThatComesTwiceTheLastCounts) {
  EXPECT_TRUE(agrees(R"({"event":"a","event":"b","userId":1,"userId":"x","batch":[{"type":"page"}],"batch":[]})"));
  EXPECT_TRUE(agrees(R"({"batch":[{"type":"page"}],"batch":{}})"));
  EXPECT_EQ(scan(R"({"event":"a","event":"b"})")->top.text(Member::event), "b");
}

TEST(Calls, ScannerAndParserReadTheSameOfAHundredThousandMutations) {
  std::mt19937 random(7);
  const std::string alphabet = "{}[]\",:\\ \n0123456789.eE+-truefalsn\xc3\xa1u";
  int sure = 0;
  for (int round = 0; round < 100'000; ++round) {
    std::string body = plain_batch;
    const auto changes = random() % 4;
    for (unsigned n = 0; n < changes; ++n) {
      const auto place = random() % body.size();
      switch (random() % 4) {
        case 0: body[place] = alphabet[random() % alphabet.size()]; break;
        case 1: body.insert(place, 1, alphabet[random() % alphabet.size()]); break;
        case 2: body.erase(place, 1 + random() % 3); break;
        default: body.insert(place, body.substr(random() % body.size(), random() % 20)); break;
      }
      if (body.empty()) body = "{";
    }
    sure += agrees(body) ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(sure, 20'000);
}

}  // namespace
}  // namespace plaza::interactions

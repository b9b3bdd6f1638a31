#include "segment.h"

#include <gtest/gtest.h>

namespace plaza::interactions {
namespace {

const Time now = *parse_time("2026-03-01T12:00:00Z");

Sender sender() {
  Sender who;
  who.received_at = now;
  who.message_prefix = "req-";
  return who;
}

TEST(Segment, ReadsATrackCallAsAnalyticsNextSendsIt) {
  const auto parsed = parse_call("track", R"({"event":"Product Viewed","anonymousId":"a1","userId":"u1","messageId":"m1",
    "timestamp":"2026-03-01T11:59:50Z","sentAt":"2026-03-01T11:59:55Z","properties":{"product_id":"p"},
    "context":{"locale":"vi"},"_metadata":{"bundled":[]}})", sender());
  ASSERT_TRUE(parsed.ok());
  const auto& record = parsed->records.at(0);
  EXPECT_EQ(record.name, "Product Viewed");
  EXPECT_EQ(record.visitor, "a1");
  EXPECT_EQ(record.user_id, "u1");
  EXPECT_EQ(record.message_id, "m1");
  EXPECT_EQ(record.properties, R"({"product_id":"p"})");
  EXPECT_EQ(record.context, R"({"locale":"vi"})");
  EXPECT_EQ(to_text(record.at), "2026-03-01T11:59:55Z");  // five seconds before it was sent
  EXPECT_EQ(record.trust, Trust::evidence);
}

TEST(Segment, AClockThatIsAnHourFastIsCorrected) {
  const auto parsed = parse_call("page", R"({"anonymousId":"a","timestamp":"2026-03-01T12:59:58Z","sentAt":"2026-03-01T13:00:00Z"})",
                                 sender());
  EXPECT_EQ(to_text(parsed->records.at(0).at), "2026-03-01T11:59:58Z");
}

TEST(Segment, ReadsABatchAsTheRudderClientSendsIt) {
  const auto parsed = parse_call("batch", R"({"batch":[{"type":"identify","userId":7,"originalTimestamp":"2026-03-01T11:00:00Z",
    "traits":{"plan":"gold"},"channel":"server","messageId":"r1"}],"sentAt":"2026-03-01T11:30:00Z"})", sender());
  ASSERT_TRUE(parsed.ok());
  const auto& record = parsed->records.at(0);
  EXPECT_EQ(record.kind, Kind::identify);
  EXPECT_EQ(record.user_id, "7");
  EXPECT_EQ(record.properties, R"({"plan":"gold"})");
  EXPECT_EQ(to_text(record.at), "2026-03-01T11:30:00Z");
}

TEST(Segment, OneBadEventDoesNotLoseTheBatch) {
  const auto parsed = parse_call("batch", R"({"batch":[{"type":"track","event":"A","anonymousId":"a"},{"type":"track"},5,
    {"type":"dance","anonymousId":"a"},{"type":"track","event":"B","anonymousId":"a"}],"writeKey":"pk_1"})", sender());
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->records.size(), 2u);
  EXPECT_EQ(parsed->records[0].name, "A");
  EXPECT_EQ(parsed->records[1].name, "B");
  EXPECT_EQ(parsed->refused, 3);
  EXPECT_EQ(parsed->write_key, "pk_1");
  EXPECT_NE(parsed->records[0].message_id, parsed->records[1].message_id);
}

TEST(Segment, DropsWhatIsBeyondTheBatchLimit) {
  std::string body = R"({"batch":[)";
  for (int i = 0; i < 2'501; ++i) body += std::string(i ? "," : "") + R"({"type":"page","anonymousId":"a"})";
  const auto parsed = parse_call("batch", body + "]}", sender());
  EXPECT_EQ(parsed->records.size(), 2'500u);
  EXPECT_EQ(parsed->dropped, 1);
}

TEST(Segment, NamesTheMissingFieldOfASingleCall) {
  EXPECT_EQ(parse_call("track", R"({"event":"A"})", sender()).error().fields.at(0).field, "anonymousId");
  EXPECT_EQ(parse_call("track", R"({"anonymousId":"a"})", sender()).error().fields.at(0).field, "event");
  EXPECT_EQ(parse_call("alias", R"({"userId":"a"})", sender()).error().fields.at(0).field, "previousId");
  EXPECT_EQ(parse_call("batch", R"({"batch":{}})", sender()).error().fields.at(0).field, "batch");
  EXPECT_EQ(parse_call("track", "[]", sender()).error().code, "request.malformed");
  EXPECT_EQ(parse_call("track", "{", sender()).error().code, "request.malformed");
}

TEST(Segment, RefusesBodiesOverTheirLimit) {
  const std::string big(33 * 1024, ' ');
  EXPECT_EQ(parse_call("track", big, sender()).error().code, "interactions.too_large");
  const std::string huge(501 * 1024, ' ');
  EXPECT_EQ(parse_call("batch", huge, sender()).error().code, "interactions.too_large");
}

TEST(Segment, ASecretKeySpeaksForThePersonItNamesAndASessionForItself) {
  auto who = sender();
  who.secret_key = true;
  EXPECT_EQ(parse_call("identify", R"({"userId":"u"})", who)->records[0].trust, Trust::secret);
  who = sender();
  who.account = 5;
  who.visitor = "v";
  const auto record = parse_call("track", R"({"event":"A"})", who)->records[0];
  EXPECT_EQ(record.trust, Trust::session);
  EXPECT_EQ(record.account, 5);
  EXPECT_EQ(record.visitor, "v");
}

}  // namespace
}  // namespace plaza::interactions

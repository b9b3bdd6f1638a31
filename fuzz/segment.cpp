// Tracking calls: what the scanner takes, the JSON parser reads the same; records keep their bounds.
#include <boost/json.hpp>

#include "calls.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "segment.h"
#include "target.h"

namespace plaza::fuzz {
namespace {

// `a` as scanned, `b` as parsed.
bool same(const interactions::CallBody& a, const interactions::CallBody& b) {
  if (a.is_object != b.is_object) return false;
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    const auto& scanned = a.members[i];
    const auto& parsed = b.members[i];
    if (scanned.kind != parsed.kind) return false;
    // The scanner keeps an object as it was sent.
    const bool object = scanned.kind == interactions::Value::Kind::object;
    if ((object ? boost::json::serialize(boost::json::parse(scanned.text)) : std::string(scanned.text)) != parsed.text) return false;
  }
  return true;
}

}  // namespace

void read(std::string_view bytes) {
  if (const auto scanned = interactions::scan(bytes)) {
    const auto parsed = interactions::parse(bytes);
    CHECK(parsed.ok() && same(scanned->top, parsed->top) && scanned->batch.size() == parsed->batch.size());
    for (std::size_t i = 0; i < scanned->batch.size(); ++i) CHECK(same(scanned->batch[i], parsed->batch[i]));
  }
  interactions::Sender sender;
  sender.visitor = "visitor";
  sender.message_prefix = "m";
  for (const char* call : {"track", "identify", "page", "screen", "group", "alias", "batch"}) {
    const auto parsed = interactions::parse_call(call, bytes, sender);
    if (!parsed.ok()) {
      CHECK(!parsed.error().code.empty());
      continue;
    }
    CHECK(parsed->records.size() <= interactions::batch_events_max);
  }
}

std::vector<std::string> seeds() {
  return {R"({"batch":[{"type":"track","event":"Product Viewed","anonymousId":"v1","messageId":"m1","properties":{"product_id":"p","price":2.5},)"
          R"("timestamp":"2026-11-22T08:00:00.000Z"},{"type":"identify","userId":"u1","traits":{"email":"a@b.example"}},7],)"
          R"("sentAt":"2026-11-22T08:00:01Z","writeKey":"w","context":{"library":{"name":"analytics.js"}}})",
          R"({"event":"A \"b\" \u00e9","userId":7,"properties":{"list":[1,{"x":null}],"t":true}})", R"({"type":"alias","previousId":"a","userId":"b"})",
          "[]", R"({"batch":{}})"};
}

}  // namespace plaza::fuzz

// What the real clients send (observed): analytics-node posts a batch as application/json; the RudderStack client posts gzip with a
// wrong content type and originalTimestamp; analytics-next posts single calls as text/plain with sentAt. So the content type is
// never believed, and every member that another client leaves out has a fallback.
#include "segment.h"

#include "calls.h"
#include "interactions/lines.h"
#include "platform/base/text.h"
#include "platform/json/describe.h"

namespace plaza::interactions {

namespace {

// userId may come as a number from servers.
std::string id_of(const CallBody& call, Member member) {
  const auto& value = call[member];
  if (value.kind == Value::Kind::integer) return std::string(value.text);
  return std::string(call.text(member).substr(0, 255));
}

std::string object_text(const CallBody& call, Member member) {
  const auto& value = call[member];
  return value.kind == Value::Kind::object ? std::string(value.text) : std::string();
}

std::optional<Time> time_of(const CallBody& call, Member member) {
  const auto text = call.text(member);
  return text.empty() ? std::nullopt : parse_time(text);
}

// happened = received - (sent - stamped): the sender's clock cancels out. Never later than now.
Time corrected(const CallBody& event, std::optional<Time> sent_at, Time received_at) {
  auto stamped = time_of(event, Member::original_timestamp);
  if (!stamped) stamped = time_of(event, Member::timestamp);
  if (!stamped) return received_at;
  if (const auto own = time_of(event, Member::sent_at)) sent_at = own;
  const Time at = sent_at ? received_at - (*sent_at - *stamped) : *stamped;
  return at > received_at || at < received_at - days(3650) ? received_at : at;
}

// Fills an empty record.
Status read_record(Record& record, std::string_view call, const CallBody& event, std::optional<Time> sent_at, const Sender& sender,
                   std::size_t index) {
  const auto kind = json::parse_enum<Kind>(call);
  if (!kind || *kind == Kind::domain || *kind == Kind::tick) {
    return invalid_field("type", "not_allowed", "must be track, identify, page, screen, group or alias");
  }
  record.kind = *kind;
  record.received_at = sender.received_at;
  record.at = corrected(event, sent_at, sender.received_at);
  record.visitor = id_of(event, Member::anonymous_id);
  record.user_id = id_of(event, Member::user_id);
  if (record.visitor.empty()) record.visitor = sender.visitor;
  if (record.visitor.empty() && record.user_id.empty()) {
    return invalid_field("anonymousId", "required", "anonymousId or userId is required");
  }
  if (*kind == Kind::track) {
    record.name = std::string(event.text(Member::event));
    if (record.name.empty()) return invalid_field("event", "required", "is required");
  } else if (*kind == Kind::alias) {
    record.name = id_of(event, Member::previous_id);
    if (record.name.empty()) return invalid_field("previousId", "required", "is required");
  } else if (*kind == Kind::group) {
    record.name = id_of(event, Member::group_id);
  } else {
    record.name = std::string(event.text(Member::name));
  }
  if (record.name.size() > 255) return invalid_field("event", "too_long", "must have at most 255 bytes");
  record.properties = object_text(event, *kind == Kind::identify || *kind == Kind::group ? Member::traits : Member::properties);
  record.context = object_text(event, Member::context);
  record.message_id = std::string(event.text(Member::message_id).substr(0, 100));
  if (record.message_id.empty()) record.message_id = sender.message_prefix + std::to_string(index);
  record.trust = sender.secret_key ? Trust::secret : sender.account ? Trust::session : Trust::evidence;
  record.account = sender.account;
  return done();
}

void parse_batch(const std::vector<CallBody>& events, std::optional<Time> sent_at, const Sender& sender, Parsed& parsed) {
  parsed.records.reserve(std::min(events.size(), batch_events_max));
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i >= batch_events_max) {
      parsed.dropped = static_cast<std::int64_t>(events.size() - i);
      return;
    }
    const auto& event = events[i];
    if (!event.is_object) {
      ++parsed.refused;
      continue;
    }
    auto& record = parsed.records.emplace_back();
    const bool fine = read_record(record, event.text(Member::type), event, sent_at, sender, i).ok();
    if (fine && record.properties.size() + record.context.size() <= event_bytes_max) continue;
    parsed.records.pop_back();
    ++parsed.refused;
  }
}

Result<Body> take_apart(std::string_view text) {
  if (auto plain = scan(text)) return std::move(*plain);
  return parse(text);
}

}  // namespace

Result<Parsed> parse_call(std::string_view call, std::string_view body, const Sender& sender) {
  const bool batch = call == "batch";
  const std::size_t bytes_max = batch ? batch_bytes_max : event_bytes_max;
  if (body.size() > bytes_max) {
    return Error{ErrorKind::invalid, "interactions.too_large",
                 "The body has more than " + std::to_string(bytes_max) + " bytes."};
  }
  TRY(const auto taken_apart, take_apart(body));
  const CallBody& top = taken_apart.top;

  Parsed parsed;
  parsed.write_key = std::string(top.text(Member::write_key).substr(0, 200));
  const auto sent_at = time_of(top, Member::sent_at);
  if (!batch) {
    TRY_DONE(read_record(parsed.records.emplace_back(), call, top, sent_at, sender, 0));
    return parsed;
  }
  if (top[Member::batch].kind != Value::Kind::array) return invalid_field("batch", "required", "must be a list of calls");
  parse_batch(taken_apart.batch, sent_at, sender, parsed);
  return parsed;
}

Result<Record> parse_line(std::string_view line, Time now, const std::string& message_id) {
  if (line.size() > event_bytes_max) return Error{ErrorKind::invalid, "interactions.too_large", "The line has more than 32768 bytes."};
  const auto taken_apart = take_apart(line);
  if (!taken_apart.ok()) return Error{ErrorKind::invalid, "request.malformed", "The line is not a JSON object."};
  const CallBody& call = taken_apart->top;
  Sender sender;
  sender.received_at = now;
  sender.secret_key = true;
  Record record;
  TRY_DONE(read_record(record, call.text(Member::type), call, std::nullopt, sender, 0));
  if (call.text(Member::message_id).empty()) record.message_id = message_id;
  return record;
}

}  // namespace plaza::interactions

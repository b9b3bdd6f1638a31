#include "calls.h"

#include <boost/json.hpp>

namespace plaza::interactions {

namespace {

namespace bj = boost::json;

std::string_view kept(Body& body, std::string text) { return body.copies.emplace_back(std::move(text)); }

Value value_of(const bj::value& value, Body& body) {
  using Kind = Value::Kind;
  if (const auto* text = value.if_string()) return {kept(body, std::string(text->data(), text->size())), Kind::text};
  if (const auto* number = value.if_int64()) return {kept(body, std::to_string(*number)), Kind::integer};
  if (value.is_object()) return {kept(body, bj::serialize(value)), Kind::object};
  return {{}, value.is_array() ? Kind::array : Kind::other};
}

CallBody call_of(const bj::object& object, Body& body) {
  CallBody call;
  for (const auto& [name, value] : object) {
    if (const auto member = member_named({name.data(), name.size()})) call[*member] = value_of(value, body);
  }
  return call;
}

}  // namespace

std::optional<Member> member_named(std::string_view name) {
  switch (name.size()) {
    case 4:
      if (name == "type") return Member::type;
      if (name == "name") return Member::name;
      break;
    case 5:
      if (name == "event") return Member::event;
      if (name == "batch") return Member::batch;
      break;
    case 6:
      if (name == "userId") return Member::user_id;
      if (name == "sentAt") return Member::sent_at;
      if (name == "traits") return Member::traits;
      break;
    case 7:
      if (name == "context") return Member::context;
      if (name == "groupId") return Member::group_id;
      break;
    case 8:
      if (name == "writeKey") return Member::write_key;
      break;
    case 9:
      if (name == "messageId") return Member::message_id;
      if (name == "timestamp") return Member::timestamp;
      break;
    case 10:
      if (name == "properties") return Member::properties;
      if (name == "previousId") return Member::previous_id;
      break;
    case 11:
      if (name == "anonymousId") return Member::anonymous_id;
      break;
    case 17:
      if (name == "originalTimestamp") return Member::original_timestamp;
      break;
    default:
      break;
  }
  return std::nullopt;
}

Result<Body> parse(std::string_view text) {
  bj::monotonic_resource arena;
  bj::error_code failure;
  const auto document = bj::parse({text.data(), text.size()}, failure, &arena, {.max_depth = 32});
  if (failure) return Error{ErrorKind::invalid, "request.malformed", "The JSON text is broken."};
  const auto* object = document.if_object();
  if (!object) return Error{ErrorKind::invalid, "request.malformed", "The body must be a JSON object."};
  Body body;
  body.top = call_of(*object, body);
  const auto* value = object->if_contains("batch");
  const auto* batch = value ? value->if_array() : nullptr;
  if (!batch) return body;
  body.batch.reserve(batch->size());
  for (const auto& entry : *batch) {
    if (const auto* call = entry.if_object()) {
      body.batch.push_back(call_of(*call, body));
    } else {
      body.batch.emplace_back().is_object = false;
    }
  }
  return body;
}

}  // namespace plaza::interactions

#include "contact_lens.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "platform/json/document.h"

namespace plaza::calls {
namespace {

constexpr std::int64_t offset_max = 100LL * 3'600 * 1'000;

Error no_transcript(const char* why) { return {ErrorKind::unprocessable, "calls.not_a_transcript", why}; }

std::string text_at(const boost::json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::optional<std::int64_t> offset_at(const boost::json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  if (!found || !found->is_int64() || found->get_int64() < 0 || found->get_int64() > offset_max) return std::nullopt;
  return found->get_int64();
}

const boost::json::array* list_at(const boost::json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found ? found->if_array() : nullptr;
}

Role role_of(const std::string& name) {
  if (name == "AGENT") return Role::agent;
  return name == "CUSTOMER" ? Role::customer : Role::other;
}

std::string sentiment_of(const std::string& told) {
  const std::string lower = lower_ascii(told);
  return lower == "positive" || lower == "negative" || lower == "neutral" || lower == "mixed" ? lower : std::string();
}

// Nothing: it has no words or no times.
std::optional<Turn> turn_of(const boost::json::value& value, const std::map<std::string, Role>& participants) {
  const auto* item = value.if_object();
  if (!item) return std::nullopt;
  const auto begin = offset_at(*item, "BeginOffsetMillis"), end = offset_at(*item, "EndOffsetMillis");
  const auto found = participants.find(text_at(*item, "ParticipantId"));
  std::string said = excerpt(trimmed(text_at(*item, "Content")), turn_text_max);
  if (!begin || !end || *end < *begin || found == participants.end() || said.empty()) return std::nullopt;
  return Turn{found->second, "", *begin, *end, std::move(said), sentiment_of(text_at(*item, "Sentiment"))};
}

}  // namespace

Result<Transcript> read_contact_lens(std::string_view file) {
  if (file.size() > file_max) return Error{ErrorKind::unprocessable, "calls.too_long", "The transcript is longer than 5 MB."};
  if (file.starts_with("\xef\xbb\xbf")) file.remove_prefix(3);
  const auto document = json::parse(file);
  const auto* root = document.ok() ? document->root().if_object() : nullptr;
  if (!root) return no_transcript("It is no JSON object.");
  const auto* participants = list_at(*root, "Participants");
  const auto* items = list_at(*root, "Transcript");
  if (!participants || !items) return no_transcript("A Contact Lens file has Participants and a Transcript.");
  if (const auto channel = text_at(*root, "Channel"); !channel.empty() && channel != "VOICE") {
    return Error{ErrorKind::unprocessable, "calls.not_voice", "It is the file of a chat or an e-mail, not of a call."};
  }
  std::map<std::string, Role> roles;
  for (const auto& each : *participants) {
    const auto* one = each.if_object();
    if (one && roles.size() < 100) roles[text_at(*one, "ParticipantId")] = role_of(text_at(*one, "ParticipantRole"));
  }
  Transcript transcript;
  transcript.format = Format::contact_lens;
  transcript.language = excerpt(text_at(*root, "LanguageCode"), 20);
  const auto* metadata = root->if_contains("CustomerMetadata");
  if (metadata && metadata->is_object()) transcript.contact_id = excerpt(text_at(metadata->get_object(), "ContactId"), 200);
  if (items->size() > turns_max) return Error{ErrorKind::unprocessable, "calls.too_long", "The transcript has too many turns."};
  for (const auto& each : *items) {
    auto turn = turn_of(each, roles);
    if (!turn) {
      transcript.skipped += 1;
      continue;
    }
    transcript.duration_ms = std::max(transcript.duration_ms, turn->end_ms);
    transcript.turns.push_back(std::move(*turn));
  }
  if (transcript.turns.empty()) return Error{ErrorKind::unprocessable, "calls.empty", "There are no words in it."};
  return transcript;
}

}  // namespace plaza::calls

#include "rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "care/conversation.h"
#include "contact_lens.h"
#include "platform/base/text.h"
#include "webvtt.h"

namespace plaza::calls {
namespace {

constexpr std::int64_t gap_max_ms = 2'000;
constexpr std::size_t joined_max = 1'000;
constexpr std::size_t parts_max = 20;

bool is_among(std::string_view name, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

Role role_of_name(const std::string& speaker, std::string_view customer_name, std::string_view agent_name) {
  const std::string name = folded(trimmed(speaker));
  if (name.empty()) return Role::other;
  if (!agent_name.empty() && name == folded(trimmed(agent_name))) return Role::agent;
  if (!customer_name.empty() && name == folded(trimmed(customer_name))) return Role::customer;
  if (is_among(name, {"agent", "support", "representative", "operator", "nhan vien", "tong dai vien"})) return Role::agent;
  if (is_among(name, {"customer", "caller", "client", "khach hang", "khach"})) return Role::customer;
  return Role::other;
}

std::string name_of(const Turn& turn, std::string_view customer_name, std::string_view agent_name) {
  if (!turn.speaker.empty()) return turn.speaker;
  if (turn.role == Role::agent) return agent_name.empty() ? "Agent" : std::string(agent_name);
  if (turn.role == Role::customer) return customer_name.empty() ? "Customer" : std::string(customer_name);
  return "?";
}

}  // namespace

Result<Transcript> read_file(std::string_view file) {
  std::string_view begin = file.substr(0, 100);
  if (begin.starts_with("\xef\xbb\xbf")) begin.remove_prefix(3);
  if (trimmed(begin).starts_with("{")) return read_contact_lens(file);
  return read_webvtt(file);
}

void name_roles(Transcript& transcript, std::string_view customer_name, std::string_view agent_name) {
  if (transcript.format == Format::contact_lens) return;
  std::set<std::string> speakers;
  Role known = Role::other;
  for (auto& turn : transcript.turns) {
    turn.role = role_of_name(turn.speaker, customer_name, agent_name);
    if (turn.role != Role::other) known = turn.role;
    if (speakers.size() < 3) speakers.insert(turn.speaker);
  }
  if (speakers.size() != 2 || known == Role::other || speakers.contains("")) return;
  const Role left = known == Role::agent ? Role::customer : Role::agent;
  for (auto& turn : transcript.turns) {
    if (turn.role == Role::other) turn.role = left;
  }
}

void join_turns(Transcript& transcript) {
  std::vector<Turn> joined;
  for (auto& turn : transcript.turns) {
    Turn* last = joined.empty() ? nullptr : &joined.back();
    const bool goes_on = last && last->role == turn.role && last->speaker == turn.speaker && turn.begin_ms - last->end_ms <= gap_max_ms &&
                         turn.begin_ms >= last->begin_ms && code_points(last->text) + code_points(turn.text) < joined_max;
    if (!goes_on) {
      joined.push_back(std::move(turn));
      continue;
    }
    last->text += " " + turn.text;
    last->end_ms = std::max(last->end_ms, turn.end_ms);
    if (last->sentiment != turn.sentiment) last->sentiment = last->sentiment.empty() || turn.sentiment.empty() ? last->sentiment + turn.sentiment : "mixed";
  }
  transcript.turns = std::move(joined);
}

std::string clock_text(std::int64_t milliseconds) {
  const std::int64_t seconds_all = milliseconds / 1'000, hour = seconds_all / 3'600, minute = seconds_all / 60 % 60, second = seconds_all % 60;
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return hour > 0 ? std::to_string(hour) + ":" + two(minute) + ":" + two(second) : std::to_string(minute) + ":" + two(second);
}

std::vector<std::string> conversation_texts(const Transcript& transcript, std::string_view customer_name, std::string_view agent_name) {
  std::vector<std::string> parts;
  std::string part;
  std::size_t length = 0;
  for (const auto& turn : transcript.turns) {
    std::string line = clock_text(turn.begin_ms) + " " + name_of(turn, customer_name, agent_name) + ": " + turn.text + "\n";
    const std::size_t more = code_points(line);
    if (length + more > care::text_max) {
      parts.push_back(std::move(part));
      part.clear();
      length = 0;
      if (parts.size() == parts_max) return parts;
    }
    part += line;
    length += more;
  }
  if (!part.empty()) parts.push_back(std::move(part));
  return parts;
}

}  // namespace plaza::calls

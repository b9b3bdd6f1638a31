#include "rules.h"

#include <algorithm>
#include <array>

#include "hours.h"
#include "ml/text/intent.h"
#include "platform/base/text.h"
#include "platform/mail/mail.h"
#include "profiles/names.h"

namespace plaza::care {
namespace {

constexpr std::array<std::pair<Status, Status>, 10> moves{{{Status::open, Status::pending},
                                                          {Status::open, Status::snoozed},
                                                          {Status::open, Status::resolved},
                                                          {Status::pending, Status::open},
                                                          {Status::pending, Status::snoozed},
                                                          {Status::pending, Status::resolved},
                                                          {Status::snoozed, Status::open},
                                                          {Status::snoozed, Status::pending},
                                                          {Status::snoozed, Status::resolved},
                                                          {Status::resolved, Status::open}}};

// Of the topics that a shop begins with.
std::string_view usual_topic(ml::text::Intent intent) {
  using ml::text::Intent;
  switch (intent) {
    case Intent::where_is_order:
    case Intent::late:
    case Intent::missing_item:
    case Intent::cancel_order:
    case Intent::change_address:
    case Intent::change_order:
    case Intent::payment_problem:
    case Intent::money_lost: return "order";
    case Intent::return_item:
    case Intent::refund:
    case Intent::exchange:
    case Intent::wrong_item: return "return";
    case Intent::damaged:
    case Intent::defect:
    case Intent::warranty:
    case Intent::safety: return "broken";
    case Intent::size_question:
    case Intent::stock_question:
    case Intent::price_question:
    case Intent::discount_code:
    case Intent::product_question: return "product";
    case Intent::account:
    case Intent::speak_to_person:
    case Intent::complaint:
    case Intent::praise: return "other";
  }
  return {};
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

bool may_follow(Status from, Status to) {
  return from == to || std::find(moves.begin(), moves.end(), std::pair(from, to)) != moves.end();
}

Settings first_settings() {
  Settings settings;
  settings.hours = {{540, 1080}, {540, 1080}, {540, 1080}, {540, 1080}, {540, 1080}, {0, 0}, {0, 0}};
  settings.promises = {{Priority::low, 1'080, 5'400}, {Priority::normal, 540, 2'700}, {Priority::high, 120, 1'080}, {Priority::urgent, 30, 540}};
  settings.topics = {{"order", "My order", "Đơn hàng của tôi", "orders", Priority::normal, {}},
                     {"return", "A return or exchange", "Trả hàng hoặc đổi hàng", "orders", Priority::normal, {}},
                     {"broken", "Something arrived broken", "Hàng bị vỡ hoặc hỏng", "orders", Priority::high, {}},
                     {"product", "A question about a product", "Câu hỏi về sản phẩm", "products", Priority::normal, {}},
                     {"other", "Something else", "Chuyện khác", "", Priority::low, {}}};
  for (auto& topic : settings.topics) {
    for (std::size_t i = 0; i < ml::text::intents_count; ++i) {
      const auto intent = static_cast<ml::text::Intent>(i);
      if (usual_topic(intent) == topic.code) topic.intents.emplace_back(ml::text::intent_name(intent));
    }
  }
  settings.labels = {"broken", "delivery", "praise", "question", "return"};
  return settings;
}

plaza::Status check(const Settings& settings) {
  Error error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", {}};
  const auto wrong = [&](std::string field, const char* code, const char* text) { error.fields.push_back({std::move(field), code, text}); };
  for (std::size_t i = 0; i < settings.hours.size(); ++i) {
    if (settings.hours[i].from > settings.hours[i].to) wrong("hours[" + std::to_string(i) + "].to", "too_small", "must not be before it opens");
  }
  if (!settings.time_zone.empty() && !is_time_zone(settings.time_zone)) wrong("time_zone", "unknown", "is no name of a time zone, such as Europe/Berlin");
  for (std::size_t i = 0; i < settings.limits.others.size(); ++i) {
    const auto& code = settings.limits.others[i].currency;
    for (std::size_t k = 0; k < i; ++k) {
      if (settings.limits.others[k].currency == code) wrong("limits.others[" + std::to_string(i) + "].currency", "taken", "is there already");
    }
  }
  for (std::size_t i = 0; i < settings.promises.size(); ++i) {
    if (static_cast<std::size_t>(settings.promises[i].priority) != i) wrong("promises[" + std::to_string(i) + "].priority", "wrong_order", "must go from low to urgent");
  }
  for (std::size_t i = 0; i < settings.topics.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (settings.topics[k].code == settings.topics[i].code) wrong("topics[" + std::to_string(i) + "].code", "taken", "is there already");
    }
    for (std::size_t k = 0; k < settings.topics[i].intents.size(); ++k) {
      if (ml::text::intent_from_name(settings.topics[i].intents[k])) continue;
      wrong("topics[" + std::to_string(i) + "].intents[" + std::to_string(k) + "]", "unknown", "is nothing that is recognised in messages");
    }
  }
  for (std::size_t i = 0; i < settings.labels.size(); ++i) {
    if (clean_label(settings.labels[i]) != settings.labels[i]) wrong("labels[" + std::to_string(i) + "]", "wrong_format", "is not a label: lower-case words");
  }
  if (!error.fields.empty()) return error;
  return done();
}

std::int64_t pressing_of(const Conversation& each) {
  constexpr std::int64_t step = 1'000'000'000'000;  // between two priorities
  return static_cast<std::int64_t>(each.priority) * step + std::clamp<std::int64_t>(each.urgency, 0, step - 1);
}

Promise promise_of(const Settings& settings, Priority priority) {
  const auto at = static_cast<std::size_t>(priority);
  return at < settings.promises.size() ? settings.promises[at] : Promise{priority, 0, 0};
}

void set_priority(Conversation& each, Priority priority, const Settings& settings) {
  each.priority = priority;
  const Promise promise = promise_of(settings, priority);
  if (each.reply_due.micros > 0) each.reply_due = due_after(each.last_in_at, promise.reply_minutes, settings);
  if (each.resolution_due.micros > 0) each.resolution_due = due_after(each.opened_at, promise.resolve_minutes, settings);
}

bool take_in(Impression& known, const Reading& reading, bool again) {
  if (again) {
    known.severity = Severity::none;
    known.intent_corrected = false;
  }
  if (reading.feeling != Feeling::unknown) {
    known.feeling = reading.feeling;
    known.score = std::clamp(reading.score, -100, 100);
    known.feeling_corrected = false;
  }
  if (!reading.intent.empty() && !known.intent_corrected) known.intent = reading.intent;
  if (!reading.words.empty()) {
    known.words.clear();
    for (const auto& word : reading.words) {
      if (known.words.size() < read_words_max) known.words.push_back(clean_line(word, 60));
    }
  }
  const bool graver = reading.severity > known.severity;
  known.severity = std::max(known.severity, reading.severity);
  return graver;
}

Severity severity_of(std::string_view intent, int score) {
  ml::text::Sentiment feeling;
  feeling.score = score / 100.0;
  std::vector<ml::text::FoundIntent> found;
  if (const auto known = ml::text::intent_from_name(intent)) found.push_back({*known, 1, {}});
  return static_cast<Severity>(ml::text::severity(found, feeling));
}

Priority priority_at_least(Severity severity) {
  return severity == Severity::safety ? Priority::urgent : severity == Severity::money ? Priority::high : Priority::low;
}

const Topic* topic_of(const Settings& settings, std::string_view code) {
  const auto found = std::find_if(settings.topics.begin(), settings.topics.end(), [&](const Topic& each) { return each.code == code; });
  return found == settings.topics.end() ? nullptr : &*found;
}

const Topic* topic_for(const Settings& settings, std::string_view intent) {
  const auto known = ml::text::intent_from_name(intent);
  if (!known) return nullptr;
  bool any = false;
  for (const auto& topic : settings.topics) {
    if (std::find(topic.intents.begin(), topic.intents.end(), intent) != topic.intents.end()) return &topic;
    any = any || !topic.intents.empty();
  }
  return any ? nullptr : topic_of(settings, usual_topic(*known));
}

std::int64_t next_due(const Conversation& each) {
  if (each.status != Status::open) return never;
  std::int64_t due = never;
  if (each.reply_due.micros > 0) due = std::min(due, each.reply_due.micros);
  if (each.resolution_due.micros > 0) due = std::min(due, each.resolution_due.micros);
  return due;
}

void heard(Conversation& each, Time now, const Settings& settings) {
  const Promise promise = promise_of(settings, each.priority);
  // Who writes twice before an answer does not wait longer for it.
  if (each.reply_due.micros == 0) each.reply_due = due_after(now, promise.reply_minutes, settings);
  if (each.status == Status::resolved) {
    each.resolution_due = due_after(now, promise.resolve_minutes, settings);
    each.resolved_at = {};
    each.escalated = false;
  }
  each.status = Status::open;
  each.snoozed_until = {};
  each.last_in_at = now;
  each.unread += 1;
}

void answered(Conversation& each, Time now) {
  if (each.first_replied_at.micros == 0) each.first_replied_at = now;
  each.last_out_at = now;
  each.reply_due = {};
  each.escalated = false;
  each.unread = 0;
}

std::optional<identity::AccountId> choose(const std::vector<Candidate>& candidates, const Settings& settings, std::string_view team) {
  const Candidate* best = nullptr;
  for (const auto& agent : settings.agents) {
    const bool skilled = agent.teams.empty() || team.empty() ||
                         std::find(agent.teams.begin(), agent.teams.end(), team) != agent.teams.end();
    if (!skilled) continue;
    for (const auto& each : candidates) {
      if (each.account != agent.account_id || each.open >= agent.open_max) continue;
      if (!best || each.open < best->open) best = &each;
    }
  }
  if (!best) return std::nullopt;
  return best->account;
}

std::string clean_text(std::string_view text, std::size_t most) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (i + 1 >= text.size() || text[i + 1] != '\n') plain += '\n';
    } else if (!is_control(text[i]) || text[i] == '\n' || text[i] == '\t') {
      plain += text[i];
    }
  }
  return excerpt(trimmed(plain), most);
}

std::string clean_line(std::string_view text, std::size_t most) {
  std::string line;
  bool blank = false;
  for (const char c : text) {
    if (is_control(c) || c == ' ') {
      blank = !line.empty();
    } else {
      if (blank) line += ' ';
      blank = false;
      line += c;
    }
  }
  return excerpt(line, most);
}

std::string excerpt_of(std::string_view text) { return clean_line(text.substr(0, 1'000), 140); }

std::string clean_label(std::string_view text) {
  std::string label = clean_line(text, label_max);
  for (char& c : label) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ',' || c == '"' || c == '<' || c == '>') return {};
  }
  return label;
}

std::string clean_email(std::string_view text) {
  const std::string lower = lower_ascii(trimmed(text));
  if (lower.find('<') != std::string::npos || lower.size() > 254) return {};
  const auto parsed = mail::parse_address(lower);
  return parsed ? parsed->address : std::string();
}

std::string without(std::string_view text, const std::vector<std::string>& words) { return profiles::without(text, words); }

}  // namespace plaza::care

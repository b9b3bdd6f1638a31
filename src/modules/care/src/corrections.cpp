// What staff say of a conversation that was read or guessed before: how it feels, what it wants, what it is about and whose it is.
#include "desk.h"
#include "lessons.h"
#include "ml/text/intent.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "store.h"

namespace plaza::care {
namespace {

int score_of(Feeling feeling) { return feeling == Feeling::negative ? -100 : feeling == Feeling::positive ? 100 : 0; }

void set_topic(Conversation& each, const std::string& code, const Settings& settings, std::vector<Happened>& told) {
  if (code == each.topic) return;
  each.topic = code;
  const Topic* topic = topic_of(settings, code);
  each.team = topic ? topic->team : std::string();
  told.push_back({"topic", code, {}, ""});
}

}  // namespace

plaza::Status Desk::correct(db::Transaction& tx, Conversation& each, const Agent& by, const Change& change, const Settings& settings, std::vector<Happened>& told) {
  auto& known = each.impression;
  const Severity before = known.severity;
  const bool felt = change.feeling && *change.feeling != known.feeling;
  const bool wanted = change.intent && *change.intent != known.intent;
  if (felt) {
    if (*change.feeling == Feeling::unknown) return invalid_field("feeling", "not_allowed", "must be negative, neutral or positive");
    known.feeling = *change.feeling;
    known.score = score_of(known.feeling);
    known.feeling_corrected = true;
    keep_correction(tx, each.id, Corrected::feeling, json::enum_text(known.feeling), by.id, needs_.clock.now());
    told.push_back({"feeling", std::string(json::enum_text(known.feeling)), {}, ""});
  }
  if (wanted) {
    if (!change.intent->empty() && !ml::text::intent_from_name(*change.intent)) return invalid_field("intent", "unknown", "is nothing that is recognised in messages");
    // What followed from the wrong one follows from the right one, unless somebody says otherwise.
    const Topic* followed = topic_for(settings, known.intent);
    known.intent = *change.intent;
    known.intent_corrected = true;
    keep_correction(tx, each.id, Corrected::intent, known.intent, by.id, needs_.clock.now());
    told.push_back({"intent", known.intent, {}, ""});
    const Topic* now = topic_for(settings, known.intent);
    if (!change.topic && now && (each.topic.empty() || (followed && followed->code == each.topic))) set_topic(each, now->code, settings, told);
  }
  if (!felt && !wanted) return done();
  known.severity = severity_of(known.intent, known.score);
  const Priority least = priority_at_least(known.severity);
  if (settings.raise && !change.priority && known.severity > before && each.priority < least) {
    set_priority(each, least, settings);
    told.push_back({"raised", std::string(json::enum_text(least)), {}, std::string(json::enum_text(known.severity))});
  }
  return done();
}

plaza::Status Desk::describe_anew(db::Transaction& tx, Conversation& each, const Change& change, const Settings& settings, std::vector<Happened>& told) {
  if (change.topic) {
    if (!change.topic->empty() && *change.topic != each.topic && !topic_of(settings, *change.topic)) {
      return invalid_field("topic", "unknown", "is no topic of this shop");
    }
    set_topic(each, *change.topic, settings, told);
  }
  if (change.team) {
    const std::string wish = clean_line(*change.team, 40);
    if (wish != each.team) {
      each.team = wish;
      told.push_back({"team", wish, {}, ""});
    }
  }
  if (change.product && *change.product != each.product) {
    const auto product = *change.product && needs_.catalog ? needs_.catalog->product(tx, *change.product) : std::nullopt;
    if (*change.product && needs_.catalog && !product) return invalid_field("product_id", "unknown", "is no product of this shop");
    each.product = *change.product;
    told.push_back({"product", product ? product->title : std::string(), {}, each.product ? to_text(each.product) : std::string()});
  }
  return done();
}

}  // namespace plaza::care

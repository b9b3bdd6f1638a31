// What customers wrote in public and took back, or what was taken away there: its words leave the conversation.
#include "desk.h"
#include "lesson_statements.h"
#include "merging.h"
#include "pictures.h"
#include "platform/json/codec.h"
#include "rows.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {

namespace sql = statements;

namespace {

constexpr int lines_max = 50;  // of a thread, looked at for why it closed

bool is_wordless(const Message& message) {
  return message.direction == Direction::in && message.text.empty() && message.html.empty() && message.pictures.empty() && message.cards.empty();
}

// By the latest line that says so, newest first.
bool closed_by_withdrawal(const std::vector<Message>& lines) {
  for (const auto& line : lines) {
    if (!line.happened) continue;
    if (line.happened->kind == "withdrawn") return true;
    if (line.happened->kind == "status" || line.happened->kind == "erased" || line.happened->kind == "answered") return false;
  }
  return false;
}

}  // namespace

std::optional<Conversation> Desk::of_thread(db::Reader& reader, std::string_view channel, std::string_view key) {
  return store::find_by_key(reader, channel, key);
}

plaza::Status Desk::take_words(db::Transaction& tx, ConversationId id, const std::vector<Message>& messages) {
  bool any = false;
  for (const auto& message : messages) {
    if (message.direction != Direction::in || (message.text.empty() && message.html.empty() && message.pictures.empty())) continue;
    const std::string happened = message.happened ? json::encode(*message.happened) : std::string();
    tx.send(sql::blank_message, {message.id, happened, ""});
    for (const auto picture : message.pictures) {
      store::delete_picture(tx, picture);
      [[maybe_unused]] const auto removed = needs_.media.remove(tx, picture);  // where it came from it may be gone already
    }
    any = true;
  }
  auto each = any ? store::find(tx, id) : std::nullopt;
  if (!each) return done();
  each->impression.words.clear();
  TRY_DONE(words_changed(tx, *each, ""));  // a subject is the first words, or the title that somebody gave
  const bool spoken = tx.one(sql::latest_words, {id}, [](const db::Row&) { return true; }).has_value();
  return spoken ? done() : close(tx, *each, "withdrawn");
}

plaza::Status Desk::words_changed(db::Transaction& tx, Conversation& each, const std::string& subject) {
  const auto newest = tx.one(sql::newest_said, {each.id}, store::read_message);
  each.excerpt = newest ? excerpt_of(newest->text) : std::string();
  each.subject = clean_line(subject, subject_max);
  if (!store::save(tx, each)) return Error{ErrorKind::conflict, "care.stale", "Somebody else changed it in this moment."};
  const std::int64_t mark = needs_.ids.next();
  tx.send(sql::insert_blanked, {mark, each.id});
  events::publish(tx, each.id.value, CaseChanged{each.id, MessageId{mark}, true});
  return done();
}

plaza::Status Desk::give_back_words(db::Transaction& tx, ConversationId id, const std::vector<Message>& messages, const WordsOf& words) {
  auto each = store::find(tx, id);
  if (!each) return done();
  std::string subject = each->subject;
  bool any = false;
  for (const auto& message : messages) {
    if (!is_wordless(message)) continue;
    const auto found = words(message.external_id);
    const std::string text = found ? clean_text(found->text, text_max) : std::string();
    if (text.empty()) continue;
    const std::string happened = message.happened ? json::encode(*message.happened) : std::string();
    tx.send(sql::blank_message, {message.id, happened, text});
    if (subject.empty()) subject = found->subject;
    take_in(each->impression, reading_of(text), false);
    any = true;
  }
  if (!any) return done();
  const bool reopens = each->status == Status::resolved && closed_by_withdrawal(store::messages_before(tx, id, {}, lines_max));
  const Time last_in_at = each->last_in_at;
  if (reopens) heard(*each, needs_.clock.now(), store::read_settings(tx));
  each->last_in_at = last_in_at;  // nothing new was said
  TRY_DONE(words_changed(tx, *each, subject));
  if (reopens) TRY_DONE(tell(tx, *each, {}, {"restored", "", {}, ""}));
  return done();
}

plaza::Status Desk::close(db::Transaction& tx, Conversation& each, std::string_view why) {
  if (each.status == Status::resolved || each.merged_into) return done();
  each.status = Status::resolved;
  each.resolved_at = needs_.clock.now();
  each.snoozed_until = each.reply_due = each.resolution_due = {};
  each.unread = 0;
  TRY_DONE(tell(tx, each, {}, {std::string(why), "", {}, ""}));
  events::publish(tx, each.id.value, CaseResolved{facts_of(each)});
  return done();
}

plaza::Status Desk::withdraw_one(db::Transaction& tx, std::string_view channel, std::string_view external_id) {
  const auto known = store::find_external(tx, std::string(channel), std::string(external_id));
  const auto message = known ? store::find_message(tx, known->message) : std::nullopt;
  return message ? take_words(tx, message->conversation_id, {*message}) : done();
}

// The conversations of a key, or of all below one.
std::vector<ConversationId> Desk::threads_of(db::Transaction& tx, std::string_view channel, std::string_view key) {
  std::vector<ConversationId> threads;
  if (key.empty()) return threads;
  if (key.back() == '/') {
    threads = tx.all(sql::threads_below, {channel, key, std::ssize(key)}, [](const db::Row& row) { return row.id<ConversationId>(0); });
  } else if (const auto own = store::find_own_key(tx, channel, key)) {
    threads.push_back(own->id);
  }
  std::vector<ConversationId> survivors;
  for (const auto thread : threads) {
    const auto survivor = store::find_survivor(tx, thread);
    if (survivor) survivors.push_back(survivor->id);
  }
  return survivors;
}

plaza::Status Desk::withdraw(db::Transaction& tx, std::string_view channel, std::string_view key) {
  for (const auto id : threads_of(tx, channel, key)) {
    TRY_DONE(take_words(tx, id, tx.all(sql::came_by, {id, channel}, store::read_message)));
  }
  return done();
}

plaza::Status Desk::restore_one(db::Transaction& tx, std::string_view channel, std::string_view external_id, const Wording& words) {
  const auto known = store::find_external(tx, std::string(channel), std::string(external_id));
  const auto message = known ? store::find_message(tx, known->message) : std::nullopt;
  const auto its = [&](std::string_view) { return std::optional(words); };
  return message ? give_back_words(tx, message->conversation_id, {*message}, its) : done();
}

plaza::Status Desk::restore(db::Transaction& tx, std::string_view channel, std::string_view key, const WordsOf& words) {
  for (const auto id : threads_of(tx, channel, key)) {
    TRY_DONE(give_back_words(tx, id, tx.all(sql::came_by, {id, channel}, store::read_message), words));
  }
  return done();
}

plaza::Status Desk::settle_elsewhere(db::Transaction& tx, std::string_view channel, std::string_view key) {
  auto own = store::find_own_key(tx, channel, key);
  if (!own || own->merged_into || !merged_into(tx, own->id).empty()) return done();
  return close(tx, *own, "answered");
}

}  // namespace plaza::care

// What customers wrote in public and took back, or what was taken away there: its words leave the conversation.
#include "desk.h"
#include "lesson_statements.h"
#include "pictures.h"
#include "platform/json/codec.h"
#include "rows.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {

namespace sql = statements;

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
  const auto newest = tx.one(sql::newest_said, {id}, store::read_message);
  each->excerpt = newest ? excerpt_of(newest->text) : std::string();
  each->impression.words.clear();
  each->subject.clear();  // the first words, or the title that somebody gave
  if (!store::save(tx, *each)) return Error{ErrorKind::conflict, "care.stale", "Somebody else changed it in this moment."};
  const std::int64_t mark = needs_.ids.next();
  tx.send(sql::insert_blanked, {mark, id});
  events::publish(tx, id.value, CaseChanged{id, MessageId{mark}, true});
  const bool spoken = tx.one(sql::latest_words, {id}, [](const db::Row&) { return true; }).has_value();
  return spoken ? done() : close(tx, *each, "withdrawn");
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

plaza::Status Desk::withdraw(db::Transaction& tx, std::string_view channel, std::string_view key) {
  if (key.empty()) return done();
  std::vector<ConversationId> threads;
  if (key.back() == '/') {
    threads = tx.all(sql::threads_below, {channel, key, std::ssize(key)}, [](const db::Row& row) { return row.id<ConversationId>(0); });
  } else if (const auto own = store::find_own_key(tx, channel, key)) {
    threads.push_back(own->id);
  }
  for (const auto thread : threads) {
    const auto survivor = store::find_survivor(tx, thread);
    if (!survivor) continue;
    TRY_DONE(take_words(tx, survivor->id, tx.all(sql::came_by, {survivor->id, channel}, store::read_message)));
  }
  return done();
}

}  // namespace plaza::care

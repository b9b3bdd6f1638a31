#include "merging.h"

#include <algorithm>

#include "labels.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "rows.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;

// What an undone merge brings back: of the merged one, and of the survivor what the merge itself changed.
struct Was {
  Status status = Status::open, into_status = Status::open;
  std::int64_t unread = 0;
  Time reply_due, resolution_due, snoozed_until, resolved_at, into_reply_due, into_last_in;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("into_status", into_status);
    v("unread", unread);
    v("reply_due", reply_due);
    v("resolution_due", resolution_due);
    v("snoozed_until", snoozed_until);
    v("resolved_at", resolved_at);
    v("into_reply_due", into_reply_due);
    v("into_last_in", into_last_in);
  }
};

struct LastMerge {
  std::int64_t id = 0;
  ConversationId into;
  std::string was;
};

std::optional<LastMerge> last_merge(db::Reader& reader, ConversationId from) {
  return reader.one(sql::last_merge, {from}, [](const db::Row& row) { return LastMerge{row.integer(0), row.id<ConversationId>(1), row.string(2)}; });
}

Error stale() { return {ErrorKind::conflict, "care.stale", "Somebody else changed it in this moment."}; }
Error wrong_status(const char* text) { return {ErrorKind::conflict, "care.wrong_status", text}; }

Time sooner(Time a, Time b) { return a.micros == 0 ? b : b.micros == 0 ? a : std::min(a, b); }

}  // namespace

bool same_person(const Customer& one, const Customer& other) {
  if (one.account && other.account) return one.account == other.account;
  if (!one.address.empty() && one.address == other.address) return true;
  return !one.visitor.empty() && one.visitor == other.visitor;
}

bool opens(const Conversation& merged, const Conversation& survivor) {
  return merged.customer.verified && merged.customer.account && merged.customer.account == survivor.customer.account;
}

std::vector<Conversation> merged_into(db::Reader& reader, ConversationId id) {
  std::vector<Conversation> all;
  for (const auto each : reader.all(sql::merged_into, {id}, [](const db::Row& row) { return row.id<ConversationId>(0); })) {
    if (auto found = store::find(reader, each)) all.push_back(std::move(*found));
  }
  return all;
}

std::vector<Message> messages_merged(db::Reader& reader, ConversationId from, int limit) {
  const auto merge = last_merge(reader, from);
  if (!merge) return {};
  return reader.all(sql::messages_moved, {merge->id, limit}, store::read_message);
}

Result<Conversation> Merging::standing(db::Reader& reader, ConversationId id) {
  auto found = store::find(reader, id);
  if (!found) return conversation_missing();
  if (found->merged_into) return wrong_status("It was merged into another one already.");
  return std::move(*found);
}

void Merging::moved_words(db::Transaction& tx, ConversationId id) {
  const std::int64_t mark = needs_.ids.next();
  tx.send(sql::insert_blanked, {mark, id});
  events::publish(tx, id.value, CaseChanged{id, MessageId{mark}, true});
}

void Merging::recount(db::Reader& reader, Conversation& each) {
  each.messages = reader.one(sql::count_messages, {each.id}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
  const auto newest = reader.one(sql::newest_said, {each.id}, store::read_message);
  each.excerpt = newest ? excerpt_of(newest->text) : std::string();
  each.last_at = newest ? newest->at : each.opened_at;
}

Result<Conversation> Merging::merge(db::Transaction& tx, ConversationId from_id, ConversationId into_id, const Agent& by) {
  if (from_id == into_id) return invalid_field("into", "not_allowed", "must be another one");
  TRY(auto from, standing(tx, from_id));
  TRY(auto into, standing(tx, into_id));
  if (!same_person(from.customer, into.customer)) {
    return Error{ErrorKind::conflict, "care.different_people", "They are not of the same person: no account, address or device is the same."};
  }
  if (from.messages + into.messages >= messages_max) {
    return Error{ErrorKind::conflict, "care.too_long", "Together they have more messages than one conversation may have."};
  }
  const Was was{from.status, into.status, from.unread, from.reply_due, from.resolution_due, from.snoozed_until, from.resolved_at, into.reply_due, into.last_in_at};
  const std::int64_t merge = needs_.ids.next();
  tx.send(sql::insert_merge, {merge, from.id, into.id, by.id, needs_.clock.now(), json::encode(was)});
  tx.send(sql::note_moved, {merge, from.id});
  tx.send(sql::move_messages, {from.id, into.id});
  tx.send(sql::move_externals, {from.id, into.id});
  if (from.status == Status::open && into.status != Status::open) {
    into.status = Status::open;
    into.snoozed_until = into.resolved_at = {};
  }
  into.reply_due = sooner(into.reply_due, from.reply_due);
  into.unread += from.unread;
  into.last_in_at = std::max(into.last_in_at, from.last_in_at);
  into.last_out_at = std::max(into.last_out_at, from.last_out_at);
  if (!into.product) into.product = from.product;
  from.status = Status::merged;
  from.merged_into = into.id;
  from.reply_due = from.resolution_due = from.snoozed_until = {};
  from.unread = from.messages = 0;
  if (!store::save(tx, from)) return stale();
  recount(tx, into);
  moved_words(tx, from.id);
  moved_words(tx, into.id);
  TRY_DONE(desk_.tell(tx, into, by, {"merged", from.channel, {}, to_text(from.id)}));
  return into;
}

Result<Conversation> Merging::unmerge(db::Transaction& tx, ConversationId from_id, const Agent& by) {
  auto from = store::find(tx, from_id);
  if (!from) return conversation_missing();
  const auto merge = last_merge(tx, from_id);
  if (!from->merged_into || !merge || merge->into != from->merged_into) return wrong_status("It is not merged.");
  TRY(auto into, standing(tx, merge->into));
  TRY(const auto was, json::decode<Was>(merge->was));
  if (tx.execute(sql::undo_merge, {merge->id, needs_.clock.now(), by.id}) == 0) return stale();
  tx.send(sql::move_back, {merge->id, from_id, into.id});
  tx.send(sql::move_externals_back, {merge->id, from_id, into.id});
  from->merged_into = {};
  from->status = was.status;
  from->unread = was.unread;
  from->reply_due = was.reply_due;
  from->resolution_due = was.resolution_due;
  from->snoozed_until = was.snoozed_until;
  from->resolved_at = was.resolved_at;
  if (into.reply_due == was.reply_due) into.reply_due = was.into_reply_due;
  if (into.last_in_at == from->last_in_at) into.last_in_at = was.into_last_in;
  // The shop's turn came with the merged one, and nobody did anything since.
  if (into.status == Status::open && was.into_status == Status::pending && into.last_in_at <= into.last_out_at) into.status = was.into_status;
  into.unread = std::max<std::int64_t>(0, into.unread - was.unread);
  recount(tx, *from);
  recount(tx, into);
  moved_words(tx, from_id);
  moved_words(tx, into.id);
  TRY_DONE(desk_.tell(tx, into, by, {"unmerged", from->channel, {}, to_text(from_id)}));
  TRY_DONE(desk_.tell(tx, *from, by, {"unmerged", into.channel, {}, to_text(into.id)}));
  return std::move(*from);
}

Result<Conversation> Merging::begin_from(db::Transaction& tx, const Conversation& each, const std::vector<Message>& moved, std::string_view subject) {
  const Settings settings = store::read_settings(tx);
  Conversation fresh;
  fresh.id = needs_.ids.make<ConversationId>();
  fresh.channel = each.channel;
  fresh.customer = each.customer;
  fresh.split_from = each.id;
  fresh.subject = clean_line(subject, subject_max);
  if (fresh.subject.empty()) fresh.subject = clean_line(moved.front().text.substr(0, 300), 60);
  fresh.priority = each.priority;
  fresh.team = each.team;
  fresh.assignee = each.assignee;
  fresh.topic = each.topic;
  fresh.product = each.product;
  fresh.opened_at = fresh.last_at = needs_.clock.now();
  fresh.token = crypto::random_token();
  fresh.resolution_due = due_after(fresh.opened_at, promise_of(settings, fresh.priority).resolve_minutes, settings);
  for (const auto& message : moved) {
    if (message.direction == Direction::in) {
      take_in(fresh.impression, desk_.reading_of(message.text), false);
      heard(fresh, message.at, settings);
    }
    if (message.direction != Direction::out) continue;
    answered(fresh, message.at);
    fresh.status = Status::pending;
  }
  // The deadline runs from now: nobody could have kept one of a conversation that was not there.
  if (fresh.reply_due.micros > 0) fresh.reply_due = due_after(fresh.opened_at, promise_of(settings, fresh.priority).reply_minutes, settings);
  fresh.first_replied_at = fresh.first_replied_at.micros > 0 ? fresh.opened_at : Time{};
  fresh.unread = 0;
  store::insert(tx, fresh);
  return fresh;
}

Result<Conversation> Merging::split(db::Transaction& tx, ConversationId from_id, const std::vector<MessageId>& ids, std::string_view subject, const Agent& by) {
  TRY(auto from, standing(tx, from_id));
  std::vector<Message> moved;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto message = store::find_message(tx, ids[i]);
    if (!message || message->conversation_id != from_id || message->direction == Direction::event) {
      return invalid_field("message_ids[" + std::to_string(i) + "]", "not_found", "is no message of it");
    }
    moved.push_back(std::move(*message));
  }
  std::sort(moved.begin(), moved.end(), [](const Message& a, const Message& b) { return a.id.value < b.id.value; });
  const auto twice = std::adjacent_find(moved.begin(), moved.end(), [](const Message& a, const Message& b) { return a.id == b.id; });
  if (moved.empty() || moved.size() > split_max || twice != moved.end()) return invalid_field("message_ids", "wrong_number", "must name 1 to 200 messages, each once");
  TRY(auto fresh, begin_from(tx, from, moved, subject));
  for (const auto& message : moved) {
    if (tx.execute(sql::move_message, {message.id, from_id, fresh.id}) == 0) return stale();
    tx.send(sql::move_external, {message.id, fresh.id, from_id});
  }
  recount(tx, from);
  recount(tx, fresh);
  if (!tx.one(sql::newest_said, {from_id}, store::read_message)) return invalid_field("message_ids", "too_many", "must leave something that was said");
  moved_words(tx, from_id);
  moved_words(tx, fresh.id);
  TRY_DONE(desk_.tell(tx, from, by, {"split", std::to_string(moved.size()), {}, to_text(fresh.id)}));
  TRY_DONE(desk_.tell(tx, fresh, by, {"split_from", std::to_string(moved.size()), {}, to_text(from_id)}));
  events::publish(tx, fresh.id.value, CaseOpened{facts_of(fresh)});
  return fresh;
}

plaza::Status Merging::give_to(db::Transaction& tx, Conversation& each, const Customer& customer) {
  if (each.customer.account) return done();
  const Conversation before = each;
  each.customer.account = customer.account;
  each.customer.verified = customer.verified;
  if (!customer.address.empty()) each.customer.address = customer.address;
  if (!customer.name.empty()) each.customer.name = customer.name;
  if (!store::save(tx, each)) return stale();
  events::publish(tx, each.id.value, CaseChanged{each.id, {}});
  if (!each.labels.empty()) {
    tell_labels(tx, before, before.labels);  // they are the visitor's no more …
    tell_labels(tx, each, {});               // … but the member's
  }
  return done();
}

plaza::Status Merging::adopt(db::Transaction& tx, std::string_view channel, std::string_view from_key, std::string_view into_key, const Customer& customer) {
  const auto row = store::find_own_key(tx, channel, from_key);
  auto from = store::survivor_of(tx, row);
  if (!from) return done();
  TRY_DONE(give_to(tx, *from, customer));
  if (from_key == into_key) return done();
  auto into = store::find_by_key(tx, channel, into_key);
  if (!into) {
    tx.send(sql::rekey, {row->id, into_key});
    return done();
  }
  if (into->id == from->id || !same_person(from->customer, into->customer)) return done();
  // Too long together: both stay, and the thread goes on in the account's own.
  if (from->messages + into->messages >= messages_max) return done();
  TRY_DONE(merge(tx, from->id, into->id, {}));
  return done();
}

plaza::Status Desk::adopt(db::Transaction& tx, std::string_view channel, std::string_view from, std::string_view into, const Customer& customer) {
  return Merging(needs_, *this).adopt(tx, channel, from, into, customer);
}

}  // namespace plaza::care

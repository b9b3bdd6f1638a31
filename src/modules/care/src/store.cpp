#include "store.h"

#include <algorithm>
#include <limits>

#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "lesson_statements.h"
#include "rows.h"
#include "rules.h"
#include "statements.h"

namespace plaza::care::store {
namespace {

namespace sql = statements;

struct Labels {
  std::vector<std::string> labels;
  template <class V>
  void describe(V& v) {
    v("labels", labels);
  }
};
struct ReadWords {
  std::vector<std::string> words;
  template <class V>
  void describe(V& v) {
    v("words", words);
  }
};
struct Mentions {
  std::vector<identity::AccountId> mentions;
  template <class V>
  void describe(V& v) {
    v("mentions", mentions);
  }
};

struct Pictures {
  std::vector<media::MediaId> pictures;
  template <class V>
  void describe(V& v) {
    v("pictures", pictures);
  }
};

struct Cards {
  std::vector<Card> cards;
  template <class V>
  void describe(V& v) {
    v("cards", cards);
  }
};

template <class T>
T decoded(std::string_view text) {
  auto value = json::decode<T>(text);
  CHECK(value.ok());
  return std::move(*value);
}

template <class E>
int number(E value) {
  return static_cast<int>(value);
}

constexpr std::int64_t feeling_corrected = 1, intent_corrected = 2;

std::string words_text(const Impression& each) { return each.words.empty() ? std::string() : json::encode(ReadWords{each.words}); }

std::int64_t corrected_of(const Impression& each) {
  return (each.feeling_corrected ? feeling_corrected : 0) | (each.intent_corrected ? intent_corrected : 0);
}

void write_labels(db::Transaction& tx, const Conversation& each) {
  tx.send(sql::unlabel, {each.id});
  for (const auto& label : each.labels) tx.send(sql::label, {label, number(each.status), each.last_at, each.id});
}

}  // namespace

Message read_message(const db::Row& row) {
  Message each;
  each.id = row.id<MessageId>(0);
  each.conversation_id = row.id<ConversationId>(1);
  each.direction = static_cast<Direction>(row.integer(2));
  each.author = row.id<identity::AccountId>(3);
  each.author_name = row.string(4);
  each.text = row.string(5);
  each.html = row.string(6);
  each.external_id = row.string(7);
  each.delivery = static_cast<Delivery>(row.integer(8));
  each.failure = row.string(9);
  if (!row.text(10).empty()) each.happened = decoded<Happened>(row.text(10));
  if (!row.text(11).empty()) each.mentions = decoded<Mentions>(row.text(11)).mentions;
  each.at = row.time(12);
  if (!row.text(13).empty()) each.pictures = decoded<Pictures>(row.text(13)).pictures;
  if (!row.text(14).empty()) each.cards = decoded<Cards>(row.text(14)).cards;
  return each;
}

Conversation read_conversation(const db::Row& row) {
  Conversation each;
  each.id = row.id<ConversationId>(0);
  each.channel = row.string(1);
  each.channel_key = row.string(2);
  each.customer = {row.id<identity::AccountId>(3), row.string(4), row.string(5), row.string(6), row.string(7), row.integer(8) != 0};
  each.subject = row.string(9);
  each.status = static_cast<Status>(row.integer(10));
  each.priority = static_cast<Priority>(row.integer(11));
  each.assignee = row.id<identity::AccountId>(12);
  each.team = row.string(13);
  if (!row.text(14).empty()) each.labels = decoded<Labels>(row.text(14)).labels;
  each.opened_at = row.time(15);
  each.last_at = row.time(16);
  each.last_in_at = row.time(17);
  each.last_out_at = row.time(18);
  each.first_replied_at = row.time(19);
  each.resolved_at = row.time(20);
  each.reply_due = row.time(21);
  each.resolution_due = row.time(22);
  each.snoozed_until = row.time(23);
  each.escalated = row.integer(24) != 0;
  each.late = row.integer(25);
  each.unread = row.integer(26);
  each.messages = row.integer(27);
  each.excerpt = row.string(28);
  each.token = row.string(29);
  each.rating = row.integer(30);
  each.rating_text = row.string(31);
  each.rated_at = row.time(32);
  each.version = row.integer(33);
  each.merged_into = row.id<ConversationId>(34);
  each.split_from = row.id<ConversationId>(35);
  each.topic = row.string(36);
  each.product = row.id<catalog::ProductId>(37);
  each.impression.feeling = static_cast<Feeling>(row.integer(38));
  each.impression.score = static_cast<int>(row.integer(39));
  each.impression.intent = row.string(40);
  each.impression.severity = static_cast<Severity>(row.integer(41));
  if (!row.text(42).empty()) each.impression.words = decoded<ReadWords>(row.text(42)).words;
  each.impression.feeling_corrected = (row.integer(43) & feeling_corrected) != 0;
  each.impression.intent_corrected = (row.integer(43) & intent_corrected) != 0;
  each.urgency = row.integer(44);
  return each;
}

std::string labels_text(const std::vector<std::string>& labels) { return labels.empty() ? std::string() : json::encode(Labels{labels}); }

void insert(db::Transaction& tx, const Conversation& each) {
  const std::string labels = labels_text(each.labels), words = words_text(each.impression);
  const auto& who = each.customer;
  tx.send(sql::insert_conversation,
          {each.id, each.channel, each.channel_key, who.account, who.visitor, who.address, who.name, who.locale, who.verified,
           each.subject, number(each.status), number(each.priority), each.assignee, each.team, labels, each.opened_at, each.last_at,
           each.last_in_at, each.last_out_at, each.first_replied_at, each.resolved_at, each.reply_due, each.resolution_due,
           next_due(each), each.snoozed_until, each.escalated, each.late, each.unread, each.messages, each.excerpt, each.token,
           each.split_from, each.topic, each.product, number(each.impression.feeling), each.impression.score, each.impression.intent,
           number(each.impression.severity), words, each.urgency, pressing_of(each)});
  for (const auto& label : each.labels) tx.send(sql::label, {label, number(each.status), each.last_at, each.id});
}

bool save(db::Transaction& tx, Conversation& each) {
  const std::string labels = labels_text(each.labels), words = words_text(each.impression);
  const auto& read = each.impression;
  const auto& who = each.customer;
  const auto changed = tx.execute(
      sql::save_conversation,
      {each.id, each.version, who.account, who.address, who.name, who.verified, each.subject, number(each.status), number(each.priority),
       each.assignee, each.team, labels, each.last_at, each.last_in_at, each.last_out_at, each.first_replied_at, each.resolved_at,
       each.reply_due, each.resolution_due, next_due(each), each.snoozed_until, each.escalated, each.late, each.unread, each.messages,
       each.excerpt, each.rating, each.rating_text, each.rated_at, each.merged_into, each.product, each.topic, number(read.feeling),
       read.score, read.intent, number(read.severity), words, corrected_of(read), each.urgency, pressing_of(each)});
  if (changed == 0) return false;
  each.version += 1;
  write_labels(tx, each);
  return true;
}

std::optional<Conversation> find(db::Reader& reader, ConversationId id) { return reader.one(sql::find_conversation, {id}, read_conversation); }

std::optional<Conversation> find_survivor(db::Reader& reader, ConversationId id) {
  return survivor_of(reader, find(reader, id));
}

std::optional<Conversation> survivor_of(db::Reader& reader, std::optional<Conversation> each) {
  for (int steps = 0; each && each->merged_into && steps < 100; ++steps) each = find(reader, each->merged_into);
  return each;
}

std::optional<Conversation> find_by_token(db::Reader& reader, std::string_view token) {
  if (token.empty()) return std::nullopt;
  return survivor_of(reader, reader.one(sql::find_by_token, {token}, read_conversation));
}

std::optional<Conversation> find_by_key(db::Reader& reader, std::string_view channel, std::string_view key) {
  if (key.empty()) return std::nullopt;
  return survivor_of(reader, find_own_key(reader, channel, key));
}

std::optional<Conversation> find_own_key(db::Reader& reader, std::string_view channel, std::string_view key) {
  return reader.one(sql::find_by_key, {channel, key}, read_conversation);
}

void mark_seen(db::Transaction& tx, ConversationId id) { tx.send(sql::mark_seen, {id}); }

std::vector<Conversation> of_account(db::Reader& reader, identity::AccountId account, int limit) {
  if (!account) return {};
  return reader.all(sql::list_account, {account, limit}, read_conversation);
}

std::vector<Conversation> of_address(db::Reader& reader, const std::string& address, int limit) {
  if (address.empty()) return {};
  return reader.all(sql::list_address, {address, limit}, read_conversation);
}

std::vector<Conversation> of_visitor(db::Reader& reader, const std::string& visitor, int limit) {
  if (visitor.empty()) return {};
  return reader.all(sql::list_visitor, {visitor, limit}, read_conversation);
}

std::int64_t count_open_of(db::Reader& reader, identity::AccountId assignee, std::int64_t most) {
  const auto count = [](const db::Row& row) { return row.integer(0); };
  return reader.one(sql::count_assignee, {number(Status::open), most, assignee}, count).value_or(0);
}

std::vector<ConversationId> asleep_until(db::Reader& reader, Time now, int limit) {
  return reader.all(sql::asleep_until, {now, limit}, [](const db::Row& row) { return row.id<ConversationId>(0); });
}

std::vector<ConversationId> past_due(db::Reader& reader, Time now, int limit) {
  return reader.all(sql::past_due, {now, limit}, [](const db::Row& row) { return row.id<ConversationId>(0); });
}

void insert(db::Transaction& tx, const Message& message) {
  const std::string happened = message.happened ? json::encode(*message.happened) : std::string();
  const std::string mentions = message.mentions.empty() ? std::string() : json::encode(Mentions{message.mentions});
  const std::string pictures = message.pictures.empty() ? std::string() : json::encode(Pictures{message.pictures});
  const std::string cards = message.cards.empty() ? std::string() : json::encode(Cards{message.cards});
  tx.send(sql::insert_message,
          {message.id, message.conversation_id, number(message.direction), message.author, message.author_name, message.text, message.html,
           message.external_id, number(message.delivery), message.failure, happened, mentions, message.at, pictures, cards});
}

std::optional<Message> find_message(db::Reader& reader, MessageId id) { return reader.one(sql::find_message, {id}, read_message); }

std::vector<Message> messages_before(db::Reader& reader, ConversationId id, MessageId before, int limit) {
  const std::int64_t from = before ? before.value : std::numeric_limits<std::int64_t>::max();
  return reader.all(sql::messages_before, {id, from, limit}, read_message);
}

std::vector<Message> messages_after(db::Reader& reader, MessageId after, int limit) {
  return reader.all(sql::messages_after, {after, limit}, read_message);
}

bool set_delivery(db::Transaction& tx, MessageId id, Delivery from, Delivery to, const std::string& failure,
                  const std::string& external_id) {
  return tx.execute(sql::set_delivery, {id, number(from), number(to), failure, external_id}) > 0;
}

void release_key(db::Transaction& tx, const std::string& channel, const std::string& key) { tx.send(sql::release_key, {channel, key}); }

void insert_external(db::Transaction& tx, const std::string& channel, const std::string& external_id, const External& where) {
  tx.send(sql::insert_external, {channel, external_id, where.conversation, where.message});
}

std::optional<External> find_external(db::Reader& reader, const std::string& channel, const std::string& external_id) {
  if (external_id.empty()) return std::nullopt;
  const auto read = [](const db::Row& row) { return External{row.id<ConversationId>(0), row.id<MessageId>(1)}; };
  return reader.one(sql::find_external, {channel, external_id}, read);
}

std::vector<std::string> externals_before(db::Reader& reader, ConversationId id, MessageId before) {
  auto found = reader.all(sql::externals_of, {id, before}, [](const db::Row& row) { return row.string(0); });
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<media::MediaId> blank(db::Transaction& tx, const Conversation& each, const std::vector<std::string>& words,
                                  const std::string& new_token, std::int64_t blanked_id) {
  std::vector<media::MediaId> pictures;
  MessageId before{};
  for (;;) {
    const auto some = messages_before(tx, each.id, before, 500);
    for (const auto& message : some) {
      pictures.insert(pictures.end(), message.pictures.begin(), message.pictures.end());
      std::string happened;
      if (message.happened) {
        Happened left = *message.happened;
        if (left.kind == "rated" || left.kind == "failed") left.value.clear();
        else if (left.kind != "assigned" && left.kind != "labels") left.value = without(left.value, words);
        happened = json::encode(left);
      }
      const std::string body = message.direction == Direction::in ? std::string() : without(message.text, words);
      tx.send(sql::blank_message, {message.id, happened, body});
    }
    if (some.size() < 500) break;
    before = some.back().id;
  }
  tx.send(sql::drop_externals, {each.id});
  tx.send(sql::drop_corrections, {each.id});
  tx.send(sql::blank_actions, {each.id});
  tx.send(sql::blank_approvals, {each.id});
  tx.send(sql::blank_conversation, {each.id, new_token});
  tx.send(sql::insert_blanked, {blanked_id, each.id});
  return pictures;
}

}  // namespace plaza::care::store

#include "store.h"

#include <algorithm>
#include <limits>

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::messaging::store {
namespace {

struct Extras {
  std::vector<media::MediaId> attachments;
  std::vector<Card> cards;
  template <class V>
  void describe(V& v) {
    v("attachments", attachments, json::Optional{});
    v("cards", cards, json::Optional{});
  }
};

StoredThread thread_from(const db::Row& row) {
  StoredThread thread;
  thread.id = row.id<ThreadId>(0);
  thread.kind = static_cast<ThreadKind>(row.integer(1));
  thread.state = static_cast<ThreadState>(row.integer(2));
  thread.account = row.id<identity::AccountId>(3);
  thread.other = row.id<identity::AccountId>(4);
  thread.visitor = row.string(5);
  thread.email = row.string(6);
  thread.locale = row.string(7);
  thread.last = row.integer(8);
  thread.customer_read = row.integer(9);
  thread.brand_read = row.integer(10);
  thread.last_at = row.time(11);
  thread.created_at = row.time(12);
  thread.mailed = row.integer(13);
  return thread;
}

Member member_from(const db::Row& row) {
  return {row.id<identity::AccountId>(0), row.id<ThreadId>(1), static_cast<Box>(row.integer(2)), row.integer(3), row.integer(4),
          row.integer(5) != 0,            row.integer(6),      row.time(7)};
}

Message message_from(const db::Row& row) {
  Message message;
  message.id = row.id<MessageId>(0);
  message.thread = row.id<ThreadId>(1);
  message.number = row.integer(2);
  message.author_kind = static_cast<AuthorKind>(row.integer(3));
  message.author = row.id<identity::AccountId>(4);
  message.client_id = row.string(5);
  message.text = row.string(6);
  if (!row.text(7).empty()) {
    if (auto extras = json::decode<Extras>(row.text(7)); extras.ok()) {
      message.attachments = std::move(extras->attachments);
      message.cards = std::move(extras->cards);
    }
  }
  message.erased = row.integer(8) != 0;
  message.at = row.time(9);
  message.removed = row.integer(10) != 0;
  return message;
}

std::string extras_text(const Message& message) {
  if (message.attachments.empty() && message.cards.empty()) return {};
  return json::encode(Extras{message.attachments, message.cards});
}

template <class E>
std::int64_t number_of(E value) {
  return static_cast<std::int64_t>(value);
}

}  // namespace

bool insert(db::Transaction& tx, const Thread& t, const std::optional<std::string>& token_digest) {
  const auto low = std::min(t.account, t.other);
  const auto high = std::max(t.account, t.other);
  return tx.execute(sql::insert_thread, {t.id, number_of(t.kind), number_of(t.state), t.account, t.other, low, high, token_digest,
                                         t.visitor, t.locale, t.created_at}) == 1;
}
std::optional<StoredThread> find(db::Reader& reader, ThreadId id) { return reader.one(sql::find_thread, {id}, thread_from); }
std::optional<StoredThread> lock(db::Transaction& tx, ThreadId id) { return tx.one(sql::lock_thread, {id}, thread_from); }
std::optional<StoredThread> of_pair(db::Reader& reader, identity::AccountId one, identity::AccountId other) {
  return reader.one(sql::pair_thread, {std::min(one, other), std::max(one, other)}, thread_from);
}
std::optional<StoredThread> chat_of(db::Reader& reader, identity::AccountId account) {
  return reader.one(sql::chat_of_account, {account}, thread_from);
}
std::optional<StoredThread> chat_of_token(db::Reader& reader, std::string_view token_digest) {
  return reader.one(sql::chat_of_token, {token_digest}, thread_from);
}
std::vector<StoredThread> chats_of_visitor(db::Reader& reader, std::string_view visitor) {
  return reader.all(sql::chats_of_visitor, {visitor}, thread_from);
}
std::int64_t asked_since(db::Reader& reader, identity::AccountId account, Time since) {
  return reader.one(sql::asked_since, {account, since}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}
bool move(db::Transaction& tx, ThreadId id, ThreadState from, ThreadState to) {
  return tx.execute(sql::move_state, {id, number_of(from), number_of(to)}) == 1;
}
bool customer_reads(db::Transaction& tx, ThreadId id, std::int64_t number) {
  return tx.execute(sql::customer_reads, {id, number}) == 1;
}
bool brand_reads(db::Transaction& tx, ThreadId id, std::int64_t number) {
  return tx.execute(sql::brand_reads, {id, number}) == 1;
}
bool set_mailed(db::Transaction& tx, ThreadId id, std::int64_t number) { return tx.execute(sql::set_mailed, {id, number}) == 1; }
bool set_email(db::Transaction& tx, ThreadId id, std::string_view email) { return tx.execute(sql::set_email, {id, email}) == 1; }
bool set_locale(db::Transaction& tx, ThreadId id, std::string_view locale) {
  return tx.execute(sql::set_locale, {id, locale}) == 1;
}

bool give_chat(db::Transaction& tx, ThreadId id, identity::AccountId account) {
  if (tx.execute(sql::give_chat, {id, account}) != 1) return false;
  tx.execute(sql::own_messages, {id, account});
  return true;
}

void append_chat(db::Transaction& tx, const StoredThread& from, const StoredThread& into, identity::AccountId account) {
  tx.execute(sql::move_messages, {from.id, into.id, into.last, account});
  tx.execute(sql::move_pictures, {from.id, into.id});
  tx.execute(sql::append_count, {into.id, from.last, from.last_at});
  tx.execute(sql::point_to, {from.id, into.id});
}

std::int64_t purge_empty(db::Transaction& tx, Time before) { return tx.execute(sql::purge_empty, {before}); }
void forget_customer(db::Transaction& tx, ThreadId id) { tx.execute(sql::forget_customer, {id}); }

void insert_member(db::Transaction& tx, const Member& member) {
  tx.execute(sql::insert_member, {member.account, member.thread, number_of(member.box), member.last_at});
}
std::optional<Member> member(db::Reader& reader, identity::AccountId account, ThreadId thread) {
  return reader.one(sql::find_member, {account, thread}, member_from);
}
std::vector<Member> members(db::Reader& reader, identity::AccountId account, Box box, Time at, ThreadId thread, int limit) {
  return reader.all(sql::list_members, {account, number_of(box), at, thread, limit}, member_from);
}
std::vector<Member> members_after(db::Reader& reader, identity::AccountId account, ThreadId thread, int limit) {
  return reader.all(sql::all_members, {account, thread, limit}, member_from);
}
bool set_box(db::Transaction& tx, identity::AccountId account, ThreadId thread, Box box) {
  return tx.execute(sql::set_box, {account, thread, number_of(box)}) == 1;
}
bool set_muted(db::Transaction& tx, identity::AccountId account, ThreadId thread, bool muted) {
  return tx.execute(sql::set_muted, {account, thread, muted}) == 1;
}
bool reads(db::Transaction& tx, identity::AccountId account, ThreadId thread, std::int64_t number) {
  return tx.execute(sql::member_reads, {account, thread, number}) == 1;
}
bool hide(db::Transaction& tx, identity::AccountId account, ThreadId thread) {
  return tx.execute(sql::hide_thread, {account, thread}) == 1;
}
std::int64_t unread(db::Reader& reader, identity::AccountId account) {
  return reader.one(sql::unread, {account}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}
std::int64_t requests(db::Reader& reader, identity::AccountId account) {
  return reader.one(sql::requests, {account}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}
void delete_members(db::Transaction& tx, identity::AccountId account) { tx.execute(sql::delete_members, {account}); }

void add(db::Transaction& tx, const Thread& thread, const Message& m) {
  tx.execute(sql::count_message, {thread.id, m.at, number_of(m.author_kind)});
  tx.execute(sql::insert_message, {m.id, m.thread, m.number, number_of(m.author_kind), m.author, m.client_id, m.text,
                                   extras_text(m), m.at});
  if (thread.kind != ThreadKind::direct) return;
  for (const auto account : {thread.account, thread.other}) {
    tx.execute(sql::member_message, {account, thread.id, m.number, m.at, m.author});
  }
}
std::optional<Message> message(db::Reader& reader, MessageId id) { return reader.one(sql::find_message, {id}, message_from); }
std::optional<Message> message_of_client(db::Reader& reader, ThreadId thread, AuthorKind kind, identity::AccountId author,
                                         std::string_view client_id) {
  return reader.one(sql::message_of_client, {thread, number_of(kind), author, client_id}, message_from);
}
std::vector<Message> messages(db::Reader& reader, ThreadId thread, std::int64_t before, std::int64_t hidden, int limit) {
  const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  return reader.all(sql::messages_before, {thread, below, hidden, limit}, message_from);
}
std::vector<Message> messages_after(db::Reader& reader, ThreadId thread, std::int64_t after, int limit) {
  return reader.all(sql::messages_after, {thread, after, limit}, message_from);
}
bool set_removed(db::Transaction& tx, MessageId id, bool removed) {
  return tx.execute(sql::set_standing, {id, removed ? 2 : 0}) == 1;
}
void set_text(db::Transaction& tx, MessageId id, std::string_view text) { tx.execute(sql::set_text, {id, text}); }
std::int64_t erase_messages(db::Transaction& tx, ThreadId thread, AuthorKind kind, identity::AccountId author) {
  return tx.execute(sql::erase_messages, {thread, number_of(kind), author});
}

TakesFrom takes_from(db::Reader& reader, identity::AccountId account) {
  const auto found = reader.one(sql::find_preference, {account}, [](const db::Row& row) { return row.integer(0); });
  return static_cast<TakesFrom>(found.value_or(0));
}
void put_takes_from(db::Transaction& tx, identity::AccountId account, TakesFrom from) {
  tx.execute(sql::put_preference, {account, number_of(from)});
}
void delete_preference(db::Transaction& tx, identity::AccountId account) { tx.execute(sql::delete_preference, {account}); }

void insert_picture(db::Transaction& tx, ThreadId thread, media::MediaId picture, Time at) {
  tx.execute(sql::insert_picture, {picture, thread, at});
}
bool is_picture_of(db::Reader& reader, ThreadId thread, media::MediaId picture) {
  return reader.one(sql::picture_of, {picture, thread}, [](const db::Row&) { return true; }).has_value();
}
std::int64_t pictures_since(db::Reader& reader, ThreadId thread, Time since) {
  return reader.one(sql::pictures_since, {thread, since}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}
std::vector<media::MediaId> pictures(db::Reader& reader, ThreadId thread) {
  return reader.all(sql::pictures_of_thread, {thread}, [](const db::Row& row) { return row.id<media::MediaId>(0); });
}
void delete_pictures(db::Transaction& tx, ThreadId thread) { tx.execute(sql::delete_pictures, {thread}); }
void delete_picture(db::Transaction& tx, media::MediaId picture) { tx.execute(sql::delete_picture, {picture}); }
void set_sent(db::Transaction& tx, const std::vector<media::MediaId>& pictures) {
  for (const auto picture : pictures) tx.execute(sql::set_sent, {picture});
}
std::vector<media::MediaId> unsent_pictures(db::Reader& reader, Time before, int limit) {
  return reader.all(sql::unsent_pictures, {before, limit}, [](const db::Row& row) { return row.id<media::MediaId>(0); });
}
bool delete_unsent(db::Transaction& tx, media::MediaId picture) { return tx.execute(sql::delete_unsent, {picture}) == 1; }

}  // namespace plaza::messaging::store

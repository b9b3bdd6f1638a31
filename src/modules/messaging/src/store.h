// Threads, members and messages in the database.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "messaging/messages.h"
#include "platform/db/connection.h"

namespace plaza::messaging {

enum class Box { inbox, requests, deleted };
constexpr auto enum_names(Box*) { return std::array<std::string_view, 3>{"inbox", "requests", "deleted"}; }

// From whom a member takes messages. Stored by number.
enum class TakesFrom { everyone, followed, nobody };
constexpr auto enum_names(TakesFrom*) {
  return std::array<std::string_view, 3>{"everyone", "followed", "nobody"};
}

struct StoredThread : Thread {
  std::int64_t mailed = 0;  // of a chat: answers up to that number were mailed
};

// A direct thread as one of the two sees it.
struct Member {
  identity::AccountId account;
  ThreadId thread;
  Box box = Box::inbox;
  std::int64_t seen = 0, hidden = 0;
  bool muted = false;
  std::int64_t last = 0;
  Time last_at;
};

namespace store {

// False: the pair, or the member, has one already.
bool insert(db::Transaction& tx, const Thread& thread, const std::optional<std::string>& token_digest);
std::optional<StoredThread> find(db::Reader& reader, ThreadId id);
// Until the end of the transaction nobody else writes into it.
std::optional<StoredThread> lock(db::Transaction& tx, ThreadId id);
std::optional<StoredThread> of_pair(db::Reader& reader, identity::AccountId one, identity::AccountId other);
std::optional<StoredThread> chat_of(db::Reader& reader, identity::AccountId account);
std::optional<StoredThread> chat_of_token(db::Reader& reader, std::string_view token_digest);
std::vector<StoredThread> chats_of_visitor(db::Reader& reader, std::string_view visitor);
std::int64_t asked_since(db::Reader& reader, identity::AccountId account, Time since);
// All of these: false when nothing changed.
bool move(db::Transaction& tx, ThreadId id, ThreadState from, ThreadState to);
bool customer_reads(db::Transaction& tx, ThreadId id, std::int64_t number);
bool brand_reads(db::Transaction& tx, ThreadId id, std::int64_t number);
bool set_mailed(db::Transaction& tx, ThreadId id, std::int64_t number);
bool set_email(db::Transaction& tx, ThreadId id, std::string_view email);
bool set_locale(db::Transaction& tx, ThreadId id, std::string_view locale);
bool give_chat(db::Transaction& tx, ThreadId id, identity::AccountId account);
// The messages of `from` go to the end of `into`, the visitor's as the account's; `from` points to `into` from now on.
// Both are locked.
void append_chat(db::Transaction& tx, const StoredThread& from, const StoredThread& into, identity::AccountId account);
// Chats that were opened before and never written into; how many.
std::int64_t purge_empty(db::Transaction& tx, Time before);
void forget_customer(db::Transaction& tx, ThreadId id);

void insert_member(db::Transaction& tx, const Member& member);
std::optional<Member> member(db::Reader& reader, identity::AccountId account, ThreadId thread);
// Newest first, after the place of (`at`, `thread`).
std::vector<Member> members(db::Reader& reader, identity::AccountId account, Box box, Time at, ThreadId thread, int limit);
std::vector<Member> members_after(db::Reader& reader, identity::AccountId account, ThreadId thread, int limit);
bool set_box(db::Transaction& tx, identity::AccountId account, ThreadId thread, Box box);
bool set_muted(db::Transaction& tx, identity::AccountId account, ThreadId thread, bool muted);
bool reads(db::Transaction& tx, identity::AccountId account, ThreadId thread, std::int64_t number);
bool hide(db::Transaction& tx, identity::AccountId account, ThreadId thread);
std::int64_t unread(db::Reader& reader, identity::AccountId account);
std::int64_t requests(db::Reader& reader, identity::AccountId account);
void delete_members(db::Transaction& tx, identity::AccountId account);

// Counts it in the thread and for both members.
void add(db::Transaction& tx, const Thread& thread, const Message& message);
std::optional<Message> message(db::Reader& reader, MessageId id);
std::optional<Message> message_of_client(db::Reader& reader, ThreadId thread, AuthorKind kind, identity::AccountId author,
                                         std::string_view client_id);
// Numbers below `before` (0: all) and above `hidden`, newest first.
std::vector<Message> messages(db::Reader& reader, ThreadId thread, std::int64_t before, std::int64_t hidden, int limit);
std::vector<Message> messages_after(db::Reader& reader, ThreadId thread, std::int64_t after, int limit);
bool set_removed(db::Transaction& tx, MessageId id, bool removed);
void set_text(db::Transaction& tx, MessageId id, std::string_view text);
std::int64_t erase_messages(db::Transaction& tx, ThreadId thread, AuthorKind kind, identity::AccountId author);

TakesFrom takes_from(db::Reader& reader, identity::AccountId account);
void put_takes_from(db::Transaction& tx, identity::AccountId account, TakesFrom from);
void delete_preference(db::Transaction& tx, identity::AccountId account);

void insert_picture(db::Transaction& tx, ThreadId thread, media::MediaId picture, Time at);
bool is_picture_of(db::Reader& reader, ThreadId thread, media::MediaId picture);
std::int64_t pictures_since(db::Reader& reader, ThreadId thread, Time since);
std::vector<media::MediaId> pictures(db::Reader& reader, ThreadId thread);
void delete_pictures(db::Transaction& tx, ThreadId thread);
void delete_picture(db::Transaction& tx, media::MediaId picture);
void set_sent(db::Transaction& tx, const std::vector<media::MediaId>& pictures);
// Uploaded before, and sent by nobody; the oldest first.
std::vector<media::MediaId> unsent_pictures(db::Reader& reader, Time before, int limit);
// False: it was sent meanwhile.
bool delete_unsent(db::Transaction& tx, media::MediaId picture);

}  // namespace store
}  // namespace plaza::messaging

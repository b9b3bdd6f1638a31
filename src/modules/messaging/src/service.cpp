#include "service.h"

#include <algorithm>

#include "messaging/events.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "rules.h"

namespace plaza::messaging {
namespace {

constexpr int page_max = 200;

int page(int limit) { return std::clamp(limit, 1, page_max); }

}  // namespace

Error thread_not_found() { return {ErrorKind::not_found, "messaging.not_found", "There is no such conversation."}; }

std::string digest_of(std::string_view token) { return crypto::hex(crypto::view(crypto::sha256(token))); }

ThreadId MessageService::where(db::Reader& reader, ThreadId id) {
  const auto thread = store::find(reader, id);
  return thread && thread->kind == ThreadKind::chat && thread->other ? ThreadId{thread->other.value} : id;
}

std::optional<Thread> MessageService::find(db::Reader& reader, ThreadId id) { return store::find(reader, where(reader, id)); }

std::optional<Thread> MessageService::chat_of(db::Reader& reader, identity::AccountId account) {
  if (!account) return std::nullopt;
  return store::chat_of(reader, account);
}

OpenedChat MessageService::open_chat(db::Transaction& tx, const ChatOwner& owner) {
  if (auto there = chat_of(tx, owner.account)) return {std::move(*there), ""};
  OpenedChat opened;
  auto& thread = opened.thread;
  thread.id = needs_.ids.make<ThreadId>();
  thread.kind = ThreadKind::chat;
  thread.state = ThreadState::accepted;
  thread.account = owner.account;
  thread.visitor = owner.visitor;
  thread.locale = owner.locale == "vi" ? "vi" : "en";
  thread.created_at = thread.last_at = needs_.clock.now();
  std::optional<std::string> digest;
  if (!owner.account) {
    opened.token = crypto::random_token();
    digest = digest_of(opened.token);
  }
  // Another request of the same member was faster: theirs it is.
  if (!store::insert(tx, thread, digest)) opened.thread = *store::chat_of(tx, owner.account);
  return opened;
}

Status MessageService::may_reach(const Thread& thread, identity::AccountId author) const {
  const auto other = author == thread.account ? thread.other : thread.account;
  if (needs_.accounts.face(other) && !needs_.blocks.apart(author, other)) return done();
  return Error{ErrorKind::forbidden, "messaging.not_reachable", "This member does not take messages from you."};
}

Status MessageService::may_show_pictures(const Thread& thread, identity::AccountId account) const {
  TRY_DONE(may_reach(thread, account));
  NewMessage message;
  message.author = account;
  message.attachments = {media::MediaId{1}};
  return may_write(thread, message);
}

Status MessageService::may_send(db::Transaction& tx, const StoredThread& thread, const NewMessage& message) {
  if (thread.kind == ThreadKind::chat) return done();
  const bool theirs = message.author_kind == AuthorKind::account && message.author &&
                      (message.author == thread.account || message.author == thread.other);
  if (!theirs) return thread_not_found();
  TRY_DONE(may_reach(thread, message.author));
  TRY_DONE(may_write(thread, message));
  if (thread.state != ThreadState::accepted && message.author == thread.other) {  // an answer accepts
    store::move(tx, thread.id, thread.state, ThreadState::accepted);
    store::set_box(tx, message.author, thread.id, Box::inbox);
    changed(tx, thread.id);
  }
  return done();
}

Result<Message> MessageService::repeated(const Message& first, const NewMessage& again, const std::string& text) const {
  const bool same = first.erased || (first.text == text && first.attachments == again.attachments && first.cards == again.cards);
  if (same) return first;
  return Error{ErrorKind::unprocessable, "messaging.key_reused", "Another message was sent with this client_id."};
}

Result<Message> MessageService::send(db::Transaction& tx, const NewMessage& wanted) {
  TRY(auto text, checked_text(wanted));
  const auto thread = store::lock(tx, wanted.author_kind == AuthorKind::brand ? where(tx, wanted.thread) : wanted.thread);
  if (!thread) return thread_not_found();
  if (!wanted.client_id.empty()) {
    if (const auto first = store::message_of_client(tx, thread->id, wanted.author_kind, wanted.author, wanted.client_id)) {
      return repeated(*first, wanted, text);
    }
  }
  TRY_DONE(may_send(tx, *thread, wanted));
  Message message;
  message.id = needs_.ids.make<MessageId>();
  message.thread = thread->id;
  message.number = thread->last + 1;
  message.author_kind = wanted.author_kind;
  message.author = wanted.author;
  message.client_id = wanted.client_id;
  message.text = std::move(text);
  message.attachments = wanted.attachments;
  message.cards = wanted.cards;
  message.at = needs_.clock.now();
  store::add(tx, *thread, message);
  MessageSent sent{message.id, thread->id, message.number, thread->kind, message.author_kind, std::nullopt};
  if (message.author) sent.author_id = message.author;
  events::publish(tx, thread->id.value, sent);
  return message;
}

Status MessageService::may_begin(db::Reader& reader, identity::AccountId from, identity::AccountId to) const {
  const auto relation = needs_.relations.follows(to, from) ? Relation::followed : Relation::stranger;
  if (needs_.blocks.apart(from, to) || !takes(store::takes_from(reader, to), relation)) {
    return Error{ErrorKind::forbidden, "messaging.not_reachable", "This member does not take messages from you."};
  }
  if (needs_.settings.unlimited) return done();
  const Time now = needs_.clock.now();
  if (store::asked_since(reader, from, now - days(1)) >= requests_allowed(time_of_id(from.value), now)) {
    return Error{ErrorKind::too_many, "messaging.too_many_requests", "That are all the people you may write to for the first time today."};
  }
  return done();
}

Result<Message> MessageService::begin(db::Transaction& tx, identity::AccountId from, identity::AccountId to, NewMessage message) {
  if (from == to) return Error{ErrorKind::conflict, "messaging.own_thread", "You cannot write to yourself."};
  message.author_kind = AuthorKind::account;
  message.author = from;
  if (const auto there = store::of_pair(tx, from, to)) {
    message.thread = there->id;
    return send(tx, message);
  }
  TRY_DONE(may_begin(tx, from, to));
  Thread thread;
  thread.id = needs_.ids.make<ThreadId>();
  thread.kind = ThreadKind::direct;
  thread.state = ThreadState::requested;
  thread.account = from;
  thread.other = to;
  thread.locale = "en";
  thread.created_at = thread.last_at = needs_.clock.now();
  if (store::insert(tx, thread, std::nullopt)) {
    store::insert_member(tx, {from, thread.id, Box::inbox, 0, 0, false, 0, thread.created_at});
    store::insert_member(tx, {to, thread.id, Box::requests, 0, 0, false, 0, thread.created_at});
  } else {  // the two wrote to each other at once
    thread.id = store::of_pair(tx, from, to)->id;
  }
  message.thread = thread.id;
  return send(tx, message);
}

std::optional<Message> MessageService::message(db::Reader& reader, MessageId id) { return store::message(reader, id); }

std::vector<Message> MessageService::messages(db::Reader& reader, ThreadId thread, std::int64_t before, int limit) {
  return store::messages(reader, thread, before, 0, page(limit));
}

std::vector<Message> MessageService::messages_after(db::Reader& reader, ThreadId thread, std::int64_t after, int limit) {
  return store::messages_after(reader, thread, after, page(limit));
}

void MessageService::read_by_brand(db::Transaction& tx, ThreadId chat, std::int64_t number) {
  const auto now = where(tx, chat);
  if (store::brand_reads(tx, now, number)) changed(tx, now);
}

void MessageService::tell_changed(db::Transaction& tx, ThreadId chat) { changed(tx, where(tx, chat)); }

void MessageService::brand_types(db::Reader& reader, ThreadId chat) {
  const auto thread = store::find(reader, where(reader, chat));
  if (!thread || thread->kind != ThreadKind::chat) return;
  tell_pages(reader, thread->id, thread->account, typing_frame(thread->id, AuthorKind::brand, {}));
}

void MessageService::tell_pages(db::Reader& reader, ThreadId chat, identity::AccountId account, const std::string& frame) {
  for (const auto agent : sockets_.watchers(chat)) {
    const auto found = needs_.accounts.find(reader, agent);
    if (!found || (found->roles & may_watch) == 0) sockets_.close_watching(agent);
  }
  sockets_.to_chat(chat, account, frame);
}

void MessageService::adopt(db::Transaction& tx, ThreadId chat, identity::AccountId account) {
  const auto own = store::chat_of(tx, account);
  if (!own) {
    if (!store::give_chat(tx, chat, account)) return;
    events::publish(tx, chat.value, ChatAdopted{chat, chat, account});
    changed(tx, chat);
    return;
  }
  // In the order of their ids, so that two who do this at once cannot wait for each other.
  const auto first = store::lock(tx, std::min(own->id, chat));
  const auto second = store::lock(tx, std::max(own->id, chat));
  if (!first || !second) return;
  const auto& from = first->id == chat ? *first : *second;
  const auto& into = first->id == chat ? *second : *first;
  if (from.account || into.account != account) return;
  store::append_chat(tx, from, into, account);
  events::publish(tx, from.id.value, ChatAdopted{from.id, into.id, account});
  changed(tx, into.id);
}

void MessageService::read_by_customer(db::Transaction& tx, ThreadId chat, std::int64_t number) {
  if (store::customer_reads(tx, chat, number)) changed(tx, chat);
}

void MessageService::set_email(db::Transaction& tx, ThreadId chat, std::string_view email) {
  if (store::set_email(tx, chat, email)) changed(tx, chat);
}

void MessageService::changed(db::Transaction& tx, ThreadId thread) { events::publish(tx, thread.value, ThreadChanged{thread}); }

}  // namespace plaza::messaging

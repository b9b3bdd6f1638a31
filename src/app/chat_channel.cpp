#include "chat_channel.h"

#include <algorithm>

#include "care/events.h"
#include "messaging/events.h"
#include "platform/base/text.h"

namespace plaza::app {
namespace {

constexpr int looked_back = 20;  // messages before the customer's mark

// Words stand for pictures in lists and in the search.
std::string words_of(const messaging::Message& message) {
  std::string text = message.text;
  const auto count = message.attachments.size();
  if (count > 0) text += (text.empty() ? "" : "\n") + std::string("[picture") + (count > 1 ? " × " + std::to_string(count) : "") + "]";
  return text;
}

// What the conversation is called: the first words, or what is shown without any.
std::string subject_of(db::Reader& reader, const ChatHearers& hearers, const messaging::Message& message, const std::string& words) {
  if (!message.text.empty() || message.cards.empty()) return std::string(first_code_points(words, 60));
  const auto& card = message.cards.front();
  if (card.product_id) {
    const auto chip = hearers.chips.chip(*card.product_id);
    return chip ? chip->title : std::string();
  }
  const auto order = hearers.orders.find(reader, *card.order_id);
  return order ? "#" + std::to_string(order->number) : std::string();
}

care::Inbound inbound_of(db::Reader& reader, const ChatHearers& hearers, const messaging::Thread& thread, const messaging::Message& message) {
  care::Inbound inbound;
  inbound.channel = "chat";
  inbound.channel_key = to_text(thread.id);
  inbound.external_id = to_text(message.id);
  inbound.text = words_of(message);
  inbound.subject = subject_of(reader, hearers, message, inbound.text);
  inbound.pictures = message.attachments;
  inbound.customer.account = thread.account;
  inbound.customer.visitor = thread.visitor;
  inbound.customer.address = lower_ascii(thread.email);
  for (const auto& card : message.cards) {
    if (card.product_id) inbound.product = *card.product_id;
    inbound.cards.push_back({card.product_id, card.order_id});
  }
  inbound.customer.locale = thread.locale.empty() ? "en" : thread.locale;
  inbound.customer.verified = static_cast<bool>(thread.account);
  if (const auto account = thread.account ? hearers.accounts.find(reader, thread.account) : std::nullopt) {
    inbound.customer.name = account->display_name;
    inbound.customer.address = lower_ascii(account->email);
  }
  return inbound;
}

}  // namespace

Result<std::string> ChatChannel::send(const care::Outgoing& outgoing) {
  const auto thread = parse_id<messaging::ThreadId>(outgoing.conversation.channel_key);
  if (!thread) return Error{ErrorKind::unprocessable, "messaging.not_found", "The chat is not there any more."};
  messaging::NewMessage answer{*thread, messaging::AuthorKind::brand, outgoing.message.author, outgoing.key, outgoing.message.text, outgoing.message.pictures, {}};
  for (const auto& card : outgoing.message.cards) answer.cards.push_back({card.product_id, card.order_id});
  const auto write = [&](db::Transaction& tx) -> Result<std::string> {
    const auto chat = messages_.find(tx, *thread);
    if (!chat) return Error{ErrorKind::unprocessable, "messaging.not_found", "The chat is not there any more."};
    read_to(tx, *chat, outgoing.earlier_ids);
    TRY(const auto sent, messages_.send(tx, answer));
    return to_text(sent.id);
  };
  return database_.write_now(write);
}

std::optional<care::LiveThread> ChatChannel::look(db::Reader& reader, const care::Conversation& conversation) {
  const auto thread = parse_id<messaging::ThreadId>(conversation.channel_key);
  const auto chat = thread ? messages_.find(reader, *thread) : std::nullopt;
  if (!chat || chat->kind != messaging::ThreadKind::chat) return std::nullopt;
  care::LiveThread live{to_text(chat->id), {}};
  for (const auto& message : messages_.messages(reader, chat->id, chat->customer_read + 1, looked_back)) {
    if (message.author_kind == messaging::AuthorKind::brand) live.read_ids.push_back(to_text(message.id));
  }
  return live;
}

void ChatChannel::answering(db::Reader& reader, const care::Conversation& conversation) {
  if (const auto thread = parse_id<messaging::ThreadId>(conversation.channel_key)) messages_.brand_types(reader, *thread);
}

void ChatChannel::seen(db::Transaction& tx, const care::Conversation& conversation, const std::vector<std::string>& external_ids) {
  const auto thread = parse_id<messaging::ThreadId>(conversation.channel_key);
  if (const auto chat = thread ? messages_.find(tx, *thread) : std::nullopt) read_to(tx, *chat, external_ids);
}

void ChatChannel::read_to(db::Transaction& tx, const messaging::Thread& chat, const std::vector<std::string>& message_ids) {
  std::int64_t furthest = 0;
  for (const auto& text : message_ids) {
    const auto id = parse_id<messaging::MessageId>(text);
    const auto message = id ? messages_.message(tx, *id) : std::nullopt;
    if (message && message->thread == chat.id) furthest = std::max(furthest, message->number);
  }
  if (furthest > chat.brand_read) messages_.read_by_brand(tx, chat.id, furthest);
}

namespace {

Status adopt(db::Transaction& tx, const ChatHearers& hearers, const messaging::ChatAdopted& moved) {
  const auto account = hearers.accounts.find(tx, moved.account_id);
  if (!account) return done();
  care::Customer customer;
  customer.account = account->id;
  customer.address = lower_ascii(account->email);
  customer.name = account->display_name;
  customer.verified = true;
  return hearers.care.adopt(tx, "chat", to_text(moved.from), to_text(moved.into), customer);
}

}  // namespace

void subscribe_chat(events::Dispatcher& dispatcher, const ChatHearers& hearers) {
  // Whoever has the chat open is asked there how it was.
  dispatcher.once("app.chat_resolved", {care::CaseResolved::topic}, [hearers](db::Transaction& tx, const events::Event& event) -> Status {
    const auto told = events::read<care::CaseResolved>(event);
    const auto each = told.channel == "chat" ? hearers.care.find(tx, told.conversation_id) : std::nullopt;
    const auto thread = each ? parse_id<messaging::ThreadId>(each->channel_key) : std::nullopt;
    if (thread) hearers.messages.tell_changed(tx, *thread);
    return done();
  });
  // One subscriber for both, so that they are heard in the order in which they happened.
  dispatcher.once("app.care_chat", {messaging::MessageSent::topic, messaging::ChatAdopted::topic}, [hearers](db::Transaction& tx, const events::Event& event) -> Status {
    if (event.topic == messaging::ChatAdopted::topic) return adopt(tx, hearers, events::read<messaging::ChatAdopted>(event));
    const auto told = events::read<messaging::MessageSent>(event);
    if (told.kind != messaging::ThreadKind::chat || told.author_kind == messaging::AuthorKind::brand) return done();
    const auto thread = hearers.messages.find(tx, told.thread_id);
    const auto message = hearers.messages.message(tx, told.message_id);
    if (!thread || !message || message->erased) return done();
    TRY_DONE(hearers.care.receive(tx, inbound_of(tx, hearers, *thread, *message)));
    return done();
  });
}

}  // namespace plaza::app

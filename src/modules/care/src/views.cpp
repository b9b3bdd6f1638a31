#include "views.h"

#include <algorithm>

#include "merging.h"
#include "ratings.h"
#include "store.h"

namespace plaza::care {
namespace {

constexpr int own_messages_max = 200;

std::optional<Time> some(Time time) { return time.micros > 0 ? std::optional(time) : std::nullopt; }

}  // namespace

std::string Views::name_of(identity::AccountId id) const {
  const auto face = id ? needs_.accounts.face(id) : std::nullopt;
  return face ? face->name : std::string();
}

std::vector<media::MediaView> Views::pictures(const Message& message) const {
  std::vector<media::MediaView> all;
  for (const auto id : message.pictures) {
    if (auto view = needs_.media.signed_view(id)) all.push_back(std::move(*view));
  }
  return all;
}

std::vector<CardView> Views::cards(db::Reader& reader, const Message& message) const {
  std::vector<CardView> all;
  for (const auto& card : message.cards) {
    CardView view;
    if (card.product_id && chips_) view.product = chips_->chip(*card.product_id);
    const auto order = card.order_id ? needs_.orders.find(reader, *card.order_id) : std::nullopt;
    if (order) view.order = orders::card_of(*order);
    all.push_back(std::move(view));
  }
  return all;
}

AgentView Views::colleague(identity::AccountId id) const { return {id, name_of(id), false}; }

ConversationView Views::of(const Conversation& each) const {
  ConversationView view;
  view.id = each.id;
  view.channel = each.channel;
  view.subject = each.subject;
  view.team = each.team;
  view.excerpt = each.excerpt;
  view.customer = {{}, each.customer.name, each.customer.address, each.customer.locale, each.customer.verified};
  if (each.customer.account) view.customer.account_id = each.customer.account;
  if (view.customer.name.empty() && each.customer.account) view.customer.name = name_of(each.customer.account);
  view.status = each.status;
  view.priority = each.priority;
  if (each.assignee) view.assignee = colleague(each.assignee);
  view.labels = each.labels;
  view.opened_at = each.opened_at;
  view.last_at = each.last_at;
  view.reply_due = some(each.reply_due);
  view.resolution_due = some(each.resolution_due);
  view.snoozed_until = some(each.snoozed_until);
  view.first_replied_at = some(each.first_replied_at);
  view.resolved_at = some(each.resolved_at);
  view.escalated = each.escalated;
  view.unread = each.unread;
  view.messages = each.messages;
  if (each.rating > 0) view.rating = each.rating;
  view.rating_text = each.rating_text;
  view.version = each.version;
  if (each.merged_into) view.merged_into = each.merged_into;
  if (each.split_from) view.split_from = each.split_from;
  view.topic = each.topic;
  if (each.product) view.product_id = each.product;
  view.feeling = each.impression.feeling;
  view.feeling_score = each.impression.score;
  view.intent = each.impression.intent;
  view.severity = each.impression.severity;
  view.words = each.impression.words;
  view.feeling_corrected = each.impression.feeling_corrected;
  view.intent_corrected = each.impression.intent_corrected;
  view.urgency = each.urgency;
  return view;
}

MessageView Views::of(db::Reader& reader, const Message& message) const {
  MessageView view;
  view.id = message.id;
  view.direction = message.direction;
  if (message.author) view.author_id = message.author;
  view.author_name = message.author_name.empty() ? name_of(message.author) : message.author_name;
  view.text = message.text;
  view.html = message.html;
  view.delivery = message.delivery;
  view.failure = message.failure;
  view.happened = message.happened;
  if (view.happened && view.happened->kind == "assigned") {
    const auto id = parse_id<identity::AccountId>(view.happened->value);
    view.happened->value = id ? name_of(*id) : std::string();
  }
  view.mentions = message.mentions;
  view.attachments = pictures(message);
  view.cards = cards(reader, message);
  view.at = message.at;
  return view;
}

ApprovalView Views::of(db::Reader& reader, const Approval& each) const {
  ApprovalView view;
  view.id = std::to_string(each.id);
  view.status = each.status;
  view.kind = each.kind;
  if (each.conversation) view.conversation_id = each.conversation;
  view.reference = each.reference;
  if (const auto order = parse_id<orders::OrderId>(each.reference)) {
    if (const auto found = needs_.orders.find(reader, *order)) view.order_number = orders::number_text(found->number);
  }
  view.amount = each.amount;
  view.reason = each.reason;
  view.asker = colleague(each.asker);
  if (each.decided_by) view.decided_by = colleague(each.decided_by);
  view.answer = each.answer;
  view.at = each.at;
  if (each.decided_at.micros > 0) view.decided_at = each.decided_at;
  return view;
}

OwnConversation Views::own(db::Reader& reader, const Conversation& each) const {
  OwnConversation view;
  view.id = each.id;
  view.channel = each.channel;
  view.subject = each.subject;
  view.resolved = each.status == Status::resolved;
  const auto rating = rating_state(each, store::read_settings(reader), needs_.clock.now());
  view.ask_rating = rating.asked;
  view.rating_open = rating.open;
  if (rating.rating > 0) view.rating = rating.rating;
  view.rating_text = rating.text;
  view.opened_at = each.opened_at;
  view.last_at = each.opened_at;
  auto messages = each.merged_into ? messages_merged(reader, each.id, own_messages_max) : store::messages_before(reader, each.id, {}, own_messages_max);
  if (!each.merged_into) std::reverse(messages.begin(), messages.end());
  for (const auto& message : messages) {
    const bool mine = message.direction == Direction::in;
    if (!mine && message.direction != Direction::out) continue;
    const std::string name = name_of(message.author);
    view.messages.push_back({message.id, mine, mine ? std::string() : name.empty() ? needs_.brand.name : name, message.text, pictures(message),
                             cards(reader, message), message.at});
    view.last_at = message.at;
  }
  return view;
}

}  // namespace plaza::care

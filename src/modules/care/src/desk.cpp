#include "desk.h"

#include <algorithm>

#include "cards.h"
#include "identity/roles.h"
#include "labels.h"
#include "pictures.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "store.h"

namespace plaza::care {
namespace {

constexpr int timers_batch = 200;
constexpr std::size_t told_max = 20;  // of one that is late

Error stale() { return {ErrorKind::conflict, "care.stale", "Somebody else changed it in this moment."}; }

Error too_long(const char* field) { return invalid_field(field, "too_long", "is longer than it may be"); }

// Whether the channel takes this answer now.
plaza::Status answerable(const Channel& channel, const Conversation& each, std::string_view text, Time now) {
  const Terms terms = channel.terms(each);
  if (!terms.answerable) return Error{ErrorKind::conflict, "care.closed", "Nothing can be answered here."};
  if (terms.closes.micros > 0 && now >= terms.closes) {
    return Error{ErrorKind::conflict, "care.closed", "The network takes answers only until " + to_text(terms.closes) + "; the customer must write first."};
  }
  if (code_points(text) > (terms.text_max > 0 ? terms.text_max : channel.capabilities().text_max)) return too_long("text");
  return done();
}

}  // namespace

Error conversation_missing() { return {ErrorKind::not_found, "care.not_found", "There is no such conversation."}; }

CaseFacts facts_of(const Conversation& each) {
  CaseFacts facts{each.id, each.channel, {}, each.labels, each.priority};
  if (each.customer.account) facts.account_id = each.customer.account;
  return facts;
}

Channel* Desk::channel(std::string_view name) const {
  const auto found = channels_.find(name);
  return found == channels_.end() ? nullptr : found->second;
}

std::optional<Conversation> Desk::find(db::Reader& reader, ConversationId id) { return store::find(reader, id); }

Time Desk::working_time_after(db::Reader& reader, Time start, int minutes) {
  return minutes > 0 ? due_after(start, minutes, store::read_settings(reader)) : start;
}

std::vector<Conversation> Desk::of_account(db::Reader& reader, identity::AccountId account, int limit) {
  auto all = store::of_account(reader, account, std::clamp(limit, 1, 100));
  std::erase_if(all, [](const Conversation& each) { return static_cast<bool>(each.merged_into); });
  return all;
}

Result<Conversation> Desk::load(db::Reader& reader, ConversationId id) {
  auto found = store::find(reader, id);
  if (!found) return conversation_missing();
  if (found->merged_into) return Error{ErrorKind::conflict, "care.wrong_status", "It was merged into another one."};
  return std::move(*found);
}

Message Desk::new_message(const Conversation& each, Direction direction, std::string text) {
  Message message;
  message.id = needs_.ids.make<MessageId>();
  message.conversation_id = each.id;
  message.direction = direction;
  message.text = std::move(text);
  message.at = needs_.clock.now();
  return message;
}

plaza::Status Desk::keep(db::Transaction& tx, Conversation& each, const Message& message) {
  each.messages += 1;
  if (message.direction != Direction::event) {
    each.last_at = message.at;
    const char* wordless = !message.pictures.empty() ? "[picture]" : !message.cards.empty() ? "[card]" : "";
    if (message.direction != Direction::note) each.excerpt = message.text.empty() ? wordless : excerpt_of(message.text);
  }
  if (!store::save(tx, each)) return stale();
  store::insert(tx, message);
  events::publish(tx, each.id.value, CaseChanged{each.id, message.id});
  return done();
}

// --- in ---

Result<std::optional<Conversation>> Desk::thread_of(db::Transaction& tx, const Inbound& inbound) {
  if (!inbound.token.empty()) {
    if (auto found = store::find_by_token(tx, inbound.token)) return found;
  }
  if (auto found = store::find_by_key(tx, inbound.channel, inbound.channel_key)) return found;
  for (const auto& id : inbound.answers_to) {
    if (const auto external = store::find_external(tx, inbound.channel, id)) return store::find_survivor(tx, external->conversation);
    // The contact page is answered by mail: what comes back belongs there.
    if (inbound.channel != "email") continue;
    if (const auto external = store::find_external(tx, "form", id)) return store::find_survivor(tx, external->conversation);
  }
  return std::optional<Conversation>();
}

void Desk::assign(db::Transaction& tx, Conversation& each, const Settings& settings) {
  if (!settings.assign) return;
  std::vector<Candidate> candidates;
  for (const auto& agent : settings.agents) {
    candidates.push_back({agent.account_id, store::count_open_of(tx, agent.account_id, agent.open_max)});
  }
  if (const auto chosen = choose(candidates, settings, each.team)) each.assignee = *chosen;
}

Reading Desk::reading_of(std::string_view text) const { return reader_ && !text.empty() ? reader_->read(text) : Reading{}; }

void Desk::sort_in(db::Transaction& tx, Conversation& each, const Inbound& inbound, const Settings& settings) {
  if (!each.product) each.product = inbound.product;
  if (!each.product && finder_) each.product = finder_->product_of(tx, each.customer, inbound.subject + "\n" + inbound.text);
  if (!each.topic.empty()) return;
  const Topic* topic = topic_for(settings, each.impression.intent);
  if (!topic) return;
  each.topic = topic->code;
  each.team = topic->team;
  // What is only read never makes anybody wait longer.
  if (topic->priority > each.priority) set_priority(each, topic->priority, settings);
}

Conversation Desk::begin(db::Transaction& tx, const Inbound& inbound, const Settings& settings, const Reading& reading) {
  Conversation each;
  each.id = needs_.ids.make<ConversationId>();
  each.channel = inbound.channel;
  each.channel_key = inbound.channel_key;
  each.customer = inbound.customer;
  each.customer.address = inbound.customer.address.substr(0, 254);
  each.customer.name = clean_line(inbound.customer.name, name_max);
  each.subject = clean_line(inbound.subject, subject_max);
  each.topic = clean_line(inbound.topic, 40);
  each.product = inbound.product;
  each.opened_at = each.last_at = needs_.clock.now();
  each.token = crypto::random_token();
  if (const Topic* topic = topic_of(settings, inbound.topic)) {
    each.team = topic->team;
    each.priority = topic->priority;
  }
  take_in(each.impression, reading, false);
  sort_in(tx, each, inbound, settings);
  assign(tx, each, settings);
  each.resolution_due = due_after(each.opened_at, promise_of(settings, each.priority).resolve_minutes, settings);
  return each;
}

Result<Received> Desk::receive(db::Transaction& tx, const Inbound& inbound) {
  const std::string text = clean_text(inbound.text, text_max);
  if (text.empty() && inbound.html.empty() && inbound.pictures.empty() && inbound.cards.empty()) return invalid_field("text", "required", "must be there");
  if (const auto before = store::find_external(tx, inbound.channel, inbound.external_id)) {
    return Received{before->conversation, before->message, false, true};
  }
  const Settings settings = store::read_settings(tx);
  TRY(auto found, thread_of(tx, inbound));
  // A thread without an end is a loop, or an attack: it goes on in a new one.
  const bool fresh = !found || found->messages >= messages_max;
  // The subject of a mail may say more than its words; that of a chat is its words.
  const bool titled = fresh && !inbound.subject.empty() && text.find(inbound.subject) == std::string::npos;
  const Reading reading = reading_of(titled ? inbound.subject + "\n" + text : text);
  Conversation each = fresh ? begin(tx, inbound, settings, reading) : std::move(*found);
  const bool again = !fresh && each.status == Status::resolved;
  const bool graver = fresh ? reading.severity > Severity::none : take_in(each.impression, reading, again);
  if (fresh && found && !each.channel_key.empty()) store::release_key(tx, each.channel, each.channel_key);
  const bool proven = !fresh && inbound.customer.verified && !each.customer.verified;
  if (proven) each.customer.verified = true;
  Message message = new_message(each, Direction::in, text);
  message.html = inbound.html;
  message.pictures = inbound.pictures;
  message.cards = inbound.cards;
  message.author = inbound.customer.verified ? inbound.customer.account : identity::AccountId{};
  message.author_name = clean_line(inbound.customer.name, name_max);
  message.external_id = inbound.external_id;
  heard(each, message.at, settings);
  if (!fresh) {
    const bool sorted = each.topic.empty();
    sort_in(tx, each, inbound, settings);
    if (sorted && !each.topic.empty() && !each.assignee) assign(tx, each, settings);
  }
  const Priority least = priority_at_least(reading.severity);
  const bool raised = settings.raise && graver && each.priority < least;
  if (raised) set_priority(each, least, settings);
  if (fresh) store::insert(tx, each);
  TRY_DONE(keep(tx, each, message));
  if (proven && !each.labels.empty()) tell_labels(tx, each, {});
  if (!inbound.external_id.empty()) store::insert_external(tx, inbound.channel, inbound.external_id, {each.id, message.id});
  if (fresh) events::publish(tx, each.id.value, CaseOpened{facts_of(each)});
  if (raised) TRY_DONE(tell(tx, each, {}, {"raised", std::string(json::enum_text(each.priority)), {}, std::string(json::enum_text(reading.severity))}));
  return Received{each.id, message.id, fresh, false};
}

// --- out ---

plaza::Status Desk::may_show(db::Reader& reader, const Channel* channel, const Conversation& each,
                             const std::vector<media::MediaId>& pictures) const {
  const std::size_t most = channel ? channel->capabilities().pictures_max : 0;
  if (pictures.size() > most) {
    return invalid_field("media_ids", "too_many", most == 0 ? "cannot be sent by this channel" : "must have at most " + std::to_string(most) + " items");
  }
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto view = needs_.media.signed_view(pictures[i]);
    if (view && view->status != media::Status::failed && store::is_picture_of(reader, each.id, pictures[i])) continue;
    return invalid_field("media_ids[" + std::to_string(i) + "]", "not_found", "is no picture that was uploaded for this conversation");
  }
  return done();
}

plaza::Status Desk::may_show(db::Reader& reader, const Channel* channel, const Conversation& each, const std::vector<Card>& cards) const {
  const std::size_t most = channel ? channel->capabilities().cards_max : 0;
  if (cards.size() > most) {
    return invalid_field("cards", "too_many", most == 0 ? "cannot be sent by this channel" : "must have at most " + std::to_string(most) + " items");
  }
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const auto& card = cards[i];
    const std::string field = "cards[" + std::to_string(i) + "]";
    if (card.product_id.has_value() == card.order_id.has_value()) return invalid_field(field, "one_of", "must be a product or an order");
    if (card.product_id && (!chips_ || !chips_->chip(*card.product_id))) return invalid_field(field, "not_found", "is no product of this shop");
    if (card.order_id && !may_show_order(needs_, reader, each, *card.order_id)) {
      return invalid_field(field, "not_found", "is no order that this customer has shown to be theirs");
    }
  }
  return done();
}

Result<Message> Desk::answer(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view words) {
  return answer(tx, id, by, words, Carried{});
}

Result<Message> Desk::answer(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view words, const Carried& carried) {
  TRY(auto each, load(tx, id));
  const auto& pictures = carried.pictures;
  const std::string text = clean_text(words, text_max + 1);
  if (text.empty() && pictures.empty() && carried.cards.empty()) return invalid_field("text", "required", "must be there");
  if (code_points(text) > text_max) return too_long("text");
  Channel* channel = this->channel(each.channel);
  if (channel && channel->capabilities().needs_address && each.customer.address.empty()) {
    return Error{ErrorKind::conflict, "care.no_address", "There is no address that an answer could go to."};
  }
  if (channel) TRY_DONE(answerable(*channel, each, text, needs_.clock.now()));
  TRY_DONE(may_show(tx, channel, each, pictures));
  TRY_DONE(may_show(tx, channel, each, carried.cards));
  Message message = new_message(each, Direction::out, text);
  message.author = by.id;
  message.pictures = pictures;
  message.cards = carried.cards;
  store::set_sent(tx, pictures);
  answered(each, message.at);
  if (each.status == Status::open || each.status == Status::snoozed) {
    each.status = Status::pending;
    each.snoozed_until = {};
  }
  if (!each.assignee) each.assignee = by.id;
  if (channel) {
    message.delivery = Delivery::queued;
    jobs::enqueue(tx, {.kind = DeliverJob::kind, .payload = json::encode(DeliverJob{message.id})});
  }
  TRY_DONE(keep(tx, each, message));
  return message;
}

Result<Message> Desk::note(db::Transaction& tx, ConversationId id, const Agent& by, std::string_view words,
                           const std::vector<identity::AccountId>& mentions) {
  TRY(auto each, load(tx, id));
  const std::string text = clean_text(words, text_max + 1);
  if (text.empty()) return invalid_field("text", "required", "must be there");
  if (code_points(text) > text_max) return too_long("text");
  Message message = new_message(each, Direction::note, text);
  message.author = by.id;
  message.mentions = mentions;
  TRY_DONE(keep(tx, each, message));
  for (const auto& mentioned : mentions) {
    const auto account = needs_.accounts.find(tx, mentioned);
    if (!account || account->roles == 0) return invalid_field("mentions", "unknown", "must name members of staff");
    ring(tx, mentioned, notifications::Kind::care_mentioned, by.id, to_text(message.id), id);
  }
  return message;
}

Result<Message> Desk::send_again(db::Transaction& tx, ConversationId id, MessageId which) {
  auto message = store::find_message(tx, which);
  if (!message || message->conversation_id != id) return conversation_missing();
  if (!store::set_delivery(tx, which, Delivery::failed, Delivery::queued, "", message->external_id)) {
    return Error{ErrorKind::conflict, "care.wrong_status", "It did not fail."};
  }
  jobs::enqueue(tx, {.kind = DeliverJob::kind, .payload = json::encode(DeliverJob{which})});
  events::publish(tx, id.value, CaseChanged{id, {}});
  message->delivery = Delivery::queued;
  message->failure.clear();
  return std::move(*message);
}

Result<Message> Desk::tell(db::Transaction& tx, Conversation& each, const Agent& by, Happened happened) {
  Message message = new_message(each, Direction::event, "");
  message.author = by.id;
  message.happened = std::move(happened);
  TRY_DONE(keep(tx, each, message));
  return message;
}

void Desk::ring(db::Transaction& tx, identity::AccountId to, notifications::Kind kind, identity::AccountId by, const std::string& about, ConversationId id) {
  if (needs_.bell && to) needs_.bell->notify(tx, {to, kind, by, about, "", "/studio/inbox/" + to_text(id), ""});
}

// Whose it is; without one, those with the skill; without any, those who lead.
std::vector<identity::AccountId> Desk::who_is_told(db::Reader& reader, const Conversation& each) {
  if (each.assignee) return {each.assignee};
  std::vector<identity::AccountId> all;
  for (const auto& agent : store::read_settings(reader).agents) {
    const bool skilled = agent.teams.empty() || each.team.empty() || std::find(agent.teams.begin(), agent.teams.end(), each.team) != agent.teams.end();
    if (skilled && all.size() < told_max) all.push_back(agent.account_id);
  }
  if (!all.empty()) return all;
  for (const auto& account : needs_.staff.list(reader)) {
    if ((account.roles & (identity::owner | identity::merchandiser)) && all.size() < told_max) all.push_back(account.id);
  }
  return all;
}

// --- by the clock ---

int Desk::wake(db::Transaction& tx) {
  int woken = 0;
  for (const auto id : store::asleep_until(tx, needs_.clock.now(), timers_batch)) {
    auto each = store::find(tx, id);
    if (!each) continue;
    each->snoozed_until = {};
    if (each->status == Status::snoozed) each->status = Status::open;
    woken += tell(tx, *each, {}, {"woke", "", {}, ""}).ok() ? 1 : 0;
  }
  return woken;
}

int Desk::escalate(db::Transaction& tx) {
  int told = 0;
  for (const auto id : store::past_due(tx, needs_.clock.now(), timers_batch)) {
    auto each = store::find(tx, id);
    if (!each) continue;
    each->escalated = true;
    each->late += 1;
    if (each->priority < Priority::urgent) each->priority = static_cast<Priority>(static_cast<int>(each->priority) + 1);
    if (!tell(tx, *each, {}, {"escalated", std::string(json::enum_text(each->priority)), {}, ""}).ok()) continue;
    told += 1;
    const std::string about = to_text(id) + ":" + std::to_string(each->late);
    for (const auto who : who_is_told(tx, *each)) ring(tx, who, notifications::Kind::care_late, {}, about, id);
  }
  return told;
}

}  // namespace plaza::care

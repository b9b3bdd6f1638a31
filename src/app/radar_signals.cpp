#include "radar_signals.h"

#include <algorithm>

#include "care/events.h"
#include "orders/events.h"
#include "purchases.h"
#include "radar/reading.h"
#include "returns/events.h"
#include "reviews/events.h"

namespace plaza::app {
namespace {

using radar::Signal;
using radar::Source;

constexpr double unproven = 0.5;
constexpr std::int64_t low_stars = 2;

std::string person_of(identity::AccountId account, const std::string& address) { return account ? to_text(account) : address; }

// What stands under posts and reviews, and questions.
bool is_counted_elsewhere(std::string_view channel) {
  return channel == "post" || channel == "review" || channel == "question";
}

Time bought_at(const std::optional<orders::Order>& order) { return order ? order->paid_at : Time{}; }

Time bought_at(db::Reader& reader, const SignalHearers& hearers, identity::AccountId account, catalog::ProductId product) {
  if (!account) return {};
  care::Customer customer;
  customer.account = account;
  const auto bought = purchase_of(reader, hearers.orders, customer, product);
  return bought ? bought->paid_at : Time{};
}

bool speaks_of_defect(const SignalHearers& hearers, std::string_view text) {
  return radar::speaks_of_defect(radar::read(text, hearers.classifiers));
}

void sold(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<orders::OrderPaid>(event);
  for (const auto& line : told.lines) hearers.signals.sold(tx, line.product_id, line.quantity, event.at);
}

void returned(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<returns::ReturnRequested>(event);
  const auto policy = hearers.returns.policy(tx);
  const auto order = hearers.orders.find(tx, told.order_id);
  const auto person = person_of(told.account_id.value_or(identity::AccountId{}), order ? order->email : std::string());
  for (const auto& line : told.lines) {
    const auto reason = std::find_if(policy.reasons.begin(), policy.reasons.end(), [&](const auto& each) { return each.code == line.reason; });
    if (reason == policy.reasons.end() || !reason->our_fault || line.reason == "wrong_item") continue;
    hearers.signals.note(tx, {Source::returned, line.product_id, line.variant_id, person, to_text(told.return_id), event.at, 1, bought_at(order)});
  }
}

void claimed(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<returns::ClaimChanged>(event);
  const auto order = hearers.orders.find(tx, told.order_id);
  const auto person = person_of(told.account_id.value_or(identity::AccountId{}), order ? order->email : std::string());
  // Whatever becomes of it: the same claim is noted once.
  hearers.signals.note(tx, {Source::returned, told.product_id, {}, person, to_text(told.claim_id), event.at, 1, bought_at(order)});
}

void reviewed(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<reviews::ReviewPublished>(event);
  if (told.stars > low_stars) return;
  const auto review = hearers.reviews.find(tx, told.review_id);
  if (!review || !review->source.empty()) return;  // of a file: of long ago
  const auto person = person_of(review->account_id, review->person.empty() ? to_text(review->id) : review->person);
  hearers.signals.note(tx, {Source::reviewed, told.product_id, review->variant_id, person, to_text(told.review_id), event.at, 1,
                            bought_at(tx, hearers, review->account_id, told.product_id)});
}

void asked(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<reviews::QuestionAsked>(event);
  const auto question = hearers.questions.find(tx, told.question_id);
  if (!question || !speaks_of_defect(hearers, question->text)) return;
  hearers.signals.note(tx, {Source::asked, told.product_id, {}, to_text(told.account_id), to_text(told.question_id), event.at, 1,
                            bought_at(tx, hearers, told.account_id, told.product_id)});
}

// What was read of all their messages: a chat seldom begins with what is broken.
bool tells_of_defect(const care::Impression& read) {
  return read.severity == care::Severity::safety || read.intent == "defect" || read.intent == "damaged" || read.intent == "warranty";
}

// When it is opened its own words are read; later, what is known by then. It is noted once.
void talked(db::Transaction& tx, const SignalHearers& hearers, care::ConversationId id, Time at, bool opened) {
  const auto conversation = hearers.care.find(tx, id);
  if (!conversation || is_counted_elsewhere(conversation->channel)) return;
  const auto text = conversation->subject + "\n" + conversation->excerpt;
  if (!opened && conversation->status == care::Status::resolved) return;  // also of whoever was erased
  if (!tells_of_defect(conversation->impression) && !(opened && speaks_of_defect(hearers, text))) return;
  const auto& customer = conversation->customer;
  const auto product = conversation->product;
  const auto bought = product ? purchase_of(tx, hearers.orders, customer, product) : meant_purchase(tx, hearers.orders, customer, text);
  // What somebody only typed proves no purchase, nor does a word under somebody else's post.
  if (!bought && !(product && customer.verified && conversation->channel != "comment")) return;
  Signal signal{Source::talked, bought ? bought->product : product, bought ? bought->variant : catalog::VariantId{},
                person_of(customer.account, customer.address), to_text(id), at};
  if (bought) {
    signal.bought_at = bought->paid_at;
    if (!customer.account) signal.person = person_of(bought->account, customer.address);
  }
  // Whose address that is was not shown: somebody else may have typed it.
  if (!customer.verified) signal.weight = unproven;
  hearers.signals.note(tx, signal);
}

void later(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<care::CaseChanged>(event);
  if (told.message_id && !told.blanked) talked(tx, hearers, told.conversation_id, event.at, false);
}

}  // namespace

void subscribe_signals(events::Dispatcher& dispatcher, const SignalHearers& hearers) {
  dispatcher.once("app.radar_signals",
                  {orders::OrderPaid::topic, returns::ReturnRequested::topic, returns::ClaimChanged::topic, reviews::ReviewPublished::topic,
                   reviews::QuestionAsked::topic, care::CaseOpened::topic, care::CaseChanged::topic},
                  [hearers](db::Transaction& tx, const events::Event& event) -> Status {
                    if (event.topic == orders::OrderPaid::topic) sold(tx, hearers, event);
                    else if (event.topic == returns::ReturnRequested::topic) returned(tx, hearers, event);
                    else if (event.topic == returns::ClaimChanged::topic) claimed(tx, hearers, event);
                    else if (event.topic == reviews::ReviewPublished::topic) reviewed(tx, hearers, event);
                    else if (event.topic == reviews::QuestionAsked::topic) asked(tx, hearers, event);
                    else if (event.topic == care::CaseOpened::topic) talked(tx, hearers, events::read<care::CaseOpened>(event).conversation_id, event.at, true);
                    else later(tx, hearers, event);
                    return done();
                  });
}

}  // namespace plaza::app

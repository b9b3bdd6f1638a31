#include "radar_signals.h"

#include <algorithm>

#include "care/events.h"
#include "orders/events.h"
#include "platform/base/text.h"
#include "radar/reading.h"
#include "returns/events.h"
#include "reviews/events.h"

namespace plaza::app {
namespace {

using radar::Signal;
using radar::Source;

constexpr int orders_looked_at = 5;
constexpr std::int64_t low_stars = 2;

std::string person_of(identity::AccountId account, const std::string& address) { return account ? to_text(account) : address; }

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
    hearers.signals.note(tx, {Source::returned, line.product_id, line.variant_id, person, to_text(told.return_id), event.at});
  }
}

void claimed(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<returns::ClaimChanged>(event);
  const auto order = hearers.orders.find(tx, told.order_id);
  const auto person = person_of(told.account_id.value_or(identity::AccountId{}), order ? order->email : std::string());
  // Whatever becomes of it: the same claim is noted once.
  hearers.signals.note(tx, {Source::returned, told.product_id, {}, person, to_text(told.claim_id), event.at});
}

void reviewed(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<reviews::ReviewPublished>(event);
  if (told.stars > low_stars) return;
  const auto review = hearers.reviews.find(tx, told.review_id);
  if (!review || !review->source.empty()) return;  // of a file: of long ago
  const auto person = person_of(review->account_id, review->person.empty() ? to_text(review->id) : review->person);
  hearers.signals.note(tx, {Source::reviewed, told.product_id, review->variant_id, person, to_text(told.review_id), event.at});
}

void asked(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<reviews::QuestionAsked>(event);
  const auto question = hearers.questions.find(tx, told.question_id);
  if (!question || !speaks_of_defect(hearers, question->text)) return;
  hearers.signals.note(tx, {Source::asked, told.product_id, {}, to_text(told.account_id), to_text(told.question_id), event.at});
}

// The bought product that a conversation names, or the only one that its customer bought of late.
const orders::OrderLine* meant_line(const std::vector<orders::Order>& bought, const std::string& words) {
  const orders::OrderLine* only = nullptr;
  bool several = false;
  for (const auto& order : bought) {
    for (const auto& line : order.lines) {
      if (words.find(folded(line.product.title)) != std::string::npos) return &line;
      several = several || (only && only->product.id != line.product.id);
      only = &line;
    }
  }
  return several ? nullptr : only;
}

void talked(db::Transaction& tx, const SignalHearers& hearers, const events::Event& event) {
  const auto told = events::read<care::CaseOpened>(event);
  const auto conversation = hearers.care.find(tx, told.conversation_id);
  // What stands under posts and reviews is counted there.
  if (!conversation || conversation->channel == "post" || conversation->channel == "review") return;
  const auto text = conversation->subject + "\n" + conversation->excerpt;
  if (!speaks_of_defect(hearers, text)) return;
  const auto& customer = conversation->customer;
  if (!customer.verified) return;  // what somebody only typed proves no purchase
  const auto person = person_of(customer.account, customer.address);
  if (conversation->product) {
    hearers.signals.note(tx, {Source::talked, conversation->product, {}, person, to_text(told.conversation_id), event.at});
    return;
  }
  orders::OrderQuery query;
  query.account_id = customer.account;
  if (!customer.account) query.email = customer.address;
  query.limit = orders_looked_at;
  if (!query.account_id && query.email.empty()) return;
  const auto bought = hearers.orders.list(tx, query);
  const auto* line = meant_line(bought, folded(text));
  if (!line) return;
  hearers.signals.note(tx, {Source::talked, line->product.id, line->variant_id, person, to_text(told.conversation_id), event.at});
}

}  // namespace

void subscribe_signals(events::Dispatcher& dispatcher, const SignalHearers& hearers) {
  dispatcher.once("app.radar_signals",
                  {orders::OrderPaid::topic, returns::ReturnRequested::topic, returns::ClaimChanged::topic, reviews::ReviewPublished::topic,
                   reviews::QuestionAsked::topic, care::CaseOpened::topic},
                  [hearers](db::Transaction& tx, const events::Event& event) -> Status {
                    if (event.topic == orders::OrderPaid::topic) sold(tx, hearers, event);
                    else if (event.topic == returns::ReturnRequested::topic) returned(tx, hearers, event);
                    else if (event.topic == returns::ClaimChanged::topic) claimed(tx, hearers, event);
                    else if (event.topic == reviews::ReviewPublished::topic) reviewed(tx, hearers, event);
                    else if (event.topic == reviews::QuestionAsked::topic) asked(tx, hearers, event);
                    else talked(tx, hearers, event);
                    return done();
                  });
}

}  // namespace plaza::app

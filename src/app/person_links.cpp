#include "person_links.h"

#include "identity/events.h"
#include "orders/events.h"

namespace plaza::app {
namespace {

constexpr int same_email_score = 900;
constexpr int orders_max = 20;

void suggest(db::Transaction& tx, const PersonLinkParts& parts, const identity::Account& account, const orders::Order& order) {
  if (order.account_id || order.visitor.empty() || order.paid_at.micros == 0) return;
  parts.suggestions.propose(tx, account.id, order.visitor,
                            {profiles::Reason::same_email, orders::number_text(order.number), order.placed_at, same_email_score});
}

Status guest_paid(db::Transaction& tx, const PersonLinkParts& parts, const orders::OrderPaid& news) {
  const auto order = parts.orders.find(tx, news.order_id);
  if (!order || order->account_id) return done();
  const auto account = parts.accounts.find_by_email(tx, order->email);
  if (account && account->email_verified_at.micros != 0) suggest(tx, parts, *account, *order);
  return done();
}

Status member_came(db::Transaction& tx, const PersonLinkParts& parts, identity::AccountId id) {
  const auto account = parts.accounts.find(tx, id);
  if (!account || account->email_verified_at.micros == 0) return done();
  orders::OrderQuery query;
  query.email = account->email;
  query.limit = orders_max;
  for (const auto& order : parts.orders.list(tx, query)) suggest(tx, parts, *account, order);
  return done();
}

}  // namespace

void subscribe_person_links(events::Dispatcher& dispatcher, const PersonLinkParts& parts) {
  dispatcher.once("app.guest_orders", {orders::OrderPaid::topic}, [parts](db::Transaction& tx, const events::Event& event) {
    return guest_paid(tx, parts, events::read<orders::OrderPaid>(event));
  });
  dispatcher.once("app.members_guest_orders", {identity::SignedIn::topic},
                  [parts](db::Transaction& tx, const events::Event& event) {
                    return member_came(tx, parts, events::read<identity::SignedIn>(event).account_id);
                  });
}

}  // namespace plaza::app

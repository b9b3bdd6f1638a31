#include "return_mail.h"

#include "platform/json/codec.h"

namespace plaza::app {
namespace {

using notifications::Mail;

struct MailValues {
  std::string name, number, link, reason, title;
  std::optional<Money> to_original, to_store_credit, to_exchange, amount;
  bool repaired = false, replaced = false;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("number", number);
    v("link", link);
    v("reason", reason);
    v("title", title);
    v("to_original", to_original);
    v("to_store_credit", to_store_credit);
    v("to_exchange", to_exchange);
    v("amount", amount);
    v("repaired", repaired);
    v("replaced", replaced);
  }
};

MailValues about(const orders::Order& order, const std::string& text) {
  MailValues values;
  values.name = order.shipping_address.name;
  values.number = orders::number_text(order.number);
  values.link = "/orders/" + to_text(order.id);
  if (!order.account_id) values.link += "?token=" + order.access_token;  // a guest has no other way in
  values.reason = text;
  return values;
}

std::optional<Money> some(Money money) { return money.amount > 0 ? std::optional(money) : std::nullopt; }

Mail mail_of(returns::ReturnStatus status) {
  switch (status) {
    case returns::ReturnStatus::requested: return Mail::return_requested;
    case returns::ReturnStatus::approved: return Mail::return_approved;
    case returns::ReturnStatus::received: return Mail::return_received;
    case returns::ReturnStatus::settled: return Mail::return_settled;
    case returns::ReturnStatus::declined: return Mail::return_declined;
    case returns::ReturnStatus::cancelled: break;
  }
  return Mail::return_cancelled;
}

Mail mail_of(returns::ClaimStatus status) {
  switch (status) {
    case returns::ClaimStatus::opened: return Mail::claim_opened;
    case returns::ClaimStatus::accepted: return Mail::claim_accepted;
    case returns::ClaimStatus::declined: return Mail::claim_declined;
    case returns::ClaimStatus::resolved: break;
  }
  return Mail::claim_resolved;
}

}  // namespace

void ReturnNewsMail::tell(db::Transaction& tx, const returns::Return& each, const orders::Order& order, const std::string& text) {
  const Mail mail = mail_of(each.status);
  MailValues values = about(order, text);
  if (each.money) {
    values.to_original = some(each.money->to_original);
    values.to_store_credit = some(each.money->to_store_credit);
    values.to_exchange = some(each.money->to_exchange);
  }
  mailer_.send(tx, {mail, std::string(json::enum_text(mail)) + ":" + to_text(each.id), order.email, order.locale,
                    json::encode(values)});
  if (!order.account_id) return;
  const std::string id = to_text(order.id);
  bell_.notify(tx, {order.account_id, notifications::Kind::return_changed, {}, id, values.number, "/orders/" + id, ""});
}

void ReturnNewsMail::tell(db::Transaction& tx, const returns::Claim& claim, const orders::Order& order, const std::string& text) {
  MailValues values = about(order, text);
  values.title = claim.title;
  values.amount = claim.refunded;
  values.repaired = claim.remedy == returns::Remedy::repair;
  values.replaced = claim.remedy == returns::Remedy::replacement;
  const Mail mail = mail_of(claim.status);
  mailer_.send(tx, {mail, std::string(json::enum_text(mail)) + ":" + to_text(claim.id), order.email, order.locale,
                    json::encode(values)});
  if (!order.account_id) return;
  const std::string id = to_text(order.id);
  bell_.notify(tx, {order.account_id, notifications::Kind::claim_changed, {}, id, claim.title, "/orders/" + id, ""});
}

}  // namespace plaza::app

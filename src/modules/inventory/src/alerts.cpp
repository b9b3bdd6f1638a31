#include "alerts.h"

#include "inventory/events.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;

constexpr int told_at_once = 200;

struct BackValues {
  std::string title, link;
  template <class V>
  void describe(V& v) {
    v("title", title);
    v("link", link);
  }
};

}  // namespace

Status Alerts::ask(db::Transaction& tx, VariantId variant, const Who& who) {
  const auto known = parts_.catalog.variants(tx, std::span(&variant, 1));
  if (known.empty() || known.front().status != catalog::ProductStatus::active) {
    return Error{ErrorKind::not_found, "inventory.variant_not_found", "There is no such variant."};
  }
  insert_alert(tx,
               {parts_.ids.next(), variant, known.front().variant.product_id, who.account_id,
                lower_ascii(trimmed(who.email)), who.locale},
               parts_.clock.now());
  return done();
}

void Alerts::call_off(db::Transaction& tx, VariantId variant, const Who& who) {
  remove_alert(tx, variant, who.account_id, lower_ascii(trimmed(who.email)));
}

void Alerts::tell(db::Transaction& tx, const catalog::Product& product, const AlertRow& alert) {
  const std::string link = "/products/" + product.handle;
  if (alert.account_id) {
    // Each asking is a thing of its own: who asks again is told again.
    const std::string about = to_text(alert.variant_id) + ":" + std::to_string(alert.id);
    if (parts_.bell) {
      parts_.bell->notify(tx, {alert.account_id, notifications::Kind::back_in_stock, {}, about,
                               product.title, link, ""});
    }
    return;
  }
  if (!parts_.mailer) return;
  parts_.mailer->send(tx, {notifications::Mail::back_in_stock, "back_in_stock:" + std::to_string(alert.id),
                           alert.email, alert.locale, json::encode(BackValues{product.title, link})});
}

Status Alerts::tell(db::Transaction& tx, VariantId variant) {
  if (parts_.levels.available(variant) <= 0) return done();  // gone again: they wait on
  const auto claimed = claim_alerts(tx, variant, told_at_once);
  if (claimed.empty()) return done();
  const auto product = parts_.catalog.product(tx, claimed.front().product_id);
  if (!product || product->status != catalog::ProductStatus::active) return done();
  for (const auto& alert : claimed) tell(tx, *product, alert);
  if (std::ssize(claimed) == told_at_once)
    events::publish(tx, variant.value, StockBack{variant, product->id});
  return done();
}

}  // namespace plaza::inventory

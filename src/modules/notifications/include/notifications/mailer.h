// Mails from templates, English and Vietnamese, as HTML and text. Enqueued in the caller's transaction and sent by a durable job:
// if and only if it commits, once per key. Thread-safe.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "platform/db/connection.h"

namespace plaza::notifications {

// The templates, and the members of `values` they show. All also get brand, brand_color, logo and url (the shop's), and may have
// lines[{title, options?, quantity?, total?, image?}], which stand below the text with their pictures; `test` says that it is a trial.
enum class Mail {
  verify_email,      // name, link
  reset_password,    // name, link
  password_changed,  // name, link
  bell,              // name, text, link
  order_placed,      // name, number, link, lines, subtotal, shipping?, discount?, tax? (inside), tax_added?, total
  order_paid,        // name, number, link, lines, subtotal, total, amount (what was paid now)
  order_fulfilled,   // name, number, link, tracking?
  order_delivered,   // name, number, link
  order_cancelled,   // name, number, link, reason?
  order_refunded,    // name, number, link, amount
  order_partly_fulfilled,  // name, number, link, tracking?
  order_edited,            // name, number, link, lines, total, reason?
  order_payment_due,       // name, number, link, amount, reason?
  order_store_credit,      // name, number, link, amount
  return_requested,  // name, number, link, reason?
  return_approved,  // name, number, link, reason?
  return_declined,  // name, number, link, reason?
  return_received,  // name, number, link, reason?
  return_settled,  // name, number, link, to_original?, to_store_credit?, to_exchange?, reason?
  claim_opened,  // name, number, link, title, reason?
  claim_accepted,  // name, number, link, title, reason?
  claim_declined,  // name, number, link, title, reason?
  claim_resolved,  // name, number, link, title, repaired?, replaced?, amount?, reason?
  gift_card,  // name, number, link, cards[{code, amount}]
  back_in_stock,     // name?, link, title
  return_cancelled,  // name, number, link, reason?
  drop_admitted,     // name, link, title, drawn (of a raffle), hours or minutes
  drop_missed,       // name, link, title
  chat_answer,       // link, text (what was answered, with line breaks)
  review_invitation, // name, number, link, stop (a path: no more of these), lines
  group_digest,      // name, group, link, stop (a path), lines
};
constexpr auto enum_names(Mail*) {
  return std::array<std::string_view, 31>{"verify_email", "reset_password", "password_changed", "bell", "order_placed",
                                          "order_paid", "order_fulfilled", "order_delivered", "order_cancelled",
                                          "order_refunded", "order_partly_fulfilled", "order_edited",
                                          "order_payment_due", "order_store_credit",
                                          "return_requested", "return_approved", "return_declined", "return_received",
                                          "return_settled", "claim_opened", "claim_accepted", "claim_declined", "claim_resolved",
                                          "gift_card", "back_in_stock", "return_cancelled", "drop_admitted", "drop_missed",
                                          "chat_answer", "review_invitation", "group_digest"};
}

struct MailRequest {
  Mail mail = Mail::bell;
  std::string key;          // idempotency: "order_placed:ord_…"; the same key is sent once (remembered for 400 days)
  std::string to;           // one address
  std::string locale;       // "vi", else English
  // A JSON object: texts (escaped when shown), numbers, money as {"amount": 1999, "currency": "EUR"} (written as the language
  // does), lists of such objects. `link`, and a line's `image`, may be a path of our own.
  std::string values = "{}";
};

class Mailer {
 public:
  virtual ~Mailer() = default;
  // False when this key was enqueued before. CHECKs that `values` is a JSON object and `to` has no line break.
  virtual bool send(db::Transaction& tx, const MailRequest& request) = 0;
};

}  // namespace plaza::notifications

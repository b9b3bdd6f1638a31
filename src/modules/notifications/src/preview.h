// Every mail as staff see it before it is sent: with products of the shop and an invented customer.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "notifications/mailer.h"
#include "notifications/module.h"

namespace plaza::notifications {

enum class MailGroup { account, order, payment, parcel, returns, warranty, drop, stock, gift_card };
constexpr auto enum_names(MailGroup*) {
  return std::array<std::string_view, 9>{"account", "order", "payment", "parcel", "returns", "warranty", "drop", "stock", "gift_card"};
}

enum class MailLanguage { en, vi };
constexpr auto enum_names(MailLanguage*) { return std::array<std::string_view, 2>{"en", "vi"}; }

// In the order in which they are shown: as a customer would get them.
std::span<const Mail> mails_in_order();
MailGroup group_of(Mail mail);
// "When an order was paid." in English or Vietnamese.
std::string_view sent_when(Mail mail, std::string_view locale);

// A JSON object for `render`. `products` may be empty: then there are invented ones. `test` marks it as a trial.
std::string sample_values(Mail mail, std::string_view locale, const std::vector<SampleProduct>& products, bool test);

}  // namespace plaza::notifications

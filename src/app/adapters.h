// The ports that lower modules declare, filled by higher ones: each adapter is a few lines of translation and nothing else.
#pragma once

#include "catalog/catalog.h"
#include "content/view.h"
#include "identity/surroundings.h"
#include "media/media.h"
#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "notifications/module.h"
#include "orders/order_mail.h"
#include "orders/pictures.h"
#include "profiles/order_summary.h"
#include "promotions/ports.h"

namespace plaza::app {

// identity::Surroundings: avatar pictures from media, counts from content, the bell from notifications.
class AccountSurroundings final : public identity::Surroundings {
 public:
  AccountSurroundings(media::Media& media, content::Relations& relations, notifications::Bell& bell)
      : media_(media), relations_(relations), bell_(bell) {}
  std::optional<identity::Picture> picture(std::int64_t media_id) override;
  identity::Counts counts(identity::AccountId account) override { return relations_.counts(account); }
  std::int64_t unread(db::Reader& reader, identity::AccountId account) override { return bell_.unread(reader, account); }
  bool may_show(db::Reader& reader, identity::AccountId account, std::int64_t media_id) override;

 private:
  media::Media& media_;
  content::Relations& relations_;
  notifications::Bell& bell_;
};

// orders::Pictures: a product's picture as media shows it.
class LinePictures final : public orders::Pictures {
 public:
  explicit LinePictures(media::Media& media) : media_(media) {}
  std::optional<orders::Image> picture(const catalog::ProductMedia& media) override;

 private:
  media::Media& media_;
};

// What previews of mails show: the newest products of the shop that have a picture.
class MailSamples {
 public:
  MailSamples(catalog::Catalog& catalog, orders::Pictures& pictures) : catalog_(catalog), pictures_(pictures) {}
  std::vector<notifications::SampleProduct> products(db::Reader& reader);

 private:
  catalog::Catalog& catalog_;
  orders::Pictures& pictures_;
};

// orders::OrderMail: the order's mails and the buyer's bell.
class OrderNewsMail final : public orders::OrderMail {
 public:
  OrderNewsMail(notifications::Mailer& mailer, notifications::Bell& bell) : mailer_(mailer), bell_(bell) {}
  void tell(db::Transaction& tx, const orders::News& news, const orders::Order& order) override;

 private:
  notifications::Mailer& mailer_;
  notifications::Bell& bell_;
};

// profiles::OrderSummaries: what a person bought.
class BuyerSummaries final : public profiles::OrderSummaries {
 public:
  BuyerSummaries(orders::Orders& orders, Currency currency) : orders_(orders), currency_(currency) {}
  profiles::OrderSummary summary(db::Reader& reader, identity::AccountId account) override;

 private:
  orders::Orders& orders_;
  const Currency currency_;  // the shop's: what was paid in others is not added to it
};

// promotions::FirstOrders: whether somebody bought here before.
class EarlierOrders final : public promotions::FirstOrders {
 public:
  explicit EarlierOrders(orders::Orders& orders) : orders_(orders) {}
  bool has_ordered(db::Reader& reader, identity::AccountId account, std::string_view email) override;

 private:
  orders::Orders& orders_;
};

}  // namespace plaza::app

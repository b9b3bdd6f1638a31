// reviews::ReviewMail: asks for reviews by mail, tells of the shop's answers; and the bell about answered questions.
#pragma once

#include "catalog/catalog.h"
#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "platform/events/outbox.h"
#include "reviews/questions.h"
#include "reviews/review_mail.h"

namespace plaza::app {

class ReviewNewsMail final : public reviews::ReviewMail {
 public:
  ReviewNewsMail(notifications::Mailer& mailer, notifications::Bell& bell) : mailer_(mailer), bell_(bell) {}
  void invite(db::Transaction& tx, const orders::Order& order, const std::vector<reviews::InvitedLine>& lines,
              const std::string& link, const std::string& quiet_link, const std::string& key) override;
  void replied(db::Transaction& tx, const reviews::Review& review, const std::string& product_title, const std::string& path) override;

 private:
  notifications::Mailer& mailer_;
  notifications::Bell& bell_;
};

struct AnswerNews {
  catalog::Catalog& catalog;
  reviews::Questions& questions;
  notifications::Bell& bell;
};
// Who asked hears of an answer.
void subscribe_answers(events::Dispatcher& dispatcher, const AnswerNews& parts);

}  // namespace plaza::app

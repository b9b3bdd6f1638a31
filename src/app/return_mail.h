// returns::ReturnMail: mails and the bell about goods that come back and about warranty claims.
#pragma once

#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "returns/return_mail.h"

namespace plaza::app {

class ReturnNewsMail final : public returns::ReturnMail {
 public:
  ReturnNewsMail(notifications::Mailer& mailer, notifications::Bell& bell) : mailer_(mailer), bell_(bell) {}
  void tell(db::Transaction& tx, const returns::Return& each, const orders::Order& order, const std::string& text) override;
  void tell(db::Transaction& tx, const returns::Claim& claim, const orders::Order& order, const std::string& text) override;

 private:
  notifications::Mailer& mailer_;
  notifications::Bell& bell_;
};

}  // namespace plaza::app

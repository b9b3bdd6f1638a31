// Mails: enqueued with the caller's transaction, rendered and sent by a job.
#pragma once

#include <string>

#include "identity/account_mail.h"
#include "notifications/mailer.h"
#include "notifications/module.h"

namespace plaza::notifications {

inline constexpr const char* send_mail_job = "notifications.send_mail";

class MailService final : public Mailer, public identity::AccountMail {
 public:
  MailService(IdSource& ids, const Clock& clock, Brand brand, SendMail send_mail)
      : ids_(ids), clock_(clock), brand_(std::move(brand)), send_mail_(std::move(send_mail)) {}

  bool send(db::Transaction& tx, const MailRequest& request) override;

  void send_verification(db::Transaction& tx, const identity::MailRecipient& to, std::string_view token) override;
  void send_reset(db::Transaction& tx, const identity::MailRecipient& to, std::string_view token) override;
  void send_password_changed(db::Transaction& tx, const identity::MailRecipient& to) override;

  void add_jobs(jobs::Runner& runner);

 private:
  void send_account_mail(db::Transaction& tx, Mail mail, const identity::MailRecipient& to, std::string link);
  Status run(const jobs::Job& job);

  IdSource& ids_;
  const Clock& clock_;
  const Brand brand_;
  const SendMail send_mail_;
};

// {"name": …, …}; for values of a few texts.
std::string values_text(std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace plaza::notifications

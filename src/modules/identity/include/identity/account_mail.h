// Port: the mails that identity needs sent. Notifications implements it by durable jobs; the token is in the job's payload only.
#pragma once

#include <string>
#include <string_view>

#include "identity/ids.h"
#include "platform/db/connection.h"

namespace plaza::identity {

struct MailRecipient {
  AccountId account_id;
  std::string email;
  std::string display_name;
  std::string locale;  // "en" or "vi"
};

class AccountMail {
 public:
  virtual ~AccountMail() = default;
  // Enqueued in the caller's transaction: sent if and only if it commits. The links are /verify?token= and /reset?token=.
  virtual void send_verification(db::Transaction& tx, const MailRecipient& to, std::string_view token) = 0;
  virtual void send_reset(db::Transaction& tx, const MailRecipient& to, std::string_view token) = 0;
  // A notice after the password was changed.
  virtual void send_password_changed(db::Transaction& tx, const MailRecipient& to) = 0;
};

}  // namespace plaza::identity

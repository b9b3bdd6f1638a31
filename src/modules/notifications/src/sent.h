// Which mails went to whom: kind, what about, when; 400 days. Kept by a digest of the address, so that the table names nobody.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "notifications/mailer.h"
#include "platform/db/connection.h"
#include "profiles/personal_data.h"

namespace plaza::notifications {

struct SentMail {
  Mail mail = Mail::bell;
  std::string about;  // "ord_…"; may be empty
  Time at;
  template <class V>
  void describe(V& v) {
    v("mail", mail);
    v("about", about);
    v("at", at);
  }
};

namespace store {

void note_sent(db::Transaction& tx, std::int64_t id, const MailRequest& request, Time at);
// Newest first.
std::vector<SentMail> sent_to(db::Reader& reader, std::string_view address, int limit);
std::int64_t forget_sent(db::Transaction& tx, std::string_view address);
std::int64_t purge_sent(db::Transaction& tx, Time before);  // at most 1,000

}  // namespace store

class MailsOfPerson final : public profiles::PersonalData {
 public:
  std::string_view name() const override { return "sent_mails"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
};

}  // namespace plaza::notifications

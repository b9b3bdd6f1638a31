#pragma once

#include "mailbox/module.h"
#include "profiles/personal_data.h"

namespace plaza::mailbox {

class MailOfPerson final : public profiles::PersonalData {
 public:
  explicit MailOfPerson(const Needs& needs) : needs_(needs) {}
  std::string_view name() const override { return "mail"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  const Needs needs_;
};

}  // namespace plaza::mailbox

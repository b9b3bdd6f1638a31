// profiles::PersonalData of calls: by account, and by a confirmed e-mail address.
#pragma once

#include "calls/module.h"
#include "profiles/personal_data.h"

namespace plaza::calls {

class CallsOfPerson final : public profiles::PersonalData {
 public:
  explicit CallsOfPerson(const Needs& needs) : needs_(needs) {}
  std::string_view name() const override { return "calls"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  const Needs needs_;
};

}  // namespace plaza::calls

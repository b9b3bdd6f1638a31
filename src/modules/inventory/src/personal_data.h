// What inventory keeps of a person: what they wait for, as a member, or as a guest with an address that is theirs.
#pragma once

#include "profiles/personal_data.h"

namespace plaza::inventory {

class AlertsOfPerson final : public profiles::PersonalData {
 public:
  std::string_view name() const override { return "alerts"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
};

}  // namespace plaza::inventory

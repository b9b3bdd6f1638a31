// What radar keeps of a person: the alerts about their posts. An erasure deletes them; the trail names staff by id alone.
#pragma once

#include "profiles/personal_data.h"

namespace plaza::radar {

class AlertsOfPerson final : public profiles::PersonalData {
 public:
  std::string_view name() const override { return "radar"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
};

}  // namespace plaza::radar

// profiles::PersonalData: names that networks gave, and bodies that wait. What was said is care's.
#pragma once

#include "networks/module.h"
#include "profiles/personal_data.h"

namespace plaza::networks {

class NetworksOfPerson final : public profiles::PersonalData {
 public:
  explicit NetworksOfPerson(const Needs& needs) : needs_(needs) {}
  std::string_view name() const override { return "networks"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  // Before care's: its conversations lead to who somebody is at a network.
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  const Needs needs_;
};

}  // namespace plaza::networks

#pragma once

#include "desk.h"
#include "profiles/personal_data.h"
#include "search.h"

namespace plaza::care {

class CareOfPerson final : public profiles::PersonalData {
 public:
  CareOfPerson(const Needs& needs, Desk& desk, Search& search) : needs_(needs), desk_(desk), search_(search) {}
  std::string_view name() const override { return "care"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase_outside(const profiles::Person& person) override;

 private:
  const Needs needs_;
  Desk& desk_;
  Search& search_;
};

}  // namespace plaza::care

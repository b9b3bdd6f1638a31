// What credit keeps of a person: the movements of their store credit. They stay, as books must; the notes that staff wrote do not.
#pragma once

#include "profiles/personal_data.h"

namespace plaza::credit {

class CreditOfPerson final : public profiles::PersonalData {
 public:
  std::string_view name() const override { return "credit"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
};

}  // namespace plaza::credit

// What returns keeps of a person: given out, and taken away.
#pragma once

#include "profiles/personal_data.h"

namespace plaza::returns {

class ReturnsOfPerson final : public profiles::PersonalData {
 public:
  std::string_view name() const override { return "returns"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
};

}  // namespace plaza::returns

#pragma once

#include "answers/module.h"
#include "measure.h"
#include "profiles/personal_data.h"

namespace plaza::answers {

class HelpOfPerson final : public profiles::PersonalData {
 public:
  explicit HelpOfPerson(const Needs& needs) : needs_(needs) {}
  std::string_view name() const override { return "answers"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  const Needs& needs_;
};

}  // namespace plaza::answers

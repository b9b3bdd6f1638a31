// What content keeps of a person: given out, and taken away.
#pragma once

#include "service.h"
#include "profiles/personal_data.h"

namespace plaza::content {

class WordsOfPerson final : public profiles::PersonalData {
 public:
  explicit WordsOfPerson(Service& service) : service_(service) {}
  std::string_view name() const override { return "content"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  Service& service_;
};

}  // namespace plaza::content

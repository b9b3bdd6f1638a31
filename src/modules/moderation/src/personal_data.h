// What moderation keeps of a person: given out, and taken away.
#pragma once

#include "platform/base/time.h"
#include "profiles/personal_data.h"

namespace plaza::moderation {

class RecordOfPerson final : public profiles::PersonalData {
 public:
  std::string_view name() const override { return "moderation"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  // The decisions stay in the public log, which names nobody; all words go.
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
};

}  // namespace plaza::moderation

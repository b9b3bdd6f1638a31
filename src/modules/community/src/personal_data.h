// What a person wrote and did in groups: given out, and taken away so that threads stay readable.
#pragma once

#include "profiles/personal_data.h"
#include "tastes.h"
#include "threads.h"

namespace plaza::community {

class TracesOfPerson final : public profiles::PersonalData {
 public:
  TracesOfPerson(const Needs& needs, GroupBook& book, Threads& threads, Tastes& tastes)
      : needs_(needs), book_(book), threads_(threads), tastes_(tastes) {}
  std::string_view name() const override { return "communities"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  void leave_groups(db::Transaction& tx, identity::AccountId account);

  const Needs& needs_;
  GroupBook& book_;
  Threads& threads_;
  Tastes& tastes_;
};

}  // namespace plaza::community

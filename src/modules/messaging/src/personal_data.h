// A person's messages: given out whole, and taken out of threads that stay readable for the others.
#pragma once

#include "messaging/module.h"
#include "store.h"

namespace plaza::messaging {

class WordsOfPerson final : public profiles::PersonalData {
 public:
  explicit WordsOfPerson(const Needs& needs) : needs_(needs) {}
  std::string_view name() const override { return "messages"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  std::int64_t erase_chat(db::Transaction& tx, const StoredThread& chat, const std::vector<std::string>& names);
  void erase_pictures(db::Transaction& tx, ThreadId thread, identity::AccountId author);
  const Needs& needs_;
};

}  // namespace plaza::messaging

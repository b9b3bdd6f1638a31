// Imports calls: read, whose, kept, and told to care, in one transaction.
#pragma once

#include "calls/module.h"

namespace plaza::calls {

class Service final : public Calls {
 public:
  explicit Service(const Needs& needs) : needs_(needs) {}
  Result<Imported> import(db::Transaction& tx, std::string_view file, const About& about, identity::AccountId by) override;
  std::optional<Call> find(db::Reader& reader, CallId id) override;
  std::vector<Turn> turns(db::Reader& reader, CallId id) override;
  std::vector<Call> list(db::Reader& reader, identity::AccountId account, CallId before, int limit) override;
  std::optional<Call> of_conversation(db::Reader& reader, care::ConversationId id) override;

 private:
  Result<identity::AccountId> account_of(db::Reader& reader, const About& about);
  Result<care::ConversationId> tell_care(db::Transaction& tx, const Call& call, const Transcript& transcript, const std::string& digest, bool follow_up);

  const Needs needs_;
};

}  // namespace plaza::calls

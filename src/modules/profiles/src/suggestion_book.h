// Suggestions, and the job that looks for them in what profiles itself knows.
#pragma once

#include <atomic>
#include <string>

#include "platform/db/database.h"
#include "profiles/module.h"
#include "profiles/suggestions.h"

namespace plaza::profiles {

class SuggestionBook final : public Suggestions {
 public:
  SuggestionBook(const Needs& needs, Profiles& profiles)
      : database_(needs.database), ids_(needs.ids), clock_(needs.clock), profiles_(profiles) {}

  void propose(db::Transaction& tx, identity::AccountId account, std::string_view visitor, const Because& because) override;
  void propose(db::Transaction& tx, identity::AccountId account, identity::AccountId twin, const Because& because) override;
  std::vector<Suggestion> list(db::Reader& reader, SuggestionState state, SuggestionId before, int limit) override;
  std::vector<Suggestion> list_of(db::Reader& reader, identity::AccountId account) override;
  std::vector<Suggestion> list_of(db::Reader& reader, std::string_view visitor) override;
  Status accept(db::Transaction& tx, SuggestionId id, identity::AccountId by) override;
  Status reject(db::Transaction& tx, SuggestionId id, identity::AccountId by) override;

  // Phones and devices that two accounts share. The first run looks at everything, later ones at what is new.
  Status look();
  void forget(db::Transaction& tx, identity::AccountId account);

 private:
  void put(db::Transaction& tx, identity::AccountId account, const std::string& other, const Because& because);
  Result<Suggestion> decide(db::Transaction& tx, SuggestionId id, SuggestionState state, identity::AccountId by);
  Status fill_phone_keys();
  Status look_at_phones();
  Status look_at_devices();

  db::Database& database_;
  IdSource& ids_;
  const Clock& clock_;
  Profiles& profiles_;
  std::atomic<bool> looked_ = false;
};

}  // namespace plaza::profiles

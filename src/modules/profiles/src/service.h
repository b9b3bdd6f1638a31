// The identity graph: links made and ended, and profiles put together from their members.
#pragma once

#include <string>
#include <vector>

#include "history.h"
#include "links.h"
#include "platform/base/id.h"
#include "profiles/module.h"

namespace plaza::profiles {

class ProfileService final : public Profiles, public Linker {
 public:
  explicit ProfileService(const Needs& needs)
      : database_(needs.database), ids_(needs.ids), clock_(needs.clock), accounts_(needs.accounts),
        history_(needs.database, needs.clock, needs.accounts, links_, *this) {}

  identity::AccountId account_of(std::string_view visitor) const override { return links_.account_of(visitor); }
  Members members_of(db::Reader& reader, std::string_view visitor) override;
  Members members_of(db::Reader& reader, identity::AccountId account) override;
  std::optional<Profile> find(db::Reader& reader, std::string_view visitor) override;
  Profile find(db::Reader& reader, identity::AccountId account) override;
  Status merge(db::Transaction& tx, std::string_view visitor, identity::AccountId account, Proof proof,
               const Evidence& evidence = {}) override;
  Status unmerge(db::Transaction& tx, std::string_view visitor, identity::AccountId account) override;

  Status join(db::Transaction& tx, identity::AccountId account, identity::AccountId other, Proof proof,
              const Evidence& evidence = {}) override;
  Status part(db::Transaction& tx, identity::AccountId account, identity::AccountId other) override;
  std::string canonical_state(db::Reader& reader, std::string_view visitor) override;
  std::string canonical_state(db::Reader& reader, identity::AccountId account) override;
  std::string state_hash() override;

  // Nothing when none of these was ever seen and there is no account.
  std::optional<Profile> assemble(db::Reader& reader, Members members);
  // From the log: links unless staff took this very link away, or the visitor was linked anew since.
  void observe_link(db::Transaction& tx, std::string_view visitor, identity::AccountId account, Proof proof,
                    const Evidence& evidence) override;
  // All of an erased account: its links, its own history and that of the visitors it was.
  void forget(db::Transaction& tx, identity::AccountId account);

  Links& links() { return links_; }
  History& history() { return history_; }

 private:
  void announce_end(db::Transaction& tx, std::string_view visitor, identity::AccountId account);
  // Links a visitor that has no link; false when somebody else linked it meanwhile.
  bool open_link(db::Transaction& tx, const store::Edge& edge);
  void restore_displaced(db::Transaction& tx, std::string_view visitor, identity::AccountId account, std::int64_t edge);

  db::Database& database_;
  IdSource& ids_;
  const Clock& clock_;
  identity::Accounts& accounts_;
  Links links_;
  History history_;
};

}  // namespace plaza::profiles

// The learner of profiles: when each acting identity was first and last seen, how often, and with which traits. Records gather in
// memory and go to the database in batches together with their position in the log, so that none is counted twice, whoever
// stops when; on several nodes the one that moves the position first wins, the others drop what it has written.
// A signed-in act belongs to the account, any other to the visitor: that stays true when links change.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "identity/accounts.h"
#include "interactions/log.h"
#include "links.h"
#include "platform/db/database.h"
#include "store.h"

namespace plaza::profiles {

// What the history asks the graph to do; done by the service, in the batch's transaction.
class Linker {
 public:
  virtual ~Linker() = default;
  // A session or a secret key named the account of a visitor.
  virtual void observe_link(db::Transaction& tx, std::string_view visitor, identity::AccountId account, Proof proof,
                            const Evidence& evidence) = 0;
};

class History final : public interactions::Learner {
 public:
  static constexpr std::size_t batch_max = 5'000;   // then they are written, or asked to be
  static constexpr std::size_t written_kept = 12'000;  // for readers that began before: more than two batches
  static constexpr std::size_t write_max = 1'000;   // in one transaction: others wait for it
  static constexpr std::size_t hasty_max = 5'000;   // the same when many wait: rows that lie together cost less together
  static constexpr std::size_t waiting_max = 400'000;  // while the database is slower than the log or cannot be written; then records wait
  static constexpr Micros batch_period = seconds(2);

  History(db::Database& database, const Clock& clock, const identity::Accounts& accounts, const Links& links, Linker& linker);

  std::string name() const override { return "profiles"; }
  int version() const override { return 2; }
  void restore(std::string_view) override {}  // the database has it
  void apply(const interactions::Record& record) override;
  std::string snapshot() const override;  // writes what is waiting first; how far the rows go
  void save(const interactions::Pieces& out) const override;  // where the state is: the same for every state of the rows
  void state(const interactions::Pieces& out) const override;  // the rows, by who
  std::unique_ptr<interactions::Learner> rehearsal() override;

  // What is known of an identity, with what is not in the database yet.
  std::optional<store::Seen> find(db::Reader& reader, const std::string& who) const;
  // Visitors that are about to be linked to an account: their records wait to be written.
  std::vector<std::string> linking_to(identity::AccountId account) const;
  // Writes what is waiting. Thread-safe.
  void flush() const;
  // Somebody else calls flush() now, soon after `hurry` was called and now and then: records need not wait for the database. Null:
  // nobody does.
  void leave_writing(std::function<void()> hurry);

 private:
  class Rehearsal;
  struct Entry {
    std::int64_t position = 0;
    std::string who;
    Time at;
    std::string claimed_user_id;
    std::string traits;  // empty: none
    bool labels = false;  // the traits are labels of care: nothing that the person did
    std::string link_visitor;  // empty: none
    identity::AccountId link_account;
    Proof proof = Proof::signed_in;
    Evidence evidence;
    std::int64_t digest = 0;
  };
  static void add(store::Seen& sum, const Entry& entry);
  // Whether profiles learn from it: from what people do, and from labels that care put on their conversations.
  static bool counts(const interactions::Record& record);
  static store::Seen fresh_row(const Entry& entry);
  bool is_known(std::string_view who) const;
  Entry entry_of(const interactions::Record& record) const;
  Status write(db::Transaction& tx, const std::vector<Entry>& entries) const;
  // The oldest up to this position; false: there are none.
  bool flush_some(std::int64_t until) const;
  void write_traits(db::Transaction& tx, const Entry& entry) const;

  db::Database& database_;
  const Clock& clock_;
  const identity::Accounts& accounts_;
  const Links& links_;
  Linker& linker_;
  mutable std::mutex mutex_;
  mutable std::deque<Entry> waiting_;
  mutable std::deque<Entry> written_;  // lately: a reader that began before does not see their rows
  std::function<void()> hurry_;
  mutable bool hurried_ = false;
  mutable Time flushed_at_;
  mutable std::int64_t position_ = 0;  // in the database, as far as this node knows
};

}  // namespace plaza::profiles

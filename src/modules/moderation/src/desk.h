// The moderators' side: claims, decisions, appeals. All in the caller's transaction; thread-safe.
//
// Codes: moderation.case_not_found, moderation.appeal_not_found, moderation.decision_not_found (404), moderation.already_decided,
// moderation.claimed, moderation.not_possible, moderation.appeal_open, moderation.appealed_already, moderation.not_appealable,
// moderation.appeal_too_late (409), moderation.own_decision (403: another moderator has to look).
#pragma once

#include "moderation/module.h"
#include "owners.h"
#include "store.h"

namespace plaza::moderation {

inline constexpr Micros claim_length = minutes(10);
inline constexpr Micros appeal_window = days(30);
inline constexpr int bulk_max = 100;

struct Wish {
  rules::Action action = rules::Action::keep;
  rules::Measure measure = rules::Measure::none;
  std::int64_t days = 0;  // of a suspension
  Reason reason = Reason::other;
  std::string note;  // to the author; may be empty
};

enum class Claimed { respect, take_over };

class Desk final : public Examples, public Decisions {
 public:
  Desk(const Needs& needs, const Owners& owners) : needs_(needs), owners_(owners) {}

  // A piece that nobody reported, opened by a moderator; or the case that is open already.
  Result<Case> open(db::Transaction& tx, const Subject& subject);
  // Tells others that somebody looks at it, for ten minutes; again: ten more.
  Result<Case> claim(db::Transaction& tx, identity::AccountId moderator, CaseId id, Claimed claimed);
  Result<Decision> decide(db::Transaction& tx, identity::AccountId moderator, CaseId id, const Wish& wish, Claimed claimed);

  Status decide(db::Transaction& tx, identity::AccountId moderator, const Subject& subject, Standing to, Reason reason,
                std::string_view note) override;

  Result<Appeal> appeal(db::Transaction& tx, identity::AccountId author, DecisionId id, std::string_view words);
  Result<Appeal> answer(db::Transaction& tx, identity::AccountId moderator, AppealId id, AppealState outcome, std::string_view words);
  bool can_appeal(const Decision& decision) const;
  // Is there a moderator besides this one?
  bool another_moderator(db::Reader& reader, identity::AccountId than);

  std::vector<Example> examples(db::Reader& reader, DecisionId after, int limit) override;

 private:
  Status act(db::Transaction& tx, Case& one, const Piece& piece, const Wish& wish);
  void tell(db::Transaction& tx, const Decision& decision, Standing before);
  Status undo(db::Transaction& tx, const Decision& decision, identity::AccountId moderator, std::string_view words);

  const Needs& needs_;
  const Owners& owners_;
};

}  // namespace plaza::moderation

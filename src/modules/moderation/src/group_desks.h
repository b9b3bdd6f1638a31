// The desk of the shop, as one group's moderators may use it.
#pragma once

#include "desk.h"
#include "moderation/group_desk.h"
#include "rule_book.h"

namespace plaza::moderation {

class GroupDesks final : public GroupDesk {
 public:
  GroupDesks(const Needs& needs, const Owners& owners, Desk& desk, RuleBook& book)
      : needs_(needs), owners_(owners), desk_(desk), book_(book) {}

  std::vector<GroupCase> waiting(db::Reader& reader, std::string_view group, CaseId after, int limit) override;
  std::int64_t count(db::Reader& reader, std::string_view group) override;
  Result<GroupCase> open(db::Transaction& tx, std::string_view group, const Subject& subject) override;
  Status decide(db::Transaction& tx, identity::AccountId moderator, std::string_view group, CaseId id, GroupAction action,
                Reason reason, std::string_view note) override;
  std::vector<GroupDecision> log(db::Reader& reader, std::string_view group, DecisionId before, int limit) override;
  GroupRules rules(db::Reader& reader, std::string_view group) override;
  Result<GroupRules> set_rules(db::Transaction& tx, std::string_view group, std::string_view text, std::int64_t version,
                               identity::AccountId by) override;

 private:
  GroupCase view(db::Reader& reader, const Case& one) const;

  const Needs& needs_;
  const Owners& owners_;
  Desk& desk_;
  RuleBook& book_;
};

}  // namespace plaza::moderation

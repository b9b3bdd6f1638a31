// What the help that is offered and the community are to each other: accepted answers in groups that everybody may read are offered, those
// who know a product or a topic there are asked about it, and who opens a discussion after all was not helped by what was offered.
#pragma once

#include "answers/experts.h"
#include "answers/group_questions.h"
#include "answers/help.h"
#include "answers/source.h"
#include "community/discussions.h"
#include "community/experts.h"
#include "community/groups.h"
#include "community/module.h"
#include "identity/accounts.h"
#include "platform/base/time.h"
#include "profiles/blocks.h"

namespace plaza::app {

class AcceptedAnswers final : public answers::Source {
 public:
  AcceptedAnswers(community::Discussions& discussions, identity::Accounts& accounts) : discussions_(discussions), accounts_(accounts) {}
  answers::DocumentPage documents(db::Reader& reader, std::string_view cursor, int limit) override;
  std::optional<answers::Document> document(db::Reader& reader, std::string_view id) override;
  std::vector<std::string> topics() const override;
  std::vector<std::string> touched(db::Reader& reader, const events::Event& event) override;

 private:
  answers::Document made_of(const community::AcceptedAnswer& each) const;
  community::Discussions& discussions_;
  identity::Accounts& accounts_;
};

class CommunityExperts final : public answers::TrustedMembers {
 public:
  CommunityExperts(community::Experts& experts, profiles::Blocks& blocks) : experts_(experts), blocks_(blocks) {}
  std::vector<identity::AccountId> for_product(db::Reader& reader, catalog::ProductId product, int limit) override {
    return experts_.for_product(reader, product, limit);
  }
  bool apart(identity::AccountId one, identity::AccountId other) const override { return blocks_.apart(one, other); }

 private:
  community::Experts& experts_;
  profiles::Blocks& blocks_;
};

// Questions in groups. Agents read and answer what stands in groups that everybody may read, and in closed ones that one of the shop's people
// owns; what is asked in any other closed group is its members' alone.
class QuestionsInGroups final : public answers::GroupQuestions {
 public:
  QuestionsInGroups(community::Module& community, identity::Accounts& accounts, profiles::Blocks& blocks, const Clock& clock)
      : discussions_(community.discussions()), groups_(community.groups()), experts_(community.experts()), accounts_(accounts), blocks_(blocks),
        clock_(clock) {}
  std::optional<answers::GroupQuestion> find(db::Reader& reader, community::DiscussionId id) override;
  std::vector<identity::AccountId> trusted(db::Reader& reader, community::DiscussionId id, int limit) override {
    return experts_.for_discussion(reader, id, limit);
  }
  bool reads(const answers::GroupQuestion& question, identity::AccountId account) override;
  Result<community::ReplyId> answer(db::Transaction& tx, community::DiscussionId id, identity::AccountId by, std::string_view text) override;

 private:
  community::Discussions& discussions_;
  community::Groups& groups_;
  community::Experts& experts_;
  identity::Accounts& accounts_;
  profiles::Blocks& blocks_;
  const Clock& clock_;
};

struct CommunityHelp {
  community::Discussions& discussions;
  answers::Help& help;
};
void subscribe_community_help(events::Dispatcher& dispatcher, const CommunityHelp& with);

}  // namespace plaza::app

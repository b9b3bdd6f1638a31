// What the help that is offered and the community are to each other: accepted answers in groups that everybody may read are offered, those
// who know a product there are asked about it, and who opens a discussion after all was not helped by what was offered.
#pragma once

#include "answers/experts.h"
#include "answers/help.h"
#include "answers/source.h"
#include "community/discussions.h"
#include "community/experts.h"
#include "identity/accounts.h"

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
  explicit CommunityExperts(community::Experts& experts) : experts_(experts) {}
  std::vector<identity::AccountId> for_product(db::Reader& reader, catalog::ProductId product, int limit) override {
    return experts_.for_product(reader, product, limit);
  }

 private:
  community::Experts& experts_;
};

struct CommunityHelp {
  community::Discussions& discussions;
  answers::Help& help;
};
void subscribe_community_help(events::Dispatcher& dispatcher, const CommunityHelp& with);

}  // namespace plaza::app

// answers::Source over the community: accepted answers in groups that everybody may read.
#pragma once

#include "answers/source.h"
#include "community/discussions.h"
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

}  // namespace plaza::app

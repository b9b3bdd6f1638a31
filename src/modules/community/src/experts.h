#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>

#include "community/experts.h"
#include "community/module.h"
#include "group_book.h"
#include "thread_index.h"
#include "trust.h"

namespace plaza::community {

class ProductExperts final : public Experts {
 public:
  ProductExperts(const Needs& needs, const GroupBook& book, const ThreadIndex& index, const Trust& trust)
      : needs_(needs), book_(book), index_(index), trust_(trust) {}
  std::vector<identity::AccountId> for_product(db::Reader& reader, catalog::ProductId product, int limit) override;
  std::vector<identity::AccountId> for_discussion(db::Reader& reader, DiscussionId id, int limit) override;

 private:
  using Subjects = std::set<std::pair<GroupId, std::string>>;  // tags of a group
  struct Talks {
    std::vector<Facts> all;
    Subjects subjects;
  };
  Talks talks_about(db::Reader& reader, catalog::ProductId product) const;
  Talks talks_like(const Discussion& discussion) const;
  using Fits = std::function<bool(identity::AccountId)>;
  std::vector<identity::AccountId> known_in(db::Reader& reader, const Talks& talks, const Fits& fits, int limit) const;
  bool is_expert(db::Reader& reader, identity::AccountId account, const Subjects& subjects) const;

  const Needs& needs_;
  const GroupBook& book_;
  const ThreadIndex& index_;
  const Trust& trust_;
};

}  // namespace plaza::community

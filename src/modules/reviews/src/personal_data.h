// A person's reviews, questions and answers, given out and taken away. Erasing takes the words, the pictures, the name and the votes; the
// stars stay, tied to nobody: other shoppers' rating stands on them, and a rating says nothing of who gave it.
#pragma once

#include "profiles/personal_data.h"
#include "reviews/module.h"
#include "votes.h"

namespace plaza::reviews {

class ReviewsOfPerson final : public profiles::PersonalData {
 public:
  ReviewsOfPerson(const Needs& needs, const Votes& votes) : needs_(needs), votes_(votes) {}
  std::string_view name() const override { return "reviews"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  // Of the account, and of the guest's orders under its address.
  std::vector<Review> all_of(db::Reader& reader, const profiles::Person& person) const;
  const Needs& needs_;
  const Votes& votes_;
};

}  // namespace plaza::reviews

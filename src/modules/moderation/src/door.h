// Submissions and reports: what comes in.
#pragma once

#include "moderation/module.h"
#include "owners.h"
#include "rule_book.h"
#include "store.h"

namespace plaza::moderation {

inline constexpr std::size_t kept_text_max = 4'000;  // code points
inline constexpr int reports_hourly_max = 20;        // of one member

inline Error subject_not_found() {
  return {ErrorKind::not_found, "moderation.subject_not_found", "It is not there, or not for you."};
}

class Door final : public Submissions {
 public:
  Door(const Needs& needs, const RuleBook& book, const Owners& owners) : needs_(needs), book_(book), owners_(owners) {}

  Result<Verdict> submit(db::Transaction& tx, const Submission& submission) override;
  void hold(db::Transaction& tx, const Submission& submission) override;
  void gone(db::Transaction& tx, const Subject& subject) override;
  Status report(db::Transaction& tx, identity::AccountId reporter, const Subject& subject, Reason reason,
                std::string_view note) override;
  std::vector<Finding> why(db::Reader& reader, const Subject& subject) override;

  // What would happen to a piece under these books; changes nothing.
  rules::Judged judge(std::span<const std::shared_ptr<const rules::Rules>> books, const rules::Facts& facts) const;

 private:
  Verdict keep_back(db::Transaction& tx, const Submission& submission, std::vector<Finding> findings);
  void tell_held(db::Transaction& tx, const Case& one);
  void weigh(db::Transaction& tx, Case& one, const Piece& piece);

  const Needs& needs_;
  const RuleBook& book_;
  const Owners& owners_;
};

// The open case of a piece, made if there is none.
Case open_case_of(db::Transaction& tx, const Needs& needs, Case wanted);

}  // namespace plaza::moderation

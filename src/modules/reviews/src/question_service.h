#pragma once

#include "reviews/module.h"
#include "reviews/questions.h"
#include "votes.h"

namespace plaza::reviews {

class QuestionService final : public Questions {
 public:
  QuestionService(const Needs& needs, const Votes& votes) : needs_(needs), votes_(votes) {}

  Result<Question> ask(db::Transaction& tx, const catalog::Product& product, identity::AccountId account,
                       std::string_view text) override;
  Result<Answer> answer(db::Transaction& tx, QuestionId id, identity::AccountId account, bool staff,
                        std::string_view text) override;
  Result<Question> accept(db::Transaction& tx, QuestionId id, AnswerId answer, identity::AccountId by, bool staff) override;
  Result<std::int64_t> vote(db::Transaction& tx, QuestionId id, identity::AccountId account, bool helpful) override;
  Result<std::int64_t> vote(db::Transaction& tx, AnswerId id, identity::AccountId account, bool helpful) override;
  Status stand(db::Transaction& tx, QuestionId id, moderation::Standing to) override;
  Status stand(db::Transaction& tx, AnswerId id, moderation::Standing to) override;
  std::optional<Question> find(db::Reader& reader, QuestionId id) override;
  QuestionPage list(db::Reader& reader, const QuestionQuery& query) override;
  bool owns(db::Reader& reader, identity::AccountId account, catalog::ProductId product) override;
  QuestionView view(db::Reader& reader, const Question& question, identity::AccountId viewer, bool staff) override;

 private:
  // Held or shown, by the shop's rule and by moderation. Its refusals are errors.
  Result<ReviewStatus> submit(db::Transaction& tx, moderation::Submission piece);
  void announce(db::Transaction& tx, const Question& question, const Answer& answer);
  std::vector<moderation::Finding> why(db::Reader& reader, moderation::Kind kind, const std::string& id);
  const Needs& needs_;
  const Votes& votes_;
};

}  // namespace plaza::reviews

// Reviews, the shop's answers to them, questions and their answers as moderators see and move them.
#pragma once

#include "moderation/content.h"
#include "question_service.h"
#include "review_service.h"

namespace plaza::reviews {

class ModeratedReviews final : public moderation::Content {
 public:
  ModeratedReviews(const Needs& needs, ReviewService& reviews) : needs_(needs), reviews_(reviews) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
  ReviewService& reviews_;
};

// By the ids of their reviews.
class ModeratedReplies final : public moderation::Content {
 public:
  ModeratedReplies(const Needs& needs, ReviewService& reviews) : needs_(needs), reviews_(reviews) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
  ReviewService& reviews_;
};

class ModeratedQuestions final : public moderation::Content {
 public:
  ModeratedQuestions(const Needs& needs, QuestionService& questions) : needs_(needs), questions_(questions) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
  QuestionService& questions_;
};

class ModeratedAnswers final : public moderation::Content {
 public:
  ModeratedAnswers(const Needs& needs, QuestionService& questions) : needs_(needs), questions_(questions) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
  QuestionService& questions_;
};

}  // namespace plaza::reviews

// Questions on a product and their answers: by members, by owners of the product, by the shop. Thread-safe.
//
// Errors: reviews.question_not_found, reviews.answer_not_found, reviews.product_not_found (404), reviews.own (409: no vote for one's
// own), reviews.not_yours (403: only who asked, or staff, accepts an answer), request.invalid (400), and what moderation::Submissions
// refuses.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/product.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "reviews/review.h"

namespace plaza::reviews {

// In whose voice an answer stands.
enum class Voice { member, owner, staff };
constexpr auto enum_names(Voice*) { return std::array<std::string_view, 3>{"member", "owner", "staff"}; }

struct Question {
  QuestionId id;
  catalog::ProductId product_id;
  identity::AccountId account_id;  // none: somebody who was erased
  ReviewStatus status = ReviewStatus::published;
  std::int64_t answers = 0, helpful = 0;
  AnswerId accepted_id;
  Time asked_at;
  bool announced = true;  // others were told of it
  std::string text;
};

struct Answer {
  AnswerId id;
  QuestionId question_id;
  identity::AccountId account_id;
  ReviewStatus status = ReviewStatus::published;
  Voice voice = Voice::member;
  std::int64_t helpful = 0;
  Time answered_at;
  bool announced = true;
  std::string text;
};

struct AnswerView {
  AnswerId id;
  Speaker author;
  Voice voice = Voice::member;
  std::string text;  // empty: their words were erased
  std::int64_t helpful = 0;
  bool voted = false, own = false, accepted = false;
  Time answered_at;
  ReviewStatus status = ReviewStatus::published;
  std::vector<moderation::Finding> findings;  // to its author alone: why it waits, or was taken away
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("author", author);
    v("voice", voice);
    v("text", text, json::Multiline{});
    v("helpful", helpful);
    v("voted", voted);
    v("own", own);
    v("accepted", accepted);
    v("answered_at", answered_at);
    v("status", status);
    v("findings", findings);
  }
};

struct QuestionView {
  QuestionId id;
  catalog::ProductId product_id;
  Speaker author;
  std::string text;
  std::int64_t helpful = 0, answer_count = 0;
  bool voted = false, own = false, may_accept = false;
  Time asked_at;
  ReviewStatus status = ReviewStatus::published;
  std::vector<moderation::Finding> findings;  // as an answer's
  std::vector<AnswerView> answers;  // the accepted one first, then the most helpful; at most 20
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("product_id", product_id);
    v("author", author);
    v("text", text, json::Multiline{});
    v("helpful", helpful);
    v("answer_count", answer_count);
    v("voted", voted);
    v("own", own);
    v("may_accept", may_accept);
    v("asked_at", asked_at);
    v("status", status);
    v("findings", findings);
    v("answers", answers);
  }
};

struct QuestionQuery {
  catalog::ProductId product_id;  // none: of all, for staff
  std::optional<ReviewStatus> status = ReviewStatus::published;
  bool unanswered = false;
  std::string cursor;
  int limit = 10;  // 1..50
};

struct QuestionPage {
  std::vector<Question> items;
  std::string next_cursor;
};

class Questions {
 public:
  virtual ~Questions() = default;
  virtual Result<Question> ask(db::Transaction& tx, const catalog::Product& product, identity::AccountId account,
                               std::string_view text) = 0;
  virtual Result<Answer> answer(db::Transaction& tx, QuestionId id, identity::AccountId account, bool staff,
                                std::string_view text) = 0;
  // `staff` may accept for whoever asked. None: takes the mark away.
  virtual Result<Question> accept(db::Transaction& tx, QuestionId id, AnswerId answer, identity::AccountId by, bool staff) = 0;
  virtual Result<std::int64_t> vote(db::Transaction& tx, QuestionId id, identity::AccountId account, bool helpful) = 0;
  virtual Result<std::int64_t> vote(db::Transaction& tx, AnswerId id, identity::AccountId account, bool helpful) = 0;
  // For moderation: what stands so already changes nothing.
  virtual Status stand(db::Transaction& tx, QuestionId id, moderation::Standing to) = 0;
  virtual Status stand(db::Transaction& tx, AnswerId id, moderation::Standing to) = 0;

  virtual std::optional<Question> find(db::Reader& reader, QuestionId id) = 0;
  virtual QuestionPage list(db::Reader& reader, const QuestionQuery& query) = 0;
  // Has the product by an order that counts.
  virtual bool owns(db::Reader& reader, identity::AccountId account, catalog::ProductId product) = 0;
  virtual QuestionView view(db::Reader& reader, const Question& question, identity::AccountId viewer, bool staff) = 0;
};

}  // namespace plaza::reviews

// What reviews announces; never a word of what was written. The aggregate is the product.
#pragma once

#include <optional>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "platform/json/describe.h"
#include "reviews/ids.h"

namespace plaza::reviews {

// It is shown from now on: also when it was held before.
struct ReviewPublished {
  static constexpr const char* topic = "reviews.review_published";
  ReviewId review_id;
  catalog::ProductId product_id;
  std::optional<identity::AccountId> account_id;
  std::int64_t stars = 0;
  bool verified = false;
  template <class V>
  void describe(V& v) {
    v("review_id", review_id);
    v("product_id", product_id);
    v("account_id", account_id);
    v("stars", stars);
    v("verified", verified);
  }
};

// Anything that may move a rating, or what a product's page says of it.
struct RatingChanged {
  static constexpr const char* topic = "reviews.rating_changed";
  catalog::ProductId product_id;
  std::optional<ReviewId> review_id;  // because of this one
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("review_id", review_id);
  }
};

struct QuestionAsked {
  static constexpr const char* topic = "reviews.question_asked";
  QuestionId question_id;
  catalog::ProductId product_id;
  identity::AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("question_id", question_id);
    v("product_id", product_id);
    v("account_id", account_id);
  }
};

struct QuestionAnswered {
  static constexpr const char* topic = "reviews.question_answered";
  QuestionId question_id;
  AnswerId answer_id;
  catalog::ProductId product_id;
  identity::AccountId asker_id;   // none: gone
  identity::AccountId account_id;  // who answered
  template <class V>
  void describe(V& v) {
    v("question_id", question_id);
    v("answer_id", answer_id);
    v("product_id", product_id);
    v("asker_id", asker_id);
    v("account_id", account_id);
  }
};

struct AnswerAccepted {
  static constexpr const char* topic = "reviews.answer_accepted";
  QuestionId question_id;
  AnswerId answer_id;
  catalog::ProductId product_id;
  std::optional<identity::AccountId> account_id;  // who answered
  template <class V>
  void describe(V& v) {
    v("question_id", question_id);
    v("answer_id", answer_id);
    v("product_id", product_id);
    v("account_id", account_id);
  }
};

// What is shown of a question is another: an answer is the accepted one now or no longer, it or an answer was shown or taken away,
// or words of it went with the person who wrote them.
struct QuestionChanged {
  static constexpr const char* topic = "reviews.question_changed";
  QuestionId question_id;
  catalog::ProductId product_id;
  template <class V>
  void describe(V& v) {
    v("question_id", question_id);
    v("product_id", product_id);
  }
};

}  // namespace plaza::reviews

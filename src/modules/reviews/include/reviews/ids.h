#pragma once

#include "platform/base/id.h"

namespace plaza::reviews {

// What one person says of one product.
struct ReviewTag {
  static constexpr const char* prefix = "rvw";
};
using ReviewId = Id<ReviewTag>;

// What somebody wants to know of a product.
struct QuestionTag {
  static constexpr const char* prefix = "pqu";
};
using QuestionId = Id<QuestionTag>;

struct AnswerTag {
  static constexpr const char* prefix = "pan";
};
using AnswerId = Id<AnswerTag>;

// One file of reviews that was taken in.
struct ImportTag {
  static constexpr const char* prefix = "rvi";
};
using ImportId = Id<ImportTag>;

}  // namespace plaza::reviews

// The routes of reviews, by whom they serve.
#pragma once

#include <optional>
#include <string>

#include "importer.h"
#include "invitations.h"
#include "platform/http/rate_limit.h"
#include "platform/http/route.h"
#include "question_service.h"
#include "review_service.h"
#include "showing.h"

namespace plaza::reviews {

struct Parts {
  const Needs& needs;
  ReviewService& reviews;
  QuestionService& questions;
  Invitations& invitations;
  Showing& showing;
  Importer& importer;
  // Of one account: what they write, and what they vote.
  http::RateLimiter& writes;
  http::RateLimiter& votes;
};

void add_review_routes(http::Routes& routes, const Parts& parts);
void add_own_routes(http::Routes& routes, const Parts& parts);
void add_question_routes(http::Routes& routes, const Parts& parts);
void add_admin_routes(http::Routes& routes, const Parts& parts);
void add_admin_question_routes(http::Routes& routes, const Parts& parts);
void add_import_routes(http::Routes& routes, const Parts& parts);

identity::AccountId account_of(const http::Call& call);
// A product of the shop: reviews.product_not_found.
Result<catalog::Product> product_of(const Needs& needs, db::Reader& reader, std::string_view handle);
// reviews.too_often, or nothing.
Status not_too_often(http::RateLimiter& limiter, const http::Call& call);
http::Access staff_who_review();

template <class I>
Result<I> id_in_path(std::string_view text, const char* code) {
  if (auto id = parse_id<I>(text)) return *id;
  return Error{ErrorKind::not_found, code, "There is no such thing."};
}

struct IdPath {
  static constexpr const char* schema_name = "ReviewsIdPath";
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct HandlePath {
  static constexpr const char* schema_name = "ReviewsHandlePath";
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 200});
  }
};
struct HelpfulView {
  static constexpr const char* schema_name = "HelpfulCount";
  std::int64_t helpful = 0;
  template <class V>
  void describe(V& v) {
    v("helpful", helpful);
  }
};

}  // namespace plaza::reviews

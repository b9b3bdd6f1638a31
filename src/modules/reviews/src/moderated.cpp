#include "moderated.h"

#include "platform/base/text.h"
#include "store.h"
#include "thread_store.h"

namespace plaza::reviews {
namespace {

constexpr std::size_t small_pictures_max = 4;
constexpr std::size_t context_max = 200;  // code points

// What is said of a product stands on its page.
moderation::Piece piece_of(const Needs& needs, db::Reader& reader, catalog::ProductId id, const char* part) {
  moderation::Piece piece;
  const auto product = needs.catalog.product(reader, id);
  if (!product) return piece;
  piece.context = product->title;
  piece.url = "/products/" + product->handle + part;
  return piece;
}

std::optional<Review> review_by(db::Reader& reader, std::string_view id) {
  const auto parsed = parse_id<ReviewId>(id);
  return parsed ? store::find(reader, *parsed) : std::nullopt;
}
std::optional<Question> question_by(db::Reader& reader, std::string_view id) {
  const auto parsed = parse_id<QuestionId>(id);
  return parsed ? store::find(reader, *parsed) : std::nullopt;
}
std::optional<Answer> answer_by(db::Reader& reader, std::string_view id) {
  const auto parsed = parse_id<AnswerId>(id);
  return parsed ? store::find(reader, *parsed) : std::nullopt;
}

}  // namespace

std::optional<moderation::Piece> ModeratedReviews::piece(db::Reader& reader, std::string_view id) {
  const auto review = review_by(reader, id);
  if (!review) return std::nullopt;
  auto piece = piece_of(needs_, reader, review->product_id, "#reviews");
  piece.author = review->account_id;
  piece.text = words_of(*review);
  for (const auto media : review->media_ids) {
    const auto view = needs_.media.view(media);
    if (view && !view->url.empty() && piece.pictures.size() < small_pictures_max) piece.pictures.push_back(view->url);
  }
  piece.standing = standing_of(review->status);
  piece.created_at = review->written_at;
  return piece;
}

bool ModeratedReviews::visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) {
  const auto review = review_by(reader, id);
  return review && (review->status == ReviewStatus::published || (viewer && review->account_id == viewer));
}

Status ModeratedReviews::stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) {
  return reviews_.stand(tx, parse_id<ReviewId>(id).value_or(ReviewId{}), standing);
}

std::optional<moderation::Piece> ModeratedReplies::piece(db::Reader& reader, std::string_view id) {
  const auto review = review_by(reader, id);
  if (!review || !review->reply) return std::nullopt;
  auto piece = piece_of(needs_, reader, review->product_id, "#reviews");
  piece.author = review->reply_by;
  piece.text = review->reply->text;
  piece.context = excerpt(words_of(*review), context_max);
  piece.standing = review->reply_standing;
  piece.created_at = review->reply->at;
  return piece;
}

bool ModeratedReplies::visible_to(db::Reader& reader, std::string_view id, identity::AccountId) {
  const auto review = review_by(reader, id);
  return review && review->reply && review->reply_standing == moderation::Standing::visible &&
         review->status == ReviewStatus::published;
}

Status ModeratedReplies::stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) {
  return reviews_.stand_reply(tx, parse_id<ReviewId>(id).value_or(ReviewId{}), standing);
}

std::optional<moderation::Piece> ModeratedQuestions::piece(db::Reader& reader, std::string_view id) {
  const auto question = question_by(reader, id);
  if (!question) return std::nullopt;
  auto piece = piece_of(needs_, reader, question->product_id, "#questions");
  piece.author = question->account_id;
  piece.text = question->text;
  piece.standing = standing_of(question->status);
  piece.created_at = question->asked_at;
  return piece;
}

bool ModeratedQuestions::visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) {
  const auto question = question_by(reader, id);
  return question && (question->status == ReviewStatus::published || (viewer && question->account_id == viewer));
}

Status ModeratedQuestions::stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) {
  return questions_.stand(tx, parse_id<QuestionId>(id).value_or(QuestionId{}), standing);
}

std::optional<moderation::Piece> ModeratedAnswers::piece(db::Reader& reader, std::string_view id) {
  const auto answer = answer_by(reader, id);
  const auto question = answer ? store::find(reader, answer->question_id) : std::nullopt;
  if (!question) return std::nullopt;
  auto piece = piece_of(needs_, reader, question->product_id, "#questions");
  piece.author = answer->account_id;
  piece.text = answer->text;
  piece.context = excerpt(question->text, context_max);
  piece.standing = standing_of(answer->status);
  piece.created_at = answer->answered_at;
  return piece;
}

bool ModeratedAnswers::visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) {
  const auto answer = answer_by(reader, id);
  return answer && (answer->status == ReviewStatus::published || (viewer && answer->account_id == viewer));
}

Status ModeratedAnswers::stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) {
  return questions_.stand(tx, parse_id<AnswerId>(id).value_or(AnswerId{}), standing);
}

}  // namespace plaza::reviews

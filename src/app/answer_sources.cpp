#include "answer_sources.h"

#include <algorithm>
#include <limits>

#include "platform/base/text.h"
#include "reviews/events.h"

namespace plaza::app {
namespace {

constexpr std::size_t telling_from = 60;  // characters of a review

}  // namespace

// --- answered questions ---

std::optional<answers::Document> AnsweredQuestions::made_of(db::Reader& reader, const reviews::Question& question) {
  if (question.status != reviews::ReviewStatus::published || question.answers == 0 || question.text.empty()) return std::nullopt;
  const auto product = catalog_.product(reader, question.product_id);
  if (!product || product->status != catalog::ProductStatus::active) return std::nullopt;
  const auto view = questions_.view(reader, question, {}, false);
  const auto best = std::find_if(view.answers.begin(), view.answers.end(), [](const reviews::AnswerView& answer) {
    return answer.status == reviews::ReviewStatus::published && !answer.text.empty();
  });
  if (best == view.answers.end()) return std::nullopt;
  answers::Document made;
  made.id = to_text(question.id);
  made.kind = answers::Kind::question;
  made.title = question.text;
  made.text = best->text;
  made.link = "/products/" + product->handle + "#" + made.id;
  made.author = best->author.name;
  made.author_id = best->author.id.value_or(identity::AccountId{});
  made.products = {question.product_id};
  made.updated_at = best->answered_at;
  made.trusted = best->accepted || best->voice == reviews::Voice::staff;
  return made;
}

answers::DocumentPage AnsweredQuestions::documents(db::Reader& reader, std::string_view cursor, int limit) {
  reviews::QuestionQuery query;
  query.cursor = cursor;
  query.limit = std::min(limit, 50);
  const auto page = questions_.list(reader, query);
  answers::DocumentPage all;
  for (const auto& each : page.items) {
    if (auto made = made_of(reader, each)) all.items.push_back(std::move(*made));
  }
  all.next = page.next_cursor;
  return all;
}

std::optional<answers::Document> AnsweredQuestions::document(db::Reader& reader, std::string_view text) {
  const auto id = parse_id<reviews::QuestionId>(text);
  const auto question = id ? questions_.find(reader, *id) : std::nullopt;
  return question ? made_of(reader, *question) : std::nullopt;
}

std::vector<std::string> AnsweredQuestions::topics() const {
  return {reviews::QuestionAnswered::topic, reviews::QuestionChanged::topic};
}

std::vector<std::string> AnsweredQuestions::touched(db::Reader&, const events::Event& event) {
  if (event.topic == reviews::QuestionAnswered::topic) return {to_text(events::read<reviews::QuestionAnswered>(event).question_id)};
  return {to_text(events::read<reviews::QuestionChanged>(event).question_id)};
}

// --- reviews ---

std::optional<answers::Document> TellingReviews::made_of(db::Reader& reader, const reviews::Review& review) {
  if (review.status != reviews::ReviewStatus::published || review.trust == reviews::Trust::none) return std::nullopt;
  if (code_points(review.text) < telling_from) return std::nullopt;
  const auto product = catalog_.product(reader, review.product_id);
  if (!product || product->status != catalog::ProductStatus::active) return std::nullopt;
  answers::Document made;
  made.id = to_text(review.id);
  made.kind = answers::Kind::review;
  made.title = review.title.empty() ? product->title : product->title + ": " + review.title;
  made.text = review.text;
  made.link = "/products/" + product->handle + "#" + made.id;
  made.author = reviews_.view(reader, review, {}).author.name;
  made.author_id = review.account_id;
  made.products = {review.product_id};
  made.updated_at = review.edited_at.micros > 0 ? review.edited_at : review.written_at;
  return made;
}

answers::DocumentPage TellingReviews::documents(db::Reader& reader, std::string_view cursor, int limit) {
  const auto before = parse_id<reviews::ReviewId>(cursor).value_or(reviews::ReviewId{std::numeric_limits<std::int64_t>::max()});
  const auto page = reviews_.published_before(reader, before, limit);
  answers::DocumentPage all;
  for (const auto& each : page) {
    if (auto made = made_of(reader, each)) all.items.push_back(std::move(*made));
  }
  if (std::ssize(page) == limit) all.next = to_text(page.back().id);
  return all;
}

std::optional<answers::Document> TellingReviews::document(db::Reader& reader, std::string_view text) {
  const auto id = parse_id<reviews::ReviewId>(text);
  const auto review = id ? reviews_.find(reader, *id) : std::nullopt;
  return review ? made_of(reader, *review) : std::nullopt;
}

std::vector<std::string> TellingReviews::topics() const { return {reviews::RatingChanged::topic}; }

std::vector<std::string> TellingReviews::touched(db::Reader&, const events::Event& event) {
  const auto changed = events::read<reviews::RatingChanged>(event);
  if (!changed.review_id) return {};
  return {to_text(*changed.review_id)};
}

}  // namespace plaza::app

#include "personal_data.h"

#include <map>

#include "file_statements.h"
#include "platform/json/codec.h"
#include "review_service.h"
#include "reviews/events.h"
#include "statements.h"
#include "store.h"
#include "thread_store.h"

namespace plaza::reviews {
namespace {

constexpr int reviews_max = 10'000;

struct ReviewExport {
  std::string id, product_id, title, text;
  std::int64_t stars = 0;
  Time written_at;
  std::vector<AspectRating> aspects;
  std::vector<media::MediaId> media_ids;
  std::vector<ReviewEdit> history;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("product_id", product_id);
    v("stars", stars);
    v("title", title);
    v("text", text, json::Multiline{});
    v("written_at", written_at);
    v("aspects", aspects);
    v("media_ids", media_ids);
    v("history", history);
  }
};

struct WordsExport {
  std::string id, text;
  Time at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Multiline{});
    v("at", at);
  }
};

struct Export {
  std::vector<ReviewExport> reviews;
  std::vector<WordsExport> questions, answers;
  template <class V>
  void describe(V& v) {
    v("reviews", reviews);
    v("questions", questions);
    v("answers", answers);
  }
};

// Nobody's, and no two are the same person's.
void blank(Review& review) {
  review.account_id = {};
  review.order_id = {};
  review.person = "e:" + to_text(review.id);
  review.author_name.clear();
  review.title.clear();
  review.text.clear();
  review.media_ids.clear();
  review.history.clear();
  review.reply.reset();  // it answers words that are gone, and may repeat them
}

}  // namespace

std::vector<Review> ReviewsOfPerson::all_of(db::Reader& reader, const profiles::Person& person) const {
  auto found = store::of_account(reader, person.account, {}, reviews_max);
  if (!person.email_verified || person.email.empty()) return found;
  orders::OrderQuery query;
  query.email = person.email;
  query.limit = 100;
  for (const auto& order : needs_.orders.list(reader, query)) {
    for (auto& review : store::of_order(reader, order.id)) {
      if (!review.account_id) found.push_back(std::move(review));
    }
  }
  return found;
}

std::string ReviewsOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  if (!person.account) return "null";
  Export all;
  for (const auto& r : all_of(reader, person)) {
    all.reviews.push_back({to_text(r.id), to_text(r.product_id), r.title, r.text, r.stars, r.written_at, r.aspects, r.media_ids, r.history});
  }
  for (const auto& q : store::questions_of(reader, person.account)) all.questions.push_back({to_text(q.id), q.text, q.asked_at});
  for (const auto& a : store::answers_of(reader, person.account)) all.answers.push_back({to_text(a.id), a.text, a.answered_at});
  return json::encode(all);
}

std::vector<profiles::Erased> ReviewsOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  if (!person.account) return {};
  auto mine = all_of(tx, person);
  for (auto& review : mine) {
    for (const auto media : review.media_ids) {  // what a file brought is the brand's upload, and still theirs
      if (!review.import_key.empty() && needs_.media.owner(media) == identity::AccountId{}) (void)needs_.media.remove(tx, media);
    }
    blank(review);
    tx.send(statements::delete_trace, {review.id});
    tx.send(statements::delete_bands, {review.id});
    tx.send(statements::forget_pictures, {review.id});
    forget_cases(needs_, tx, review.id);
    if (store::change(tx, review)) announce(tx, review, false);
  }
  votes_.take_back(tx, person.account);
  std::map<QuestionId, catalog::ProductId> changed;
  for (const auto& q : store::questions_of(tx, person.account)) {
    changed[q.id] = q.product_id;
    needs_.submissions.gone(tx, {moderation::Kind::question, to_text(q.id)});
  }
  for (const auto& a : store::answers_of(tx, person.account)) {
    if (const auto q = store::find(tx, a.question_id)) changed[q->id] = q->product_id;
    needs_.submissions.gone(tx, {moderation::Kind::answer, to_text(a.id)});
  }
  for (const auto& [question, product] : changed) events::publish(tx, product.value, QuestionChanged{question, product});
  const auto [questions, answers] = store::blank_words(tx, person.account);
  return {{"reviews without words", static_cast<std::int64_t>(mine.size())},
          {"questions without words", questions},
          {"answers without words", answers}};
}

}  // namespace plaza::reviews

#include "reviews/module.h"

#include "evidence.h"
#include "file_statements.h"
#include "moderated.h"
#include "orders/events.h"
#include "personal_data.h"
#include "platform/base/check.h"
#include "reviews/events.h"
#include "routes.h"
#include "statements.h"
#include "store.h"
#include "thread_statements.h"
#include "vote_statements.h"

namespace plaza::reviews {
namespace {

// Of one account: a few at once, then one every minute; votes a little quicker.
constexpr http::RateLimit writes_of_one{.burst = 8, .per_second = 1.0 / 60, .keys_max = 50'000};
constexpr http::RateLimit votes_of_one{.burst = 40, .per_second = 0.5, .keys_max = 50'000};

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs), weighed_(needs_), reviews_(needs_, weighed_), questions_(needs_, weighed_), book_(needs_.database), showing_(book_), evidence_(book_),
        invitations_(needs_), importer_(needs_), personal_data_(needs_, weighed_), moderated_reviews_(needs_, reviews_),
        moderated_replies_(needs_, reviews_), moderated_questions_(needs_, questions_), moderated_answers_(needs_, questions_),
        writes_(writes_of_one), votes_(votes_of_one) {}

  Reviews& reviews() override { return reviews_; }
  Questions& questions() override { return questions_; }
  Ratings& ratings() override { return book_; }
  const comparison::Evidence& evidence() const override { return evidence_; }
  void plug(const Voters& voters) override { weighed_.plug(&voters); }
  void plug(catalog::ImageFetcher& images) override { importer_.pictures().plug(&images); }
  profiles::PersonalData& personal_data() override { return personal_data_; }

  moderation::Content& moderated(moderation::Kind kind) override {
    if (kind == moderation::Kind::review) return moderated_reviews_;
    if (kind == moderation::Kind::review_reply) return moderated_replies_;
    if (kind == moderation::Kind::question) return moderated_questions_;
    CHECK(kind == moderation::Kind::answer);
    return moderated_answers_;
  }

  void load() override {
    const auto read = [&](db::Reader& reader) {
      book_.load(reader);
      return true;
    };
    needs_.database.read_now(read);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("reviews.ratings", {RatingChanged::topic},
                          [this](const std::vector<events::Event>& events) { book_.hear(events); });
    dispatcher.once("reviews.orders",
                    {orders::OrderPaid::topic, orders::OrderDelivered::topic, orders::OrderCancelled::topic,
                     orders::OrderRefunded::topic},
                    [this](db::Transaction& tx, const events::Event& event) -> Status {
                      const auto order = events::read<orders::OrderFacts>(event).order_id;
                      if (event.topic == orders::OrderDelivered::topic) invitations_.plan(tx, order);
                      else reviews_.follow_order(tx, order);
                      return done();
                    });
  }

  void add_routes(http::Routes& routes) override {
    const Parts parts{needs_, reviews_, questions_, invitations_, showing_, importer_, writes_, votes_};
    add_review_routes(routes, parts);
    add_own_routes(routes, parts);
    add_question_routes(routes, parts);
    add_admin_routes(routes, parts);
    add_admin_question_routes(routes, parts);
    add_import_routes(routes, parts);
  }

  void add_jobs(jobs::Runner& runner) override {
    invitations_.add_jobs(runner);
    importer_.add_jobs(runner);
    weighed_.add_jobs(runner);
    runner.every("reviews.forget_traces", hours(24), [this]() -> Status {
      const auto work = [&](db::Transaction& tx) -> Status {
        reviews_.guard().forget_old(tx);
        return done();
      };
      return needs_.database.write_now(work);
    });
  }

  Result<ImportReport> import_file(std::string_view file,
                                   const std::function<void(std::int64_t, std::int64_t)>& progress) override {
    Import run;
    run.total = count_import_rows(file);
    const auto told = [&](db::Transaction&, const Import& at) { progress(at.done, run.total); };
    TRY_DONE(importer_.take(run, file, told));
    ImportReport report{run.created, run.updated, run.unchanged, run.failed, {}};
    for (const auto& problem : run.problems) report.problems.push_back({problem.line, problem.message});
    return report;
  }

 private:
  const Needs needs_;
  Votes weighed_;
  ReviewService reviews_;
  QuestionService questions_;
  RatingBook book_;
  Showing showing_;
  ReviewEvidence evidence_;
  Invitations invitations_;
  Importer importer_;
  ReviewsOfPerson personal_data_;
  ModeratedReviews moderated_reviews_;
  ModeratedReplies moderated_replies_;
  ModeratedQuestions moderated_questions_;
  ModeratedAnswers moderated_answers_;
  http::RateLimiter writes_, votes_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() {
  static const std::vector<const db::Statement*> all = [] {
    std::vector<const db::Statement*> found(std::begin(statements::review_statements), std::end(statements::review_statements));
    found.insert(found.end(), std::begin(statements::thread_statements), std::end(statements::thread_statements));
    found.insert(found.end(), std::begin(statements::vote_statements), std::end(statements::vote_statements));
    found.insert(found.end(), std::begin(statements::file_statements), std::end(statements::file_statements));
    return found;
  }();
  return all;
}

}  // namespace plaza::reviews

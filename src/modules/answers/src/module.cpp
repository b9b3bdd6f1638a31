#include "answers/module.h"

#include "care/events.h"
#include "personal_data.h"
#include "route_statements.h"
#include "routes.h"
#include "statements.h"

namespace plaza::answers {
namespace {

// Typing asks a few times a second at most.
constexpr http::RateLimit typing_of_one{.burst = 40, .per_second = 2, .keys_max = 50'000};
constexpr http::RateLimit votes_of_one{.burst = 20, .per_second = 0.2, .keys_max = 50'000};

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        answers_(needs_),
        articles_(needs_, [this](db::Reader& reader, std::string_view id) { return answers_.document(reader, id); }),
        measure_(needs_),
        service_(needs_, answers_, articles_, measure_),
        groups_(needs_),
        channel_(needs_, groups_),
        routing_(needs_),
        personal_data_(needs_) {
    answers_.plug(articles_);
  }
  ~Opened() override { answers_.stop(); }  // it reads the articles

  Help& help() override { return service_; }
  Articles& articles() override { return articles_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  care::Channel& channel() override { return channel_; }
  void plug(Source& source) override { answers_.plug(source); }
  void plug(TrustedMembers& members) override { routing_.plug(members); }
  void plug(GroupQuestions& questions) override { groups_.plug(questions); }

  void add_routes(http::Routes& routes) override {
    const Parts parts{needs_, service_, answers_, articles_, measure_, routing_, groups_, typing_, votes_};
    add_reader_routes(routes, parts);
    add_article_routes(routes, parts);
    add_expert_routes(routes, parts);
    add_staff_routes(routes, parts);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("answers.index", answers_.topics(), [this](const std::vector<events::Event>& events) { answers_.follow(events); });
    dispatcher.once("answers.questions",
                    {reviews::QuestionAsked::topic, reviews::QuestionAnswered::topic, reviews::AnswerAccepted::topic,
                     reviews::QuestionChanged::topic, orders::OrderPaid::topic},
                    [this](db::Transaction& tx, const events::Event& event) -> Status {
                      return route(tx, event);
                    });
    dispatcher.once("answers.group_questions", {community::DiscussionPublished::topic, community::Replied::topic, community::AnswerAccepted::topic,
                                               community::DiscussionChanged::topic},
                    [this](db::Transaction& tx, const events::Event& event) -> Status {
                      if (event.topic == community::DiscussionPublished::topic) groups_.hear(tx, events::read<community::DiscussionPublished>(event));
                      else if (event.topic == community::Replied::topic) groups_.hear(tx, events::read<community::Replied>(event));
                      else if (event.topic == community::DiscussionChanged::topic) return groups_.hear(tx, events::read<community::DiscussionChanged>(event));
                      else return groups_.hear(tx, events::read<community::AnswerAccepted>(event));
                      return done();
                    });
    dispatcher.once("answers.outcomes", {reviews::QuestionAsked::topic, care::CaseOpened::topic},
                    [this](db::Transaction& tx, const events::Event& event) -> Status {
                      follow_asker(tx, event);
                      return done();
                    });
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.every("answers.escalate", minutes(1), [this]() -> Status {
      const auto work = [this](db::Transaction& tx) -> Result<int> {
        TRY(const int of_products, routing_.escalate(tx));
        TRY(const int of_groups, groups_.escalate(tx));
        return of_products + of_groups;
      };
      const auto given = needs_.database.write_now(work);
      if (!given.ok()) return given.error();
      return done();
    });
    runner.every("answers.forget_asks", hours(24), [this]() -> Status {
      const auto work = [this](db::Transaction& tx) -> Status {
        measure_.forget_old(tx);
        return done();
      };
      return needs_.database.write_now(work);
    });
  }

  void load() override { answers_.load(); }
  void wait_until_ready() override { answers_.wait_until_ready(); }
  void stop() override { answers_.stop(); }

 private:
  plaza::Status route(db::Transaction& tx, const events::Event& event) {
    if (event.topic == reviews::QuestionAsked::topic) routing_.hear(tx, events::read<reviews::QuestionAsked>(event));
    else if (event.topic == reviews::QuestionAnswered::topic) routing_.hear(tx, events::read<reviews::QuestionAnswered>(event));
    else if (event.topic == reviews::AnswerAccepted::topic) routing_.hear(tx, events::read<reviews::AnswerAccepted>(event));
    else if (event.topic == reviews::QuestionChanged::topic) return routing_.hear(tx, events::read<reviews::QuestionChanged>(event));
    else routing_.hear(tx, events::read<orders::OrderFacts>(event));
    return done();
  }

  // A question, or a conversation that the person began: not one that the shop opened about what they said elsewhere.
  void follow_asker(db::Transaction& tx, const events::Event& event) {
    if (event.topic == reviews::QuestionAsked::topic) {
      measure_.asked_anyway(tx, {"", events::read<reviews::QuestionAsked>(event).account_id}, Outcome::question, needs_.clock.now());
      return;
    }
    const auto opened = events::read<care::CaseOpened>(event);
    if (opened.channel != "form" && opened.channel != "chat" && opened.channel != "email") return;
    const auto conversation = needs_.care.find(tx, opened.conversation_id);
    if (!conversation) return;
    measure_.asked_anyway(tx, {conversation->customer.visitor, conversation->customer.account}, Outcome::conversation, needs_.clock.now());
  }

  const Needs needs_;
  Answers answers_;
  ArticleService articles_;
  Measure measure_;
  Service service_;
  GroupRouting groups_;
  QuestionChannel channel_;
  Routing routing_;
  HelpOfPerson personal_data_;
  http::RateLimiter typing_{typing_of_one}, votes_{votes_of_one};
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() {
  static const std::vector<const db::Statement*> all = [] {
    std::vector<const db::Statement*> found(std::begin(statements::article_statements), std::end(statements::article_statements));
    found.insert(found.end(), std::begin(statements::route_statements), std::end(statements::route_statements));
    return found;
  }();
  return all;
}

}  // namespace plaza::answers

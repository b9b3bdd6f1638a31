#include "personal_data.h"

#include "answers/events.h"
#include "platform/json/codec.h"
#include "route_statements.h"
#include "routing.h"
#include "statements.h"
#include "store.h"

namespace plaza::answers {
namespace {

namespace sql = statements;

struct AskExport {
  Time at;
  Place place = Place::product;
  bool shown = false;
  Outcome outcome = Outcome::none;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("place", place);
    v("shown", shown);
    v("outcome", outcome);
  }
};
struct VoteExport {
  std::string article_id;
  bool helped = false;
  template <class V>
  void describe(V& v) {
    v("article_id", article_id);
    v("helped", helped);
  }
};
struct InvitedExport {
  std::string question_id;
  Time at;
  template <class V>
  void describe(V& v) {
    v("question_id", question_id);
    v("at", at);
  }
};
struct Export {
  std::vector<AskExport> typed;
  std::vector<VoteExport> votes;
  std::vector<InvitedExport> asked_to_answer;
  template <class V>
  void describe(V& v) {
    v("typed", typed);
    v("votes", votes);
    v("asked_to_answer", asked_to_answer);
  }
};

AskExport read_ask(const db::Row& row) {
  return {row.time(0), static_cast<Place>(row.integer(1)), row.integer(2) != 0, static_cast<Outcome>(row.integer(3))};
}

// As votes and askers are kept.
std::vector<std::string> names_of(const profiles::Person& person) {
  std::vector<std::string> names;
  if (person.account) names.push_back("a:" + to_text(person.account));
  for (const auto& visitor : person.visitors) names.push_back("v:" + visitor);
  return names;
}

// An article that is still word for word what they wrote goes with them. One that staff rewrote is the shop's; what it said before goes.
std::int64_t forget_grown(db::Transaction& tx, identity::AccountId account) {
  const auto grown = store::grown_of(tx, account);
  for (const auto& article : grown) {
    if (store::edits(tx, article.id).empty()) store::remove(tx, article.id);
    else store::drop_source(tx, article.id);
    events::publish(tx, article.id.value, ArticleChanged{article.id});
  }
  return std::ssize(grown);
}

}  // namespace

std::string HelpOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  Export all;
  if (person.account) {
    all.typed = reader.all(sql::asks_of_account, {person.account}, read_ask);
    all.asked_to_answer = reader.all(sql::invited_of, {person.account}, [](const db::Row& row) {
      const bool in_group = static_cast<AskedWhere>(row.integer(2)) == AskedWhere::group;
      return InvitedExport{in_group ? to_text(row.id<community::DiscussionId>(0)) : to_text(row.id<reviews::QuestionId>(0)), row.time(1)};
    });
  }
  for (const auto& visitor : person.visitors) {
    for (auto& each : reader.all(sql::asks_of_visitor, {visitor}, read_ask)) all.typed.push_back(each);
  }
  for (const auto& name : names_of(person)) {
    reader.each(sql::votes_of, {name}, [&](const db::Row& row) {
      all.votes.push_back({to_text(row.id<ArticleId>(0)), row.integer(1) != 0});
    });
  }
  if (all.typed.empty() && all.votes.empty() && all.asked_to_answer.empty()) return "null";
  return json::encode(all);
}

std::vector<profiles::Erased> HelpOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  std::int64_t asks = 0, votes = 0, grown = 0;
  for (const auto& name : names_of(person)) votes += store::take_votes_back(tx, name);
  for (const auto& visitor : person.visitors) asks += tx.execute(sql::delete_asks_of_visitor, {visitor});
  if (person.account) {
    asks += tx.execute(sql::delete_asks_of_account, {person.account});
    tx.execute(sql::delete_invited_of, {person.account});
    tx.execute(sql::delete_answerer, {person.account});
    tx.execute(sql::delete_owner, {person.account});
    grown = forget_grown(tx, person.account);
    tx.execute(sql::forget_editor, {person.account});
  }
  return {{"questions that were typed", asks}, {"votes on articles", votes}, {"articles made of their answers", grown}};
}

}  // namespace plaza::answers

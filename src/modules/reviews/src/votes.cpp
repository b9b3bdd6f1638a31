#include "votes.h"

#include <cmath>
#include <unordered_set>

#include "ml/votes/weighing.h"
#include "purchases.h"
#include "vote_statements.h"

namespace plaza::reviews {
namespace {

namespace sql = statements;
using identity::AccountId;

constexpr int ballots_max = 500;  // weighed of one piece, buyers first
constexpr int pieces_a_write = 100;
constexpr int level_of_trust = 2;
constexpr ml::votes::Limits limits{.least = 1, .share_of_proven = 0, .alike_prior = 3};
constexpr std::int64_t nobody = -1;  // an author whom no other piece has

struct Row {
  AccountId account, author;
  catalog::ProductId product;
  bool bought = false;
};

}  // namespace

std::int64_t Votes::weigh(db::Transaction& tx, std::int64_t piece) const {
  const auto unknown = tx.all(sql::unknown_ballots, {piece}, [](const db::Row& row) {
    return Row{row.id<AccountId>(0), {}, row.id<catalog::ProductId>(1), false};
  });
  for (const auto& each : unknown) {
    tx.execute(sql::set_bought, {each.account, each.product, bought(needs_.orders, tx, each.account, each.product).has_value()});
  }
  const auto rows = tx.all(sql::ballots_on, {piece, ballots_max}, [](const db::Row& row) {
    return Row{row.id<AccountId>(0), row.id<AccountId>(1), row.id<catalog::ProductId>(2), row.integer(3) == 1};
  });
  std::vector<AccountId> accounts;
  for (const auto& row : rows) accounts.push_back(row.account);
  std::vector<int> levels(rows.size(), 0);
  if (voters_ && !rows.empty()) levels = voters_->levels(tx, accounts);
  const AccountId author = rows.empty() ? AccountId{} : rows.front().author;
  std::vector<ml::votes::Ballot> ballots;
  std::unordered_set<std::int64_t> told_apart;  // the others are one together, however they vote elsewhere
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ml::votes::Ballot ballot;
    ballot.voter = rows[i].account.value;
    ballot.level = levels[i];
    ballot.proven = rows[i].bought;
    ballot.counts = !voters_ || !voters_->apart(rows[i].account, author);
    if (ballot.proven || ballot.level >= level_of_trust) told_apart.insert(ballot.voter);
    ballots.push_back(ballot);
  }
  std::vector<ml::votes::Elsewhere> elsewhere;
  tx.each(sql::ballots_elsewhere, {piece}, [&](const db::Row& row) {
    if (told_apart.contains(row.integer(0))) elsewhere.push_back({row.integer(0), row.integer(1), row.integer(2)});
  });
  std::vector<std::int64_t> back;
  if (author) back = tx.all(sql::ballots_by, {author}, [](const db::Row& row) { return row.integer(0); });
  const auto outcome = ml::votes::weigh(ballots, elsewhere, back, author ? author.value : nobody, limits);
  const auto helpful = static_cast<std::int64_t>(std::llround(outcome.helpful));
  for (const auto* statement : {&sql::set_review_helpful, &sql::set_question_helpful, &sql::set_answer_helpful}) {
    tx.execute(*statement, {piece, helpful});  // one of the three is there
  }
  return helpful;
}

std::int64_t Votes::vote(db::Transaction& tx, const Piece& piece, AccountId account, bool helpful) const {
  if (helpful) {
    const bool has_it = bought(needs_.orders, tx, account, piece.product).has_value();
    tx.execute(sql::insert_ballot, {piece.id, account, piece.author, piece.product, has_it});
  } else {
    tx.execute(sql::delete_ballot, {piece.id, account});
  }
  return weigh(tx, piece.id);
}

bool Votes::has(db::Reader& reader, std::int64_t piece, AccountId account) const {
  return account && reader.one(sql::find_ballot, {piece, account}, [](const db::Row&) { return true; }).value_or(false);
}

void Votes::follow(db::Transaction& tx, AccountId account, catalog::ProductId product) const {
  if (!account) return;
  if (tx.execute(sql::set_bought, {account, product, bought(needs_.orders, tx, account, product).has_value()}) == 0) return;
  tx.execute(sql::unweigh_product_of, {account, product});
  weigh_waiting(tx, pieces_a_write);
}

void Votes::take_back(db::Transaction& tx, AccountId account) const {
  tx.execute(sql::unweigh_all_of, {account});
  tx.execute(sql::delete_ballots_of, {account});
  tx.execute(sql::blank_ballots_for, {account});
  weigh_waiting(tx, pieces_a_write);
}

int Votes::weigh_waiting(db::Transaction& tx, int limit) const {
  const auto pieces = tx.all(sql::unweighed, {limit}, [](const db::Row& row) { return row.integer(0); });
  for (const auto piece : pieces) {
    weigh(tx, piece);
    tx.execute(sql::delete_unweighed, {piece});
  }
  return static_cast<int>(pieces.size());
}

void Votes::add_jobs(jobs::Runner& runner) const {
  runner.every("reviews.weigh_votes", minutes(1), [this]() -> Status {
    const auto work = [this](db::Transaction& tx) -> Result<int> { return weigh_waiting(tx, pieces_a_write); };
    for (;;) {
      TRY(const int weighed, needs_.database.write_now(work));
      if (weighed < pieces_a_write) return done();
    }
  });
}

}  // namespace plaza::reviews

#include "figure_book.h"

#include "figure_statements.h"
#include "platform/json/codec.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;
constexpr int counted_at_once = 500;

struct Counting {
  std::int64_t position = 0, until = 0;
};
Counting counting_from(const db::Row& row) { return {row.integer(0), row.integer(1)}; }

Figures figures_from(const db::Row& row) {
  Figures figures;
  figures.opened = row.integer(0);
  figures.answered = row.integer(1);
  figures.resolved = row.integer(2);
  figures.late = row.integer(3);
  figures.rated = row.integer(4);
  figures.stars = row.integer(5);
  figures.open = row.integer(6);
  figures.pending = row.integer(7);
  figures.snoozed = row.integer(8);
  figures.first = Lengths::parse(row.text(9));
  figures.whole = Lengths::parse(row.text(10));
  return figures;
}

int number(Dimension dimension) { return static_cast<int>(dimension); }

void write(db::Transaction& tx, const FigureSums& changes) {
  for (const auto& [key, change] : changes) {
    const auto& [day, dimension, name] = key;
    Figures sum = tx.one(sql::figures_of, {day, number(dimension), name}, figures_from).value_or(Figures{});
    sum.add(change);
    tx.send(sql::put_figures, {day, number(dimension), name, sum.opened, sum.answered, sum.resolved, sum.late, sum.rated, sum.stars, sum.open,
                               sum.pending, sum.snoozed, sum.first.text(), sum.whole.text()});
  }
}

void count(db::Transaction& tx, const std::vector<ConversationId>& conversations) {
  FigureSums changes;
  for (const auto id : conversations) {
    const auto each = store::find(tx, id);
    if (!each) continue;
    const Facts now = facts_for_figures(*each);
    const auto before = tx.one(sql::counted_as, {id}, [](const db::Row& row) { return row.string(0); });
    if (before) {
      const auto facts = json::decode<Facts>(*before);
      if (facts.ok() && *facts == now) continue;
      if (facts.ok()) count_in(changes, *facts, Sign::minus);
    }
    count_in(changes, now, Sign::plus);
    tx.send(sql::put_counted, {id, json::encode(now)});
  }
  write(tx, changes);
}

}  // namespace

void count_anew(db::Transaction& tx, const std::vector<ConversationId>& conversations) {
  if (conversations.empty()) return;
  tx.one(sql::hold_counting, {}, counting_from);
  count(tx, conversations);
}

bool count_some_before(db::Transaction& tx) {
  const auto counting = tx.one(sql::hold_counting, {}, counting_from).value_or(Counting{});
  if (counting.position >= counting.until) return true;
  const auto some = tx.all(sql::uncounted, {counting.position, counting.until, counted_at_once},
                           [](const db::Row& row) { return row.id<ConversationId>(0); });
  count(tx, some);
  const bool last = static_cast<int>(some.size()) < counted_at_once;
  tx.send(sql::move_counting, {last ? counting.until : some.back().value});
  return last;
}

bool all_counted(db::Reader& reader) {
  const auto counting = reader.one(sql::counting, {}, counting_from).value_or(Counting{});
  return counting.position >= counting.until;
}

SummedFigures sum_figures(db::Reader& reader, std::int64_t first_day, std::int64_t last_day) {
  SummedFigures all;
  reader.each(sql::figures_since, {first_day, last_day}, [&](const db::Row& row) {
    Figures figures = figures_from(row);
    figures.open = figures.pending = figures.snoozed = 0;  // of all days, below
    all.sums[{static_cast<Dimension>(row.integer(11)), row.string(12)}].add(figures);
  });
  reader.each(sql::waiting, {}, [&](const db::Row& row) {
    Figures figures;
    figures.open = row.integer(2);
    figures.pending = row.integer(3);
    figures.snoozed = row.integer(4);
    all.sums[{static_cast<Dimension>(row.integer(0)), row.string(1)}].add(figures);
  });
  return all;
}

}  // namespace plaza::care

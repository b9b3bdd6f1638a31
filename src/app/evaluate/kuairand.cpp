// Short videos that people were shown. (A) ranks what each person was shown in the last week by whether they watched long, learnt from
// the week before. (B) of all videos not seen before, those that a person watches long in that week. (cold) the same when a tenth of the
// videos is new: nobody's past holds them.
#include "evaluate/kuairand.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>

#include "evaluate/ranking.h"
#include "ml/rank/quality.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::recommend;
using ml::rank::Affinity;
using ml::rank::Shown;
using Lists = std::vector<std::vector<std::uint32_t>>;

SparseRows chosen_by(const Lists& lists, std::size_t items) {
  std::vector<Triple> triples;
  for (std::uint32_t person = 0; person < lists.size(); ++person) {
    auto list = lists[person];
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    for (const auto item : list) triples.push_back({person, item, 1});
  }
  return SparseRows(lists.size(), items, std::move(triples));
}

Affinity affinity(std::shared_ptr<const ItemModel> model, const Lists& pasts, bool damped) {
  return [model, &pasts, damped](std::uint32_t person, std::span<const std::uint32_t> items) {
    std::vector<float> scores(model->items(), 0), result;
    if (person < pasts.size() && !pasts[person].empty()) model->score(as_history(pasts[person]), scores);
    for (const auto item : items) result.push_back(damped ? std::log1p(50 * std::max(0.0F, scores[item])) : scores[item]);
    return result;
  };
}

// GAUC: over people with both outcomes, weighted by what they were shown; nDCG@5 over the same people, each the same.
void judge_shown(const std::vector<Shown>& shown, const std::vector<double>& scores, Report& report) {
  std::map<std::uint32_t, std::vector<ml::rank::Judged>> people;
  for (std::size_t i = 0; i < shown.size(); ++i) people[shown[i].person].push_back({scores[i], shown[i].engaged});
  double areas = 0, weight = 0, gains = 0, count = 0;
  for (auto& [person, rows] : people) {
    const auto positives = std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.positive; });
    if (positives == 0 || positives == std::ssize(rows)) continue;
    areas += static_cast<double>(rows.size()) * ml::rank::auc(rows);
    weight += static_cast<double>(rows.size());
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    double gain = 0, ideal = 0;
    for (std::size_t place = 0; place < std::min<std::size_t>(5, rows.size()); ++place) {
      const double one = 1 / std::log2(static_cast<double>(place + 2));
      if (rows[place].positive) gain += one;
      if (std::cmp_less(place, positives)) ideal += one;
    }
    gains += gain / ideal;
    count += 1;
  }
  report.put("a.gauc", weight > 0 ? areas / weight : std::nan(""));
  report.put("a.ndcg@5", count > 0 ? gains / count : std::nan(""));
  report.put("a.people", count);
}

void rank_shown(const Asked& asked, const Kuairand& data, Report& report) {
  asked.progress("what goes with what");
  const auto engaged = chosen_by(data.past.engaged, data.items.count);
  const auto seen = chosen_by(data.past.seen, data.items.count);
  const PathOptions paths{.from = 0.5, .through = 1, .to = 0.5, .keep = 500};
  const std::vector<Affinity> affinities = {
      affinity(fit_ease(engaged, {.l2 = 500}), data.past.engaged, false),
      affinity(fit_ials(engaged, {.rank = std::clamp<std::size_t>(data.items.count / 8, 4, 64), .unobserved = 0.05, .l2 = 0.01, .seed = asked.seed}), data.past.engaged, false),
      affinity(sparse_model(path_neighbours(engaged, paths)), data.past.engaged, true),
      affinity(sparse_model(path_neighbours(seen, paths)), data.past.seen, true)};
  ml::rank::EngagementOptions options;
  options.seed = asked.seed;
  options.progress = asked.progress;
  try {
    const auto model = ml::rank::fit_engagement(data.train, data.items, data.past, affinities, options);
    judge_shown(data.test, model->score(data.test), report);
    report.notes.push_back("What is shown is ranked by " + model->about() + ".");
  } catch (const std::invalid_argument& too_little) {
    throw WrongFile("train_0425_0430.csv", 0, too_little.what());
  }
}

// What each person watched long in `shown` and had not seen; each once.
Lists new_to_them(const std::vector<Shown>& shown, const Lists& seen) {
  Lists wanted(seen.size());
  for (const auto& one : shown) {
    auto& list = wanted[one.person];
    const auto& before = seen[one.person];
    if (one.engaged && std::find(list.begin(), list.end(), one.item) == list.end() &&
        std::find(before.begin(), before.end(), one.item) == before.end()) {
      list.push_back(one.item);
    }
  }
  return wanted;
}

// Of the items without a mark that are not in `seen`.
struct Found {
  double recall_20 = 0, recall_50 = 0;
  std::size_t people = 0;
};
Found find_next(const ItemModel& model, const Lists& histories, const Lists& seen, const Lists& wanted, std::vector<std::uint8_t> left_out) {
  Found found;
  std::vector<float> scores(model.items());
  for (std::size_t person = 0; person < wanted.size(); ++person) {
    if (wanted[person].empty()) continue;
    std::fill(scores.begin(), scores.end(), 0.0F);
    model.score(as_history(histories[person]), scores);
    std::vector<std::uint32_t> marked;
    for (const auto item : seen[person]) {
      if (!std::exchange(left_out[item], std::uint8_t{1})) marked.push_back(item);
    }
    const auto ranking = highest(scores, 50, left_out);
    for (const auto item : marked) left_out[item] = 0;
    found.recall_20 += quality_of(ranking, wanted[person], 20).recall;
    found.recall_50 += quality_of(ranking, wanted[person], 50).recall;
    ++found.people;
  }
  found.recall_20 /= static_cast<double>(std::max<std::size_t>(1, found.people));
  found.recall_50 /= static_cast<double>(std::max<std::size_t>(1, found.people));
  return found;
}

Lists seen_before(const Kuairand& data) {
  Lists seen = data.past.seen;
  for (std::size_t person = 0; person < seen.size(); ++person) {
    seen[person].insert(seen[person].end(), data.past.engaged[person].begin(), data.past.engaged[person].end());
  }
  for (const auto& one : data.train) seen[one.person].push_back(one.item);
  return seen;
}

void find_unseen(const Asked& asked, const Kuairand& data, Report& report) {
  Evidence evidence;
  evidence.histories = data.past.engaged;
  evidence.items = data.items.count;
  evidence.order = Order::by_time;
  evidence.later.resize(data.people);
  for (const auto& one : data.train) {
    if (one.engaged) evidence.later[one.person].push_back(one.item);
  }
  RetrievalOptions options;
  options.top = 50;
  options.questions_max = 4'000;
  options.seed = asked.seed;
  options.progress = asked.progress;
  const Blend blend = fit_retrieval(evidence, options);
  Lists histories = evidence.histories;
  for (std::size_t person = 0; person < histories.size(); ++person) {
    histories[person].insert(histories[person].end(), evidence.later[person].begin(), evidence.later[person].end());
  }
  asked.progress("judging");
  const Lists seen = seen_before(data);
  const Found found = find_next(blend, histories, seen, new_to_them(data.test, seen), std::vector<std::uint8_t>(data.items.count, 0));
  report.put("b.recall@20", found.recall_20);
  report.put("b.recall@50", found.recall_50);
  report.put("b.people", static_cast<double>(found.people));
  report.tables.push_back(table_of(blend));
}

// How often each item's theme was watched long, shared by its items.
std::vector<float> popular_in_theme(const Kuairand& data, const Lists& histories) {
  std::map<std::uint32_t, std::pair<double, double>> themes;  // watched long, items
  const auto& theme = data.items.kinds.front();
  for (std::size_t item = 0; item < data.items.count; ++item) themes[theme[item]].second += 1;
  for (const auto& list : histories) {
    for (const auto item : list) themes[theme[item]].first += 1;
  }
  std::vector<float> scores;
  for (std::size_t item = 0; item < data.items.count; ++item) {
    const auto& [watched, items] = themes[theme[item]];
    scores.push_back(static_cast<float>(watched / items));
  }
  return scores;
}

void find_new_items(const Asked& asked, const Kuairand& data, Report& report) {
  asked.progress("a tenth of the videos is new");
  std::vector<std::uint8_t> known(data.items.count, 1);  // what is left out of the answers
  std::mt19937_64 random(asked.seed);
  for (auto& mark : known) mark = random() % 10 != 0;
  Lists histories = data.past.engaged;
  for (const auto& one : data.train) {
    if (one.engaged) histories[one.person].push_back(one.item);
  }
  for (auto& list : histories) std::erase_if(list, [&](std::uint32_t item) { return !known[item]; });
  Lists wanted = new_to_them(data.test, Lists(data.people));
  for (auto& list : wanted) std::erase_if(list, [&](std::uint32_t item) { return known[item] != 0; });
  const auto chosen = chosen_by(histories, data.items.count);
  const std::size_t rank = std::clamp<std::size_t>(data.items.count / 8, 4, 128);
  const auto model = fit_ials(chosen, {.rank = rank, .unobserved = 0.05, .l2 = 0.01, .seed = asked.seed}, data.items.kinds);
  const Lists nothing(data.people);
  const Found found = find_next(*model, histories, nothing, wanted, known);
  const Found naive = find_next(*constant_model(popular_in_theme(data, histories)), histories, nothing, wanted, known);
  report.put("cold.recall@20", found.recall_20);
  report.put("cold.recall@50", found.recall_50);
  report.put("cold.popular_in_category.recall@20", naive.recall_20);
  report.put("cold.popular_in_category.recall@50", naive.recall_50);
  report.put("cold.people", static_cast<double>(found.people));
}

}  // namespace

Report run_kuairand(const Asked& asked) {
  asked.progress("reading");
  const Kuairand data = read_kuairand(asked);
  Report report;
  report.suite = "kuairand";
  rank_shown(asked, data, report);
  find_unseen(asked, data, report);
  find_new_items(asked, data, report);
  return report;
}

}  // namespace plaza::app::evaluate

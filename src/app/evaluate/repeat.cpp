// What customers buy next, repeats allowed, and what new things they buy. Reads online_retail.csv; the last month is the question
// (for that file the purchases from 9 November 2011 on).
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "evaluate/ranking.h"
#include "evaluate/retail.h"
#include "evaluate/suites.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::recommend;
using Lists = std::vector<std::vector<std::uint32_t>>;

constexpr std::int64_t minutes_of_question = 30 * 24 * 60;

template <class Key>
std::uint32_t index_of(std::unordered_map<Key, std::uint32_t>& known, const Key& key) {
  return known.emplace(key, static_cast<std::uint32_t>(known.size())).first->second;
}

Lists distinct(Lists lists) {
  for (auto& list : lists) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return lists;
}

}  // namespace

Report run_repeat(const Asked& asked) {
  asked.progress("reading");
  auto lines = read_retail(asked.folder);
  std::erase_if(lines, [](const RetailLine& line) { return line.quantity <= 0; });
  if (lines.empty()) throw WrongFile("online_retail.csv", 0, "has no purchases of customers");
  std::stable_sort(lines.begin(), lines.end(), [](const RetailLine& a, const RetailLine& b) { return a.minute < b.minute; });
  constexpr std::int64_t day = 24 * 60;
  const std::int64_t cut = lines.back().minute / day * day - minutes_of_question;
  std::unordered_map<std::int64_t, std::uint32_t> people;
  std::unordered_map<std::string, std::uint32_t> items;
  Evidence evidence;  // weights are chosen on the month before the question
  evidence.order = Order::by_time;
  Lists wanted, histories;
  std::unordered_set<std::string> of_invoice;  // a product counts once in each
  for (const RetailLine& line : lines) {
    // Only customers and products that were there before the cut are asked about.
    if (line.minute >= cut && (!people.contains(line.customer) || !items.contains(line.stock_code))) continue;
    const auto person = index_of(people, line.customer), item = index_of(items, line.stock_code);
    for (auto* lists : {&histories, &evidence.histories, &evidence.later, &wanted}) {
      if (person >= lists->size()) lists->resize(person + std::size_t{1});
    }
    if (!of_invoice.insert(line.invoice + " " + line.stock_code).second) continue;
    if (line.minute >= cut) {
      wanted[person].push_back(item);
    } else {
      histories[person].push_back(item);
      (line.minute < cut - minutes_of_question ? evidence.histories : evidence.later)[person].push_back(item);
    }
  }
  evidence.items = items.size();
  wanted = distinct(std::move(wanted));
  RetrievalOptions options;
  options.seed = asked.seed;
  options.progress = asked.progress;
  options.repeats = Repeats::allowed;
  const Blend with_repeats = fit_retrieval(evidence, options);
  asked.progress("judging");
  const Means repeats = judge(with_repeats, histories, wanted, 20, Repeats::allowed);

  Lists fresh(wanted.size());
  const Lists before = distinct(histories);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::set_difference(wanted[i].begin(), wanted[i].end(), before[i].begin(), before[i].end(), std::back_inserter(fresh[i]));
  }
  options.repeats = Repeats::left_out;
  const Blend of_new = fit_retrieval(evidence, options);
  asked.progress("judging");
  const Means unseen = judge(of_new, histories, fresh, 20, Repeats::left_out);
  Report report;
  report.suite = "repeat";
  report.put("repeat.recall@20", repeats.recall);
  report.put("repeat.ndcg@20", repeats.ndcg);
  report.put("new.recall@20", unseen.recall);
  report.put("new.ndcg@20", unseen.ndcg);
  report.put("people", static_cast<double>(repeats.people));
  report.tables.push_back(table_of(with_repeats));
  report.tables.push_back(table_of(of_new));
  return report;
}

}  // namespace plaza::app::evaluate

#include "evaluate/ranking.h"

#include <algorithm>

namespace plaza::app::evaluate {

using namespace ml::recommend;

Means judge(const ItemModel& model, const std::vector<std::vector<std::uint32_t>>& histories,
            const std::vector<std::vector<std::uint32_t>>& wanted, std::size_t top, Repeats repeats) {
  Means means;
  std::vector<float> scores(model.items());
  std::vector<std::uint8_t> left_out(model.items(), 0);
  for (std::size_t person = 0; person < std::min(histories.size(), wanted.size()); ++person) {
    if (wanted[person].empty()) continue;
    std::fill(scores.begin(), scores.end(), 0.0F);
    model.score(as_history(histories[person]), scores);
    if (repeats == Repeats::left_out) {
      for (const auto item : histories[person]) left_out[item] = 1;
    }
    const auto ranking = highest(scores, top, left_out);
    for (const auto item : histories[person]) left_out[item] = 0;
    const auto quality = quality_of(ranking, wanted[person], top);
    means.recall += quality.recall;
    means.ndcg += quality.ndcg;
    means.hit += quality.hit;
    means.reciprocal_rank += quality.reciprocal_rank;
    ++means.people;
  }
  const double people = static_cast<double>(std::max<std::size_t>(1, means.people));
  means.recall /= people;
  means.ndcg /= people;
  means.hit /= people;
  means.reciprocal_rank /= people;
  return means;
}

Table table_of(const Blend& blend) {
  Table table{"What the recipe chose", {"model", "weight", "items until a weight halves"}, {}};
  for (const Part& part : blend.parts()) {
    table.rows.push_back({part.name, number(part.weight), part.half_life > 0 ? number(part.half_life) : "all count the same"});
  }
  return table;
}

}  // namespace plaza::app::evaluate

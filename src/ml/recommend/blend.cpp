#include "ml/recommend/blend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace plaza::ml::recommend {
namespace {

constexpr std::size_t candidates_of_a_part = 100;
constexpr std::array steps = {0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0};

void score_part(const Part& part, std::span<const Entry> history, std::span<float> scores) {
  if (part.half_life <= 0) return part.model->score(history, scores);
  thread_local std::vector<Entry> faded;
  faded.assign(history.begin(), history.end());
  for (std::size_t i = 0; i < faded.size(); ++i) {
    const auto later = static_cast<double>(faded.size() - 1 - i);
    faded[i].value *= static_cast<float>(std::exp2(-later / part.half_life));
  }
  part.model->score(faded, scores);
}

// The scores of each part for the items that could be among the first.
struct Sheet {
  std::size_t candidates = 0;
  std::vector<float> scores;               // of candidate c by part p: [c * parts + p]
  std::vector<std::uint32_t> wanted;       // places of the candidates
};

class Search {
 public:
  Search(std::vector<Part>& parts, std::span<const Question> questions, std::size_t top, Repeats repeats)
      : parts_(parts), top_(top) {
    std::vector<std::vector<float>> scores(parts.size());
    std::vector<double> peaks(parts.size(), 0);
    std::vector<std::uint8_t> left_out(parts.front().model->items(), 0);
    for (const Question& question : questions) {
      for (const Entry& done : question.history) left_out[done.index] = repeats == Repeats::left_out;
      std::vector<std::uint32_t> candidates = question.wanted;
      for (std::size_t p = 0; p < parts.size(); ++p) {
        scores[p].assign(left_out.size(), 0);
        score_part(parts[p], question.history, scores[p]);
        const auto best = highest(scores[p], candidates_of_a_part, left_out);
        if (!best.empty()) peaks[p] += std::max(0.0F, scores[p][best.front()]) / static_cast<double>(questions.size());
        candidates.insert(candidates.end(), best.begin(), best.end());
      }
      for (const Entry& done : question.history) left_out[done.index] = 0;
      std::sort(candidates.begin(), candidates.end());
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
      Sheet sheet;
      sheet.candidates = candidates.size();
      for (std::uint32_t c = 0; c < candidates.size(); ++c) {
        for (std::size_t p = 0; p < parts.size(); ++p) sheet.scores.push_back(scores[p][candidates[c]]);
        if (std::find(question.wanted.begin(), question.wanted.end(), candidates[c]) != question.wanted.end()) sheet.wanted.push_back(c);
      }
      sheets_.push_back(std::move(sheet));
    }
    for (std::size_t p = 0; p < parts.size(); ++p) parts[p].scale = peaks[p] > 0 ? peaks[p] : 1;
  }

  double value() const {
    double sum = 0;
    std::vector<float> totals;
    for (const Sheet& sheet : sheets_) {
      totals.assign(sheet.candidates, 0);
      for (std::size_t c = 0; c < sheet.candidates; ++c) {
        for (std::size_t p = 0; p < parts_.size(); ++p) {
          totals[c] += static_cast<float>(parts_[p].weight / parts_[p].scale) * sheet.scores[c * parts_.size() + p];
        }
      }
      sum += quality_of(highest(totals, top_), sheet.wanted, top_).ndcg;
    }
    return sum / static_cast<double>(std::max<std::size_t>(1, sheets_.size()));
  }

 private:
  std::vector<Part>& parts_;
  const std::size_t top_;
  std::vector<Sheet> sheets_;
};

}  // namespace

std::size_t Blend::items() const { return parts_.front().model->items(); }

void Blend::score(std::span<const Entry> history, std::span<float> scores) const {
  std::vector<float> of_part(scores.size());
  for (const Part& part : parts_) {
    if (part.weight == 0) continue;
    std::fill(of_part.begin(), of_part.end(), 0.0F);
    score_part(part, history, of_part);
    const auto factor = static_cast<float>(part.weight / part.scale);
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] += factor * of_part[i];
  }
}

std::vector<Part> choose_weights(std::vector<Part> parts, std::span<const Question> questions, std::size_t top, Repeats repeats) {
  for (Part& part : parts) part.weight = 0;
  Search search(parts, questions, top, repeats);
  // It begins with the best part alone.
  std::size_t first = 0;
  double best = -1;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    parts[p].weight = 1;
    if (const double value = search.value(); value > best) best = value, first = p;
    parts[p].weight = 0;
  }
  parts[first].weight = 1;
  for (int pass = 0; pass < 4; ++pass) {
    const double before = best;
    for (Part& part : parts) {
      double chosen = part.weight;
      for (const double step : steps) {
        part.weight = step;
        if (const double value = search.value(); value > best + 1e-6) best = value, chosen = step;
      }
      part.weight = chosen;
    }
    if (best - before < 1e-5) break;
  }
  return parts;
}

double choose_half_life(Part part, std::span<const double> half_lives, std::span<const Question> questions, std::size_t top, Repeats repeats) {
  double chosen = part.half_life, best = -1;
  std::vector<float> scores(part.model->items());
  std::vector<std::uint8_t> left_out(scores.size(), 0);
  for (const double half_life : half_lives) {
    part.half_life = half_life;
    double value = 0;
    for (const Question& question : questions) {
      std::fill(scores.begin(), scores.end(), 0.0F);
      score_part(part, question.history, scores);
      for (const Entry& done : question.history) left_out[done.index] = repeats == Repeats::left_out;
      value += quality_of(highest(scores, top, left_out), question.wanted, top).ndcg;
      for (const Entry& done : question.history) left_out[done.index] = 0;
    }
    if (value > best + 1e-9) best = value, chosen = half_life;
  }
  return chosen;
}

std::vector<std::uint32_t> highest(std::span<const float> scores, std::size_t count, std::span<const std::uint8_t> left_out) {
  const auto better = [&](std::uint32_t a, std::uint32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; };
  std::vector<std::uint32_t> heap;  // the worst of the best in front
  heap.reserve(count + 1);
  if (count == 0) return heap;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (!left_out.empty() && left_out[i]) continue;
    if (heap.size() == count && !better(i, heap.front())) continue;
    if (heap.size() == count) {
      std::pop_heap(heap.begin(), heap.end(), better);
      heap.pop_back();
    }
    heap.push_back(i);
    std::push_heap(heap.begin(), heap.end(), better);
  }
  std::sort_heap(heap.begin(), heap.end(), better);
  return heap;
}

RankingQuality quality_of(std::span<const std::uint32_t> ranking, std::span<const std::uint32_t> wanted, std::size_t top) {
  RankingQuality result;
  if (wanted.empty()) return result;
  double gain = 0, ideal = 0;
  std::size_t found = 0;
  for (std::size_t place = 0; place < std::min(top, ranking.size()); ++place) {
    if (std::find(wanted.begin(), wanted.end(), ranking[place]) == wanted.end()) continue;
    if (found++ == 0) result.reciprocal_rank = 1 / static_cast<double>(place + 1);
    gain += 1 / std::log2(static_cast<double>(place + 2));
  }
  for (std::size_t place = 0; place < std::min(top, wanted.size()); ++place) ideal += 1 / std::log2(static_cast<double>(place + 2));
  result.recall = static_cast<double>(found) / static_cast<double>(wanted.size());
  result.ndcg = gain / ideal;
  result.hit = found > 0 ? 1 : 0;
  return result;
}

}  // namespace plaza::ml::recommend

// Several item models added up, with weights that were chosen on questions whose answers are known.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ml/recommend/item_model.h"

namespace plaza::ml::recommend {

struct Part {
  std::string name;
  std::shared_ptr<const ItemModel> model;
  // How many later items halve the weight of an item of the history; 0: all weigh the same.
  double half_life = 0;
  double weight = 0;  // of scores brought to a common scale
  double scale = 1;   // what one unit of that scale is in scores of this model
};

// What somebody did, oldest first, and what they did next.
struct Question {
  std::vector<Entry> history;
  std::vector<std::uint32_t> wanted;
};

class Blend final : public ItemModel {
 public:
  explicit Blend(std::vector<Part> parts) : parts_(std::move(parts)) {}
  std::size_t items() const override;
  // The history is in order of time, oldest first.
  void score(std::span<const Entry> history, std::span<float> scores) const override;
  const std::vector<Part>& parts() const { return parts_; }

 private:
  std::vector<Part> parts_;
};

enum class Repeats { left_out, allowed };

// Weights and scales that give the highest mean nDCG of the first `top` over the questions, by going up one weight after the other.
// Items of the history are left out of the answers unless repeats are allowed.
std::vector<Part> choose_weights(std::vector<Part> parts, std::span<const Question> questions, std::size_t top, Repeats repeats);

// Which of the half-lives (Part::half_life) lets this part alone answer best, by mean nDCG of the first `top`.
double choose_half_life(Part part, std::span<const double> half_lives, std::span<const Question> questions, std::size_t top, Repeats repeats);

// The `count` highest scores, highest first, equal ones by rising index. Items with a mark in `left_out` (if given) do not count.
std::vector<std::uint32_t> highest(std::span<const float> scores, std::size_t count, std::span<const std::uint8_t> left_out = {});

// Of a ranking against what was wanted. nDCG with gain 1 and discount log2(place + 1).
struct RankingQuality {
  double recall = 0, ndcg = 0, hit = 0, reciprocal_rank = 0;
};
RankingQuality quality_of(std::span<const std::uint32_t> ranking, std::span<const std::uint32_t> wanted, std::size_t top);

}  // namespace plaza::ml::recommend

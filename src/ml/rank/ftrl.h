// Logistic regression learnt online: follow the regularised leader, proximal, with a step of its own for each coordinate (FTRL-Proximal;
// McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013). Features are places of one table, each present or absent;
// several models ("heads") may learn from the same features, their weights of one feature lie side by side. The L1 term keeps what says
// nothing at exactly zero. The same examples in the same order give the same bytes. Not thread-safe while learning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::ml::rank {

struct FtrlSettings {
  std::size_t heads = 1;
  std::size_t places = 1u << 15;  // of the table of features
  double alpha = 0.05;            // the size of steps
  double beta = 1;                // how soon they shrink
  double l1 = 0.5;
  double l2 = 1;
};

inline constexpr signed char unknown_label = -1;

class Ftrl {
 public:
  explicit Ftrl(const FtrlSettings& settings);

  std::size_t heads() const { return settings_.heads; }
  // Adds the weights of these features to `sums`, one for each head: a sum is the log-odds. For serving in parts.
  void add(std::span<const std::uint32_t> features, std::span<float> sums) const;
  double probability(std::size_t head, std::span<const std::uint32_t> features) const;
  // 0 when it was never needed, or says too little.
  float weight(std::size_t head, std::uint32_t feature) const { return weights_[feature * settings_.heads + head]; }
  // One example. `labels`: 0, 1 or unknown_label for each head (that head then learns nothing). `importance` counts it that often: of
  // negatives of which one in five is kept, each counts five times.
  void learn(std::span<const std::uint32_t> features, std::span<const signed char> labels, double importance = 1);

  // Bytes for load(); of a model with the same settings they are equal exactly when the models are.
  std::string save() const;
  // False (and nothing changed) when the bytes are of another shape.
  bool load(std::string_view bytes);

 private:
  FtrlSettings settings_;
  std::vector<double> z_, n_;  // place by place, head by head
  std::vector<float> weights_;
  void settle(std::size_t at);
};

// A place for a named thing: `kind` tells kinds of feature apart. The result is below `places`.
std::uint32_t hashed_feature(std::uint64_t kind, std::uint64_t value, std::uint32_t places);

}  // namespace plaza::ml::rank

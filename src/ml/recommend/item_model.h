// Item-to-item models: how well each item goes with what somebody did so far. A history is a list of items with weights; a model
// is linear in it, so a new interaction changes the scores at once and no person has to be trained.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "ml/recommend/sparse.h"

namespace plaza::ml::recommend {

class ItemModel {
 public:
  virtual ~ItemModel() = default;
  virtual std::size_t items() const = 0;
  // Adds to scores[i], for every item i, what the history says for it. Thread-safe.
  virtual void score(std::span<const Entry> history, std::span<float> scores) const = 0;
};

// For each item the items that it speaks for, with weights: neighbours, transitions, content likeness.
std::unique_ptr<ItemModel> sparse_model(SparseRows item_by_item);

// EASE: the linear model without self-similarity that minimises |X - XB|² + l2 |B|² in closed form (Steck, "Embarrassingly shallow
// autoencoders for sparse data", 2019). Dense in the items: time items³, memory 4 items² bytes (twice while fitting); with more than
// `items_max` items only the most frequent ones get weights.
//
// What is known of the items themselves (pictures, sound, words) joins as further rows, as if each of its directions were a person:
// so items that nobody has chosen yet get weights too (Jeunen, Van Balen, Goethals 2020).
struct Description {
  std::span<const float> vectors;  // items × dimensions, row by row; borrowed
  std::size_t dimensions = 0;
};
struct EaseOptions {
  double l2 = 100;
  std::size_t items_max = 16'000;
  double description_weight = 3;  // of vectors that were centred and brought to length 1
};
std::unique_ptr<ItemModel> fit_ease(const SparseRows& people_by_items, const EaseOptions& options,
                                    std::span<const Description> descriptions = {});

// Paths item → person → item, each path weighted 1 / (degree of item^from × degree of person^through × degree of item^to).
// from = to = 0.5, through = 1 is the linear filter of GF-CF (Shen et al. 2021); from = through = 1, to = beta is RP3beta
// (Paudel et al. 2017); from = to = 0.5, through = 0 is cosine likeness. Each item keeps its strongest `keep` neighbours.
struct PathOptions {
  double from = 0.5, through = 1, to = 0.5;
  std::size_t keep = 1000;
};
SparseRows path_neighbours(const SparseRows& people_by_items, const PathOptions& options);

// The ideal low-pass filter of GF-CF: the history is projected on the first `rank` singular directions of the interactions,
// normalised by the degrees of both sides. Found by randomised subspace iteration (Halko, Martinsson, Tropp 2011).
struct SpectralOptions {
  std::size_t rank = 256;
  int iterations = 6;
  std::uint64_t seed = 1;
};
std::unique_ptr<ItemModel> fit_spectral(const SparseRows& people_by_items, const SpectralOptions& options);

// Implicit-feedback matrix factorisation by alternating least squares (Hu, Koren, Volinsky 2008), with the weights and the frequency
// scaled regularisation of Rendle et al. 2022. A history is folded in: its vector is solved for on the spot.
struct IalsOptions {
  std::size_t rank = 64;
  double unobserved = 0.1;  // weight of what was not seen; what was seen weighs its value
  double l2 = 0.01;
  double frequency_scaling = 1;
  int rounds = 8;
  std::uint64_t seed = 1;
};
// `kinds`: of each kind of thing (theme, author …), from the broadest to the narrowest, the one that each item has (`no_kind`: none).
// An item that nobody has chosen yet takes the mean vector of those that have the same, drawn towards that of the broader kind.
inline constexpr std::uint32_t no_kind = ~std::uint32_t{0};
std::unique_ptr<ItemModel> fit_ials(const SparseRows& people_by_items, const IalsOptions& options,
                                    std::span<const std::vector<std::uint32_t>> kinds = {});

// The same scores for every history: what is chosen now. `scores`: one for each item.
std::unique_ptr<ItemModel> constant_model(std::vector<float> scores);

// The `keep` nearest of each row by cosine, itself left out. Rows of zeros are near nothing.
SparseRows nearest_by_cosine(std::span<const float> vectors, std::size_t dimensions, std::size_t keep);

}  // namespace plaza::ml::recommend

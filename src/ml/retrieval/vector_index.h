// Of many vectors those with the largest inner product with a question: exactly, by looking at all of them, or nearly, by walking a
// hierarchical navigable small-world graph (Malkov, Yashunin 2018; hnswlib). Below some tens of thousands of vectors looking at all of
// them is as fast (docs/performance.md) and has no error.
//
// The graph joins vectors that are near each other, in one of several senses (Join), and is walked by inner products: towards the largest
// one as along the edges of a body. A graph of inner products as they are (Morozov, Babenko 2018) loses most links to the few longest
// vectors; one more number that brings every vector to a common length (Bachrach et al. 2014) finds little, as people's vectors lie far from
// those of things. Figures in docs/learning.md.
//
// Built by one thread from a fixed seed: the same calls in the same order answer the same. Not thread-safe, but questions may be asked
// from several threads while nobody writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace plaza::ml::retrieval {

struct Found {
  std::uint32_t key;
  float score;  // the inner product
  friend bool operator==(const Found&, const Found&) = default;
};

enum class Search { exact, graph };
enum class Join { distance, direction };  // direction: where lengths differ much and say little

struct IndexOptions {
  std::size_t dimensions = 64;
  Search search = Search::exact;
  Join join = Join::distance;
  std::size_t expected = 0;  // vectors that room is made for at first
  std::size_t links = 16;    // graph: of each vector
  std::size_t breadth = 100; // graph: of the search for neighbours while it is built
  std::size_t width = 160;   // graph: of the search for an answer, at least
  std::uint64_t seed = 1;
};

class VectorIndex {
 public:
  explicit VectorIndex(const IndexOptions& options);
  ~VectorIndex();
  VectorIndex(const VectorIndex&) = delete;
  VectorIndex& operator=(const VectorIndex&) = delete;

  // Adds it, or puts it in place of the key's older one. False, and nothing is changed, when it has another number of dimensions or a
  // number in it is not finite. Keys are small numbers: memory grows with the largest.
  bool put(std::uint32_t key, std::span<const float> vector);
  // It is not found any more.
  void hide(std::uint32_t key);

  // The best `count`, best first, equal ones by rising key; fewer when there are fewer. Nothing for a question that cannot be asked.
  std::vector<Found> nearest(std::span<const float> question, std::size_t count) const;
  std::vector<Found> nearest_exactly(std::span<const float> question, std::size_t count) const;
  // Of a key that can be found, else empty. Valid until the next put().
  std::span<const float> vector(std::uint32_t key) const;

  std::size_t size() const { return keys_.size() - gone_; }
  std::size_t bytes() const;  // of memory, about
  Search search() const { return options_.search; }

 private:
  struct Graph;
  const float* at(std::size_t position) const;
  bool is_askable(std::span<const float> question) const;

  const IndexOptions options_;
  std::vector<float> flat_;  // exact: one after the other
  std::unique_ptr<Graph> graph_;
  std::vector<std::uint32_t> keys_;       // by position; `no_key` where one is gone
  std::vector<std::uint32_t> positions_;  // by key; `no_key`: none
  std::size_t gone_ = 0;
};

}  // namespace plaza::ml::retrieval

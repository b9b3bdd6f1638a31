// The nearest of many vectors by inner product: the graph beside looking at all of them, on one core. For each size: how much of the true
// best 50 the graph finds, questions a second of both, and what the exact scan reads a second beside a plain read of memory.
// Arguments: rank (64), then sizes (100,000 and 1,000,000).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "ml/retrieval/dot.h"
#include "ml/retrieval/vector_index.h"

using namespace plaza::ml::retrieval;  // NOLINT: a program of one file

namespace {

auto now() { return std::chrono::steady_clock::now(); }
double since(std::chrono::steady_clock::time_point start) { return std::chrono::duration<double>(now() - start).count(); }

// As learnt factors are: around some hundred tastes, of very different lengths, and people between two of them.
class World {
 public:
  explicit World(std::size_t rank) : rank_(rank) {
    for (int i = 0; i < 300; ++i) tastes_.push_back(drawn(1));
  }
  std::vector<float> item() {
    auto vector = drawn(0.5F);
    add_scaled(vector.data(), taste(), 0.2F + std::abs(gauss_(random_)), rank_);
    return vector;
  }
  std::vector<float> person() {
    auto vector = drawn(0.3F);
    add_scaled(vector.data(), taste(), 1, rank_);
    add_scaled(vector.data(), taste(), 0.5F, rank_);
    return vector;
  }

 private:
  const float* taste() { return tastes_[random_() % tastes_.size()].data(); }
  std::vector<float> drawn(float length) {
    std::vector<float> vector(rank_);
    for (float& number : vector) number = length * gauss_(random_) / std::sqrt(static_cast<float>(rank_));
    return vector;
  }
  std::size_t rank_;
  std::mt19937_64 random_{7};
  std::normal_distribution<float> gauss_;
  std::vector<std::vector<float>> tastes_;
};

// Bytes a second of reading one long array from end to end.
double plain_read() {
  const std::vector<std::uint64_t> memory(std::size_t{64} << 20, 1);
  double best = 0;
  std::uint64_t sum = 0;
  for (int round = 0; round < 5; ++round) {
    const auto start = now();
    std::uint64_t sums[8] = {};
    for (std::size_t i = 0; i < memory.size(); i += 8) {
      for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += memory[i + lane];
    }
    for (const auto each : sums) sum += each;
    best = std::max(best, static_cast<double>(memory.size() * sizeof memory[0]) / since(start));
  }
  if (sum != 5 * memory.size()) std::abort();
  return best;
}

struct Asked {
  double each_second = 0, p99_ms = 0;
};
template <class Ask>
Asked ask(const std::vector<std::vector<float>>& questions, double seconds, const Ask& question) {
  std::vector<double> ms;
  const auto start = now();
  for (std::size_t i = 0; since(start) < seconds || i < 20; ++i) {
    const auto begun = now();
    question(questions[i % questions.size()]);
    ms.push_back(since(begun) * 1000);
  }
  const double took = since(start);
  std::sort(ms.begin(), ms.end());
  return {static_cast<double>(ms.size()) / took, ms[ms.size() * 99 / 100]};
}

void measure(std::size_t count, std::size_t rank, double bandwidth) {
  World world(rank);
  std::vector<std::vector<float>> items;
  items.reserve(count);
  for (std::size_t i = 0; i < count; ++i) items.push_back(world.item());
  std::vector<std::vector<float>> questions;
  for (int i = 0; i < 1'000; ++i) questions.push_back(world.person());
  IndexOptions options;
  options.dimensions = rank;
  options.expected = count;
  VectorIndex exact(options);
  options.search = Search::graph;
  options.join = Join::direction;  // lengths are drawn by themselves here
  VectorIndex graph(options);
  for (std::uint32_t i = 0; i < count; ++i) exact.put(i, items[i]);
  const auto start = now();
  for (std::uint32_t i = 0; i < count; ++i) graph.put(i, items[i]);
  const double built = since(start);
  items = {};

  constexpr std::size_t wanted = 50;
  std::size_t found = 0, all = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    const auto best = exact.nearest(questions[i], wanted), near = graph.nearest(questions[i], wanted);
    all += best.size();
    for (const auto& each : best) {
      found += std::any_of(near.begin(), near.end(), [&](const Found& other) { return other.key == each.key; }) ? 1u : 0u;
    }
  }
  std::size_t answered = 0;
  const auto of_graph = ask(questions, 3, [&](const std::vector<float>& question) { answered += graph.nearest(question, wanted).size(); });
  const auto of_exact = ask(questions, 3, [&](const std::vector<float>& question) { answered += exact.nearest(question, wanted).size(); });
  const double scanned = of_exact.each_second * static_cast<double>(count * rank * sizeof(float));
  std::printf("%8zu vectors of %zu: graph recall@50 %.3f, %8.0f questions/s, p99 %.2f ms, made in %.0f s, %.0f MB\n", count, rank,
              static_cast<double>(found) / static_cast<double>(all), of_graph.each_second, of_graph.p99_ms, built,
              static_cast<double>(graph.bytes()) / 1e6);
  std::printf("%8s exact  %8.0f questions/s, p99 %.2f ms, reads %.1f GB/s: %.0f %% of a plain read of memory (%.1f GB/s), %.0f MB\n", "",
              of_exact.each_second, of_exact.p99_ms, scanned / 1e9, 100 * scanned / bandwidth, bandwidth / 1e9,
              static_cast<double>(exact.bytes()) / 1e6);
  if (answered == 0) std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  const auto rank = static_cast<std::size_t>(argc > 1 ? std::atoll(argv[1]) : 64);
  std::vector<std::size_t> sizes;
  for (int i = 2; i < argc; ++i) sizes.push_back(static_cast<std::size_t>(std::atoll(argv[i])));
  if (sizes.empty()) sizes = {100'000, 1'000'000};
  const double bandwidth = plain_read();
  for (const auto size : sizes) measure(size, rank, bandwidth);
}

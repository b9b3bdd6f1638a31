#include "ml/retrieval/vector_index.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <unordered_map>

#include <hnswlib/hnswlib.h>  // in this file alone: it defines functions

#include "ml/retrieval/dot.h"
#include "platform/base/check.h"

namespace plaza::ml::retrieval {
namespace {

constexpr std::uint32_t no_key = ~std::uint32_t{0};

bool better(const Found& a, const Found& b) { return a.score != b.score ? a.score > b.score : a.key < b.key; }

// What the graph is walked by.
float minus_product(const void* a, const void* b, const void* dimensions) {
  return -dot(static_cast<const float*>(a), static_cast<const float*>(b), *static_cast<const std::size_t*>(dimensions));
}

// What it is made by: each vector has the square of its length behind it, or one divided by its length.
float squared_distance(const void* a, const void* b, const void* dimensions) {
  const auto count = *static_cast<const std::size_t*>(dimensions);
  const auto* one = static_cast<const float*>(a);
  const auto* other = static_cast<const float*>(b);
  return one[count] + other[count] - 2 * dot(one, other, count);
}
float minus_cosine(const void* a, const void* b, const void* dimensions) {
  const auto count = *static_cast<const std::size_t*>(dimensions);
  const auto* one = static_cast<const float*>(a);
  const auto* other = static_cast<const float*>(b);
  return -dot(one, other, count) * one[count] * other[count];
}

class Space final : public hnswlib::SpaceInterface<float> {
 public:
  explicit Space(std::size_t dimensions) : dimensions_(dimensions) {}
  std::size_t get_data_size() override { return (dimensions_ + 1) * sizeof(float); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return minus_product; }
  void* get_dist_func_param() override { return &dimensions_; }

 private:
  std::size_t dimensions_;
};

}  // namespace

// hnswlib's own marks of what is deleted are not used: an insertion among nothing but deleted ones is not safe there.
struct VectorIndex::Graph {
  explicit Graph(const IndexOptions& options)
      : space(options.dimensions),
        walk(&space, std::max<std::size_t>(options.expected, 64), options.links, options.breadth, options.seed) {
    walk.setEf(options.width);
  }
  Space space;
  hnswlib::HierarchicalNSW<float> walk;
};

VectorIndex::VectorIndex(const IndexOptions& options) : options_(options) {
  CHECK(options.dimensions > 0);
  keys_.reserve(options.expected);
  if (options.search == Search::graph) graph_ = std::make_unique<Graph>(options);
  else flat_.reserve(options.expected * options.dimensions);
}

VectorIndex::~VectorIndex() = default;

const float* VectorIndex::at(std::size_t position) const {
  if (!graph_) return flat_.data() + position * options_.dimensions;
  return reinterpret_cast<const float*>(graph_->walk.getDataByInternalId(static_cast<hnswlib::tableint>(position)));
}

bool VectorIndex::is_askable(std::span<const float> question) const {
  return question.size() == options_.dimensions &&
         std::all_of(question.begin(), question.end(), [](float number) { return std::isfinite(number); });
}

bool VectorIndex::put(std::uint32_t key, std::span<const float> vector) {
  if (!is_askable(vector) || key == no_key) return false;
  const float squares = dot(vector.data(), vector.data(), vector.size());
  if (!std::isfinite(squares)) return false;
  hide(key);
  const auto position = static_cast<std::uint32_t>(keys_.size());
  if (graph_) {
    auto& walk = graph_->walk;
    if (position >= walk.max_elements_) walk.resizeIndex(walk.max_elements_ + walk.max_elements_ / 2 + 1'024);
    std::vector<float> lengthened(vector.begin(), vector.end());
    const bool by_distance = options_.join == Join::distance;
    lengthened.push_back(by_distance ? squares : squares > 1e-12F ? 1 / std::sqrt(squares) : 0);
    walk.fstdistfunc_ = by_distance ? squared_distance : minus_cosine;
    walk.addPoint(lengthened.data(), position);
    walk.fstdistfunc_ = minus_product;
  } else {
    flat_.insert(flat_.end(), vector.begin(), vector.end());
  }
  keys_.push_back(key);
  if (key >= positions_.size()) positions_.resize(std::max<std::size_t>(key + std::size_t{1}, positions_.size() * 5 / 4), no_key);
  positions_[key] = position;
  return true;
}

void VectorIndex::hide(std::uint32_t key) {
  if (key >= positions_.size() || positions_[key] == no_key) return;
  keys_[positions_[key]] = no_key;
  positions_[key] = no_key;
  ++gone_;
}

std::span<const float> VectorIndex::vector(std::uint32_t key) const {
  if (key >= positions_.size() || positions_[key] == no_key) return {};
  return {at(positions_[key]), options_.dimensions};
}

std::vector<Found> VectorIndex::nearest_exactly(std::span<const float> question, std::size_t count) const {
  std::vector<Found> best;  // a heap whose front is the worst of them
  if (!is_askable(question) || count == 0) return best;
  best.reserve(std::min(count, keys_.size()));
  for (std::size_t position = 0; position < keys_.size(); ++position) {
    const Found found{keys_[position], dot(question.data(), at(position), question.size())};
    if (best.size() == count && !better(found, best.front())) continue;
    if (found.key == no_key) continue;
    if (best.size() == count) {
      std::pop_heap(best.begin(), best.end(), better);
      best.back() = found;
    } else {
      best.push_back(found);
    }
    std::push_heap(best.begin(), best.end(), better);
  }
  std::sort_heap(best.begin(), best.end(), better);
  return best;
}

std::vector<Found> VectorIndex::nearest(std::span<const float> question, std::size_t count) const {
  if (!graph_) return nearest_exactly(question, count);
  std::vector<Found> best;
  count = std::min(count, size());
  if (!is_askable(question) || count == 0) return best;
  // What is gone is met on the way too: a few more are asked for, and many more when those were not enough.
  std::size_t asked = count + std::min(gone_, count / 4 + 8);
  for (int round = 0; round < 3; ++round) {
    best.clear();
    auto met = graph_->walk.searchKnn(question.data(), asked);
    for (; !met.empty(); met.pop()) {
      if (const auto key = keys_[met.top().second]; key != no_key) best.push_back({key, -met.top().first});
    }
    if (best.size() >= count || asked >= keys_.size()) break;
    asked = std::min(asked * 4, keys_.size());
  }
  std::sort(best.begin(), best.end(), better);
  if (best.size() > count) best.resize(count);
  return best;
}

std::size_t VectorIndex::bytes() const {
  std::size_t sum = keys_.capacity() * sizeof(std::uint32_t) + positions_.capacity() * sizeof(std::uint32_t) + flat_.capacity() * sizeof(float);
  if (graph_) {
    const auto& walk = graph_->walk;
    constexpr std::size_t looked_up = 40;  // of each: what hnswlib finds it by
    sum += walk.max_elements_ * (walk.size_data_per_element_ + sizeof(std::mutex) + sizeof(char*) + sizeof(int)) + keys_.size() * looked_up;
  }
  return sum;
}

}  // namespace plaza::ml::retrieval

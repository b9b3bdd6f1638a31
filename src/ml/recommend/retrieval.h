// Which items to offer to somebody with a history: one general recipe for every shop. Several item models are fitted; how much each
// counts is chosen on the latest interactions of some people, held out from fitting; then all is fitted again on everything.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ml/recommend/blend.h"

namespace plaza::ml::recommend {

enum class Order { unknown, by_time };

struct Evidence {
  std::vector<std::vector<std::uint32_t>> histories;  // items of each person; the same item may stand there again
  std::size_t items = 0;
  Order order = Order::unknown;
  std::vector<Description> descriptions;  // of all items
  // What each person chose after the history, when it is known apart (the latest week, say): weights are then chosen by it, and it
  // joins the histories when all is fitted again. Empty: the last interactions of some people are held out instead.
  std::vector<std::vector<std::uint32_t>> later;
};

struct RetrievalOptions {
  std::size_t top = 20;  // nDCG@top is what weights are chosen by
  Repeats repeats = Repeats::left_out;
  std::size_t questions_max = 2'000;
  std::uint64_t seed = 1;
  std::function<void(const std::string& doing)> progress = [](const std::string&) {};
};

Blend fit_retrieval(const Evidence& evidence, const RetrievalOptions& options);

// A history as an item model takes it: each item with weight 1, in order.
std::vector<Entry> as_history(std::span<const std::uint32_t> items);

}  // namespace plaza::ml::recommend

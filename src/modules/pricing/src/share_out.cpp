#include <algorithm>
#include <numeric>

#include "platform/base/check.h"
#include "pricing/price.h"

namespace plaza::pricing {

std::vector<std::int64_t> share_out(std::int64_t amount, std::span<const std::int64_t> weights) {
  __extension__ using Wide = __int128;
  CHECK(amount >= 0);
  std::vector<std::int64_t> shares(weights.size());
  if (weights.empty()) return shares;
  Wide sum = 0;
  for (const auto weight : weights) {
    CHECK(weight >= 0);
    sum += weight;
  }
  if (sum == 0) {
    shares.front() = amount;
    return shares;
  }
  std::vector<Wide> remainders(weights.size());
  std::int64_t missing = amount;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide exact = static_cast<Wide>(amount) * weights[i];
    shares[i] = static_cast<std::int64_t>(exact / sum);
    remainders[i] = exact % sum;
    missing -= shares[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; i < static_cast<std::size_t>(missing); ++i) ++shares[order[i]];
  return shares;
}

}  // namespace plaza::pricing

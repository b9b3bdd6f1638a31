#include "ml/experiment/assignment.h"

#include "platform/base/check.h"

namespace plaza::ml::experiment {

double place_of(std::string_view salt, std::string_view unit) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  const auto take = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    hash = (hash ^ 0x1Full) * 0x100000001B3ull;  // "ab" + "c" is not "a" + "bc"
  };
  take(salt);
  take(unit);
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ull;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBull;
  hash ^= hash >> 31;
  return static_cast<double>(hash >> 11) * 0x1.0p-53;
}

std::size_t pick(std::span<const std::int64_t> shares, double place) {
  CHECK(!shares.empty());
  std::int64_t all = 0;
  for (const auto share : shares) all += share;
  double left = place * static_cast<double>(all);
  for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
    left -= static_cast<double>(shares[i]);
    if (left < 0) return i;
  }
  return shares.size() - 1;
}

}  // namespace plaza::ml::experiment

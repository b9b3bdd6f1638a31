#include "sketch.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace plaza::radar {

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  hash ^= hash >> 30;
  hash *= 0xbf58476d1ce4e5b9ull;
  hash ^= hash >> 27;
  hash *= 0x94d049bb133111ebull;
  return hash ^ (hash >> 31);
}

void Sketch::raise(std::uint64_t hash) {
  auto& kept = registers_[hash >> 56];
  const auto rank = static_cast<std::uint8_t>(std::countl_zero((hash << 8) | 0x80) + 1);
  kept = std::max(kept, rank);
}

void Sketch::add(std::uint64_t hash) {
  if (!registers_.empty()) return raise(hash);
  const auto place = std::lower_bound(exact_.begin(), exact_.end(), hash);
  if (place != exact_.end() && *place == hash) return;
  exact_.insert(place, hash);
  if (exact_.size() <= exact_max) return;
  registers_.assign(registers, 0);
  for (const auto each : exact_) raise(each);
  exact_ = {};
}

std::int64_t Sketch::count() const {
  if (registers_.empty()) return static_cast<std::int64_t>(exact_.size());
  constexpr double m = registers, alpha = 0.7213 / (1 + 1.079 / m);
  double sum = 0, zeros = 0;
  for (const auto rank : registers_) {
    sum += std::ldexp(1.0, -rank);
    zeros += rank == 0 ? 1 : 0;
  }
  double estimate = alpha * m * m / sum;
  if (estimate <= 2.5 * m && zeros > 0) estimate = m * std::log(m / zeros);  // linear counting while it is the better one
  return std::max<std::int64_t>(std::llround(estimate), exact_max + 1);
}

void Sketch::save(interactions::Packer& out) const {
  out.size(exact_.size());
  for (const auto each : exact_) out.bits(each);
  out.text({reinterpret_cast<const char*>(registers_.data()), registers_.size()});
}

void Sketch::load(interactions::Unpacker& in) {
  *this = {};
  for (auto left = in.size(); left > 0; --left) exact_.push_back(in.bits<std::uint64_t>());
  const auto bytes = in.text();
  if (!bytes.empty() && bytes.size() != registers) throw std::runtime_error("A sketch has another size.");
  registers_.assign(bytes.begin(), bytes.end());
}

}  // namespace plaza::radar

#include "ml/rank/ftrl.h"

#include <cmath>
#include <cstring>

#include "platform/base/check.h"

namespace plaza::ml::rank {
namespace {

constexpr std::string_view mark = "FTRL1\n";

double sigmoid(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}
template <class T>
T take(std::string_view& in) {
  T value;
  std::memcpy(&value, in.data(), sizeof value);
  in.remove_prefix(sizeof value);
  return value;
}

}  // namespace

Ftrl::Ftrl(const FtrlSettings& settings)
    : settings_(settings),
      z_(settings.heads * settings.places, 0),
      n_(settings.heads * settings.places, 0),
      weights_(settings.heads * settings.places, 0) {
  CHECK(settings.heads > 0 && settings.places > 0 && settings.alpha > 0);
}

void Ftrl::settle(std::size_t at) {
  const double z = z_[at];
  if (std::abs(z) <= settings_.l1) {
    weights_[at] = 0;
    return;
  }
  const double pull = z - (z > 0 ? settings_.l1 : -settings_.l1);
  weights_[at] = static_cast<float>(-pull / ((settings_.beta + std::sqrt(n_[at])) / settings_.alpha + settings_.l2));
}

void Ftrl::add(std::span<const std::uint32_t> features, std::span<float> sums) const {
  const std::size_t heads = settings_.heads;
  for (const std::uint32_t feature : features) {
    const float* row = weights_.data() + feature * heads;
    for (std::size_t head = 0; head < heads; ++head) sums[head] += row[head];
  }
}

double Ftrl::probability(std::size_t head, std::span<const std::uint32_t> features) const {
  double sum = 0;
  for (const std::uint32_t feature : features) sum += static_cast<double>(weight(head, feature));
  return sigmoid(sum);
}

void Ftrl::learn(std::span<const std::uint32_t> features, std::span<const signed char> labels, double importance) {
  CHECK(labels.size() == settings_.heads);
  for (std::size_t head = 0; head < settings_.heads; ++head) {
    if (labels[head] == unknown_label) continue;
    const double slope = (probability(head, features) - static_cast<double>(labels[head])) * importance;
    for (const std::uint32_t feature : features) {
      const std::size_t at = feature * settings_.heads + head;
      const double more = n_[at] + slope * slope;
      const double sigma = (std::sqrt(more) - std::sqrt(n_[at])) / settings_.alpha;
      z_[at] += slope - sigma * static_cast<double>(weights_[at]);
      n_[at] = more;
    }
    // Weights move together: a feature that stands twice is still judged by what it was.
    for (const std::uint32_t feature : features) settle(feature * settings_.heads + head);
  }
}

std::string Ftrl::save() const {
  std::string out(mark);
  put(out, static_cast<std::uint64_t>(settings_.heads));
  put(out, static_cast<std::uint64_t>(settings_.places));
  for (std::size_t at = 0; at < n_.size(); ++at) {
    if (n_[at] == 0 && z_[at] == 0) continue;
    put(out, static_cast<std::uint64_t>(at));
    put(out, z_[at]);
    put(out, n_[at]);
  }
  return out;
}

bool Ftrl::load(std::string_view bytes) {
  constexpr std::size_t entry = 3 * sizeof(std::uint64_t);
  if (!bytes.starts_with(mark)) return false;
  bytes.remove_prefix(mark.size());
  if (bytes.size() < 2 * sizeof(std::uint64_t) || (bytes.size() - 2 * sizeof(std::uint64_t)) % entry != 0) return false;
  if (take<std::uint64_t>(bytes) != settings_.heads || take<std::uint64_t>(bytes) != settings_.places) return false;
  Ftrl fresh(settings_);
  while (!bytes.empty()) {
    const auto at = take<std::uint64_t>(bytes);
    const auto z = take<double>(bytes), n = take<double>(bytes);
    if (at >= n_.size() || !std::isfinite(z) || !(n >= 0 && std::isfinite(n))) return false;
    fresh.z_[at] = z;
    fresh.n_[at] = n;
    fresh.settle(at);
  }
  *this = std::move(fresh);
  return true;
}

std::uint32_t hashed_feature(std::uint64_t kind, std::uint64_t value, std::uint32_t places) {
  std::uint64_t x = value + kind * 0x9E3779B97F4A7C15ull;
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ull;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebull;
  x ^= x >> 31;
  return static_cast<std::uint32_t>(x % places);
}

}  // namespace plaza::ml::rank

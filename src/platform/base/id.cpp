#include "platform/base/id.h"

#include <sys/random.h>

#include <algorithm>
#include <stdexcept>

#include "platform/base/check.h"

namespace plaza {
namespace {

constexpr std::int64_t epoch_millis = 1'704'067'200'000;  // 2024-01-01 UTC
constexpr int time_shift = 22;
constexpr int node_shift = 12;
constexpr std::int64_t sequence_mask = 0xFFF;
constexpr std::size_t id_letters = 13;
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

}  // namespace

std::string id_text(std::string_view prefix, std::int64_t value) {
  std::string text(prefix.size() + 1 + id_letters, '_');
  std::copy(prefix.begin(), prefix.end(), text.begin());
  auto rest = static_cast<std::uint64_t>(value);
  for (std::size_t i = text.size(); i > prefix.size() + 1; --i) {
    text[i - 1] = alphabet[rest & 31];
    rest >>= 5;
  }
  return text;
}

std::optional<std::int64_t> parse_id(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + 1 + id_letters) return std::nullopt;
  if (!text.starts_with(prefix) || text[prefix.size()] != '_') return std::nullopt;
  std::uint64_t value = 0;
  for (char letter : text.substr(prefix.size() + 1)) {
    const auto digit = alphabet.find(letter);
    if (digit == std::string_view::npos) return std::nullopt;
    if (value >> 58) return std::nullopt;  // would pass 63 bits
    value = value << 5 | digit;
  }
  if (value == 0) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

IdSource::IdSource(const Clock& clock, int node, std::int64_t last)
    : clock_(clock), node_(node), last_(last) {
  CHECK(node >= 0 && node <= 1023);
  CHECK(last >= 0);
}

std::int64_t IdSource::next() {
  const std::int64_t node_bits = node_ << node_shift;
  std::lock_guard lock(mutex_);
  const std::int64_t millis = std::max<std::int64_t>(clock_.now().micros / 1000 - epoch_millis, 1);
  std::int64_t id = millis << time_shift | node_bits;
  if (id <= last_) {
    const bool next_is_ours =
        ((last_ + 1) >> node_shift & 1023) == node_ && (last_ & sequence_mask) != sequence_mask;
    id = next_is_ours ? last_ + 1 : ((last_ >> time_shift) + 1) << time_shift | node_bits;
  }
  last_ = id;
  return id;
}

Time time_of_id(std::int64_t value) { return Time{((value >> time_shift) + epoch_millis) * 1000}; }

std::int64_t random_id() {
  for (;;) {
    std::uint64_t bits = 0;
    if (getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) {
      throw std::runtime_error("The system gave no random bytes.");
    }
    const auto id = static_cast<std::int64_t>(bits >> 1);
    if (id != 0) return id;
  }
}

}  // namespace plaza

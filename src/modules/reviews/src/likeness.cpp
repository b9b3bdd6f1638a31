#include "likeness.h"

#include <algorithm>

#include "ml/text/tokens.h"

namespace plaza::reviews {
namespace {

constexpr std::ptrdiff_t words_min = 6;
constexpr std::size_t rows = 4;

}  // namespace

std::optional<ml::text::Sketch> sketch_of(std::string_view text) {
  thread_local ml::text::Tokens tokens;
  tokens.read(text);
  const auto words = std::count_if(tokens.all().begin(), tokens.all().end(), [](const ml::text::Token& token) {
    return token.kind == ml::text::TokenKind::word || token.kind == ml::text::TokenKind::unspaced;
  });
  if (words < words_min) return std::nullopt;
  return ml::text::sketch(text);
}

std::vector<std::int64_t> bands_of(const ml::text::Sketch& sketch) {
  std::vector<std::int64_t> found;
  for (std::size_t at = 0; at + rows <= ml::text::Sketch::size; at += rows) {
    std::uint64_t joined = 0xCBF29CE484222325ull + at;  // FNV-1a of the band's hashes and its place
    for (std::size_t row = 0; row < rows; ++row) joined = (joined ^ sketch.least[at + row]) * 0x100000001B3ull;
    joined ^= joined >> 32;
    found.push_back(static_cast<std::int64_t>((joined * 0x9E3779B97F4A7C15ull) >> 1));
  }
  return found;
}

}  // namespace plaza::reviews

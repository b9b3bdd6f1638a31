#include "codes.h"

#include "platform/crypto/crypto.h"

namespace plaza::credit {
namespace {

constexpr std::string_view letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t random_letters = 15;
static_assert(letters.size() == 31);

// The letter that makes the weighted sum of all sixteen a multiple of 31: weights are 1 to 16.
char check_letter(std::string_view random) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < random_letters; ++i) sum += (i + 1) * letters.find(random[i]);
  const std::size_t weight = random_letters + 1;
  for (std::size_t value = 0;; ++value) {
    if ((sum + weight * value) % letters.size() == 0) return letters[value];
  }
}

}  // namespace

std::string new_code() {
  std::string code;
  while (code.size() < random_letters) {
    for (const char byte : crypto::random_bytes(32)) {
      const auto value = static_cast<std::size_t>(static_cast<unsigned char>(byte) & 31u);
      if (value < letters.size() && code.size() < random_letters) code += letters[value];
    }
  }
  return code + check_letter(code);
}

std::optional<std::string> clean_code(std::string_view typed) {
  std::string clean;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (letters.find(upper) == std::string_view::npos) return std::nullopt;
    clean += upper;
    if (clean.size() > random_letters + 1) return std::nullopt;
  }
  if (clean.size() != random_letters + 1) return std::nullopt;
  if (check_letter(clean) != clean.back()) return std::nullopt;
  return clean;
}

std::string grouped(std::string_view clean) {
  std::string text;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    if (i > 0 && i % 4 == 0) text += '-';
    text += clean[i];
  }
  return text;
}

std::string hash_of(std::string_view clean) {
  const auto digest = crypto::sha256("credit.card:" + std::string(clean));
  return crypto::hex(crypto::view(digest));
}

}  // namespace plaza::credit

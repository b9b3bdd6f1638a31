// What makes a product a good one, and the names that are made for it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/product.h"
#include "platform/base/result.h"

namespace plaza::catalog {

inline constexpr std::size_t title_max = 255;
inline constexpr std::size_t handle_max = 200;
inline constexpr std::size_t html_max = 200'000;  // bytes
inline constexpr std::size_t options_max = 5;
inline constexpr std::size_t option_values_max = 500;
inline constexpr std::size_t variants_max = 2'000;
inline constexpr std::size_t media_max = 250;
inline constexpr std::size_t tags_max = 250;
inline constexpr std::size_t attributes_max = 100;
inline constexpr std::int64_t price_max = 1'000'000'000'000;  // minor units
inline constexpr std::int64_t weight_grams_max = 1'000'000'000;

// Lower-case letters, digits, - and _.
bool is_handle(std::string_view text);
// Of a title; never empty.
std::string handle_from(std::string_view title);
// "vase" -> "vase-2", "vase-3" …
std::string numbered_handle(const std::string& handle, int number);

std::string variant_title(const std::vector<std::string>& choices);

// "1.5 kg" -> 1.5 and "kg"; nothing when it does not begin with a number, or goes on with more than
// one short word.
struct Measure {
  double number = 0;
  std::string unit;
};
std::optional<Measure> parse_measure(std::string_view value);

// Trimmed, with line breaks and other control characters as spaces.
std::string one_line(std::string_view text);

// Brings a product into its kept form: trimmed, tags without repetition, clean HTML, numbers read
// out of attributes, titles of variants, option values that only variants name, compare-at prices
// that say something, image indexes that exist.
void normalise(Product& product);
// All that is wrong with it, by the API's field names.
std::vector<FieldError> problems_of(const Product& product);
// Same in all but its times.
bool same_content(const Product& a, const Product& b);

// Folded words, each once: of a query, and of what the staff's list finds a product by.
std::vector<std::string> search_words(std::string_view text, std::size_t words_max = 60);
std::vector<std::string> words_of(const Product& product);
std::string search_text(const std::vector<std::string>& words);  // " vase blue "

}  // namespace plaza::catalog

// What a customer wants of a shop, and how grave a complaint is, by our own phrases in English and Vietnamese. Nothing is trained: what
// a brand's agents decide is learnt by a Classifier on top of this (intent_prior). Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ml/text/language.h"
#include "ml/text/sentiment.h"
#include "ml/text/tokens.h"

namespace plaza::ml::text {

enum class Intent : std::uint8_t {
  where_is_order, late, return_item, refund, exchange, damaged, defect, wrong_item, missing_item, size_question, stock_question,
  price_question, discount_code, warranty, payment_problem, money_lost, cancel_order, change_address, change_order, product_question,
  account, speak_to_person, safety, complaint, praise
};
inline constexpr std::size_t intents_count = 25;
std::string_view intent_name(Intent intent);               // "where_is_order"
std::optional<Intent> intent_from_name(std::string_view name);

struct FoundIntent {
  Intent intent = Intent::complaint;
  double score = 0;                // 0 to 1; from 0.5 it is likely
  std::vector<std::string> words;  // the phrases that said so
};

// The likeliest first; those below 0.2 are left out.
std::vector<FoundIntent> intents(std::string_view text);
std::vector<FoundIntent> intents(const Tokens& tokens);
// Margins for a Classifier whose labels are all intents in their order.
std::array<float, intents_count> intent_prior(const std::vector<FoundIntent>& found);

// The graver ones first: somebody hurt, money gone, a thing that does not work or is not what was ordered, late, not liked.
enum class Severity : std::uint8_t { none, taste, late, defect, money, safety };
std::string_view severity_name(Severity severity);
double severity_weight(Severity severity);  // none 0, taste .2, late .4, defect .6, money .8, safety 1
// A praise of what was once broken is no complaint: a clearly good feeling leaves safety alone.
Severity severity(const std::vector<FoundIntent>& found, const Sentiment& feeling);

}  // namespace plaza::ml::text

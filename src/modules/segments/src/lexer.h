// Words, texts, numbers and signs of a typed rule, each with its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace plaza::segments {

enum class TokenKind { word, text, number, sign, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;   // of a text: without quotes and escapes
  std::string place;  // "text:2:14"
};

// The last one is `end`. Codes: segments.rule_invalid.
Result<std::vector<Token>> tokens_of(std::string_view text);

}  // namespace plaza::segments

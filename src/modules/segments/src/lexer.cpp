#include "lexer.h"

#include "platform/base/text.h"
#include "rule.h"

namespace plaza::segments {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> tokens;
    for (;;) {
      while (at_ < text_.size() && is_blank(text_[at_])) step();
      Token token;
      token.place = place();
      if (at_ == text_.size()) {
        tokens.push_back(std::move(token));
        return tokens;
      }
      TRY_DONE(read(token));
      tokens.push_back(std::move(token));
    }
  }

 private:
  // Columns count characters, not bytes.
  void step() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(c) & 0xc0u) != 0x80u) {
      ++column_;
    }
  }
  std::string place() const { return "text:" + std::to_string(line_) + ":" + std::to_string(column_); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  Status read(Token& token) {
    const char c = peek();
    if (c == '"') return read_text(token);
    if (is_digit(c) || (c == '-' && is_digit(peek(1)))) {
      token.kind = TokenKind::number;
      do {
        token.text += peek();
        step();
      } while (is_digit(peek()) || (peek() == '.' && is_digit(peek(1))));
      return done();
    }
    if (is_letter(c)) {
      token.kind = TokenKind::word;
      while (is_letter(peek()) || is_digit(peek())) {
        token.text += peek();
        step();
      }
      return done();
    }
    token.kind = TokenKind::sign;
    token.text = c;
    step();
    if ((c == '<' || c == '>' || c == '!') && peek() == '=') {
      token.text += '=';
      step();
    }
    if (token.text.find_first_not_of("(),.=<>!") == std::string::npos && token.text != "!") return done();
    return rule_invalid({{token.place, "unexpected", "cannot stand here; texts are written in quotes"}});
  }

  Status read_text(Token& token) {
    token.kind = TokenKind::text;
    step();
    for (;;) {
      if (at_ == text_.size() || peek() == '\n')
        return rule_invalid({{token.place, "not_closed", "begins a text that has no closing quote"}});
      if (peek() == '"') break;
      if (peek() == '\\' && (peek(1) == '"' || peek(1) == '\\')) step();
      token.text += peek();
      step();
    }
    step();
    return done();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
};

}  // namespace

Result<std::vector<Token>> tokens_of(std::string_view text) {
  if (text.size() > rule_bytes_max)
    return rule_invalid({{"text", "too_long", "must have at most 8,000 bytes"}});
  if (!is_utf8(text)) return rule_invalid({{"text", "wrong_format", "must be UTF-8"}});
  return Lexer(text).run();
}

}  // namespace plaza::segments

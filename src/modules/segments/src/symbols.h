// Texts as small numbers, in the order in which they came; 0 is none.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plaza::segments {

using Symbol = std::uint32_t;

class Symbols {
 public:
  Symbols() = default;
  // Moved only: the index refers to the texts, which stay where they are in a move.
  Symbols(Symbols&&) = default;
  Symbols& operator=(Symbols&&) = default;

  Symbol find(std::string_view text) const {
    const auto found = by_text_.find(text);
    return found == by_text_.end() ? 0 : found->second;
  }
  // 0 when there are `max` already, and for no text.
  Symbol intern(std::string_view text, std::size_t max) {
    if (text.empty()) return 0;
    if (const Symbol known = find(text)) return known;
    if (texts_.size() >= max) return 0;
    texts_.emplace_back(text);
    const auto symbol = static_cast<Symbol>(texts_.size());
    by_text_.emplace(texts_.back(), symbol);
    return symbol;
  }
  // Of a snapshot: in order, gaps included.
  void append(std::string_view text) {
    texts_.emplace_back(text);
    if (!text.empty()) by_text_.emplace(texts_.back(), static_cast<Symbol>(texts_.size()));
  }
  // The text is gone; its number is not given again. `used[symbol]`
  void forget_all_but(const std::vector<bool>& used) {
    for (Symbol symbol = 1; symbol <= texts_.size(); ++symbol) {
      auto& known = texts_[symbol - 1];
      if (known.empty() || (symbol < used.size() && used[symbol])) continue;
      by_text_.erase(known);
      known.clear();
      known.shrink_to_fit();
    }
  }
  const std::string& text(Symbol symbol) const { return texts_[symbol - 1]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // stay where they are
  std::unordered_map<std::string_view, Symbol> by_text_;
};

}  // namespace plaza::segments

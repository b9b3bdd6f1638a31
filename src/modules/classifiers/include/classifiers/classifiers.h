// What a text is: by the lexicon that ships, or by what this shop's people taught a model, whichever was less wrong. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::classifiers {

// Stored as numbers: new ones go to the end.
enum class Trait { toxicity, spam, sentiment, intent };
constexpr auto enum_names(Trait*) { return std::array<std::string_view, 4>{"toxicity", "spam", "sentiment", "intent"}; }
inline constexpr std::array traits{Trait::toxicity, Trait::spam, Trait::sentiment, Trait::intent};

struct Said {
  std::string label;       // "toxic" / "fine", "spam" / "fine", "negative" / "neutral" / "positive", an intent's name; empty: none
  double probability = 0;  // of a model; of the lexicon its score, which is none
  bool learnt = false;
  bool in_scope = true;    // of a model: the text is of a kind that it learnt from
};

class Classifiers {
 public:
  virtual ~Classifiers() = default;
  // From memory, quick.
  virtual Said say(Trait trait, std::string_view text) const = 0;
  // What spoke loudest for what a model says, at most `most`; of the lexicon none.
  virtual std::vector<std::string> words(Trait trait, std::string_view text, std::size_t most) const = 0;
  // Another number whenever the same text may be answered otherwise than before.
  virtual std::uint64_t generation() const = 0;
};

}  // namespace plaza::classifiers

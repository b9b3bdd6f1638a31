#include "ml/text/aspects.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ml/text/feelings.h"
#include "platform/base/text.h"

namespace plaza::ml::text {
namespace {

constexpr std::string_view source =
#include "ml/text/lexicons/aspects.txt"
    ;
constexpr double said_from = 1.5;       // weaker words ("ok", "like") are no judgement of a thing
constexpr std::uint32_t reach = 3;      // words between a thing and what is said of it
constexpr std::uint32_t reach_ahead = 2;
constexpr std::uint32_t letters_min = 3;

struct Words {
  Words() : lexicon(source, Inflection::english) {
    const auto& keys = lexicon.keys();
    const auto key = [&](std::string_view name) { return static_cast<std::uint32_t>(std::find(keys.begin(), keys.end(), name) - keys.begin()); };
    thing = key("thing");
    filler = key("filler");
    link = key("link");
  }
  Lexicon lexicon;
  std::uint32_t thing = 0, filler = 0, link = 0;
};
const Words& words() {
  static const Words all;
  return all;
}

// What is said of a thing stands in the same clause.
std::vector<std::string_view> clauses_of(std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && std::string_view(".!?\n,;:()").find(text[i]) == std::string_view::npos) continue;
    if (i > from) found.push_back(trimmed(text.substr(from, i - from)));
    from = i + 1;
  }
  return found;
}

struct Place {
  std::uint32_t at = 0, length = 0;
};

class Clause {
 public:
  Clause(std::string_view text, const LanguageGuess& guess, const std::set<std::string>& own) : text_(text), own_(own) {
    tokens_.read(text);
    taken_.assign(tokens_.size(), false);
    links_.assign(tokens_.size(), false);
    std::vector<Match> matches;
    words().lexicon.find(tokens_, guess.toneless, matches);
    for (const Match& match : matches) {
      if (match.key == words().thing) {
        things_.push_back(match);
        continue;
      }
      for (std::uint32_t i = match.at; i < match.at + match.length; ++i) {
        taken_[i] = true;
        links_[i] = match.key == words().link;
      }
    }
    feelings_ = feelings_about(tokens_, guess, things_);
    for (const Feeling& each : feelings_) {
      for (std::uint32_t i = each.at; i < each.at + each.length; ++i) taken_[i] = true;
    }
  }

  void read(std::vector<Opinion>& into) const {
    for (const Feeling& each : feelings_) {
      if (each.role != Role::feeling || std::abs(each.by_itself) < said_from || each.weight == 0) continue;
      if (tokens_[each.at].kind != TokenKind::word) continue;
      const auto within = thing_within(each);
      const auto place = within ? within : nearest(each);
      if (!place) continue;
      Opinion opinion;
      opinion.thing = phrase_of(tokens_, place->at, place->length);
      opinion.plain = plain_thing(opinion.thing);
      if (own_.contains(opinion.plain)) continue;
      opinion.said = said(each, within);
      opinion.weight = each.weight;
      opinion.clause = text_;
      into.push_back(std::move(opinion));
    }
  }

 private:
  // "giao hàng nhanh" is one phrase of our lexicon, and speaks of the delivery.
  std::optional<Place> thing_within(const Feeling& feeling) const {
    for (const Match& thing : things_) {
      const bool inside = thing.at >= feeling.at && thing.at + thing.length <= feeling.at + feeling.length;
      if (inside && thing.length < feeling.length) return Place{thing.at, thing.length};
    }
    return std::nullopt;
  }

  std::string said(const Feeling& feeling, const std::optional<Place>& within) const {
    std::string out;
    if (feeling.negated_by >= 0) {
      const Feeling& negation = feelings_[static_cast<std::size_t>(feeling.negated_by)];
      out = phrase_of(tokens_, negation.at, negation.length) + " ";
    }
    if (!within) return out + phrase_of(tokens_, feeling.at, feeling.length);
    const std::uint32_t behind = within->at + within->length, end = feeling.at + feeling.length;
    if (within->at > feeling.at) return out + phrase_of(tokens_, feeling.at, within->at - feeling.at);
    return out + phrase_of(tokens_, behind, end - behind);
  }

  std::optional<Place> thing_at(std::uint32_t i) const {
    for (const Match& thing : things_) {
      if (i >= thing.at && i < thing.at + thing.length) return Place{thing.at, thing.length};
    }
    const Token& token = tokens_[i];
    if (taken_[i] || token.kind != TokenKind::word || token.letters < letters_min) return std::nullopt;
    if (own_.contains(plain_thing(tokens_.word(token)))) return std::nullopt;
    return Place{i, 1};
  }

  // After it ("lovely glaze") or before it ("the glaze is lovely"); Vietnamese puts the thing first ("men đẹp").
  std::optional<Place> nearest(const Feeling& feeling) const {
    bool linked = feeling.vietnamese;
    for (std::uint32_t back = 1; back <= 2 && back <= feeling.at; ++back) linked = linked || links_[feeling.at - back];
    const std::uint32_t end = feeling.at + feeling.length;
    for (std::uint32_t step = 1; step <= reach; ++step) {
      if (!linked && step <= reach_ahead && end + step - 1 < tokens_.size()) {
        if (const auto ahead = thing_at(end + step - 1)) return ahead;
      }
      if (step <= feeling.at) {
        if (const auto before = thing_at(feeling.at - step)) return before;
      }
    }
    if (!feeling.vietnamese) return std::nullopt;
    for (std::uint32_t i = end; i < std::min<std::uint32_t>(end + reach_ahead, static_cast<std::uint32_t>(tokens_.size())); ++i) {
      if (const auto ahead = thing_at(i)) return ahead;
    }
    return std::nullopt;
  }

  std::string_view text_;
  const std::set<std::string>& own_;
  Tokens tokens_;
  std::vector<Match> things_;
  std::vector<Feeling> feelings_;
  std::vector<bool> taken_, links_;
};

}  // namespace

std::string plain_thing(std::string_view word) {
  std::string plain = folded(word);
  if (plain.size() > 4 && plain.ends_with('s') && !plain.ends_with("ss") && !plain.ends_with("us")) plain.pop_back();
  return plain;
}

std::vector<Opinion> opinions(std::string_view text, const std::set<std::string>& own) {
  std::vector<Opinion> found;
  const auto guess = guess_language(text);
  for (const auto clause : clauses_of(text)) Clause(clause, guess, own).read(found);
  return found;
}

}  // namespace plaza::ml::text

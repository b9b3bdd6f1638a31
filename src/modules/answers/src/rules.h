// Pure decisions: who is shown answers, what the numbers say, who is asked, which words may be published.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "answers/article.h"
#include "answers/settings.h"
#include "identity/ids.h"
#include "platform/base/result.h"

namespace plaza::answers {

// By lot, the same for the same person for ever: false for so many ten thousandths of people.
bool is_shown(std::string_view person, std::int64_t unshown_bp);

// Of `people`, so many asked anyway.
struct Arm {
  std::int64_t people = 0, asked = 0;
};
struct Effect {
  double shown_rate = 0, unshown_rate = 0;
  double prevented = 0;       // unshown_rate - shown_rate
  double low = -1, high = 1;  // 95 %: Newcombe, "Interval estimation for the difference between independent proportions", 1998, method 10
  bool enough = false;        // both arms have people
};
Effect effect_of(const Arm& shown, const Arm& unshown);

struct Candidate {
  identity::AccountId account;
  std::int64_t answers = 0, accepted = 0;  // on this product
  bool owner = false, trusted = false;
};
// The likeliest first: who answered well here, then owners, then trusted members. Nobody of whom nothing is known.
std::vector<identity::AccountId> choose_experts(std::vector<Candidate> candidates, std::size_t most);

Status check(const Settings& settings);
// Everything that does not fit, by field. `publish`: at least one language must be whole.
Status check(const ArticleWords& words, const Settings& settings, bool publish);
// The words in the reader's language, or in the other one where there are none.
struct Words {
  std::string_view language, title, text;
};
Words words_in(const ArticleWords& words, std::string_view locale);
std::string label_of(const Settings& settings, std::string_view section, std::string_view locale);

}  // namespace plaza::answers

#include "rules.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "platform/base/text.h"

namespace plaza::answers {
namespace {

// FNV-1a, then the finalizer of splitmix64: neighbouring ids fall far apart.
std::uint64_t draw(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31);
}

struct Interval {
  double rate, low, high;
};
// Wilson's, 95 %.
Interval wilson(const Arm& arm) {
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(arm.people);
  const double p = static_cast<double>(arm.asked) / n;
  const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {p, std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

std::int64_t likelihood(const Candidate& each) {
  return 4 * std::min<std::int64_t>(each.accepted, 5) + 2 * std::min<std::int64_t>(each.answers, 5) + (each.owner ? 5 : 0) + (each.trusted ? 3 : 0);
}

}  // namespace

bool is_shown(std::string_view person, std::int64_t unshown_bp) {
  return static_cast<std::int64_t>(draw("help:" + std::string(person)) % 10'000) >= unshown_bp;
}

Effect effect_of(const Arm& shown, const Arm& unshown) {
  Effect effect;
  if (shown.people > 0) effect.shown_rate = static_cast<double>(shown.asked) / static_cast<double>(shown.people);
  if (unshown.people > 0) effect.unshown_rate = static_cast<double>(unshown.asked) / static_cast<double>(unshown.people);
  if (shown.people <= 0 || unshown.people <= 0) return effect;
  effect.enough = true;
  const auto a = wilson(unshown), c = wilson(shown);
  effect.prevented = a.rate - c.rate;
  effect.low = effect.prevented - std::hypot(a.rate - a.low, c.high - c.rate);
  effect.high = effect.prevented + std::hypot(a.high - a.rate, c.rate - c.low);
  return effect;
}

std::vector<identity::AccountId> choose_experts(std::vector<Candidate> candidates, std::size_t most) {
  std::erase_if(candidates, [](const Candidate& each) { return likelihood(each) == 0; });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& x, const Candidate& y) { return likelihood(x) > likelihood(y); });
  std::vector<identity::AccountId> chosen;
  for (const auto& each : candidates) {
    if (chosen.size() == most) break;
    chosen.push_back(each.account);
  }
  return chosen;
}

Status check(const Settings& settings) {
  std::set<std::string_view> codes;
  for (std::size_t i = 0; i < settings.sections.size(); ++i) {
    if (codes.insert(settings.sections[i].code).second) continue;
    return invalid_field("sections[" + std::to_string(i) + "].code", "taken", "stands there twice");
  }
  return done();
}

Status check(const ArticleWords& words, const Settings& settings, bool publish) {
  Error error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", {}};
  const auto wrong = [&](const char* field, const char* code, const char* message) { error.fields.push_back({field, code, message}); };
  const auto known = std::any_of(settings.sections.begin(), settings.sections.end(),
                                 [&](const Section& section) { return section.code == words.section; });
  if (!known) wrong("section", "not_found", "is no section of the help centre");
  const bool english = !trimmed(words.title).empty(), vietnamese = !trimmed(words.title_vi).empty();
  if (!english && !vietnamese) wrong("title", "required", "is needed in one language at least");
  if (publish) {
    if (english && trimmed(words.text).empty()) wrong("text", "required", "is needed before it is published");
    if (vietnamese && trimmed(words.text_vi).empty()) wrong("text_vi", "required", "is needed before it is published");
  }
  if (!error.fields.empty()) return error;
  return done();
}

Words words_in(const ArticleWords& words, std::string_view locale) {
  const bool english = !words.title.empty() && !words.text.empty(), vietnamese = !words.title_vi.empty() && !words.text_vi.empty();
  if (vietnamese && (locale == "vi" || !english)) return {"vi", words.title_vi, words.text_vi};
  return {"en", words.title, words.text};
}

std::string label_of(const Settings& settings, std::string_view section, std::string_view locale) {
  for (const auto& each : settings.sections) {
    if (each.code == section) return locale == "vi" && !each.label_vi.empty() ? each.label_vi : each.label;
  }
  return std::string(section);
}

}  // namespace plaza::answers

#include "teaching.h"

#include <algorithm>

#include "ml/text/intent.h"
#include "ml/text/sentiment.h"
#include "ml/text/toxicity.h"
#include "platform/base/text.h"

namespace plaza::classifiers {
namespace {

using moderation::Reason;

constexpr std::int32_t fine = 0, faulty = 1;

std::uint64_t fnv(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ull) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return hash;
}

Shipped of_suspicion(double score) {
  Shipped out;
  const auto margin = static_cast<float>(2 * score - 1);
  out.prior = {-margin, margin};
  out.label = score >= 0.5 ? faulty : fine;
  out.score = score;
  return out;
}

bool looks_for_faults(Trait trait) { return trait == Trait::toxicity || trait == Trait::spam; }

}  // namespace

const std::vector<std::string>& labels_of(Trait trait) {
  static const std::vector<std::string> toxicity{"fine", "toxic"}, spam{"fine", "spam"},
      sentiment{"negative", "neutral", "positive"};
  static const std::vector<std::string> intents = [] {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < ml::text::intents_count; ++i) all.emplace_back(ml::text::intent_name(static_cast<ml::text::Intent>(i)));
    return all;
  }();
  switch (trait) {
    case Trait::toxicity: return toxicity;
    case Trait::spam: return spam;
    case Trait::sentiment: return sentiment;
    case Trait::intent: return intents;
  }
  return toxicity;
}

std::int32_t label_number(Trait trait, std::string_view label) {
  const auto& all = labels_of(trait);
  const auto found = std::find(all.begin(), all.end(), label);
  return found == all.end() ? ml::text::no_label : static_cast<std::int32_t>(found - all.begin());
}

Shipped shipped(Trait trait, std::string_view text) {
  if (trait == Trait::toxicity) return of_suspicion(ml::text::toxicity(text).score);
  if (trait == Trait::spam) return of_suspicion(ml::text::spam(text).score);
  Shipped out;
  if (trait == Trait::sentiment) {
    const auto feeling = ml::text::sentiment(text);
    const auto prior = ml::text::sentiment_prior(feeling);
    out.prior.assign(prior.begin(), prior.end());
    out.label = feeling.sign() + 1;
    out.score = feeling.confidence;
    return out;
  }
  const auto found = ml::text::intents(text);
  const auto prior = ml::text::intent_prior(found);
  out.prior.assign(prior.begin(), prior.end());
  if (!found.empty() && found.front().score >= 0.5) {
    out.label = static_cast<std::int32_t>(found.front().intent);
    out.score = found.front().score;
  }
  return out;
}

std::optional<std::int32_t> taught(Trait trait, const moderation::Example& example) {
  if (!looks_for_faults(trait)) return std::nullopt;
  if (!example.removed) return fine;
  const auto reason = example.reason;
  const bool hurts = reason == Reason::abuse || reason == Reason::hate || reason == Reason::sexual || reason == Reason::violence;
  const bool sells = reason == Reason::spam || reason == Reason::links || reason == Reason::repeated;
  if (!hurts && !sells) return std::nullopt;  // a counterfeit or an address says nothing of either
  return (trait == Trait::toxicity ? hurts : sells) ? faulty : fine;
}

std::optional<std::int32_t> taught_by_rating(std::int64_t rating) {
  if (rating < 1 || rating > 5) return std::nullopt;
  return rating <= 2 ? 0 : rating == 3 ? 1 : 2;
}

std::optional<std::int32_t> taught_by_label(std::string_view label) {
  std::string name = lower_ascii(trimmed(label));
  std::replace(name.begin(), name.end(), ' ', '_');
  std::replace(name.begin(), name.end(), '-', '_');
  const auto number = label_number(Trait::intent, name);
  return number < 0 ? std::nullopt : std::optional(number);
}

bool is_held_out(std::string_view text) { return (fnv(lower_ascii(trimmed(text))) >> 17) % 4 == 0; }

std::int64_t digest_of(const std::vector<Lesson>& lessons) {
  std::uint64_t sum = lessons.size();  // in any order
  for (const auto& each : lessons) sum += fnv(each.text, static_cast<std::uint64_t>(each.label) + 0x9e3779b97f4a7c15ull);
  return static_cast<std::int64_t>(sum >> 1);
}

std::vector<Step> precision_steps(std::vector<std::pair<double, bool>> scored) {
  std::sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  const auto all = std::count_if(scored.begin(), scored.end(), [](const auto& each) { return each.second; });
  std::vector<Step> steps;
  std::int64_t right = 0, seen = 0;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    ++seen;
    right += scored[i].second;
    if (i + 1 < scored.size() && scored[i + 1].first == scored[i].first) continue;
    // Laplace's rule: three of three are no certainty.
    steps.push_back({scored[i].first, static_cast<double>(right + 1) / static_cast<double>(seen + 2),
                     all ? static_cast<double>(right) / static_cast<double>(all) : 0, seen});
  }
  std::reverse(steps.begin(), steps.end());
  for (std::size_t i = 1; i < steps.size(); ++i) steps[i].precision = std::max(steps[i].precision, steps[i - 1].precision);
  // A step that gains nothing is left out.
  const auto same = [](const Step& a, const Step& b) { return a.precision == b.precision; };
  steps.erase(std::unique(steps.begin(), steps.end(), same), steps.end());
  return steps;
}

double expected_precision(const std::vector<Step>& steps, double score) {
  if (steps.empty()) return score;
  const auto above = std::upper_bound(steps.begin(), steps.end(), score, [](double value, const Step& step) { return value < step.score; });
  if (above != steps.begin()) return std::prev(above)->precision;
  const auto& lowest = steps.front();
  return lowest.score > 0 ? lowest.precision * std::max(score, 0.0) / lowest.score : 0;
}

double score_of(Trait trait, const ml::text::Classifier* model, std::string_view text) {
  const auto said = shipped(trait, text);
  if (!model) return said.score;
  if (looks_for_faults(trait)) return model->probabilities(text, said.prior)[faulty];
  return model->predict(text, said.prior).probability;
}

Said say(Trait trait, const ml::text::Classifier* model, std::string_view text) {
  const auto said = shipped(trait, text);
  const auto& labels = labels_of(trait);
  if (model) {
    const auto predicted = model->predict(text, said.prior);
    return {labels[predicted.label], predicted.probability, true, predicted.is_in_scope};
  }
  if (said.label == ml::text::no_label) return {};
  return {labels[static_cast<std::size_t>(said.label)], said.score, false};
}

Judged judge(Trait trait, const ml::text::Classifier* model, const std::vector<Lesson>& held_out) {
  std::vector<std::int32_t> truth, said;
  std::vector<std::pair<double, bool>> scored;
  for (const auto& each : held_out) {
    truth.push_back(each.label);
    said.push_back(label_number(trait, say(trait, model, each.text).label));
    if (looks_for_faults(trait)) scored.emplace_back(score_of(trait, model, each.text), each.label == faulty);
  }
  const auto count = static_cast<std::uint32_t>(labels_of(trait).size());
  const auto quality = ml::text::quality(truth, said, count);
  return {1 - quality.accuracy, quality.macro_f1, precision_steps(std::move(scored))};
}

}  // namespace plaza::classifiers

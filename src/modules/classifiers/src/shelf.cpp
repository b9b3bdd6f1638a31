#include "shelf.h"

#include "ml/text/toxicity.h"

namespace plaza::classifiers {
namespace {

constexpr double alike_from = 0.4;          // below, two texts of one language share that much by chance
constexpr std::uint32_t shingles_min = 5;   // "Nice!" is no copy
constexpr std::size_t reasons_max = 3;

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& each : words) text += (text.empty() ? "“" : ", “") + each + "”";
  return text;
}

// What the lexicon saw, else what weighed most in the model.
std::string because(const ml::text::Suspicion& seen, const ml::text::Classifier* model, std::string_view text) {
  std::vector<std::string> words;
  for (const auto& sign : seen.signs) {
    if (!sign.words.empty() && words.size() < reasons_max) words.push_back(sign.words);
  }
  if (words.empty() && model) {
    for (const auto& reason : model->reasons(text, 1, reasons_max)) {
      if (reason.weight > 0) words.push_back(reason.word);
    }
  }
  return quoted(words);
}

}  // namespace

std::shared_ptr<const Model> Shelf::model(Trait trait) const {
  const std::lock_guard lock(mutex_);
  return models_[static_cast<std::size_t>(trait)];
}

std::shared_ptr<const ml::text::LikenessIndex> Shelf::removed() const {
  const std::lock_guard lock(mutex_);
  return removed_;
}

void Shelf::put(Trait trait, std::shared_ptr<const Model> model) {
  const std::lock_guard lock(mutex_);
  models_[static_cast<std::size_t>(trait)] = std::move(model);
  ++generation_;
}

void Shelf::put(std::shared_ptr<const ml::text::LikenessIndex> removed) {
  const std::lock_guard lock(mutex_);
  removed_ = std::move(removed);
}

Said Shelf::say(Trait trait, std::string_view text) const {
  const auto held = model(trait);
  return classifiers::say(trait, held ? held->get() : nullptr, text);
}

std::vector<std::string> Shelf::words(Trait trait, std::string_view text, std::size_t most) const {
  const auto held = model(trait);
  const auto* learnt = held ? held->get() : nullptr;
  std::vector<std::string> loudest;
  if (!learnt) return loudest;
  const auto label = learnt->predict(text, shipped(trait, text).prior).label;
  for (const auto& reason : learnt->reasons(text, label, most)) {
    if (reason.weight > 0) loudest.push_back(reason.word);
  }
  return loudest;
}

std::vector<moderation::Score> Shelf::scores(std::string_view text) const {
  std::vector<moderation::Score> found;
  for (const auto trait : {Trait::toxicity, Trait::spam}) {
    const auto held = model(trait);
    const auto* learnt = held ? held->get() : nullptr;
    const double score = score_of(trait, learnt, text);
    const auto seen = trait == Trait::toxicity ? ml::text::toxicity(text) : ml::text::spam(text);
    found.push_back({std::string(json::enum_text(trait)), held ? expected_precision(held->steps, score) : score,
                     because(seen, learnt, text)});
  }
  const auto sketch = ml::text::sketch(text);
  double alike = 0;
  if (sketch.shingles >= shingles_min) {
    const auto known = removed()->find(sketch, alike_from, 1);
    if (!known.empty()) alike = known.front().likeness;
  }
  found.push_back({"likeness", alike, alike > 0 ? "it says what was removed before" : ""});
  return found;
}

}  // namespace plaza::classifiers

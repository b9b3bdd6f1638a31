// A linear classifier of texts: trained here, saved as bytes, calibrated, and able to say that a text belongs to none of its labels.
// It may stand on rules: then it learns only where decisions differ from what the rules say, and without decisions it says what they say.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ml/text/decision.h"
#include "ml/text/margins.h"
#include "ml/text/vocabulary.h"
#include "platform/base/result.h"

namespace plaza::ml::text {

struct Example {
  std::string_view text;
  std::int32_t label = no_label;      // no_label: none of them
  float weight = 1;                   // a moderator's decision may count more than a click
  std::span<const float> prior = {};  // what rules say, one margin for each label: 1 sure, 0 unsure, -1 surely not. All examples or none
};

enum class Aim : std::uint8_t { accuracy, macro_f1 };

struct TrainingSettings {
  Aim aim = Aim::accuracy;
  double wished_in_scope = 0.95;  // the share of texts in scope that are to be taken for it: the more, the more of the others are, too
  std::uint64_t seed = 1;
};

struct Prediction {
  std::uint32_t label = 0;
  double probability = 0;  // of that label, given that it is one of them
  double in_scope = 0;     // a score: higher is surer; compared with Classifier::in_scope_least()
  bool is_in_scope = true;
};

// Thread-safe: reading changes nothing.
class Classifier {
 public:
  const std::vector<std::string>& labels() const { return labels_; }
  // `prior` as in training: one number for each label, or nothing.
  Prediction predict(std::string_view text, std::span<const float> prior = {}) const;
  // One for each label, in their order; they sum to 1.
  std::vector<double> probabilities(std::string_view text, std::span<const float> prior = {}) const;
  double in_scope_least() const { return in_scope_least_; }
  std::size_t bytes() const;  // of memory, about

  struct Reason {
    std::string word;
    double weight = 0;  // for the label; below 0 against it
  };
  // The words that spoke loudest for or against a label, at most `count`.
  std::vector<Reason> reasons(std::string_view text, std::uint32_t label, std::size_t count) const;

  // Equal models give equal bytes. load() refuses with text.model_version (written by another version) or text.model_damaged.
  std::string save() const;
  static Result<Classifier> load(std::string_view bytes);

 private:
  friend class Trainer;
  std::vector<float> margins(std::string_view text, std::span<const float> prior) const;

  std::vector<std::string> labels_;
  Vocabulary vocabulary_;
  HalfModel linear_;
  Calibration calibration_;
  std::vector<double> favours_;
  double in_scope_least_ = -1e300;
};

struct Trained {
  Classifier classifier;
  // Judged on texts that were held out, each once.
  Quality held_out;
  VocabularySettings vocabulary;
  LinearSettings linear;
};

// Chooses features, cost, balance and scaling by cross-validation on the examples, calibrates on held-out margins, and fits all.
// At least one example for each of at least two labels; refused otherwise with text.too_few_examples. The same examples in the same
// order and the same seed give the same model.
Result<Trained> train(std::span<const Example> examples, std::vector<std::string> labels, const TrainingSettings& settings = {});

}  // namespace plaza::ml::text

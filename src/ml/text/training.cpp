// Choosing, fitting and calibrating a Classifier. Every choice is made on margins of examples that the model in question had not seen.
#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "ml/text/classifier.h"
#include "platform/base/check.h"

namespace plaza::ml::text {

class Trainer {
 public:
  Trainer(std::span<const Example> examples, std::vector<std::string> labels, const TrainingSettings& settings)
      : examples_(examples), settings_(settings), labels_(std::move(labels)), lanes_(lanes_for(label_count())) {
    for (const Example& example : examples_) {
      texts_.push_back(example.text);
      label_.push_back(example.label);
      weight_.push_back(example.weight);
      labelled_ += example.label >= 0 ? 1 : 0;
    }
    add_priors();
    deal_out();
    read(0);
  }

  Trained run() {
    const auto all = candidates();
    Held best = held_out(all.front());
    if (examples_.size() >= few_texts && are_short()) {
      read(pairs_within);
      if (Held with_pairs = held_out(all.front()); with_pairs.value > best.value) best = std::move(with_pairs);
      else read(0);
    }
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (Held other = held_out(all[i]); other.value > best.value + 1e-9) best = std::move(other);
    }
    Trained out;
    out.held_out = best.quality;
    out.linear = best.settings;
    out.vocabulary = vocabulary_.settings();
    Classifier& model = out.classifier;
    model.in_scope_least_ = in_scope_least(best.margins);
    model.linear_ = HalfModel(fit_linear(lesson(everything()), best.settings));
    model.labels_ = labels_;
    model.vocabulary_ = std::move(vocabulary_);
    model.calibration_ = best.calibration;
    model.favours_ = best.favours;
    return out;
  }

 private:
  // What settings come to on examples that were held out.
  struct Held {
    LinearSettings settings;
    std::vector<float> margins;
    Calibration calibration;
    std::vector<double> favours;
    Quality quality;
    double value = 0;
  };

  Held held_out(const LinearSettings& tried) const {
    Held out;
    out.settings = tried;
    out.margins = held_out_margins(tried);
    out.calibration = fitted_calibration(out.margins);
    const bool lifts = settings_.aim == Aim::macro_f1 && labelled_ >= few_texts;
    out.favours = lifts ? favours_for_macro_f1(out.calibration, out.margins, lanes_, label_) : std::vector<double>(label_count(), 0);
    out.quality = judged(out.margins, out.calibration, out.favours);
    out.value = settings_.aim == Aim::macro_f1 ? out.quality.macro_f1 : out.quality.accuracy;
    return out;
  }

  void read(std::uint32_t pairs) {
    VocabularySettings settings;
    settings.features.pairs_within = pairs;
    settings.texts_min = examples_.size() < few_texts ? 1 : 2;
    vocabulary_ = Vocabulary::fit(texts_, settings);
    rows_ = {};
    RowReader reader;
    for (const auto text : texts_) vocabulary_.add(reader, text, rows_);
    rows_.columns = vocabulary_.columns();
  }

  // Pairs of words grow with the square of a text's length.
  bool are_short() const {
    std::size_t bytes = 0;
    for (const auto text : texts_) bytes += text.size();
    return bytes / texts_.size() <= short_bytes_max;
  }

  static constexpr std::size_t few_texts = 200, few_to_calibrate = 30, short_bytes_max = 120;
  static constexpr std::uint32_t pairs_within = 30;

  std::uint32_t label_count() const { return static_cast<std::uint32_t>(labels_.size()); }

  void add_priors() {
    const bool given = !examples_.empty() && !examples_[0].prior.empty();
    if (given) offset_.assign(examples_.size() * lanes_, 0);
    for (std::size_t row = 0; row < examples_.size(); ++row) {
      const auto prior = examples_[row].prior;
      CHECK(prior.size() == (given ? labels_.size() : 0));
      std::copy(prior.begin(), prior.end(), offset_.begin() + static_cast<std::ptrdiff_t>(row * lanes_));
    }
  }

  // Each label's examples go round the folds, so that all have some; equal texts stay together, for a copy tells the answer.
  void deal_out() {
    folds_ = static_cast<std::uint32_t>(std::clamp<std::size_t>(examples_.size(), 2, label_count() > shifts_labels_max ? 3 : 5));
    std::vector<std::uint32_t> order = everything();
    std::mt19937_64 random(settings_.seed);
    std::shuffle(order.begin(), order.end(), random);
    std::map<std::string_view, std::uint32_t> known;
    std::vector<std::uint32_t> next(labels_.size() + 1, 0);
    fold_.assign(examples_.size(), 0);
    for (const std::uint32_t row : order) {
      const auto place = static_cast<std::size_t>(label_[row] + 1);
      const auto [found, fresh] = known.try_emplace(examples_[row].text, next[place]);
      if (fresh) next[place] = (next[place] + 1) % folds_;
      fold_[row] = found->second;
    }
  }

  std::vector<std::uint32_t> everything() const {
    std::vector<std::uint32_t> rows(examples_.size());
    for (std::uint32_t row = 0; row < rows.size(); ++row) rows[row] = row;
    return rows;
  }

  std::vector<LinearSettings> candidates() const {
    std::vector<LinearSettings> out;
    const bool many = label_count() > shifts_labels_max;
    const std::vector<double> costs = examples_.size() < few_texts ? std::vector<double>{0.3} : many ? std::vector<double>{1, 0.5, 2} : std::vector<double>{0.3, 0.1, 1};
    const std::vector<double> balances = settings_.aim == Aim::macro_f1 && !many ? std::vector<double>{0, 0.5} : std::vector<double>{0};
    for (const double cost : costs) {
      for (const double balance : balances) {
        LinearSettings each;
        each.cost = cost;
        each.balance = balance;
        each.seed = settings_.seed;
        out.push_back(each);
      }
    }
    return out;
  }

  Lesson lesson(std::span<const std::uint32_t> chosen) const { return {rows_, chosen, label_, label_count(), weight_, offset_}; }

  std::vector<float> held_out_margins(const LinearSettings& tried) const {
    std::vector<float> margins(examples_.size() * lanes_, 0);
    for (std::uint32_t fold = 0; fold < folds_; ++fold) {
      std::vector<std::uint32_t> fitted, judged;
      for (std::uint32_t row = 0; row < examples_.size(); ++row) (fold_[row] == fold ? judged : fitted).push_back(row);
      if (fitted.empty() || judged.empty()) continue;
      const LinearModel model = fit_linear(lesson(fitted), tried);
      for (const std::uint32_t row : judged) {
        const auto into = std::span(margins).subspan(std::size_t{row} * lanes_, lanes_);
        margins_of(model, rows_, row, into);
        if (!offset_.empty()) add_scaled(into.data(), offset_.data() + std::size_t{row} * lanes_, 1, lanes_);
      }
    }
    return margins;
  }

  Calibration fitted_calibration(std::span<const float> margins) const {
    if (labelled_ >= few_to_calibrate) return calibrate(margins, lanes_, label_count(), label_);
    Calibration usual;  // what larger sets come to
    usual.scale = 2.5;
    usual.shift.assign(labels_.size(), 0);
    return usual;
  }

  std::int32_t said(std::span<const float> margins, const Calibration& calibration, const std::vector<double>& favours) const {
    std::vector<double> p(labels_.size());
    calibration.probabilities(margins, p);
    std::size_t best = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      p[k] = std::log(std::max(p[k], 1e-300)) + favours[k];
      if (p[k] > p[best]) best = k;
    }
    return static_cast<std::int32_t>(best);
  }

  Quality judged(std::span<const float> margins, const Calibration& calibration, const std::vector<double>& favours) const {
    std::vector<std::int32_t> truth, answers;
    for (std::size_t row = 0; row < label_.size(); ++row) {
      if (label_[row] < 0) continue;
      truth.push_back(label_[row]);
      answers.push_back(said(margins.subspan(row * lanes_, lanes_), calibration, favours));
    }
    return quality(truth, answers, label_count());
  }

  // The score that as many of the held-out texts reach as is wished.
  double in_scope_least(std::span<const float> margins) const {
    std::vector<double> scores;
    for (std::size_t row = 0; row < label_.size(); ++row) {
      if (label_[row] < 0) continue;
      const auto here = margins.subspan(row * lanes_, label_count());
      scores.push_back(static_cast<double>(*std::max_element(here.begin(), here.end())));
    }
    std::sort(scores.begin(), scores.end());
    return scores[static_cast<std::size_t>((1 - settings_.wished_in_scope) * static_cast<double>(scores.size() - 1))];
  }

  std::span<const Example> examples_;
  const TrainingSettings& settings_;
  std::vector<std::string> labels_;
  const std::uint32_t lanes_;
  std::uint32_t folds_ = 2;
  std::size_t labelled_ = 0;
  std::vector<std::string_view> texts_;
  std::vector<std::int32_t> label_;
  std::vector<float> weight_, offset_;
  std::vector<std::uint32_t> fold_;
  Vocabulary vocabulary_;
  SparseRows rows_;
};

Result<Trained> train(std::span<const Example> examples, std::vector<std::string> labels, const TrainingSettings& settings) {
  std::vector<bool> seen(labels.size(), false);
  for (const Example& example : examples) {
    CHECK(example.label == no_label || (example.label >= 0 && static_cast<std::size_t>(example.label) < labels.size()));
    if (example.label >= 0) seen[static_cast<std::size_t>(example.label)] = true;
  }
  if (std::count(seen.begin(), seen.end(), true) < 2) {
    return Error{ErrorKind::unprocessable, "text.too_few_examples", "Examples of at least two labels are needed."};
  }
  return Trainer(examples, std::move(labels), settings).run();
}

}  // namespace plaza::ml::text

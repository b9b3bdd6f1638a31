// Labelled texts: what a classifier reaches that was trained on the folder, and what our own lexicons say untrained.
#include <algorithm>
#include <cmath>
#include <ctime>
#include <map>
#include <set>

#include "evaluate/suites.h"
#include "evaluate/text_files.h"
#include "ml/text/classifier.h"
#include "ml/text/sentiment.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::text;  // NOLINT: the suite of that block

// negative, neutral, positive: their places; -1 for other names.
std::int32_t feeling(const std::string& label) {
  static const std::map<std::string, std::int32_t> names = {{"negative", 0}, {"neg", 0}, {"0", 0}, {"neutral", 1}, {"neu", 1},
                                                            {"1", 1},        {"positive", 2}, {"pos", 2}, {"2", 2}};
  const auto found = names.find(label);
  return found == names.end() ? -1 : found->second;
}

class Labels {
 public:
  explicit Labels(const std::vector<LabelledText>& texts) {
    for (const auto& each : texts) places_.emplace(each.label, 0);
    for (auto& [name, place] : places_) {
      place = static_cast<std::int32_t>(names_.size());
      names_.push_back(name);
    }
  }
  const std::vector<std::string>& names() const { return names_; }
  // A label that training did not have gets a place of its own behind them: it cannot be said.
  std::int32_t place(const std::string& label) {
    const auto [found, fresh] = places_.try_emplace(label, static_cast<std::int32_t>(names_.size() + unknown_));
    if (fresh) ++unknown_;
    return found->second;
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(names_.size() + unknown_); }
  std::size_t unknown() const { return unknown_; }

 private:
  std::map<std::string, std::int32_t> places_;
  std::vector<std::string> names_;
  std::size_t unknown_ = 0;
};

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

bool are_feelings(const std::vector<std::string>& labels) {
  std::set<std::int32_t> seen;
  for (const auto& label : labels) seen.insert(feeling(label));
  seen.erase(-1);
  // Numbers are feelings only when there is nothing else; a fourth name (a question) may stand beside the three.
  const bool numbers = labels.front() == "0";
  return seen.size() == 3 && (!numbers || labels.size() == 3);
}

// Texts a second of one core: at least a third of a second of its time, whatever else runs beside.
template <class Read>
double rate(const std::vector<LabelledText>& texts, const Read& read) {
  const std::clock_t start = std::clock();
  double count = 0, seconds = 0;
  while (seconds < 0.35) {
    for (const auto& each : texts) read(each.text);
    count += static_cast<double>(texts.size());
    seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  }
  return count / seconds;
}

void judge_lexicons(const std::vector<LabelledText>& texts, Report& report) {
  std::vector<std::int32_t> truth, said;
  for (const auto& each : texts) {
    const std::int32_t label = feeling(each.label);
    if (label < 0) continue;
    truth.push_back(label);
    said.push_back(sentiment(each.text).sign() + 1);
  }
  const Quality reached = quality(truth, said, 3);
  report.put("lexicon.accuracy", reached.accuracy);
  report.put("lexicon.macro_f1", reached.macro_f1);
}

struct Answers {
  std::vector<std::int32_t> truth, said;
  std::vector<Prediction> predictions;
};

// What is known to be out of scope: how much of it is refused, at the threshold that held-out training texts fixed (95 % of them are
// accepted), and at the one that accepts 95 % of the tested texts.
void judge_scope(const Classifier& model, const Answers& answers, const std::vector<std::string>& outside, Report& report) {
  std::vector<double> scores;
  double accepted = 0, right = 0;
  for (std::size_t i = 0; i < answers.predictions.size(); ++i) {
    scores.push_back(answers.predictions[i].in_scope);
    if (!answers.predictions[i].is_in_scope) continue;
    ++accepted;
    right += answers.said[i] == answers.truth[i] ? 1 : 0;
  }
  std::vector<double> strange;
  for (const auto& text : outside) strange.push_back(model.predict(text).in_scope);
  const auto refused_below = [&](double least) {
    const auto count = std::count_if(strange.begin(), strange.end(), [&](double score) { return score < least; });
    return static_cast<double>(count) / static_cast<double>(strange.size());
  };
  report.put("oos.recall@95", refused_below(model.in_scope_least()));
  report.put("oos.in_scope_accepted", accepted / static_cast<double>(scores.size()));
  report.put("oos.accepted_accuracy", accepted > 0 ? right / accepted : 0);
  std::sort(scores.begin(), scores.end());
  report.put("oos.recall@95_exact", refused_below(scores[scores.size() / 20]));
  // The area under the curve: how often a text in scope scores higher than one out of it.
  double higher = 0;
  for (const double score : strange) higher += static_cast<double>(scores.end() - std::upper_bound(scores.begin(), scores.end(), score));
  report.put("oos.auc", higher / static_cast<double>(scores.size() * strange.size()));
  report.put("oos.texts", static_cast<double>(strange.size()));
}

void put_tables(const Answers& answers, const std::vector<std::string>& names, const std::vector<LabelledText>& test, Report& report) {
  Table table{"Labels", {"label", "texts", "precision", "recall", "F1"}, {}};
  for (std::size_t k = 0; k < names.size(); ++k) {
    double right = 0, asked = 0, given = 0;
    for (std::size_t i = 0; i < answers.truth.size(); ++i) {
      const bool is = answers.truth[i] == static_cast<std::int32_t>(k), was = answers.said[i] == static_cast<std::int32_t>(k);
      asked += is ? 1 : 0;
      given += was ? 1 : 0;
      right += is && was ? 1 : 0;
    }
    const auto share = [](double part, double of) { return of > 0 ? part / of : 0; };
    table.rows.push_back({names[k], number(asked), short_number(share(right, given)), short_number(share(right, asked)),
                          short_number(share(2 * right, asked + given))});
  }
  report.tables.push_back(std::move(table));
  std::map<std::string, std::pair<double, double>> languages;
  for (std::size_t i = 0; i < test.size(); ++i) {
    auto& [right, all] = languages[test[i].language];
    right += answers.truth[i] == answers.said[i] ? 1 : 0;
    ++all;
  }
  if (languages.size() < 2) return;
  for (const auto& [language, counts] : languages) report.put("test." + language + ".accuracy", counts.first / counts.second);
}

void judge_trained(const Asked& asked, Report& report) {
  const TextFolder data = read_text_folder(asked.folder, asked.seed);
  if (data.test.empty()) throw WrongFile(data.tested_on, 0, "has no texts to test on");
  Labels labels(data.train);
  const auto names = labels.names();
  std::vector<Example> examples;
  for (const auto& each : data.train) examples.push_back({each.text, labels.place(each.label), 1, {}});
  for (const auto& each : data.outside_train) examples.push_back({each, no_label, 1, {}});
  TrainingSettings settings;
  settings.seed = asked.seed;
  settings.aim = names.size() <= shifts_labels_max ? Aim::macro_f1 : Aim::accuracy;
  asked.progress("training on " + std::to_string(examples.size()) + " texts of " + std::to_string(names.size()) + " labels");
  auto trained = train(examples, names, settings);
  if (!trained) throw WrongFile("train", 0, trained.error().detail);
  const Classifier& model = trained->classifier;

  asked.progress("testing on " + data.tested_on);
  Answers answers;
  for (const auto& each : data.test) {
    answers.truth.push_back(labels.place(each.label));
    answers.predictions.push_back(model.predict(each.text));
    answers.said.push_back(static_cast<std::int32_t>(answers.predictions.back().label));
  }
  const Quality reached = quality(answers.truth, answers.said, labels.count());
  report.put("test.accuracy", reached.accuracy);
  report.put("test.macro_f1", reached.macro_f1);
  report.put("cv.accuracy", trained->held_out.accuracy);
  report.put("cv.macro_f1", trained->held_out.macro_f1);
  report.put("train.texts", static_cast<double>(data.train.size()));
  report.put("test.texts", static_cast<double>(data.test.size()));
  report.put("labels", static_cast<double>(names.size()));
  if (labels.unknown() > 0) report.put("test.labels_unknown", static_cast<double>(labels.unknown()));
  if (!data.outside_test.empty()) judge_scope(model, answers, data.outside_test, report);
  if (are_feelings(names)) judge_lexicons(data.test, report);
  put_tables(answers, names, data.test, report);
  report.put("texts_per_second", rate(data.test, [&](const std::string& text) { model.predict(text); }));
  report.notes.push_back("Tested on " + data.tested_on + "; cost " + number(trained->linear.cost) + ", balance " + number(trained->linear.balance) +
                         ", chosen by cross-validation on the training texts alone.");
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto count = static_cast<double>(x.size());
  double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sx += x[i], sy += y[i];
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - sx / count, dy = y[i] - sy / count;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

void judge_scored(const ScoredFile& file, Report& report) {
  std::vector<double> said, truth;
  std::vector<std::int32_t> said_sign, truth_sign;
  std::vector<LabelledText> texts;
  for (const auto& each : file.texts) {
    const auto felt = sentiment(each.text);
    said.push_back(felt.score);
    truth.push_back(each.score);
    said_sign.push_back(felt.sign() + 1);
    constexpr double neutral_max = 0.2;  // of -4 to 4
    truth_sign.push_back(each.score > neutral_max ? 2 : each.score < -neutral_max ? 0 : 1);
    texts.push_back({each.text, {}, {}});
  }
  const Quality reached = quality(truth_sign, said_sign, 3);
  const std::string prefix = "lexicon." + file.name + ".";
  report.put(prefix + "correlation", correlation(said, truth));
  report.put(prefix + "accuracy", reached.accuracy);
  report.put(prefix + "macro_f1", reached.macro_f1);
  report.put(prefix + "texts", static_cast<double>(truth.size()));
  report.put(prefix + "texts_per_second", rate(texts, [](const std::string& text) { sentiment(text); }));
}

}  // namespace

Report run_text(const Asked& asked) {
  Report report;
  report.suite = "text";
  asked.progress("reading");
  const auto scored = read_scored(asked.folder);
  for (const ScoredFile& file : scored) judge_scored(file, report);
  if (scored.empty() || has_labelled_texts(asked.folder)) judge_trained(asked, report);
  return report;
}

}  // namespace plaza::app::evaluate

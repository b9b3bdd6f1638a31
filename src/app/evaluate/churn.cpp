// Who is about to leave: logistic regression over the columns of a table, judged by stratified ten-fold cross-validation. Reads
// telco_train.csv, or any table of its kind in a file of that name: the first column is an id, `Churn` is Yes or No.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

#include "evaluate/suites.h"
#include "ml/rank/logistic.h"
#include "ml/rank/quality.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::rank;

struct Column {
  std::string name;
  std::vector<std::string> texts;
  std::vector<double> numbers;  // NaN where there is none; empty when the column is of words
};

struct People {
  std::vector<Column> columns;
  std::vector<int> left;
};

double number_in(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  double value = 0;
  if (begin == std::string::npos) return std::nan("");
  const auto [end, error] = std::from_chars(text.data() + begin, text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : std::nan("");
}

People read_people(const Folder& folder) {
  const std::string file = "telco_train.csv", text = folder.read(file);
  CsvRows rows(file, text, {"Churn"});
  People people;
  for (const auto& name : rows.header()) people.columns.push_back({name, {}, {}});
  while (rows.next()) {
    const auto& left = rows.text(0);
    if (left != "Yes" && left != "No") rows.refuse("Churn: '" + left + "' is neither Yes nor No");
    people.left.push_back(left == "Yes" ? 1 : 0);
    for (std::size_t c = 0; c < people.columns.size(); ++c) people.columns[c].texts.push_back(rows.record().fields[c]);
  }
  if (people.left.size() < 100) throw WrongFile(file, 0, "has fewer than 100 people");
  people.columns.erase(people.columns.begin());
  std::erase_if(people.columns, [](const Column& column) { return column.name == "Churn"; });
  for (Column& column : people.columns) {
    std::map<std::string, int> kinds;
    std::size_t numbers = 0;
    for (const auto& value : column.texts) {
      ++kinds[value];
      numbers += std::isfinite(number_in(value));
    }
    // A number has many values; a code of a few is a word.
    if (numbers * 10 < column.texts.size() * 9 || kinds.size() <= 5) continue;
    for (const auto& value : column.texts) column.numbers.push_back(number_in(value));
  }
  return people;
}

// Features of one fold, from the values of those who are fitted on: words one by one, numbers as they are and by twelfths.
class Encoding {
 public:
  Encoding(const People& people, const std::vector<std::size_t>& fitted) : people_(people) {
    for (const Column& column : people.columns) {
      Of of;
      if (column.numbers.empty()) {
        for (const auto row : fitted) of.words.emplace(column.texts[row], of.words.size());
        width_ += of.words.size();
      } else {
        std::vector<double> values;
        for (const auto row : fitted) {
          if (std::isfinite(column.numbers[row])) values.push_back(column.numbers[row]);
        }
        std::sort(values.begin(), values.end());
        for (std::size_t cut = 1; cut < 12 && !values.empty(); ++cut) of.cuts.push_back(values[values.size() * cut / 12]);
        of.cuts.erase(std::unique(of.cuts.begin(), of.cuts.end()), of.cuts.end());
        for (const double value : values) of.mean += value / static_cast<double>(values.size());
        for (const double value : values) of.deviation += (value - of.mean) * (value - of.mean) / static_cast<double>(values.size());
        of.deviation = of.deviation > 0 ? std::sqrt(of.deviation) : 1;
        width_ += of.cuts.size() + 2;
      }
      columns_.push_back(std::move(of));
    }
  }

  Features table(const std::vector<std::size_t>& rows) const {
    Features table;
    table.width = width_;
    table.values.assign(rows.size() * width_, 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      float* out = table.values.data() + i * width_;
      for (std::size_t c = 0; c < columns_.size(); ++c) out = put(columns_[c], people_.columns[c], rows[i], out);
    }
    return table;
  }

 private:
  struct Of {
    std::map<std::string, std::size_t> words;
    std::vector<double> cuts;
    double mean = 0, deviation = 0;
  };
  static float* put(const Of& of, const Column& column, std::size_t row, float* out) {
    if (column.numbers.empty()) {
      if (const auto word = of.words.find(column.texts[row]); word != of.words.end()) out[word->second] = 1;
      return out + of.words.size();
    }
    const double value = column.numbers[row];
    if (std::isfinite(value)) {
      out[0] = static_cast<float>((value - of.mean) / of.deviation);
      for (std::size_t cut = 0; cut < of.cuts.size(); ++cut) out[cut + 2] = value >= of.cuts[cut] ? 1.0F : 0.0F;
    } else {
      out[1] = 1;
    }
    return out + of.cuts.size() + 2;
  }

  const People& people_;
  std::vector<Of> columns_;
  std::size_t width_ = 0;
};

std::vector<int> labels_of(const People& people, const std::vector<std::size_t>& rows) {
  std::vector<int> labels;
  for (const auto row : rows) labels.push_back(people.left[row]);
  return labels;
}

// The penalty that predicts best the last fifth of those who are fitted on.
double choose_l2(const People& people, const std::vector<std::size_t>& rows) {
  const auto cut = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() * 4 / 5);
  const std::vector<std::size_t> first(rows.begin(), cut), rest(cut, rows.end());
  const Encoding encoding(people, first);
  const Features fitted = encoding.table(first), judged = encoding.table(rest);
  double best = 1, best_score = 1e9;
  for (const double l2 : {0.3, 1.0, 3.0, 10.0, 30.0}) {
    const auto model = fit_logistic(fitted, labels_of(people, first), l2);
    std::vector<Judged> predictions;
    for (std::size_t i = 0; i < rest.size(); ++i) predictions.push_back({model.probability(judged.row(i)), people.left[rest[i]] == 1});
    if (const double score = brier(predictions); score < best_score) best_score = score, best = l2;
  }
  return best;
}

}  // namespace

Report run_churn(const Asked& asked) {
  asked.progress("reading");
  const People people = read_people(asked.folder);
  constexpr std::size_t folds = 10;
  std::vector<std::size_t> order(people.left.size()), fold_of(people.left.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(asked.seed);
  std::shuffle(order.begin(), order.end(), random);
  std::size_t dealt[2] = {0, 0};  // stratified: those who left and those who stayed are dealt out apart
  for (const auto row : order) fold_of[row] = dealt[people.left[row]]++ % folds;

  Report report;
  report.suite = "churn";
  std::vector<Judged> all;
  double mean_auc = 0, mean_brier = 0;
  Features table;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    asked.progress("fold " + std::to_string(fold + 1) + " of 10");
    std::vector<std::size_t> fitted, judged;
    for (const auto row : order) (fold_of[row] == fold ? judged : fitted).push_back(row);
    const double l2 = choose_l2(people, fitted);
    const Encoding encoding(people, fitted);
    const auto model = fit_logistic(encoding.table(fitted), labels_of(people, fitted), l2);
    table = encoding.table(judged);
    std::vector<Judged> predictions;
    for (std::size_t i = 0; i < judged.size(); ++i) predictions.push_back({model.probability(table.row(i)), people.left[judged[i]] == 1});
    mean_auc += auc(predictions) / folds;
    mean_brier += brier(predictions) / folds;
    all.insert(all.end(), predictions.begin(), predictions.end());
  }
  report.put("cv.auc", mean_auc);
  report.put("cv.brier", mean_brier);
  const double share = static_cast<double>(std::count(people.left.begin(), people.left.end(), 1)) / static_cast<double>(people.left.size());
  report.put("naive.brier", share * (1 - share));
  report.put("people", static_cast<double>(people.left.size()));
  Plot plot{"Predicted and actual share of people who left", "predicted", "actual", {{"tenths of the predictions", {}}, {"exact", {{0, 0}, {1, 1}}}}};
  for (const Bin& bin : calibration(all, 10)) plot.curves[0].points.emplace_back(bin.predicted, bin.actual);
  report.plots.push_back(std::move(plot));
  return report;
}

}  // namespace plaza::app::evaluate

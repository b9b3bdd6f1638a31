#include "ml/text/linear.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "ml/text/margins.h"
#include "platform/base/check.h"

namespace plaza::ml::text {
namespace {

class Descent {
 public:
  Descent(const Lesson& lesson, const LinearSettings& settings)
      : lesson_(lesson), settings_(settings), lanes_(lanes_for(lesson.labels)), margins_(lanes_), steps_(lanes_) {
    model_.labels = lesson.labels;
    model_.lanes = lanes_;
    model_.columns = lesson.rows.columns;
    model_.weights.assign((std::size_t{model_.columns} + 1) * lanes_, 0);
    count_labels();
    if (settings.ratio > 0) weigh_columns();
    alpha_.assign(lesson.chosen.size() * lanes_, 0);
    length_.assign(settings.ratio > 0 ? lesson.chosen.size() * lanes_ : lesson.chosen.size(), 0);
    measure();
  }

  LinearModel run() {
    std::vector<std::uint32_t> order(lesson_.chosen.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::mt19937_64 random(settings_.seed);
    std::vector<std::uint8_t> rest(order.size(), 0), quiet(order.size(), 0);
    for (int pass = 0; pass < settings_.passes_max; ++pass) {
      std::shuffle(order.begin(), order.end(), random);
      double largest = 0;
      for (const std::uint32_t i : order) {
        if (rest[i] > 0) {
          --rest[i];
          continue;
        }
        const double step = visit(i);
        largest = std::max(largest, step);
        // A row that has nothing to say is asked again later and later.
        quiet[i] = step > 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(std::min(quiet[i] + 1, 6));
        rest[i] = quiet[i] > 1 ? static_cast<std::uint8_t>(quiet[i] - 1) : std::uint8_t{0};
      }
      if (largest < settings_.tolerance) break;
    }
    return std::move(model_);
  }

 private:
  double weight_of(std::uint32_t i) const { return lesson_.weight.empty() ? 1.0 : static_cast<double>(lesson_.weight[lesson_.chosen[i]]); }

  void count_labels() {
    std::vector<double> count(lesson_.labels, 0);
    double all = 0;
    for (std::uint32_t i = 0; i < lesson_.chosen.size(); ++i) {
      const auto label = lesson_.label[lesson_.chosen[i]];
      if (label >= 0) count[static_cast<std::size_t>(label)] += weight_of(i);
      all += weight_of(i);
    }
    for (const double each : count) {
      const double share = each > 0 ? (all - each) / each : 1;
      favour_.push_back(std::pow(std::clamp(share, 0.1, 100.0), settings_.balance));
    }
  }

  // Squared ratios of what a column has in a label and in the rest, smoothed by one.
  void weigh_columns() {
    const auto& rows = lesson_.rows;
    std::vector<double> in(std::size_t{rows.columns} * lanes_, 1.0), all(rows.columns, 0), total(lanes_, 0);
    double everything = 0;
    for (const std::uint32_t row : lesson_.chosen) {
      const auto label = lesson_.label[row];
      for (std::size_t at = rows.begin[row]; at < rows.begin[row + 1]; ++at) {
        const auto value = static_cast<double>(rows.value[at]);
        all[rows.column[at]] += value;
        everything += value;
        if (label < 0) continue;
        in[std::size_t{rows.column[at]} * lanes_ + static_cast<std::size_t>(label)] += value;
        total[static_cast<std::size_t>(label)] += value;
      }
    }
    scale_.assign((std::size_t{rows.columns} + 1) * lanes_, 1.0F);
    const auto columns = static_cast<double>(rows.columns);
    for (std::size_t column = 0; column < rows.columns; ++column) {
      for (std::size_t label = 0; label < lesson_.labels; ++label) {
        const double here = in[column * lanes_ + label], there = all[column] - (here - 1) + 1;
        const double ratio = std::log(here / (total[label] + columns)) - std::log(there / (everything - total[label] + columns));
        scale_[column * lanes_ + label] = static_cast<float>((1 - settings_.ratio) + settings_.ratio * ratio * ratio);
      }
    }
  }

  void measure() {
    const auto& rows = lesson_.rows;
    for (std::uint32_t i = 0; i < lesson_.chosen.size(); ++i) {
      const std::uint32_t row = lesson_.chosen[i];
      for (std::size_t at = rows.begin[row]; at < rows.begin[row + 1]; ++at) {
        const float square = rows.value[at] * rows.value[at];
        if (scale_.empty()) length_[i] += square;
        else add_scaled(&length_[std::size_t{i} * lanes_], &scale_[std::size_t{rows.column[at]} * lanes_], square, lanes_);
      }
      if (scale_.empty()) {
        length_[i] += constant_;
      } else {
        for (std::size_t lane = 0; lane < lanes_; ++lane) length_[std::size_t{i} * lanes_ + lane] += constant_;
      }
    }
  }

  // One row: the largest step of its labels.
  double visit(std::uint32_t i) {
    const std::uint32_t row = lesson_.chosen[i];
    margins_of(model_, lesson_.rows, row, margins_);
    const auto label = lesson_.label[row];
    const double cost = settings_.cost * weight_of(i);
    if (cost <= 0) return 0;
    double largest = 0;
    moved_.clear();
    for (std::uint32_t k = 0; k < lesson_.labels; ++k) {
      const bool mine = label == static_cast<std::int32_t>(k);
      const double side = mine ? 1 : -1, penalty = 0.5 / (cost * (mine ? favour_[k] : 1.0));
      const std::size_t at = std::size_t{i} * lanes_ + k;
      const auto before = static_cast<double>(alpha_[at]);
      double margin = static_cast<double>(margins_[k]);
      if (!lesson_.offset.empty()) margin += static_cast<double>(lesson_.offset[std::size_t{row} * lanes_ + k]);
      const double slope = side * margin - 1 + before * penalty;
      if (before == 0 && slope >= 0) continue;
      const auto length = static_cast<double>(scale_.empty() ? length_[i] : length_[at]);
      const double after = std::max(before - slope / (length + penalty), 0.0);
      const double step = (after - before) * side;
      if (std::abs(step) < 1e-9) continue;
      alpha_[at] = static_cast<float>(after);
      largest = std::max(largest, before == 0 || after == 0 ? std::abs(step) * (length + penalty) : std::abs(slope));
      moved_.push_back(k);
      steps_[k] = static_cast<float>(step);
    }
    if (!moved_.empty()) move(row);
    return largest;
  }

  void move(std::uint32_t row) {
    const auto& rows = lesson_.rows;
    const auto shift = [&](std::size_t column, float value) {
      float* weights = &model_.weights[column * lanes_];
      if (scale_.empty()) {
        for (const std::uint32_t k : moved_) weights[k] += value * steps_[k];
      } else {
        const float* scale = &scale_[column * lanes_];
        for (const std::uint32_t k : moved_) weights[k] += value * steps_[k] * scale[k];
      }
    };
    for (std::size_t at = rows.begin[row]; at < rows.begin[row + 1]; ++at) shift(rows.column[at], rows.value[at]);
    if (constant_ > 0) shift(rows.columns, constant_);
  }

  const Lesson& lesson_;
  const LinearSettings& settings_;
  const std::uint32_t lanes_;
  // Where something is known before, it holds for texts of which nothing was learnt: no weight for everything.
  const float constant_ = lesson_.offset.empty() ? 1.0F : 0.0F;
  LinearModel model_;
  std::vector<float> alpha_, length_, scale_, margins_, steps_;
  std::vector<double> favour_;
  std::vector<std::uint32_t> moved_;
};

}  // namespace

LinearModel fit_linear(const Lesson& lesson, const LinearSettings& settings) {
  CHECK(lesson.labels > 0 && lesson.label.size() == lesson.rows.size() && settings.cost > 0);
  CHECK(lesson.offset.empty() || lesson.offset.size() == lesson.rows.size() * lanes_for(lesson.labels));
  return Descent(lesson, settings).run();
}

}  // namespace plaza::ml::text

// From margins to probabilities and decisions: everything is fitted on margins of rows that the model had not seen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace plaza::ml::text {

// Probabilities are softmax(scale * margin + shift) (Platt 1999; Guo et al., "On calibration of modern neural networks", ICML 2017:
// with more than `shifts_labels_max` labels the scale alone).
struct Calibration {
  double scale = 1;
  std::vector<double> shift;  // one for each label

  void probabilities(std::span<const float> margins, std::span<double> out) const;
};
inline constexpr std::uint32_t shifts_labels_max = 20;

// Margins lie row by row, `lanes` apart. Rows without a label are not used.
Calibration calibrate(std::span<const float> margins, std::uint32_t lanes, std::uint32_t labels, std::span<const std::int32_t> label);

// What is added to a label's logarithm of probability before the largest is taken, so that macro-F1 is highest; zeros with many labels.
std::vector<double> favours_for_macro_f1(const Calibration& calibration, std::span<const float> margins, std::uint32_t lanes,
                                         std::span<const std::int32_t> label);

struct Quality {
  double accuracy = 0, macro_f1 = 0;  // over labels that stand in the truth or in what was said
};
Quality quality(std::span<const std::int32_t> truth, std::span<const std::int32_t> said, std::uint32_t labels);

}  // namespace plaza::ml::text

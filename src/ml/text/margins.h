// What linear models say of rows, and how models are kept to say it fast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ml/text/linear.h"

namespace plaza::ml::text {

// A model as it is kept to judge with: weights are the upper halves of their floats (bfloat16), rounded to the nearest, so that half as
// much memory is read for a text. Margins differ from the model's by 0.4 % of each weight at most.
struct HalfModel {
  std::uint32_t labels = 0, lanes = 0, columns = 0;
  std::vector<std::uint16_t> weights;  // (columns + 1) x lanes

  HalfModel() = default;
  explicit HalfModel(const LinearModel& model);
  float weight(std::uint32_t column, std::uint32_t label) const;
  const std::uint16_t* bias() const { return weights.data() + std::size_t{columns} * lanes; }
};
std::uint16_t to_half(float value);
float from_half(std::uint16_t half);

// to[lane] += factor * from[lane]
void add_scaled(float* to, const float* from, float factor, std::uint32_t lanes);
// The margins of one row, without any offset; `margins` has `lanes` numbers.
void margins_of(const LinearModel& model, const SparseRows& rows, std::size_t row, std::span<float> margins);
void margins_of(const HalfModel& model, const SparseRows& rows, std::size_t row, std::span<float> margins);

}  // namespace plaza::ml::text

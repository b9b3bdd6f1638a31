#include "ml/text/margins.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace plaza::ml::text {
namespace {

// As many floats as a machine takes at once. The sums are the same however many those are.
struct Four {
  using Numbers = float __attribute__((vector_size(16)));
  using Words = std::uint32_t __attribute__((vector_size(16)));
  using Halves = std::uint16_t __attribute__((vector_size(8)));
};
struct Eight {
  using Numbers = float __attribute__((vector_size(32)));
  using Words = std::uint32_t __attribute__((vector_size(32)));
  using Halves = std::uint16_t __attribute__((vector_size(16)));
};

template <class At>
inline __attribute__((always_inline)) void load(typename At::Numbers& out, const float* from) {
  std::memcpy(&out, from, sizeof out);
}
template <class At>
inline __attribute__((always_inline)) void load(typename At::Numbers& out, const std::uint16_t* from) {
  typename At::Halves halves;
  std::memcpy(&halves, from, sizeof halves);
  const typename At::Words words = __builtin_convertvector(halves, typename At::Words) << 16;
  std::memcpy(&out, &words, sizeof out);
}

// Weights of `count` columns at once, so that sums are read and written once for all of them.
template <class At, std::size_t count, class Weight>
inline __attribute__((always_inline)) std::uint32_t add_columns(float* to, const Weight* const* from, const float* factors, std::uint32_t lane, std::uint32_t lanes) {
  constexpr std::uint32_t step = sizeof(typename At::Numbers) / sizeof(float);
  for (; lane + step <= lanes; lane += step) {
    typename At::Numbers sum;
    load<At>(sum, to + lane);
    for (std::size_t i = 0; i < count; ++i) {
      typename At::Numbers weights;
      load<At>(weights, from[i] + lane);
      sum += weights * factors[i];
    }
    std::memcpy(to + lane, &sum, sizeof sum);
  }
  return lane;
}

template <class At, class Weight>
inline __attribute__((always_inline)) void add_row(const Weight* weights, std::uint32_t lanes, const SparseRows& rows, std::size_t row, float* margins) {
  constexpr std::size_t group = 4, ahead = 8;
  constexpr std::uint32_t line = 64 / sizeof(Weight);
  const std::size_t end = rows.begin[row + 1];
  const std::uint32_t* columns = rows.column.data();
  const float* values = rows.value.data();
  std::size_t at = rows.begin[row];
  const Weight* from[group];
  for (; at + group <= end; at += group) {
    for (std::size_t i = 0; i < group; ++i) {
      from[i] = weights + std::size_t{columns[at + i]} * lanes;
      if (at + ahead + i >= end) continue;
      const Weight* soon = weights + std::size_t{columns[at + ahead + i]} * lanes;  // they lie all over memory: asked for before they are needed
      for (std::uint32_t lane = 0; lane < lanes; lane += line) __builtin_prefetch(soon + lane);
    }
    const std::uint32_t done = add_columns<At, group>(margins, from, values + at, 0, lanes);
    add_columns<Four, group>(margins, from, values + at, done, lanes);
  }
  for (; at < end; ++at) {
    from[0] = weights + std::size_t{columns[at]} * lanes;
    add_columns<Four, 1>(margins, from, values + at, 0, lanes);
  }
}

template <class Weight>
using AddRow = void (*)(const Weight*, std::uint32_t, const SparseRows&, std::size_t, float*);

template <class Weight>
void plain_add_row(const Weight* weights, std::uint32_t lanes, const SparseRows& rows, std::size_t row, float* margins) {
  add_row<Four>(weights, lanes, rows, row, margins);
}
#if defined(__x86_64__)
template <class Weight>
__attribute__((target("avx2"))) void wide_add_row(const Weight* weights, std::uint32_t lanes, const SparseRows& rows, std::size_t row, float* margins) {
  add_row<Eight>(weights, lanes, rows, row, margins);
}

bool is_wide() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2");
}
template <class Weight>
const AddRow<Weight> best_add_row = is_wide() ? wide_add_row<Weight> : plain_add_row<Weight>;
#else
template <class Weight>
const AddRow<Weight> best_add_row = plain_add_row<Weight>;
#endif

}  // namespace

void add_scaled(float* to, const float* from, float factor, std::uint32_t lanes) { add_columns<Four, 1>(to, &from, &factor, 0, lanes); }

void margins_of(const LinearModel& model, const SparseRows& rows, std::size_t row, std::span<float> margins) {
  std::copy_n(model.bias(), model.lanes, margins.begin());
  best_add_row<float>(model.weights.data(), model.lanes, rows, row, margins.data());
}

void margins_of(const HalfModel& model, const SparseRows& rows, std::size_t row, std::span<float> margins) {
  std::transform(model.bias(), model.bias() + model.lanes, margins.begin(), from_half);
  best_add_row<std::uint16_t>(model.weights.data(), model.lanes, rows, row, margins.data());
}

// Rounded to the nearest, of two as near to the even one.
std::uint16_t to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}
float from_half(std::uint16_t half) { return std::bit_cast<float>(std::uint32_t{half} << 16); }

HalfModel::HalfModel(const LinearModel& model) : labels(model.labels), lanes(model.lanes), columns(model.columns), weights(model.weights.size()) {
  std::transform(model.weights.begin(), model.weights.end(), weights.begin(), to_half);
}
float HalfModel::weight(std::uint32_t column, std::uint32_t label) const { return from_half(weights[std::size_t{column} * lanes + label]); }

}  // namespace plaza::ml::text

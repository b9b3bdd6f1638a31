#include "ml/retrieval/dot.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace plaza::ml::retrieval {
namespace {

using Dot = float (*)(const float*, const float*, std::size_t);
using AddScaled = void (*)(float*, const float*, float, std::size_t);

float plain_dot(const float* a, const float* b, std::size_t count) {
  float sums[4] = {0, 0, 0, 0};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  float sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  for (; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

void plain_add_scaled(float* to, const float* from, float factor, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] += factor * from[i];
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) float wide_dot(const float* a, const float* b, std::size_t count) {
  __m256 first = _mm256_setzero_ps(), second = _mm256_setzero_ps();
  std::size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    first = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), first);
    second = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), second);
  }
  for (; i + 8 <= count; i += 8) first = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), first);
  first = _mm256_add_ps(first, second);
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(first), _mm256_extractf128_ps(first, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  half = _mm_add_ss(half, _mm_shuffle_ps(half, half, 1));
  float sum = _mm_cvtss_f32(half);
  for (; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

__attribute__((target("avx2,fma"))) void wide_add_scaled(float* to, const float* from, float factor, std::size_t count) {
  const __m256 factors = _mm256_set1_ps(factor);
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    _mm256_storeu_ps(to + i, _mm256_fmadd_ps(factors, _mm256_loadu_ps(from + i), _mm256_loadu_ps(to + i)));
  }
  for (; i < count; ++i) to[i] += factor * from[i];
}

bool is_wide() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
const Dot best_dot = is_wide() ? wide_dot : plain_dot;
const AddScaled best_add_scaled = is_wide() ? wide_add_scaled : plain_add_scaled;
#else
const Dot best_dot = plain_dot;
const AddScaled best_add_scaled = plain_add_scaled;
#endif

}  // namespace

float dot(const float* a, const float* b, std::size_t count) { return best_dot(a, b, count); }
void add_scaled(float* to, const float* from, float factor, std::size_t count) { best_add_scaled(to, from, factor, count); }

}  // namespace plaza::ml::retrieval

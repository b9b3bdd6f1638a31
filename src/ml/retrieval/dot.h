// Arithmetic over rows of floats, by the widest instructions of the machine that the program runs on. The same machine gives the same
// sums; another may differ in the last bits.
#pragma once

#include <cstddef>

namespace plaza::ml::retrieval {

// a · b
float dot(const float* a, const float* b, std::size_t count);
// to += factor · from
void add_scaled(float* to, const float* from, float factor, std::size_t count);

}  // namespace plaza::ml::retrieval

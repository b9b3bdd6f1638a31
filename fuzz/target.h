// What a fuzz target defines: something that reads bytes from strangers. It must never crash, and CHECKs what must hold for any bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plaza::fuzz {

void read(std::string_view bytes);
// Good input to begin with.
std::vector<std::string> seeds();

}  // namespace plaza::fuzz

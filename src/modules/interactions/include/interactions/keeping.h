// Port: may what somebody does be kept? Asked for every call that no secret key vouches for, from memory, on an I/O thread. Profiles
// answer by the person's consents; without one plugged in everything is kept.
#pragma once

#include <cstdint>
#include <string_view>

namespace plaza::interactions {

class Keeping {
 public:
  virtual ~Keeping() = default;
  // `account` is 0 and `visitor` empty when they are not known; `gpc`: the browser sent Sec-GPC: 1.
  virtual bool keeps(std::int64_t account, std::string_view visitor, bool gpc) = 0;
};

}  // namespace plaza::interactions

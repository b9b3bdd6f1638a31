// Where the demo's people live: parcels go there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace plaza::app::demo_brand {

struct Place {
  const char *city, *postal_code, *country, *line;
};

const Place& place_at(std::size_t index);
// Of somebody who speaks this; `random` says which.
std::size_t place_for(const std::string& locale, std::uint64_t random);

}  // namespace plaza::app::demo_brand

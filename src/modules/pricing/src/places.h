// Countries and regions of a zone, and which zone a place is in. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "pricing/zones.h"

namespace plaza::pricing {

// "CA" of "US" -> "US-CA"; what has its country before it stays.
std::string full_region(std::string_view country, std::string_view region);

// The index of the zone of a place: a region's before its country's before the one of everywhere else; -1: none. A country that
// is not known is in the first zone.
int zone_of(std::span<const Places* const> zones, std::string_view country, std::string_view region);

// Field errors of codes that are none.
void check_places(const Places& places, std::vector<FieldError>& wrong);
// Field errors of places that another zone has already (pricing.country_taken).
void check_taken(const Places& places, std::span<const Places* const> others, std::vector<FieldError>& taken);

}  // namespace plaza::pricing

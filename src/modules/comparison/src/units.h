// The one table of units: what measures the same thing, and how much of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plaza::comparison {

enum class Quantity { mass, length, volume, area, time, power, energy, charge, voltage, current, frequency, data, temperature, pressure };

struct Unit {
  Quantity quantity;
  std::string_view symbol;  // as it is shown
  double factor;            // to the quantity's base unit
  double offset = 0;        // added after the factor (temperatures)
};

// By symbol or name in English or Vietnamese: "kg", "KG", "grams", "giờ". Nothing for what is not in the table.
const Unit* find_unit(std::string_view name);
// `number` of unit `from`, in unit `to`; both of one quantity.
double convert(double number, const Unit& from, const Unit& to);
// "1.5", "0.35", "12000": at most 6 significant digits, no zeros at the end, never an exponent below 10^15.
std::string number_text(double number);

}  // namespace plaza::comparison

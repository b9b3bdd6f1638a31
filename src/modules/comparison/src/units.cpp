#include "units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "platform/base/check.h"
#include "platform/base/text.h"

namespace plaza::comparison {

namespace {

struct Named {
  Unit unit;
  std::string_view names;  // other names, lower case, with a space before and after each
};

using enum Quantity;

// Symbols are found in lower case too, except where the case tells units apart (bits from bytes): those are found as they stand.
constexpr std::array table = {
    Named{{mass, "mg", 0.001}, " milligram milligrams "},
    Named{{mass, "g", 1}, " gram grams gr gam "},
    Named{{mass, "kg", 1'000}, " kilogram kilograms kilo kilos kgs "},
    Named{{mass, "t", 1'000'000}, " tonne tonnes "},
    Named{{mass, "oz", 28.349523125}, " ounce ounces "},
    Named{{mass, "lb", 453.59237}, " lbs pound pounds "},
    Named{{length, "mm", 0.001}, " millimetre millimetres millimeter millimeters "},
    Named{{length, "cm", 0.01}, " centimetre centimetres centimeter centimeters "},
    Named{{length, "m", 1}, " metre metres meter meters mét "},
    Named{{length, "km", 1'000}, " kilometre kilometres kilometer kilometers "},
    Named{{length, "in", 0.0254}, " inch inches \" ″ "},
    Named{{length, "ft", 0.3048}, " foot feet "},
    Named{{volume, "ml", 0.001}, " millilitre millilitres milliliter milliliters cc "},
    Named{{volume, "cl", 0.01}, " centilitre centilitres "},
    Named{{volume, "dl", 0.1}, " decilitre decilitres "},
    Named{{volume, "l", 1}, " litre litres liter liters lít "},
    Named{{area, "mm²", 0.000001}, " mm2 "},
    Named{{area, "cm²", 0.0001}, " cm2 "},
    Named{{area, "m²", 1}, " m2 sqm "},
    Named{{time, "ms", 0.001}, " "},
    Named{{time, "s", 1}, " sec second seconds giây "},
    Named{{time, "min", 60}, " mins minute minutes phút "},
    Named{{time, "h", 3'600}, " hr hrs hour hours giờ "},
    Named{{time, "days", 86'400}, " d day ngày "},
    Named{{time, "weeks", 604'800}, " week tuần "},
    Named{{time, "months", 2'629'746}, " month tháng "},
    Named{{time, "years", 31'556'952}, " year yr yrs năm "},
    Named{{power, "W", 1}, " watt watts "},
    Named{{power, "kW", 1'000}, " kilowatt kilowatts "},
    Named{{energy, "Wh", 1}, " "},
    Named{{energy, "kWh", 1'000}, " "},
    Named{{charge, "mAh", 0.001}, " "},
    Named{{charge, "Ah", 1}, " "},
    Named{{voltage, "V", 1}, " volt volts "},
    Named{{voltage, "kV", 1'000}, " "},
    Named{{current, "mA", 0.001}, " "},
    Named{{current, "A", 1}, " amp amps ampere amperes "},
    Named{{frequency, "Hz", 1}, " hertz "},
    Named{{frequency, "kHz", 1'000}, " "},
    Named{{frequency, "MHz", 1'000'000}, " "},
    Named{{frequency, "GHz", 1'000'000'000}, " "},
    Named{{data, "KB", 1e3}, ""},
    Named{{data, "kB", 1e3}, ""},
    Named{{data, "MB", 1e6}, ""},
    Named{{data, "GB", 1e9}, ""},
    Named{{data, "TB", 1e12}, ""},
    Named{{temperature, "°C", 1}, " c celsius "},
    Named{{temperature, "°F", 5.0 / 9, -160.0 / 9}, " f fahrenheit "},
    Named{{temperature, "K", 1, -273.15}, ""},
    Named{{pressure, "kPa", 1}, " "},
    Named{{pressure, "MPa", 1'000}, ""},
    Named{{pressure, "bar", 100}, " "},
    Named{{pressure, "psi", 6.894757}, " "},
};

}  // namespace

const Unit* find_unit(std::string_view name) {
  name = trimmed(name);
  if (name.empty() || name.size() > 24 || name.find(' ') != std::string_view::npos) return nullptr;
  for (const auto& entry : table) {
    if (entry.unit.symbol == name) return &entry.unit;
  }
  const std::string lower = lower_ascii(name);
  const std::string word = ' ' + lower + ' ';
  for (const auto& entry : table) {
    if (entry.names.empty()) continue;
    if (lower_ascii(entry.unit.symbol) == lower || entry.names.find(word) != std::string_view::npos) return &entry.unit;
  }
  return nullptr;
}

double convert(double number, const Unit& from, const Unit& to) {
  CHECK(from.quantity == to.quantity);
  if (&from == &to) return number;
  return (number * from.factor + from.offset - to.offset) / to.factor;
}

std::string number_text(double number) {
  if (!std::isfinite(number)) return "";
  if (number == 0) return "0";
  const int whole = static_cast<int>(std::floor(std::log10(std::fabs(number)))) + 1;  // digits before the point
  const int decimals = std::clamp(6 - whole, 0, 9);
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), std::fabs(number) < 1e15 ? "%.*f" : "%.*g", decimals, number);
  std::string out = text.data();
  if (out.find('.') != std::string::npos && out.find('e') == std::string::npos) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  return out == "-0" ? "0" : out;
}

}  // namespace plaza::comparison

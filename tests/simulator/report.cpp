#include "report.h"

#include <cmath>
#include <cstdio>

namespace plaza::simulator {

Figure figure_of(const std::vector<double>& by_seed) {
  Figure made;
  const auto count = static_cast<double>(by_seed.size());
  for (const double each : by_seed) made.mean += each / count;
  double squares = 0;
  for (const double each : by_seed) squares += (each - made.mean) * (each - made.mean);
  if (by_seed.size() > 1) made.error = std::sqrt(squares / (count - 1) / count);
  return made;
}

void Report::add(const std::string& name, const std::vector<double>& by_seed) { figures_.emplace_back(name, figure_of(by_seed)); }

void Report::require(const std::string& what, bool holds) {
  if (!holds) broken_.push_back(what);
}

double Report::mean(const std::string& name) const {
  for (const auto& [known, figure] : figures_) {
    if (known == name) return figure.mean;
  }
  return std::nan("");
}

std::string Report::text() const {
  std::string text;
  char line[200];
  for (const auto& [name, figure] : figures_) {
    std::snprintf(line, sizeof line, "%-52s %12.4f  ± %.4f\n", name.c_str(), figure.mean, figure.error);
    text += line;
  }
  for (const auto& sentence : said_) text += sentence + "\n";
  for (const auto& what : broken_) text += "does not hold: " + what + "\n";
  return text;
}

std::string Report::json() const {
  std::string json = "{";
  char number[80];
  for (const auto& [name, figure] : figures_) {
    std::snprintf(number, sizeof number, "\":%.6g,\"%s.error\":%.6g", figure.mean, name.c_str(), figure.error);
    json += (json.size() > 1 ? ",\"" : "\"") + name + number;
  }
  return json + "}";
}

}  // namespace plaza::simulator

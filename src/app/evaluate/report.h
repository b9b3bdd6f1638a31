// What an evaluation says: numbers, tables and plots; printed as one flat JSON object, as text, or as an HTML page that needs
// nothing else.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace plaza::app::evaluate {

struct Metric {
  std::string key;  // protocol.metric, such as test.recall@20
  double value = 0;
};

struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;  // by rising x
};

struct Plot {
  std::string title, x_axis, y_axis;
  std::vector<Curve> curves;
};

struct Table {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct Report {
  std::string suite;
  std::vector<Metric> metrics;
  std::vector<std::string> notes;  // sentences
  std::vector<Table> tables;
  std::vector<Plot> plots;

  void put(std::string key, double value) { metrics.push_back({std::move(key), value}); }
};

// A number with as many digits as it needs; NaN and infinity are not numbers of JSON and become null.
std::string number(double value);
std::string to_json(const Report& report);
std::string to_text(const Report& report);
std::string to_html(const Report& report);

}  // namespace plaza::app::evaluate

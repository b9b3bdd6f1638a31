#include "evaluate/report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "platform/json/codec.h"

namespace plaza::app::evaluate {
namespace {

constexpr double width = 640, height = 320, left = 64, right = 16, top = 16, bottom = 48;
constexpr std::array<const char*, 6> colours = {"#1f6f5c", "#c2571a", "#3b5bb5", "#8a3ffc", "#b3261e", "#6b6b6b"};

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

struct Range {
  double low = 0, high = 1;
  double share(double value) const { return (value - low) / (high - low); }
};

Range range_of(const Plot& plot, bool of_x) {
  Range range{1e300, -1e300};
  for (const Curve& curve : plot.curves) {
    for (const auto& [x, y] : curve.points) {
      range.low = std::min(range.low, of_x ? x : y);
      range.high = std::max(range.high, of_x ? x : y);
    }
  }
  if (range.low > range.high) return {};
  if (range.low == range.high) range.high = range.low + 1;
  if (!of_x && range.low > 0 && range.low < range.high / 2) range.low = 0;
  return range;
}

std::string label(double x, double y, const char* anchor, const std::string& text) {
  return "<text x=\"" + short_number(x) + "\" y=\"" + short_number(y) + "\" text-anchor=\"" + anchor + "\">" + escaped(text) + "</text>";
}

std::string svg(const Plot& plot) {
  const Range x = range_of(plot, true), y = range_of(plot, false);
  const auto at_x = [&](double value) { return left + x.share(value) * (width - left - right); };
  const auto at_y = [&](double value) { return height - bottom - y.share(value) * (height - top - bottom); };
  std::string out = "<svg viewBox=\"0 0 640 320\" role=\"img\" aria-label=\"" + escaped(plot.title) + "\">";
  for (int i = 0; i <= 4; ++i) {
    const double value_x = x.low + (x.high - x.low) * i / 4, value_y = y.low + (y.high - y.low) * i / 4;
    const auto line = short_number(at_y(value_y));
    out += "<path class=\"grid\" d=\"M" + short_number(left) + " " + line + "H" + short_number(width - right) + "\"/>";
    out += label(at_x(value_x), height - bottom + 18, "middle", short_number(value_x));
    out += label(left - 8, at_y(value_y) + 4, "end", short_number(value_y));
  }
  for (std::size_t i = 0; i < plot.curves.size(); ++i) {
    std::string path;
    for (const auto& [px, py] : plot.curves[i].points) {
      if (!std::isfinite(px) || !std::isfinite(py)) continue;
      path += (path.empty() ? "M" : "L") + short_number(at_x(px)) + " " + short_number(at_y(py));
    }
    out += std::string("<path fill=\"none\" stroke-width=\"2\" stroke=\"") + colours[i % colours.size()] + "\" d=\"" + path + "\"/>";
  }
  return out + label(width / 2, height - 8, "middle", plot.x_axis) + "</svg>";
}

std::string html_of(const Plot& plot) {
  std::string out = "<figure><figcaption>" + escaped(plot.title) + "<small>" + escaped(plot.y_axis) + "</small></figcaption>" + svg(plot) + "<p>";
  for (std::size_t i = 0; i < plot.curves.size(); ++i) {
    out += std::string("<span class=\"key\"><i style=\"background:") + colours[i % colours.size()] + "\"></i>" + escaped(plot.curves[i].name) + "</span>";
  }
  return out + "</p></figure>\n";
}

std::string html_of(const Table& table) {
  std::string out = "<h2>" + escaped(table.title) + "</h2>\n<div class=\"wide\"><table><thead><tr>";
  for (const auto& name : table.columns) out += "<th>" + escaped(name) + "</th>";
  out += "</tr></thead><tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (const auto& cell : row) out += "<td>" + escaped(cell) + "</td>";
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

constexpr const char* style = R"(body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse}td,th{padding:.25rem .75rem;border-bottom:1px solid #ddd;text-align:left}
td+td{font-variant-numeric:tabular-nums}.wide{overflow-x:auto}figure{margin:2rem 0}figcaption{font-weight:600}small{display:block;font-weight:400;color:#555}
svg{width:100%;height:auto}svg text{font-size:12px;fill:#555}.grid{stroke:#e3e3e3}.key{margin-right:1rem}.key i{display:inline-block;width:.8rem;height:.8rem;margin-right:.35rem}
@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}svg text,small{fill:#aaa;color:#aaa}.grid{stroke:#333}td,th{border-color:#333}})";

}  // namespace

std::string number(double value) {
  if (!std::isfinite(value)) return "null";
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value);
  return error == std::errc{} ? std::string(text, end) : "null";
}

std::string to_json(const Report& report) {
  std::string out = "{";
  for (std::size_t i = 0; i < report.metrics.size(); ++i) {
    out += (i == 0 ? "\n  " : ",\n  ") + json::encode(report.metrics[i].key) + ": " + number(report.metrics[i].value);
  }
  return out + "\n}\n";
}

std::string to_text(const Report& report) {
  std::size_t longest = 0;
  for (const Metric& metric : report.metrics) longest = std::max(longest, metric.key.size());
  std::string out;
  for (const Metric& metric : report.metrics) {
    char value[32];
    std::snprintf(value, sizeof value, "%12.4f", metric.value);
    out += metric.key + std::string(longest - metric.key.size() + 2, ' ') + value + "\n";
  }
  for (const auto& note : report.notes) out += note + "\n";
  return out;
}

std::string to_html(const Report& report) {
  Table metrics{"Metrics", {"metric", "value"}, {}};
  for (const Metric& metric : report.metrics) metrics.rows.push_back({metric.key, short_number(metric.value)});
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Evaluation: " +
                    escaped(report.suite) + "</title><style>" + style + "</style></head><body>\n<h1>Evaluation: " + escaped(report.suite) + "</h1>\n";
  for (const auto& note : report.notes) out += "<p>" + escaped(note) + "</p>\n";
  out += html_of(metrics);
  for (const Table& table : report.tables) out += html_of(table);
  for (const Plot& plot : report.plots) out += html_of(plot);
  return out + "</body></html>\n";
}

}  // namespace plaza::app::evaluate

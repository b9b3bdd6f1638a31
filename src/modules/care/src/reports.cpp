#include "reports.h"

#include <algorithm>
#include <map>

#include "platform/json/codec.h"
#include "routes.h"
#include "statements.h"

namespace plaza::care {
namespace {

namespace sql = statements;
constexpr int batch = 5'000;
constexpr int most = 100'000;
constexpr std::int64_t ids_begin_ms = 1'704'067'200'000;  // 2024-01-01: see IdSource

struct Gathered {
  ReportLine line;
  std::vector<double> first, whole;
  std::int64_t stars = 0;
};

double at(std::vector<double>& values, double share) {
  const auto index = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + index, values.end());
  return values[static_cast<std::size_t>(index)];
}

ReportLine finish(Gathered& all, const std::string& name) {
  all.line.name = name;
  if (!all.first.empty()) {
    all.line.first_reply_minutes = at(all.first, 0.5);
    all.line.first_reply_p90 = at(all.first, 0.9);
  }
  if (!all.whole.empty()) all.line.resolution_minutes = at(all.whole, 0.5);
  if (all.line.rated > 0) all.line.rating = static_cast<double>(all.stars) / static_cast<double>(all.line.rated);
  return all.line;
}

std::vector<ReportLine> finish(std::map<std::string, Gathered>& all) {
  std::vector<ReportLine> lines;
  for (auto& [name, each] : all) lines.push_back(finish(each, name));
  std::sort(lines.begin(), lines.end(), [](const ReportLine& a, const ReportLine& b) { return a.opened > b.opened; });
  if (lines.size() > 100) lines.resize(100);
  return lines;
}

struct Labels {
  std::vector<std::string> labels;
  template <class V>
  void describe(V& v) {
    v("labels", labels);
  }
};

struct Opened {
  std::string channel;
  identity::AccountId assignee;
  std::vector<std::string> labels;
  std::string topic;
  catalog::ProductId product;
  bool merged = false;
  Time opened, replied, resolved;
  std::int64_t late = 0, rating = 0;
};

void take(Gathered& all, const Opened& each) {
  const auto minutes_since = [&](Time time) { return static_cast<double>(time - each.opened) / 60e6; };
  all.line.opened += 1;
  all.line.late += each.late > 0 ? 1 : 0;
  if (each.replied.micros > 0) {
    all.line.answered += 1;
    all.first.push_back(minutes_since(each.replied));
  }
  if (each.resolved.micros > 0) {
    all.line.resolved += 1;
    all.whole.push_back(minutes_since(each.resolved));
  }
  if (each.rating > 0) {
    all.line.rated += 1;
    all.stars += each.rating;
  }
}

struct AskReport {
  int days = 28;
  template <class V>
  void describe(V& v) {
    v("days", days, json::Optional{}, json::Between{1, 365});
  }
};

}  // namespace

Report report(db::Reader& reader, Time since, Time now) {
  Report answer;
  answer.since = since;
  answer.backlog = count(reader, {}, now);
  Gathered all;
  std::map<std::string, Gathered> channels, agents, labels, reasons, products;
  std::int64_t id = std::max<std::int64_t>(0, since.micros / 1'000 - ids_begin_ms) << 22;
  for (int seen = 0; seen < most;) {
    const auto read = [&](const db::Row& row) {
      Opened each;
      each.channel = row.string(0);
      each.assignee = row.id<identity::AccountId>(1);
      if (!row.text(2).empty()) {
        if (auto decoded = json::decode<Labels>(row.text(2)); decoded.ok()) each.labels = std::move(decoded->labels);
      }
      each.opened = row.time(3);
      each.replied = row.time(4);
      each.resolved = row.time(5);
      each.late = row.integer(6);
      each.rating = row.integer(7);
      id = row.integer(8);
      each.topic = row.string(9);
      each.product = row.id<catalog::ProductId>(10);
      each.merged = row.integer(11) == static_cast<int>(Status::merged);
      return each;
    };
    const auto some = reader.all(sql::opened_since, {id, batch}, read);
    for (const auto& each : some) {
      if (each.merged) continue;  // it counts where it went
      take(all, each);
      take(channels[each.channel], each);
      take(agents[each.assignee ? to_text(each.assignee) : std::string()], each);
      for (const auto& label : each.labels) take(labels[label], each);
      if (!each.topic.empty()) take(reasons[each.topic], each);
      if (each.product) take(products[to_text(each.product)], each);
    }
    seen += static_cast<int>(some.size());
    answer.cut = seen >= most;
    if (static_cast<int>(some.size()) < batch) break;
  }
  answer.all = finish(all, "");
  answer.channels = finish(channels);
  answer.agents = finish(agents);
  answer.labels = finish(labels);
  answer.reasons = finish(reasons);
  answer.products = finish(products);
  return answer;
}

void add_report_routes(http::Routes& routes, const Parts& parts) {
  routes.add(of_care(http::get<AskReport, Report>("/v1/admin/care/report", "adminCareReport"),
                     "First reply, resolution, backlog and ratings of what was opened in the last days; by channel, agent and label.")
                 .read(parts.needs.database, [parts](http::Call&, db::Reader& reader, const AskReport& request) -> Result<Report> {
                   const Time now = parts.needs.clock.now();
                   return report(reader, now - days(request.days), now);
                 }));
}

}  // namespace plaza::care

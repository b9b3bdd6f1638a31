#include "reports.h"

#include <algorithm>

#include "figure_book.h"
#include "figure_statements.h"
#include "routes.h"

namespace plaza::care {
namespace {

namespace sql = statements;
constexpr std::size_t lines_max = 100;

ReportLine line_of(const std::string& name, const Figures& figures) {
  ReportLine line;
  line.name = name;
  line.opened = figures.opened;
  line.answered = figures.answered;
  line.resolved = figures.resolved;
  line.late = figures.late;
  line.rated = figures.rated;
  line.backlog = figures.open + figures.pending + figures.snoozed;
  line.first_reply_minutes = figures.first.minutes_at(0.5);
  line.first_reply_p90 = figures.first.minutes_at(0.9);
  line.resolution_minutes = figures.whole.minutes_at(0.5);
  if (figures.rated > 0) line.rating = static_cast<double>(figures.stars) / static_cast<double>(figures.rated);
  return line;
}

void finish(std::vector<ReportLine>& lines) {
  std::erase_if(lines, [](const ReportLine& each) { return each.opened == 0 && each.backlog == 0; });
  std::stable_sort(lines.begin(), lines.end(), [](const ReportLine& a, const ReportLine& b) {
    return a.opened != b.opened ? a.opened > b.opened : a.backlog > b.backlog;
  });
  if (lines.size() > lines_max) lines.resize(lines_max);
}

struct AskReport {
  int days = 28;
  template <class V>
  void describe(V& v) {
    v("days", days, json::Optional{}, json::Between{1, 365}, json::Doc{"Whole days (UTC), today the last."});
  }
};

}  // namespace

Report report(db::Reader& reader, int wanted_days, Time now) {
  const std::int64_t last = day_of(now), first = last - wanted_days + 1;
  Report answer;
  answer.since = Time{first * days(1)};
  answer.complete = all_counted(reader);
  const auto figures = sum_figures(reader, first, last);
  for (const auto& [key, sum] : figures.sums) {
    const auto& [dimension, name] = key;
    auto line = line_of(name, sum);
    switch (dimension) {
      case Dimension::all:
        answer.backlog.open = sum.open;
        answer.backlog.pending = sum.pending;
        answer.backlog.snoozed = sum.snoozed;
        answer.all = std::move(line);
        break;
      case Dimension::channel: answer.channels.push_back(std::move(line)); break;
      case Dimension::agent:
        if (name.empty()) answer.backlog.nobody = line.backlog;
        answer.agents.push_back(std::move(line));
        break;
      case Dimension::label: answer.labels.push_back(std::move(line)); break;
      case Dimension::reason: answer.reasons.push_back(std::move(line)); break;
      case Dimension::product: answer.products.push_back(std::move(line)); break;
    }
  }
  answer.backlog.late = reader.one(sql::count_late, {now}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
  for (auto* lines : {&answer.channels, &answer.agents, &answer.labels, &answer.reasons, &answer.products}) finish(*lines);
  return answer;
}

void add_report_routes(http::Routes& routes, const Parts& parts) {
  routes.add(of_care(http::get<AskReport, Report>("/v1/admin/care/report", "adminCareReport"),
                     "First reply, resolution, backlog and ratings of what was opened in the last days; by channel, agent, label, reason and product.")
                 .read(parts.needs.database, [parts](http::Call&, db::Reader& reader, const AskReport& request) -> Result<Report> {
                   return report(reader, request.days, parts.needs.clock.now());
                 }));
}

}  // namespace plaza::care

// How care did: first reply, resolution, backlog and ratings; by channel, agent, label, reason and product. Of conversations that were opened
// on the days asked for (UTC, today among them), added up from daily figures: right for any number of them.
#pragma once

#include <string>
#include <vector>

#include "care/conversation.h"
#include "platform/db/connection.h"

namespace plaza::care {

struct ReportLine {
  static constexpr const char* schema_name = "CareReportLine";
  std::string name;  // a channel, an account's id ("" is nobody), a label, a topic, a product's id
  std::int64_t opened = 0, answered = 0, resolved = 0, late = 0, rated = 0, backlog = 0;
  std::optional<double> first_reply_minutes;  // median
  std::optional<double> first_reply_p90;
  std::optional<double> resolution_minutes;   // median
  std::optional<double> rating;               // mean
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("opened", opened);
    v("answered", answered);
    v("resolved", resolved);
    v("late", late);
    v("rated", rated);
    v("backlog", backlog, json::Doc{"Not resolved as of now, whenever opened."});
    v("first_reply_minutes", first_reply_minutes, json::Doc{"Median, to three digits of its seconds."});
    v("first_reply_p90", first_reply_p90);
    v("resolution_minutes", resolution_minutes, json::Doc{"Median."});
    v("rating", rating);
  }
};

// Of all conversations, whenever opened.
struct Backlog {
  static constexpr const char* schema_name = "CareBacklog";
  std::int64_t open = 0, pending = 0, snoozed = 0, nobody = 0, late = 0;
  template <class V>
  void describe(V& v) {
    v("open", open, json::Doc{"The shop's turn."});
    v("pending", pending, json::Doc{"The customer's turn."});
    v("snoozed", snoozed);
    v("nobody", nobody, json::Doc{"Not resolved, and nobody has them."});
    v("late", late, json::Doc{"Open, and a deadline has passed."});
  }
};

struct Report {
  static constexpr const char* schema_name = "CareReport";
  Time since;
  bool complete = true;
  Backlog backlog;
  ReportLine all;
  std::vector<ReportLine> channels, agents, labels, reasons, products;
  template <class V>
  void describe(V& v) {
    v("since", since, json::Doc{"The beginning of the first day."});
    v("complete", complete, json::Doc{"False: conversations from before figures were kept are still being counted."});
    v("backlog", backlog);
    v("all", all);
    v("channels", channels, json::Items{0, 100});
    v("agents", agents, json::Items{0, 100});
    v("labels", labels, json::Items{0, 100});
    v("reasons", reasons, json::Items{0, 100}, json::Doc{"By what the customer chose, or the channel knew."});
    v("products", products, json::Items{0, 100});
  }
};

// `days` of them, today the last.
Report report(db::Reader& reader, int days, Time now);

}  // namespace plaza::care

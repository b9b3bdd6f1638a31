// How care did: first reply, resolution, backlog and ratings; by channel, agent and label. Of conversations that were opened in the time.
#pragma once

#include <string>
#include <vector>

#include "care/conversation.h"
#include "lists.h"
#include "platform/db/connection.h"

namespace plaza::care {

struct ReportLine {
  static constexpr const char* schema_name = "CareReportLine";
  std::string name;  // a channel, an account's id ("" is nobody), a label, a topic, a product's id
  std::int64_t opened = 0, answered = 0, resolved = 0, late = 0, rated = 0;
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
    v("first_reply_minutes", first_reply_minutes);
    v("first_reply_p90", first_reply_p90);
    v("resolution_minutes", resolution_minutes);
    v("rating", rating);
  }
};

struct Report {
  static constexpr const char* schema_name = "CareReport";
  Time since;
  bool cut = false;  // more were opened than are counted
  Counts backlog;
  ReportLine all;
  std::vector<ReportLine> channels, agents, labels, reasons, products;
  template <class V>
  void describe(V& v) {
    v("since", since);
    v("cut", cut);
    v("backlog", backlog);
    v("all", all);
    v("channels", channels, json::Items{0, 1'000});
    v("agents", agents, json::Items{0, 1'000});
    v("labels", labels, json::Items{0, 1'000});
    v("reasons", reasons, json::Items{0, 1'000}, json::Doc{"By what the customer chose, or the channel knew."});
    v("products", products, json::Items{0, 1'000});
  }
};

Report report(db::Reader& reader, Time since, Time now);

}  // namespace plaza::care

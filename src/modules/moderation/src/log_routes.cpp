// The public log: what was decided, for which reason, how appeals ended. No names, no ids of pieces, no words.
#include "views.h"

namespace plaza::moderation {

namespace {

using http::Call;

struct LogPage {
  int limit = 50;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};

struct LogLine {
  static constexpr const char* schema_name = "ModerationLogLine";
  DecisionId id;
  Kind kind = Kind::post;
  rules::Action action = rules::Action::keep;
  rules::Measure measure = rules::Measure::none;
  Reason reason = Reason::other;
  FoundBy found_by = FoundBy::rule;
  AppealState appeal = AppealState::none;
  std::int64_t waited_minutes = 0;
  Time decided_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("action", action);
    v("measure", measure);
    v("reason", reason);
    v("found_by", found_by);
    v("appeal", appeal);
    v("waited_minutes", waited_minutes, json::Doc{"From when it was found to the decision."});
    v("decided_at", decided_at);
  }
};
struct Log {
  static constexpr const char* schema_name = "ModerationLog";
  std::vector<LogLine> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct ReasonCount {
  Reason reason = Reason::other;
  std::int64_t count = 0;
  template <class V>
  void describe(V& v) {
    v("reason", reason);
    v("count", count);
  }
};
struct Summary {
  static constexpr const char* schema_name = "ModerationSummary";
  std::int64_t days = 30;
  std::int64_t decided = 0, kept = 0, removed = 0, restored = 0, warned = 0, suspended = 0;
  std::int64_t appeals = 0, appeals_open = 0, appeals_overturned = 0;
  std::int64_t mean_wait_minutes = 0;
  std::vector<ReasonCount> removed_for;
  template <class V>
  void describe(V& v) {
    v("days", days);
    v("decided", decided);
    v("kept", kept);
    v("removed", removed);
    v("restored", restored);
    v("warned", warned);
    v("suspended", suspended);
    v("appeals", appeals);
    v("appeals_open", appeals_open);
    v("appeals_overturned", appeals_overturned);
    v("mean_wait_minutes", mean_wait_minutes);
    v("removed_for", removed_for);
  }
};

Summary summary(const std::vector<DecisionCount>& counts) {
  Summary all;
  Micros waited = 0;
  std::array<std::int64_t, enum_names(static_cast<Reason*>(nullptr)).size()> removed_for{};
  for (const auto& each : counts) {
    waited += each.waited;
    all.decided += each.count;
    if (each.action == rules::Action::keep) all.kept += each.count;
    if (each.action == rules::Action::restore) all.restored += each.count;
    if (each.action == rules::Action::remove) {
      all.removed += each.count;
      removed_for[static_cast<std::size_t>(each.reason)] += each.count;
    }
    if (each.measure == rules::Measure::warn) all.warned += each.count;
    if (each.measure == rules::Measure::suspend) all.suspended += each.count;
    if (each.appeal != AppealState::none) all.appeals += each.count;
    if (each.appeal == AppealState::open) all.appeals_open += each.count;
    if (each.appeal == AppealState::overturned) all.appeals_overturned += each.count;
  }
  if (all.decided) all.mean_wait_minutes = waited / all.decided / minutes(1);
  for (std::size_t i = 0; i < removed_for.size(); ++i) {
    if (removed_for[i]) all.removed_for.push_back({static_cast<Reason>(i), removed_for[i]});
  }
  return all;
}

}  // namespace

void add_log_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<LogPage, Log>("/v1/moderation/log", "get_moderation_log")
                 .summary("What moderators decided, newest first, for everybody to see: no names and no words.")
                 .tag("Moderation")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const LogPage& request) -> Result<Log> {
                   TRY(const auto before, cursor_id(request.cursor, store::newest<DecisionId>));
                   Log log;
                   for (const auto& each : store::decisions_before(reader, before, request.limit)) {
                     log.items.push_back({each.id, each.subject.kind, each.action, each.measure, each.reason, each.found_by,
                                          each.appeal, each.waited / minutes(1), each.decided_at});
                   }
                   if (std::ssize(log.items) == request.limit) log.next_cursor = to_text(log.items.back().id);
                   return log;
                 }));
  routes.add(http::get<http::None, Summary>("/v1/moderation/summary", "get_moderation_summary")
                 .summary("The log's last 30 days, counted.")
                 .tag("Moderation")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<Summary> {
                   return summary(store::counts_since(reader, parts.needs.clock.now() - days(30)));
                 }));
}

}  // namespace plaza::moderation

#include "store.h"

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::moderation::store {

namespace {

struct Findings {
  std::vector<Finding> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

std::string stored(const std::vector<Finding>& findings) { return json::encode(Findings{findings}); }
std::vector<Finding> findings_from(std::string_view text) {
  auto read = json::decode<Findings>(text);  // blanked ones are none
  return read.ok() ? std::move(read->items) : std::vector<Finding>{};
}

template <class E>
E as(const db::Row& row, int column) {
  return static_cast<E>(row.integer(column));
}
template <class E>
std::int64_t number(E value) {
  return static_cast<std::int64_t>(value);
}

Case case_from(const db::Row& row) {
  Case one;
  one.id = row.id<CaseId>(0);
  one.subject = {as<Kind>(row, 1), row.string(2)};
  one.author = row.id<identity::AccountId>(3);
  one.scope = row.string(4);
  one.state = as<CaseState>(row, 5);
  one.standing = as<Standing>(row, 6);
  one.found_by = as<FoundBy>(row, 7);
  one.severity = static_cast<int>(row.integer(8));
  one.reports = row.integer(9);
  one.weight = row.real(10);
  one.reach = row.integer(11);
  one.priority = row.integer(12);
  one.findings = findings_from(row.text(13));
  one.text = row.string(14);
  one.claimed_by = row.id<identity::AccountId>(15);
  one.claimed_until = row.time(16);
  one.created_at = row.time(17);
  one.closed_at = row.time(18);
  return one;
}

Decision decision_from(const db::Row& row) {
  Decision decision;
  decision.id = row.id<DecisionId>(0);
  decision.case_id = row.id<CaseId>(1);
  decision.subject = {as<Kind>(row, 2), row.string(3)};
  decision.author = row.id<identity::AccountId>(4);
  decision.scope = row.string(5);
  decision.moderator = row.id<identity::AccountId>(6);
  decision.found_by = as<FoundBy>(row, 7);
  decision.action = as<rules::Action>(row, 8);
  decision.measure = as<rules::Measure>(row, 9);
  decision.suspended_until = row.time(10);
  decision.reason = as<Reason>(row, 11);
  decision.note = row.string(12);
  decision.text = row.string(13);
  decision.appeal = as<AppealState>(row, 14);
  decision.waited = row.integer(15);
  decision.decided_at = row.time(16);
  return decision;
}

Appeal appeal_from(const db::Row& row) {
  return {row.id<AppealId>(0), row.id<DecisionId>(1),          row.id<identity::AccountId>(2),
          row.string(3),       as<AppealState>(row, 4),        row.id<identity::AccountId>(5),
          row.string(6),       row.time(7),                    row.time(8)};
}

}  // namespace

bool insert(db::Transaction& tx, const Case& one) {
  const auto findings = stored(one.findings);
  return tx.execute(sql::insert_case,
                    {one.id, number(one.subject.kind), one.subject.id, one.author, one.scope, number(one.standing),
                     number(one.found_by), one.severity, one.reach, one.priority, findings, one.text, one.created_at}) == 1;
}
std::optional<Case> find(db::Reader& reader, CaseId id) { return reader.one(sql::find_case, {id}, case_from); }
std::optional<Case> open_case(db::Reader& reader, const Subject& subject) {
  return reader.one(sql::open_case, {number(subject.kind), subject.id}, case_from);
}
std::optional<Case> last_case(db::Reader& reader, const Subject& subject) {
  return reader.one(sql::last_case, {number(subject.kind), subject.id}, case_from);
}
std::vector<Case> queue(db::Reader& reader, CaseState state, const QueuePlace& after, std::optional<Kind> kind,
                        std::optional<Standing> standing, int limit) {
  return reader.all(sql::queue,
                    {number(state), after.priority, after.id, kind ? number(*kind) : -1, standing ? number(*standing) : -1, limit},
                    case_from);
}
std::vector<Case> held_of(db::Reader& reader, identity::AccountId author, CaseId before, int limit) {
  return reader.all(sql::held_of_author, {author, before, limit}, case_from);
}
bool refresh(db::Transaction& tx, const Case& one) {
  const auto findings = stored(one.findings);
  return tx.execute(sql::refresh_case, {one.id, number(one.standing), one.severity, one.reports, one.weight, one.reach,
                                        one.priority, findings, one.text}) == 1;
}
bool claim(db::Transaction& tx, CaseId id, identity::AccountId moderator, Time until, Time now, bool take_over) {
  return tx.execute(sql::claim_case, {id, moderator, until, now, take_over}) == 1;
}
void unclaim(db::Transaction& tx, CaseId id, identity::AccountId moderator) { tx.send(sql::unclaim_case, {id, moderator}); }
bool close(db::Transaction& tx, CaseId id, CaseState from, CaseState to, Standing standing, Time now) {
  return tx.execute(sql::close_case, {id, number(from), number(to), number(standing), now}) == 1;
}
void gone(db::Transaction& tx, const Subject& subject, Time now) {
  const auto kind = number(subject.kind);
  tx.send(sql::close_gone, {kind, subject.id, now});
  tx.send(sql::blank_cases, {kind, subject.id});
  tx.send(sql::blank_decisions, {kind, subject.id});
}
Waiting waiting(db::Reader& reader) {
  Waiting found;
  reader.each(sql::count_open, {}, [&](const db::Row& row) {
    found.open = row.integer(0);
    found.held = row.integer(1);
    found.oldest = row.time(2);
  });
  reader.each(sql::count_appeals, {}, [&](const db::Row& row) { found.appeals = row.integer(0); });
  return found;
}

void report(db::Transaction& tx, MemberReportId id, identity::AccountId reporter, const Subject& subject, CaseId of, Reason reason,
            std::string_view note, Time now) {
  tx.execute(sql::upsert_report, {number(subject.kind), subject.id, reporter, id, of, number(reason), note, now});
}
std::int64_t reports_since(db::Reader& reader, identity::AccountId reporter, Time since) {
  return reader.one(sql::reports_since, {reporter, since}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}
std::vector<ReportRow> reports_of(db::Reader& reader, CaseId id, Time now) {
  return reader.all(sql::reports_of_case, {id}, [&](const db::Row& row) {
    ReportRow report;
    report.reporter = row.id<identity::AccountId>(0);
    report.reason = as<Reason>(row, 1);
    report.note = row.string(2);
    report.created_at = row.time(3);
    report.record = {row.integer(5), row.integer(6), now - time_of_id(report.reporter.value)};
    return report;
  });
}
void settle_reports(db::Transaction& tx, CaseId id, bool right) { tx.send(sql::settle_reports, {id, right ? 1 : 2}); }
std::vector<OwnReport> reports_by(db::Reader& reader, identity::AccountId reporter) {
  return reader.all(sql::reports_by, {reporter}, [](const db::Row& row) {
    return OwnReport{{as<Kind>(row, 0), row.string(1)}, as<Reason>(row, 2), row.string(3), row.time(4)};
  });
}

void insert(db::Transaction& tx, const Decision& d) {
  tx.send(sql::insert_decision,
          {d.id, d.case_id, number(d.subject.kind), d.subject.id, d.author, d.scope, d.moderator, number(d.found_by),
           number(d.action), number(d.measure), d.suspended_until, number(d.reason), d.note, d.text, d.waited, d.decided_at});
}
std::optional<Decision> find(db::Reader& reader, DecisionId id) { return reader.one(sql::find_decision, {id}, decision_from); }
std::vector<Decision> decisions_of(db::Reader& reader, const Subject& subject) {
  return reader.all(sql::decisions_of_subject, {number(subject.kind), subject.id}, decision_from);
}
std::vector<Decision> decisions_of(db::Reader& reader, identity::AccountId author, DecisionId before, int limit) {
  return reader.all(sql::decisions_of_author, {author, before, limit}, decision_from);
}
std::vector<Decision> decisions_before(db::Reader& reader, DecisionId before, int limit) {
  return reader.all(sql::decisions_before, {before, limit}, decision_from);
}
bool set_appeal(db::Transaction& tx, DecisionId id, AppealState from, AppealState to) {
  return tx.execute(sql::set_decision_appeal, {id, number(from), number(to)}) == 1;
}
std::vector<DecisionCount> counts_since(db::Reader& reader, Time since) {
  return reader.all(sql::count_decisions, {since}, [](const db::Row& row) {
    return DecisionCount{as<rules::Action>(row, 0), as<rules::Measure>(row, 1), as<Reason>(row, 2), as<AppealState>(row, 3),
                         row.integer(4), row.integer(5)};
  });
}
std::vector<Decision> examples_after(db::Reader& reader, DecisionId after, int limit) {
  return reader.all(sql::examples_after, {after, limit}, decision_from);
}

bool insert(db::Transaction& tx, const Appeal& appeal) {
  return tx.execute(sql::insert_appeal, {appeal.id, appeal.decision_id, appeal.author, appeal.words, appeal.created_at}) == 1;
}
std::optional<Appeal> find(db::Reader& reader, AppealId id) { return reader.one(sql::find_appeal, {id}, appeal_from); }
std::optional<Appeal> appeal_of(db::Reader& reader, DecisionId id) { return reader.one(sql::appeal_of, {id}, appeal_from); }
std::vector<Appeal> appeals(db::Reader& reader, AppealState state, AppealId after, int limit) {
  return reader.all(sql::appeals_after, {number(state), after, limit}, appeal_from);
}
bool decide(db::Transaction& tx, AppealId id, AppealState to, identity::AccountId by, std::string_view answer, Time now) {
  return tx.execute(sql::decide_appeal, {id, number(to), by, answer, now}) == 1;
}

AuthorRecord author(db::Reader& reader, identity::AccountId id) {
  return reader
      .one(sql::find_author, {id},
           [](const db::Row& row) {
             return AuthorRecord{row.integer(0), row.integer(1), row.integer(2), row.time(3), row.id<DecisionId>(4)};
           })
      .value_or(AuthorRecord{});
}
void count(db::Transaction& tx, identity::AccountId author, int published, int removed, int warned) {
  if (author && (published || removed || warned)) tx.send(sql::count_author, {author, published, removed, warned});
}
void suspend(db::Transaction& tx, identity::AccountId author, Time until, DecisionId by) {
  if (author) tx.send(sql::suspend_author, {author, until, by});  // guests are not one person
}
void lift(db::Transaction& tx, identity::AccountId author, DecisionId by) { tx.send(sql::lift_suspension, {author, by}); }

void insert_recent(db::Transaction& tx, std::int64_t id, identity::AccountId author, const Recent& recent) {
  tx.send(sql::insert_recent, {id, author, number(recent.subject.kind), recent.subject.id, recent.digest, recent.at});
}
std::vector<Recent> recent(db::Reader& reader, identity::AccountId author, Time since) {
  return reader.all(sql::recent_of, {author, since}, [](const db::Row& row) {
    return Recent{row.time(0), row.integer(1), {as<Kind>(row, 2), row.string(3)}};
  });
}

std::vector<std::pair<std::string, std::string>> all_rules(db::Reader& reader) {
  return reader.all(sql::all_rules, {}, [](const db::Row& row) { return std::pair(row.string(0), row.string(1)); });
}
std::optional<RulesRow> rules(db::Reader& reader, std::string_view scope) {
  return reader.one(sql::find_rules, {scope}, [](const db::Row& row) {
    return RulesRow{row.string(0), row.integer(1), row.id<identity::AccountId>(2), row.time(3)};
  });
}
bool set_rules(db::Transaction& tx, std::string_view scope, std::string_view text, std::int64_t version, identity::AccountId by,
               Time now) {
  if (version == 0) return tx.execute(sql::first_rules, {scope, text, by, now}) == 1;
  return tx.execute(sql::next_rules, {scope, text, by, now, version}) == 1;
}

}  // namespace plaza::moderation::store

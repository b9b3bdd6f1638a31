// The queue: what waits, one case with all that is known, claims and decisions, one or many.
#include "identity/roles.h"
#include "platform/base/text.h"
#include "views.h"

namespace plaza::moderation {

namespace {

using http::Call;

struct QueuePage {
  CaseState state = CaseState::open;
  std::optional<Kind> kind;
  std::optional<Standing> standing;
  int limit = 30;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("state", state, json::Optional{});
    v("kind", kind);
    v("standing", standing);
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};
struct QueueView {
  static constexpr const char* schema_name = "ModerationQueue";
  std::vector<CaseView> items;
  std::optional<std::string> next_cursor;
  std::int64_t open = 0, held = 0, appeals = 0;
  std::optional<Time> oldest;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
    v("open", open, json::Doc{"Cases that wait, of all kinds."});
    v("held", held);
    v("appeals", appeals);
    v("oldest", oldest);
  }
};

struct OneCase {
  static constexpr const char* schema_name = "OneModerationCase";
  CaseId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct OpenCase {
  static constexpr const char* schema_name = "OpenModerationCase";
  Kind kind = Kind::post;
  std::string id;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("id", id, json::Length{1, 60});
  }
};
struct ClaimCase {
  static constexpr const char* schema_name = "ClaimModerationCase";
  CaseId id;
  bool take_over = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("take_over", take_over, json::Optional{}, json::Doc{"Also from somebody who is looking at it."});
  }
};

#define MODERATION_WISH_MEMBERS                        \
  rules::Action action = rules::Action::keep;          \
  rules::Measure measure = rules::Measure::none;       \
  std::int64_t days = 7;                               \
  Reason reason = Reason::other;                       \
  std::string note;                                    \
  bool take_over = false

template <class V, class Request>
void describe_wish(V& v, Request& request) {
  v("action", request.action);
  v("measure", request.measure, json::Optional{}, json::Doc{"Against the author, besides."});
  v("days", request.days, json::Between{1, 365}, json::Optional{}, json::Doc{"Of a suspension."});
  v("reason", request.reason, json::Optional{});
  v("note", request.note, json::Length{0, 1'000}, json::Multiline{}, json::Optional{}, json::Doc{"To the author."});
  v("take_over", request.take_over, json::Optional{});
}

struct DecideCase {
  static constexpr const char* schema_name = "DecideModerationCase";
  CaseId id;
  MODERATION_WISH_MEMBERS;
  template <class V>
  void describe(V& v) {
    v("id", id);
    describe_wish(v, *this);
  }
};
struct DecideMany {
  static constexpr const char* schema_name = "DecideModerationCases";
  std::vector<CaseId> ids;
  MODERATION_WISH_MEMBERS;
  template <class V>
  void describe(V& v) {
    v("ids", ids, json::Items{1, bulk_max});
    describe_wish(v, *this);
  }
};
struct OneOutcome {
  static constexpr const char* schema_name = "ModerationOutcome";
  CaseId id;
  std::string code;  // empty: done
  std::string detail;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("code", code, json::Doc{"Why it was left as it is; empty: decided."});
    v("detail", detail);
  }
};
struct Outcomes {
  static constexpr const char* schema_name = "ModerationOutcomes";
  std::vector<OneOutcome> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

template <class Request>
Wish wish_of(const Request& request) {
  return {request.action, request.measure, request.days, request.reason, std::string(trimmed(request.note))};
}
template <class Request>
Claimed claimed_of(const Request& request) {
  return request.take_over ? Claimed::take_over : Claimed::respect;
}

std::string place_text(const Case& one) { return std::to_string(one.priority) + "." + to_text(one.id); }
Result<store::QueuePlace> place_from(const std::string& cursor) {
  if (cursor.empty()) return store::QueuePlace{};
  const auto dot = cursor.find('.');
  const auto priority = parse_integer(cursor.substr(0, dot));
  const auto id = dot == std::string::npos ? std::nullopt : parse_id<CaseId>(cursor.substr(dot + 1));
  if (!priority || !id) return invalid_field("cursor", "not_allowed", "is not a cursor of this list");
  return store::QueuePlace{*priority, *id};
}

QueueView queue(const Parts& parts, db::Reader& reader, const QueuePage& page, const store::QueuePlace& after) {
  QueueView view;
  const auto found = store::queue(reader, page.state, after, page.kind, page.standing, page.limit);
  for (const auto& each : found) view.items.push_back(case_view(parts, each));
  if (std::ssize(found) == page.limit) view.next_cursor = place_text(found.back());
  const auto waiting = store::waiting(reader);
  view.open = waiting.open;
  view.held = waiting.held;
  view.appeals = waiting.appeals;
  if (waiting.oldest.micros) view.oldest = waiting.oldest;
  return view;
}

// Each in a savepoint of its own: one that is refused leaves the others decided.
Outcomes decide_many(const Parts& parts, db::Transaction& tx, identity::AccountId moderator, const DecideMany& request) {
  Outcomes outcomes;
  for (const auto id : request.ids) {
    OneOutcome outcome{id, "", ""};
    tx.nested([&] {
      const auto decided = parts.desk.decide(tx, moderator, id, wish_of(request), claimed_of(request));
      if (!decided.ok()) {
        outcome.code = decided.error().code;
        outcome.detail = decided.error().detail;
      }
      return decided.ok();
    });
    outcomes.items.push_back(std::move(outcome));
  }
  return outcomes;
}

void add_cases(http::Routes& routes, const Parts& parts, http::Access access) {
  routes.add(http::get<QueuePage, QueueView>("/v1/admin/moderation/cases", "list_moderation_cases")
                 .summary("What waits to be looked at, what weighs most first; or what was.")
                 .tag("Moderation").access(access)
                 .read(parts.database, [parts](Call&, db::Reader& reader, const QueuePage& request) -> Result<QueueView> {
                   TRY(const auto after, place_from(request.cursor));
                   return queue(parts, reader, request, after);
                 }));
  routes.add(http::post<OpenCase, CaseDetail>("/v1/admin/moderation/cases", "open_moderation_case")
                 .summary("Opens a case for a piece that nobody reported, or gives the one that is open.")
                 .tag("Moderation").access(access)
                 .error("moderation.subject_not_found", ErrorKind::not_found, "There is no such piece.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const OpenCase& request) -> Result<CaseDetail> {
                   TRY(const auto one, parts.desk.open(tx, {request.kind, request.id}));
                   return case_detail(parts, tx, one);
                 }));
  routes.add(http::get<OneCase, CaseDetail>("/v1/admin/moderation/cases/{id}", "get_moderation_case")
                 .summary("One case: the piece as it stands, who reported it and why, its author's record, earlier decisions.")
                 .tag("Moderation").access(access)
                 .error("moderation.case_not_found", ErrorKind::not_found, "There is no such case.")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const OneCase& request) -> Result<CaseDetail> {
                   const auto one = store::find(reader, request.id);
                   if (!one) return Error{ErrorKind::not_found, "moderation.case_not_found", "There is no such case."};
                   return case_detail(parts, reader, *one);
                 }));
  routes.add(http::post<ClaimCase, CaseDetail>("/v1/admin/moderation/cases/{id}/claim", "claim_moderation_case")
                 .summary("Tells other moderators for ten minutes that one looks at it.")
                 .tag("Moderation").access(access)
                 .error("moderation.case_not_found", ErrorKind::not_found, "There is no such case.")
                 .error("moderation.claimed", ErrorKind::conflict, "Somebody else is looking at it.")
                 .error("moderation.already_decided", ErrorKind::conflict, "Somebody has decided it.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const ClaimCase& request) -> Result<CaseDetail> {
                   TRY(const auto one, parts.desk.claim(tx, account_of(call), request.id, claimed_of(request)));
                   return case_detail(parts, tx, one);
                 }));
}

void add_deciding(http::Routes& routes, const Parts& parts, http::Access access) {
  routes.add(http::post<DecideCase, CaseDetail>("/v1/admin/moderation/cases/{id}/decide", "decide_moderation_case")
                 .summary("Keeps, removes or restores a piece, with a reason and a note to its author; warns or suspends the author.")
                 .tag("Moderation").access(access)
                 .error("moderation.case_not_found", ErrorKind::not_found, "There is no such case.")
                 .error("moderation.subject_not_found", ErrorKind::not_found, "The piece is not there any more.")
                 .error("moderation.already_decided", ErrorKind::conflict, "Somebody has decided it.")
                 .error("moderation.claimed", ErrorKind::conflict, "Somebody else is looking at it.")
                 .error("moderation.not_possible", ErrorKind::conflict, "A removed piece cannot be kept, a visible one not restored.")
                 .error("moderation.appeal_open", ErrorKind::conflict, "Its author has appealed: answer the appeal.")
                 .error("moderation.own_decision", ErrorKind::forbidden, "You wrote it: another moderator has to look.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const DecideCase& request) -> Result<CaseDetail> {
                   TRY_DONE(parts.desk.decide(tx, account_of(call), request.id, wish_of(request), claimed_of(request)));
                   const auto one = store::find(tx, request.id);
                   CHECK(one);
                   return case_detail(parts, tx, *one);
                 }));
  routes.add(http::post<DecideMany, Outcomes>("/v1/admin/moderation/decide", "decide_moderation_cases")
                 .summary("The same decision about many cases; says of each whether it was taken.")
                 .tag("Moderation").access(access)
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const DecideMany& request) -> Result<Outcomes> {
                   return decide_many(parts, tx, account_of(call), request);
                 }));
}

}  // namespace

void add_desk_routes(http::Routes& routes, const Parts& parts) {
  const auto access = identity::staff_access(identity::moderator);
  add_cases(routes, parts, access);
  add_deciding(routes, parts, access);
}

}  // namespace plaza::moderation

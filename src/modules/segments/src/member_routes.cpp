// Who is in a segment: in pages for people, as a file for other tools.
#include "platform/csv/writer.h"
#include "routes.h"
#include "views.h"

namespace plaza::segments {
namespace {

using http::Call;
using identity::AccountId;

constexpr int rows_in_part = 5'000;

std::string cursor_of(const Member& who) { return who.account ? to_text(AccountId{who.account}) : "v:" + who.visitor; }

Result<std::optional<Member>> last_of(std::string_view cursor) {
  if (cursor.empty()) return std::optional<Member>();
  if (cursor.starts_with("v:") && cursor.size() > 2) return std::optional(Member{0, std::string(cursor.substr(2))});
  const auto account = parse_id<AccountId>(cursor);
  if (!account) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
  return std::optional(Member{account->value, ""});
}

Result<MemberPage> members(const RouteParts& parts, db::Reader& reader, const ListMembers& request) {
  if (!store::find(reader, request.id)) return not_found();
  TRY(const auto last, last_of(request.cursor));
  auto rows = store::members(reader, request.id, last, request.limit + 1);
  MemberPage page;
  if (std::ssize(rows) > request.limit) {
    rows.pop_back();
    page.next_cursor = cursor_of(rows.back().who);
  }
  for (const auto& row : rows) {
    MemberView member{row.who.visitor, MemberKind::visitor, "", row.since, std::nullopt};
    if (row.who.account) {
      const AccountId account{row.who.account};
      const auto face = parts.accounts.face(account);
      member = {to_text(account), MemberKind::account, face ? face->name : "", row.since, std::nullopt};
    }
    page.items.push_back(std::move(member));
  }
  return page;
}

const char* consent_text(const RouteParts& parts, AccountId account, const char* channel) {
  const auto* consents = *parts.consents;
  const auto given = consents && account ? consents->given(account, channel) : std::nullopt;
  return !given ? "never_asked" : *given ? "given" : "withdrawn";
}

struct Part {
  std::string text, name, next;
};

Result<Part> write_part(const RouteParts& parts, db::Reader& reader, std::string_view id, std::string_view cursor) {
  const auto segment_id = parse_id<SegmentId>(id);
  const auto segment = segment_id ? store::find(reader, *segment_id) : std::nullopt;
  if (!segment) return not_found();
  TRY(const auto last, last_of(cursor));
  Part part;
  part.name = segment->handle;
  csv::Writer writer(part.text);
  for (const char* title : {"kind", "id", "name", "email", "since", "email_consent", "sms_consent"}) writer.field(title);
  writer.end_record();
  const auto rows = store::members(reader, *segment_id, last, rows_in_part);
  for (const auto& row : rows) {
    const AccountId account{row.who.account};
    const auto* consents = *parts.consents;
    if (consents && !consents->may_share(account, row.who.visitor)) continue;
    const auto known = account ? parts.accounts.find(reader, account) : std::nullopt;
    writer.field(account ? "account" : "visitor")
        .field(account ? to_text(account) : row.who.visitor)
        .field(known ? known->display_name : "")
        .field(known ? known->email : "")
        .field(to_text(row.since))
        .field(consent_text(parts, account, "email"))
        .field(consent_text(parts, account, "sms"));
    writer.end_record();
  }
  if (std::ssize(rows) == rows_in_part) part.next = cursor_of(rows.back().who);
  return part;
}

Task<http::Response> file(const RouteParts& parts, Call& call) {
  const std::string id(call.path_value("id")), cursor(call.request.query_value("cursor").value_or(""));
  auto work = [&](db::Reader& reader) { return write_part(parts, reader, id, cursor); };
  auto part = co_await parts.database.read(work);
  if (!part.ok()) co_return http::problem(part.error());
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.header("content-disposition", "attachment; filename=\"" + part->name + ".csv\"");
  response.header("cache-control", "no-store");
  if (!part->next.empty()) response.header("plaza-next-cursor", part->next);
  response.body = std::move(part->text);
  co_return response;
}

struct OfAccount {
  AccountId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct MembershipView {
  static constexpr const char* schema_name = "SegmentMembership";
  SegmentId id;
  std::string handle, name;
  Time since;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("since", since);
  }
};
struct MembershipList {
  static constexpr const char* schema_name = "SegmentMemberships";
  std::vector<MembershipView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

}  // namespace

void add_member_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<OfAccount, MembershipList>("/v1/admin/accounts/{id}/segments", "listSegmentsOfAccount")
                 .summary("The segments that an account is in now, from memory.")
                 .tag("Segments")
                 .access(may_read())
                 .memory([parts](Call&, const OfAccount& r) -> Result<MembershipList> {
                   MembershipList list;
                   for (const auto& each : parts.roster.of(Member{r.id.value, ""})) list.items.push_back({each.id, each.handle, each.name, each.since});
                   return list;
                 }));
  routes.add(http::get<ListMembers, MemberPage>("/v1/admin/segments/{id}/members", "listSegmentMembers")
                 .summary("Who is in it: accounts, newest first, then visitors.")
                 .tag("Segments")
                 .access(may_read())
                 .error("segments.not_found", ErrorKind::not_found, "There is no such segment.")
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader, const ListMembers& r) { return members(parts, reader, r); }));
  routes.add(http::get<http::None, http::None>("/v1/admin/segments/{id}/members.csv", "exportSegmentMembers")
                 .summary("Its members as a file, 5,000 in a part, with what they said to marketing, without those who let nothing be shared; header plaza-next-cursor.")
                 .tag("Segments")
                 .access(may_write())
                 .status(200)
                 .error("segments.not_found", ErrorKind::not_found, "There is no such segment.")
                 .raw([parts](Call& call) { return file(parts, call); }));
}

}  // namespace plaza::segments

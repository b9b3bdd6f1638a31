#include "routes.h"

#include "platform/json/decode.h"
#include "platform/json/document.h"
#include "views.h"

namespace plaza::segments {
namespace {

using http::Call;

constexpr const char* none = "segments.not_found";
constexpr const char* wrong = "segments.rule_invalid";
constexpr const char* tag = "Segments";

VariantView variant_view(const Variant& variant) {
  return {variant.title, variant.text, variant.landing, variant.collections, variant.priority};
}

Result<SegmentView> view(const RouteParts& parts, db::Reader& reader, const Segment& segment) {
  SegmentView view;
  view.id = segment.id;
  view.handle = segment.handle;
  view.name = segment.name;
  view.description = segment.description;
  view.rule.text = segment.rule;
  TRY(const auto document, json::parse(segment.rule));
  TRY(const auto rule, parse_tree(document.root(), "rule"));
  view.text = text_of(rule);
  view.cost = cost_of(rule);
  view.count = parts.roster.count(segment.id);
  view.building = parts.roster.is_building(segment.id);
  if (const auto variant = store::find_variant(reader, segment.id)) view.variant = variant_view(*variant);
  view.version = segment.version;
  view.created_at = segment.created_at;
  view.updated_at = segment.updated_at;
  return view;
}

Result<SegmentList> list(const RouteParts& parts, db::Reader& reader) {
  SegmentList found;
  for (const auto& segment : store::all(reader)) {
    TRY(auto one, view(parts, reader, segment));
    found.items.push_back(std::move(one));
  }
  return found;
}

Result<SegmentView> find(const RouteParts& parts, db::Reader& reader, SegmentId id) {
  const auto segment = store::find(reader, id);
  if (!segment) return not_found();
  return view(parts, reader, *segment);
}

Task<Result<PreviewView>> preview(const RouteParts& parts, GivenRule given) {
  auto rule = parts.desk.read(given);
  if (!rule.ok()) co_return rule.error();
  const auto need = [&](db::Reader& reader) {
    parts.shelves.need(reader, *rule);
    return true;
  };
  (void)co_await parts.database.read(need);
  auto looked = co_await parts.previewer.look(*rule);
  if (!looked.ok()) co_return looked.error();
  PreviewView view;
  view.text = text_of(*rule);
  view.rule.text = boost::json::serialize(tree_of(*rule));
  view.cost = cost_of(*rule);
  view.count = looked->count;
  view.accounts = looked->accounts;
  view.looked_at = looked->looked_at;
  view.people = looked->people;
  for (const auto& [who, last_seen] : looked->sample) {
    MemberView member{who.visitor, MemberKind::visitor, "", std::nullopt, last_seen};
    if (who.account) {
      const identity::AccountId account{who.account};
      const auto face = parts.accounts.face(account);
      member = {to_text(account), MemberKind::account, face ? face->name : "", std::nullopt, last_seen};
    }
    view.sample.push_back(std::move(member));
  }
  co_return view;
}

Vocabulary vocabulary(const RouteParts& parts, db::Reader& reader) {
  Vocabulary found;
  std::vector<std::string> missing(domain_events().begin(), domain_events().end());
  for (auto& event : parts.roster.events_seen()) {
    VocabularyEvent one{event.name, event.trusted, {}};
    std::erase(missing, event.name);
    for (auto& field : event.fields) one.fields.push_back({std::move(field.name), field.varied, std::move(field.values)});
    found.events.push_back(std::move(one));
  }
  for (auto& name : missing) {
    if (found.events.size() < 2'000) found.events.push_back({std::move(name), true, {}});
  }
  found.traits = parts.roster.traits_seen();
  for (const char* builtin : {"account", "first_seen", "last_seen"}) found.traits.push_back(builtin);
  if (const auto* predictions = parts.desk.predictions()) found.predictions = predictions->names();
  found.channels = {"email", "sms"};
  for (const auto& collection : parts.collections.all(reader)) found.collections.push_back(collection.handle);
  const auto figures = parts.roster.figures();
  found.people = figures.people;
  found.occurrences = figures.occurrences;
  found.refused = figures.refused;
  return found;
}

void add_reading(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, SegmentList>("/v1/admin/segments", "listSegments")
                 .summary("All segments with how many are in them now, oldest first.")
                 .tag(tag)
                 .access(may_read())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) { return list(parts, reader); }));
  routes.add(http::get<SegmentPath, SegmentView>("/v1/admin/segments/{id}", "getSegment")
                 .summary("A segment, its rule as text and as a tree, and how many are in it now.")
                 .tag(tag)
                 .access(may_read())
                 .error(none, ErrorKind::not_found, "There is no such segment.")
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader, const SegmentPath& r) { return find(parts, reader, r.id); }));
  routes.add(http::get<http::None, Vocabulary>("/v1/admin/segment_vocabulary", "getSegmentVocabulary")
                 .summary("What rules can speak of: events, fields and traits that were seen, predictions, channels, collections.")
                 .tag(tag)
                 .access(may_read())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<Vocabulary> {
                   return vocabulary(parts, reader);
                 }));
  routes.add(http::post<RuleMembers, PreviewView>("/v1/admin/segments/preview", "previewSegment")
                 .summary("How many fit a rule now, and some of them; nothing is kept. Text and tree of the rule come back.")
                 .tag(tag)
                 .access(may_read())
                 .error(wrong, ErrorKind::unprocessable, "The rule cannot be read; each error names its place.")
                 .error("segments.busy", ErrorKind::unavailable, "Too many previews wait.")
                 .task([parts](Call&, const RuleMembers& r) { return preview(parts, r); }));
}

void add_writing(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::post<CreateSegment, SegmentView>("/v1/admin/segments", "createSegment")
                 .summary("Makes a segment. Everybody is looked at in the background; then its members follow live.")
                 .tag(tag)
                 .access(may_write())
                 .status(201)
                 .idempotent()
                 .error(wrong, ErrorKind::unprocessable, "The rule cannot be read; each error names its place.")
                 .error("segments.handle_taken", ErrorKind::conflict, "Another segment has this handle.")
                 .error("segments.too_many", ErrorKind::conflict, "There are 1,000 segments.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const CreateSegment& r) -> Result<SegmentView> {
                          TRY(const auto made, parts.desk.create(tx, {r.handle, r.name, r.description, r}));
                          return view(parts, tx, made);
                        }));
  routes.add(http::patch<PatchSegment, SegmentView>("/v1/admin/segments/{id}", "updateSegment")
                 .summary("Changes what is given. The handle stays: discounts name it.")
                 .tag(tag)
                 .access(may_write())
                 .error(none, ErrorKind::not_found, "There is no such segment.")
                 .error(wrong, ErrorKind::unprocessable, "The rule cannot be read; each error names its place.")
                 .error("segments.stale", ErrorKind::conflict, "Somebody else changed it meanwhile.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const PatchSegment& r) -> Result<SegmentView> {
                          TRY(const auto now, parts.desk.update(tx, {r.id, r.version, r.name, r.description, r}));
                          return view(parts, tx, now);
                        }));
  routes.add(http::del<SegmentPath, http::None>("/v1/admin/segments/{id}", "deleteSegment")
                 .summary("Deletes a segment with its members. Discounts that name it hold for nobody.")
                 .tag(tag)
                 .access(may_write())
                 .error(none, ErrorKind::not_found, "There is no such segment.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const SegmentPath& r) -> Result<http::None> {
                   TRY_DONE(parts.desk.remove(tx, r.id));
                   return http::None{};
                 }));
  routes.add(http::put<PutVariant, VariantView>("/v1/admin/segments/{id}/variant", "putSegmentVariant")
                 .summary("What the shop shows to its members: a title, where it leads, which collections come first.")
                 .tag(tag)
                 .access(may_write())
                 .error(none, ErrorKind::not_found, "There is no such segment.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PutVariant& r) -> Result<VariantView> {
                   Variant wish{r.id, r.title, r.text, r.landing, r.collections, r.priority};
                   TRY(const auto kept, parts.desk.put_variant(tx, std::move(wish)));
                   return variant_view(kept);
                 }));
  routes.add(http::del<SegmentPath, http::None>("/v1/admin/segments/{id}/variant", "deleteSegmentVariant")
                 .summary("Its members see the shop as everybody does.")
                 .tag(tag)
                 .access(may_write())
                 .error(none, ErrorKind::not_found, "There is no such segment.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const SegmentPath& r) -> Result<http::None> {
                   TRY_DONE(parts.desk.delete_variant(tx, r.id));
                   return http::None{};
                 }));
}

}  // namespace

void add_segment_routes(http::Routes& routes, const RouteParts& parts) {
  add_reading(routes, parts);
  add_writing(routes, parts);
  add_member_routes(routes, parts);
}

}  // namespace plaza::segments

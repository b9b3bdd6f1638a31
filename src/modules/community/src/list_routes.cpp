// Lists of discussions: found in memory, in the viewer's own order or one they chose.
#include <algorithm>

#include "platform/base/text.h"
#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct AllPage {
  static constexpr const char* schema_name = "CommunityDiscussionsPage";
  Sort sort = Sort::for_you;
  std::string tag, product, q, cursor;
  std::optional<Kind> kind;
  std::int64_t limit = 20;
  template <class V>
  void describe(V& v) {
    v("sort", sort, json::Optional{}, json::Doc{"for_you: by what one engages with; without an account, by activity."});
    v("tag", tag, json::Optional{}, json::Length{0, 40});
    v("kind", kind);
    v("product", product, json::Optional{}, json::Length{0, 200}, json::Doc{"A product's handle."});
    v("q", q, json::Optional{}, json::Length{0, 80}, json::Doc{"Words of titles."});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};
struct GroupPage : AllPage {
  static constexpr const char* schema_name = "CommunityGroupDiscussionsPage";
  std::string slug;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    AllPage::describe(v);
  }
};
struct DiscussionList {
  static constexpr const char* schema_name = "CommunityDiscussionList";
  std::vector<DiscussionCard> items, pinned;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
    v("pinned", pinned, json::Doc{"Of a group's first page."});
  }
};

ThreadIndex::Allowed allowed_to(const Parts& parts, const Looker& looker) {
  return [&book = parts.book, &blocks = parts.needs.blocks, looker](const Facts& facts) {
    return book.reads(facts.group, looker) && !blocks.apart(looker.account, facts.author);
  };
}

void add_card(const Parts& parts, db::Reader& reader, DiscussionId id, const Viewing& viewing, std::vector<DiscussionCard>& into) {
  const auto found = store::find(reader, id);
  if (found && found->status == PieceStatus::published) into.push_back(parts.presenter.card(reader, *found, viewing));
}

std::string reason_text(const Parts& parts, const Ranked& ranked, const Viewing& viewing) {
  if (ranked.reason == "author") {
    const auto face = parts.needs.accounts.face(ranked.author);
    return face ? "author:" + face->handle : "active";
  }
  if (ranked.reason != "product") return ranked.reason;
  const auto chip = parts.presenter.chip(ranked.product, viewing);
  return chip ? "product:" + chip->handle : "active";
}

// The order as of the first page's moment: "<micros>.<how many were shown>".
Result<DiscussionList> personal(const Parts& parts, db::Reader& reader, const AllPage& request, GroupId group, const Viewing& viewing) {
  const auto from = request.cursor.empty() ? Pair{parts.needs.clock.now().micros, 0} : parse_pair(request.cursor).value_or(Pair{-1, 0});
  if (from.first < 0 || from.second < 0) return bad_cursor();
  const auto ranked = parts.tastes.rank(viewing.looker.account, group, Time{from.first}, allowed_to(parts, viewing.looker));
  DiscussionList list;
  auto at = static_cast<std::size_t>(from.second);
  for (; at < ranked.size() && std::ssize(list.items) < request.limit; ++at) {
    const auto before = list.items.size();
    add_card(parts, reader, ranked[at].id, viewing, list.items);
    if (list.items.size() > before) list.items.back().reason = reason_text(parts, ranked[at], viewing);
  }
  if (at < ranked.size()) list.next_cursor = pair_text(from.first, static_cast<std::int64_t>(at));
  return list;
}

Result<DiscussionList> list(const Parts& parts, db::Reader& reader, const AllPage& request, GroupId group, const Viewing& viewing) {
  ListQuery query;
  query.group = group;
  query.sort = request.sort;
  query.tag = request.tag;
  query.kind = request.kind;
  query.limit = static_cast<int>(request.limit);
  if (!request.product.empty()) {
    const auto product = parts.needs.catalog.product_by_handle(reader, request.product);
    if (!product) return DiscussionList{};
    query.product = product->id;
  }
  const std::string words = folded(request.q);
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    if (end > at) query.words.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  const bool plain = query.tag.empty() && !query.kind && !query.product && query.words.empty();
  const auto* consents = parts.needs.consents;
  const bool is_personal = viewing.looker.account &&
                           (!consents || consents->allows({viewing.looker.account, ""}, profiles::Purpose::personalization));
  if (query.sort == Sort::for_you && !is_personal) query.sort = Sort::active;
  if (query.sort == Sort::for_you && plain) return personal(parts, reader, request, group, viewing);
  if (!request.cursor.empty()) {
    const auto after = parse_pair(request.cursor);
    if (!after) return bad_cursor();
    query.after = {after->first, after->second};
  }
  const auto page = parts.index.list(query, allowed_to(parts, viewing.looker));
  DiscussionList list;
  for (const auto id : page.ids) add_card(parts, reader, id, viewing, list.items);
  for (auto& card : list.items) {
    const auto found = query.product && card.accepted ? store::find(reader, card.id) : std::nullopt;
    if (found) card.answer = parts.presenter.answer(reader, *found, viewing);
  }
  if (page.next) list.next_cursor = pair_text(page.next->key, page.next->id);
  return list;
}

}  // namespace

void add_list_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<GroupPage, DiscussionList>("/v1/groups/{slug}/discussions", "listGroupDiscussions")
                 .summary("Discussions of a group, in one's own order or by activity, age or votes.")
                 .tag(tag)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Members read this.")
                 .read(database, [parts](Call& call, db::Reader& reader, const GroupPage& request) -> Result<DiscussionList> {
                   const auto viewing = viewing_of(call);
                   TRY(const Group group, parts.rooms.readable(viewing.looker, request.slug));
                   TRY(DiscussionList answer, list(parts, reader, request, group.id, viewing));
                   if (request.cursor.empty()) {
                     for (const auto id : parts.index.pinned(group.id)) {
                       if (answer.pinned.size() < 5) add_card(parts, reader, id, viewing, answer.pinned);
                     }
                   }
                   return answer;
                 }));
  routes.add(http::get<AllPage, DiscussionList>("/v1/discussions", "listDiscussions")
                 .summary("Discussions of all groups that one may read.")
                 .tag(tag)
                 .read(database, [parts](Call& call, db::Reader& reader, const AllPage& request) -> Result<DiscussionList> {
                   auto viewing = viewing_of(call);
                   viewing.looker.staff = false;  // secret groups do not mix into what staff read as members
                   return list(parts, reader, request, GroupId{}, viewing);
                 }));
}

}  // namespace plaza::community

// Replies, votes, accepted answers, polls.
#include <algorithm>
#include <limits>
#include <map>

#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";
constexpr int thread_max = 2'000;  // replies that are put into the order of their thread; more come by number

enum class ReplySort { thread, helpful, newest };
constexpr auto enum_names(ReplySort*) { return std::array{"thread", "helpful", "newest"}; }

struct RepliesPage {
  static constexpr const char* schema_name = "CommunityRepliesPage";
  DiscussionId id;
  ReplySort sort = ReplySort::thread;
  std::int64_t after = -1, limit = 50;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("sort", sort, json::Optional{});
    v("after", after, json::Optional{}, json::Between{-1, 1'000'000'000}, json::Doc{"A reply's number: those after it, oldest first."});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};
struct ReplyList {
  static constexpr const char* schema_name = "CommunityReplyList";
  std::vector<ReplyView> items;
  std::optional<std::string> next_cursor;
  std::int64_t last = 0;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
    v("last", last);
  }
};
struct WriteReply {
  static constexpr const char* schema_name = "WriteCommunityReply";
  DiscussionId id;
  std::optional<ReplyId> parent_id;
  std::string text;
  std::vector<media::MediaId> media_ids;
  std::vector<catalog::ProductId> product_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Multiline{}, json::Length{1, 10'000});
    v("parent_id", parent_id);
    v("media_ids", media_ids, json::Optional{}, json::Items{0, 8});
    v("product_ids", product_ids, json::Optional{}, json::Items{0, 8});
  }
};
struct EditReply {
  static constexpr const char* schema_name = "EditCommunityReply";
  ReplyId id;
  std::optional<std::string> text;
  std::optional<std::vector<media::MediaId>> media_ids;
  std::optional<std::vector<catalog::ProductId>> product_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Multiline{}, json::Length{1, 10'000});
    v("media_ids", media_ids, json::Items{0, 8});
    v("product_ids", product_ids, json::Items{0, 8});
  }
};

// Parents before children, siblings by time.
std::vector<Reply> in_thread_order(std::vector<Reply> replies) {
  std::map<std::int64_t, std::vector<std::size_t>> children;
  std::map<std::int64_t, bool> there;
  for (const auto& each : replies) there[each.id.value] = true;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const auto parent = replies[i].parent.value;
    children[there.contains(parent) ? parent : 0].push_back(i);
  }
  std::vector<Reply> ordered;
  ordered.reserve(replies.size());
  std::vector<std::size_t> waiting(children[0].rbegin(), children[0].rend());
  while (!waiting.empty()) {
    const auto at = waiting.back();
    waiting.pop_back();
    const auto id = replies[at].id.value;
    ordered.push_back(std::move(replies[at]));
    if (const auto found = children.find(id); found != children.end()) {
      waiting.insert(waiting.end(), found->second.rbegin(), found->second.rend());
    }
  }
  return ordered;
}

Result<std::vector<Reply>> page_of(db::Reader& reader, const RepliesPage& request, std::optional<std::string>& next) {
  const int limit = static_cast<int>(request.limit);
  if (request.after >= 0) {
    auto found = store::replies_after(reader, request.id, request.after, limit);
    return found;
  }
  const auto cursor = parse_pair(request.cursor);
  if (!request.cursor.empty() && !cursor) return bad_cursor();
  if (request.sort == ReplySort::thread) {
    auto all = in_thread_order(store::replies_after(reader, request.id, 0, thread_max));
    const auto from = static_cast<std::size_t>(std::clamp<std::int64_t>(cursor ? cursor->first : 0, 0, std::ssize(all)));
    const auto to = std::min(all.size(), from + static_cast<std::size_t>(limit));
    if (to < all.size()) next = pair_text(static_cast<std::int64_t>(to), 0);
    return std::vector<Reply>(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to));
  }
  constexpr double unit = 1e9;
  std::vector<Reply> found;
  if (request.sort == ReplySort::newest) {
    found = store::replies_before(reader, request.id, cursor ? cursor->first : std::numeric_limits<std::int64_t>::max(), limit);
    if (std::ssize(found) == limit) next = pair_text(found.back().number, 0);
  } else {
    // A hair above the last score: it is stored with more digits than the cursor has, so that one reply may come again.
    const double score = cursor ? (static_cast<double>(cursor->first) + 0.5) / unit : 2;
    found = store::replies_helpful(reader, request.id, score, cursor ? cursor->second : 0, limit);
    if (std::ssize(found) == limit) next = pair_text(static_cast<std::int64_t>(found.back().score * unit), found.back().number);
  }
  return found;
}

Result<ReplyList> list(const Parts& parts, const Call& call, db::Reader& reader, const RepliesPage& request) {
  const auto viewing = viewing_of(call);
  TRY(const Discussion d, parts.threads.visible(reader, viewing.looker, request.id));
  ReplyList answer;
  answer.last = d.last;
  TRY(const auto found, page_of(reader, request, answer.next_cursor));
  for (const auto& reply : found) answer.items.push_back(parts.presenter.view(reader, reply, d, viewing));
  return answer;
}

Result<ReplyView> view_of(const Parts& parts, const Call& call, db::Transaction& tx, const Reply& reply) {
  const auto d = store::find(tx, reply.discussion);
  CHECK(d);
  return parts.presenter.view(tx, reply, *d, viewing_of(call));
}

}  // namespace

void add_reply_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<RepliesPage, ReplyList>("/v1/discussions/{id}/replies", "listReplies")
                 .summary("Replies of a discussion. Hidden ones keep their place without words.")
                 .tag(tag)
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .read(database, [parts](Call& call, db::Reader& reader, const RepliesPage& request) {
                   return list(parts, call, reader, request);
                 }));
  routes.add(http::post<WriteReply, ReplyView>("/v1/discussions/{id}/replies", "writeReply")
                 .summary("Replies to a discussion or to a reply. It may be held until a moderator has looked.")
                 .tag(tag).access(http::Access::signed_in()).status(201).idempotent()
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.reply_not_found", ErrorKind::not_found, "What is answered is not there.")
                 .error("community.cannot_reply", ErrorKind::forbidden, "Not a member, or not with these people: one answer for all.")
                 .error("community.locked", ErrorKind::conflict, "The discussion is closed.")
                 .error("community.archived", ErrorKind::conflict, "The group can only be read.")
                 .error("community.limit_links", ErrorKind::unprocessable, "More links than your level allows.")
                 .error("community.limit_pictures", ErrorKind::unprocessable, "More pictures than your level allows.")
                 .error("community.limit_mentions", ErrorKind::unprocessable, "More mentions than your level allows.")
                 .error("community.limit_today", ErrorKind::too_many, "More in a day than your level allows.")
                 .error("moderation.refused", ErrorKind::unprocessable, "A rule refuses it; detail says which.")
                 .error("moderation.suspended", ErrorKind::forbidden, "May not write until a time.")
                 .error("moderation.too_fast", ErrorKind::too_many, "Too much in a short time.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const WriteReply& request) -> Result<ReplyView> {
                   const NewReply wanted{request.id, request.parent_id.value_or(ReplyId{}),
                                         {request.text, request.media_ids, request.product_ids}};
                   TRY(const Reply made, parts.threads.reply(tx, looker_of(call), wanted, parts.needs.clock.now(), Screening::asked));
                   return view_of(parts, call, tx, made);
                 }));
  routes.add(http::patch<EditReply, ReplyView>("/v1/replies/{id}", "editReply")
                 .summary("Changes one's own reply.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.reply_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "It is somebody else's, or was removed.")
                 .error("moderation.refused", ErrorKind::unprocessable, "A rule refuses it; detail says which.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const EditReply& request) -> Result<ReplyView> {
                   const Change change{{}, request.text, {}, request.media_ids, request.product_ids, {}};
                   TRY(const Reply now, parts.threads.edit(tx, looker_of(call), request.id, change));
                   return view_of(parts, call, tx, now);
                 }));
  routes.add(http::del<ReplyPath, http::None>("/v1/replies/{id}", "deleteReply")
                 .summary("Takes one's own reply back; its place stays without words.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.reply_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "It is somebody else's, or was removed.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const ReplyPath& request) -> Result<http::None> {
                   TRY_DONE(parts.threads.remove(tx, looker_of(call), request.id));
                   return http::None{};
                 }));
}

}  // namespace plaza::community

// Posts in a group's feed.
#include <limits>

#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct FeedPage {
  static constexpr const char* schema_name = "CommunityFeedPage";
  std::string slug, cursor;
  std::int64_t limit = 10;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct GroupFeed {
  static constexpr const char* schema_name = "CommunityFeed";
  std::vector<content::PostView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct PostPath {
  static constexpr const char* schema_name = "CommunityPostPath";
  std::string slug;
  content::PostId post_id;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("post_id", post_id);
  }
};

// The shop's moderators read every group, also as no members of it.
std::vector<content::PostView> views(const Parts& parts, db::Reader& reader, const std::vector<content::PostId>& ids, const Looker& looker) {
  if (!looker.staff) return parts.needs.post_views.views(reader, ids, looker.account);
  std::vector<content::PostView> found;
  for (const auto& post : parts.needs.posts.posts(reader, ids)) {
    if (post.status == content::PostStatus::published) found.push_back(parts.needs.post_views.view(post, looker.account));
  }
  return found;
}

Result<GroupFeed> feed(const Parts& parts, const Call& call, db::Reader& reader, const FeedPage& request) {
  const auto looker = looker_of(call);
  TRY(const Group group, parts.rooms.readable(looker, request.slug));
  content::PostId before{std::numeric_limits<std::int64_t>::max()};
  if (!request.cursor.empty()) {
    const auto cursor = parse_id<content::PostId>(request.cursor);
    if (!cursor) return bad_cursor();
    before = *cursor;
  }
  const int limit = static_cast<int>(request.limit);
  const auto ids = store::posts(reader, group.id, before, limit);
  GroupFeed answer;
  for (auto& view : views(parts, reader, ids, looker)) {
    if (view.status != content::PostStatus::draft && !parts.threads.apart(looker, view.author.id)) answer.items.push_back(std::move(view));
  }
  if (std::ssize(ids) == limit) answer.next_cursor = to_text(ids.back());
  return answer;
}

}  // namespace

void add_group_feed_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<FeedPage, GroupFeed>("/v1/groups/{slug}/feed", "getGroupFeed")
                 .summary("Posts that members put into the group, newest first.")
                 .tag(tag)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Members read this.")
                 .read(database, [parts](Call& call, db::Reader& reader, const FeedPage& request) {
                   return feed(parts, call, reader, request);
                 }));
  routes.add(http::put<PostPath, http::None>("/v1/groups/{slug}/posts/{post_id}", "putPostIntoGroup")
                 .summary("Puts one's own post into the group's feed, also a draft that is published after. In a closed group (by request, secret) it is "
                          "seen by members alone from then on, wherever posts are shown; in a public one it stays as visible as it was.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.post_not_found", ErrorKind::not_found, "It is not one of your posts.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
                 .error("community.archived", ErrorKind::conflict, "The group can only be read.")
                 .error("community.taken_out", ErrorKind::conflict, "A moderator took it out of the group.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const PostPath& request) -> Result<http::None> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   TRY_DONE(parts.rooms.show_post(tx, looker, group.id, request.post_id));
                   return http::None{};
                 }));
  routes.add(http::del<PostPath, http::None>("/v1/groups/{slug}/posts/{post_id}", "takePostFromGroup")
                 .summary("Takes a post out of the group. By its author it leaves altogether and is as visible as it says itself; by a moderator it "
                          "leaves the feed, and stays for members alone where the group is closed.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.post_not_found", ErrorKind::not_found, "It is not in this group.")
                 .error("community.not_allowed", ErrorKind::forbidden, "It is somebody else's.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const PostPath& request) -> Result<http::None> {
                   const auto looker = looker_of(call);
                   TRY(const GroupId group, parts.rooms.with_post(tx, looker, request.slug, request.post_id));
                   TRY_DONE(parts.rooms.hide_post(tx, looker, group, request.post_id));
                   return http::None{};
                 }));
}

}  // namespace plaza::community

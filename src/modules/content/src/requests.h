// The requests and lists of content's routes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/view.h"
#include "moderation/subject.h"
#include "platform/json/describe.h"
#include "presenter.h"

namespace plaza::content {

struct TagInput {
  static constexpr const char* schema_name = "PostTagInput";
  catalog::ProductId product_id;
  std::int64_t media_index = 0;
  double x = 0.5;
  double y = 0.5;
  std::optional<std::int64_t> t;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("media_index", media_index, json::Between{0, 9}, json::Optional{});
    v("x", x, json::BetweenReal{0, 1}, json::Optional{});
    v("y", y, json::BetweenReal{0, 1}, json::Optional{});
    v("t", t, json::Between{0, 3'600'000}, json::Doc{"Milliseconds into a video."});
  }
};

struct WritePost {
  PostId id;  // of the path, when one is edited
  std::string text;
  std::vector<media::MediaId> media_ids;
  std::vector<TagInput> tags;
  PostStatus status = PostStatus::published;
  PostVisibility visibility = PostVisibility::everyone;
  NewPost to_post() const {
    NewPost post{text, media_ids, {}, status, visibility};
    for (const auto& tag : tags) post.tags.push_back({tag.product_id, static_cast<int>(tag.media_index), tag.x, tag.y, tag.t});
    return post;
  }
};
struct CreatePost : WritePost {
  template <class V>
  void describe(V& v) {
    v("text", text, json::Length{0, 2'200}, json::Multiline{}, json::Optional{});
    v("media_ids", media_ids, json::Items{0, 10}, json::Optional{});
    v("tags", tags, json::Items{0, 20}, json::Optional{});
    v("status", status, json::Optional{}, json::Doc{"published or draft."});
    v("visibility", visibility, json::Optional{});
  }
};
// What is left out stays.
struct EditPost {
  PostId id;
  std::optional<std::string> text;
  std::optional<std::vector<media::MediaId>> media_ids;
  std::optional<std::vector<TagInput>> tags;
  std::optional<PostStatus> status;
  std::optional<PostVisibility> visibility;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{0, 2'200}, json::Multiline{});
    v("media_ids", media_ids, json::Items{0, 10});
    v("tags", tags, json::Items{0, 20});
    v("status", status);
    v("visibility", visibility);
  }
};

struct PostPath {
  PostId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
// A moderator's words hold only for what somebody else wrote.
struct RemovePost : PostPath {
  moderation::Reason reason = moderation::Reason::other;
  std::string note;
  template <class V>
  void describe(V& v) {
    PostPath::describe(v);
    v("reason", reason, json::Optional{}, json::Doc{"Of a moderator: why."});
    v("note", note, json::Length{0, 1'000}, json::Multiline{}, json::Optional{}, json::Doc{"Of a moderator, to the author."});
  }
};
struct CommentPath {
  CommentId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct RemoveComment : CommentPath {
  moderation::Reason reason = moderation::Reason::other;
  std::string note;
  template <class V>
  void describe(V& v) {
    CommentPath::describe(v);
    v("reason", reason, json::Optional{}, json::Doc{"Of a moderator: why."});
    v("note", note, json::Length{0, 1'000}, json::Multiline{}, json::Optional{}, json::Doc{"Of a moderator, to the author."});
  }
};
struct PersonPath {
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 60});
  }
};
struct ProductPath {
  catalog::ProductId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct PageQuery {
  int limit = 20;
  std::string cursor;
};
struct PersonPage : PageQuery {
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 200});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};
struct TopicPage : PageQuery {
  std::string tag;
  template <class V>
  void describe(V& v) {
    v("tag", tag, json::Length{1, 100});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};
struct OwnPage : PageQuery {
  std::optional<PostStatus> status;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};
struct CommentsPage : PageQuery {
  PostId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};

struct WriteComment {
  PostId id;
  std::string text;
  std::optional<CommentId> parent_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{1, 1'000}, json::Multiline{});
    v("parent_id", parent_id);
  }
};

struct ReportPost {
  PostId id;
  moderation::Reason reason = moderation::Reason::other;
  std::string note;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("reason", reason);
    v("note", note, json::Length{0, 1'000}, json::Multiline{}, json::Optional{});
  }
};

struct PostList {
  std::vector<PostView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct CommentList {
  std::vector<CommentView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct PeopleList {
  std::vector<AuthorView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ChipList {
  std::vector<ProductChip> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 1'000});
  }
};

struct ReactionView {
  CountsView counts;
  bool liked = false;
  bool saved = false;
  template <class V>
  void describe(V& v) {
    v("counts", counts);
    v("liked", liked);
    v("saved", saved);
  }
};
struct FollowView {
  bool is_following = false;
  std::int64_t followers = 0;
  template <class V>
  void describe(V& v) {
    v("is_following", is_following);
    v("followers", followers);
  }
};
struct SavedView {
  bool saved = false;
  template <class V>
  void describe(V& v) {
    v("saved", saved);
  }
};

}  // namespace plaza::content

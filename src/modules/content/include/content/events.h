// What content announces, in the transaction that made the change. The aggregate is the post (or the followed account).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "catalog/ids.h"
#include "content/ids.h"
#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::content {

// A post became visible to people (published, or released from a hold), or a visible one was edited.
struct PostPublished {
  static constexpr const char* topic = "content.post_published";
  PostId post_id;
  identity::AccountId author_id;
  bool edited = false;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("author_id", author_id);
    v("edited", edited);
  }
};

// A post is visible no more: deleted, taken back to draft, or held by a moderator.
struct PostRemoved {
  static constexpr const char* topic = "content.post_removed";
  PostId post_id;
  identity::AccountId author_id;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("author_id", author_id);
  }
};

enum class Reaction { like, save, share, hide };
constexpr auto enum_names(Reaction*) { return std::array{"like", "save", "share", "hide"}; }

struct PostReacted {
  static constexpr const char* topic = "content.post_reacted";
  PostId post_id;
  identity::AccountId author_id;
  identity::AccountId account_id;  // who reacted
  Reaction reaction = Reaction::like;
  bool on = true;  // false: taken back
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("author_id", author_id);
    v("account_id", account_id);
    v("reaction", reaction);
    v("on", on);
  }
};

struct Commented {
  static constexpr const char* topic = "content.commented";
  PostId post_id;
  CommentId comment_id;
  identity::AccountId author_id;   // of the post
  identity::AccountId account_id;  // who commented
  std::optional<identity::AccountId> parent_account_id;  // of the comment answered; nothing: the post was
  std::string excerpt;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("comment_id", comment_id);
    v("author_id", author_id);
    v("account_id", account_id);
    v("parent_account_id", parent_account_id);
    v("excerpt", excerpt, json::Multiline{});
  }
};

// By who wrote it or whose post it stood under, for good; its answers go with it, one event each.
struct CommentRemoved {
  static constexpr const char* topic = "content.comment_removed";
  PostId post_id;
  CommentId comment_id;
  identity::AccountId account_id;  // who wrote it
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("comment_id", comment_id);
    v("account_id", account_id);
  }
};

struct FollowChanged {
  static constexpr const char* topic = "content.follow_changed";
  identity::AccountId follower_id;
  identity::AccountId followed_id;
  bool on = true;
  template <class V>
  void describe(V& v) {
    v("follower_id", follower_id);
    v("followed_id", followed_id);
    v("on", on);
  }
};

struct Mentioned {
  static constexpr const char* topic = "content.mentioned";
  PostId post_id;
  identity::AccountId author_id;
  identity::AccountId account_id;  // who is mentioned
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("author_id", author_id);
    v("account_id", account_id);
  }
};

struct ProductSaved {
  static constexpr const char* topic = "content.product_saved";
  catalog::ProductId product_id;
  identity::AccountId account_id;
  bool on = true;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("account_id", account_id);
    v("on", on);
  }
};

}  // namespace plaza::content

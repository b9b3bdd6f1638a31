// What the API shows of discussions and replies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views.h"

namespace plaza::community {

// Why the words are not shown.
enum class Hidden { blocked, erased, held, removed };
constexpr auto enum_names(Hidden*) { return std::array{"blocked", "erased", "held", "removed"}; }

struct AnswerLine {
  static constexpr const char* schema_name = "CommunityAnswerLine";
  ReplyId id;
  std::string text;
  std::optional<PersonView> author;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Multiline{});
    v("author", author);
  }
};

struct DiscussionCard {
  static constexpr const char* schema_name = "CommunityDiscussionCard";
  DiscussionId id;
  GroupRef group;
  Kind kind = Kind::discussion;
  std::string title, excerpt;
  std::optional<PersonView> author;
  std::vector<std::string> tags;
  std::optional<media::MediaView> picture;
  std::vector<content::ProductChip> products;
  std::int64_t replies = 0, helpful = 0, voted = 0;
  bool accepted = false, pinned = false, locked = false, live = false, poll = false;
  std::int64_t unread = 0;
  PieceStatus status = PieceStatus::published;
  Time created_at, active_at;
  std::optional<std::string> reason;
  std::optional<AnswerLine> answer;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("group", group);
    v("kind", kind);
    v("title", title);
    v("excerpt", excerpt, json::Multiline{});
    v("author", author, json::Doc{"Nothing: they are gone, or hidden."});
    v("tags", tags);
    v("picture", picture);
    v("products", products, json::Doc{"As they are now: price and stock."});
    v("replies", replies);
    v("helpful", helpful, json::Doc{"Votes as they count: by trust, without rings."});
    v("voted", voted);
    v("accepted", accepted);
    v("pinned", pinned);
    v("locked", locked);
    v("live", live);
    v("poll", poll);
    v("unread", unread);
    v("status", status);
    v("created_at", created_at);
    v("active_at", active_at);
    v("reason", reason, json::Doc{"Of the personal order: \"tag:glaze\", \"author:mai\", \"product:kiln-mug\", \"active\"."});
    v("answer", answer, json::Doc{"The accepted one, cut short; only where a product's discussions are listed."});
  }
};

struct PollOptionView {
  static constexpr const char* schema_name = "CommunityPollOption";
  std::string text;
  std::optional<std::int64_t> votes;
  bool mine = false;
  template <class V>
  void describe(V& v) {
    v("text", text);
    v("votes", votes, json::Doc{"For who has voted, and when it is closed."});
    v("mine", mine);
  }
};
struct PollView {
  static constexpr const char* schema_name = "CommunityPoll";
  std::vector<PollOptionView> options;
  std::int64_t voters = 0;
  bool multiple = false, closed = false;
  std::optional<Time> closes_at;
  template <class V>
  void describe(V& v) {
    v("options", options);
    v("voters", voters);
    v("multiple", multiple);
    v("closes_at", closes_at);
    v("closed", closed);
  }
};

struct ThreadPowers {
  static constexpr const char* schema_name = "CommunityThreadPowers";
  bool reply = false, edit = false, remove = false, vote = false, accept = false, moderate = false, report = false;
  template <class V>
  void describe(V& v) {
    v("reply", reply);
    v("edit", edit);
    v("remove", remove);
    v("vote", vote);
    v("accept", accept);
    v("moderate", moderate);
    v("report", report);
  }
};

struct DiscussionView : DiscussionCard {
  static constexpr const char* schema_name = "CommunityDiscussion";
  std::string text;
  std::vector<media::MediaView> media;
  std::vector<content::ProductChip> all_products;
  std::optional<PollView> poll_view;
  std::optional<ReplyId> accepted_id;
  std::int64_t read = 0, last = 0;
  std::optional<Hidden> hidden;
  std::optional<Time> edited_at;
  std::vector<moderation::Finding> held_because;
  std::vector<PersonView> experts;
  ThreadPowers may;
  template <class V>
  void describe(V& v) {
    DiscussionCard::describe(v);
    v("text", text, json::Multiline{}, json::Length{0, 20'000});
    v("media", media);
    v("all_products", all_products);
    v("poll_view", poll_view);
    v("accepted_id", accepted_id);
    v("read", read, json::Doc{"The number of the last reply that was read."});
    v("last", last, json::Doc{"The number of the newest reply."});
    v("hidden", hidden);
    v("edited_at", edited_at);
    v("held_because", held_because, json::Doc{"To the author alone."});
    v("experts", experts);
    v("may", may);
  }
};

struct ReplyView {
  static constexpr const char* schema_name = "CommunityReply";
  ReplyId id;
  DiscussionId discussion_id;
  std::int64_t number = 0, depth = 0;
  std::optional<ReplyId> parent_id;
  std::optional<PersonView> author;
  std::string text;
  std::vector<media::MediaView> media;
  std::vector<content::ProductChip> products;
  std::int64_t helpful = 0, voted = 0;
  bool accepted = false;
  PieceStatus status = PieceStatus::published;
  std::optional<Hidden> hidden;
  std::vector<moderation::Finding> held_because;
  Time created_at;
  std::optional<Time> edited_at;
  ThreadPowers may;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("discussion_id", discussion_id);
    v("number", number, json::Doc{"1, 2, 3, … in its discussion."});
    v("parent_id", parent_id);
    v("depth", depth);
    v("author", author);
    v("text", text, json::Multiline{});
    v("media", media);
    v("products", products);
    v("helpful", helpful);
    v("voted", voted);
    v("accepted", accepted);
    v("status", status);
    v("hidden", hidden, json::Doc{"Why there are no words; the place in the thread stays."});
    v("held_because", held_because);
    v("created_at", created_at);
    v("edited_at", edited_at);
    v("may", may);
  }
};

struct HelpfulCount {
  static constexpr const char* schema_name = "CommunityVotes";
  std::int64_t helpful = 0, voted = 0;
  template <class V>
  void describe(V& v) {
    v("helpful", helpful);
    v("voted", voted);
  }
};

}  // namespace plaza::community

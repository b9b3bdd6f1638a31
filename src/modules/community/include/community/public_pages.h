// Groups and discussions as everybody may read them: for pages that need no script, and for lists of addresses. Nothing of groups that are
// not public, of what is held or removed, or of erased people. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "community/discussions.h"

namespace plaza::community {

struct PublicAuthor {
  std::string handle, name;  // both empty: somebody who is gone
};

struct PublicReply {
  ReplyId id;
  PublicAuthor author;
  std::string text;
  std::int64_t helpful = 0;
  bool accepted = false;
  Time created_at;
};

struct PublicLine {  // of a discussion in a list
  DiscussionId id;
  std::string title, excerpt;  // of at most 160 characters
  std::int64_t replies = 0;
  Time active_at;
};

struct PublicDiscussion {
  DiscussionId id;
  std::string group_slug, group_name, title;
  Kind kind = Kind::discussion;
  PublicAuthor author;
  Words words;
  std::vector<std::string> tags;
  std::int64_t replies = 0, helpful = 0;
  std::vector<PublicReply> answers;  // the accepted one, then the most helpful; at most 20
  Time created_at;
  Time changed_at;  // edited, or answered last
};

struct PublicGroup {
  std::string slug, name, about;
  media::MediaId cover;
  std::int64_t members = 0, discussions = 0;
  std::vector<PublicLine> lines;  // active last first, at most 30; none in lists of groups
};

class PublicPages {
 public:
  virtual ~PublicPages() = default;
  // How an address stands to a stranger: read by everybody, there but not for them, or not there (also: secret).
  enum class Door { open, closed, missing };
  virtual Door door(std::string_view slug) const = 0;  // from memory
  // Nothing: not to be read by everybody.
  virtual std::optional<PublicGroup> group(db::Reader& reader, std::string_view slug) = 0;
  virtual std::optional<PublicDiscussion> discussion(db::Reader& reader, std::string_view slug, DiscussionId id) = 0;
  // From memory: public groups with the most members first, and addresses ("/groups/glaze/d/tpc_…") of the discussions active last.
  virtual std::vector<PublicGroup> groups(int limit) const = 0;
  virtual std::vector<std::string> addresses(int limit) const = 0;
};

}  // namespace plaza::community

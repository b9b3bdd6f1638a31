// Discussions as each reader may find them: for search. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "community/discussions.h"

namespace plaza::community {

// A discussion in a list, as memory has it.
struct Brief {
  std::string group_slug, group_name;
  Kind kind = Kind::discussion;
  bool accepted = false;
  std::int64_t replies = 0;
  Time active_at;
};

class Readable {
 public:
  virtual ~Readable() = default;
  // From memory: is it published, in a group that they may read, and by nobody whom a block keeps apart from them?
  virtual bool reads(const Looker& looker, DiscussionId id) const = 0;
  virtual std::optional<Brief> brief(const Looker& looker, DiscussionId id) const = 0;  // nothing: they may not read it
  // For indexes that ask reads() of what they find: published ones of all groups in the order of their ids, and one of them.
  virtual std::vector<Discussion> published(db::Reader& reader, DiscussionId after, int limit) = 0;
  virtual std::optional<Discussion> published(db::Reader& reader, DiscussionId id) = 0;
};

}  // namespace plaza::community

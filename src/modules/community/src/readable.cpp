#include "readable.h"

#include "thread_store.h"

namespace plaza::community {

bool ReadableDiscussions::reads(const Looker& looker, DiscussionId id) const {
  GroupId group;
  identity::AccountId author;
  const bool known = index_.look(id, [&](const Facts& facts) {
    group = facts.group;
    author = facts.author;
  });
  if (!known || !book_.reads(group, looker)) return false;
  return !looker.account || !author || !needs_.blocks.apart(looker.account, author);
}

std::optional<Brief> ReadableDiscussions::brief(const Looker& looker, DiscussionId id) const {
  if (!reads(looker, id)) return std::nullopt;
  std::optional<Brief> found;
  GroupId group;
  index_.look(id, [&](const Facts& facts) {
    found = Brief{{}, {}, facts.kind, facts.accepted, facts.replies, facts.active_at};
    group = facts.group;
  });
  if (!found) return std::nullopt;
  const auto of = book_.group(group);
  if (!of) return std::nullopt;
  found->group_slug = of->slug;
  found->group_name = of->name;
  return found;
}

std::vector<Discussion> ReadableDiscussions::published(db::Reader& reader, DiscussionId after, int limit) {
  return store::published_after(reader, after, limit);
}

std::optional<Discussion> ReadableDiscussions::published(db::Reader& reader, DiscussionId id) {
  auto found = store::find(reader, id);
  if (!found || found->status != PieceStatus::published) return std::nullopt;
  return found;
}

}  // namespace plaza::community

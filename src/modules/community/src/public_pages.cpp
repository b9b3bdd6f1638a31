#include "public_pages.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "platform/base/text.h"
#include "thread_store.h"

namespace plaza::community {

namespace {

constexpr int lines_max = 30, answers_max = 20;
constexpr std::size_t excerpt_max = 160;

}  // namespace

PublicPages::Door PublicReading::door(std::string_view slug) const {
  const auto group = book_.group_of_slug(slug);
  if (!group || !book_.sees(group->id, {})) return Door::missing;
  return book_.reads(group->id, {}) ? Door::open : Door::closed;
}

PublicAuthor PublicReading::author(identity::AccountId id) const {
  const auto face = id ? needs_.accounts.face(id) : std::nullopt;
  return face ? PublicAuthor{face->handle, face->name} : PublicAuthor{};
}

PublicReply PublicReading::reply(const Reply& reply, ReplyId accepted) const {
  return {reply.id, author(reply.author), reply.words.text, std::llround(reply.helpful), reply.id == accepted, reply.created_at};
}

PublicGroup PublicReading::head(const Group& group) const {
  return {group.slug, group.name, group.about, group.cover, book_.members(group.id), index_.count(group.id), {}};
}

std::optional<PublicGroup> PublicReading::group(db::Reader& reader, std::string_view slug) {
  const auto group = book_.group_of_slug(slug);
  if (!group || !book_.reads(group->id, {})) return std::nullopt;
  auto page = head(*group);
  const auto found = index_.list({group->id, Sort::active, "", {}, {}, {}, {}, lines_max}, [](const Facts&) { return true; });
  for (const auto id : found.ids) {
    const auto one = store::find(reader, id);
    if (!one || one->status != PieceStatus::published) continue;
    page.lines.push_back({id, one->title, excerpt(one->words.text, excerpt_max), one->replies, one->active_at});
  }
  return page;
}

std::optional<PublicDiscussion> PublicReading::discussion(db::Reader& reader, std::string_view slug, DiscussionId id) {
  const auto group = book_.group_of_slug(slug);
  if (!group || !book_.reads(group->id, {})) return std::nullopt;
  const auto one = store::find(reader, id);
  if (!one || one->group != group->id || one->status != PieceStatus::published) return std::nullopt;
  PublicDiscussion page;
  page.id = id;
  page.group_slug = group->slug;
  page.group_name = group->name;
  page.title = one->title;
  page.kind = one->kind;
  page.author = author(one->author);
  page.words = one->words;
  page.tags = one->tags;
  page.replies = one->replies;
  page.helpful = std::llround(one->helpful);
  page.created_at = one->created_at;
  page.changed_at = std::max({one->created_at, one->edited_at, one->active_at});
  const auto accepted = one->accepted ? store::find(reader, one->accepted) : std::nullopt;
  if (accepted && accepted->status == PieceStatus::published) page.answers.push_back(reply(*accepted, one->accepted));
  for (const auto& each : store::replies_helpful(reader, id, std::numeric_limits<double>::max(), 0, answers_max)) {
    if (each.id != one->accepted && std::ssize(page.answers) < answers_max) page.answers.push_back(reply(each, one->accepted));
  }
  return page;
}

std::vector<PublicGroup> PublicReading::groups(int limit) const {
  std::vector<PublicGroup> found;
  const auto all = book_.all({});
  for (const auto& group : all) {
    if (std::ssize(found) >= limit) break;
    if (group.visibility == Visibility::open) found.push_back(head(group));
  }
  return found;
}

std::vector<std::string> PublicReading::addresses(int limit) const {
  std::vector<std::string> found;
  const auto open = [&](const Facts& facts) { return book_.reads(facts.group, {}); };
  const auto page = index_.list({{}, Sort::active, "", {}, {}, {}, {}, limit}, open);
  for (const auto id : page.ids) {
    GroupId group;
    index_.look(id, [&](const Facts& facts) { group = facts.group; });
    const auto of = book_.group(group);
    if (of) found.push_back("/groups/" + of->slug + "/d/" + to_text(id));
  }
  return found;
}

}  // namespace plaza::community

#include "personal_data.h"

#include "community/events.h"
#include "group_statements.h"
#include "group_store.h"
#include "people_statements.h"
#include "platform/json/codec.h"
#include "telling.h"
#include "thread_statements.h"

namespace plaza::community {

namespace {

struct WordsExport {
  static constexpr const char* schema_name = "CommunityWordsExport";
  std::string id, title, text;
  std::vector<std::string> tags;
  std::vector<media::MediaId> pictures;
  Time at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title);
    v("text", text, json::Multiline{}, json::Length{0, 20'000});
    v("tags", tags);
    v("pictures", pictures);
    v("at", at);
  }
};
struct PlaceExport {
  static constexpr const char* schema_name = "CommunityPlaceExport";
  std::string group;
  Seat state = Seat::active;
  Role role = Role::member;
  std::string note;
  Time since;
  template <class V>
  void describe(V& v) {
    v("group", group);
    v("state", state);
    v("role", role);
    v("note", note, json::Multiline{});
    v("since", since);
  }
};
struct MarkExport {
  static constexpr const char* schema_name = "CommunityMarkExport";
  std::string about;
  std::int64_t value = 0;
  Time at;
  template <class V>
  void describe(V& v) {
    v("about", about);
    v("value", value);
    v("at", at);
  }
};
struct Export {
  static constexpr const char* schema_name = "CommunityExport";
  std::int64_t level = 0;
  std::vector<PlaceExport> groups;
  std::vector<WordsExport> discussions, replies;
  std::vector<MarkExport> votes, reads, events;
  template <class V>
  void describe(V& v) {
    v("level", level);
    v("groups", groups);
    v("discussions", discussions);
    v("replies", replies);
    v("votes", votes);
    v("reads", reads);
    v("events", events);
  }
};

}  // namespace

std::string TracesOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  if (!person.account) return "null";
  Export all;
  all.level = store::standing(reader, person.account).level;
  for (const auto& each : store::places_of(reader, person.account)) {
    const auto group = book_.group(each.group);
    all.groups.push_back({group ? group->slug : to_text(each.group), each.place.seat, each.place.role, each.note, each.since});
  }
  for (const auto& d : store::discussions_of(reader, person.account)) {
    all.discussions.push_back({to_text(d.id), d.title, d.words.text, d.tags, d.words.media, d.created_at});
  }
  for (const auto& r : store::replies_of(reader, person.account)) {
    all.replies.push_back({to_text(r.id), "", r.words.text, {}, r.words.media, r.created_at});
  }
  reader.each(sql::votes_of, {person.account}, [&](const db::Row& row) {
    all.votes.push_back({std::to_string(row.integer(0)), row.integer(1), row.time(2)});
  });
  reader.each(sql::reads_of, {person.account}, [&](const db::Row& row) {
    all.reads.push_back({to_text(row.id<DiscussionId>(0)), row.integer(1), row.time(2)});
  });
  reader.each(sql::rsvps_of, {person.account}, [&](const db::Row& row) {
    all.events.push_back({to_text(row.id<GatheringId>(0)), row.integer(1), row.time(2)});
  });
  return json::encode(all);
}

void TracesOfPerson::leave_groups(db::Transaction& tx, identity::AccountId account) {
  for (const auto& each : store::places_of(tx, account)) {
    events::publish(tx, each.group.value, GroupChanged{each.group, account});
    tx.on_commit([this, group = each.group, account] { book_.put(group, account, Place{}); });
  }
  tx.execute(sql::delete_places, {account});
  tx.execute(sql::blank_inviter, {account});
  std::vector<GatheringId> going;
  tx.each(sql::rsvps_of, {account}, [&](const db::Row& row) {
    if (row.integer(1) == static_cast<int>(Answer::going)) going.push_back(row.id<GatheringId>(0));
  });
  for (const auto id : going) store::move_going(tx, id, -1);
  tx.execute(sql::delete_rsvps_of, {account});
  const auto off = store::coming_of(tx, account, needs_.clock.now());
  tx.execute(sql::blank_gatherings, {account, needs_.clock.now()});
  for (const auto& each : off) TellGuests::enqueue(tx, notifications::Kind::event_cancelled, each, each, {});
  std::vector<GroupPostChanged> gone;
  tx.each(sql::group_posts_of, {account}, [&](const db::Row& row) { gone.push_back({row.id<GroupId>(0), row.integer(1), false}); });
  for (const auto& each : gone) events::publish(tx, each.post, each);
  tx.execute(sql::delete_posts_of, {account});
}

// The words of their discussions go, and those of their replies; what others wrote below them stays where it was.
std::vector<profiles::Erased> TracesOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  const auto account = person.account;
  if (!account) return {};
  const auto replies = store::replies_of(tx, account);
  for (const auto& reply : replies) threads_.blank(tx, reply);
  const auto discussions = store::discussions_of(tx, account);
  for (const auto& discussion : discussions) threads_.blank(tx, discussion);
  leave_groups(tx, account);
  for (const auto* statement : {&sql::delete_votes_of, &sql::blank_votes_for, &sql::delete_reads_of, &sql::delete_choices_of,
                                &sql::delete_standing, &sql::delete_badges, &sql::delete_endorsements}) {
    tx.execute(*statement, {account});
  }
  tx.on_commit([this, account] {
    tastes_.forget(account);
    book_.put_level(account, 0);
  });
  return {{"discussions without words", std::ssize(discussions)}, {"replies without words", std::ssize(replies)}};
}

}  // namespace plaza::community

#include "group_store.h"

#include "group_statements.h"
#include "stored_json.h"

namespace plaza::community::store {

namespace {

template <class E>
int number(E value) {
  return static_cast<int>(value);
}
template <class E>
E as(const db::Row& row, int column) {
  return static_cast<E>(row.integer(column));
}

Group group_from(const db::Row& row) {
  Group group;
  group.id = row.id<GroupId>(0);
  group.slug = row.string(1);
  group.name = row.string(2);
  group.about = row.string(3);
  group.rules = row.string(4);
  group.visibility = as<Visibility>(row, 5);
  group.subject = as<SubjectKind>(row, 6);
  group.ref = row.string(7);
  group.tags = stored_items<std::string>(row.text(8));
  group.cover = row.id<media::MediaId>(9);
  group.archived = row.integer(10) != 0;
  group.created_at = row.time(11);
  return group;
}

Member member_from(const db::Row& row) {
  return {row.id<GroupId>(0), row.id<identity::AccountId>(1), {as<Seat>(row, 2), as<Role>(row, 3)},
          as<Digest>(row, 4), row.string(5),                  row.time(6),
          row.id<identity::AccountId>(7), row.time(8),        row.string(9)};
}

Gathering gathering_from(const db::Row& row) {
  return {row.id<GatheringId>(0), row.id<GroupId>(1), row.id<identity::AccountId>(2), row.string(3), row.string(4), row.string(5),
          row.string(6), row.time(7), row.time(8), row.integer(9), row.integer(10), row.integer(11) != 0, row.integer(12), row.time(13),
          row.time(14)};
}

}  // namespace

bool insert(db::Transaction& tx, const Group& g) {
  const auto tags = stored(g.tags);
  return tx.execute(sql::insert_group, {g.id, g.slug, g.name, g.about, g.rules, number(g.visibility), number(g.subject), g.ref, tags,
                                        g.cover, g.created_at}) == 1;
}
void change(db::Transaction& tx, const Group& g) {
  const auto tags = stored(g.tags);
  tx.execute(sql::change_group, {g.id, g.name, g.about, g.rules, number(g.visibility), tags, g.cover, g.archived});
}
std::optional<Group> group(db::Reader& reader, GroupId id) { return reader.one(sql::find_group, {id}, group_from); }
std::vector<Group> all_groups(db::Reader& reader) { return reader.all(sql::all_groups, {}, group_from); }

void each_place(db::Reader& reader, const std::function<void(GroupId, identity::AccountId, Place)>& each) {
  reader.each(sql::all_places, {}, [&](const db::Row& row) {
    each(row.id<GroupId>(0), row.id<identity::AccountId>(1), {as<Seat>(row, 2), as<Role>(row, 3)});
  });
}
std::optional<Member> member(db::Reader& reader, GroupId group, identity::AccountId account) {
  return reader.one(sql::find_member, {group, account}, member_from);
}
void put(db::Transaction& tx, const Member& m) {
  tx.execute(sql::put_member, {m.group, m.account, number(m.place.seat), number(m.place.role), number(m.digest), m.note, m.since, m.by,
                               m.token});
}
bool set_digest(db::Transaction& tx, GroupId group, identity::AccountId account, Digest digest) {
  return tx.execute(sql::set_digest, {group, account, number(digest)}) == 1;
}
void set_digested(db::Transaction& tx, GroupId group, identity::AccountId account, Time at) {
  tx.send(sql::set_digested, {group, account, at});
}
bool remove_member(db::Transaction& tx, GroupId group, identity::AccountId account) {
  return tx.execute(sql::delete_member, {group, account}) == 1;
}
std::vector<Member> members(db::Reader& reader, GroupId group, Seat seat, std::optional<Role> role, identity::AccountId after,
                            int limit) {
  return reader.all(sql::members_of_group, {group, number(seat), after, role ? number(*role) : -1, limit}, member_from);
}
std::vector<Member> places_of(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::members_of_account, {account}, member_from);
}
std::optional<Member> member_of_token(db::Reader& reader, std::string_view token) {
  return reader.one(sql::member_of_token, {token}, member_from);
}
std::vector<Member> digests_due(db::Reader& reader, Digest digest, Time before) {
  return reader.all(sql::digests_due, {number(digest), before}, member_from);
}
std::int64_t invited_since(db::Reader& reader, identity::AccountId by, Time since) {
  return reader.one(sql::invited_since, {by, since}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

bool put_post(db::Transaction& tx, GroupId group, content::PostId post, identity::AccountId author, Time at) {
  return tx.execute(sql::insert_group_post, {group, post, author, at}) == 1;
}
bool remove_post(db::Transaction& tx, GroupId group, content::PostId post) {
  return tx.execute(sql::delete_group_post, {group, post}) == 1;
}
bool leave_post(db::Transaction& tx, GroupId group, content::PostId post) {
  return tx.execute(sql::leave_group_post, {group, post}) == 1;
}
bool hide_post(db::Transaction& tx, GroupId group, content::PostId post) {
  return tx.execute(sql::hide_group_post, {group, post}) == 1;
}
std::optional<GroupPost> find_post(db::Reader& reader, GroupId group, content::PostId post) {
  return reader.one(sql::find_group_post, {group, post},
                    [](const db::Row& row) { return GroupPost{row.id<identity::AccountId>(0), static_cast<GroupPost::Stage>(row.integer(1))}; });
}
std::vector<GroupId> groups_of_post(db::Reader& reader, content::PostId post) {
  return reader.all(sql::groups_of_post, {post}, [](const db::Row& row) { return row.id<GroupId>(0); });
}
void forget_post(db::Transaction& tx, content::PostId post) { tx.send(sql::delete_post, {post}); }
std::vector<content::PostId> posts(db::Reader& reader, GroupId group, content::PostId before, int limit) {
  return reader.all(sql::group_posts, {group, before, limit}, [](const db::Row& row) { return row.id<content::PostId>(0); });
}

void insert(db::Transaction& tx, const Gathering& g) {
  tx.execute(sql::insert_gathering,
             {g.id, g.group, g.author, g.title, g.text, g.place, g.url, g.starts_at, g.ends_at, g.capacity, g.created_at, g.timed_at});
}
void change(db::Transaction& tx, const Gathering& g) {
  tx.execute(sql::change_gathering,
             {g.id, g.title, g.text, g.place, g.url, g.starts_at, g.ends_at, g.capacity, g.cancelled, g.timed_at});
}
std::optional<Gathering> gathering(db::Reader& reader, GatheringId id) {
  return reader.one(sql::find_gathering, {id}, gathering_from);
}
std::vector<Gathering> coming(db::Reader& reader, GroupId group, Time now, Time after, GatheringId after_id, int limit) {
  return reader.all(sql::coming, {group, now, after, after_id, limit}, gathering_from);
}
std::vector<Gathering> past(db::Reader& reader, GroupId group, Time now, Time before, GatheringId before_id, int limit) {
  return reader.all(sql::past, {group, now, before, before_id, limit}, gathering_from);
}
bool move_going(db::Transaction& tx, GatheringId id, int by) { return tx.execute(sql::move_going, {id, by}) == 1; }
Answer answer(db::Reader& reader, GatheringId id, identity::AccountId account) {
  return reader.one(sql::find_rsvp, {id, account}, [](const db::Row& row) { return as<Answer>(row, 0); }).value_or(Answer::none);
}
void put_answer(db::Transaction& tx, GatheringId id, identity::AccountId account, Answer answer, Time at) {
  if (answer == Answer::none) tx.execute(sql::delete_rsvp, {id, account});
  else tx.execute(sql::put_rsvp, {id, account, number(answer), at});
}
std::int64_t count(db::Reader& reader, GatheringId id, Answer answer) {
  return reader.one(sql::count_rsvps, {id, number(answer)}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}
std::vector<identity::AccountId> going(db::Reader& reader, GatheringId id, int limit) {
  return reader.all(sql::going, {id, limit}, [](const db::Row& row) { return row.id<identity::AccountId>(0); });
}
void lock(db::Transaction& tx, GatheringId id) { tx.execute(sql::lock_gathering, {id}); }
std::vector<Gathering> beginning(db::Reader& reader, Time after, GatheringId after_id, Time until, int limit) {
  return reader.all(sql::beginning, {after, after_id, until, limit}, gathering_from);
}
std::vector<Gathering> coming_of(db::Reader& reader, identity::AccountId author, Time now) {
  return reader.all(sql::coming_of, {author, now}, gathering_from);
}
std::vector<identity::AccountId> guests(db::Reader& reader, GatheringId id, identity::AccountId after, int limit) {
  return reader.all(sql::guests, {id, after, limit}, [](const db::Row& row) { return row.id<identity::AccountId>(0); });
}
std::vector<identity::AccountId> unreminded(db::Reader& reader, GatheringId id, Time starts_at, Time latest, int limit) {
  return reader.all(sql::unreminded, {id, starts_at, latest, limit}, [](const db::Row& row) { return row.id<identity::AccountId>(0); });
}
bool set_reminded(db::Transaction& tx, GatheringId id, identity::AccountId account, Time starts_at) {
  return tx.execute(sql::set_reminded, {id, account, starts_at}) == 1;
}

}  // namespace plaza::community::store

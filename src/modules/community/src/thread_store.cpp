#include "thread_store.h"

#include <algorithm>

#include "stored_json.h"
#include "thread_statements.h"

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
std::int64_t count_from(const db::Row& row) { return row.integer(0); }
const std::string& empty_list() {
  static const std::string list = stored(std::vector<std::string>{});
  return list;
}

Words words_from(const db::Row& row, int column) {
  return {row.string(column), stored_items<media::MediaId>(row.text(column + 1)),
          stored_items<catalog::ProductId>(row.text(column + 2))};
}

Discussion discussion_from(const db::Row& row) {
  Discussion d;
  d.id = row.id<DiscussionId>(0);
  d.group = row.id<GroupId>(1);
  d.author = row.id<identity::AccountId>(2);
  d.kind = as<Kind>(row, 3);
  d.status = as<PieceStatus>(row, 4);
  d.title = row.string(5);
  d.words = words_from(row, 6);
  d.tags = stored_items<std::string>(row.text(9));
  d.pinned = row.integer(10) != 0;
  d.locked = row.integer(11) != 0;
  d.live = row.integer(12) != 0;
  d.poll = row.integer(13) != 0;
  d.announced = row.integer(14) != 0;
  d.replies = row.integer(15);
  d.last = row.integer(16);
  d.helpful = row.real(17);
  d.accepted = row.id<ReplyId>(18);
  d.created_at = row.time(19);
  d.edited_at = row.time(20);
  d.active_at = row.time(21);
  return d;
}

Reply reply_from(const db::Row& row) {
  Reply r;
  r.id = row.id<ReplyId>(0);
  r.discussion = row.id<DiscussionId>(1);
  r.parent = row.id<ReplyId>(2);
  r.depth = row.integer(3);
  r.number = row.integer(4);
  r.author = row.id<identity::AccountId>(5);
  r.status = as<PieceStatus>(row, 6);
  r.words = words_from(row, 7);
  r.announced = row.integer(10) != 0;
  r.helpful = row.real(11);
  r.score = row.real(12);
  r.proven = row.real(13);
  r.created_at = row.time(14);
  r.edited_at = row.time(15);
  return r;
}

AcceptedAnswer accepted_from(const db::Row& row) {
  return {row.id<DiscussionId>(0), row.id<ReplyId>(1), row.string(2), row.string(3), row.string(4), row.string(5),
          stored_items<std::string>(row.text(6)), stored_items<catalog::ProductId>(row.text(7)), row.id<identity::AccountId>(8),
          row.time(9)};
}

}  // namespace

void insert(db::Transaction& tx, const Discussion& d) {
  const auto media = stored(d.words.media), products = stored(d.words.products), tags = stored(d.tags);
  tx.execute(sql::insert_discussion, {d.id, d.group, d.author, number(d.kind), number(d.status), d.title, d.words.text, media,
                                      products, tags, d.live, d.poll, d.announced, d.created_at});
}
std::optional<Discussion> find(db::Reader& reader, DiscussionId id) { return reader.one(sql::find_discussion, {id}, discussion_from); }
void change(db::Transaction& tx, const Discussion& d) {
  const auto media = stored(d.words.media), products = stored(d.words.products), tags = stored(d.tags);
  tx.execute(sql::change_discussion, {d.id, number(d.kind), d.title, d.words.text, media, products, tags, d.edited_at});
}
bool set_status(db::Transaction& tx, DiscussionId id, PieceStatus from, PieceStatus to, bool announced) {
  return tx.execute(sql::set_discussion_status, {id, number(from), number(to), announced}) == 1;
}
void set_state(db::Transaction& tx, const Discussion& d) {
  tx.execute(sql::set_discussion_state, {d.id, d.pinned, d.locked, d.live});
}
void blank(db::Transaction& tx, DiscussionId id) { tx.execute(sql::blank_discussion, {id, empty_list()}); }
void remove(db::Transaction& tx, DiscussionId id) { tx.execute(sql::delete_discussion, {id}); }
std::int64_t next_number(db::Transaction& tx, DiscussionId id) { return tx.one(sql::next_number, {id}, count_from).value_or(0); }
void count_replies(db::Transaction& tx, DiscussionId id, int by, Time active_at) {
  tx.execute(sql::count_replies, {id, by, active_at});
}
void set_accepted(db::Transaction& tx, DiscussionId id, ReplyId reply, Time at) {
  tx.execute(sql::set_accepted, {id, reply, reply ? at : Time{}});
}
void set_votes(db::Transaction& tx, DiscussionId id, double helpful) { tx.execute(sql::set_discussion_votes, {id, helpful}); }
std::vector<Discussion> discussions_after(db::Reader& reader, DiscussionId after, int limit) {
  return reader.all(sql::discussions_after, {after, limit}, discussion_from);
}
std::vector<Discussion> published_after(db::Reader& reader, DiscussionId after, int limit) {
  return reader.all(sql::published_discussions_after, {after, limit}, discussion_from);
}
std::vector<Discussion> public_after(db::Reader& reader, DiscussionId after, int limit) {
  return reader.all(sql::public_discussions_after, {after, limit}, discussion_from);
}
std::vector<AcceptedAnswer> accepted_after(db::Reader& reader, DiscussionId after, int limit) {
  return reader.all(sql::accepted_after, {after, limit}, accepted_from);
}
std::vector<DiscussionId> answered_in(db::Reader& reader, GroupId group) {
  return reader.all(sql::answered_in, {group}, [](const db::Row& row) { return row.id<DiscussionId>(0); });
}
std::int64_t discussions_since(db::Reader& reader, identity::AccountId author, Time since) {
  return reader.one(sql::discussions_since, {author, since}, count_from).value_or(0);
}
std::vector<Discussion> discussions_of(db::Reader& reader, identity::AccountId author) {
  return reader.all(sql::discussions_of, {author}, discussion_from);
}
std::vector<Discussion> active_since(db::Reader& reader, GroupId group, Time since, int limit) {
  return reader.all(sql::active_since, {group, since, limit}, discussion_from);
}
std::int64_t unread(db::Reader& reader, GroupId group, identity::AccountId account, Time since) {
  return reader.one(sql::count_unread, {group, account, since}, count_from).value_or(0);
}

void insert(db::Transaction& tx, const Reply& r) {
  const auto media = stored(r.words.media), products = stored(r.words.products);
  tx.execute(sql::insert_reply, {r.id, r.discussion, r.parent, r.depth, r.number, r.author, number(r.status), r.words.text, media,
                                 products, r.announced, r.created_at});
}
std::optional<Reply> find(db::Reader& reader, ReplyId id) { return reader.one(sql::find_reply, {id}, reply_from); }
void change(db::Transaction& tx, const Reply& r) {
  const auto media = stored(r.words.media), products = stored(r.words.products);
  tx.execute(sql::change_reply, {r.id, r.words.text, media, products, r.edited_at});
}
bool set_status(db::Transaction& tx, ReplyId id, PieceStatus from, PieceStatus to, bool announced) {
  return tx.execute(sql::set_reply_status, {id, number(from), number(to), announced}) == 1;
}
void blank(db::Transaction& tx, ReplyId id) { tx.execute(sql::blank_reply, {id, empty_list()}); }
void set_votes(db::Transaction& tx, ReplyId id, double helpful, double score, double proven) {
  tx.execute(sql::set_reply_votes, {id, helpful, score, proven});
}
std::vector<Reply> replies_after(db::Reader& reader, DiscussionId id, std::int64_t after, int limit) {
  return reader.all(sql::replies_after, {id, after, limit}, reply_from);
}
std::vector<Reply> replies_before(db::Reader& reader, DiscussionId id, std::int64_t before, int limit) {
  return reader.all(sql::replies_before, {id, before, limit}, reply_from);
}
std::vector<Reply> replies_helpful(db::Reader& reader, DiscussionId id, double score, std::int64_t after, int limit) {
  return reader.all(sql::replies_helpful, {id, score, after, limit}, reply_from);
}
std::int64_t replies_since(db::Reader& reader, identity::AccountId author, Time since) {
  return reader.one(sql::replies_since, {author, since}, count_from).value_or(0);
}
std::vector<Reply> replies_of(db::Reader& reader, identity::AccountId author) {
  return reader.all(sql::replies_of, {author}, reply_from);
}

void put_vote(db::Transaction& tx, std::int64_t subject, identity::AccountId by, identity::AccountId author, int value, Time at) {
  if (value == 0) tx.execute(sql::delete_vote, {subject, by});
  else tx.execute(sql::put_vote, {subject, by, author, value, at});
}
int vote_of(db::Reader& reader, std::int64_t subject, identity::AccountId by) {
  return static_cast<int>(reader.one(sql::find_vote, {subject, by}, count_from).value_or(0));
}
std::vector<VoteRow> votes_on(db::Reader& reader, std::int64_t subject) {
  return reader.all(sql::votes_on, {subject}, [](const db::Row& row) {
    return VoteRow{row.id<identity::AccountId>(0), static_cast<int>(row.integer(1))};
  });
}
std::vector<ml::votes::Elsewhere> votes_elsewhere(db::Reader& reader, std::int64_t subject, Time since) {
  return reader.all(sql::votes_elsewhere, {subject, since}, [](const db::Row& row) {
    return ml::votes::Elsewhere{row.integer(0), row.integer(1), row.integer(2)};
  });
}
std::vector<std::int64_t> voted_by(db::Reader& reader, identity::AccountId account, Time since) {
  return reader.all(sql::voted_by, {account, since}, count_from);
}

bool put_read(db::Transaction& tx, identity::AccountId account, DiscussionId id, std::int64_t up_to, Time at) {
  return tx.execute(sql::put_read, {account, id, up_to, at}) == 1;
}
std::optional<std::int64_t> read_of(db::Reader& reader, identity::AccountId account, DiscussionId id) {
  return reader.one(sql::find_read, {account, id}, count_from);
}
void each_read(db::Reader& reader, Time since, const EachRead& each) {
  reader.each(sql::reads_since, {since}, [&](const db::Row& row) {
    each(row.id<identity::AccountId>(0), row.id<DiscussionId>(1), row.integer(2), row.time(3));
  });
}
void each_reply(db::Reader& reader, Time since, const std::function<void(identity::AccountId, DiscussionId, Time)>& each) {
  reader.each(sql::authors_since, {since}, [&](const db::Row& row) {
    each(row.id<identity::AccountId>(0), row.id<DiscussionId>(1), row.time(2));
  });
}

void insert(db::Transaction& tx, DiscussionId id, const Poll& poll) {
  const auto options = stored(poll.options);
  tx.execute(sql::insert_poll, {id, options, poll.multiple, poll.closes_at});
}
std::optional<Poll> poll(db::Reader& reader, DiscussionId id) {
  return reader.one(sql::find_poll, {id}, [](const db::Row& row) {
    return Poll{stored_items<std::string>(row.text(0)), row.integer(1) != 0, row.time(2)};
  });
}
void remove_poll(db::Transaction& tx, DiscussionId id) {
  tx.execute(sql::delete_poll, {id});
  tx.execute(sql::delete_all_choices, {id});
}
void set_choices(db::Transaction& tx, DiscussionId id, identity::AccountId account, const std::vector<std::int64_t>& choices) {
  tx.execute(sql::delete_choices, {id, account});
  for (const auto choice : choices) tx.execute(sql::put_choice, {id, account, choice});
}
std::vector<std::int64_t> choices(db::Reader& reader, DiscussionId id, identity::AccountId account) {
  return reader.all(sql::choices_of, {id, account}, count_from);
}
std::vector<std::int64_t> tally(db::Reader& reader, DiscussionId id, std::size_t options) {
  std::vector<std::int64_t> counts(options, 0);
  reader.each(sql::tally, {id}, [&](const db::Row& row) {
    const auto choice = row.integer(0);
    if (choice >= 0 && static_cast<std::size_t>(choice) < options) counts[static_cast<std::size_t>(choice)] = row.integer(1);
  });
  return counts;
}
std::int64_t poll_voters(db::Reader& reader, DiscussionId id) {
  return reader.one(sql::poll_voters, {id}, count_from).value_or(0);
}

}  // namespace plaza::community::store

// Discussions and replies after they were written: who sees them, edits, what moderators decide, what is taken back, what is read.
#include <algorithm>

#include "community/events.h"
#include "platform/base/text.h"
#include "refusals.h"
#include "threads.h"

namespace plaza::community {

namespace {

PieceStatus status_of(moderation::Standing standing) {
  if (standing == moderation::Standing::held) return PieceStatus::held;
  return standing == moderation::Standing::removed ? PieceStatus::removed : PieceStatus::published;
}

}  // namespace

Result<Discussion> Threads::visible(db::Reader& reader, const Looker& looker, DiscussionId id) const {
  auto found = store::find(reader, id);
  if (!found || !book_.reads(found->group, looker)) return discussion_not_found();
  const bool own = looker.account && found->author == looker.account;
  const bool waiting = found->status == PieceStatus::held || found->status == PieceStatus::removed;
  // What was removed keeps its place while others' answers hang on it.
  if (waiting && found->replies == 0 && !own && !moderates(looker, found->group)) return discussion_not_found();
  return std::move(*found);
}

Result<Reply> Threads::visible(db::Reader& reader, const Looker& looker, ReplyId id) const {
  auto found = store::find(reader, id);
  if (!found || found->status == PieceStatus::erased) return reply_not_found();
  const auto discussion = visible(reader, looker, found->discussion);
  if (!discussion.ok()) return reply_not_found();
  const bool own = looker.account && found->author == looker.account;
  if (found->status != PieceStatus::published && !own && !moderates(looker, discussion->group)) return reply_not_found();
  return std::move(*found);
}

Result<Discussion> Threads::edit(db::Transaction& tx, const Looker& by, DiscussionId id, const Change& change) {
  TRY(Discussion d, visible(tx, by, id));
  const bool own = by.account && d.author == by.account;
  const bool retags = change.tags && !change.title && !change.text && !change.media && !change.products && !change.kind;
  const bool may_retag = moderates(by, d.group) ||
                         (book_.place(d.group, by.account).active() && trust_.has(by, rules::Power::retag));
  if (!own && !(retags && may_retag)) return not_allowed();
  if (d.status == PieceStatus::removed || d.status == PieceStatus::erased) return not_allowed();
  if (change.title) d.title = std::string(trimmed(*change.title));
  if (code_points(d.title) < 5) return invalid_field("title", "too_short", "needs at least 5 characters");
  if (change.text) d.words.text = *change.text;
  if (change.media) d.words.media = *change.media;
  if (change.products) d.words.products = *change.products;
  if (change.kind) d.kind = *change.kind;
  if (change.tags) {
    TRY(d.tags, check_tags(*change.tags));
  }
  if (own) {
    TRY(d.words, check(tx, d.author, d.words));
    TRY_DONE(within_limits(tx, by, d.group, d.title + "\n" + d.words.text, d.words));
    d.edited_at = needs_.clock.now();
    TRY(const bool held, is_held(tx, d));
    if (held && d.status == PieceStatus::published) {
      store::set_status(tx, d.id, PieceStatus::published, PieceStatus::held, d.announced);
      d.status = PieceStatus::held;
    }
  }
  store::change(tx, d);
  changed(tx, d.id, What::edit);
  return d;
}

Result<Reply> Threads::edit(db::Transaction& tx, const Looker& by, ReplyId id, const Change& change) {
  TRY(Reply r, visible(tx, by, id));
  if (!by.account || r.author != by.account || r.status == PieceStatus::removed) return not_allowed();
  TRY(const Discussion d, visible(tx, by, r.discussion));
  if (change.text) r.words.text = *change.text;
  if (change.media) r.words.media = *change.media;
  if (change.products) r.words.products = *change.products;
  TRY(r.words, check(tx, r.author, r.words));
  if (r.words.text.empty()) return invalid_field("text", "required", "is needed");
  TRY_DONE(within_limits(tx, by, d.group, r.words.text, r.words));
  r.edited_at = needs_.clock.now();
  TRY(const bool held, is_held(tx, r, d));
  store::change(tx, r);
  if (held && r.status == PieceStatus::published) {
    store::set_status(tx, r.id, PieceStatus::published, PieceStatus::held, r.announced);
    store::count_replies(tx, d.id, -1, Time{});
    r.status = PieceStatus::held;
  }
  changed(tx, d.id, What::edit);
  return r;
}

Result<Discussion> Threads::set_state(db::Transaction& tx, const Looker& by, DiscussionId id, const StateChange& change) {
  TRY(Discussion d, visible(tx, by, id));
  const bool only_lock = !change.pinned && !change.live;
  const bool may_lock = only_lock && book_.place(d.group, by.account).active() && trust_.has(by, rules::Power::lock);
  if (!moderates(by, d.group) && !may_lock) return not_allowed();
  d.pinned = change.pinned.value_or(d.pinned);
  d.locked = change.locked.value_or(d.locked);
  d.live = change.live.value_or(d.live);
  store::set_state(tx, d);
  changed(tx, id, What::state);
  return d;
}

Status Threads::read(db::Transaction& tx, const Looker& reader, DiscussionId id, std::int64_t number) {
  TRY(const Discussion d, visible(tx, reader, id));
  const auto before = store::read_of(tx, reader.account, id);
  const Time now = needs_.clock.now();
  number = std::clamp<std::int64_t>(number, 0, d.last);
  if (!store::put_read(tx, reader.account, id, number, now)) return done();
  events::publish(tx, id.value, deed_of<DiscussionRead>(d, reader.account, d.author));
  trust_.count(tx, reader.account, {.discussions_read = before || d.author == reader.account ? 0 : 1, .day = now.micros / days(1)});
  tx.on_commit([this, who = reader.account, id, number, now, first = !before] {
    if (first) tastes_.engaged(who, id, Tastes::Deed::read, now);
    tastes_.read_up_to(who, id, number);
  });
  return done();
}

Status Threads::stand(db::Transaction& tx, DiscussionId id, moderation::Standing standing) {
  const auto d = store::find(tx, id);
  if (!d || d->status == PieceStatus::erased) return discussion_not_found();
  const auto to = status_of(standing);
  if (to == d->status) return done();
  const bool seen = to == PieceStatus::published;
  if (!store::set_status(tx, id, d->status, to, d->announced || seen)) return discussion_not_found();
  if (seen && !d->announced) {
    Discussion now = *d;
    now.status = to;
    went_public(tx, now);
    return done();
  }
  changed(tx, id, seen ? What::state : What::removed);
  return done();
}

Status Threads::stand(db::Transaction& tx, ReplyId id, moderation::Standing standing) {
  const auto r = store::find(tx, id);
  const auto d = r && r->status != PieceStatus::erased ? store::find(tx, r->discussion) : std::nullopt;
  if (!d) return reply_not_found();
  const auto to = status_of(standing);
  if (to == r->status) return done();
  const bool seen = to == PieceStatus::published;
  if (!store::set_status(tx, id, r->status, to, r->announced || seen)) return reply_not_found();
  if (seen && !r->announced) {
    Reply now = *r;
    now.status = to;
    went_public(tx, now, *d);
    return done();
  }
  if (seen || r->status == PieceStatus::published) store::count_replies(tx, d->id, seen ? 1 : -1, Time{});
  changed(tx, d->id, seen ? What::state : What::removed);
  return done();
}

Status Threads::remove(db::Transaction& tx, const Looker& by, DiscussionId id) {
  TRY(const Discussion d, visible(tx, by, id));
  if (!by.account || d.author != by.account) return not_allowed();
  if (d.status == PieceStatus::removed) return not_allowed();  // the decision is appealed against, not undone by deleting
  blank(tx, d);
  return done();
}

Status Threads::remove(db::Transaction& tx, const Looker& by, ReplyId id) {
  TRY(const Reply r, visible(tx, by, id));
  if (!by.account || r.author != by.account || r.status == PieceStatus::removed) return not_allowed();
  blank(tx, r);
  return done();
}

void Threads::blank(db::Transaction& tx, const Discussion& d) {
  needs_.submissions.gone(tx, {moderation::Kind::discussion, to_text(d.id)});
  if (d.poll) store::remove_poll(tx, d.id);
  store::blank(tx, d.id);
  changed(tx, d.id, What::removed);
  if (d.last == 0) {
    store::remove(tx, d.id);
    tx.on_commit([this, id = d.id] { index_.drop(id); });
  }
}

void Threads::blank(db::Transaction& tx, const Reply& r) {
  needs_.submissions.gone(tx, {moderation::Kind::reply, to_text(r.id)});
  store::blank(tx, r.id);
  if (r.status == PieceStatus::published) store::count_replies(tx, r.discussion, -1, Time{});
  const auto d = store::find(tx, r.discussion);
  if (d && d->accepted == r.id) store::set_accepted(tx, d->id, {}, {});
  changed(tx, r.discussion, What::removed);
}

}  // namespace plaza::community

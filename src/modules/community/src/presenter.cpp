#include "presenter.h"

#include <algorithm>
#include <cmath>

#include "platform/base/text.h"

namespace plaza::community {

namespace {

constexpr Micros unread_window = days(30);
constexpr std::size_t chips_on_card = 4, experts_shown = 3, answer_shown = 400;
constexpr int people_shown = 12;

std::int64_t whole(double votes) { return static_cast<std::int64_t>(std::llround(votes)); }

}  // namespace

std::optional<PersonView> Presenter::person(db::Reader& reader, identity::AccountId id, GroupId group) const {
  const auto face = needs_.accounts.face(id);
  if (!face) return std::nullopt;
  PersonView view;
  view.id = id;
  view.handle = face->handle;
  view.name = face->name;
  if (const auto picture = needs_.media.view(media::MediaId{face->avatar_media_id}); picture && !picture->url.empty()) {
    view.avatar_url = picture->url;
  }
  view.level = book_.level({id, false});
  for (const auto& badge : store::badges(reader, id)) view.badges.push_back(badge.badge);
  if (!group) return view;
  const auto place = book_.place(group, id);
  if (place.active()) view.role = place.role;
  const auto account = needs_.accounts.find(reader, id);
  view.brand = account && account->roles != 0;
  for (const auto& each : store::endorsed_of(reader, id)) {
    if (each.group == group && trust_.is_expert(reader, group, each.tag, id, each.count)) view.expert_in.push_back(each.tag);
  }
  return view;
}

GroupRef Presenter::ref(GroupId id) const {
  const auto group = book_.group(id);
  return {id, group ? group->slug : "", group ? group->name : ""};
}

void Presenter::fill(db::Reader& reader, GroupCard& card, const Group& group, const Looker& looker) const {
  card.id = group.id;
  card.slug = group.slug;
  card.name = group.name;
  card.about = group.about;
  card.visibility = group.visibility;
  card.subject = {group.subject, group.ref, group.ref, std::nullopt};
  if (group.subject == SubjectKind::product) {
    card.subject.url = "/products/" + group.ref;
    if (const auto product = needs_.catalog.product_by_handle(reader, group.ref)) card.subject.title = product->title;
  } else if (group.subject == SubjectKind::creator) {
    card.subject.url = "/@" + group.ref;
    if (const auto face = needs_.accounts.face_of_handle(group.ref)) card.subject.title = face->name;
  }
  if (group.cover) card.cover = needs_.media.view(group.cover);
  card.members = book_.members(group.id);
  card.archived = group.archived;
  if (book_.reads(group.id, looker)) card.discussions = index_.count(group.id);
  const auto row = looker.account ? store::member(reader, group.id, looker.account) : std::nullopt;
  if (!row) return;
  card.membership = {row->place.seat, row->place.role, row->digest, row->since};
  if (!row->place.active()) return;
  const Time since = std::max(row->since, needs_.clock.now() - unread_window);
  card.unread = store::unread(reader, group.id, looker.account, since);
}

GroupCard Presenter::card(db::Reader& reader, const Group& group, const Looker& looker) const {
  GroupCard card;
  fill(reader, card, group, looker);
  return card;
}

GroupView Presenter::view(db::Reader& reader, const Group& group, const Looker& looker) const {
  GroupView view;
  fill(reader, view, group, looker);
  view.rules = group.rules;
  view.tags = group.tags;
  view.created_at = group.created_at;
  if (const auto owner = book_.owner(group.id)) view.owner = person(reader, owner, group.id);
  const auto place = book_.place(group.id, looker.account);
  const bool inside = place.active() || looker.staff, moderates = rooms_.moderates(looker, group.id);
  auto& may = view.may;
  may.read = book_.reads(group.id, looker);
  may.join = looker.account && !place.active() && place.seat != Seat::banned && place.seat != Seat::requested && !group.archived;
  may.post = looker.account && inside && !group.archived;
  may.moderate = moderates;
  may.manage = rooms_.manages(looker, group.id);
  may.invite = moderates || (place.active() && group.visibility != Visibility::secret && trust_.has(looker, rules::Power::invite));
  may.poll = may.post && trust_.has(looker, rules::Power::poll);
  may.event = may.post && (moderates || trust_.has(looker, rules::Power::create_event));
  if (looker.account) {
    const auto left = threads_.limits(reader, looker, group.id);
    view.limits = LimitsView{left.level, left.discussions, left.replies, left.links, left.pictures, left.mentions};
  }
  if (moderates) {
    view.requests = book_.requests(group.id);
    view.cases = needs_.desk.count(reader, to_text(group.id));
  }
  return view;
}

MemberView Presenter::member(db::Reader& reader, const Member& member, bool for_moderators) const {
  MemberView view;
  if (auto found = person(reader, member.account, member.group)) view.person = std::move(*found);
  view.state = member.place.seat;
  view.role = member.place.role;
  if (for_moderators) view.note = member.note;
  view.since = member.since;
  return view;
}

GatheringView Presenter::gathering(db::Reader& reader, const Gathering& g, const Looker& looker) const {
  GatheringView view;
  view.id = g.id;
  view.group = ref(g.group);
  view.title = g.title;
  view.text = g.text;
  view.place = g.place;
  view.url = g.url;
  view.starts_at = g.starts_at;
  view.ends_at = g.ends_at;
  view.capacity = g.capacity;
  view.going = g.going;
  view.maybe = store::count(reader, g.id, Answer::maybe);
  if (looker.account) view.mine = store::answer(reader, g.id, looker.account);
  view.full = g.capacity > 0 && g.going >= g.capacity;
  view.cancelled = g.cancelled;
  if (!threads_.apart(looker, g.author)) view.author = person(reader, g.author, g.group);
  view.may.edit = (looker.account && looker.account == g.author) || rooms_.moderates(looker, g.group);
  for (const auto account : store::going(reader, g.id, people_shown)) {
    if (threads_.apart(looker, account)) continue;
    if (auto found = person(reader, account, g.group)) view.people.push_back(std::move(*found));
  }
  return view;
}

std::vector<media::MediaView> Presenter::media(const std::vector<media::MediaId>& ids) const {
  std::vector<media::MediaView> found;
  for (const auto id : ids) {
    if (auto view = needs_.media.view(id)) found.push_back(std::move(*view));
  }
  return found;
}

std::optional<content::ProductChip> Presenter::chip(catalog::ProductId id, const Viewing& viewing) const {
  return chips_ ? chips_->chip_for(id, viewing.prices) : std::nullopt;
}

std::vector<content::ProductChip> Presenter::chips(const std::vector<catalog::ProductId>& ids, std::size_t max,
                                                   const Viewing& viewing) const {
  std::vector<content::ProductChip> found;
  for (const auto id : ids) {
    if (found.size() >= max) break;
    if (auto one = chip(id, viewing)) found.push_back(std::move(*one));
  }
  return found;
}

std::optional<Hidden> Presenter::hidden(PieceStatus status, identity::AccountId author, GroupId group, const Looker& looker) const {
  if (status == PieceStatus::erased) return Hidden::erased;
  const bool own = looker.account && looker.account == author;
  const bool waiting = status == PieceStatus::held || status == PieceStatus::removed;
  if (waiting && !own && !threads_.moderates(looker, group)) return status == PieceStatus::held ? Hidden::held : Hidden::removed;
  if (threads_.apart(looker, author) && !threads_.moderates(looker, group)) return Hidden::blocked;
  return std::nullopt;
}

void Presenter::fill(db::Reader& reader, DiscussionCard& card, const Discussion& d, const Viewing& viewing,
                     std::optional<Hidden> hidden) const {
  card.id = d.id;
  card.group = ref(d.group);
  card.kind = d.kind;
  card.status = d.status;
  card.replies = d.replies;
  card.accepted = static_cast<bool>(d.accepted);
  card.pinned = d.pinned;
  card.locked = d.locked;
  card.live = d.live;
  card.created_at = d.created_at;
  card.active_at = d.active_at;
  if (const auto account = viewing.looker.account) {
    card.voted = store::vote_of(reader, d.id.value, account);
    card.unread = std::max<std::int64_t>(0, d.last - store::read_of(reader, account, d.id).value_or(0));
  }
  if (hidden) return;
  card.title = d.title;
  card.excerpt = excerpt(d.words.text, 200);
  card.author = person(reader, d.author, d.group);
  card.tags = d.tags;
  for (const auto id : d.words.media) {
    if (!card.picture) card.picture = needs_.media.view(id);
  }
  card.products = chips(d.words.products, chips_on_card, viewing);
  card.helpful = whole(d.helpful);
  card.poll = d.poll;
}

std::optional<AnswerLine> Presenter::answer(db::Reader& reader, const Discussion& d, const Viewing& viewing) const {
  const auto reply = d.accepted ? store::find(reader, d.accepted) : std::nullopt;
  if (!reply || reply->status != PieceStatus::published || hidden(reply->status, reply->author, d.group, viewing.looker)) return std::nullopt;
  return AnswerLine{reply->id, excerpt(reply->words.text, answer_shown), person(reader, reply->author, d.group)};
}

DiscussionCard Presenter::card(db::Reader& reader, const Discussion& d, const Viewing& viewing) const {
  DiscussionCard card;
  fill(reader, card, d, viewing, hidden(d.status, d.author, d.group, viewing.looker));
  return card;
}

DiscussionView Presenter::view(db::Reader& reader, const Discussion& d, const Viewing& viewing) const {
  DiscussionView view;
  const auto& looker = viewing.looker;
  view.hidden = hidden(d.status, d.author, d.group, looker);
  fill(reader, view, d, viewing, view.hidden);
  view.last = d.last;
  view.read = d.last - view.unread;
  if (d.accepted) view.accepted_id = d.accepted;
  if (d.edited_at.micros) view.edited_at = d.edited_at;
  const bool own = looker.account && looker.account == d.author;
  const bool member = looker.account && (looker.staff || book_.place(d.group, looker.account).active());
  auto& may = view.may;
  may.moderate = threads_.moderates(looker, d.group);
  const bool published = d.status == PieceStatus::published;
  may.reply = member && published && (!d.locked || may.moderate) && !threads_.apart(looker, d.author);
  may.edit = own && (published || d.status == PieceStatus::held);
  may.remove = may.edit;
  may.vote = member && !own && published && !view.hidden;
  may.accept = d.kind == Kind::question && (own || may.moderate);
  may.report = looker.account && !own && published && !view.hidden;
  if (view.hidden) return view;
  view.text = d.words.text;
  view.media = media(d.words.media);
  view.all_products = chips(d.words.products, d.words.products.size(), viewing);
  view.poll_view = poll(reader, d, looker);
  if (own && d.status != PieceStatus::published) {
    view.held_because = needs_.submissions.why(reader, {moderation::Kind::discussion, to_text(d.id)});
  }
  for (const auto& tag : d.tags) {
    for (const auto& each : store::endorsed(reader, d.group, tag)) {
      const bool shown = view.experts.size() < experts_shown && !threads_.apart(looker, each.account);
      if (!shown || !trust_.is_expert(reader, d.group, tag, each.account, each.count)) continue;
      if (auto expert = person(reader, each.account, d.group)) view.experts.push_back(std::move(*expert));
    }
  }
  return view;
}

std::optional<PollView> Presenter::poll(db::Reader& reader, const Discussion& d, const Looker& looker) const {
  const auto poll = d.poll ? store::poll(reader, d.id) : std::nullopt;
  if (!poll) return std::nullopt;
  PollView view;
  view.multiple = poll->multiple;
  if (poll->closes_at.micros) view.closes_at = poll->closes_at;
  view.closed = d.locked || (poll->closes_at.micros && poll->closes_at <= needs_.clock.now());
  view.voters = store::poll_voters(reader, d.id);
  const auto mine = looker.account ? store::choices(reader, d.id, looker.account) : std::vector<std::int64_t>{};
  const auto counts = store::tally(reader, d.id, poll->options.size());
  for (std::size_t i = 0; i < poll->options.size(); ++i) {
    PollOptionView option;
    option.text = poll->options[i];
    option.mine = std::find(mine.begin(), mine.end(), static_cast<std::int64_t>(i)) != mine.end();
    if (!mine.empty() || view.closed) option.votes = counts[i];
    view.options.push_back(std::move(option));
  }
  return view;
}

ReplyView Presenter::view(db::Reader& reader, const Reply& r, const Discussion& d, const Viewing& viewing) const {
  ReplyView view;
  const auto& looker = viewing.looker;
  view.id = r.id;
  view.discussion_id = r.discussion;
  view.number = r.number;
  view.depth = r.depth;
  if (r.parent) view.parent_id = r.parent;
  view.status = r.status;
  view.created_at = r.created_at;
  view.accepted = d.accepted == r.id;
  view.hidden = hidden(r.status, r.author, d.group, looker);
  const bool own = looker.account && looker.account == r.author;
  const bool published = r.status == PieceStatus::published;
  const bool member = looker.account && (looker.staff || book_.place(d.group, looker.account).active());
  auto& may = view.may;
  may.moderate = threads_.moderates(looker, d.group);
  may.edit = own && (published || r.status == PieceStatus::held);
  may.remove = may.edit;
  may.vote = member && !own && published && !view.hidden;
  may.accept = d.kind == Kind::question && published && ((looker.account && looker.account == d.author) || may.moderate);
  may.report = looker.account && !own && published && !view.hidden;
  may.reply = member && published && !view.hidden && (!d.locked || may.moderate) && !threads_.apart(looker, d.author);
  if (view.hidden) return view;
  view.author = person(reader, r.author, d.group);
  view.text = r.words.text;
  view.media = media(r.words.media);
  view.products = chips(r.words.products, r.words.products.size(), viewing);
  view.helpful = whole(r.helpful);
  if (looker.account) view.voted = store::vote_of(reader, r.id.value, looker.account);
  if (r.edited_at.micros) view.edited_at = r.edited_at;
  if (own && !published) view.held_because = needs_.submissions.why(reader, {moderation::Kind::reply, to_text(r.id)});
  return view;
}

}  // namespace plaza::community

#include "votes.h"

#include <algorithm>
#include <unordered_set>

#include "community/events.h"
#include "identity/roles.h"
#include "refusals.h"

namespace plaza::community {

Status Votes::may_vote(const Looker& by, GroupId group, identity::AccountId author) const {
  if (by.account == author) return own();
  if (!by.staff && !book_.place(group, by.account).active()) return not_a_member();
  return done();
}

ml::votes::Outcome Votes::weighed(db::Transaction& tx, std::int64_t subject, identity::AccountId author, GroupId group) {
  const auto rows = store::votes_on(tx, subject);
  if (rows.empty()) return {};
  const Time now = needs_.clock.now();
  std::unordered_set<std::int64_t> staff;
  for (const auto& each : needs_.staff.list(tx)) {
    if (each.roles & (identity::owner | identity::moderator | identity::agent)) staff.insert(each.id.value);
  }
  std::vector<ml::votes::Ballot> ballots;
  ballots.reserve(rows.size());
  for (const auto& row : rows) {
    const auto place = book_.place(group, row.account);
    int level = book_.level({row.account, staff.contains(row.account.value)});
    if (place.moderates()) level = std::max(level, 2);
    const bool counts = !needs_.blocks.apart(row.account, author) && place.seat != Seat::banned &&
                        now - time_of_id(row.account.value) >= voter_age_min;
    ballots.push_back({row.account.value, row.value, level, counts});
  }
  const Time since = now - votes_remembered;
  return ml::votes::weigh(ballots, store::votes_elsewhere(tx, subject, since), store::voted_by(tx, author, since), author.value);
}

double Votes::weigh(db::Transaction& tx, const Reply& reply, GroupId group) {
  const auto outcome = weighed(tx, reply.id.value, reply.author, group);
  store::set_votes(tx, reply.id, outcome.helpful, outcome.score, outcome.proven);
  if (outcome.proven != reply.proven) trust_.count(tx, reply.author, {.helpful = outcome.proven - reply.proven});
  return outcome.helpful;
}

Result<double> Votes::vote(db::Transaction& tx, const Looker& by, DiscussionId id, int value) {
  TRY(const Discussion d, threads_.visible(tx, by, id));
  if (d.status != PieceStatus::published) return discussion_not_found();
  TRY_DONE(may_vote(by, d.group, d.author));
  store::put_vote(tx, id.value, by.account, d.author, value, needs_.clock.now());
  const auto outcome = weighed(tx, id.value, d.author, d.group);
  store::set_votes(tx, id, outcome.helpful);
  auto event = deed_of<Voted>(d, by.account, d.author);
  event.value = value;
  events::publish(tx, id.value, event);
  threads_.changed(tx, id, What::vote);
  if (value > 0) {
    tx.on_commit([this, who = by.account, id, now = needs_.clock.now()] { tastes_.engaged(who, id, Tastes::Deed::vote, now); });
  }
  return outcome.helpful;
}

Result<double> Votes::vote(db::Transaction& tx, const Looker& by, ReplyId id, int value) {
  TRY(const Reply r, threads_.visible(tx, by, id));
  TRY(const Discussion d, threads_.visible(tx, by, r.discussion));
  if (r.status != PieceStatus::published) return reply_not_found();
  TRY_DONE(may_vote(by, d.group, r.author));
  if (value < 0 && !trust_.has(by, rules::Power::down_vote)) return level_too_low(rules::level_of(rules::Power::down_vote));
  store::put_vote(tx, id.value, by.account, r.author, value, needs_.clock.now());
  const double helpful = weigh(tx, r, d.group);
  auto event = deed_of<Voted>(d, by.account, r.author);
  event.value = value;
  events::publish(tx, d.id.value, event);
  threads_.changed(tx, d.id, What::vote);
  if (value > 0) {
    tx.on_commit([this, who = by.account, id = d.id, now = needs_.clock.now()] {
      tastes_.engaged(who, id, Tastes::Deed::vote, now);
    });
  }
  return helpful;
}

Result<Discussion> Votes::accept(db::Transaction& tx, const Looker& by, DiscussionId id, ReplyId reply) {
  TRY(Discussion d, threads_.visible(tx, by, id));
  if (d.kind != Kind::question) return Error{ErrorKind::conflict, "community.not_a_question", "Nobody asked anything here."};
  const bool asked = by.account && d.author == by.account;
  if (!asked && !threads_.moderates(by, d.group)) return not_allowed();
  std::optional<Reply> now;
  if (reply) {
    now = store::find(tx, reply);
    if (!now || now->discussion != id || now->status != PieceStatus::published) return reply_not_found();
  }
  if (d.accepted == reply) return d;
  // What an asker without any trust accepts helps the next reader, and earns nothing: accounts could be made for it.
  const bool earns = threads_.moderates(by, d.group) || trust_.level(by) >= 1;
  const auto group = book_.group(d.group);
  const bool is_public = group && group->visibility == Visibility::open;
  const auto asker = d.author ? std::optional(d.author) : std::nullopt;
  if (const auto before = d.accepted ? store::find(tx, d.accepted) : std::nullopt) {
    if (before->author && before->author != d.author && earns) trust_.count(tx, before->author, {.accepted = -1});
    const auto who = before->author ? std::optional(before->author) : std::nullopt;
    events::publish(tx, id.value, AnswerAccepted{id, d.group, before->id, asker, who, d.words.products, is_public, false});
  }
  store::set_accepted(tx, id, reply, needs_.clock.now());
  if (now) {
    if (now->author && now->author != d.author && earns) trust_.count(tx, now->author, {.accepted = 1});
    const auto who = now->author ? std::optional(now->author) : std::nullopt;
    events::publish(tx, id.value, AnswerAccepted{id, d.group, reply, asker, who, d.words.products, is_public, true});
  }
  threads_.changed(tx, id, What::accepted);
  d.accepted = reply;
  return d;
}

Result<std::vector<std::int64_t>> Votes::choose(db::Transaction& tx, const Looker& by, DiscussionId id,
                                                const std::vector<std::int64_t>& options) {
  TRY(const Discussion d, threads_.visible(tx, by, id));
  const auto poll = d.poll && d.status == PieceStatus::published ? store::poll(tx, id) : std::nullopt;
  if (!poll) return discussion_not_found();
  if (!by.staff && !book_.place(d.group, by.account).active()) return not_a_member();
  if (d.locked || (poll->closes_at.micros && poll->closes_at <= needs_.clock.now())) {
    return Error{ErrorKind::conflict, "community.poll_closed", "The poll is closed."};
  }
  if (!poll->multiple && options.size() > 1) return invalid_field("options", "too_many", "takes one answer");
  for (const auto option : options) {
    if (option < 0 || option >= std::ssize(poll->options)) return invalid_field("options", "out_of_range", "is not one of the answers");
  }
  store::set_choices(tx, id, by.account, options);
  threads_.changed(tx, id, What::poll);
  return options;
}

}  // namespace plaza::community

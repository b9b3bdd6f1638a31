// Writing: what is checked, what is counted, and the moment when others may see it.
#include "threads.h"

#include <algorithm>

#include "community/events.h"
#include "platform/base/text.h"
#include "refusals.h"

namespace plaza::community {

namespace {

constexpr std::size_t title_min = 5, title_max = 150, text_max = 20'000, reply_max = 10'000;
constexpr std::size_t tags_max = 5, media_max = 8, products_max = 8;
constexpr std::int64_t depth_max = 4;
constexpr std::int64_t starter_replies = 10;

Error limit_of(const char* what, const char* code, int most) {
  return {ErrorKind::unprocessable, code,
          "At your level of trust a text may have at most " + std::to_string(most) + " " + what + "."};
}
std::int64_t day_of(Time at) { return at.micros / days(1); }

}  // namespace

bool Threads::moderates(const Looker& looker, GroupId group) const {
  return looker.staff || book_.place(group, looker.account).moderates();
}

Result<Words> Threads::check(db::Reader& reader, identity::AccountId author, const Words& wanted) const {
  Words words = wanted;
  words.text = std::string(trimmed(wanted.text));
  if (words.media.size() > media_max) return invalid_field("media_ids", "too_many", "must have at most 8 items");
  for (std::size_t i = 0; i < words.media.size(); ++i) {
    const auto owner = needs_.media.owner(words.media[i]);
    const auto view = needs_.media.view(words.media[i]);
    if (!owner || (*owner && *owner != author) || !view || view->status == media::Status::failed) {
      return invalid_field("media_ids[" + std::to_string(i) + "]", "not_found", "is not one of your uploads");
    }
  }
  for (const auto& handle : rules::products_in(words.text)) {
    const auto product = needs_.catalog.product_by_handle(reader, handle);
    if (product && product->status == catalog::ProductStatus::active) words.products.push_back(product->id);
  }
  std::vector<catalog::ProductId> once;
  for (std::size_t i = 0; i < words.products.size(); ++i) {
    if (std::find(once.begin(), once.end(), words.products[i]) != once.end()) continue;
    const auto product = needs_.catalog.product(reader, words.products[i]);
    if (!product || product->status != catalog::ProductStatus::active) {
      return invalid_field("product_ids[" + std::to_string(i) + "]", "not_found", "is not a product of this shop");
    }
    if (once.size() < products_max) once.push_back(words.products[i]);
  }
  words.products = std::move(once);
  return words;
}

Result<std::vector<std::string>> Threads::check_tags(const std::vector<std::string>& wanted) const {
  if (wanted.size() > tags_max) return invalid_field("tags", "too_many", "must have at most 5 items");
  std::vector<std::string> tags;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    auto tag = rules::tag_of(wanted[i]);
    if (tag.empty()) return invalid_field("tags[" + std::to_string(i) + "]", "invalid", "needs letters or digits");
    if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(std::move(tag));
  }
  return tags;
}

LimitsLeft Threads::limits(db::Reader& reader, const Looker& looker, GroupId group) const {
  LimitsLeft left;
  left.level = trust_.level(looker);
  if (needs_.settings.unlimited || moderates(looker, group)) return left;
  const auto& most = rules::limits_of_level[static_cast<std::size_t>(left.level)];
  const Time since = needs_.clock.now() - days(1);
  left.discussions = std::max<std::int64_t>(0, most.discussions_a_day - store::discussions_since(reader, looker.account, since));
  left.replies = std::max<std::int64_t>(0, most.replies_a_day - store::replies_since(reader, looker.account, since));
  left.links = most.links;
  left.pictures = most.pictures;
  left.mentions = most.mentions;
  return left;
}

// Of the words alone; how many a day is asked where they are written.
Status Threads::within_limits(db::Reader& reader, const Looker& author, GroupId group, const std::string& text,
                              const Words& words) const {
  static_cast<void>(reader);
  if (needs_.settings.unlimited || moderates(author, group)) return done();
  const auto& most = rules::limits_of_level[static_cast<std::size_t>(trust_.level(author))];
  if (rules::links_in(text) > most.links) return limit_of("links", "community.limit_links", most.links);
  if (std::ssize(words.media) > most.pictures) return limit_of("pictures", "community.limit_pictures", most.pictures);
  if (std::ssize(rules::mentions_in(text)) > most.mentions) return limit_of("mentions", "community.limit_mentions", most.mentions);
  return done();
}

Result<bool> Threads::is_held(db::Transaction& tx, const Discussion& d) {
  TRY(const auto verdict, needs_.submissions.submit(
                              tx, {{moderation::Kind::discussion, to_text(d.id)}, d.author, to_text(d.group),
                                   d.title + "\n" + d.words.text, static_cast<int>(d.words.media.size()), book_.members(d.group)}));
  return verdict.outcome == moderation::Outcome::hold;
}

Result<bool> Threads::is_held(db::Transaction& tx, const Reply& r, const Discussion& d) {
  TRY(const auto verdict,
      needs_.submissions.submit(tx, {{moderation::Kind::reply, to_text(r.id)}, r.author, to_text(d.group), r.words.text,
                                     static_cast<int>(r.words.media.size()), book_.members(d.group)}));
  return verdict.outcome == moderation::Outcome::hold;
}

void Threads::insert_poll(db::Transaction& tx, DiscussionId id, const NewPoll& poll) {
  store::insert(tx, id, {poll.options, poll.multiple, poll.closes_at.value_or(Time{})});
}

Result<Discussion> Threads::discuss(db::Transaction& tx, const Looker& author, const NewDiscussion& wanted, Time at,
                                    Screening screening) {
  const auto group = book_.group(wanted.group);
  if (!group || !book_.sees(wanted.group, author)) return group_not_found();
  if (group->archived) return archived();
  if (!author.staff && !book_.place(wanted.group, author.account).active()) return not_a_member();
  Discussion d;
  d.title = std::string(trimmed(wanted.title));
  if (code_points(d.title) < title_min) return invalid_field("title", "too_short", "needs at least 5 characters");
  if (code_points(d.title) > title_max) return invalid_field("title", "too_long", "must have at most 150 characters");
  if (code_points(wanted.words.text) > text_max) return invalid_field("text", "too_long", "must have at most 20000 characters");
  TRY(d.words, check(tx, author.account, wanted.words));
  TRY(d.tags, check_tags(wanted.tags));
  if (wanted.poll && wanted.poll->closes_at && *wanted.poll->closes_at <= at) {
    return invalid_field("poll.closes_at", "past", "must be later than now");
  }
  d.id = needs_.ids.make<DiscussionId>();
  d.group = wanted.group;
  d.author = author.account;
  d.kind = wanted.kind;
  d.live = wanted.live;
  d.poll = wanted.poll.has_value();
  d.created_at = d.active_at = at;
  if (screening == Screening::asked) {
    if (d.poll && !trust_.has(author, rules::Power::poll)) return level_too_low(rules::level_of(rules::Power::poll));
    const bool may_live = moderates(author, d.group) || trust_.has(author, rules::Power::live);
    if (d.live && !may_live) return level_too_low(rules::level_of(rules::Power::live));
    TRY_DONE(within_limits(tx, author, d.group, d.title + "\n" + d.words.text, d.words));
    if (limits(tx, author, d.group).discussions == 0) {
      return Error{ErrorKind::too_many, "community.limit_today", "You have begun as many discussions as your level of trust allows in a day."};
    }
    TRY(const bool held, is_held(tx, d));
    if (held) d.status = PieceStatus::held;
  }
  d.announced = d.status == PieceStatus::published;
  store::insert(tx, d);
  if (wanted.poll) insert_poll(tx, d.id, *wanted.poll);
  if (d.announced) went_public(tx, d);
  return d;
}

Result<Reply> Threads::reply(db::Transaction& tx, const Looker& author, const NewReply& wanted, Time at, Screening screening) {
  TRY(const Discussion d, visible(tx, author, wanted.discussion));
  const auto group = book_.group(d.group);
  if (!group || group->archived) return archived();
  const bool moderator = moderates(author, d.group);
  if (!author.staff && !book_.place(d.group, author.account).active()) return cannot_reply();
  if (d.status != PieceStatus::published || apart(author, d.author)) return cannot_reply();
  if (d.locked && !moderator) return locked();
  Reply r;
  if (wanted.parent) {
    const auto parent = store::find(tx, wanted.parent);
    if (!parent || parent->discussion != d.id || parent->status != PieceStatus::published) return reply_not_found();
    if (apart(author, parent->author)) return cannot_reply();
    r.parent = parent->depth >= depth_max ? parent->parent : parent->id;
    r.depth = std::min(parent->depth + 1, depth_max);
  }
  if (code_points(wanted.words.text) > reply_max) return invalid_field("text", "too_long", "must have at most 10000 characters");
  TRY(r.words, check(tx, author.account, wanted.words));
  if (r.words.text.empty()) return invalid_field("text", "required", "is needed");
  r.id = needs_.ids.make<ReplyId>();
  r.discussion = d.id;
  r.author = author.account;
  r.created_at = at;
  if (screening == Screening::asked) {
    TRY_DONE(within_limits(tx, author, d.group, r.words.text, r.words));
    if (limits(tx, author, d.group).replies == 0) {
      return Error{ErrorKind::too_many, "community.limit_today", "You have replied as often as your level of trust allows in a day."};
    }
    TRY(const bool held, is_held(tx, r, d));
    if (held) r.status = PieceStatus::held;
  }
  r.announced = r.status == PieceStatus::published;
  r.number = store::next_number(tx, d.id);
  store::insert(tx, r);
  if (r.announced) went_public(tx, r, d);
  return r;
}

void Threads::went_public(db::Transaction& tx, const Discussion& d) {
  events::publish(tx, d.id.value, deed_of<DiscussionPublished>(d, d.author, {}));
  trust_.count(tx, d.author, {.day = day_of(d.created_at)});
  changed(tx, d.id, What::discussion);
  tx.on_commit([this, d] { tastes_.engaged(d.author, d.id, Tastes::Deed::discuss, d.created_at); });
}

void Threads::went_public(db::Transaction& tx, const Reply& r, const Discussion& d) {
  store::count_replies(tx, d.id, 1, r.created_at);
  auto event = deed_of<Replied>(d, r.author, d.author);
  event.reply_id = r.id;
  if (r.parent) {
    const auto parent = store::find(tx, r.parent);
    if (parent && parent->author) event.parent_author_id = parent->author;
  }
  events::publish(tx, d.id.value, event);
  trust_.count(tx, r.author, {.replies = r.author == d.author ? 0 : 1, .day = day_of(r.created_at)});
  if (d.author && d.author != r.author && d.replies + 1 == starter_replies) {
    trust_.award(tx, d.author, rules::Badge::conversation_starter);
  }
  changed(tx, d.id, What::reply);
  tx.on_commit([this, who = r.author, id = d.id, number = r.number, at = r.created_at] {
    tastes_.engaged(who, id, Tastes::Deed::reply, at);
    tastes_.read_up_to(who, id, number);
  });
}

void Threads::changed(db::Transaction& tx, DiscussionId id, What what) {
  const auto now = store::find(tx, id);
  if (!now) return;
  events::publish(tx, id.value, DiscussionChanged{id, now->group, what, now->last});
  tx.on_commit([this, d = *now] { index_.put(d); });
}

}  // namespace plaza::community

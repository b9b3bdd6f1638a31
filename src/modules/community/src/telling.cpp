#include "telling.h"

#include <algorithm>
#include <limits>

#include "community/events.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::community {

namespace {

using Told = notifications::Kind;
constexpr std::size_t digest_lines = 8;
constexpr int guests_at_once = 500;

// How long before it begins guests are reminded, and when they must have known of it by; nothing: not yet.
struct Lead {
  Micros length;
  Time latest;
};
std::optional<Lead> lead_of(const Gathering& g, Time now) {
  if (g.cancelled || g.starts_at <= now) return std::nullopt;
  const Micros length = g.starts_at - now <= hours(1) ? hours(1) : days(1);
  const Time latest = g.starts_at - length;
  if (latest > now || g.timed_at > latest) return std::nullopt;
  return Lead{length, latest};
}

struct DigestLine {
  static constexpr const char* schema_name = "CommunityDigestLine";
  std::string title, options;
  template <class V>
  void describe(V& v) {
    v("title", title);
    v("options", options);
  }
};
struct DigestValues {
  static constexpr const char* schema_name = "CommunityDigestValues";
  std::string name, group, link, stop;
  std::vector<DigestLine> lines;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("group", group);
    v("link", link);
    v("stop", stop);
    v("lines", lines);
  }
};

}  // namespace

void Telling::tell(db::Transaction& tx, identity::AccountId to, Told kind, identity::AccountId by, const Discussion& d,
                   const std::string& about, const std::string& anchor) {
  const auto group = book_.group(d.group);
  if (!to || to == by || !group || !book_.reads(d.group, {to, false}) || needs_.blocks.apart(to, by)) return;
  needs_.bell.notify(tx, {to, kind, by, about, excerpt(d.title, 150), "/groups/" + group->slug + "/d/" + to_text(d.id) + anchor, ""});
}

void Telling::mentions(db::Transaction& tx, const Discussion& d, const std::string& text, identity::AccountId by,
                       const std::string& about, const std::string& anchor) {
  for (const auto& handle : rules::mentions_in(text)) {
    if (const auto face = needs_.accounts.face_of_handle(handle)) tell(tx, face->id, Told::mentioned, by, d, about, anchor);
  }
}

Status Telling::hear(db::Transaction& tx, const events::Event& event) {
  if (event.topic == StandingChanged::topic) {
    const auto told = events::read<StandingChanged>(event);
    if (!told.risen) return done();
    const auto about = std::to_string(told.level);
    needs_.bell.notify(tx, {told.account_id, Told::level_reached, {}, "level:" + about, about, "/groups", ""});
    return done();
  }
  if (event.topic == DiscussionPublished::topic) {
    const auto told = events::read<DiscussionPublished>(event);
    const auto d = store::find(tx, told.discussion_id);
    if (d && d->status == PieceStatus::published) mentions(tx, *d, d->title + "\n" + d->words.text, d->author, to_text(d->id), "");
    return done();
  }
  if (event.topic == AnswerAccepted::topic) {
    const auto told = events::read<AnswerAccepted>(event);
    const auto d = store::find(tx, told.discussion_id);
    if (d && told.accepted && told.account_id) {
      tell(tx, *told.account_id, Told::answer_accepted, told.asker_id.value_or(identity::AccountId{}), *d, to_text(told.reply_id),
           "#" + to_text(told.reply_id));
    }
    return done();
  }
  const auto told = events::read<Replied>(event);
  const auto d = store::find(tx, told.discussion_id);
  const auto r = d ? store::find(tx, told.reply_id) : std::nullopt;
  if (!r || r->status != PieceStatus::published) return done();
  const std::string about = to_text(r->id), anchor = "#" + about;
  tell(tx, d->author, Told::discussion_replied, r->author, *d, about, anchor);
  if (told.parent_author_id && *told.parent_author_id != d->author) {
    tell(tx, *told.parent_author_id, Told::discussion_replied, r->author, *d, about, anchor);
  }
  mentions(tx, *d, r->words.text, r->author, about, anchor);
  return done();
}

void TellGuests::enqueue(db::Transaction& tx, Told news, const Gathering& was, const Gathering& now, identity::AccountId by) {
  const TellGuests job{now.id, was.version + 1, news, by ? std::optional(by) : std::nullopt, {now.starts_at, now.ends_at}, {was.starts_at, was.ends_at},
                       was.place != now.place};
  jobs::enqueue(tx, {.kind = kind, .payload = json::encode(job)});
}

void Telling::tell_guest(db::Transaction& tx, identity::AccountId to, Told kind, identity::AccountId by, const Gathering& g,
                         const std::string& about, const notifications::Occasion& occasion) {
  const auto group = book_.group(g.group);
  if (to == by || !group || !book_.place(g.group, to).active() || needs_.blocks.apart(to, by)) return;
  // An erased author's event has no title any more.
  needs_.bell.notify(tx, {to, kind, by, to_text(g.id) + ":" + about, excerpt(g.title.empty() ? group->name : g.title, 150),
                          "/groups/" + group->slug + "/events/" + to_text(g.id), "", occasion});
}

Status Telling::tell_guests(const TellGuests& job) {
  for (identity::AccountId after;;) {
    const auto work = [&](db::Transaction& tx) -> Result<std::vector<identity::AccountId>> {
      const auto g = store::gathering(tx, job.event);
      if (!g) return std::vector<identity::AccountId>{};
      notifications::Occasion occasion{job.when, std::nullopt, ""};
      if (job.news == Told::event_cancelled) occasion.when = job.before;
      if (job.news == Told::event_moved) occasion.before = job.before;
      if (job.news == Told::event_restored || (job.elsewhere && job.news != Told::event_cancelled)) occasion.place = g->place;
      auto guests = store::guests(tx, job.event, after, guests_at_once);
      for (const auto guest : guests) tell_guest(tx, guest, job.news, job.by.value_or(identity::AccountId{}), *g, std::to_string(job.version), occasion);
      return guests;
    };
    TRY(const auto told, needs_.database.write_now(work));
    if (std::ssize(told) < guests_at_once) return done();
    after = told.back();
  }
}

Status Telling::remind_guests() {
  const Time now = needs_.clock.now();
  Time after = now;
  GatheringId after_id{std::numeric_limits<std::int64_t>::max()};
  for (;;) {
    std::vector<GatheringId> due;
    const auto look = [&](db::Reader& reader) {
      auto found = store::beginning(reader, after, after_id, now + days(1), guests_at_once);
      for (const auto& each : found) {
        const auto lead = lead_of(each, now);
        if (lead && !store::unreminded(reader, each.id, each.starts_at, lead->latest, 1).empty()) due.push_back(each.id);
      }
      return found;
    };
    const auto found = needs_.database.read_now(look);
    for (const auto id : due) {
      for (bool more = true; more;) {
        TRY(more, needs_.database.write_now([&](db::Transaction& tx) { return remind_some(tx, id); }));
      }
    }
    if (std::ssize(found) < guests_at_once) return done();
    after = found.back().starts_at;
    after_id = found.back().id;
  }
}

// True: there are more.
Result<bool> Telling::remind_some(db::Transaction& tx, GatheringId id) {
  store::lock(tx, id);  // nobody calls it off meanwhile
  const auto g = store::gathering(tx, id);
  const auto lead = g ? lead_of(*g, needs_.clock.now()) : std::nullopt;
  if (!lead) return false;
  const auto guests = store::unreminded(tx, id, g->starts_at, lead->latest, guests_at_once);
  const std::string about = std::to_string(lead->length / hours(1)) + "h:" + std::to_string(g->starts_at.micros);
  for (const auto guest : guests) {
    // It comes from who planned it, and to themselves from nobody.
    const auto by = guest == g->author ? identity::AccountId{} : g->author;
    if (store::set_reminded(tx, id, guest, g->starts_at)) {
      tell_guest(tx, guest, Told::event_reminder, by, *g, about, {{g->starts_at, g->ends_at}, std::nullopt, g->place});
    }
  }
  return std::ssize(guests) == guests_at_once;
}

void Telling::send_digests(db::Transaction& tx) {
  const Time now = needs_.clock.now();
  for (const auto& [digest, period] : {std::pair{Digest::daily, days(1)}, std::pair{Digest::weekly, days(7)}}) {
    for (const auto& member : store::digests_due(tx, digest, now - period)) {
      store::set_digested(tx, member.group, member.account, now);
      send_digest(tx, member);
    }
  }
}

// What is new, in the member's own order. Nothing new: no mail.
void Telling::send_digest(db::Transaction& tx, const Member& member) {
  const auto group = book_.group(member.group);
  const auto account = needs_.accounts.find(tx, member.account);
  if (!group || group->archived || !account || account->email_verified_at.micros == 0) return;
  if (!book_.reads(member.group, {member.account, false})) return;
  const auto allowed = [&](const Facts& facts) {
    return facts.active_at > member.digested_at && !needs_.blocks.apart(member.account, facts.author) && facts.author != member.account;
  };
  DigestValues values;
  for (const auto& ranked : tastes_.rank(member.account, member.group, needs_.clock.now(), allowed)) {
    if (values.lines.size() >= digest_lines) break;
    const auto d = store::find(tx, ranked.id);
    if (!d || d->status != PieceStatus::published) continue;
    if (store::read_of(tx, member.account, d->id).value_or(-1) >= d->last) continue;
    const bool vietnamese = account->locale == "vi";
    values.lines.push_back({d->title, std::to_string(d->replies) + (vietnamese ? " câu trả lời" : d->replies == 1 ? " reply" : " replies")});
  }
  if (values.lines.empty()) return;
  values.name = account->display_name;
  values.group = group->name;
  values.link = "/groups/" + group->slug;
  values.stop = "/groups/unsubscribe?token=" + member.token;
  const std::string key = "group_digest:" + to_text(member.group) + ":" + to_text(member.account) + ":" +
                          std::to_string(needs_.clock.now().micros / hours(1));
  needs_.mailer.send(tx, {notifications::Mail::group_digest, key, account->email, account->locale, json::encode(values)});
}

}  // namespace plaza::community

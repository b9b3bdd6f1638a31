#include "telling.h"

#include <algorithm>

#include "community/events.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::community {

namespace {

using Told = notifications::Kind;
constexpr std::size_t digest_lines = 8;

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

#include "bell_service.h"

#include <algorithm>

#include "mail_service.h"
#include "platform/json/codec.h"
#include "profiles/blocks.h"
#include "rules.h"
#include "sent.h"

namespace plaza::notifications {

NotificationId BellService::notify(db::Transaction& tx, const Notice& notice) {
  CHECK(is_own_path(notice.url));
  CHECK(notice.about.size() <= 200 && notice.image_url.size() <= 2'000);
  if (!notice.to || notice.actor == notice.to) return {};
  if (blocks_ && blocks_->apart(notice.to, notice.actor)) return {};
  store::Line line;
  line.id = ids_.make<NotificationId>();
  line.kind = notice.kind;
  line.actor = notice.actor;
  line.about = notice.about;
  line.subject = cut_subject(notice.subject);
  line.url = notice.url;
  line.image_url = notice.image_url;
  line.occasion = notice.occasion;
  if (line.occasion) line.occasion->place = cut_subject(line.occasion->place);
  line.created_at = clock_.now();
  if (!store::insert_line(tx, notice.to, line)) return {};
  announce(tx, notice.to, line.id);
  const auto chosen = store::find_preference(tx, notice.to, notice.kind);
  if (chosen ? chosen->mail : mailed_by_default(notice.kind)) mail(tx, notice, line.id);
  const auto wants_push = chosen ? chosen->push : std::nullopt;
  if (wants_push.value_or(pushed_by_default(notice.kind))) push_out(tx, notice);
  return line.id;
}

std::string BellService::span(const Span& span, std::string_view locale) const {
  return span_text(span, locale, clock_ahead_ ? clock_ahead_(span.from) : Micros{0});
}

Spoken BellService::spoken(const std::optional<Occasion>& occasion, std::string_view locale) const {
  if (!occasion) return {};
  return {span(occasion->when, locale), occasion->before ? span(*occasion->before, locale) : "", cut_subject(occasion->place)};
}

std::string BellService::text_for(const identity::Account& reader, const Notice& notice) const {
  const auto actor = accounts_.face(notice.actor);
  return bell_text(notice.kind, actor ? actor->name : "", cut_subject(notice.subject), reader.locale, spoken(notice.occasion, reader.locale));
}

void BellService::push_out(db::Transaction& tx, const Notice& notice) {
  const auto account = accounts_.find(tx, notice.to);
  if (!account) return;
  PushMessage message;
  message.to = notice.to;
  message.title = brand_name_;
  message.text = text_for(*account, notice);
  message.url = notice.url;
  message.tag = std::string(json::enum_text(notice.kind)) + ":" + notice.about;
  // A device that was off until the event had begun is reminded of nothing.
  if (notice.kind == Kind::event_reminder && notice.occasion) {
    message.lives = std::clamp<Micros>(notice.occasion->when.from - clock_.now(), seconds(1), message.lives);
  }
  push_.send(tx, message);
}

void BellService::mail(db::Transaction& tx, const Notice& notice, NotificationId id) {
  const auto account = accounts_.find(tx, notice.to);
  // Nobody is mailed who has not shown that the address is theirs.
  if (!account || account->email_verified_at.micros == 0) return;
  MailRequest request;
  request.mail = Mail::bell;
  request.key = "bell:" + to_text(id);
  request.to = account->email;
  request.locale = account->locale;
  request.values = values_text({{"name", account->display_name}, {"text", text_for(*account, notice)}, {"link", notice.url}});
  if (notice.kind == Kind::back_in_stock) {  // has words of its own
    request.mail = Mail::back_in_stock;
    request.values = values_text({{"name", account->display_name}, {"title", cut_subject(notice.subject)}, {"link", notice.url}});
  }
  mailer_.send(tx, request);
}

void BellService::withdraw(db::Transaction& tx, const Notice& notice) {
  if (store::delete_unread_line(tx, notice)) announce(tx, notice.to, std::nullopt);
}

void BellService::announce(db::Transaction& tx, identity::AccountId account, std::optional<NotificationId> id) {
  events::publish(tx, account.value, BellChanged{account, id});
}

std::int64_t BellService::unread(db::Reader& reader, identity::AccountId account) {
  return store::count_unread(reader, account);
}

NotificationView BellService::view(const store::Line& line, std::string_view locale) const {
  NotificationView view;
  view.id = line.id;
  view.kind = line.kind;
  view.url = line.url;
  view.created_at = line.created_at;
  view.read = line.read;
  if (!line.image_url.empty()) view.image_url = line.image_url;
  const auto face = line.actor ? accounts_.face(line.actor) : std::nullopt;
  if (face) {
    view.actor = ActorView{face->id, face->handle, face->name, std::nullopt};
    if (avatar_url_ && face->avatar_media_id) {
      std::string url = avatar_url_(face->avatar_media_id);
      if (!url.empty()) view.actor->avatar_url = std::move(url);
    }
  }
  view.text = bell_text(line.kind, face ? face->name : "", line.subject, locale, spoken(line.occasion, locale));
  if (line.occasion) {
    view.times.push_back({span(line.occasion->when, locale), line.occasion->when.from, line.occasion->when.to});
    if (const auto& before = line.occasion->before) view.times.push_back({span(*before, locale), before->from, before->to});
  }
  return view;
}

std::vector<NotificationView> BellService::list(db::Reader& reader, identity::AccountId account, NotificationId before,
                                                int limit, std::string_view locale) {
  std::vector<NotificationView> views;
  for (const auto& line : store::list_lines(reader, account, before, limit)) views.push_back(view(line, locale));
  return views;
}

std::int64_t BellService::read(db::Transaction& tx, identity::AccountId account, const std::vector<NotificationId>& ids) {
  std::int64_t changed = 0;
  for (const NotificationId id : ids) changed += store::read_line(tx, account, id, clock_.now());
  if (changed > 0) announce(tx, account, std::nullopt);
  return store::count_unread(tx, account);
}

std::int64_t BellService::read_all(db::Transaction& tx, identity::AccountId account) {
  if (store::read_all(tx, account, clock_.now()) > 0) announce(tx, account, std::nullopt);
  return 0;
}

std::vector<PreferenceView> BellService::preferences(db::Reader& reader, identity::AccountId account) {
  const auto chosen = store::list_preferences(reader, account);
  std::vector<PreferenceView> all;
  for (std::size_t i = 0; i < enum_names(static_cast<Kind*>(nullptr)).size(); ++i) {
    const auto kind = static_cast<Kind>(i);
    const auto found = chosen.find(kind);
    const bool none = found == chosen.end();
    const auto push = none ? std::nullopt : found->second.push;
    all.push_back({kind, none ? mailed_by_default(kind) : found->second.mail, push.value_or(pushed_by_default(kind))});
  }
  return all;
}

void BellService::set_preferences(db::Transaction& tx, identity::AccountId account,
                                  const std::vector<PreferenceView>& chosen) {
  for (const auto& choice : chosen) store::set_preference(tx, account, choice.kind, {choice.mail, choice.push});
}

void BellService::push(const BellChanged& change) {
  if (!hub_.listens(change.account_id)) return;
  std::int64_t unread_count = 0;
  std::optional<store::Line> line;
  const auto work = [&](db::Reader& reader) {
    unread_count = store::count_unread(reader, change.account_id);
    if (change.id) line = store::find_line(reader, change.account_id, *change.id);
    return true;
  };
  database_.read_now(work);
  hub_.to_account_in_locale(change.account_id, Topic::notification, [&](std::string_view locale) {
    BellPush data{unread_count, std::nullopt};
    if (line) data.notification = view(*line, locale);
    return json::encode(data);
  });
}

Status BellService::purge() {
  for (bool more = true; more;) {
    const auto work = [&](db::Transaction& tx) -> Status {
      const Time now = clock_.now();
      const auto lines = store::purge_lines(tx, now - days(400), now - days(90));
      const auto mails = store::purge_mails(tx, now - days(400));
      const auto sent = store::purge_sent(tx, now - days(400));
      more = lines == 1'000 || mails == 1'000 || sent == 1'000;
      return done();
    };
    TRY_DONE(database_.write_now(work));
  }
  return done();
}

}  // namespace plaza::notifications

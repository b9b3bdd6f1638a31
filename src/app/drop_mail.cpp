#include "drop_mail.h"

#include "drops/events.h"
#include "platform/json/codec.h"

namespace plaza::app {
namespace {

using notifications::Mail;

struct MailValues {
  std::string name, link, title;
  bool drawn = false;
  std::optional<std::int64_t> hours, minutes;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("link", link);
    v("title", title);
    v("drawn", drawn);
    v("hours", hours);
    v("minutes", minutes);
  }
};

// `event` tells one round from another: who lapsed and waited again is told again.
void mail_all(const DropMailParts& parts, db::Transaction& tx, Mail mail, const events::Event& event,
              std::span<const identity::AccountId> members, MailValues values) {
  for (const auto id : members) {
    const auto account = parts.accounts.find(tx, id);
    if (!account || account->email_verified_at.micros == 0) continue;
    values.name = account->display_name;
    const std::string key =
        std::string(json::enum_text(mail)) + ":" + std::to_string(event.sequence) + ":" + to_text(id);
    parts.mailer.send(tx, {mail, key, account->email, account->locale, json::encode(values)});
  }
}

Status tell(const DropMailParts& parts, db::Transaction& tx, const events::Event& event) {
  if (event.topic == drops::MembersAdmitted::topic) {
    const auto told = events::read<drops::MembersAdmitted>(event);
    const auto product = parts.catalog.product(tx, told.product_id);
    if (!product) return done();
    MailValues values{{}, "/drops/" + to_text(told.drop_id), product->title, told.drawn, {}, {}};
    if (told.admission_seconds >= 7'200) values.hours = told.admission_seconds / 3'600;
    else values.minutes = told.admission_seconds / 60;
    mail_all(parts, tx, Mail::drop_admitted, event, told.account_ids, std::move(values));
    return done();
  }
  const auto told = events::read<drops::MembersMissed>(event);
  const auto product = parts.catalog.product(tx, told.product_id);
  if (product) mail_all(parts, tx, Mail::drop_missed, event, told.account_ids, {{}, "/", product->title, false, {}, {}});
  return done();
}

}  // namespace

void subscribe_drop_mail(events::Dispatcher& dispatcher, const DropMailParts& parts) {
  dispatcher.once("app.drop_mail", {drops::MembersAdmitted::topic, drops::MembersMissed::topic},
                  [parts](db::Transaction& tx, const events::Event& event) { return tell(parts, tx, event); });
}

}  // namespace plaza::app

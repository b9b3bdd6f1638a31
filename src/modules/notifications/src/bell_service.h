// The bell: lines, preferences, and what open pages are told.
#pragma once

#include <string>
#include <vector>

#include "identity/accounts.h"
#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "notifications/module.h"
#include "platform/base/id.h"
#include "store.h"
#include "stream_hub.h"
#include "texts.h"
#include "views.h"

namespace plaza::notifications {

// For every node: the bell of an account changed; `id` is the new line, or none.
struct BellChanged {
  static constexpr const char* topic = "notifications.bell_changed";
  identity::AccountId account_id;
  std::optional<NotificationId> id;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("id", id);
  }
};

class BellService final : public Bell {
 public:
  BellService(const Needs& needs, Mailer& mailer, Push& push, StreamHub& hub)
      : database_(needs.database), ids_(needs.ids), clock_(needs.clock), accounts_(needs.accounts),
        avatar_url_(needs.avatar_url), blocks_(needs.blocks), clock_ahead_(needs.clock_ahead), mailer_(mailer), push_(push), brand_name_(needs.brand.name), hub_(hub) {}

  NotificationId notify(db::Transaction& tx, const Notice& notice) override;
  void withdraw(db::Transaction& tx, const Notice& notice) override;
  std::int64_t unread(db::Reader& reader, identity::AccountId account) override;

  std::vector<NotificationView> list(db::Reader& reader, identity::AccountId account, NotificationId before, int limit,
                                     std::string_view locale);
  // Unread lines left.
  std::int64_t read(db::Transaction& tx, identity::AccountId account, const std::vector<NotificationId>& ids);
  std::int64_t read_all(db::Transaction& tx, identity::AccountId account);
  std::vector<PreferenceView> preferences(db::Reader& reader, identity::AccountId account);
  void set_preferences(db::Transaction& tx, identity::AccountId account, const std::vector<PreferenceView>& chosen);

  // Tells the pages that are open on this node.
  void push(const BellChanged& change);
  Status purge();

 private:
  void mail(db::Transaction& tx, const Notice& notice, NotificationId id);
  void push_out(db::Transaction& tx, const Notice& notice);
  NotificationView view(const store::Line& line, std::string_view locale) const;
  std::string span(const Span& span, std::string_view locale) const;
  Spoken spoken(const std::optional<Occasion>& occasion, std::string_view locale) const;
  std::string text_for(const identity::Account& reader, const Notice& notice) const;
  void announce(db::Transaction& tx, identity::AccountId account, std::optional<NotificationId> id);

  db::Database& database_;
  IdSource& ids_;
  const Clock& clock_;
  identity::Accounts& accounts_;
  const AvatarUrl avatar_url_;
  const profiles::Blocks* const blocks_;
  const ClockAhead clock_ahead_;
  Mailer& mailer_;
  Push& push_;
  const std::string brand_name_;
  StreamHub& hub_;
};

}  // namespace plaza::notifications

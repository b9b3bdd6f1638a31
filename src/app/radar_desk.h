// radar::Desk over care and the mails: a complaint is a conversation with its author on the channel "post", whose answers stand under the
// post as comments of the agent. And radar's pauses as the feed asks for them.
#pragma once

#include "care/care.h"
#include "care/channel.h"
#include "content/writing.h"
#include "feed/ports.h"
#include "identity/accounts.h"
#include "identity/staff.h"
#include "notifications/mailer.h"
#include "notifications/push.h"
#include "platform/db/database.h"
#include "radar/desk.h"
#include "radar/radar.h"

namespace plaza::app {

class PostChannel final : public care::Channel {
 public:
  PostChannel(db::Database& database, content::Writing& writing, care::Care& care) : database_(database), writing_(writing), care_(care) {}
  std::string_view name() const override { return "post"; }
  care::Capabilities capabilities() const override { return {false, 1'000}; }
  Result<std::string> send(const care::Outgoing& outgoing) override;

 private:
  db::Database& database_;
  content::Writing& writing_;
  care::Care& care_;
};

class RadarDesk final : public radar::Desk {
 public:
  RadarDesk(care::Care& care, identity::Accounts& accounts, identity::Staff& staff, notifications::Mailer& mailer, notifications::Push& push)
      : care_(care), accounts_(accounts), staff_(staff), mailer_(mailer), push_(push) {}
  Result<std::string> take(db::Transaction& tx, const radar::Complaint& complaint) override;
  void advise(db::Transaction& tx, const radar::StopSale& advice) override;

 private:
  Result<care::ConversationId> open(db::Transaction& tx, const radar::Complaint& complaint);
  struct News {
    std::string key, link;                 // of mails; a path of our own
    std::string english, vietnamese;
    bool urgent = false, quiet = false;
    std::uint32_t roles = 0;               // who is told while nobody is on duty
  };
  void tell(db::Transaction& tx, const News& news, const std::vector<radar::Told>& duty);
  void tell(db::Transaction& tx, const News& news, const identity::Account& account, bool push, bool mail);

  care::Care& care_;
  identity::Accounts& accounts_;
  identity::Staff& staff_;
  notifications::Mailer& mailer_;
  notifications::Push& push_;
};

// feed::Promotion.
class FeedPromotion final : public feed::Promotion {
 public:
  explicit FeedPromotion(const radar::Promotions& promotions) : promotions_(promotions) {}
  bool is_any_paused() const override { return promotions_.is_any_paused(); }
  bool is_paused(std::int64_t product) const override { return promotions_.is_paused(catalog::ProductId{product}); }

 private:
  const radar::Promotions& promotions_;
};

}  // namespace plaza::app

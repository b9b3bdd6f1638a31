// profiles::PersonalData of the blocks that lie below profiles or know nothing of it: the account, its uploads, the search index and the
// folder of mails.
#pragma once

#include <string>
#include <vector>

#include "data_directory.h"
#include "feed/module.h"
#include "identity/accounts.h"
#include "interactions/log.h"
#include "media/media.h"
#include "platform/events/outbox.h"
#include "profiles/consents.h"
#include "profiles/customers.h"
#include "profiles/personal_data.h"
#include "profiles/module.h"
#include "profiles/profiles.h"
#include "predictions/predictions.h"
#include "search/module.h"
#include "segments/segments.h"
#include "settings.h"

namespace plaza::app {

// The account itself is removed by identity; here it is only given out, with what profiles know.
class AccountData final : public profiles::PersonalData {
 public:
  AccountData(identity::Accounts& accounts, profiles::Profiles& profiles, profiles::Consents& consents,
              profiles::Customers& customers)
      : accounts_(accounts), profiles_(profiles), consents_(consents), customers_(customers) {}
  std::string_view name() const override { return "profile"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  identity::Accounts& accounts_;
  profiles::Profiles& profiles_;
  profiles::Consents& consents_;
  profiles::Customers& customers_;
};

class UploadData final : public profiles::PersonalData {
 public:
  explicit UploadData(media::Media& media) : media_(media) {}
  std::string_view name() const override { return "media"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;

 private:
  media::Media& media_;
};

// What they did, as the log still has it.
class LogData final : public profiles::PersonalData {
 public:
  explicit LogData(interactions::Log& log) : log_(log) {}
  std::string_view name() const override { return "interactions"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction&, const profiles::Person&) override { return {}; }

 private:
  interactions::Log& log_;
};

// Waits until the index has followed, then wipes what it let go.
class IndexData final : public profiles::PersonalData {
 public:
  IndexData(search::Module& search, events::Dispatcher& dispatcher) : search_(search), dispatcher_(dispatcher) {}
  std::string_view name() const override { return "search"; }
  std::string export_json(db::Reader&, const profiles::Person&) override { return "null"; }
  std::vector<profiles::Erased> erase(db::Transaction&, const profiles::Person&) override { return {}; }
  std::vector<profiles::Erased> erase_outside(const profiles::Person& person) override;

 private:
  search::Module& search_;
  events::Dispatcher& dispatcher_;
};

// Mails that were written into a folder instead of sent: those to them, and those that name them.
class OutboxData final : public profiles::PersonalData {
 public:
  explicit OutboxData(std::string folder) : folder_(std::move(folder)) {}
  std::string_view name() const override { return "mails"; }
  std::string export_json(db::Reader&, const profiles::Person&) override { return "null"; }
  std::vector<profiles::Erased> erase(db::Transaction&, const profiles::Person&) override { return {}; }
  std::vector<profiles::Erased> erase_outside(const profiles::Person& person) override;

 private:
  const std::string folder_;  // empty: mails are sent
};

// Which segments they are in. The module takes the rows away when it hears that the account goes.
class SegmentData final : public profiles::PersonalData {
 public:
  explicit SegmentData(const segments::Segments& segments) : segments_(segments) {}
  std::string_view name() const override { return "segments"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction&, const profiles::Person&) override { return {}; }

 private:
  const segments::Segments& segments_;
};

// What is predicted of them; as above.
class PredictionData final : public profiles::PersonalData {
 public:
  explicit PredictionData(const predictions::Predictions& predictions) : predictions_(predictions) {}
  std::string_view name() const override { return "predictions"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction&, const profiles::Person&) override { return {}; }

 private:
  const predictions::Predictions& predictions_;
};

// feed::Allowance: the consent to a feed of one's own.
class FeedConsent final : public feed::Allowance {
 public:
  explicit FeedConsent(const profiles::Consents& consents) : consents_(consents) {}
  bool may_personalize(std::int64_t account, std::string_view visitor) const override {
    return consents_.allows({identity::AccountId{account}, std::string(visitor)}, profiles::Purpose::personalization);
  }

 private:
  const profiles::Consents& consents_;
};

// Where mails are written instead of sent; empty: they are sent.
std::string outbox_of(const Settings& settings, const DataDirectory& data);

class PersonalDataBelow {
 public:
  struct Parts {
    identity::Accounts& accounts;
    profiles::Module& profiles;
    media::Media& media;
    interactions::Log& log;
    search::Module& search;
    events::Dispatcher& dispatcher;
    const segments::Segments& segments;
    const predictions::Predictions& predictions;
    std::string outbox;
  };
  explicit PersonalDataBelow(const Parts& parts)
      : account_(parts.accounts, parts.profiles.profiles(), parts.profiles.consents(), parts.profiles.customers()),
        uploads_(parts.media), log_(parts.log), index_(parts.search, parts.dispatcher), outbox_(parts.outbox),
        segments_(parts.segments), predictions_(parts.predictions),
        feed_consent_(parts.profiles.consents()) {}
  // These and the modules' own, in the order in which they are asked; and the feed asks for consent.
  void plug_into(profiles::Module& profiles, feed::Module& feed, const std::vector<profiles::PersonalData*>& modules);

 private:
  AccountData account_;
  UploadData uploads_;
  LogData log_;
  IndexData index_;
  OutboxData outbox_;
  SegmentData segments_;
  PredictionData predictions_;
  FeedConsent feed_consent_;
};

}  // namespace plaza::app

// Choices in rows with their history, and in memory for whoever asks.
#pragma once

#include <array>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "interactions/keeping.h"
#include "links.h"
#include "platform/base/signal.h"
#include "profiles/consents.h"
#include "profiles/module.h"

namespace plaza::profiles {

class ConsentBook final : public Consents, public interactions::Keeping {
 public:
  ConsentBook(const Needs& needs, const Links& links, Signal& wake)
      : database_(needs.database), ids_(needs.ids), clock_(needs.clock), privacy_(needs.privacy), links_(links), wake_(wake) {}

  bool allows(const Subject& subject, Purpose purpose, Channel channel = Channel::onsite) const override;
  std::optional<bool> said(const Subject& subject, Purpose purpose, Channel channel) const override;
  std::vector<Choice> choices(db::Reader& reader, const Subject& subject) override;
  std::vector<Choice> history(db::Reader& reader, const Subject& subject, int limit) override;
  Status choose(db::Transaction& tx, const Subject& subject, const Choice& choice) override;

  // interactions::Keeping: may what they do be kept? Takes note of the browser's Sec-GPC.
  bool keeps(std::int64_t account, std::string_view visitor, bool gpc) override;
  // The browser asks not to be followed: sharing and personalisation are off from now on, unless the visitor chose otherwise. In
  // memory at once, written by flush(), once.
  void note_gpc(const Subject& subject);
  void flush();

  // Marketing of the customer's file, in the transaction that changes it.
  void imported(db::Transaction& tx, identity::AccountId account, Channel channel, const Consent& consent);
  std::int64_t forget(db::Transaction& tx, const std::string& who);  // how many choices

  void load();
  // Another node wrote it.
  void refresh(const std::string& who);

 private:
  static constexpr std::size_t slots = 7;  // marketing by channel, then the other purposes
  static constexpr std::size_t gpc_waiting_max = 10'000;
  static std::size_t slot_of(Purpose purpose, Channel channel);
  // When it was said: positive a yes, negative a no, 0 nothing.
  using Said = std::array<std::int64_t, slots>;
  std::int64_t latest(const Subject& subject, std::size_t slot) const;
  std::int64_t of(const std::string& who, std::size_t slot) const;
  void remember(const std::string& who, std::size_t slot, ConsentState state, Time at);
  void write(db::Transaction& tx, const std::string& who, const Choice& choice);

  db::Database& database_;
  IdSource& ids_;
  const Clock& clock_;
  const Privacy privacy_;
  const Links& links_;
  Signal& wake_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Said> said_;
  std::vector<std::string> gpc_waiting_;  // visitors, under mutex_
};

}  // namespace plaza::profiles

// Keeps what is said of products, looks whether it rises, and advises to stop selling. Thread-safe.
#pragma once

#include "advice.h"
#include "radar/module.h"
#include "radar/signals.h"
#include "service.h"

namespace plaza::radar {

class DefectService final : public Signals {
 public:
  DefectService(const Needs& needs, Service& service) : needs_(needs), service_(service) {}

  void note(db::Transaction& tx, const Signal& signal) override;
  void sold(db::Transaction& tx, catalog::ProductId product, std::int64_t units, Time at) override;

  void plug(Desk& desk) { desk_ = &desk; }
  // Advises where it must. A job, on one node at a time; forgets what is too old, too.
  Status look();

  // Out of the shop by the catalogue, and promoted to nobody. Codes: radar.not_found (404), radar.stale, radar.wrong_status (409), and the
  // catalogue's own.
  Result<Advice> stop(db::Transaction& tx, AlertId id, std::int64_t version, const std::string& note, identity::AccountId by);
  Result<Advice> keep(db::Transaction& tx, AlertId id, std::int64_t version, const std::string& note, identity::AccountId by);

 private:
  struct Found {
    catalog::ProductId product;
    Rise rise;
  };
  std::vector<Found> rising(db::Reader& reader, const Settings& settings);
  ProductHistory history_of(db::Reader& reader, catalog::ProductId product, Time now);
  Status advise(db::Transaction& tx, const Found& found, const Settings& settings);
  Result<Advice> close(db::Transaction& tx, AlertId id, std::int64_t version, AdviceStatus status, const std::string& note, identity::AccountId by);

  const Needs& needs_;
  Service& service_;
  Desk* desk_ = nullptr;
};

}  // namespace plaza::radar

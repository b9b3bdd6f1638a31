// Who looks at what spreads, tells of complaints, and pauses products. Thread-safe.
#pragma once

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

#include "alert.h"
#include "platform/base/result.h"
#include "radar/module.h"
#include "rules.h"
#include "settings.h"
#include "watch.h"

namespace plaza::radar {

class Paused final : public Promotions {
 public:
  bool is_any_paused() const override { return count_.load(std::memory_order_relaxed) > 0; }
  bool is_paused(catalog::ProductId product) const override;
  void set(catalog::ProductId product, bool paused);
  void replace(const std::vector<PausedProduct>& products);

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_set<std::int64_t> products_;
  std::atomic<std::size_t> count_{0};
};

struct Look {
  Spread spread;
  content::Post post;
  Forecast forecast;
  Verdict verdict;
  std::int64_t orders = 0;
  double urgency = 0;
};

class Service {
 public:
  Service(const Needs& needs, const Watch& watch) : needs_(needs), watch_(watch) {}

  Paused& paused() { return paused_; }
  void plug(Desk& desk) { desk_ = &desk; }
  void load();
  // Tells of every complaint that is to be told. A job, on one node at a time.
  Status look();
  // A post that is published for everybody, with all that is known of it; nothing for others.
  std::optional<Look> look_at(db::Reader& reader, const Spread& spread) const;

  // Codes: radar.not_found (404), radar.stale, radar.wrong_status (409), radar.product_not_found (404).
  Result<Alert> close(db::Transaction& tx, AlertId id, std::int64_t version, Outcome outcome, const std::string& note, identity::AccountId by);
  // What is so already stays, and is no error.
  Status pause(db::Transaction& tx, catalog::ProductId product, const std::string& reason, identity::AccountId by, AlertId alert);
  Status clear(db::Transaction& tx, catalog::ProductId product, const std::string& reason, identity::AccountId by);

 private:
  Status tell(const Look& look, const Settings& settings);
  Result<bool> tell(db::Transaction& tx, const Look& look, const Settings& settings);
  Status trail(db::Transaction& tx, const TrailEntry& entry);
  void change(db::Transaction& tx, catalog::ProductId product, bool paused);
  Verdict read(const content::Post& post, const CommentMood& mood) const;
  bool is_negative(const content::Post& post, const CommentMood& mood);

  // What words said at the last look: most posts stay as they are from look to look. Read anew when the classifiers have learnt.
  struct Read {
    std::size_t text = 0;
    std::uint64_t generation = 0;
    CommentMood mood;
    bool negative = false;
  };

  const Needs needs_;
  const Watch& watch_;
  Paused paused_;
  Desk* desk_ = nullptr;
  std::mutex read_mutex_;
  std::unordered_map<std::int64_t, Read> read_;
};

}  // namespace plaza::radar

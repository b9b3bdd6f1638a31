// Who is told of a change, and when. Memory of this node: at the commit. The outbox: in the
// transaction when the number is one that shows or was set by hand, else gathered, so that a
// thousand sales of one variant are a few events and not a thousand.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "level_table.h"
#include "platform/db/database.h"

namespace plaza::inventory {

// Units left that pages show as a number: see units_left in the API.
inline constexpr std::int64_t shown_max = 5;

enum class Announce { when_it_shows, at_once };

class Notices {
 public:
  Notices(db::Database& database, LevelTable& levels) : database_(database), levels_(levels) {}
  ~Notices() { stop(); }

  // A move left `balance`; `before` is what could be bought there before.
  void moved(db::Transaction& tx, const Balance& balance, std::int64_t before, Announce announce);
  void publish_gathered();
  void start();
  void stop();

 private:
  void publish(db::Transaction& tx, catalog::VariantId variant, std::int64_t delta) const;
  void gather(catalog::VariantId variant);
  void loop();

  db::Database& database_;
  LevelTable& levels_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::unordered_set<catalog::VariantId> gathered_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace plaza::inventory

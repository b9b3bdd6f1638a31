// What pages showed and what came of it: the labels of the value model, and the memory over which rules are judged before they are
// published. Made of the log alone: page records, then what those viewers did with those posts. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "content/ids.h"
#include "interactions/packing.h"
#include "post_features.h"
#include "platform/base/time.h"
#include "value.h"

namespace plaza::feed {

struct Shown {
  content::PostId post;
  std::optional<Features> features;  // none in records of older versions
  double score = 0;       // what the places were given by, before variety
  double propensity = 1;  // that this post got this place
  double explore = 0;     // the part of it that is exploration's
  Outcome outcome = 0;
};

struct LoggedPage {
  std::int64_t account = 0;
  std::string visitor;
  std::uint64_t viewer = 0;  // key_of() at the time it was logged
  Time at;
  bool fresh = false;     // the first of a visit: where pins are
  bool for_you = true;    // not following, not of a topic
  bool personal = true;
  double exploration = 0; // the chance of each place to be given to exploration
  std::vector<Shown> shown;
  std::vector<std::pair<content::PostId, double>> next;  // the best that were not shown, with their scores
  int examined = 0;       // so many places were looked at, as far as the viewer's deeds tell
};

// An account, or a visitor by name.
std::uint64_t key_of(std::int64_t account, const std::string& visitor);

class Impressions {
 public:
  static constexpr std::size_t pages_max = 5'000;
  static constexpr Micros settles_after = minutes(10);   // then what did not come counts as not coming
  static constexpr Micros attributed_for = hours(24);    // what comes later is nobody's

  void add(LoggedPage page);
  // A deed of this viewer with this post; `came` 0: it was only looked at. Its features when it was learnt from already and this is new.
  std::optional<Features> note(std::uint64_t viewer, content::PostId post, Outcome came, Time at);
  // What an order was made of, until it comes back.
  void bought(std::uint64_t viewer, content::PostId post, std::int64_t order, Time at,
              const std::function<void(const Features&)>& learn);
  void came_back(std::int64_t order, const std::function<void(const Features&)>& learn);
  // Pages whose time is over at this time of the log, oldest first, once each.
  void settle(Time now, const std::function<void(const LoggedPage&)>& learn);
  void join(std::uint64_t visitor, std::uint64_t account);
  void forget(std::uint64_t viewer);  // nothing more is attributed to its pages
  void erase(std::uint64_t viewer);   // and nothing in them says whose they were

  const std::deque<LoggedPage>& pages() const { return pages_; }

  void save(interactions::Packer& out) const;
  void load(interactions::Unpacker& in);  // into an empty one

 private:
  Shown* find(std::uint64_t viewer, content::PostId post, Time at, std::uint64_t& number);

  std::deque<LoggedPage> pages_;
  std::uint64_t first_ = 0;    // the number of pages_.front()
  std::uint64_t settled_ = 0;  // pages below this number are
  std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> of_viewer_;  // numbers, oldest first
  struct Bought {
    std::int64_t order;
    std::uint64_t page;  // its number
    content::PostId post;
    Features features;
  };
  std::deque<Bought> bought_;  // at most 5,000
  // Deeds that stand in the log before their page's record, which is written a moment after the page was served.
  struct Early {
    std::uint64_t viewer;
    content::PostId post;
    Outcome came;
    Time at;
  };
  std::deque<Early> early_;  // at most 2,000
};

}  // namespace plaza::feed

// How posts spread, as a learner of the interaction log: for every post of the last fourteen days who saw it, hour by hour, when it was
// passed on and how far the sharer reaches, likes, hides, and how its comments feel. Bounded in posts, hours and shares. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "content/ids.h"
#include "identity/ids.h"
#include "interactions/log.h"
#include "ml/forecast/cascade.h"
#include "sketch.h"

namespace plaza::radar {

inline constexpr Micros watched_for = days(14);
inline constexpr std::size_t posts_max = 20'000, shares_max = 1'000, followers_max = 500'000, ended_max = 120;

struct SeenHour {
  std::int64_t hour = 0;   // since 1970
  std::int64_t reach = 0;  // who had seen it by its end
};
struct Passed {
  Time at;
  std::int64_t reach = 0;  // followers of the sharer then
};
struct CommentMood {
  std::int64_t positive = 0, neutral = 0, negative = 0;
  friend bool operator==(const CommentMood&, const CommentMood&) = default;
};

struct Spread {
  content::PostId post;
  identity::AccountId author;
  Time published_at, last_at;
  std::int64_t author_reach = 0;  // followers when it was published
  std::int64_t reach = 0;
  std::vector<SeenHour> curve;    // oldest first; hours without viewers are left out
  std::vector<Passed> shares;     // the first of each sharer, at most shares_max
  std::int64_t likes = 0, hides = 0, comments = 0;
  CommentMood mood;
};

class Watch final : public interactions::Learner {
 public:
  std::string name() const override { return "radar"; }
  int version() const override { return 1; }
  void restore(std::string_view snapshot) override;
  void apply(const interactions::Record& record) override;
  std::string snapshot() const override;

  std::optional<Spread> spread(content::PostId post) const;
  // Seen or shared since; those with the most viewers first.
  std::vector<Spread> moving(Time since, std::size_t most) const;
  // Posts whose time is over, as cascades of viewers by the hour; oldest first.
  std::vector<ml::forecast::Cascade> ended() const;

 private:
  struct Watched {
    Spread spread;
    Sketch viewers, sharers;
  };
  void apply_track(const interactions::Record& record);
  void apply_domain(const interactions::Record& record);
  void published(const interactions::Record& record);
  void seen(content::PostId post, Time at, std::uint64_t who);
  void shared(content::PostId post, Time at, std::uint64_t who, std::int64_t reach);
  void forget(identity::AccountId account);
  void trim();
  void end(const Watched& watched);
  Watched* find(content::PostId post);

  mutable std::mutex mutex_;
  Time now_;
  std::int64_t trimmed_hour_ = 0;
  std::map<content::PostId, Watched> posts_;
  std::unordered_map<std::int64_t, std::int64_t> followers_;
  std::vector<ml::forecast::Cascade> ended_;
};

}  // namespace plaza::radar

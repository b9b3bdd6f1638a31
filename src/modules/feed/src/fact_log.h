// Writes into the interaction log what posts are about and what products cost, before pages show them: so what the feed learns of a deed
// follows from the log alone, however often it is replayed and whatever became of the post meanwhile. Ids, and hashes of hashtags: no
// words. Thread-safe.
#pragma once

#include <boost/json/fwd.hpp>
#include <utility>
#include <vector>

#include "engine.h"
#include "interactions/log.h"

namespace plaza::feed {

class FactLog {
 public:
  static constexpr const char* topic = "feed.facts";

  FactLog(interactions::Log& log, const Clock& clock, Engine& engine) : log_(log), clock_(clock), engine_(engine) {}

  using Prices = std::vector<std::pair<catalog::ProductId, std::int64_t>>;
  // On disk when it returns (prices that the log has already are left out); a log that cannot be written is a warning.
  void tell(const std::vector<PostFacts>& posts, Prices prices);
  // Of everything that the engine knows: after the log was read.
  void tell_all();

  // Such a record's payload, for the engine.
  static void read(const boost::json::object& payload, Engine& engine);

 private:
  void append(const std::vector<PostFacts>& posts, const Prices& prices);

  interactions::Log& log_;
  const Clock& clock_;
  Engine& engine_;
};

}  // namespace plaza::feed

#include "evaluate/suites.h"

namespace plaza::app::evaluate {

const std::vector<Suite>& suites() {
  static const std::vector<Suite> all = {
      {"kuairand", "who watches what they are shown, and what they watch next", run_kuairand},
      {"gowalla", "places people go next, of all places", run_gowalla},
      {"tiktok", "videos people choose, with their pictures and sound", run_tiktok},
      {"sequences", "the next thing somebody buys, in order of time", run_sequences},
      {"sessions", "the next click of a visit", run_sessions},
      {"repeat", "what customers buy again, and what new", run_repeat},
      {"lifetime", "who buys again, how often, for how much", run_lifetime},
      {"churn", "who leaves", run_churn},
      {"text", "what texts mean: feelings, intents, what is out of scope", run_text},
      {"cascades", "how far a post spreads, from its first hours", run_cascades},
  };
  return all;
}

}  // namespace plaza::app::evaluate

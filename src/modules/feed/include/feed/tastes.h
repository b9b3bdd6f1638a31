// What viewers are drawn to, as the feed has learnt it from what they do with posts and products: for orders of other things than posts.
// Answered from memory; what a viewer did last is in it. Thread-safe.
#pragma once

#include <span>
#include <string>

#include "catalog/ids.h"
#include "identity/ids.h"

namespace plaza::feed {

// What something is about.
struct Subject {
  identity::AccountId author = {};
  std::span<const std::string> hashtags;  // folded, without '#'
  std::span<const catalog::ProductId> products;
};

class Tastes {
 public:
  virtual ~Tastes() = default;
  // How much each subject is this member's taste, 0..1: from the hashtags, products and people they choose, and from what people with the same
  // taste choose. 0: nothing is known of the two, or it is not theirs. Whoever has no feed of their own (paused, held out, not allowed) has
  // no taste here either. `weights` has the subjects' size.
  virtual void weigh(identity::AccountId viewer, std::span<const Subject> subjects, std::span<double> weights) = 0;
};

}  // namespace plaza::feed

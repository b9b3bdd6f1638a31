// Port: posts that a block above keeps among some people, as a closed group does with what its members post. What a post itself says
// (draft, followers, held) comes first and is content's own. From memory, as of the last commit; asked for each post of a list, so it
// must be cheap; thread-safe.
#pragma once

#include "content/ids.h"
#include "identity/ids.h"

namespace plaza::content {

class Visibility {
 public:
  virtual ~Visibility() = default;
  // While none is kept, nobody asks about single posts.
  virtual bool is_any_kept() const = 0;
  // Is the post kept among nobody, or is this viewer (none: a stranger) one of them? The author may always see it: whoever asks knows that.
  virtual bool admits(identity::AccountId viewer, PostId post) const = 0;
};

// The same where there may be no such block.
inline bool admits(const Visibility* visibility, identity::AccountId viewer, PostId post) {
  return !visibility || !visibility->is_any_kept() || visibility->admits(viewer, post);
}

}  // namespace plaza::content

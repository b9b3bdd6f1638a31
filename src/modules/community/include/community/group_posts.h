// Which posts are in which groups' feeds. From memory, as of the last commit; thread-safe.
#pragma once

#include "content/ids.h"
#include "identity/ids.h"

namespace plaza::community {

class GroupPosts {
 public:
  virtual ~GroupPosts() = default;
  // Is the post in the feed of a group that this viewer (none: a stranger) may read?
  virtual bool sees(identity::AccountId viewer, content::PostId post) const = 0;
};

}  // namespace plaza::community

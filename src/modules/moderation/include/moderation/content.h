// Port: the module that owns a kind of content shows its pieces to moderators and carries out what they decide. The app plugs one in
// for each kind; a kind without one cannot be reported.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "moderation/subject.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::moderation {

// A piece as its owner has it now.
struct Piece {
  identity::AccountId author;
  std::string group = {};
  std::string text = {};
  std::vector<std::string> pictures = {};  // addresses of small ones, at most 4
  std::string context = {};                // what it stands under: the post of a comment, the product of a review; an excerpt
  std::string url = {};                    // a path of our own where it is seen
  Standing standing = Standing::visible;
  std::int64_t reach = 0;                  // people who saw it
  Time created_at = {};
};

class Content {
 public:
  virtual ~Content() = default;
  // Nothing: it is not there any more.
  virtual std::optional<Piece> piece(db::Reader& reader, std::string_view id) = 0;
  // May this member see it (so that only what one sees can be reported)?
  virtual bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) = 0;
  // The owner's state follows, with its counters, lists and domain events, in this transaction. What stands so already changes
  // nothing. Error: it is not there.
  virtual Status stand(db::Transaction& tx, std::string_view id, Standing standing) = 0;
};

}  // namespace plaza::moderation

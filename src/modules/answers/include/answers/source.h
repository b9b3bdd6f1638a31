// Port: where answers come from. The app plugs in one for each place where people answer: questions on products, reviews, discussions.
// The help centre's own articles are such a source, too.
//
// A source is read as a whole when the program starts, and for each event of its topics it says which of its documents to look at again.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/events/outbox.h"

namespace plaza::answers {

// Stored by number: new ones go to the end.
enum class Kind { article, question, community, review };
constexpr auto enum_names(Kind*) { return std::array<std::string_view, 4>{"article", "question", "community", "review"}; }

// Something that answers: shown to anybody, so only what everybody may read.
struct Document {
  std::string id;        // unique over all sources, not longer than 60 bytes: "pqu_…", "hlp_….vi"
  Kind kind = Kind::question;
  std::string title;     // what was asked, or the headline
  std::string text;      // what answers it, as plain text
  std::string link;      // a path of our own
  std::string language;  // "en", "vi"; empty: help looks at the words
  std::string author;    // who answers, as shown; empty: the shop
  std::vector<catalog::ProductId> products;  // empty: of none in particular
  Time updated_at;
  bool trusted = false;             // accepted, or said by the shop
  identity::AccountId author_id;    // of whose words the text is made; none: the shop's
};

struct DocumentPage {
  std::vector<Document> items;
  std::string next;  // empty: that was all
};

// Thread-safe.
class Source {
 public:
  virtual ~Source() = default;
  // All that may be offered, in a steady order; empty cursor: from the beginning. At most `limit` looked at.
  virtual DocumentPage documents(db::Reader& reader, std::string_view cursor, int limit) = 0;
  // Nothing: it is none of this source's, or is not to be offered any more.
  virtual std::optional<Document> document(db::Reader& reader, std::string_view id) = 0;
  virtual std::vector<std::string> topics() const = 0;
  // The ids of the documents that an event of these topics may have changed.
  virtual std::vector<std::string> touched(db::Reader& reader, const events::Event& event) = 0;
};

}  // namespace plaza::answers

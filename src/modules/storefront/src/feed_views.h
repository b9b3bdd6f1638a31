// The feed as the API shows it: the engine's choice with its cards.
#pragma once

#include "content/view.h"
#include "parts.h"

namespace plaza::storefront {

struct ReasonView {
  feed::Reason code = feed::Reason::popular;
  std::string text;
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("text", text);
  }
};
struct FeedItem {
  content::PostView post;
  ReasonView reason;
  std::string impression_id;
  template <class V>
  void describe(V& v) {
    v("post", post);
    v("reason", reason);
    v("impression_id", impression_id);
  }
};
struct FeedPage {
  std::vector<FeedItem> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

// Who asks, with what, and whether their browser says that they are not to be tracked (Sec-GPC).
feed::PageRequest feed_request(const http::Call& call);
// A page for this viewer. A tag whose product is sold out is left out: nothing is offered that cannot be bought.
FeedPage feed_page(const Parts& parts, const feed::PageRequest& request, const std::string& locale, const Look* look);
// The tags' prices as they are for this look.
void reprice(const Parts& parts, content::PostView& post, const Look* look);

void add_feed_routes(http::Routes& routes, const Parts& parts);

}  // namespace plaza::storefront

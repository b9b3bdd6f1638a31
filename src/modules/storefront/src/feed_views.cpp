#include "feed_views.h"

namespace plaza::storefront {

namespace {

using http::Call;

std::string reason_text(const feed::Item& item, const std::string& locale) {
  const bool vi = locale == "vi";
  switch (item.reason) {
    case feed::Reason::following: return vi ? "Bạn đang theo dõi người này" : "You follow this person";
    case feed::Reason::liked_similar: return vi ? "Giống những bài bạn vừa thích" : "Close to what you liked";
    case feed::Reason::product_interest: return vi ? "Có sản phẩm bạn quan tâm" : "Shows a product you looked at";
    case feed::Reason::popular: return vi ? "Đang được nhiều người yêu thích" : "Loved here right now";
    case feed::Reason::fresh: return vi ? "Vừa được đăng" : "Just posted";
    case feed::Reason::explore: return vi ? "Một điều mới để bạn khám phá" : "Something new to discover";
    case feed::Reason::hashtag: return (vi ? "Vì bạn thích #" : "Because you like #") + item.reason_detail;
    case feed::Reason::community: return vi ? "Từ cộng đồng của bạn" : "From your community";
    case feed::Reason::like_minded: return vi ? "Người có gu giống bạn thích bài này" : "People with your taste like it";
    case feed::Reason::brand: return vi ? "Cửa hàng chọn giới thiệu" : "Chosen by the shop";
  }
  return {};
}

struct FeedQuery {
  int limit = 10;
  std::string cursor;
  std::string topic;
  feed::Scope scope = feed::Scope::for_you;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Between{1, 20}, json::Optional{});
    v("cursor", cursor, json::Length{0, 40}, json::Optional{});
    v("topic", topic, json::Length{0, 60}, json::Optional{}, json::Doc{"A hashtag without #."});
    v("scope", scope, json::Optional{});
  }
};

}  // namespace

void reprice(const Parts& parts, content::PostView& post, const Look* look) {
  if (!look) return;  // everybody's stand there already
  for (auto& tag : post.tags) {
    if (auto chip = parts.shelf.chip(tag.product.id, look)) tag.product = std::move(*chip);
  }
}

feed::PageRequest feed_request(const Call& call) {
  feed::PageRequest request;
  request.viewer = {call.caller.subject, call.caller.visitor};
  const auto browser = call.request.header("user-agent");
  const bool handheld = browser.find("Mobi") != std::string_view::npos;
  if (!browser.empty()) request.device = handheld ? feed::Device::phone : feed::Device::desk;
  request.gpc = call.request.header("sec-gpc") == "1";
  return request;
}

FeedPage feed_page(const Parts& parts, const feed::PageRequest& request, const std::string& locale, const Look* look) {
  auto chosen = parts.needs.feed.page(request);
  FeedPage page;
  page.items.reserve(chosen.items.size());
  for (const auto& item : chosen.items) {
    auto view = parts.posts.view(item.post_id, {request.viewer.account});
    if (!view) continue;
    const bool had_tags = !view->tags.empty();
    std::erase_if(view->tags, [](const content::TagView& tag) { return !tag.product.available; });
    if (had_tags && view->tags.empty()) continue;  // sold out since it was chosen
    reprice(parts, *view, look);
    page.items.push_back({std::move(*view), {item.reason, reason_text(item, locale)}, item.impression_id});
  }
  page.next_cursor = std::move(chosen.next_cursor);
  return page;
}

void add_feed_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<FeedQuery, FeedPage>("/v1/feed", "get_feed")
                 .summary("The For You page: posts for this viewer, fresh to their last interaction, each with its reason.")
                 .tag("Feed")
                 .memory([parts](Call& call, const FeedQuery& query) -> Result<FeedPage> {
                   auto request = feed_request(call);
                   request.limit = query.limit;
                   request.cursor = query.cursor;
                   request.topic = query.topic;
                   request.scope = query.scope;
                   call.reply_headers.emplace_back("cache-control", "private, no-store");
                   const auto look = look_of(parts.needs, call);
                   return feed_page(parts, request, call.caller.locale, pointer_to(look));
                 }));
}

}  // namespace plaza::storefront

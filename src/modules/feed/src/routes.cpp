#include "routes.h"

#include "content/ids.h"
#include "platform/json/codec.h"
#include "views.h"

namespace plaza::feed {

namespace {

using http::Call;

struct HidePost {
  content::PostId post_id;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("reason", reason, json::Length{0, 200}, json::Optional{});
  }
};

struct HideProperties {
  content::PostId post_id;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("post_id", post_id);
    v("reason", reason);
  }
};

bool is_nobody(const http::Caller& caller) { return !caller.subject && caller.visitor.empty(); }
Error unauthenticated() {
  return {ErrorKind::unauthenticated, "request.unauthenticated", "Sign in, or send Plaza-Anonymous-Id."};
}
bool asks_for_privacy(const Call& call) { return call.request.header("sec-gpc") == "1"; }

// What a viewer decides is a line of the log: learners see it in its place, and again when the log is replayed.
std::vector<interactions::Record> said_by(const Call& call, const Clock& clock, const char* kind, std::string name, std::string properties) {
  interactions::Record record;
  record.kind = interactions::Kind::track;
  record.trust = call.caller.subject ? interactions::Trust::session : interactions::Trust::evidence;
  record.account = call.caller.subject;
  record.visitor = call.caller.visitor;
  record.name = std::move(name);
  record.message_id = kind + ("-" + call.request_id);
  record.at = record.received_at = clock.now();
  record.properties = std::move(properties);
  std::vector<interactions::Record> records;
  records.push_back(std::move(record));
  return records;
}

Task<Result<http::None>> hide(Call& call, const HidePost& request, const RouteParts& parts) {
  if (is_nobody(call.caller)) co_return unauthenticated();
  auto said = said_by(call, parts.clock, "hide", "Post Hidden", json::encode(HideProperties{request.post_id, request.reason}));
  (void)co_await parts.log.append(std::move(said));
  co_return http::None{};
}

PersonalizationView kept_view(const Call& call, const RouteParts& parts) {
  const auto kept = parts.engine.kept({call.caller.subject, call.caller.visitor}, asks_for_privacy(call));
  return {kept.paused, kept.chosen, kept.hashtags, kept.products, kept.posts};
}

Task<Result<PersonalizationView>> choose(Call& call, const PutPersonalization& request, const RouteParts& parts) {
  if (is_nobody(call.caller)) co_return unauthenticated();
  auto said = said_by(call, parts.clock, "pause",
                      request.paused ? "Feed Personalization Paused" : "Feed Personalization Resumed", "{}");
  (void)co_await parts.log.append(std::move(said));
  auto view = kept_view(call, parts);
  view.paused = request.paused;  // the learner takes it in a moment
  view.chosen = true;
  co_return view;
}

Task<Result<http::None>> reset(Call& call, const RouteParts& parts) {
  if (is_nobody(call.caller)) co_return unauthenticated();
  auto said = said_by(call, parts.clock, "reset", "Feed Personalization Reset", "{}");
  (void)co_await parts.log.append(std::move(said));
  co_return http::None{};
}

std::string words(const WhyPart& part, const std::string& product, bool vi) {
  switch (part.code) {
    case Because::you_follow: return vi ? "Bạn đang theo dõi người đăng bài" : "You follow who posted it";
    case Because::hashtag:
      if (part.hashtag.empty()) return vi ? "Bạn thích chủ đề này" : "You like what it is about";
      return (vi ? "Bạn thích #" : "You like #") + part.hashtag;
    case Because::product:
      if (product.empty()) return vi ? "Có sản phẩm bạn quan tâm" : "It shows a product that you looked at";
      return (vi ? "Bạn đã quan tâm đến " : "You looked at ") + product;
    case Because::creator: return vi ? "Bạn hay thích bài của người này" : "You liked other posts of this person";
    case Because::similar:
      return vi ? "Người thích những bài bạn thích cũng thích bài này" : "People who liked what you liked, like this one too";
    case Because::like_minded: return vi ? "Người có gu giống bạn thích những bài như thế này" : "People with your taste like posts like this one";
    case Because::popular: return vi ? "Đang được nhiều người yêu thích" : "Many people here like it right now";
    case Because::fresh: return vi ? "Bài mới đăng" : "It was posted a short time ago";
    case Because::exploring:
      return vi ? "Bài này đang tìm những người xem đầu tiên" : "It is new here and is looking for the people who like it";
    case Because::brand: return vi ? "Cửa hàng chọn giới thiệu bài này" : "The shop chose to show it";
  }
  return {};
}

Result<WhyView> why(const Call& call, const RouteParts& parts, db::Reader& reader, content::PostId post) {
  const auto why = parts.engine.why({call.caller.subject, call.caller.visitor}, post, asks_for_privacy(call));
  if (!why.known) return Error{ErrorKind::not_found, "feed.post_not_found", "There is no such post in the feed."};
  const bool vi = call.caller.locale == "vi";
  WhyView view{post, why.personal, {}};
  for (const auto& part : why.parts) {
    std::string title;
    if (part.product) {
      if (const auto product = parts.catalog.product(reader, catalog::ProductId{part.product})) title = product->title;
    }
    view.items.push_back({part.code, words(part, title, vi)});
  }
  return view;
}

void add_personalization_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, PersonalizationView>("/v1/feed/personalization", "getFeedPersonalization")
                 .summary("Whether the feed is this viewer's own, and what it believes they like.")
                 .tag("Feed")
                 .memory([parts](Call& call, const http::None&) -> Result<PersonalizationView> {
                   if (is_nobody(call.caller)) return unauthenticated();
                   call.reply_headers.emplace_back("cache-control", "private, no-store");
                   return kept_view(call, parts);
                 }));
  auto chosen = [parts](Call& call, const PutPersonalization& request) { return choose(call, request, parts); };
  routes.add(http::put<PutPersonalization, PersonalizationView>("/v1/feed/personalization", "putFeedPersonalization")
                 .summary("Pauses personalisation or goes on with it.")
                 .tag("Feed")
                 .task(chosen));
  auto forgotten = [parts](Call& call, const http::None&) { return reset(call, parts); };
  routes.add(http::del<http::None, http::None>("/v1/feed/personalization", "resetFeedPersonalization")
                 .summary("Starts over: what the feed learnt of this viewer is forgotten. What was hidden stays hidden.")
                 .tag("Feed")
                 .task(forgotten));
}

}  // namespace

void add_viewer_routes(http::Routes& routes, const RouteParts& parts) {
  auto hidden = [parts](Call& call, const HidePost& request) { return hide(call, request, parts); };
  routes.add(http::post<HidePost, http::None>("/v1/feed/hide", "hide_post")
                 .summary("Not interested: the post is not shown to this viewer again, and what is like it less.")
                 .tag("Feed")
                 .task(hidden));
  routes.add(http::get<WhyPath, WhyView>("/v1/feed/reasons/{post_id}", "getFeedReasons")
                 .summary("Why this viewer sees a post, in words, the strongest reason first.")
                 .tag("Feed")
                 .error("feed.post_not_found", ErrorKind::not_found, "There is no such post in the feed.")
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const WhyPath& request) {
                   call.reply_headers.emplace_back("cache-control", "private, no-store");
                   return why(call, parts, reader, request.post_id);
                 }));
  add_personalization_routes(routes, parts);
}

}  // namespace plaza::feed

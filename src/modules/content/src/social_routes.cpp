// Likes, saves, shares, follows, reports.
#include "routes.h"

namespace plaza::content {

namespace {

using http::Access;
using http::Call;

void add_reaction(http::Routes& routes, const Parts& parts, http::Method method, const char* path, const char* id,
                  const char* summary, Reaction reaction, bool on) {
  routes.add(http::RouteBuilder<PostPath, ReactionView>(method, path, id)
                 .summary(summary)
                 .tag("Posts").access(Access::signed_in())
                 .error("content.post_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .write(parts.database, [parts, reaction, on](Call& call, db::Transaction& tx,
                                                              const PostPath& request) -> Result<ReactionView> {
                   const auto account = account_of(call);
                   TRY(const auto counts, parts.service.react(tx, account, request.id, reaction, on));
                   ReactionView view;
                   view.counts = {counts.likes, counts.comments, counts.saves, counts.shares, counts.views};
                   view.liked = reaction == Reaction::like ? on : parts.memory.liked(account, request.id);
                   view.saved = reaction == Reaction::save ? on : parts.memory.saved(account, request.id);
                   return view;
                 }));
}

void add_follow(http::Routes& routes, const Parts& parts, http::Method method, const char* id, bool on) {
  routes.add(http::RouteBuilder<PersonPath, FollowView>(method, "/v1/people/{handle}/follow", id)
                 .summary(on ? "Follows a person." : "Follows a person no more.")
                 .tag("People").access(Access::signed_in())
                 .error("content.person_not_found", ErrorKind::not_found, "There is no such person.")
                 .error("content.own_follow", ErrorKind::conflict, "You cannot follow yourself.")
                 .error("content.not_reachable", ErrorKind::forbidden, "One of the two has blocked the other.")
                 .write(parts.database, [parts, on](Call& call, db::Transaction& tx, const PersonPath& request) -> Result<FollowView> {
                   const auto face = parts.needs.accounts.face_of_handle(request.handle);
                   if (!face) return Error{ErrorKind::not_found, "content.person_not_found", "There is no such person."};
                   const auto account = account_of(call);
                   const bool before = parts.memory.follows(account, face->id);
                   TRY_DONE(parts.service.follow(tx, account, face->id, on));
                   const auto followers = parts.memory.counts(face->id).followers + (on ? 1 : 0) - (before ? 1 : 0);
                   return FollowView{on, followers};
                 }));
}

void add_product_save(http::Routes& routes, const Parts& parts, http::Method method, const char* id, bool on) {
  routes.add(http::RouteBuilder<ProductPath, SavedView>(method, "/v1/products/{id}/save", id)
                 .summary(on ? "Keeps a product for later." : "Keeps a product no more.")
                 .tag("Products").access(Access::signed_in())
                 .error("content.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .write(parts.database, [parts, on](Call& call, db::Transaction& tx, const ProductPath& request) -> Result<SavedView> {
                   TRY_DONE(parts.service.save_product(tx, account_of(call), request.id, on));
                   return SavedView{on};
                 }));
}

}  // namespace

void add_social_routes(http::Routes& routes, const Parts& parts) {
  using http::Method;
  add_reaction(routes, parts, Method::put, "/v1/posts/{id}/like", "like_post", "Likes a post.", Reaction::like, true);
  add_reaction(routes, parts, Method::del, "/v1/posts/{id}/like", "unlike_post", "Takes a like back.", Reaction::like, false);
  add_reaction(routes, parts, Method::put, "/v1/posts/{id}/save", "save_post", "Keeps a post for later.", Reaction::save, true);
  add_reaction(routes, parts, Method::del, "/v1/posts/{id}/save", "unsave_post", "Keeps a post no more.", Reaction::save, false);
  add_reaction(routes, parts, Method::post, "/v1/posts/{id}/share", "share_post", "Counts a share.", Reaction::share, true);
  add_follow(routes, parts, Method::put, "follow_person", true);
  add_follow(routes, parts, Method::del, "unfollow_person", false);
  add_product_save(routes, parts, Method::put, "save_product", true);
  add_product_save(routes, parts, Method::del, "unsave_product", false);
  routes.add(http::post<ReportPost, http::None>("/v1/posts/{id}/report", "report_post")
                 .summary("Tells the moderators about a post.")
                 .tag("Posts").access(Access::signed_in()).status(201)
                 .error("content.post_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("moderation.own_subject", ErrorKind::conflict, "You wrote it yourself.")
                 .error("moderation.reported_too_often", ErrorKind::too_many, "Too many reports within an hour.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const ReportPost& request) -> Result<http::None> {
                   TRY_DONE(parts.service.report(tx, account_of(call), request.id, json::enum_text(request.reason), request.note));
                   return http::None{};
                 }));
}

}  // namespace plaza::content

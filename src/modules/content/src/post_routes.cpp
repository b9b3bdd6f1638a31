// Writing, reading and removing one post; its comments.
#include "identity/roles.h"
#include "routes.h"

namespace plaza::content {

namespace {

using http::Access;
using http::Call;

// What moderation::Submissions refuses.
template <class Builder>
Builder& moderated(Builder&& builder) {
  return builder.error("moderation.refused", ErrorKind::unprocessable, "A rule of this community refuses it; `errors` says which.")
      .error("moderation.suspended", ErrorKind::forbidden, "You may not write until a time.")
      .error("moderation.too_fast", ErrorKind::too_many, "Too many pieces in a short time.");
}

// What a moderator's decision about somebody else's piece refuses.
template <class Builder>
Builder& decided(Builder&& builder) {
  return builder.error("moderation.already_decided", ErrorKind::conflict, "A moderator: it is removed already.")
      .error("moderation.claimed", ErrorKind::conflict, "A moderator: somebody else is looking at it.");
}

bool is_moderator(const Call& call) { return identity::has_role(call.caller, identity::moderator); }

void add_reading(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<PostPath, PostView>("/v1/posts/{id}", "get_post")
                 .summary("One post, as the caller may see it.")
                 .tag("Posts")
                 .error("content.post_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const PostPath& request) -> Result<PostView> {
                   TRY(const auto post, parts.service.visible_post(reader, request.id, account_of(call), is_moderator(call)));
                   return parts.presenter.priced(parts.presenter.view(post, account_of(call)), price_viewer_of(call));
                 }));
  routes.add(http::get<CommentsPage, CommentList>("/v1/posts/{id}/comments", "list_comments")
                 .summary("Comments, oldest first.")
                 .tag("Posts")
                 .error("content.post_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const CommentsPage& request) -> Result<CommentList> {
                   TRY(const auto post, parts.service.visible_post(reader, request.id, account_of(call), is_moderator(call)));
                   TRY(const auto after, cursor_id<CommentId>(request.cursor, {}));
                   CommentList list;
                   for (const auto& comment : store::comments(reader, request.id, after, request.limit, account_of(call))) {
                     list.items.push_back(parts.presenter.comment(comment, account_of(call), post.author_id));
                   }
                   if (static_cast<int>(list.items.size()) == request.limit) list.next_cursor = to_text(list.items.back().id);
                   return list;
                 }));
}

void add_writing(http::Routes& routes, const Parts& parts) {
  routes.add(moderated(http::post<CreatePost, PostView>("/v1/posts", "create_post"))
                 .summary("Writes a post, or a draft. It is visible once its uploads are ready, unless moderation holds it (status: held).")
                 .tag("Posts").access(Access::signed_in()).status(201).idempotent()
                 .error("content.empty_post", ErrorKind::invalid, "Neither words nor pictures.")
                 .error("content.media_not_yours", ErrorKind::invalid, "An upload is not there, or not yours.")
                 .error("content.product_not_found", ErrorKind::invalid, "A tagged product is not in the shop.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const CreatePost& request) -> Result<PostView> {
                   const auto account = account_of(call);
                   TRY(const auto post, parts.service.submit(tx, account, request.to_post()));
                   return parts.presenter.priced(parts.presenter.view(post, account), price_viewer_of(call));
                 }));
  routes.add(moderated(http::patch<EditPost, PostView>("/v1/posts/{id}", "edit_post"))
                 .summary("Changes a post of one's own; what is left out stays.")
                 .tag("Posts").access(Access::signed_in())
                 .error("content.post_not_found", ErrorKind::not_found, "It is not there, or not yours.")
                 .error("content.post_removed", ErrorKind::conflict, "A moderator removed it.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const EditPost& request) -> Result<PostView> {
                   const auto account = account_of(call);
                   TRY(const auto before, parts.service.visible_post(tx, request.id, account));
                   NewPost wanted{request.text.value_or(before.text), request.media_ids.value_or(before.media), before.tags,
                                  request.status.value_or(before.status == PostStatus::draft ? PostStatus::draft
                                                                                             : PostStatus::published),
                                  request.visibility.value_or(before.visibility)};
                   if (request.tags) wanted.tags = WritePost{{}, {}, {}, *request.tags}.to_post().tags;
                   TRY(const auto post, parts.service.edit(tx, account, request.id, wanted));
                   return parts.presenter.priced(parts.presenter.view(post, account), price_viewer_of(call));
                 }));
  routes.add(decided(http::del<RemovePost, http::None>("/v1/posts/{id}", "delete_post"))
                 .summary("Deletes a post of one's own with all that hangs on it. A moderator removes anybody's: like any decision it stands in "
                          "the public log, the author reads why and may appeal.")
                 .tag("Posts").access(Access::signed_in())
                 .error("content.post_not_found", ErrorKind::not_found, "It is not there, or not yours.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const RemovePost& request) -> Result<http::None> {
                   const auto account = account_of(call);
                   if (!is_moderator(call) || !parts.service.is_anothers(tx, request.id, account)) {
                     TRY_DONE(parts.service.remove(tx, account, request.id));
                     return http::None{};
                   }
                   const moderation::Subject subject{moderation::Kind::post, to_text(request.id)};
                   TRY_DONE(parts.service.take_away(tx, account, subject, request.reason, request.note));
                   return http::None{};
                 }));
}

void add_comments(http::Routes& routes, const Parts& parts) {
  routes.add(moderated(http::post<WriteComment, CommentView>("/v1/posts/{id}/comments", "create_comment"))
                 .summary("Answers a post, or a comment of it.")
                 .tag("Posts").access(Access::signed_in()).status(201).idempotent()
                 .error("content.post_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("content.not_reachable", ErrorKind::forbidden, "One of the two has blocked the other.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const WriteComment& request) -> Result<CommentView> {
                   const auto account = account_of(call);
                   TRY(const auto comment, parts.service.submit_comment(tx, account, request.id, request.text,
                                                                       request.parent_id.value_or(CommentId{})));
                   return parts.presenter.comment(comment, account, {});
                 }));
  routes.add(decided(http::del<RemoveComment, http::None>("/v1/comments/{id}", "delete_comment"))
                 .summary("Deletes a comment of one's own, or any under one's own post. A moderator removes anybody's: like any decision it "
                          "stands in the public log, the author reads why and may appeal.")
                 .tag("Posts").access(Access::signed_in())
                 .error("content.comment_not_found", ErrorKind::not_found, "It is not there, or not yours.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const RemoveComment& request) -> Result<http::None> {
                   const auto account = account_of(call);
                   if (!is_moderator(call) || !parts.service.is_anothers(tx, request.id, account)) {
                     TRY_DONE(parts.service.remove_comment(tx, account, request.id));
                     return http::None{};
                   }
                   const moderation::Subject subject{moderation::Kind::comment, to_text(request.id)};
                   TRY_DONE(parts.service.take_away(tx, account, subject, request.reason, request.note));
                   return http::None{};
                 }));
}

}  // namespace

void add_post_routes(http::Routes& routes, const Parts& parts) {
  add_reading(routes, parts);
  add_writing(routes, parts);
  add_comments(routes, parts);
}

}  // namespace plaza::content

#include "moderated.h"

#include "platform/base/text.h"

namespace plaza::content {

namespace {

constexpr std::size_t pictures_max = 4;
constexpr std::size_t context_max = 200;  // code points

moderation::Standing standing_of(PostStatus status) {
  if (status == PostStatus::held) return moderation::Standing::held;
  return status == PostStatus::removed ? moderation::Standing::removed : moderation::Standing::visible;
}

}  // namespace

// A draft is nobody's business.
std::optional<moderation::Piece> ModeratedPosts::piece(db::Reader& reader, std::string_view id) {
  const auto post_id = parse_id<PostId>(id);
  const auto post = post_id ? service_.post(reader, *post_id) : std::nullopt;
  if (!post || post->status == PostStatus::draft) return std::nullopt;
  moderation::Piece piece;
  piece.author = post->author_id;
  piece.text = post->text;
  for (const auto media : post->media) {
    const auto view = needs_.media.view(media);
    if (view && !view->url.empty() && piece.pictures.size() < pictures_max) piece.pictures.push_back(view->url);
  }
  piece.url = "/p/" + std::string(id);
  piece.standing = standing_of(post->status);
  piece.reach = post->counts.views;
  piece.created_at = post->created_at;
  return piece;
}

bool ModeratedPosts::visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) {
  const auto post_id = parse_id<PostId>(id);
  return post_id && service_.visible_post(reader, *post_id, viewer).ok();
}

Status ModeratedPosts::stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) {
  return service_.stand(tx, parse_id<PostId>(id).value_or(PostId{}), standing);
}

std::optional<moderation::Piece> ModeratedComments::piece(db::Reader& reader, std::string_view id) {
  const auto comment_id = parse_id<CommentId>(id);
  const auto comment = comment_id ? service_.find_comment(reader, *comment_id) : std::nullopt;
  const auto post = comment ? service_.post(reader, comment->post_id) : std::nullopt;
  if (!post) return std::nullopt;
  moderation::Piece piece;
  piece.author = comment->author_id;
  piece.text = comment->text;
  piece.context = excerpt(post->text, context_max);
  piece.url = "/p/" + to_text(post->id);
  piece.standing = comment->status == CommentStatus::held      ? moderation::Standing::held
                   : comment->status == CommentStatus::removed ? moderation::Standing::removed
                                                               : moderation::Standing::visible;
  piece.reach = post->counts.views;
  piece.created_at = comment->created_at;
  return piece;
}

bool ModeratedComments::visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) {
  const auto comment_id = parse_id<CommentId>(id);
  const auto comment = comment_id ? service_.find_comment(reader, *comment_id) : std::nullopt;
  if (!comment || (comment->status != CommentStatus::published && comment->author_id != viewer)) return false;
  return service_.visible_post(reader, comment->post_id, viewer).ok();
}

Status ModeratedComments::stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) {
  return service_.stand(tx, parse_id<CommentId>(id).value_or(CommentId{}), standing);
}

}  // namespace plaza::content

#include "moderated.h"

#include "platform/base/text.h"

namespace plaza::community {

namespace {

constexpr std::size_t pictures_max = 4, context_max = 200;

moderation::Standing standing_of(PieceStatus status) {
  if (status == PieceStatus::held) return moderation::Standing::held;
  return status == PieceStatus::removed ? moderation::Standing::removed : moderation::Standing::visible;
}

void add_pictures(const Needs& needs, const Words& words, moderation::Piece& piece) {
  for (const auto id : words.media) {
    const auto view = needs.media.view(id);
    if (view && !view->url.empty() && piece.pictures.size() < pictures_max) piece.pictures.push_back(view->url);
  }
}

std::string url_of(const GroupBook& book, const Discussion& d) {
  const auto group = book.group(d.group);
  return "/groups/" + (group ? group->slug : to_text(d.group)) + "/d/" + to_text(d.id);
}

}  // namespace

std::optional<moderation::Piece> ModeratedDiscussions::piece(db::Reader& reader, std::string_view text) {
  const auto id = parse_id<DiscussionId>(text);
  const auto d = id ? store::find(reader, *id) : std::nullopt;
  if (!d || d->status == PieceStatus::erased) return std::nullopt;
  moderation::Piece piece;
  piece.author = d->author;
  piece.group = to_text(d->group);
  piece.text = d->title + "\n" + d->words.text;
  add_pictures(needs_, d->words, piece);
  if (const auto group = book_.group(d->group)) piece.context = group->name;
  piece.url = url_of(book_, *d);
  piece.standing = standing_of(d->status);
  piece.reach = book_.members(d->group);
  piece.created_at = d->created_at;
  return piece;
}

bool ModeratedDiscussions::visible_to(db::Reader& reader, std::string_view text, identity::AccountId viewer) {
  const auto id = parse_id<DiscussionId>(text);
  return id && threads_.visible(reader, {viewer, false}, *id).ok();
}

Status ModeratedDiscussions::stand(db::Transaction& tx, std::string_view text, moderation::Standing standing) {
  return threads_.stand(tx, parse_id<DiscussionId>(text).value_or(DiscussionId{}), standing);
}

std::optional<moderation::Piece> ModeratedReplies::piece(db::Reader& reader, std::string_view text) {
  const auto id = parse_id<ReplyId>(text);
  const auto r = id ? store::find(reader, *id) : std::nullopt;
  const auto d = r && r->status != PieceStatus::erased ? store::find(reader, r->discussion) : std::nullopt;
  if (!d) return std::nullopt;
  moderation::Piece piece;
  piece.author = r->author;
  piece.group = to_text(d->group);
  piece.text = r->words.text;
  add_pictures(needs_, r->words, piece);
  piece.context = excerpt(d->title, context_max);
  piece.url = url_of(book_, *d) + "#" + std::string(text);
  piece.standing = standing_of(r->status);
  piece.reach = book_.members(d->group);
  piece.created_at = r->created_at;
  return piece;
}

bool ModeratedReplies::visible_to(db::Reader& reader, std::string_view text, identity::AccountId viewer) {
  const auto id = parse_id<ReplyId>(text);
  return id && threads_.visible(reader, {viewer, false}, *id).ok();
}

Status ModeratedReplies::stand(db::Transaction& tx, std::string_view text, moderation::Standing standing) {
  return threads_.stand(tx, parse_id<ReplyId>(text).value_or(ReplyId{}), standing);
}

}  // namespace plaza::community

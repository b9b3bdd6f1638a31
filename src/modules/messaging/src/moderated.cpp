#include "moderated.h"

#include "service.h"

namespace plaza::messaging {
namespace {

std::optional<Message> direct_message(db::Reader& reader, std::string_view text) {
  const auto id = parse_id<MessageId>(text);
  auto message = id ? store::message(reader, *id) : std::nullopt;
  if (!message || message->author_kind != AuthorKind::account || message->erased) return std::nullopt;
  const auto thread = store::find(reader, message->thread);
  return thread && thread->kind == ThreadKind::direct ? message : std::nullopt;
}

}  // namespace

std::optional<moderation::Piece> ReportedMessages::piece(db::Reader& reader, std::string_view id) {
  const auto message = direct_message(reader, id);
  if (!message) return std::nullopt;
  moderation::Piece piece;
  piece.author = message->author;
  piece.text = message->text;
  for (const auto picture : message->attachments) {
    const auto view = needs_.media.signed_view(picture);
    if (view && !view->url.empty() && piece.pictures.size() < 4) piece.pictures.push_back(view->url);
  }
  piece.url = "/messages/" + to_text(message->thread);
  piece.standing = message->removed ? moderation::Standing::removed : moderation::Standing::visible;
  piece.reach = 1;
  piece.created_at = message->at;
  return piece;
}

bool ReportedMessages::visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) {
  const auto message = direct_message(reader, id);
  return message && store::member(reader, viewer, message->thread).has_value();
}

Status ReportedMessages::stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) {
  const auto message = direct_message(tx, id);
  if (!message) return thread_not_found();
  if (store::set_removed(tx, message->id, standing != moderation::Standing::visible)) MessageService::changed(tx, message->thread);
  return done();
}

}  // namespace plaza::messaging

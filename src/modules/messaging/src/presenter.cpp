#include "presenter.h"

#include "rules.h"

namespace plaza::messaging {
namespace {

ChatRatingView view_of(const ChatRating& rating) {
  ChatRatingView view{rating.asked, rating.open, std::nullopt, rating.text};
  if (rating.rating > 0) view.rating = rating.rating;
  return view;
}

}  // namespace

PersonView Presenter::person(identity::AccountId id) const {
  PersonView view;
  view.id = id;
  const auto face = needs_.accounts.face(id);
  if (!face) return view;
  view.handle = face->handle;
  view.name = face->name;
  if (const auto picture = needs_.media.view(media::MediaId{face->avatar_media_id}); picture && !picture->url.empty()) {
    view.avatar_url = picture->url;
  }
  return view;
}

MessageAuthorView Presenter::author(const Message& message) const {
  MessageAuthorView view;
  view.kind = message.author_kind;
  if (message.author_kind == AuthorKind::brand) view.name = needs_.settings.brand_name;
  if (message.author_kind != AuthorKind::account || !message.author) return view;
  view.person = person(message.author);
  view.name = view.person->name;
  return view;
}

std::optional<content::ProductChip> Presenter::chip(catalog::ProductId id) const {
  return chips_ ? chips_->chip(id) : std::nullopt;
}

MessageView Presenter::view(db::Reader& reader, const Message& message) const {
  MessageView view;
  view.id = message.id;
  view.thread_id = message.thread;
  view.number = message.number;
  view.author = author(message);
  view.client_id = message.client_id;
  view.erased = message.erased;
  view.removed = message.removed;
  view.at = message.at;
  if (message.removed || message.erased) return view;
  view.text = message.text;
  for (const auto id : message.attachments) {
    if (auto picture = needs_.media.signed_view(id)) view.attachments.push_back(std::move(*picture));
  }
  for (const auto& card : message.cards) {
    MessageCardView shown;
    if (card.product_id) shown.product = chip(*card.product_id);
    const auto order = card.order_id ? needs_.orders.find(reader, *card.order_id) : std::nullopt;
    if (order) shown.order = orders::card_of(*order);
    if (shown.product || shown.order) view.cards.push_back(std::move(shown));
  }
  return view;
}

std::vector<MessageView> Presenter::views(db::Reader& reader, const std::vector<Message>& messages) const {
  std::vector<MessageView> all;
  all.reserve(messages.size());
  for (const auto& message : messages) all.push_back(view(reader, message));
  return all;
}

std::optional<ChatRatingView> Presenter::rating(db::Reader& reader, const Thread& chat) const {
  const auto found = desk_ ? desk_->rating(reader, chat) : std::nullopt;
  return found ? std::optional(view_of(*found)) : std::nullopt;
}

Result<ChatRatingView> Presenter::rate(db::Transaction& tx, const Thread& chat, std::int64_t rating, std::string_view text) const {
  if (!desk_) return Error{ErrorKind::not_found, "messaging.not_found", "There is nothing to rate."};
  TRY(const auto rated, desk_->rate(tx, chat, rating, text));
  return view_of(rated);
}

DeskView Presenter::desk() const {
  if (!desk_) return {sockets_.agents_here() > 0, std::nullopt, std::nullopt};
  const auto status = desk_->status();
  return {status.open, status.answers_within_minutes, status.opens_at};
}

DirectThreadView Presenter::view(db::Reader& reader, const Thread& thread, const Member& reading) const {
  DirectThreadView view;
  const auto other = reading.account == thread.account ? thread.other : thread.account;
  view.id = thread.id;
  view.asked_by_me = reading.account == thread.account;
  // Whether it was declined is not told.
  view.state = view.asked_by_me && thread.state == ThreadState::declined ? ThreadState::requested : thread.state;
  view.with = person(other);
  view.last = thread.last;
  view.seen = reading.seen;
  view.muted = reading.muted;
  view.blocked = needs_.blocks.blocks(reading.account, other);
  view.last_at = thread.last_at;
  const auto their = store::member(reader, other, thread.id);
  if (their && thread.state == ThreadState::accepted && !needs_.blocks.apart(reading.account, other)) {
    view.other_seen = their->seen;
  }
  const auto newest = store::messages(reader, thread.id, 0, reading.hidden, 1);
  if (!newest.empty()) {
    view.last_is_mine = newest.front().author == reading.account;
    if (!newest.front().removed) view.opening = opening(newest.front().text);
  }
  return view;
}

ChatThreadView Presenter::view(const Thread& chat) {
  return {chat.id, chat.last, chat.customer_read, chat.brand_read, chat.email};
}

ThreadNews Presenter::news(db::Reader& reader, const Thread& thread) const {
  ThreadNews news{thread.id, thread.kind, thread.state, thread.last, thread.customer_read, thread.brand_read, {}};
  if (thread.kind == ThreadKind::chat || thread.state != ThreadState::accepted) {
    if (thread.state == ThreadState::declined) news.state = ThreadState::requested;
    return news;
  }
  if (needs_.blocks.apart(thread.account, thread.other)) return news;
  for (const auto account : {thread.account, thread.other}) {
    if (const auto member = store::member(reader, account, thread.id)) news.reads.push_back({account, member->seen});
  }
  return news;
}

}  // namespace plaza::messaging

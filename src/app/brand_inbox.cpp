#include "brand_inbox.h"

#include <algorithm>
#include <array>

#include "content/events.h"
#include "moderation/events.h"
#include "platform/base/text.h"
#include "reviews/events.h"

namespace plaza::app {
namespace {

constexpr std::int64_t low_stars = 2, middling_stars = 3;  // above them a sad word is about something else
constexpr int clearly_unhappy = -50;
constexpr std::size_t handles_max = 20;

Error gone(std::string code) { return {ErrorKind::unprocessable, std::move(code), "It is not there any more."}; }

bool is_of_staff(db::Reader& reader, const BrandHearers& hearers, identity::AccountId account) {
  const auto found = account ? hearers.accounts.find(reader, account) : std::nullopt;
  return found && found->roles != 0;
}

care::Customer member(db::Reader& reader, const BrandHearers& hearers, identity::AccountId id) {
  care::Customer customer;
  customer.account = id;
  customer.verified = static_cast<bool>(id);
  if (const auto account = id ? hearers.accounts.find(reader, id) : std::nullopt) {
    customer.name = account->display_name;
    customer.address = lower_ascii(account->email);
    customer.locale = account->locale.empty() ? "en" : account->locale;
  }
  return customer;
}

// --- reviews ---

std::string words_of(const reviews::Review& review) {
  std::string words;
  for (std::int64_t i = 1; i <= 5; ++i) words += i <= review.stars ? "★" : "☆";
  for (const auto& each : {review.title, review.text}) {
    if (!each.empty()) words += "\n" + each;
  }
  return words;
}

bool is_unhappy(const BrandHearers& hearers, const reviews::Review& review) {
  if (review.stars <= low_stars) return true;
  const auto reading = hearers.reader.read(review.title + "\n" + review.text);
  if (reading.severity == care::Severity::safety) return true;
  return review.stars <= middling_stars && reading.feeling == care::Feeling::negative && reading.score <= clearly_unhappy;
}

Status hear_review(db::Transaction& tx, const BrandHearers& hearers, reviews::ReviewId id) {
  const auto review = hearers.reviews.find(tx, id);
  const std::string key = to_text(id);
  if (!review || review->status == reviews::ReviewStatus::rejected) return hearers.care.withdraw(tx, "review", key);
  if (review->status != reviews::ReviewStatus::published || !review->source.empty() || !review->import_key.empty()) return done();
  if (!hearers.care.of_thread(tx, "review", key) && !is_unhappy(hearers, *review)) return done();
  care::Inbound inbound;
  inbound.channel = "review";
  inbound.channel_key = key;
  // Other words of an edited one go on below; whatever else changed is known.
  inbound.external_id = review->edited_at.micros > 0 ? key + "#" + std::to_string(review->edited_at.micros) : key;
  inbound.subject = first_code_points(review->title.empty() ? review->text : review->title, 60);
  inbound.text = words_of(*review);
  inbound.product = review->product_id;
  inbound.customer = member(tx, hearers, review->account_id);
  if (!review->account_id) {  // a guest whose order asked them
    inbound.customer.name = review->author_name;
    if (const auto order = review->order_id ? hearers.orders.find(tx, review->order_id) : std::nullopt) inbound.customer.address = lower_ascii(order->email);
  }
  TRY(const auto received, hearers.care.receive(tx, inbound));
  return received.known ? hearers.care.restore_one(tx, "review", inbound.external_id, {inbound.subject, inbound.text}) : done();
}

// --- comments ---

bool calls_on_brand(db::Reader& reader, const BrandHearers& hearers, std::string_view text) {
  const auto handles = handles_in(text);
  return std::any_of(handles.begin(), handles.end(), [&](const std::string& handle) {
    const auto face = hearers.accounts.face_of_handle(handle);
    return face && is_of_staff(reader, hearers, face->id);
  });
}

// Everybody may read it: what is kept among some is not carried out of there.
bool is_public(const BrandHearers& hearers, const content::Post& post) {
  return post.status == content::PostStatus::published && post.visibility == content::PostVisibility::everyone &&
         content::admits(hearers.visibility, {}, post.id);
}

Status hear_comment(db::Transaction& tx, const BrandHearers& hearers, const content::Commented& told) {
  const auto comment = hearers.comments.piece(tx, to_text(told.comment_id));
  const auto post = hearers.posts.post(tx, told.post_id);
  if (!comment || !post || comment->standing != moderation::Standing::visible || !is_public(hearers, *post)) return done();
  if (is_of_staff(tx, hearers, comment->author)) return done();
  care::Inbound inbound;
  inbound.channel = "comment";
  inbound.channel_key = to_text(post->id) + "/" + to_text(comment->author);
  inbound.external_id = to_text(told.comment_id);
  // Who complains in the post itself goes on in its conversation.
  if (comment->author == post->author_id && hearers.care.of_thread(tx, "post", to_text(post->id))) {
    inbound.channel = "post";
    inbound.channel_key = to_text(post->id);
  } else if (!hearers.care.of_thread(tx, "comment", inbound.channel_key)) {
    if (!needs_brand(hearers.reader.read(comment->text)) && !calls_on_brand(tx, hearers, comment->text)) return done();
  }
  inbound.subject = first_code_points(comment->text, 60);
  inbound.text = comment->text;
  if (!post->tags.empty()) inbound.product = post->tags.front().product_id;
  inbound.customer = member(tx, hearers, comment->author);
  TRY_DONE(hearers.care.receive(tx, inbound));
  return done();
}

// Of a comment that everybody may read now.
std::optional<care::Wording> words_of(db::Reader& reader, const BrandHearers& hearers, std::string_view id) {
  const auto comment = hearers.comments.piece(reader, id);
  if (!comment || comment->standing != moderation::Standing::visible) return std::nullopt;
  return care::Wording{std::string(first_code_points(comment->text, 60)), comment->text};
}

Status hear_restored_comment(db::Transaction& tx, const BrandHearers& hearers, const std::string& id) {
  constexpr std::string_view under = "/p/";  // the post's page
  const auto comment = hearers.comments.piece(tx, id);
  const auto post_id = comment && comment->url.starts_with(under) ? parse_id<content::PostId>(comment->url.substr(under.size())) : std::nullopt;
  const auto post = post_id ? hearers.posts.post(tx, *post_id) : std::nullopt;
  const auto words = words_of(tx, hearers, id);
  if (!words || !post || !is_public(hearers, *post)) return done();
  TRY_DONE(hearers.care.restore_one(tx, "comment", id, *words));
  return hearers.care.restore_one(tx, "post", id, *words);
}

Status hear_restored_post(db::Transaction& tx, const BrandHearers& hearers, const std::string& id) {
  const auto post_id = parse_id<content::PostId>(id);
  const auto post = post_id ? hearers.posts.post(tx, *post_id) : std::nullopt;
  if (!post || !is_public(hearers, *post)) return done();
  const auto words = [&](std::string_view external_id) -> std::optional<care::Wording> {
    if (external_id == id) return care::Wording{std::string(first_code_points(post->text, 60)), post->text};
    return words_of(tx, hearers, external_id);
  };
  TRY_DONE(hearers.care.restore(tx, "post", id, words));
  return hearers.care.restore(tx, "comment", id + "/", words);
}

Status hear_removed_comment(db::Transaction& tx, const BrandHearers& hearers, const std::string& id) {
  if (words_of(tx, hearers, id)) return done();  // it stands again by now
  TRY_DONE(hearers.care.withdraw_one(tx, "comment", id));
  return hearers.care.withdraw_one(tx, "post", id);
}

Status hear_removed_post(db::Transaction& tx, const BrandHearers& hearers, content::PostId id) {
  const auto post = hearers.posts.post(tx, id);
  // A draft or one that is held may come back.
  if (post && post->status != content::PostStatus::removed) return done();
  TRY_DONE(hearers.care.withdraw(tx, "post", to_text(id)));
  return hearers.care.withdraw(tx, "comment", to_text(id) + "/");
}

}  // namespace

bool needs_brand(const care::Reading& reading) {
  if (reading.severity == care::Severity::safety) return true;
  static constexpr std::array<std::string_view, 16> intents{
      "where_is_order", "late",            "return_item", "refund",       "exchange",       "damaged",      "defect",          "wrong_item",
      "missing_item",   "payment_problem", "money_lost",  "cancel_order", "change_address", "change_order", "speak_to_person", "warranty"};
  return std::find(intents.begin(), intents.end(), reading.intent) != intents.end();
}

std::vector<std::string> handles_in(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  const std::string lower = lower_ascii(text);
  std::vector<std::string> found;
  for (auto at = lower.find('@'); at != std::string::npos && found.size() < handles_max; at = lower.find('@', at + 1)) {
    if (at > 0 && is_letter(lower[at - 1])) continue;  // an e-mail address
    auto end = at + 1;
    while (end < lower.size() && is_letter(lower[end])) ++end;
    if (end > at + 1) found.push_back(lower.substr(at + 1, end - at - 1));
  }
  return found;
}

care::Terms ReviewChannel::terms(const care::Conversation& conversation) const {
  care::Terms terms;
  terms.rule = "review";
  terms.answerable = !conversation.channel_key.empty();
  return terms;
}

Result<std::string> ReviewChannel::send(const care::Outgoing& outgoing) {
  const auto id = parse_id<reviews::ReviewId>(outgoing.conversation.channel_key);
  if (!id) return gone("reviews.not_found");
  const auto write = [&](db::Transaction& tx) -> Result<std::string> {
    const auto replied = reviews_.reply(tx, *id, outgoing.message.author, outgoing.message.text);
    if (replied.ok()) {
      TRY_DONE(care_.sent(tx, outgoing.message.id, outgoing.key));
      return outgoing.key;
    }
    if (replied.error().kind == ErrorKind::not_found) return gone(replied.error().code);
    return replied.error();
  };
  return database_.write_now(write);
}

care::Terms CommentChannel::terms(const care::Conversation& conversation) const {
  care::Terms terms;
  terms.rule = "comment";
  terms.answerable = !conversation.channel_key.empty();
  return terms;
}

Result<std::string> CommentChannel::send(const care::Outgoing& outgoing) {
  const auto& key = outgoing.conversation.channel_key;
  const auto post = parse_id<content::PostId>(key.substr(0, key.find('/')));
  if (!post) return gone("content.post_not_found");
  const auto write = [&](db::Transaction& tx) -> Result<std::string> {
    // Under the latest of their comments that still stands; without one, under the post.
    std::vector<content::CommentId> under;
    for (auto each = outgoing.earlier_ids.rbegin(); each != outgoing.earlier_ids.rend(); ++each) {
      if (const auto comment = parse_id<content::CommentId>(*each)) under.push_back(*comment);
    }
    under.push_back({});
    for (const auto& parent : under) {
      auto comment = writing_.comment(tx, outgoing.message.author, *post, outgoing.message.text, parent);
      if (comment.ok()) {
        TRY_DONE(care_.sent(tx, outgoing.message.id, to_text(comment->id)));
        return to_text(comment->id);
      }
      const bool elsewhere = parent && comment.error().kind == ErrorKind::invalid;
      if (!elsewhere) return Error{ErrorKind::unprocessable, comment.error().code, comment.error().detail};
    }
    return gone("content.comment_not_found");
  };
  return database_.write_now(write);
}

void subscribe_brand_inbox(events::Dispatcher& dispatcher, const BrandHearers& hearers) {
  dispatcher.once("app.brand_reviews", {reviews::ReviewPublished::topic, reviews::RatingChanged::topic}, [hearers](db::Transaction& tx, const events::Event& event) -> Status {
    if (event.topic == reviews::ReviewPublished::topic) return hear_review(tx, hearers, events::read<reviews::ReviewPublished>(event).review_id);
    const auto told = events::read<reviews::RatingChanged>(event);
    return told.review_id ? hear_review(tx, hearers, *told.review_id) : done();
  });
  dispatcher.once("app.brand_comments",
                  {content::Commented::topic, content::CommentRemoved::topic, content::PostRemoved::topic, moderation::ContentRemoved::topic,
                   moderation::ContentRestored::topic},
                  [hearers](db::Transaction& tx, const events::Event& event) -> Status {
                    if (event.topic == content::Commented::topic) return hear_comment(tx, hearers, events::read<content::Commented>(event));
                    if (event.topic == content::PostRemoved::topic) return hear_removed_post(tx, hearers, events::read<content::PostRemoved>(event).post_id);
                    if (event.topic == content::CommentRemoved::topic) {
                      return hear_removed_comment(tx, hearers, to_text(events::read<content::CommentRemoved>(event).comment_id));
                    }
                    if (event.topic == moderation::ContentRestored::topic) {
                      const auto told = events::read<moderation::ContentRestored>(event);
                      if (told.kind == moderation::Kind::comment) return hear_restored_comment(tx, hearers, told.subject_id);
                      return told.kind == moderation::Kind::post ? hear_restored_post(tx, hearers, told.subject_id) : done();
                    }
                    const auto told = events::read<moderation::ContentRemoved>(event);
                    return told.kind == moderation::Kind::comment ? hear_removed_comment(tx, hearers, told.subject_id) : done();
                  });
}

}  // namespace plaza::app

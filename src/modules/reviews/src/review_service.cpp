#include "review_service.h"

#include <algorithm>
#include <set>

#include "platform/base/text.h"
#include "reviews/events.h"
#include "store.h"

namespace plaza::reviews {
namespace {

Error missing() { return {ErrorKind::not_found, "reviews.not_found", "There is no such review."}; }
Error stale() { return {ErrorKind::conflict, "reviews.stale", "Somebody changed it in between. Look at it again."}; }
Error own() { return {ErrorKind::conflict, "reviews.own", "This is your own."}; }

void put_writing(Review& review, const Writing& writing) {
  review.stars = writing.stars;
  review.title = std::string(trimmed(writing.title));
  review.text = std::string(trimmed(writing.text));
  review.aspects = writing.aspects;
  review.media_ids = writing.media_ids;
  review.incentive = review.incentive || writing.incentive;  // once said it stays
}

void put_purchase(Review& review, const Purchase& purchase) {
  review.verified = true;
  review.order_id = purchase.order_id;
  review.variant_id = purchase.variant_id;
  review.variant_title = purchase.variant_title == "Default" ? "" : purchase.variant_title;
}

moderation::Submission submission_of(const Review& review) {
  return {{moderation::Kind::review, to_text(review.id)}, review.account_id, "", words_of(review),
          static_cast<int>(review.media_ids.size()), 0};
}
// What it was is for the moderators; whoever makes such reviews is told no more than this.
moderation::Finding like_a_ring() { return {moderation::Reason::misleading, "it looks like one of a series"}; }

bool is_of(const Review& review, const Writer& writer) {
  if (writer.account_id) return review.account_id == writer.account_id;
  return writer.invited_by && !review.account_id && review.person == person_of(writer);
}

}  // namespace

Speaker speaker(const Needs& needs, identity::AccountId account, const std::string& name) {
  Speaker view;
  view.name = name;
  const auto face = account ? needs.accounts.face(account) : std::nullopt;
  if (!face) return view;
  view.id = account;
  view.handle = face->handle;
  view.name = face->name;
  if (face->avatar_media_id) {
    const auto picture = needs.media.view(media::MediaId{face->avatar_media_id});
    if (picture && !picture->url.empty()) view.avatar_url = picture->url;
  }
  return view;
}

std::string words_of(const Review& review) { return review.title.empty() ? review.text : review.title + "\n" + review.text; }

ReviewStatus status_of(moderation::Standing standing) {
  if (standing == moderation::Standing::held) return ReviewStatus::pending;
  return standing == moderation::Standing::removed ? ReviewStatus::rejected : ReviewStatus::published;
}

moderation::Standing standing_of(ReviewStatus status) {
  if (status == ReviewStatus::pending) return moderation::Standing::held;
  return status == ReviewStatus::rejected ? moderation::Standing::removed : moderation::Standing::visible;
}

moderation::Finding looked_at_first() { return {moderation::Reason::other, "everything is looked at before it is shown"}; }

void forget_cases(const Needs& needs, db::Transaction& tx, ReviewId id) {
  for (const auto kind : {moderation::Kind::review, moderation::Kind::review_reply}) needs.submissions.gone(tx, {kind, to_text(id)});
}

std::string person_of(const Writer& writer) {
  return writer.account_id ? "a:" + to_text(writer.account_id) : "o:" + to_text(writer.invited_by);
}

void announce(db::Transaction& tx, const Review& review, bool newly_published) {
  const auto aggregate = review.product_id.value;
  events::publish(tx, aggregate, RatingChanged{review.product_id, review.id});
  if (!newly_published) return;
  const auto by = review.account_id ? std::optional(review.account_id) : std::nullopt;
  events::publish(tx, aggregate, ReviewPublished{review.id, review.product_id, by, review.stars, review.verified});
}

Settings ReviewService::settings(db::Reader& reader) { return store::read_settings(reader); }

Result<Settings> ReviewService::set_settings(db::Transaction& tx, const Settings& settings) {
  TRY_DONE(check(settings));
  if (!store::write_settings(tx, settings)) return stale();
  return store::read_settings(tx);
}

Status ReviewService::may_show(const std::vector<media::MediaId>& ids, const Writer& writer) const {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto view = needs_.media.view(ids[i]);
    const auto owner = needs_.media.owner(ids[i]);
    const bool good = view && view->kind != media::Kind::model && view->status != media::Status::failed;
    const bool once = std::find(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(i), ids[i]) ==
                      ids.begin() + static_cast<std::ptrdiff_t>(i);
    if (good && once && owner && writer.account_id && *owner == writer.account_id) continue;
    return invalid_field("media_ids[" + std::to_string(i) + "]", "not_found", "is no picture or video of yours");
  }
  return done();
}

Result<std::optional<Purchase>> ReviewService::purchase_of(db::Reader& reader, const Writer& writer, catalog::ProductId product) {
  if (writer.invited_by) {
    const auto order = needs_.orders.find(reader, writer.invited_by);
    if (order && counts_as_bought(*order)) {
      for (auto& purchase : purchases_in(*order)) {
        if (purchase.product_id == product) return std::optional(std::move(purchase));
      }
    }
  }
  if (!writer.account_id) {
    return Error{ErrorKind::forbidden, "reviews.buyers_only", "This order holds no such product, or it went back."};
  }
  return bought(needs_.orders, reader, writer.account_id, product);
}

// What the guard, the shop's rule and the moderators' rules make of it, before it is stored.
Status ReviewService::treat(db::Transaction& tx, Review& review, const Settings& settings, const std::string& address, Before before) {
  const auto finding = guard_.look(tx, review, address);
  if (finding.verdict.suspected && review.suspicion != Suspicion::cleared) {
    review.suspicion = Suspicion::suspected;
    review.reasons = finding.verdict.reasons;
  }
  auto piece = submission_of(review);
  if (review.suspicion == Suspicion::suspected && !review.verified) piece.found.push_back(like_a_ring());
  if (settings.moderation == ModerationTime::before) piece.found.push_back(looked_at_first());
  if (before == Before::rejected) piece.found.push_back({moderation::Reason::other, "it was taken away, and has changed since"});
  TRY(const auto verdict, needs_.submissions.submit(tx, piece));
  review.status = verdict.outcome == moderation::Outcome::hold ? ReviewStatus::pending : ReviewStatus::published;
  review.trust = trust_of(review);
  hold_ring(tx, review, finding);
  return done();
}

// The others of the ring: those who did not buy wait, those who did weigh nothing.
void ReviewService::hold_ring(db::Transaction& tx, const Review& review, const Guard::Finding& finding) {
  for (auto& other : guard_.ring(tx, review, finding)) {
    other.suspicion = Suspicion::suspected;
    other.reasons = {"ring"};
    const bool taken_back = !other.verified && other.status == ReviewStatus::published;
    if (taken_back) other.status = ReviewStatus::pending;
    other.trust = trust_of(other);
    if (!store::change(tx, other)) continue;
    announce(tx, other, false);
    if (!taken_back) continue;
    auto piece = submission_of(other);
    piece.found.push_back(like_a_ring());
    needs_.submissions.hold(tx, piece);
  }
}

Result<Review> ReviewService::write(db::Transaction& tx, const catalog::Product& product, const Writer& writer,
                                    const Writing& writing) {
  const auto settings = store::read_settings(tx);
  TRY_DONE(check(writing, aspects_of(settings, product)));
  TRY_DONE(may_show(writing.media_ids, writer));
  TRY(const auto purchase, purchase_of(tx, writer, product.id));
  if (!purchase && settings.writers == Writers::buyers) {
    return Error{ErrorKind::forbidden, "reviews.buyers_only", "Here only buyers of a product review it."};
  }
  Review review;
  review.id = needs_.ids.make<ReviewId>();
  review.product_id = product.id;
  review.account_id = writer.account_id;
  review.person = person_of(writer);
  review.written_at = needs_.clock.now();
  put_writing(review, writing);
  if (purchase) put_purchase(review, *purchase);
  if (!writer.account_id) {
    const auto order = needs_.orders.find(tx, writer.invited_by);
    if (order) review.author_name = short_name(order->shipping_address.name);
  }
  if (store::find_by_person(tx, product.id, review.person)) {
    return Error{ErrorKind::conflict, "reviews.already_written", "You have reviewed this product. You can change what you wrote."};
  }
  TRY_DONE(treat(tx, review, settings, writer.address, Before::new_or_shown));
  if (!store::insert(tx, review)) return stale();
  guard_.remember(tx, review, writer.address);
  announce(tx, review, review.status == ReviewStatus::published);
  return review;
}

Result<Review> ReviewService::edit(db::Transaction& tx, ReviewId id, const Writer& writer, const Writing& writing) {
  auto review = store::find(tx, id);
  if (!review || !is_of(*review, writer)) return missing();
  const auto product = needs_.catalog.product(tx, review->product_id);
  if (!product) return missing();
  const auto settings = store::read_settings(tx);
  TRY_DONE(check(writing, aspects_of(settings, *product)));
  TRY_DONE(may_show(writing.media_ids, writer));
  ReviewEdit old{review->edited_at.micros ? review->edited_at : review->written_at, review->stars, review->title, review->text};
  const bool was_published = review->status == ReviewStatus::published;
  const bool was_rejected = review->status == ReviewStatus::rejected;
  put_writing(*review, writing);
  if (old.stars != review->stars || old.title != review->title || old.text != review->text) {
    review->history.push_back(std::move(old));
    if (review->history.size() > edits_max) review->history.erase(review->history.begin());
    review->edited_at = needs_.clock.now();
    if (review->suspicion == Suspicion::cleared) review->suspicion = Suspicion::none;  // other words: look again
  }
  if (!review->verified) {
    TRY(const auto purchase, purchase_of(tx, writer, review->product_id));
    if (purchase) put_purchase(*review, *purchase);
  }
  TRY_DONE(treat(tx, *review, settings, writer.address, was_rejected ? Before::rejected : Before::new_or_shown));
  if (!store::change(tx, *review)) return stale();
  ++review->version;
  guard_.remember(tx, *review, writer.address);
  announce(tx, *review, !was_published && review->status == ReviewStatus::published);
  return *review;
}

Status ReviewService::remove(db::Transaction& tx, ReviewId id, identity::AccountId account) {
  const auto review = store::find(tx, id);
  if (!review || !account || review->account_id != account) return missing();
  store::remove(tx, id);
  forget_cases(needs_, tx, id);
  announce(tx, *review, false);
  return done();
}

Result<std::int64_t> ReviewService::vote(db::Transaction& tx, ReviewId id, identity::AccountId account, bool helpful) {
  const auto review = store::find(tx, id);
  if (!review || review->status != ReviewStatus::published) return missing();
  if (review->account_id == account) return own();
  return votes_.vote(tx, {id.value, review->account_id, review->product_id}, account, helpful);
}

Status ReviewService::stand(db::Transaction& tx, ReviewId id, moderation::Standing to) {
  auto review = store::find(tx, id);
  if (!review) return missing();
  const bool was_published = review->status == ReviewStatus::published;
  const auto status = status_of(to);
  const bool shown = status == ReviewStatus::published;
  if (review->status == status && (!shown || review->suspicion == Suspicion::cleared)) return done();
  review->status = status;
  if (shown) {
    review->suspicion = Suspicion::cleared;
    review->reasons.clear();
  }
  review->trust = trust_of(*review);
  if (!store::change(tx, *review)) return stale();
  announce(tx, *review, !was_published && shown);
  return done();
}

Status ReviewService::stand_reply(db::Transaction& tx, ReviewId id, moderation::Standing to) {
  auto review = store::find(tx, id);
  if (!review || !review->reply) return missing();
  if (review->reply_standing == to) return done();
  review->reply_standing = to;
  return store::change(tx, *review) ? done() : Status(stale());
}

Result<Review> ReviewService::reply(db::Transaction& tx, ReviewId id, identity::AccountId by, std::string_view text) {
  auto review = store::find(tx, id);
  if (!review) return missing();
  const bool first = !review->reply;
  text = trimmed(text);
  const moderation::Subject subject{moderation::Kind::review_reply, to_text(id)};
  if (text.empty()) {
    review->reply.reset();
    needs_.submissions.gone(tx, subject);
  } else {
    TRY(const auto verdict, needs_.submissions.submit(tx, {subject, by, "", std::string(text), 0, 0}));
    review->reply = ReviewReply{needs_.clock.now(), std::string(text)};
    review->reply_by = by;
    const bool held = verdict.outcome == moderation::Outcome::hold;
    review->reply_standing = held ? moderation::Standing::held : moderation::Standing::visible;
  }
  if (!store::change(tx, *review)) return stale();
  ++review->version;
  if (review->reply && first && review->account_id) {
    const auto product = needs_.catalog.product(tx, review->product_id);
    if (product) needs_.mail.replied(tx, *review, product->title, "/products/" + product->handle + "#reviews");
  }
  return *review;
}

std::optional<Review> ReviewService::find(db::Reader& reader, ReviewId id) { return store::find(reader, id); }

ReviewPage ReviewService::published(db::Reader& reader, const ReviewQuery& query) { return store::published(reader, query); }

std::vector<Review> ReviewService::published_before(db::Reader& reader, ReviewId before, int limit) {
  store::StaffQuery query;
  query.status = ReviewStatus::published;
  query.before = before;
  query.limit = limit;
  return store::for_staff(reader, query);
}

ReviewView ReviewService::view(db::Reader& reader, const Review& review, identity::AccountId viewer) {
  ReviewView view;
  view.id = review.id;
  view.product_id = review.product_id;
  view.author = speaker(needs_, review.account_id, review.author_name);
  view.stars = review.stars;
  view.title = review.title;
  view.text = review.text;
  view.aspects = review.aspects;
  for (const auto id : review.media_ids) {
    if (auto media = needs_.media.view(id)) view.media.push_back(std::move(*media));
  }
  view.variant_title = review.variant_title;
  view.verified = review.verified;
  view.incentive = review.incentive;
  view.imported = !review.import_key.empty();
  view.helpful = review.helpful;
  view.voted = votes_.has(reader, review.id.value, viewer);
  view.own = viewer && review.account_id == viewer;
  view.written_at = review.written_at;
  if (review.edited_at.micros) view.edited_at = review.edited_at;
  if (review.reply_standing == moderation::Standing::visible) view.reply = review.reply;
  view.history = review.history;
  view.status = review.status;
  if (view.own && review.status != ReviewStatus::published) {
    view.findings = needs_.submissions.why(reader, {moderation::Kind::review, to_text(review.id)});
  }
  view.version = review.version;
  return view;
}

void ReviewService::follow_order(db::Transaction& tx, orders::OrderId id) {
  const auto order = needs_.orders.find(tx, id);
  if (!order) return;
  std::set<catalog::ProductId> products;
  for (const auto& line : order->lines) products.insert(line.product.id);
  for (const auto product : products) votes_.follow(tx, order->account_id, product);
  std::vector<Review> reviews = store::of_order(tx, id);
  if (counts_as_bought(*order) && order->account_id) {  // they may have reviewed it before they bought it
    for (const auto& purchase : purchases_in(*order)) {
      auto review = store::find_by_person(tx, purchase.product_id, person_of({order->account_id, {}, ""}));
      if (review && !review->verified) reviews.push_back(std::move(*review));
    }
  }
  for (auto& review : reviews) {
    const Writer writer{review.account_id, id, ""};
    const auto purchase = purchase_of(tx, writer, review.product_id);
    const bool verified = purchase.ok() && purchase->has_value();
    if (verified == review.verified) continue;
    review.verified = verified;
    if (verified) put_purchase(review, **purchase);
    review.trust = trust_of(review);
    if (store::change(tx, review)) announce(tx, review, false);
  }
}

}  // namespace plaza::reviews

// Reviews and comments that need the brand, in care's inbox: low or unhappy reviews, and comments under posts that call on the brand or
// tell of an order, a defect or money. Answers stand where they were asked: as the shop's reply to the review, as a comment under the post.
#pragma once

#include "care/care.h"
#include "care/channel.h"
#include "care/reading.h"
#include "content/posts.h"
#include "content/visibility.h"
#include "content/writing.h"
#include "identity/accounts.h"
#include "moderation/content.h"
#include "orders/orders.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"
#include "reviews/reviews.h"

namespace plaza::app {

// The key of a conversation is the review's id.
class ReviewChannel final : public care::Channel {
 public:
  ReviewChannel(db::Database& database, reviews::Reviews& reviews, care::Care& care) : database_(database), reviews_(reviews), care_(care) {}
  std::string_view name() const override { return "review"; }
  care::Capabilities capabilities() const override { return {false, 2'000}; }
  care::Terms terms(const care::Conversation& conversation) const override;
  Result<std::string> send(const care::Outgoing& outgoing) override;

 private:
  db::Database& database_;
  reviews::Reviews& reviews_;
  care::Care& care_;
};

// The key is "post/account": what somebody says under one post is one conversation.
class CommentChannel final : public care::Channel {
 public:
  CommentChannel(db::Database& database, content::Writing& writing, care::Care& care) : database_(database), writing_(writing), care_(care) {}
  std::string_view name() const override { return "comment"; }
  care::Capabilities capabilities() const override { return {false, 1'000}; }
  care::Terms terms(const care::Conversation& conversation) const override;
  Result<std::string> send(const care::Outgoing& outgoing) override;

 private:
  db::Database& database_;
  content::Writing& writing_;
  care::Care& care_;
};

// Whether these words need the brand under a post.
bool needs_brand(const care::Reading& reading);
// "@mai, look" -> {"mai"}: handles in lower case, at most 20.
std::vector<std::string> handles_in(std::string_view text);

struct BrandHearers {
  care::Care& care;
  const care::TextReader& reader;
  reviews::Reviews& reviews;
  content::Posts& posts;
  moderation::Content& comments;
  const content::Visibility* visibility;
  identity::Accounts& accounts;
  orders::Orders& orders;
};
void subscribe_brand_inbox(events::Dispatcher& dispatcher, const BrandHearers& hearers);

}  // namespace plaza::app

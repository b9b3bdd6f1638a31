// Where segments and predictions are used: who a discount, a rule of the feed, a shop page is for. Each use asks for the consent to
// personalisation in the moment of the use: who takes it back is in no segment and has no number from then on.
#pragma once

#include "feed/module.h"
#include "platform/json/describe.h"
#include "predictions/module.h"
#include "profiles/consents.h"
#include "promotions/module.h"
#include "segments/module.h"
#include "storefront/variants.h"

namespace plaza::app {

// Whether a shop, a feed, a price of their own may be made for somebody.
inline bool may_personalize(const profiles::Consents& consents, identity::AccountId account, std::string_view visitor) {
  return consents.allows({account, std::string(visitor)}, profiles::Purpose::personalization);
}

// promotions::Audience: a discount names a segment by its handle or id.
class SegmentAudience final : public promotions::Audience {
 public:
  SegmentAudience(const segments::Segments& segments, const profiles::Consents& consents) : segments_(segments), consents_(consents) {}
  bool contains(std::string_view segment, identity::AccountId account) const override {
    return may_personalize(consents_, account, "") && segments_.contains(segment, account);
  }

 private:
  const segments::Segments& segments_;
  const profiles::Consents& consents_;
};

// segments::Consents: what an account said to marketing.
class MarketingConsents final : public segments::Consents {
 public:
  explicit MarketingConsents(const profiles::Consents& consents) : consents_(consents) {}
  std::optional<bool> given(identity::AccountId account, std::string_view channel) const override {
    const auto named = json::parse_enum<profiles::Channel>(channel);
    return named ? consents_.said({account, ""}, profiles::Purpose::marketing, *named) : std::nullopt;
  }
  bool may_share(identity::AccountId account, std::string_view visitor) const override {
    return consents_.allows({account, std::string(visitor)}, profiles::Purpose::sharing);
  }

 private:
  const profiles::Consents& consents_;
};

// predictions::Allowance.
class PredictionConsent final : public predictions::Allowance {
 public:
  explicit PredictionConsent(const profiles::Consents& consents) : consents_(consents) {}
  bool may_predict(identity::AccountId account) const override { return may_personalize(consents_, account, ""); }

 private:
  const profiles::Consents& consents_;
};

// segments::Predictions: of accounts that bought.
class PredictedNumbers final : public segments::Predictions {
 public:
  explicit PredictedNumbers(const predictions::Predictions& predictions) : predictions_(predictions) {}
  std::vector<std::string> names() const override { return predictions_.names(); }
  std::optional<double> predict(std::string_view name, identity::AccountId account, std::string_view) const override {
    return account ? predictions_.number(name, account) : std::nullopt;
  }

 private:
  const predictions::Predictions& predictions_;
};

// feed::Audience: the brand's rules for the feed name a segment as discounts do.
class FeedAudience final : public feed::Audience {
 public:
  FeedAudience(const segments::Segments& segments, const profiles::Consents& consents) : segments_(segments), consents_(consents) {}
  bool contains(std::string_view segment, std::int64_t account, std::string_view visitor) const override {
    if (!may_personalize(consents_, identity::AccountId{account}, visitor)) return false;
    return account ? segments_.contains(segment, identity::AccountId{account}) : segments_.contains(segment, visitor);
  }

 private:
  const segments::Segments& segments_;
  const profiles::Consents& consents_;
};

struct SegmentUses {
  SegmentUses(const segments::Segments& segments, const profiles::Consents& said, const predictions::Predictions& predicted)
      : audience(segments, said), feed_audience(segments, said), consents(said), prediction_consent(said), predictions(predicted) {}
  void plug_into(promotions::Module& discounts, promotions::FirstOrders& first_orders, feed::Module& feed, segments::Module& segments,
                 predictions::Module& predicted) {
    discounts.plug(&audience, &first_orders);
    feed.plug(&feed_audience);
    segments.plug(&predictions, &consents);
    predicted.plug(prediction_consent);
  }

  SegmentAudience audience;
  FeedAudience feed_audience;
  MarketingConsents consents;
  PredictionConsent prediction_consent;
  PredictedNumbers predictions;
};

// What the shop page shows to members of a segment.
inline storefront::VariantFor variants_of(const segments::Segments& segments, const profiles::Consents& consents) {
  return [&segments, &consents](identity::AccountId account, std::string_view visitor) -> std::optional<storefront::ShopVariant> {
    if (!may_personalize(consents, account, visitor)) return std::nullopt;
    auto variant = segments.variant(account, visitor);
    if (!variant) return std::nullopt;
    return storefront::ShopVariant{std::move(variant->title), std::move(variant->text), std::move(variant->landing),
                                   std::move(variant->collections)};
  };
}

}  // namespace plaza::app

#pragma once

#include "guard.h"
#include "purchases.h"
#include "reviews/module.h"
#include "reviews/reviews.h"
#include "votes.h"

namespace plaza::reviews {

class ReviewService final : public Reviews {
 public:
  ReviewService(const Needs& needs, const Votes& votes) : needs_(needs), votes_(votes), guard_(needs) {}

  Settings settings(db::Reader& reader) override;
  Result<Settings> set_settings(db::Transaction& tx, const Settings& settings) override;
  Result<Review> write(db::Transaction& tx, const catalog::Product& product, const Writer& writer, const Writing& writing) override;
  Result<Review> edit(db::Transaction& tx, ReviewId id, const Writer& writer, const Writing& writing) override;
  Status remove(db::Transaction& tx, ReviewId id, identity::AccountId account) override;
  Result<std::int64_t> vote(db::Transaction& tx, ReviewId id, identity::AccountId account, bool helpful) override;
  Result<Review> reply(db::Transaction& tx, ReviewId id, identity::AccountId by, std::string_view text) override;
  Status stand(db::Transaction& tx, ReviewId id, moderation::Standing to) override;
  Status stand_reply(db::Transaction& tx, ReviewId id, moderation::Standing to) override;
  std::optional<Review> find(db::Reader& reader, ReviewId id) override;
  ReviewPage published(db::Reader& reader, const ReviewQuery& query) override;
  std::vector<Review> published_before(db::Reader& reader, ReviewId before, int limit) override;
  ReviewView view(db::Reader& reader, const Review& review, identity::AccountId viewer) override;

  // An order was paid, or its goods and money went back: whether its reviews are by buyers follows.
  void follow_order(db::Transaction& tx, orders::OrderId id);
  const Guard& guard() const { return guard_; }

 private:
  Status may_show(const std::vector<media::MediaId>& ids, const Writer& writer) const;
  Result<std::optional<Purchase>> purchase_of(db::Reader& reader, const Writer& writer, catalog::ProductId product);
  enum class Before { new_or_shown, rejected };
  Status treat(db::Transaction& tx, Review& review, const Settings& settings, const std::string& address, Before before);
  void hold_ring(db::Transaction& tx, const Review& review, const Guard::Finding& finding);
  const Needs& needs_;
  const Votes& votes_;
  Guard guard_;
};

// As everybody sees them; without an account, by `name`.
Speaker speaker(const Needs& needs, identity::AccountId account, const std::string& name);
std::string person_of(const Writer& writer);
void announce(db::Transaction& tx, const Review& review, bool newly_published);


// Title and text, as moderators read them.
std::string words_of(const Review& review);
ReviewStatus status_of(moderation::Standing standing);
moderation::Standing standing_of(ReviewStatus status);
// The shop's rule that a person looks first.
moderation::Finding looked_at_first();
// It is no more, nor its answer.
void forget_cases(const Needs& needs, db::Transaction& tx, ReviewId id);

}  // namespace plaza::reviews

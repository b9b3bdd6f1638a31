// A viewer's taste for other things than posts, inside the engine.
#include <algorithm>

#include "engine.h"
#include "post_features.h"

namespace plaza::feed {

namespace {

// What was chosen counts by itself; what people with the same taste choose counts less, but reaches what the viewer never met.
constexpr double hashtag_factor = 0.5, product_factor = 0.4, author_factor = 0.3, affinity_factor = 0.5;

}  // namespace

bool Engine::is_personal(const ViewerState& state, const Viewer& viewer, bool gpc) const {
  using Choice = ViewerState::Choice;
  return state.choice != Choice::paused && !(gpc && !viewer.account && state.choice == Choice::unset) &&
         !(hold_out_ && hold_out_->is_held_out(viewer.account, viewer.visitor)) &&
         (!allowance_ || allowance_->may_personalize(viewer.account, viewer.visitor));
}

void Engine::weigh(identity::AccountId account, std::span<const Subject> subjects, std::span<double> weights) {
  std::fill(weights.begin(), weights.end(), 0.0);
  const Viewer viewer{account.value, {}};
  const Time now = clock_.now();
  const std::shared_lock lock(mutex_);
  const auto slot = account ? find_slot(viewer) : nullptr;
  if (!slot) return;
  const std::lock_guard guard(slot->mutex);
  const auto& state = slot->state;
  if (!is_personal(state, viewer, false)) return;
  const auto person = person_of(*slot, now);
  const TasteShares hashtags(state.hashtags, now), products(state.products, now), authors(state.authors, now);
  std::vector<Index> known;
  std::vector<Thing> things;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& subject = subjects[i];
    const auto share = [&](const TasteShares& shares, ThingKind kind) {
      for (const Index index : known) things.push_back(thing_of(kind, index));
      return known.empty() ? 0 : shares.share(known);
    };
    things.clear();
    known.clear();
    if (const Index author = graph_.find_author(subject.author.value); author != none) known.push_back(author);
    double weight = author_factor * share(authors, ThingKind::author);
    known.clear();
    for (const auto& each : subject.hashtags) {
      if (const Index hashtag = graph_.find_hashtag(each); hashtag != none) known.push_back(hashtag);
    }
    weight += hashtag_factor * share(hashtags, ThingKind::hashtag);
    known.clear();
    for (const auto each : subject.products) {
      if (const Index product = graph_.find_product(each); product != none) known.push_back(product);
    }
    weight += product_factor * share(products, ThingKind::product);
    if (affinity_ && !person.empty() && !things.empty()) weight += affinity_factor * affinity_->affinity_to(person, things);
    weights[i] = std::clamp(weight, 0.0, 1.0);
  }
}

}  // namespace plaza::feed

#include "candidates.h"

#include <algorithm>

#include "affinity.h"

namespace plaza::feed {

namespace {

// The newest `count` of a list that is kept oldest first.
template <class Add>
void newest(const std::vector<Index>& posts, std::size_t count, const Add& add) {
  for (auto post = posts.rbegin(); post != posts.rend() && count > 0; ++post, --count) add(*post);
}
template <class Add>
void hottest(const HotList& hot, std::size_t count, const Add& add) {
  for (const auto& [heat, post] : hot.items()) {
    if (count-- == 0) return;
    add(post);
  }
}

class Following final : public CandidateSource {
 public:
  void add(const Sight& sight, Random&, CandidateSet& set) const override {
    const std::size_t each = sight.scope == Scope::following ? 20 : 5;
    std::size_t authors = 0;
    for (const Index author : sight.viewer.follows) {
      if (++authors > 300) break;
      newest(sight.graph.author_at(author).posts, each, [&](Index post) { set.add(post, Reason::following); });
    }
  }
};

// Item-to-item (Linden, Smith, York 2003): posts engaged with by the people who engaged with what this viewer did last.
class LikedSimilar final : public CandidateSource {
 public:
  void add(const Sight& sight, Random&, CandidateSet& set) const override {
    std::size_t positives = 0;
    for (auto recent = sight.viewer.recent.rbegin(); recent != sight.viewer.recent.rend() && positives < 12; ++recent) {
      if (recent->weight <= 0) continue;
      ++positives;
      const auto& node = sight.graph.post(recent->post);
      float sum = 1;
      for (const auto& neighbour : node.neighbours) sum += neighbour.weight;
      const float recency = 1.0f / static_cast<float>(positives);
      for (const auto& neighbour : node.neighbours) {
        set.add(neighbour.index, Reason::liked_similar, none, recency * neighbour.weight / sum);
      }
    }
  }
};

class TasteSource final : public CandidateSource {
 public:
  void add(const Sight& sight, Random&, CandidateSet& set) const override {
    for (const auto& taste : sight.viewer.products.top(6, sight.now)) {
      const auto& topic = sight.graph.product_at(taste.index);
      hottest(topic.hot, 6, [&](Index post) { set.add(post, Reason::product_interest); });
      newest(topic.posts, 6, [&](Index post) { set.add(post, Reason::product_interest); });
    }
    for (const auto& taste : sight.viewer.hashtags.top(6, sight.now)) {
      const auto& topic = sight.graph.hashtag_at(taste.index);
      hottest(topic.hot, 12, [&](Index post) { set.add(post, Reason::hashtag, taste.index); });
      newest(topic.posts, 8, [&](Index post) { set.add(post, Reason::hashtag, taste.index); });
    }
    for (const auto& taste : sight.viewer.authors.top(5, sight.now)) {
      newest(sight.graph.author_at(taste.index).posts, 5, [&](Index post) { set.add(post, Reason::liked_similar); });
    }
  }
};

// The posts whose vectors are nearest to the viewer's: what people with their taste choose, though no common deed leads there.
class LikeMinded final : public CandidateSource {
 public:
  void add(const Sight& sight, Random&, CandidateSet& set) const override {
    if (!sight.affinity || sight.person.empty() || sight.topic != none) return;
    constexpr std::size_t fresh = 48, more_max = 100;  // those that this visit was shown already are left out later
    for (const auto& near : sight.affinity->nearest(sight.person, fresh + std::min(sight.viewer.served.size(), more_max))) {
      set.add(near.key, Reason::like_minded);
    }
  }
};

class Popular final : public CandidateSource {
 public:
  void add(const Sight& sight, Random&, CandidateSet& set) const override {
    hottest(sight.graph.hot(), 80, [&](Index post) { set.add(post, Reason::popular); });
  }
};

// The newest posts, and a sample of all: what nobody has engaged with yet must be able to start somewhere.
class Fresh final : public CandidateSource {
 public:
  void add(const Sight& sight, Random& random, CandidateSet& set) const override {
    newest(sight.graph.newest(), 40, [&](Index post) { set.add(post, Reason::fresh); });
    const auto count = static_cast<Index>(sight.graph.size());
    if (count == 0) return;
    for (int i = 0; i < 40; ++i) {
      const auto post = static_cast<Index>(random() % count);
      set.add(post, sight.graph.post(post).served < 30 ? Reason::fresh : Reason::explore);
    }
  }
};

class TopicSource final : public CandidateSource {
 public:
  void add(const Sight& sight, Random&, CandidateSet& set) const override {
    if (sight.topic == none) return;
    const auto& topic = sight.graph.hashtag_at(sight.topic);
    hottest(topic.hot, 48, [&](Index post) { set.add(post, Reason::hashtag, sight.topic); });
    newest(topic.posts, 200, [&](Index post) { set.add(post, Reason::hashtag, sight.topic); });
  }
};

// What the brand's rules name must be there to be pinned or boosted.
class Wanted final : public CandidateSource {
 public:
  void add(const Sight& sight, Random&, CandidateSet& set) const override {
    if (!sight.wanted) return;
    for (const Index post : *sight.wanted) set.add(post, Reason::popular);
  }
};

}  // namespace

void CandidateSet::begin(std::size_t posts) {
  items_.clear();
  if (stamp_.size() < posts) {
    stamp_.resize(posts + posts / 4 + 64, 0);
    place_.resize(stamp_.size(), 0);
  }
  if (++page_ == 0) {
    std::fill(stamp_.begin(), stamp_.end(), 0);
    page_ = 1;
  }
}

bool CandidateSet::add(Index post, Reason reason, Index detail, float similarity) {
  if (stamp_[post] == page_) {
    auto& known = items_[place_[post]];
    known.similarity += similarity;
    return false;
  }
  stamp_[post] = page_;
  place_[post] = static_cast<std::uint32_t>(items_.size());
  items_.push_back({post, reason, detail, similarity, 0});
  return true;
}

const std::vector<const CandidateSource*>& candidate_sources() {
  static const TopicSource topic;
  static const Following following;
  static const LikedSimilar liked;
  static const TasteSource taste;
  static const LikeMinded like_minded;
  static const Popular popular;
  static const Fresh fresh;
  static const Wanted wanted;
  // The order decides which reason a post that several bring is given.
  static const std::vector<const CandidateSource*> all = {&topic, &following, &liked, &taste, &like_minded, &popular, &fresh, &wanted};
  return all;
}

}  // namespace plaza::feed

// What the shop knows of a member's taste beyond groups, for the personal order inside them: what the feed has learnt of them, whom they
// follow, which products they saved. From memory.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "community/ranker.h"
#include "content/view.h"
#include "feed/tastes.h"

namespace plaza::app {

class GroupTaste final : public community::Ranker {
 public:
  explicit GroupTaste(const content::Relations& relations) : relations_(relations) {}
  // The feed is made after groups: before anything is served. Borrowed.
  void plug(feed::Tastes& tastes) { tastes_ = &tastes; }

  void affinities(identity::AccountId viewer, std::span<const community::Candidate> candidates,
                  std::span<double> affinity) const override {
    if (tastes_) learnt(viewer, candidates, affinity);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto& one = candidates[i];
      const bool saved = std::any_of(one.products.begin(), one.products.end(),
                                     [&](catalog::ProductId product) { return relations_.product_saved(viewer, product); });
      const double said = (relations_.follows(viewer, one.author) ? 0.4 : 0.0) + (saved ? 0.3 : 0.0);
      affinity[i] = std::min(1.0, affinity[i] + said);
    }
  }

 private:
  // The same word as hashtags spell it: a group's "moon-jar" is #moonjar or #moon_jar of a post.
  static std::vector<std::string> hashtags_of(const std::string& tag) {
    std::vector<std::string> found{tag};
    if (tag.find('-') == std::string::npos) return found;
    found[0].erase(std::remove(found[0].begin(), found[0].end(), '-'), found[0].end());
    found.push_back(tag);
    std::replace(found[1].begin(), found[1].end(), '-', '_');
    return found;
  }

  void learnt(identity::AccountId viewer, std::span<const community::Candidate> candidates, std::span<double> affinity) const {
    std::vector<std::vector<std::string>> hashtags(candidates.size());
    std::vector<feed::Subject> subjects(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      for (const auto& tag : candidates[i].tags) {
        for (auto& hashtag : hashtags_of(tag)) hashtags[i].push_back(std::move(hashtag));
      }
      subjects[i] = {candidates[i].author, hashtags[i], candidates[i].products};
    }
    tastes_->weigh(viewer, subjects, affinity);
  }

  const content::Relations& relations_;
  feed::Tastes* tastes_ = nullptr;
};

}  // namespace plaza::app

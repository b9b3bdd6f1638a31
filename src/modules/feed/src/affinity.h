// People with one's taste: vectors for posts and for what posts are about, learnt from what everybody chose (ml/recommend/factors.h), in an
// index that gives the posts nearest to somebody's own vector. That is folded in from what they did last, so a new deed moves the next page;
// nobody's vector is kept in the model. A post that nobody has chosen stands where posts of its creator, words, hashtags and products stand,
// so it is found as soon as it is published.
//
// Derived data: fitted anew in the background from the engine's state, kept nowhere. Questions may be asked from several threads while
// nobody writes (put, hide).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "graph.h"
#include "ml/recommend/factors.h"
#include "ml/retrieval/vector_index.h"
#include "report.h"
#include "viewer.h"

namespace plaza::feed {

enum class ThingKind : std::uint8_t { post, author, word, hashtag, product };
using Thing = std::uint64_t;
constexpr Thing thing_of(ThingKind kind, Index index) { return static_cast<Thing>(kind) << 32 | index; }
constexpr ThingKind kind_of(Thing thing) { return static_cast<ThingKind>(thing >> 32); }
constexpr Index index_of(Thing thing) { return static_cast<Index>(thing); }

struct Did {  // somebody was drawn to it
  Thing thing;
  float weight;
};
// What this viewer did last and what they like, at most 46; into an empty list.
void drawn_to(const ViewerState& viewer, Time now, std::vector<Did>& into);
// What the post is about; into an empty list.
void about(const PostNode& post, std::vector<Thing>& into);

// A copy of what is trained on.
struct AffinityEvidence {
  struct Part {
    std::uint64_t key;  // of a person; a post's index
    std::size_t begin, end;
  };
  std::vector<Part> people, posts;
  std::vector<Did> did;       // of people
  std::vector<Thing> things;  // of posts: those that may be shown
  Index looked_at = 0;        // the graph's posts below it were looked at
};

struct AffinityOptions {
  std::size_t people_max = 100'000;  // a sample by their keys when there are more
  std::size_t posts_max = 100'000;   // that get vectors of their own: those that most people chose
  std::size_t topics_max = 50'000;   // hashtags, products, creators
  std::size_t rank_max = 64;
  std::size_t rank_max_large = 32;   // with more than `large` posts: 64 costs their pages twice as much
  std::size_t large = 200'000;
  std::size_t exact_below = 20'000;  // posts in the index
  std::size_t people_least = 8;      // before that there is nothing to learn
  int rounds = 6;
  std::uint64_t seed = 1;
};

class AffinityModel {
 public:
  // Takes seconds to minutes on one thread. Null when there is too little, or when `go_on` said no.
  static std::shared_ptr<AffinityModel> fit(const AffinityEvidence& evidence, const AffinityOptions& options,
                                            const std::function<bool()>& go_on = [] { return true; });

  // The vector of somebody; empty when nothing that they did is known here.
  void fold(std::span<const Did> did, std::vector<float>& person) const;
  // The best first; only what is near enough to be called one's taste.
  std::vector<ml::retrieval::Found> nearest(std::span<const float> person, std::size_t count) const;
  // 1: as near as what people chose is to them, on average; 0: anything. -1..2.
  double affinity(std::span<const float> person, Index post) const;
  // The same of something that is no post, by what it is about (sorted by it); 0 when nothing of that is known here.
  double affinity_to(std::span<const float> person, std::vector<Thing>& things) const;
  bool knows(Index post) const { return !index_.vector(post).empty(); }
  // A post that is new or was edited. It is not found while nothing of what it is about is known.
  void put(Index post, std::vector<Thing> things);
  void hide(Index post) { index_.hide(post); }
  AffinityReport report() const;
  void trained_at(Time when) { report_.trained_at = when; }

 private:
  struct Fitted;
  AffinityModel(Fitted fitted, const ml::retrieval::IndexOptions& options);
  void fill(const AffinityEvidence& evidence, const std::function<bool()>& go_on);
  void judge(const AffinityEvidence& evidence);
  bool vector_for(Index post, std::vector<Thing>& things, std::vector<float>& into) const;
  const float* vector_of(Thing thing) const;

  struct Learnt {
    std::size_t row;
    float people;
  };
  std::size_t rank_;
  std::vector<float> factors_;  // rows of things
  std::unordered_map<Thing, Learnt> learnt_;
  ml::recommend::FoldIn fold_;
  ml::recommend::KindVectors kinds_;
  ml::retrieval::VectorIndex index_;
  double level_ = 1;
  AffinityReport report_;
};

}  // namespace plaza::feed

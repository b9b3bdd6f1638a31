// What the engine remembers of one viewer: tastes that fade, the last things engaged with, what was shown. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "graph.h"
#include "interactions/packing.h"
#include "platform/base/time.h"

namespace plaza::feed {

// Weights by index that halve every three days; bounded: the weakest goes first.
class Taste {
 public:
  void add(Index index, double weight, Time at);
  double weight(Index index, Time now) const;
  // The strongest, strongest first; negative ones are left out.
  std::vector<Weighted> top(std::size_t count, Time now) const;
  double total(Time now) const;  // of the positive ones
  std::vector<Weighted> all(Time now) const;
  void merge(const Taste& other, Time now);
  bool empty() const { return entries_.empty(); }

  struct Entry {
    Index index;
    float weight;  // at `at`
    Time at;
  };
  // As they stand: of two that weigh the same the first goes first.
  const std::vector<Entry>& entries() const { return entries_; }
  void put(const Entry& entry) { entries_.push_back(entry); }

 private:
  static double faded(const Entry& entry, Time now);
  std::vector<Entry> entries_;
};

struct Recent {
  Index post;
  float weight;
  Time at;
};

// A number for each of some posts, by index. A viewer has few: a sorted list takes a tenth of a table's memory.
class PerPost {
 public:
  using Entry = std::pair<Index, std::uint16_t>;
  using Iterator = std::vector<Entry>::const_iterator;

  std::uint16_t& operator[](Index post) {
    auto place = std::lower_bound(entries_.begin(), entries_.end(), post, before);
    if (place == entries_.end() || place->first != post) place = entries_.insert(place, {post, 0});
    return place->second;
  }
  Iterator find(Index post) const {
    const auto place = std::lower_bound(entries_.begin(), entries_.end(), post, before);
    return place == entries_.end() || place->first != post ? entries_.end() : place;
  }
  bool contains(Index post) const { return find(post) != end(); }
  Iterator begin() const { return entries_.begin(); }
  Iterator end() const { return entries_.end(); }
  std::size_t size() const { return entries_.size(); }
  void clear() { entries_.clear(); }
  // Of more than `max` the half goes that is of the oldest posts, by their ids: the same ones in every process.
  void keep_newest(std::size_t max, const Graph& graph);
  // In any order of the posts.
  void assign(std::vector<Entry> entries);

 private:
  static bool before(const Entry& entry, Index post) { return entry.first < post; }
  std::vector<Entry> entries_;  // by post
};

// What is learnt follows from the log alone; `follows` and what is of sessions does not.
struct ViewerState {
  static constexpr std::size_t done_max = 2'000;
  static constexpr std::size_t seen_max = 3'000;

  Taste hashtags, products, authors;
  std::vector<Recent> recent;            // engaged with, oldest first, at most 32
  std::unordered_set<Index> follows;     // authors
  std::unordered_set<Index> hidden;      // posts "not interested" in
  PerPost done;                          // actions already counted for a post, as bits; bounded
  PerPost seen;                          // viewed, how often; bounded
  std::unordered_set<Index> served;      // in this session: not shown again by its next pages
  Time session_at;
  Time last_at;
  Time learnt_at;             // the log's time of what was learnt last
  std::uint32_t pages = 0;
  std::uint32_t session_pages = 0;
  double price_level = 0;     // log2 of the minor units of what was looked at and bought, on average
  double price_evidence = 0;  // how much that average rests on, at most 50
  enum class Choice : std::uint8_t { unset, personal, paused } choice = Choice::unset;
  bool private_browser = false;  // the last page was asked for with Sec-GPC and nothing chosen

  // Personalisation is off: what is popular and new is shown, and nothing is learnt from.
  bool is_paused() const { return choice == Choice::paused || (choice == Choice::unset && private_browser); }
  // Starts over: what was learnt is forgotten; what was hidden stays hidden, who is followed stays followed.
  void reset();
  void noticed_price(std::int64_t price, double weight);
  void engaged(Index post, double weight, Time at);
  void saw(Index post);
  bool is_new() const { return recent.empty() && hashtags.empty() && follows.empty(); }
  // What an anonymous viewer did joins the account that turned out to be theirs.
  void merge(const ViewerState& other, Time now, const Graph& graph);
  // Nothing of the log is in it.
  bool is_unlearnt() const;
  // Forgets what came from the log.
  void unlearn();
};

}  // namespace plaza::feed

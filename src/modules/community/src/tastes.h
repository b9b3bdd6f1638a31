// What each person engaged with in groups, as decaying weights of tags, authors and products, and how far they have read: the personal
// order inside a group. In memory of each node, made of reads and replies at the start and of domain events since. Thread-safe.
//
// A page takes the hottest discussions of the group, and the hottest of the tags, authors and products that the viewer engages with most,
// and orders these some hundreds by heat × (1 + taste) × whether there is something new to them. So its cost does not grow with the group.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "community/ranker.h"
#include "thread_index.h"

namespace plaza::community {

struct Ranked {
  DiscussionId id;
  std::string reason;  // "tag:glaze", "author:<account's number>", "product:<number>", "active"
  identity::AccountId author;     // of the reason
  catalog::ProductId product;
};

class Tastes {
 public:
  static constexpr std::size_t ranked_max = 600;
  static constexpr std::size_t people_max = 200'000;

  explicit Tastes(const ThreadIndex& threads) : threads_(threads) {}
  // Borrowed; before anything is served.
  void plug(const Ranker& ranker) { ranker_ = &ranker; }
  void clear();

  enum class Deed { read, vote, reply, discuss };
  void engaged(identity::AccountId who, DiscussionId id, Deed deed, Time at);
  void read_up_to(identity::AccountId who, DiscussionId id, std::int64_t number);
  void forget(identity::AccountId who);

  // Best first; `allowed` says what the viewer may see.
  std::vector<Ranked> rank(identity::AccountId viewer, GroupId group, Time now, const ThreadIndex::Allowed& allowed) const;

 private:
  struct Liking {
    std::string tag;         // of tags
    std::int64_t key = 0;    // of authors and products
    double weight = 0;       // as of `at`
    Time at;
  };
  struct Person {
    std::vector<Liking> tags, authors, products;
    std::vector<std::pair<DiscussionId, std::int64_t>> reads;  // the newest last
  };
  struct Weighed {
    std::unordered_map<std::string, double> tags;  // 0..1
    std::unordered_map<std::int64_t, double> authors, products;
    std::unordered_map<std::int64_t, std::int64_t> reads;
  };
  struct Found {
    Facts facts;
    double taste = 0;
    Ranked ranked;
  };
  static void add(std::vector<Liking>& list, const std::string& tag, std::int64_t key, double weight, Time at);
  Weighed weighed(identity::AccountId viewer, Time now) const;
  std::vector<Found> gather(const Weighed& likes, GroupId group, const ThreadIndex::Allowed& allowed) const;
  void ask_ranker(identity::AccountId viewer, std::vector<Found>& found) const;

  const ThreadIndex& threads_;
  const Ranker* ranker_ = nullptr;
  mutable std::mutex mutex_;  // guards the rest
  std::unordered_map<identity::AccountId, Person> people_;
};

}  // namespace plaza::community

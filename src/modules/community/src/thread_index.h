// All discussions as facts in memory, in the orders that pages ask for: by heat, by activity, by age, by votes, by tag, author and
// product. A page is found without the database; its words are then read by id. Thread-safe.
//
// Heat is forward decay (Cormode, Shkapenyuk, Srivastava, Xu 2009): log2(engagement) + activity / half-life. Two discussions keep their
// order while time goes on, so a list sorted once stays sorted, and only what changed moves.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "community/discussions.h"

namespace plaza::community {

inline constexpr Micros heat_half_life = hours(72);

struct Facts {
  DiscussionId id;
  GroupId group;
  identity::AccountId author;
  Kind kind = Kind::discussion;
  bool accepted = false, pinned = false;
  std::int64_t replies = 0, last = 0;
  double helpful = 0;
  std::vector<std::string> tags;
  std::vector<catalog::ProductId> products;
  std::string words;  // the title, folded
  Time created_at, active_at;
};
Facts facts_of(const Discussion& discussion);
// In half-lives.
double heat_of(const Facts& facts);

enum class Sort { for_you, active, newest, top, unanswered };
constexpr auto enum_names(Sort*) { return std::array{"for_you", "active", "newest", "top", "unanswered"}; }

struct Mark {  // in a list: where a page goes on
  std::int64_t key = std::numeric_limits<std::int64_t>::max();
  std::int64_t id = std::numeric_limits<std::int64_t>::max();
  friend auto operator<=>(const Mark&, const Mark&) = default;
};

struct ListQuery {
  GroupId group;  // none: all
  Sort sort = Sort::active;
  std::string tag;
  std::optional<Kind> kind;
  catalog::ProductId product;
  std::vector<std::string> words;  // folded, all of them
  Mark after;
  int limit = 20;
};
struct ListPage {
  std::vector<DiscussionId> ids;
  std::optional<Mark> next;
};

class ThreadIndex {
 public:
  static constexpr int scanned_max = 20'000;  // of one page; it then goes on where it stopped
  using Allowed = std::function<bool(const Facts&)>;

  void clear();
  // Published ones; anything else is dropped.
  void put(const Discussion& discussion);
  void drop(DiscussionId id);

  ListPage list(const ListQuery& query, const Allowed& allowed) const;
  std::vector<DiscussionId> pinned(GroupId group) const;
  std::int64_t count(GroupId group) const;
  std::size_t size() const;

  // The hottest of a group (none: of all), and those that carry a tag, are by an author or mention a product; each at most `limit`.
  // `take` runs under the lock: it keeps what it needs.
  using Take = std::function<void(const Facts&)>;
  void hottest(GroupId group, std::size_t limit, const Take& take) const;
  void with_tag(GroupId group, const std::string& tag, std::size_t limit, const Take& take) const;
  void by_author(identity::AccountId author, std::size_t limit, const Take& take) const;
  void with_product(catalog::ProductId product, std::size_t limit, const Take& take) const;
  bool look(DiscussionId id, const Take& take) const;

 private:
  struct Greater {
    bool operator()(const Mark& a, const Mark& b) const { return a > b; }
  };
  using List = std::set<Mark, Greater>;
  struct Lists {
    List hot, active, newest, top;
    std::map<std::string, List, std::less<>> by_tag;
    std::set<DiscussionId> pinned;
  };
  void insert(const Facts& facts);
  void erase(const Facts& facts);
  void take_from(const List& list, std::size_t limit, const Take& take) const;
  const List* list_for(const Lists& lists, const ListQuery& query) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<DiscussionId, Facts> facts_;
  std::unordered_map<GroupId, Lists> groups_;
  Lists all_;  // without tags
  std::unordered_map<identity::AccountId, List> by_author_;
  std::unordered_map<catalog::ProductId, List> by_product_;
};

}  // namespace plaza::community

// Finds and suggests. Never more than a few thousand documents are looked at, whatever is asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "index.h"
#include "search/module.h"
#include "search/search.h"
#include "trends.h"

namespace plaza::search {

class Engine final : public Search {
 public:
  Engine(Index& index, const Needs& needs)
      : index_(index), clock_(needs.clock), visibility_(needs.visibility), discussions_(needs.discussions), trends_(needs.clock) {}

  Results find(const Query& query) override;
  std::vector<Suggestion> suggestions(std::string_view typed, int limit) override;
  void searched(std::string_view text, std::int64_t found) override;
  std::vector<std::string> trends(int limit) override;

 private:
  // What is looked for: all words; the last may be unfinished.
  struct Wanted {
    std::vector<std::string> words;
    char lowest = level::text;  // level::title: only titles and names; level::hashtag: the only word is a hashtag
  };
  struct Found {
    std::vector<std::int64_t> places;  // best first
    std::vector<std::int64_t> ids;
    std::int64_t count = 0;
    bool more = false;
  };
  // One of its terms must stand in a document.
  struct Group {
    std::string expression;
    std::uint64_t documents = 0;  // that have one, at most
  };
  struct Tier {
    std::string expression;     // all groups
    std::vector<Group> groups;  // the rarest first
    double score = 0;
    bool heavy = false;  // many steps: met by us, group by group, until its share of the effort is spent
  };
  struct Plan {
    std::vector<Tier> tiers;  // the best first
    Tier everything;          // what all of them find together
  };
  Results find(const Query& query, const Wanted& wanted, std::string_view text);
  Found find(Kind kind, const Wanted& wanted, std::uint32_t title, int limit, int offset, identity::AccountId viewer);
  bool admits(identity::AccountId viewer, Kind kind, std::int64_t id) const;
  Plan plan(Kind kind, const Wanted& wanted) const;
  struct Candidate {
    std::int64_t place;
    double score;
  };
  void read_tier(Kind kind, const Tier& tier, Micros allowed, std::vector<Candidate>& candidates);
  void meet(Kind kind, const Tier& tier, Micros allowed, std::vector<std::int64_t>& places);
  // What the words were meant to be, without those that nobody ever wrote; empty when all are known or none is left.
  std::vector<std::string> corrected(const Wanted& wanted) const;
  void suggest(Kind kind, const Wanted& wanted, int limit, std::vector<Suggestion>& suggestions);
  void suggest_hashtags(std::string_view typed, std::size_t limit, std::vector<Suggestion>& suggestions);

  Index& index_;
  const Clock& clock_;
  const content::Visibility* visibility_;
  const community::Readable* discussions_;
  Trends trends_;
};

}  // namespace plaza::search

// One query over products, posts, people, discussions and hashtags, answered from this node's local index (DESIGN section 4): words and beginnings of
// words, without case and diacritics, typos forgiven. Gives ids; who shows them adds the cards. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "community/ids.h"
#include "content/ids.h"
#include "identity/ids.h"

namespace plaza::search {

inline constexpr std::int64_t count_max = 1'000;  // counts stop here: "1,000+"

template <class I>
struct Hits {
  std::vector<I> ids;      // best first
  std::int64_t count = 0;  // at most count_max
  bool more = false;       // there are more than count_max
};

struct Results {
  Hits<catalog::ProductId> products;
  Hits<content::PostId> posts;
  Hits<identity::AccountId> people;
  Hits<community::DiscussionId> discussions;
  std::vector<std::string> titles;        // of the discussions
  std::optional<std::string> corrected;  // what was searched for instead, because the query itself found nothing
};

struct Query {
  std::string text;
  bool products = true, posts = true, people = true;
  int limit = 20;   // of each kind, 1..100
  int offset = 0;   // 0..1,000
  identity::AccountId viewer = {};  // what is kept among some is found by these alone; none: a stranger
  bool discussions = false;
};

enum class SuggestionKind { product, person, hashtag, query };
constexpr auto enum_names(SuggestionKind*) { return std::array{"product", "person", "hashtag", "query"}; }

struct Suggestion {
  SuggestionKind kind = SuggestionKind::query;
  std::string text;
  catalog::ProductId product_id;      // of a product
  identity::AccountId account_id;     // of a person
};

class Search {
 public:
  virtual ~Search() = default;
  virtual Results find(const Query& query) = 0;
  // For what has been typed so far; at most `limit` (1..20).
  virtual std::vector<Suggestion> suggestions(std::string_view typed, int limit) = 0;
  // Remembers that somebody searched for this and found something: suggestions and trends come from it.
  virtual void searched(std::string_view text, std::int64_t found) = 0;
  // What is searched for now, the most frequent first.
  virtual std::vector<std::string> trends(int limit) = 0;
};

}  // namespace plaza::search

#include "engine.h"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "platform/base/text.h"
#include "words.h"

namespace plaza::search {

namespace {

constexpr std::int64_t tier_rows = 1'200;       // read of one tier; enough to know that there are more than count_max
constexpr std::size_t enough = 100;             // good ones, after which the rest is only counted
constexpr std::size_t completions_used = 12;
constexpr std::uint64_t heavy_steps = 1'500;
constexpr std::uint64_t rows_a_step = 4'000;    // read before the clock is looked at again
// What the heavy tiers of one kind may take of a processor; then they answer with what they have, the newest.
constexpr Micros effort_max = 1'200;
constexpr std::size_t characters_max = 200;

std::size_t number(Kind kind) { return static_cast<std::size_t>(kind); }

std::string term(char at, std::string_view word) {
  std::string text = "\"";
  text += at;
  text += word;
  text += '"';
  return text;
}

std::string joined_by_space(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string any_of(char at, const std::vector<Vocabulary::Completion>& words) {
  std::string any;
  for (const auto& word : words) any += (any.empty() ? "" : " OR ") + term(at, word.word);
  return any;
}

bool is_anything(const Results& results) {
  return results.products.count + results.posts.count + results.people.count + results.discussions.count > 0;
}

// Time of this thread on a processor: a busy machine must not shorten answers.
Micros thread_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return seconds(time.tv_sec) + time.tv_nsec / 1'000;
}

}  // namespace

Engine::Plan Engine::plan(Kind kind, const Wanted& wanted) const {
  return index_.with_memory([&](const Memory& memory) {
    Plan plan;
    const auto& vocabulary = wanted.lowest == level::hashtag ? memory.hashtags : memory.words;
    std::uint64_t fewest = UINT64_MAX;
    for (std::size_t i = 0; i + 1 < wanted.words.size(); ++i) {
      const auto* counts = vocabulary.find(wanted.words[i]);
      if (!counts || (*counts)[number(kind)] == 0) return plan;
      fewest = std::min<std::uint64_t>(fewest, (*counts)[number(kind)]);
    }
    const auto last = vocabulary.completions(wanted.words.back(), number(kind), completions_used);
    if (last.empty()) return plan;
    const bool is_whole = last.front().word == wanted.words.back();
    const std::vector whole(last.begin(), last.begin() + (is_whole ? 1 : 0));
    const std::vector open(last.begin() + (is_whole ? 1 : 0), last.end());
    const auto tier = [&](char at, const std::vector<Vocabulary::Completion>& ends, double score) {
      Group end{any_of(at, ends), 0};
      for (const auto& word : ends) end.documents += word.documents;
      Tier made{"", {}, score, wanted.words.size() > 1 && std::min(fewest, end.documents) * (1 + ends.size()) > heavy_steps};
      for (std::size_t w = 0; w + 1 < wanted.words.size(); ++w) {
        made.groups.push_back({term(at, wanted.words[w]), (*vocabulary.find(wanted.words[w]))[number(kind)]});
        made.expression += made.groups.back().expression + " AND ";
      }
      made.expression += "(" + end.expression + ")";
      made.groups.push_back(std::move(end));
      std::stable_sort(made.groups.begin(), made.groups.end(), [](const Group& a, const Group& b) { return a.documents < b.documents; });
      return made;
    };
    const auto add = [&](char at, double score) {
      if (!whole.empty()) plan.tiers.push_back(tier(at, whole, score + 20));
      if (!open.empty()) plan.tiers.push_back(tier(at, open, score));
      plan.everything = tier(at, last, score);
    };
    if (wanted.lowest == level::hashtag) {
      add(level::hashtag, 0);
      return plan;
    }
    if (kind != Kind::post) add(level::title, 200);
    if (wanted.lowest == level::title) return plan;
    if (kind != Kind::person) add(level::tag, 100);
    add(level::text, 0);
    return plan;
  });
}

void Engine::read_tier(Kind kind, const Tier& tier, Micros allowed, std::vector<Candidate>& candidates) {
  std::vector<std::int64_t> places;
  if (tier.heavy) meet(kind, tier, allowed, places);
  else index_.file().match(kind, tier.expression, 0, place_top, tier_rows, places);
  for (const auto place : places) candidates.push_back({place, tier.score});
}

// FTS5 itself goes to the first document where all words meet, however far it is: two words of a fifth of all documents each that
// never meet cost it 7 ms at a million. So the words are met here: the next documents of the rarest, and who else stands among them.
void Engine::meet(Kind kind, const Tier& tier, Micros allowed, std::vector<std::int64_t>& places) {
  auto& file = index_.file();
  const auto deadline = thread_time() + allowed;
  std::uint64_t others = 1;
  for (const auto& group : tier.groups) others += group.documents;
  const auto rarest = std::max<std::uint64_t>(1, tier.groups.front().documents);
  const auto step = static_cast<std::int64_t>(std::clamp<std::uint64_t>(rows_a_step * rarest / others, 8, rows_a_step));
  const auto all = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> met, also, both;
  for (std::int64_t first = 0; std::ssize(places) < tier_rows;) {
    met.clear();
    file.match(kind, tier.groups.front().expression, first, place_top, step, met);
    if (met.empty()) return;
    const bool last = std::ssize(met) < step;
    const auto next = met.back() + 1;
    for (std::size_t g = 1; g < tier.groups.size() && !met.empty(); ++g) {
      also.clear();
      file.match(kind, tier.groups[g].expression, met.front(), met.back(), all, also);
      both.clear();
      std::set_intersection(met.begin(), met.end(), also.begin(), also.end(), std::back_inserter(both));
      met.swap(both);
    }
    places.insert(places.end(), met.begin(), met.end());
    if (last || thread_time() >= deadline) return;
    first = next;
  }
}

bool Engine::admits(identity::AccountId viewer, Kind kind, std::int64_t id) const {
  if (kind == Kind::post) return content::admits(visibility_, viewer, content::PostId{id});
  return kind != Kind::discussion || (discussions_ && discussions_->reads({viewer, false}, community::DiscussionId{id}));
}

Engine::Found Engine::find(Kind kind, const Wanted& wanted, std::uint32_t title, int limit, int offset, identity::AccountId viewer) {
  std::vector<Candidate> candidates;
  const auto plan = this->plan(kind, wanted);
  const auto good = std::max(enough, static_cast<std::size_t>(offset + limit));
  const auto deadline = thread_time() + effort_max;
  for (std::size_t i = 0; i < plan.tiers.size() && std::ssize(candidates) < tier_rows; ++i) {
    // An equal share of what is left for each: what the best do not need, the others may have.
    const auto share = (deadline - thread_time()) / static_cast<Micros>(plan.tiers.size() - i);
    if (i > 0 && candidates.size() >= good) {
      read_tier(kind, plan.everything, share, candidates);
      break;
    }
    read_tier(kind, plan.tiers[i], share, candidates);
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.place != b.place ? a.place < b.place : a.score > b.score;
  });
  candidates.erase(std::unique(candidates.begin(), candidates.end(),
                               [](const Candidate& a, const Candidate& b) { return a.place == b.place; }),
                   candidates.end());
  const auto now = clock_.now();
  return index_.with_memory([&](const Memory& memory) {
    std::erase_if(candidates, [&](const Candidate& candidate) {
      const auto* entry = memory.entry(kind, candidate.place);
      return !entry || !admits(viewer, kind, entry->id);
    });
    for (auto& candidate : candidates) {
      const auto& entry = *memory.entry(kind, candidate.place);
      const auto age = static_cast<double>(std::max<Micros>(0, now - time_of_id(entry.id))) / static_cast<double>(days(30));
      candidate.score += entry.weight + 4 * std::exp2(-age);
      if (title != 0 && entry.title_key == title) candidate.score += 50;
    }
    Found found;
    found.count = std::min<std::int64_t>(count_max, std::ssize(candidates));
    found.more = std::ssize(candidates) > count_max;
    const auto end = std::min(candidates.size(), static_cast<std::size_t>(offset + limit));
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(end), candidates.end(),
                      [](const Candidate& a, const Candidate& b) {
                        return a.score != b.score ? a.score > b.score : a.place < b.place;
                      });
    for (auto i = static_cast<std::size_t>(offset); i < end; ++i) {
      found.places.push_back(candidates[i].place);
      found.ids.push_back(memory.entry(kind, candidates[i].place)->id);
    }
    return found;
  });
}

Results Engine::find(const Query& query, const Wanted& wanted, std::string_view text) {
  Results results;
  const auto limit = std::clamp(query.limit, 1, 100);
  const auto offset = std::clamp(query.offset, 0, 1'000);
  const auto title = wanted.lowest == level::text ? title_key(text) : 0;
  const auto take = [&]<class I>(Kind kind, Hits<I>& hits) {
    auto found = find(kind, wanted, title, limit, offset, query.viewer);
    hits.count = found.count;
    hits.more = found.more;
    for (const auto id : found.ids) hits.ids.push_back(I{id});
    return found.places;
  };
  if (query.products && wanted.lowest == level::text) take(Kind::product, results.products);
  if (query.posts && wanted.lowest != level::title) take(Kind::post, results.posts);
  if (query.people && wanted.lowest != level::hashtag) take(Kind::person, results.people);
  if (query.discussions && wanted.lowest == level::text) {
    const auto places = take(Kind::discussion, results.discussions);
    for (const auto place : places) results.titles.push_back(index_.file().title(Kind::discussion, place));
  }
  return results;
}

Results Engine::find(const Query& query) {
  const std::string valid = is_utf8(query.text) ? query.text : excerpt(query.text, characters_max);
  const auto text = first_code_points(trimmed(valid), characters_max);
  Wanted wanted;
  if (text.starts_with('#')) {
    wanted.lowest = level::hashtag;
    if (auto word = hashtag_word(text); !word.empty()) wanted.words.push_back(std::move(word));
  } else {
    if (text.starts_with('@')) wanted.lowest = level::title;
    wanted.words = query_words(text);
  }
  if (wanted.words.empty()) return {};
  try {
    auto results = find(query, wanted, text);
    if (is_anything(results)) return results;
    auto words = corrected(wanted);
    if (words.empty()) return results;
    wanted.words = std::move(words);
    const auto instead = (wanted.lowest == level::hashtag ? "#" : "") + joined_by_space(wanted.words);
    auto second = find(query, wanted, instead);
    if (!is_anything(second)) return results;
    second.corrected = instead;
    return second;
  } catch (const IndexError& error) {
    index_.report(error);
    return {};
  }
}

std::vector<std::string> Engine::corrected(const Wanted& wanted) const {
  if (wanted.lowest == level::hashtag) return {};
  return index_.with_memory([&](const Memory& memory) {
    std::vector<std::string> words;
    bool changed = false;
    for (std::size_t i = 0; i < wanted.words.size(); ++i) {
      const auto& word = wanted.words[i];
      bool known = memory.words.find(word) != nullptr;
      for (std::size_t kind = 0; kind < kinds && !known && i + 1 == wanted.words.size(); ++kind) {
        known = !memory.words.completions(word, kind, 1).empty();
      }
      auto meant = known ? word : memory.speller.best(word, memory.words);
      changed = changed || !known;
      if (!meant.empty()) words.push_back(std::move(meant));
    }
    return changed ? words : std::vector<std::string>();
  });
}

void Engine::suggest(Kind kind, const Wanted& wanted, int limit, std::vector<Suggestion>& suggestions) {
  const auto found = find(kind, wanted, 0, limit, 0, {});
  for (std::size_t i = 0; i < found.ids.size(); ++i) {
    Suggestion suggestion;
    suggestion.text = index_.file().title(kind, found.places[i]);
    if (suggestion.text.empty()) continue;
    if (kind == Kind::product) {
      suggestion.kind = SuggestionKind::product;
      suggestion.product_id = catalog::ProductId{found.ids[i]};
    } else {
      suggestion.kind = SuggestionKind::person;
      suggestion.account_id = identity::AccountId{found.ids[i]};
    }
    suggestions.push_back(std::move(suggestion));
  }
}

void Engine::suggest_hashtags(std::string_view typed, std::size_t limit, std::vector<Suggestion>& suggestions) {
  const auto word = hashtag_word(typed);
  if (word.empty() && typed != "#") return;  // the sign alone: the most frequent of all
  const auto found =
      index_.with_memory([&](const Memory& memory) { return memory.hashtags.completions(word, number(Kind::post), limit); });
  for (const auto& hashtag : found) {
    // A word that stands only in posts which are kept among some is told to nobody.
    const bool told = !visibility_ || !visibility_->is_any_kept() ||
                      find(Kind::post, {{hashtag.word}, level::hashtag}, 0, 1, 0, {}).count > 0;
    if (told) suggestions.push_back({SuggestionKind::hashtag, hashtag.word, {}, {}});
  }
}

std::vector<Suggestion> Engine::suggestions(std::string_view typed, int limit) {
  const std::string valid = is_utf8(typed) ? std::string(typed) : excerpt(typed, characters_max);
  const auto text = first_code_points(trimmed(valid), characters_max);
  limit = std::clamp(limit, 1, 20);
  std::vector<Suggestion> found;
  const auto add_queries = [&](const std::vector<std::string>& queries) {
    for (const auto& query : queries) found.push_back({SuggestionKind::query, query, {}, {}});
  };
  if (text.empty()) {
    add_queries(trends_.top(static_cast<std::size_t>(limit)));
    return found;
  }
  const Wanted wanted{query_words(text), level::title};
  try {
    if (text.starts_with('#')) {
      suggest_hashtags(text, static_cast<std::size_t>(limit), found);
    } else if (wanted.words.empty()) {
      return found;
    } else if (text.starts_with('@')) {
      suggest(Kind::person, wanted, limit, found);
    } else {
      add_queries(trends_.beginning(text, 3));
      suggest(Kind::product, wanted, 4, found);
      suggest(Kind::person, wanted, 2, found);
      suggest_hashtags(text, 2, found);
    }
  } catch (const IndexError& error) {
    index_.report(error);
  }
  if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
  return found;
}

void Engine::searched(std::string_view text, std::int64_t found) {
  if (found > 0) trends_.searched(text);
}

std::vector<std::string> Engine::trends(int limit) { return trends_.top(static_cast<std::size_t>(std::clamp(limit, 1, 50))); }

}  // namespace plaza::search

#include "answer_index.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>

#include "words.h"

namespace plaza::answers {
namespace {

constexpr double k1 = 1.2, b = 0.75;
constexpr float title_weight = 3;
constexpr std::size_t asked_max = 16;     // words of a question that are looked at
constexpr std::size_t endings_max = 20;   // words that an unfinished one may become
constexpr double kind_weight[] = {1.25, 1.15, 1.0, 0.7};  // article, question, community, review

}  // namespace

std::uint32_t AnswerIndex::free_slot() {
  if (!free_.empty()) {
    const auto slot = free_.back();
    free_.pop_back();
    return slot;
  }
  entries_.emplace_back();
  return static_cast<std::uint32_t>(entries_.size() - 1);
}

void AnswerIndex::take_out(std::uint32_t slot) {
  auto& entry = entries_[slot];
  for (const auto& term : entry.terms) {
    const auto found = words_.find(term);
    auto& list = found->second;
    const auto place = std::lower_bound(list.begin(), list.end(), slot, [](const Posting& p, std::uint32_t s) { return p.slot < s; });
    list.erase(place);
    if (list.empty()) words_.erase(found);
  }
  length_sum_ -= static_cast<double>(entry.length);
  by_id_.erase(entry.document.id);
  entry = {};
  free_.push_back(slot);
}

void AnswerIndex::put(Document document) {
  if (document.language.empty()) document.language = language_of(document.title + " " + document.text);
  std::map<std::string, float> weights;
  for (auto& term : terms_of(document.title)) weights[term] += title_weight;
  for (auto& term : terms_of(document.text)) weights[term] += 1;
  const std::lock_guard lock(mutex_);
  if (const auto old = by_id_.find(document.id); old != by_id_.end()) take_out(old->second);
  if (weights.empty()) return;
  const auto slot = free_slot();
  auto& entry = entries_[slot];
  entry.used = true;
  for (const auto& [term, weight] : weights) {
    entry.terms.push_back(term);
    entry.length += weight;
    auto& list = words_[term];
    const auto place = std::lower_bound(list.begin(), list.end(), slot, [](const Posting& p, std::uint32_t s) { return p.slot < s; });
    list.insert(place, {slot, weight});
  }
  length_sum_ += static_cast<double>(entry.length);
  by_id_[document.id] = slot;
  entry.document = std::move(document);
}

void AnswerIndex::remove(std::string_view id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_id_.find(std::string(id)); found != by_id_.end()) take_out(found->second);
}

std::size_t AnswerIndex::size() const {
  const std::shared_lock lock(mutex_);
  return by_id_.size();
}

double AnswerIndex::rarity_of(std::size_t documents) const {
  const auto all = static_cast<double>(by_id_.size()), with = static_cast<double>(documents);
  return std::log(1 + (all - with + 0.5) / (with + 0.5));
}

std::vector<AnswerIndex::Asked> AnswerIndex::asked_of(const Query& query) const {
  auto terms = terms_of(query.text);
  const std::string last = query.typing && ends_in_word(query.text) && !terms.empty() ? terms.back() : "";
  std::set<std::string> seen;
  std::vector<Asked> asked;
  for (const auto& term : terms) {
    if (!seen.insert(term).second) continue;
    Asked one;
    std::size_t documents = 0;
    const auto exact = words_.find(term);
    if (exact != words_.end()) {
      one.lists.push_back(&exact->second);
      documents = exact->second.size();
    }
    if (term == last && term.size() >= 2) {
      for (auto at = words_.upper_bound(term); at != words_.end() && at->first.starts_with(term) && one.lists.size() < endings_max; ++at) {
        one.lists.push_back(&at->second);
        documents = std::max(documents, at->second.size());
      }
    }
    // A word that stands nowhere may be one that people say in many ways: it counts half.
    one.rarity = documents == 0 ? rarity_of(1) / 2 : rarity_of(documents);
    asked.push_back(std::move(one));
    if (asked.size() == asked_max) break;
  }
  return asked;
}

// What is accepted, is about the very product and in the reader's language comes first.
double AnswerIndex::liking(const Entry& entry, const Query& query, double score) const {
  const auto& document = entry.document;
  score *= kind_weight[static_cast<std::size_t>(document.kind)];
  if (document.trusted) score *= 1.2;
  if (!query.language.empty() && document.language != query.language) score *= 0.6;
  if (query.product && !document.products.empty()) {
    const bool here = std::find(document.products.begin(), document.products.end(), query.product) != document.products.end();
    score *= here ? 1.5 : 0.6;
  }
  return score;
}

namespace {

// What the words of a question give to each document.
struct Sums {
  explicit Sums(std::size_t size) : score(size), covered(size), last(size) {}
  std::vector<float> score, covered;
  std::vector<std::uint8_t> last;  // the number of the last word that was counted
  std::vector<std::uint32_t> touched;
};

}  // namespace

// Rare words first. Once what is left of the question cannot carry a document by itself, only those that hold some of the rare words are
// looked at (the idea of Turtle and Flood's MaxScore, 1995): the longest lists need not be read.
std::vector<AnswerIndex::Found> AnswerIndex::ranked(const Query& query, std::vector<Asked> asked) const {
  std::stable_sort(asked.begin(), asked.end(), [](const Asked& x, const Asked& y) { return x.rarity > y.rarity; });
  double whole = 0;
  for (const auto& one : asked) whole += one.rarity;
  const double enough_is = (query.any ? fits_a_little_from : fits_from) * whole;
  const double mean = length_sum_ / static_cast<double>(std::max<std::size_t>(1, by_id_.size()));
  Sums sums(entries_.size());
  double left = whole;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto mark = static_cast<std::uint8_t>(i + 1);
    const double rarity = asked[i].rarity;
    const bool may_begin = left + 1e-9 >= enough_is;
    left -= rarity;
    const auto count = [&](const Posting& posting) {
      auto& last = sums.last[posting.slot];
      if (last == mark || (last == 0 && !may_begin)) return;
      if (last == 0) sums.touched.push_back(posting.slot);
      last = mark;
      const double tf = static_cast<double>(posting.weight), length = static_cast<double>(entries_[posting.slot].length);
      sums.score[posting.slot] += static_cast<float>(rarity * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean)));
      sums.covered[posting.slot] += static_cast<float>(rarity);
    };
    for (const auto* list : asked[i].lists) {
      if (may_begin || list->size() < sums.touched.size() * 16) {
        for (const auto& posting : *list) count(posting);
        continue;
      }
      for (const auto slot : sums.touched) {
        const auto place = std::lower_bound(list->begin(), list->end(), slot, [](const Posting& p, std::uint32_t s) { return p.slot < s; });
        if (place != list->end() && place->slot == slot) count(*place);
      }
    }
  }
  std::vector<Found> found;
  for (const auto slot : sums.touched) {
    if (static_cast<double>(sums.covered[slot]) < enough_is - 1e-4) continue;
    const auto& entry = entries_[slot];
    if (query.only && entry.document.kind != *query.only) continue;
    if (!query.except.empty() && entry.document.link == query.except) continue;
    found.push_back({slot, liking(entry, query, static_cast<double>(sums.score[slot]))});
  }
  // More than are asked for: of one article in two languages one is left out.
  const auto enough = std::min(found.size(), query.limit * 3);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(enough), found.end(), [&](const Found& x, const Found& y) {
    if (x.score != y.score) return x.score > y.score;
    return entries_[x.slot].document.id < entries_[y.slot].document.id;
  });
  found.resize(enough);
  return found;
}

std::vector<Offer> AnswerIndex::find(const Query& query) const {
  const std::shared_lock lock(mutex_);
  const auto asked = asked_of(query);
  // One word says too little, unless it is all that somebody looks for.
  if (asked.empty() || (asked.size() < 2 && query.typing && query.text.size() < 5)) return {};
  std::vector<Offer> offers;
  std::set<std::string_view> links;
  std::map<std::string, double, std::less<>> rarity;
  for (const auto& term : terms_of(query.text)) {
    const auto known = words_.find(term);
    rarity[term] = known == words_.end() ? 0 : rarity_of(known->second.size());
  }
  const auto weight = [&](const std::string& term) {
    const auto known = rarity.find(term);
    return known == rarity.end() ? 0.0 : known->second;
  };
  for (const auto& each : ranked(query, asked)) {
    const auto& document = entries_[each.slot].document;
    if (!links.insert(document.link).second) continue;
    offers.push_back({document.id, document.kind, document.title, passage_of(document.text, weight), document.link, document.language,
                      document.author, document.trusted, document.updated_at});
    if (offers.size() == query.limit) break;
  }
  return offers;
}

}  // namespace plaza::answers

#include "viewer.h"

#include <algorithm>
#include <cmath>

namespace plaza::feed {

namespace {

constexpr std::size_t taste_max = 64;
constexpr std::size_t recent_max = 32;

}  // namespace

double Taste::faded(const Entry& entry, Time now) {
  const double age = static_cast<double>(now - entry.at) / static_cast<double>(days(3));
  return static_cast<double>(entry.weight) * std::exp2(-std::max(age, 0.0));
}

void Taste::add(Index index, double weight, Time at) {
  auto weakest = entries_.end();
  double weakest_weight = 0;
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    if (entry->index == index) {
      entry->weight = static_cast<float>(std::clamp(faded(*entry, at) + weight, -20.0, 40.0));
      entry->at = at;
      return;
    }
    const double size = std::abs(faded(*entry, at));
    if (weakest == entries_.end() || size < weakest_weight) {
      weakest = entry;
      weakest_weight = size;
    }
  }
  if (entries_.size() < taste_max) entries_.push_back({index, static_cast<float>(weight), at});
  else *weakest = {index, static_cast<float>(weight), at};
}

double Taste::weight(Index index, Time now) const {
  for (const auto& entry : entries_) {
    if (entry.index == index) return faded(entry, now);
  }
  return 0;
}

double Taste::total(Time now) const {
  double sum = 0;
  for (const auto& entry : entries_) sum += std::max(faded(entry, now), 0.0);
  return sum;
}

std::vector<Weighted> Taste::all(Time now) const {
  std::vector<Weighted> weights;
  weights.reserve(entries_.size());
  for (const auto& entry : entries_) weights.push_back({entry.index, static_cast<float>(faded(entry, now))});
  return weights;
}

std::vector<Weighted> Taste::top(std::size_t count, Time now) const {
  std::vector<Weighted> strongest;
  strongest.reserve(entries_.size());
  for (const auto& entry : entries_) {
    const double weight = faded(entry, now);
    if (weight > 0.05) strongest.push_back({entry.index, static_cast<float>(weight)});
  }
  const auto kept = std::min(count, strongest.size());
  std::partial_sort(strongest.begin(), strongest.begin() + static_cast<std::ptrdiff_t>(kept), strongest.end(),
                    [](const Weighted& a, const Weighted& b) {
                      return a.weight != b.weight ? a.weight > b.weight : a.index < b.index;
                    });
  strongest.resize(kept);
  return strongest;
}

void Taste::merge(const Taste& other, Time now) {
  for (const auto& entry : other.entries_) add(entry.index, faded(entry, now), now);
}

void ViewerState::reset() {
  hashtags = products = authors = Taste();
  recent.clear();
  seen.clear();
  served.clear();
  price_level = price_evidence = 0;
}

void ViewerState::noticed_price(std::int64_t price, double weight) {
  if (price <= 0 || weight <= 0) return;
  price_evidence = std::min(price_evidence + weight, 50.0);
  price_level += (std::log2(static_cast<double>(price)) - price_level) * weight / price_evidence;
}

void ViewerState::engaged(Index post, double weight, Time at) {
  std::erase_if(recent, [&](const Recent& item) { return item.post == post; });
  if (recent.size() >= recent_max) recent.erase(recent.begin());
  recent.push_back({post, static_cast<float>(weight), at});
}

void ViewerState::saw(Index post) {
  auto& times = seen[post];
  if (times < 1'000) ++times;
}

void PerPost::keep_newest(std::size_t max, const Graph& graph) {
  if (entries_.size() <= max) return;
  std::vector<std::int64_t> ids;
  ids.reserve(entries_.size());
  for (const auto& entry : entries_) ids.push_back(graph.post(entry.first).id.value);
  const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
  std::nth_element(ids.begin(), middle, ids.end());
  const auto oldest_kept = *middle;
  std::erase_if(entries_, [&](const Entry& entry) { return graph.post(entry.first).id.value < oldest_kept; });
}

void PerPost::assign(std::vector<Entry> entries) {
  entries_ = std::move(entries);
  const auto by_post = [](const Entry& a, const Entry& b) { return a.first < b.first; };
  if (!std::is_sorted(entries_.begin(), entries_.end(), by_post)) std::sort(entries_.begin(), entries_.end(), by_post);
}

void ViewerState::merge(const ViewerState& other, Time now, const Graph& graph) {
  hashtags.merge(other.hashtags, now);
  products.merge(other.products, now);
  authors.merge(other.authors, now);
  for (const auto& item : other.recent) engaged(item.post, static_cast<double>(item.weight), item.at);
  std::stable_sort(recent.begin(), recent.end(), [](const Recent& a, const Recent& b) { return a.at < b.at; });
  hidden.insert(other.hidden.begin(), other.hidden.end());
  served.insert(other.served.begin(), other.served.end());
  for (const auto& [post, bits] : other.done) done[post] |= bits;
  for (const auto& [post, times] : other.seen) seen[post] = static_cast<std::uint16_t>(seen[post] + times);
  done.keep_newest(done_max, graph);
  seen.keep_newest(seen_max, graph);
  if (other.price_evidence > price_evidence) {
    price_level = other.price_level;
    price_evidence = other.price_evidence;
  }
  if (choice == Choice::unset) choice = other.choice;
  session_at = std::max(session_at, other.session_at);
  last_at = std::max(last_at, other.last_at);
  learnt_at = std::max(learnt_at, other.learnt_at);
}

bool ViewerState::is_unlearnt() const {
  return learnt_at.micros == 0 && hashtags.empty() && products.empty() && authors.empty() && recent.empty() && hidden.empty() &&
         done.size() == 0 && seen.size() == 0 && price_evidence == 0 && choice == Choice::unset && !private_browser;
}

void ViewerState::unlearn() {
  ViewerState fresh;
  fresh.follows = std::move(follows);
  fresh.served = std::move(served);
  fresh.session_at = session_at;
  fresh.last_at = last_at;
  fresh.pages = pages;
  fresh.session_pages = session_pages;
  *this = std::move(fresh);
}

}  // namespace plaza::feed

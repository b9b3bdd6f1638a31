#include "impressions.h"

#include <algorithm>

namespace plaza::feed {

namespace {

constexpr std::size_t bought_max = 5'000;
constexpr std::size_t viewer_pages_max = 8;
constexpr std::size_t early_max = 2'000;
constexpr Micros early_for = seconds(5);   // a page record is in the log by then
constexpr Micros clocks_differ = seconds(1);

}  // namespace

std::uint64_t key_of(std::int64_t account, const std::string& visitor) {
  return account ? static_cast<std::uint64_t>(account) : stable_hash(visitor) | (1ull << 63);
}

void Impressions::add(LoggedPage page) {
  if (pages_.size() >= pages_max) {
    const auto& oldest = pages_.front();
    const auto found = of_viewer_.find(oldest.viewer);
    if (found != of_viewer_.end()) {
      std::erase(found->second, first_);
      if (found->second.empty()) of_viewer_.erase(found);
    }
    pages_.pop_front();
    ++first_;
    settled_ = std::max(settled_, first_);
  }
  while (!early_.empty() && page.at - early_.front().at > early_for) early_.pop_front();
  for (const auto& deed : early_) {
    if (deed.viewer != page.viewer || page.at - deed.at > clocks_differ) continue;
    for (std::size_t place = 0; place < page.shown.size(); ++place) {
      if (page.shown[place].post != deed.post) continue;
      page.shown[place].outcome = static_cast<Outcome>(page.shown[place].outcome | deed.came);
      page.examined = std::max(page.examined, static_cast<int>(place) + 1);
    }
  }
  if (page.personal) {
    auto& numbers = of_viewer_[page.viewer];
    if (numbers.size() >= viewer_pages_max) numbers.erase(numbers.begin());
    numbers.push_back(first_ + pages_.size());
  }
  pages_.push_back(std::move(page));
}

// The newest page of this viewer that showed the post.
Shown* Impressions::find(std::uint64_t viewer, content::PostId post, Time at, std::uint64_t& number) {
  const auto found = of_viewer_.find(viewer);
  if (found == of_viewer_.end()) return nullptr;
  for (auto each = found->second.rbegin(); each != found->second.rend(); ++each) {
    auto& page = pages_[*each - first_];
    if (at - page.at > attributed_for) return nullptr;
    for (std::size_t place = 0; place < page.shown.size(); ++place) {
      if (page.shown[place].post != post) continue;
      page.examined = std::max(page.examined, static_cast<int>(place) + 1);
      number = *each;
      return &page.shown[place];
    }
  }
  return nullptr;
}

std::optional<Features> Impressions::note(std::uint64_t viewer, content::PostId post, Outcome came, Time at) {
  std::uint64_t number = 0;
  auto* shown = find(viewer, post, at, number);
  if (!shown) {
    if (early_.size() >= early_max) early_.pop_front();
    early_.push_back({viewer, post, came, at});
    return std::nullopt;
  }
  const bool is_new = (shown->outcome & came) != came;
  shown->outcome = static_cast<Outcome>(shown->outcome | came);
  return is_new && number < settled_ ? shown->features : std::nullopt;
}

void Impressions::bought(std::uint64_t viewer, content::PostId post, std::int64_t order, Time at,
                         const std::function<void(const Features&)>& learn) {
  std::uint64_t number = 0;
  const auto* shown = find(viewer, post, at, number);
  if (!shown || !shown->features || order == 0) return;
  if (bought_.size() >= bought_max) bought_.pop_front();
  bought_.push_back({order, number, post, *shown->features});
  learn(*shown->features);
}

void Impressions::came_back(std::int64_t order, const std::function<void(const Features&)>& learn) {
  for (const auto& each : bought_) {
    if (each.order != order) continue;
    learn(each.features);
    if (each.page < first_) continue;
    for (auto& shown : pages_[each.page - first_].shown) {
      if (shown.post == each.post) shown.outcome |= bit_of(Head::returned);
    }
  }
  std::erase_if(bought_, [&](const Bought& each) { return each.order == order; });
}

void Impressions::settle(Time now, const std::function<void(const LoggedPage&)>& learn) {
  while (settled_ < first_ + pages_.size()) {
    const auto& page = pages_[settled_ - first_];
    if (now - page.at < settles_after) return;
    ++settled_;
    if (page.personal) learn(page);
  }
}

void Impressions::join(std::uint64_t visitor, std::uint64_t account) {
  const auto found = of_viewer_.find(visitor);
  if (found == of_viewer_.end()) return;
  auto numbers = std::move(found->second);
  of_viewer_.erase(found);
  for (const auto number : numbers) pages_[number - first_].viewer = account;
  auto& all = of_viewer_[account];
  all.insert(all.end(), numbers.begin(), numbers.end());
  std::sort(all.begin(), all.end());
  if (all.size() > viewer_pages_max) all.erase(all.begin(), all.end() - viewer_pages_max);
}

void Impressions::forget(std::uint64_t viewer) { of_viewer_.erase(viewer); }

void Impressions::erase(std::uint64_t viewer) {
  forget(viewer);
  for (auto& page : pages_) {
    if (page.viewer != viewer) continue;
    page.viewer = 0;
    page.account = 0;
    page.visitor.clear();
  }
}

}  // namespace plaza::feed

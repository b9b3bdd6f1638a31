// The counters as bytes and back; what has no order is written by day and id.
#include <map>

#include "counters.h"

namespace plaza::insights {

std::string Counters::snapshot() const {
  const std::lock_guard lock(mutex_);
  interactions::Packer out;
  out.size(minutes_.size());
  for (const auto& [minute, count] : minutes_) out.number(minute).number(count);
  out.size(arrivals_.size());
  for (const auto& [at, who] : arrivals_) out.number(at.micros).text(who);
  out.size(days_.size());
  for (const auto& sales : days_) out.number(sales.day).number(sales.amount).number(sales.orders);
  const std::map<std::int64_t, std::unordered_map<content::PostId, PostScore>> posts(posts_by_day_.begin(), posts_by_day_.end());
  out.size(posts.size());
  for (const auto& [day, scores] : posts) {
    const std::map<content::PostId, PostScore> ordered(scores.begin(), scores.end());
    out.number(day).size(ordered.size());
    for (const auto& [id, score] : ordered) {
      out.number(id.value).number(score.views).number(score.likes).number(score.taps).number(score.orders);
    }
  }
  const std::map<std::int64_t, std::unordered_map<catalog::ProductId, ProductScore>> products(products_by_day_.begin(),
                                                                                            products_by_day_.end());
  out.size(products.size());
  for (const auto& [day, scores] : products) {
    const std::map<catalog::ProductId, ProductScore> ordered(scores.begin(), scores.end());
    out.number(day).size(ordered.size());
    for (const auto& [id, score] : ordered) out.number(id.value).number(score.units).number(score.revenue);
  }
  return out.take();
}

void Counters::restore(std::string_view snapshot) {
  const std::lock_guard lock(mutex_);
  minutes_.clear();
  arrivals_.clear();
  days_.clear();
  posts_by_day_.clear();
  products_by_day_.clear();
  if (snapshot.empty()) return;
  interactions::Unpacker in(snapshot);
  for (auto left = in.size(); left > 0; --left) {
    const auto minute = in.number();
    minutes_.emplace_back(minute, in.number());
  }
  for (auto left = in.size(); left > 0; --left) {
    const Time at{in.number()};
    arrivals_.emplace_back(at, in.text());
  }
  for (auto left = in.size(); left > 0; --left) {
    auto& sales = days_.emplace_back();
    sales.day = in.number();
    sales.amount = in.number();
    sales.orders = in.number();
  }
  for (auto left = in.size(); left > 0; --left) {
    auto& scores = posts_by_day_[in.number()];
    for (auto count = in.size(); count > 0; --count) {
      const content::PostId id{in.number()};
      auto& score = scores[id];
      score.id = id;
      score.views = in.number();
      score.likes = in.number();
      score.taps = in.number();
      score.orders = in.number();
    }
  }
  for (auto left = in.size(); left > 0; --left) {
    auto& scores = products_by_day_[in.number()];
    for (auto count = in.size(); count > 0; --count) {
      const catalog::ProductId id{in.number()};
      auto& score = scores[id];
      score.id = id;
      score.units = in.number();
      score.revenue = in.number();
    }
  }
}

}  // namespace plaza::insights

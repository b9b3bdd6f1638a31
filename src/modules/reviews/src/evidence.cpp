#include "evidence.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "store.h"

namespace plaza::reviews {
namespace {

constexpr std::int64_t said_by_min = 3;  // of an aspect: one voice is no fact

std::string with_decimals(double value, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

}  // namespace

std::vector<comparison::Topic> ReviewEvidence::about(db::Reader& reader, std::span<const catalog::ProductId> products,
                                                      std::string_view locale) const {
  const bool vietnamese = locale == "vi";
  comparison::Topic rating{"rating", vietnamese ? "Điểm đánh giá" : "Rating", catalog::Direction::more, {}};
  comparison::Topic count{"reviews", vietnamese ? "Số đánh giá" : "Reviews", catalog::Direction::neutral, {}};
  std::vector<std::vector<store::AspectSum>> sums;
  for (const auto product : products) {
    const auto found = ratings_.of(product);
    rating.statements.push_back(found ? std::optional(comparison::Statement{with_decimals(found->shown, 1) + " / 5", found->shown, ""})
                                      : std::nullopt);
    count.statements.push_back(
        found ? std::optional(comparison::Statement{std::to_string(found->count), static_cast<double>(found->count), ""})
              : std::nullopt);
    sums.push_back(store::aspects(reader, product));
  }
  std::vector<comparison::Topic> topics{std::move(rating), std::move(count)};
  for (const auto& aspect : store::read_settings(reader).aspects) {
    if (aspect.kind != AspectKind::stars) continue;
    comparison::Topic topic{"aspect_" + aspect.key, vietnamese && !aspect.label_vi.empty() ? aspect.label_vi : aspect.label, catalog::Direction::more, {}};
    std::size_t known = 0;
    for (const auto& of_product : sums) {
      const auto found = std::find_if(of_product.begin(), of_product.end(), [&](const auto& sum) { return sum.key == aspect.key; });
      if (found == of_product.end() || found->count < said_by_min) {
        topic.statements.emplace_back(std::nullopt);
        continue;
      }
      const double mean = static_cast<double>(found->sum) / static_cast<double>(found->count);
      topic.statements.push_back(comparison::Statement{with_decimals(mean, 1) + " / 5", mean, ""});
      ++known;
    }
    if (known >= 2) topics.push_back(std::move(topic));
  }
  return topics;
}

}  // namespace plaza::reviews

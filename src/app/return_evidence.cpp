#include "return_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace plaza::app {
namespace {

using comparison::Statement;

// One decimal, as the language writes it.
std::string percent_text(double share, bool vietnamese) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
  std::string out = text.data();
  if (vietnamese) std::replace(out.begin(), out.end(), '.', ',');
  return out;
}

Statement share_of(double share, bool vietnamese) {
  const double rounded = static_cast<double>(static_cast<std::int64_t>(share * 1'000 + 0.5)) / 10;  // what is shown the same is the same
  return {percent_text(share, vietnamese), rounded, "%"};
}

// Whether the lowest share is lower than all others by more than chance: 1.96 standard errors of the difference. Else none is best.
struct Judged {
  double share = 0;
  std::int64_t units = 0;
  double variance() const { return share * (1 - share) / static_cast<double>(units); }
};
catalog::Direction wish_of(std::vector<Judged> all) {
  std::sort(all.begin(), all.end(), [](const Judged& a, const Judged& b) { return a.share < b.share; });
  if (all.size() < 2) return catalog::Direction::neutral;
  const double apart = all[1].share - all[0].share;
  const double chance = 1.96 * std::sqrt(all[0].variance() + all[1].variance());
  return apart > chance ? catalog::Direction::less : catalog::Direction::neutral;
}

std::string count_text(std::int64_t count, bool vietnamese) {
  std::string text = std::to_string(count);
  for (std::ptrdiff_t at = std::ssize(text) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), vietnamese ? "." : ",");
  return text;
}

std::string reasons_text(const std::vector<returns::OutcomeReason>& reasons, bool vietnamese) {
  std::string text;
  for (const auto& each : reasons) {
    if (!text.empty()) text += " · ";
    text += (vietnamese ? each.label_vi : each.label) + " (" + std::to_string(static_cast<int>(each.share * 100 + 0.5)) + " %)";
  }
  return text;
}

}  // namespace

std::vector<comparison::Topic> ReturnEvidence::about(db::Reader& reader, std::span<const catalog::ProductId> products,
                                                     std::string_view locale) const {
  const bool vi = locale == "vi";
  comparison::Topic returned{"return_rate", vi ? "Gửi trả lại" : "Sent back", catalog::Direction::neutral, {}};
  comparison::Topic reasons{"return_reasons", vi ? "Lý do chính" : "Mostly because", catalog::Direction::neutral, {}};
  comparison::Topic failed{"claim_rate", vi ? "Bảo hành đã chấp nhận" : "Accepted warranty claims", catalog::Direction::neutral, {}};
  comparison::Topic units{"judged_units", vi ? "Tính trên số đã giao" : "Judged by units delivered", catalog::Direction::neutral, {}};
  std::vector<Judged> came_back, broke;
  const auto all = outcomes_.of(reader, products);
  for (const auto& each : all) {
    const auto said = [&](comparison::Topic& topic, bool known, const auto& statement) {
      topic.statements.push_back(known ? std::optional<Statement>(statement()) : std::nullopt);
    };
    if (each) came_back.push_back({each->returned, each->units_at_least});
    if (each && each->failed) broke.push_back({*each->failed, each->units_at_least});
    said(returned, each.has_value(), [&] { return share_of(each->returned, vi); });
    said(reasons, each && !each->reasons.empty(), [&] { return Statement{reasons_text(each->reasons, vi), std::nullopt, ""}; });
    said(failed, each && each->failed, [&] { return share_of(*each->failed, vi); });
    said(units, each.has_value(), [&] { return Statement{count_text(each->units_at_least, vi) + "+", std::nullopt, ""}; });
  }
  returned.direction = wish_of(came_back);
  failed.direction = wish_of(broke);
  std::vector<comparison::Topic> topics;
  for (auto* topic : {&returned, &reasons, &failed, &units}) {
    const bool known = std::any_of(topic->statements.begin(), topic->statements.end(), [](const auto& one) { return one.has_value(); });
    if (known) topics.push_back(std::move(*topic));
  }
  return topics;
}

}  // namespace plaza::app

#include "ml/votes/weighing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace plaza::ml::votes {

namespace {

constexpr std::array<double, 5> weight_of_level{0, 0.5, 1, 1.5, 2};
constexpr std::size_t history_min = 3;
constexpr double alike_from = 0.5;

struct Histories {
  std::vector<double> total, to_author;
  // Voters of this answer, by other piece that they voted for.
  std::unordered_map<std::int64_t, std::vector<std::size_t>> by_subject;
};

Histories histories_of(std::span<const Ballot> ballots, std::span<const Elsewhere> elsewhere, std::int64_t author) {
  std::unordered_map<std::int64_t, std::size_t> index;
  for (std::size_t i = 0; i < ballots.size(); ++i) index[ballots[i].voter] = i;
  Histories found;
  found.total.assign(ballots.size(), 0);
  found.to_author.assign(ballots.size(), 0);
  for (const auto& each : elsewhere) {
    const auto voter = index.find(each.voter);
    if (voter == index.end()) continue;
    found.total[voter->second] += 1;
    if (each.author == author) found.to_author[voter->second] += 1;
    found.by_subject[each.subject].push_back(voter->second);
  }
  return found;
}

// How many voters each one is one of: 1 for somebody like nobody else.
std::vector<double> crowds(std::size_t count, const Histories& histories, double prior) {
  std::vector<std::unordered_map<std::size_t, double>> both(count);
  for (const auto& [subject, voters] : histories.by_subject) {
    for (std::size_t i = 0; i < voters.size(); ++i) {
      for (std::size_t j = i + 1; j < voters.size(); ++j) {
        const auto [low, high] = std::minmax(voters[i], voters[j]);
        both[low][high] += 1;
      }
    }
  }
  std::vector<double> crowd(count, 1);
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto& [j, shared] : both[i]) {
      const double jaccard = shared / (histories.total[i] + histories.total[j] - shared + prior);
      const double alike = std::max(0.0, (jaccard - alike_from) / (1 - alike_from));
      crowd[i] += alike;
      crowd[j] += alike;
    }
  }
  return crowd;
}

}  // namespace

double wilson_lower(double positive, double total) {
  if (total <= 0) return 0;
  constexpr double z = 1.96;
  const double share = positive / total;
  const double square = z * z / total;
  return std::max(0.0, (share + square / 2 - z * std::sqrt(share * (1 - share) / total + square / (4 * total))) / (1 + square));
}

Outcome weigh(std::span<const Ballot> ballots, std::span<const Elsewhere> elsewhere, std::span<const std::int64_t> voted_back,
              std::int64_t author, const Limits& limits) {
  const auto histories = histories_of(ballots, elsewhere, author);
  const auto crowd = crowds(ballots.size(), histories, limits.alike_prior);
  const std::unordered_set<std::int64_t> back(voted_back.begin(), voted_back.end());
  std::array<double, 2> up{}, down{};  // unproven, proven
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    const auto& ballot = ballots[i];
    if (!ballot.counts || ballot.voter == author) continue;
    const double by_trust = weight_of_level[static_cast<std::size_t>(std::clamp(ballot.level, 0, 4))];
    double weight = std::max({by_trust, limits.least, ballot.proven ? 1.0 : 0.0}) / crowd[i];
    const bool has_history = histories.total[i] >= static_cast<double>(history_min);
    if (has_history) weight *= 1 - histories.to_author[i] / histories.total[i];
    if (back.contains(ballot.voter)) weight *= 0.5;
    const std::size_t proven = ballot.proven || ballot.level >= 3 || (ballot.level == 2 && has_history) ? 1 : 0;
    (ballot.value > 0 ? up : down)[proven] += weight;
  }
  const double unproven = up[0] + down[0];
  const double most = std::max(1.0, (up[1] + down[1]) * limits.share_of_proven);
  const double scale = unproven > most ? most / unproven : 1;
  Outcome outcome;
  outcome.helpful = up[1] + up[0] * scale;
  outcome.unhelpful = down[1] + down[0] * scale;
  outcome.proven = std::max(0.0, up[1] - down[1]);
  outcome.score = wilson_lower(outcome.helpful, outcome.helpful + outcome.unhelpful);
  return outcome;
}

}  // namespace plaza::ml::votes

#include "rulebook.h"

#include <algorithm>
#include <cmath>

#include "platform/base/text.h"

namespace plaza::feed {

namespace {

constexpr std::size_t wanted_each = 8;

}  // namespace

std::optional<RuleNow> resolve(const Graph& graph, const RuleTerms& rule) {
  RuleNow now{rule.kind, rule.target, none, static_cast<std::size_t>(std::max<std::int64_t>(rule.place, 1) - 1), 0};
  if (rule.kind == RuleKind::boost) now.shift = std::log(rule.factor);
  if (rule.kind == RuleKind::bury) now.shift = bury_shift;
  switch (rule.target) {
    case RuleTarget::post: now.index = graph.find(parse_id<content::PostId>(rule.target_id).value_or(content::PostId{})); break;
    case RuleTarget::product:
      now.index = graph.find_product(parse_id<catalog::ProductId>(rule.target_id).value_or(catalog::ProductId{}));
      break;
    case RuleTarget::hashtag: now.index = graph.find_hashtag(folded(rule.target_id)); break;
    case RuleTarget::creator:
      now.index = graph.find_author(parse_id<identity::AccountId>(rule.target_id).value_or(identity::AccountId{}).value);
      break;
  }
  if (now.index == none) return std::nullopt;
  return now;
}

bool in_force(const RuleTerms& rule, Time now) {
  return rule.enabled && (!rule.starts_at || *rule.starts_at <= now) && (!rule.ends_at || now < *rule.ends_at);
}

bool names(const PostNode& node, Index post, const RuleNow& rule) {
  const auto in = [&](const std::vector<Index>& list) { return std::find(list.begin(), list.end(), rule.index) != list.end(); };
  switch (rule.target) {
    case RuleTarget::post: return rule.index == post;
    case RuleTarget::product: return in(node.products);
    case RuleTarget::hashtag: return in(node.hashtags);
    case RuleTarget::creator: return rule.index == node.author;
  }
  return false;
}

double shift_of(const Graph& graph, Index post, std::span<const RuleNow> rules) {
  double shift = 0;
  for (const auto& rule : rules) {
    if (rule.shift != 0 && names(graph.post(post), post, rule)) shift += rule.shift;
  }
  return std::max(shift, bury_shift);
}

std::vector<Index> wanted_by(const Graph& graph, std::span<const RuleNow> rules) {
  std::vector<Index> wanted;
  const auto newest = [&](const std::vector<Index>& posts) {
    std::size_t left = wanted_each;
    for (auto post = posts.rbegin(); post != posts.rend() && left > 0; ++post, --left) wanted.push_back(*post);
  };
  for (const auto& rule : rules) {
    if (rule.kind == RuleKind::bury) continue;
    switch (rule.target) {
      case RuleTarget::post: wanted.push_back(rule.index); break;
      case RuleTarget::product: newest(graph.product_at(rule.index).posts); break;
      case RuleTarget::hashtag: newest(graph.hashtag_at(rule.index).posts); break;
      case RuleTarget::creator: newest(graph.author_at(rule.index).posts); break;
    }
  }
  return wanted;
}

}  // namespace plaza::feed

#include "rules.h"

#include <algorithm>
#include <array>

#include "ml/experiment/assignment.h"

namespace plaza::experiments {
namespace {

bool is_key(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

bool may_move(Stage from, Stage to) {
  static constexpr std::array moves{std::pair{Stage::draft, Stage::running}, std::pair{Stage::running, Stage::stopped},
                                    std::pair{Stage::stopped, Stage::decided}};
  return std::find(moves.begin(), moves.end(), std::pair{from, to}) != moves.end();
}

Status check(const Terms& terms) {
  Error error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", {}};
  const auto wrong = [&](std::string field, const char* code, const char* message) {
    error.fields.push_back({std::move(field), code, message});
  };
  if (!is_key(terms.key)) wrong("key", "wrong_format", "takes a-z, 0-9, _ and - only");
  if (terms.variants.size() < 2) wrong("variants", "too_few", "needs a control and at least one variant");
  for (std::size_t i = 0; i < terms.variants.size(); ++i) {
    const std::string at = "variants[" + std::to_string(i) + "]";
    if (!is_key(terms.variants[i].key)) wrong(at + ".key", "wrong_format", "takes a-z, 0-9, _ and - only");
    for (std::size_t j = 0; j < i; ++j) {
      if (terms.variants[j].key == terms.variants[i].key) wrong(at + ".key", "not_unique", "is another variant's, too");
    }
  }
  if (!error.fields.empty()) return error;
  return done();
}

const char* frozen_change(const Terms& before, const Terms& after) {
  if (before.key != after.key) return "key";
  if (before.audience != after.audience) return "audience";
  if (before.primary != after.primary) return "primary";
  if (before.people_planned != after.people_planned) return "people_planned";
  const auto same = [](const Variant& a, const Variant& b) { return a.key == b.key && a.share == b.share; };
  if (!std::equal(before.variants.begin(), before.variants.end(), after.variants.begin(), after.variants.end(), same)) return "variants";
  return nullptr;
}

std::size_t variant_of(ExperimentId id, const std::vector<Variant>& variants, std::string_view first) {
  std::vector<std::int64_t> shares;
  for (const auto& variant : variants) shares.push_back(variant.share);
  return ml::experiment::pick(shares, ml::experiment::place_of(to_text(id), first));
}

bool held_out(std::int64_t share_bp, std::string_view first) {
  return ml::experiment::place_of("holdout", first) * 10'000 < static_cast<double>(share_bp);
}

}  // namespace plaza::experiments

#include "wanted.h"

#include <algorithm>
#include <set>

#include "words.h"

namespace plaza::answers {
namespace {

using Terms = std::set<std::string>;

double likeness(const Terms& one, const Terms& other) {
  const auto both = std::count_if(one.begin(), one.end(), [&](const std::string& term) { return other.contains(term); });
  const auto all = std::ssize(one) + std::ssize(other) - both;
  return all == 0 ? 0 : static_cast<double>(both) / static_cast<double>(all);
}

}  // namespace

std::vector<Wanted> often_asked(const std::vector<AskedText>& asked, std::size_t most) {
  std::vector<Wanted> found;
  std::vector<Terms> first;  // of each found one's newest
  for (const auto& each : asked) {
    const auto words = terms_of(each.text);
    const Terms terms(words.begin(), words.end());
    if (terms.empty()) continue;
    std::size_t at = 0;
    while (at < found.size() && likeness(first[at], terms) < alike_from) ++at;
    if (at == found.size()) {
      found.push_back({each, "", 0});
      first.push_back(terms);
    }
    ++found[at].times;
    if (each.answered && found[at].answered_id.empty()) found[at].answered_id = each.id;
  }
  std::erase_if(found, [](const Wanted& each) { return each.times < 2; });
  std::stable_sort(found.begin(), found.end(), [](const Wanted& x, const Wanted& y) { return x.times > y.times; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace plaza::answers

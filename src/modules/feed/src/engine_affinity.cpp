// People with one's taste, inside the engine: the copy that is trained on, the model that pages are made with, a viewer's own vector.
#include <algorithm>

#include "engine.h"
#include "slices.h"

namespace plaza::feed {

namespace {

constexpr std::size_t slice = slice_of_all;

// Which people are looked at when there are too many: the same ones each time.
std::uint64_t spread(std::uint64_t key) {
  key ^= key >> 33;
  key *= 0xff51afd7ed558ccdull;
  key ^= key >> 33;
  key *= 0xc4ceb9fe1a85ec53ull;
  return key ^ (key >> 33);
}

void copy_about(const Graph& graph, Index begin, Index end, AffinityEvidence& into) {
  std::vector<Thing> things;
  for (Index post = begin; post < end; ++post) {
    const auto& node = graph.post(post);
    if (!node.alive) continue;
    things.clear();
    about(node, things);
    const auto at = into.things.size();
    into.things.insert(into.things.end(), things.begin(), things.end());
    into.posts.push_back({post, at, into.things.size()});
  }
  into.looked_at = end;
}

std::vector<Thing> about(const PostNode& post) {
  std::vector<Thing> things;
  about(post, things);
  return things;
}

}  // namespace

AffinityEvidence Engine::affinity_evidence(std::size_t people_max) const {
  AffinityEvidence evidence;
  const Time now = clock_.now();
  const auto total = static_cast<double>(viewers());
  const double part = static_cast<double>(people_max) / std::max(total, 1.0);
  const auto most = part >= 1 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(part * 0x1p64);
  std::vector<Did> did;
  const auto take = [&](const Viewer& viewer, std::uint64_t key, const ViewerState& state) {
    if (spread(key) > most || state.is_paused() || (state.recent.empty() && state.hashtags.empty() && state.products.empty())) return;
    if (allowance_ && !allowance_->may_personalize(viewer.account, viewer.visitor)) return;
    did.clear();
    drawn_to(state, now, did);
    if (did.empty()) return;
    const auto begin = evidence.did.size();
    evidence.did.insert(evidence.did.end(), did.begin(), did.end());
    evidence.people.push_back({key, begin, evidence.did.size()});
  };
  in_slices(mutex_, accounts_, [&](const auto& each) { take({each.first, {}}, key_of(each.first, {}), each.second->state); });
  in_slices(mutex_, visitors_, [&](const auto& each) { take({0, each.first}, key_of(0, each.first), each.second->state); });
  auto& people = evidence.people;
  std::sort(people.begin(), people.end(), [](const auto& a, const auto& b) { return a.key != b.key ? a.key < b.key : a.begin > b.begin; });
  people.erase(std::unique(people.begin(), people.end(), [](const auto& a, const auto& b) { return a.key == b.key; }), people.end());
  for (bool more = true; more;) {
    const std::shared_lock lock(mutex_);
    const auto count = static_cast<Index>(graph_.size());
    const auto end = std::min<Index>(count, evidence.looked_at + static_cast<Index>(slice));
    copy_about(graph_, evidence.looked_at, end, evidence);
    more = end < count;
  }
  return evidence;
}

void Engine::adopt(std::shared_ptr<AffinityModel> model, Index looked_at) {
  const auto copy_new = [&](Index end) {
    AffinityEvidence fresh;
    copy_about(graph_, looked_at, end, fresh);
    looked_at = end;
    return fresh;
  };
  const auto put = [&](const AffinityEvidence& fresh) {
    for (const auto& post : fresh.posts) {
      model->put(static_cast<Index>(post.key), {fresh.things.begin() + static_cast<std::ptrdiff_t>(post.begin),
                                                fresh.things.begin() + static_cast<std::ptrdiff_t>(post.end)});
    }
  };
  constexpr Index few = 16;
  for (;;) {  // what was published since the copy, most of it without holding up anybody
    AffinityEvidence fresh;
    {
      const std::shared_lock lock(mutex_);
      const auto count = static_cast<Index>(graph_.size());
      if (count - looked_at <= few) break;
      fresh = copy_new(std::min<Index>(count, looked_at + static_cast<Index>(slice)));
    }
    put(fresh);
  }
  const std::unique_lock lock(mutex_);
  put(copy_new(static_cast<Index>(graph_.size())));
  ++affinity_number_;
  affinity_.swap(model);  // the older one goes with the argument, after the lock
}

AffinityNews Engine::affinity_news() const { return {affinity_deeds_.load(), affinity_leaves_.load()}; }

// The viewer's vector, folded in anew when they did something or the model is another. Under the shared lock and the slot's own.
std::span<const float> Engine::person_of(Slot& slot, Time now) const {
  if (!affinity_) return {};
  if (slot.folded_by != affinity_number_ || slot.folded_at != slot.deeds) {
    thread_local std::vector<Did> did;
    did.clear();
    drawn_to(slot.state, now, did);
    affinity_->fold(did, slot.person);
    slot.folded_by = affinity_number_;
    slot.folded_at = slot.deeds;
  }
  return slot.person;
}

void Engine::keep_found(Index post) {
  if (!affinity_) return;
  if (graph_.post(post).alive) affinity_->put(post, about(graph_.post(post)));
  else affinity_->hide(post);
}

}  // namespace plaza::feed

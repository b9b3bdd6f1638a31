// The engine's side of "same log, same state": what it is told, and what it learnt as bytes and back. Sessions, follows, settings and rules
// are in neither: they come from the database or last as long as the process.
#include <algorithm>
#include <map>

#include "engine.h"
#include "slices.h"

namespace plaza::feed {

namespace {

using interactions::Packer;
using interactions::Unpacker;

constexpr std::string_view magic = "plaza.feed.3";
constexpr std::int64_t reserved_max = 4'000'000;  // room made at once for those whom a snapshot counts

void want(std::vector<Index>& ranks, Index index) { ranks[index] = 0; }

void mark(Ranks& ranks, const ViewerState& state) {
  for (const auto& entry : state.hashtags.entries()) want(ranks.hashtags, entry.index);
  for (const auto& entry : state.products.entries()) want(ranks.products, entry.index);
  for (const auto& entry : state.authors.entries()) want(ranks.authors, entry.index);
  for (const auto& item : state.recent) want(ranks.posts, item.post);
  for (const Index post : state.hidden) want(ranks.posts, post);
  for (const auto& [post, bits] : state.done) want(ranks.posts, post);
  for (const auto& [post, times] : state.seen) want(ranks.posts, post);
}

void pack(Packer& out, const Taste& taste, const std::vector<Index>& ranks) {
  out.size(taste.entries().size());
  for (const auto& entry : taste.entries()) out.number(ranks[entry.index]).real(entry.weight).number(entry.at.micros);
}

void unpack(Unpacker& in, Taste& taste, const std::vector<Index>& places) {
  for (auto left = in.number(); left > 0; --left) {
    Taste::Entry entry{};
    entry.index = place_at(places, in.number());
    entry.weight = in.real32();
    entry.at = Time{in.number()};
    taste.put(entry);
  }
}

// By rank, each as what it is more than the one before.
void pack(Packer& out, const PerPost& counts, const std::vector<Index>& ranks) {
  thread_local std::vector<PerPost::Entry> ordered;
  ordered.clear();
  for (const auto& [post, count] : counts) ordered.emplace_back(ranks[post], count);
  if (!std::is_sorted(ordered.begin(), ordered.end())) std::sort(ordered.begin(), ordered.end());
  out.size(ordered.size());
  Index before = 0;
  for (const auto& [rank, count] : ordered) {
    out.number(rank - before).number(count);
    before = rank;
  }
}

void unpack(Unpacker& in, PerPost& counts, const std::vector<Index>& places) {
  std::vector<PerPost::Entry> entries;
  std::int64_t rank = 0;
  for (auto left = in.number(); left > 0; --left) {
    rank += in.number();
    const Index post = place_at(places, rank);
    entries.emplace_back(post, static_cast<std::uint16_t>(in.number()));
  }
  counts.assign(std::move(entries));
}

}  // namespace

void Engine::tell(const PostFacts& facts) {
  const std::unique_lock lock(mutex_);
  graph_.tell(facts);
}

void Engine::tell_price(catalog::ProductId product, std::int64_t price) {
  const std::unique_lock lock(mutex_);
  graph_.tell_price(product, price);
}

bool Engine::is_told(catalog::ProductId product, std::int64_t price) const {
  const std::shared_lock lock(mutex_);
  const Index index = graph_.find_product(product);
  return index != none && graph_.product_at(index).told_price == price;
}

std::vector<PostFacts> Engine::untold_posts(Index& from, Index count) const {
  const std::shared_lock lock(mutex_);
  std::vector<PostFacts> untold;
  const auto end = static_cast<Index>(std::min<std::size_t>(graph_.size(), std::size_t{from} + count));
  for (; from < end; ++from) {
    if (graph_.post(from).alive && !graph_.is_told(from)) untold.push_back(graph_.facts_at(from));
  }
  return untold;
}

std::vector<std::pair<catalog::ProductId, std::int64_t>> Engine::untold_prices(Index& from, Index count) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::pair<catalog::ProductId, std::int64_t>> untold;
  const auto end = static_cast<Index>(std::min<std::size_t>(graph_.product_count(), std::size_t{from} + count));
  for (; from < end; ++from) {
    const auto& product = graph_.product_at(from);
    if (product.price > 0 && product.price != product.told_price) untold.emplace_back(catalog::ProductId{product.key}, product.price);
  }
  return untold;
}

void Engine::save_viewer(Packer& out, const ViewerState& state, const Ranks& ranks) const {
  out.number(state.learnt_at.micros).number(static_cast<int>(state.choice) | (state.private_browser ? 4 : 0));
  out.real(state.price_level).real(state.price_evidence);
  pack(out, state.hashtags, ranks.hashtags);
  pack(out, state.products, ranks.products);
  pack(out, state.authors, ranks.authors);
  out.size(state.recent.size());
  for (const auto& item : state.recent) out.number(ranks.posts[item.post]).real(item.weight).number(item.at.micros);
  std::vector<Index> hidden;
  for (const Index post : state.hidden) hidden.push_back(ranks.posts[post]);
  std::sort(hidden.begin(), hidden.end());
  out.size(hidden.size());
  for (const Index rank : hidden) out.number(rank);
  pack(out, state.done, ranks.posts);
  pack(out, state.seen, ranks.posts);
}

void Engine::load_viewer(Unpacker& in, const Unranked& places, ViewerState& state) {
  state.learnt_at = Time{in.number()};
  state.last_at = std::max(state.last_at, state.learnt_at);
  const auto flags = in.number();
  state.choice = static_cast<ViewerState::Choice>(flags & 3);
  state.private_browser = (flags & 4) != 0;
  state.price_level = in.real();
  state.price_evidence = in.real();
  unpack(in, state.hashtags, places.hashtags);
  unpack(in, state.products, places.products);
  unpack(in, state.authors, places.authors);
  for (auto left = in.number(); left > 0; --left) {
    Recent item{};
    item.post = place_at(places.posts, in.number());
    item.weight = in.real32();
    item.at = Time{in.number()};
    state.recent.push_back(item);
  }
  for (auto left = in.number(); left > 0; --left) state.hidden.insert(place_at(places.posts, in.number()));
  unpack(in, state.done, places.posts);
  unpack(in, state.seen, places.posts);
}

// Everybody whom the log tells of, by name. What is learnt of them only changes where the log is read, which is where this runs.
template <class Map>
auto Engine::learnt_of(const Map& map) const {
  std::vector<std::pair<typename Map::key_type, SlotOf>> list;
  in_slices(mutex_, map, [&](const auto& entry) {
    if (entry.second->learnt && !entry.second->state.is_unlearnt()) list.emplace_back(entry.first, entry.second);
  });
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::sort(list.begin(), list.end(), before);
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  list.erase(std::unique(list.begin(), list.end(), same), list.end());
  return list;
}

// Pages are made meanwhile, and the catalogue changes: the lock is held for a slice at a time, never while bytes are taken away.
void Engine::save_graph(Packer& out, const Ranks& ranks) const {
  const auto in_order = [&](const std::vector<Index>& list, const auto& pack_one) {
    for (std::size_t from = 0; from < list.size(); from += slice_of_all) {
      Packer slice;
      {
        const std::shared_lock lock(mutex_);
        for (std::size_t i = from; i < std::min(list.size(), from + slice_of_all); ++i) pack_one(slice, list[i]);
      }
      out.append(slice.take());
    }
  };
  const auto kind = [&](const std::vector<Index>& list, const auto& pack_one) {
    out.size(list.size());
    in_order(list, pack_one);
  };
  {
    const std::shared_lock lock(mutex_);
    graph_.save_sums(out);
  }
  std::int64_t before = 0;
  const auto posts = by_rank(ranks.posts);
  kind(posts, [&](Packer& slice, Index post) { graph_.save_id(slice, post, before); });
  before = 0;
  kind(by_rank(ranks.authors), [&](Packer& slice, Index author) { graph_.save_author(slice, author, before); });
  before = 0;
  kind(by_rank(ranks.products), [&](Packer& slice, Index product) { graph_.save_product(slice, product, ranks, before); });
  kind(by_rank(ranks.hashtags), [&](Packer& slice, Index hashtag) { graph_.save_hashtag(slice, hashtag); });
  in_order(posts, [&](Packer& slice, Index post) { graph_.save_post(slice, post, ranks); });
}

void Engine::save(Packer& out) const {
  Ranks ranks;
  {
    const std::shared_lock lock(mutex_);
    ranks = graph_.begin();
    graph_.mark_topics(ranks);
  }
  const auto count = static_cast<Index>(ranks.posts.size());
  for (Index from = 0; from < count; from += static_cast<Index>(slice_of_all)) {
    const std::shared_lock lock(mutex_);
    graph_.mark_posts(ranks, from, std::min(count, from + static_cast<Index>(slice_of_all)));
  }
  const auto accounts = learnt_of(accounts_);
  const auto visitors = learnt_of(visitors_);
  for (const auto& [account, slot] : accounts) mark(ranks, slot->state);
  for (const auto& [visitor, slot] : visitors) mark(ranks, slot->state);
  {
    const std::shared_lock lock(mutex_);
    graph_.rank(ranks);
  }
  out.text(magic).number(log_time_.micros).number(day_);
  save_graph(out, ranks);
  out.size(accounts.size());
  std::int64_t before = 0;
  for (const auto& [account, slot] : accounts) {
    out.number(account - std::exchange(before, account));
    save_viewer(out, slot->state, ranks);
  }
  out.size(visitors.size());
  for (const auto& [visitor, slot] : visitors) {
    out.text(visitor);
    save_viewer(out, slot->state, ranks);
  }
  const std::map<std::string_view, std::int64_t> owners(account_of_visitor_.begin(), account_of_visitor_.end());
  out.size(owners.size());
  for (const auto& [visitor, account] : owners) out.text(visitor).number(account);
  impressions_.save(out);
  out.text(model_.save());
}

void Engine::load(Unpacker& in) {
  const std::unique_lock lock(mutex_);
  if (in.text() != magic) throw std::runtime_error("This is no snapshot of the feed's.");
  log_time_ = Time{in.number()};
  day_ = in.number();
  Unranked places;
  graph_.load(in, places);
  std::int64_t account = 0;
  for (auto left = in.number(); left > 0; --left) {
    account += in.number();
    auto& slot = accounts_[account];
    if (!slot) slot = std::make_shared<Slot>();
    slot->learnt = true;
    ++slot->deeds;
    load_viewer(in, places, slot->state);
  }
  auto visitors = in.number();
  visitors_.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(visitors, 0, reserved_max)));
  for (; visitors > 0; --visitors) {
    auto slot = std::make_shared<Slot>();
    slot->learnt = true;
    auto name = in.text();
    load_viewer(in, places, slot->state);
    learnt_visitors_ += visitors_.emplace(std::move(name), std::move(slot)).second ? 1 : 0;
  }
  for (auto left = in.number(); left > 0; --left) {
    auto visitor = in.text();
    account_of_visitor_.emplace(std::move(visitor), in.number());
  }
  impressions_.load(in);
  if (!model_.load(in.text()) || !in.done()) throw std::runtime_error("The feed's snapshot does not end where it should.");
}

void Engine::unlearn() {
  const std::unique_lock lock(mutex_);
  graph_.unlearn();
  for (auto& [account, slot] : accounts_) {
    const std::lock_guard guard(slot->mutex);
    slot->state.unlearn();
    slot->learnt = false;
    ++slot->deeds;
  }
  visitors_.clear();
  learnt_visitors_ = 0;
  account_of_visitor_.clear();
  impressions_ = {};
  model_ = {};
  log_time_ = {};
  day_ = 0;
}

}  // namespace plaza::feed

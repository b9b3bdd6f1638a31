// The watch as bytes and back; what has no order is written by id.
#include <map>

#include "watch.h"

namespace plaza::radar {

std::string Watch::snapshot() const {
  const std::lock_guard lock(mutex_);
  interactions::Packer out;
  out.number(now_.micros).number(trimmed_hour_).size(posts_.size());
  for (const auto& [id, watched] : posts_) {
    const auto& spread = watched.spread;
    out.number(id.value).number(spread.author.value).number(spread.published_at.micros).number(spread.last_at.micros);
    out.number(spread.author_reach).number(spread.reach).size(spread.curve.size());
    for (const auto& each : spread.curve) out.number(each.hour).number(each.reach);
    out.size(spread.shares.size());
    for (const auto& each : spread.shares) out.number(each.at.micros).number(each.reach);
    out.number(spread.likes).number(spread.hides).number(spread.comments);
    out.number(spread.mood.positive).number(spread.mood.neutral).number(spread.mood.negative);
    watched.viewers.save(out);
    watched.sharers.save(out);
  }
  const std::map<std::int64_t, std::int64_t> followers(followers_.begin(), followers_.end());
  out.size(followers.size());
  for (const auto& [account, count] : followers) out.number(account).number(count);
  out.size(ended_.size());
  for (const auto& cascade : ended_) {
    out.size(cascade.shares.size());
    for (const auto& each : cascade.shares) out.real(each.seconds).real(each.reach).real(each.count);
  }
  return out.take();
}

void Watch::restore(std::string_view snapshot) {
  const std::lock_guard lock(mutex_);
  now_ = {};
  trimmed_hour_ = 0;
  posts_.clear();
  followers_.clear();
  ended_.clear();
  if (snapshot.empty()) return;
  interactions::Unpacker in(snapshot);
  now_ = Time{in.number()};
  trimmed_hour_ = in.number();
  for (auto left = in.size(); left > 0; --left) {
    const content::PostId id{in.number()};
    auto& watched = posts_[id];
    auto& spread = watched.spread;
    spread.post = id;
    spread.author = identity::AccountId{in.number()};
    spread.published_at = Time{in.number()};
    spread.last_at = Time{in.number()};
    spread.author_reach = in.number();
    spread.reach = in.number();
    for (auto hours = in.size(); hours > 0; --hours) {
      const auto hour = in.number();
      spread.curve.push_back({hour, in.number()});
    }
    for (auto shares = in.size(); shares > 0; --shares) {
      const Time at{in.number()};
      spread.shares.push_back({at, in.number()});
    }
    for (auto* number : {&spread.likes, &spread.hides, &spread.comments, &spread.mood.positive, &spread.mood.neutral, &spread.mood.negative}) {
      *number = in.number();
    }
    watched.viewers.load(in);
    watched.sharers.load(in);
  }
  for (auto left = in.size(); left > 0; --left) {
    const auto account = in.number();
    followers_[account] = in.number();
  }
  for (auto left = in.size(); left > 0; --left) {
    auto& shares = ended_.emplace_back().shares;
    for (auto count = in.size(); count > 0; --count) {
      auto& share = shares.emplace_back();
      share.seconds = in.real();
      share.reach = in.real();
      share.count = in.real();
    }
  }
}

}  // namespace plaza::radar

#include "live.h"

#include "platform/json/codec.h"

namespace plaza::community {

namespace {

struct Frame {
  DiscussionId discussion_id;
  What what = What::edit;
  std::int64_t last = 0;
  template <class V>
  void describe(V& v) {
    v("discussion_id", discussion_id);
    v("what", what);
    v("last", last);
  }
};

}  // namespace

bool LivePages::is_full() const {
  std::lock_guard lock(mutex_);
  return stopped_ || count_ >= pages_max;
}

void LivePages::add(GroupId group, DiscussionId discussion, const Looker& looker, std::shared_ptr<http::Stream> stream) {
  if (!stream->send("retry: 3000\n\n")) return;
  std::lock_guard lock(mutex_);
  if (++added_ % 256 == 0) sweep();
  if (stopped_ || count_ >= pages_max) {
    stream->close();
    return;
  }
  pages_[discussion].push_back({group, looker, std::move(stream)});
  ++count_;
}

void LivePages::sweep() {
  for (auto each = pages_.begin(); each != pages_.end();) {
    count_ -= std::erase_if(each->second, [](const Page& page) { return !page.stream->send(": still here\n\n"); });
    each = each->second.empty() ? pages_.erase(each) : std::next(each);
  }
}

void LivePages::tell(const DiscussionChanged& change) {
  const std::string text = "event: change\ndata: " + json::encode(Frame{change.discussion_id, change.what, change.last}) + "\n\n";
  std::lock_guard lock(mutex_);
  const auto found = pages_.find(change.discussion_id);
  if (found == pages_.end()) return;
  const auto gone = std::erase_if(found->second, [&](const Page& page) {
    if (book_.reads(page.group, page.looker) && page.stream->send(text)) return false;
    page.stream->close();
    return true;
  });
  count_ -= gone;
  if (found->second.empty()) pages_.erase(found);
}

void LivePages::close(GroupId group, identity::AccountId account) {
  std::lock_guard lock(mutex_);
  for (auto each = pages_.begin(); each != pages_.end();) {
    count_ -= std::erase_if(each->second, [&](const Page& page) {
      if (page.group != group || page.looker.account != account || book_.reads(group, page.looker)) return false;
      page.stream->close();
      return true;
    });
    each = each->second.empty() ? pages_.erase(each) : std::next(each);
  }
}

void LivePages::stop() {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  for (const auto& [discussion, pages] : pages_) {
    for (const auto& page : pages) page.stream->close();
  }
  pages_.clear();
  count_ = 0;
}

}  // namespace plaza::community

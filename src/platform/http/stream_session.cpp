#include "platform/http/stream_session.h"

#include <utility>

namespace plaza::http {

bool StreamSession::send(std::string data) {
  const std::lock_guard lock(mutex_);
  if (closed_ || gone_) return false;
  if (waiting_.size() + data.size() > waiting_max) {
    gone_ = true;  // too slow: the connection is ended rather than fed a stream with holes
    waiting_.clear();
    post_wake();
    return false;
  }
  if (waiting_.empty()) waiting_ = std::move(data);
  else waiting_ += data;
  if (asleep_) post_wake();
  return true;
}

void StreamSession::close() {
  const std::lock_guard lock(mutex_);
  if (closed_ || gone_) return;
  closed_ = true;
  if (asleep_) post_wake();
}

StreamSession::Taken StreamSession::take(std::string& out) {
  const std::lock_guard lock(mutex_);
  out.clear();
  if (gone_) return Taken::ended;
  if (!waiting_.empty()) {
    out.swap(waiting_);
    return Taken::data;
  }
  if (closed_) {
    gone_ = true;
    return Taken::ended;
  }
  asleep_ = true;
  return Taken::nothing;
}

void StreamSession::gone() {
  {
    const std::lock_guard lock(mutex_);
    gone_ = true;
    waiting_.clear();
  }
  wake();
}

void StreamSession::wake() {
  woken_ = true;
  if (waiter_) std::exchange(waiter_, {}).resume();
}

// Under the mutex, so that nothing is posted after gone(): the executor may then be destroyed.
void StreamSession::post_wake() {
  asleep_ = false;
  executor_.post([self = shared_from_this()] { self->wake(); });
}

}  // namespace plaza::http

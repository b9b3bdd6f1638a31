#include "watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "platform/base/check.h"
#include "platform/log/log.h"
#include "rules.h"

namespace plaza::mailbox {
namespace {

constexpr Micros without_idle = hours(1);  // until it is asked again whether the server can say when mail comes
constexpr std::int64_t failures_max = 10;

}  // namespace

Waker::Waker() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) { CHECK(descriptor_ >= 0); }
Waker::~Waker() { ::close(descriptor_); }

void Waker::wake() {
  const std::uint64_t one = 1;
  CHECK(::write(descriptor_, &one, sizeof one) == sizeof one || errno == EAGAIN);
}

bool Waker::awake() const {
  pollfd waiting{descriptor_, POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

bool Waker::pause(Micros length) const {
  pollfd waiting{descriptor_, POLLIN, 0};
  const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(length);
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return !awake();
    if (::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) > 0) return false;
  }
}

Watcher::Watcher(const Needs& needs, Checker& checker) : needs_(needs), checker_(checker) {
  for (const auto& account : needs_.settings.accounts) {
    auto post = std::make_unique<Post>();
    post->account = account;
    posts_.emplace(account.address, std::move(post));
  }
}

void Watcher::start() {
  if (!needs_.settings.idle) return;
  for (auto& [address, post] : posts_) {
    if (!post->thread.joinable()) post->thread = std::thread([this, each = post.get()] { watch(*each); });
  }
}

void Watcher::stop() {
  waker_.wake();
  for (auto& [address, post] : posts_) {
    if (post->thread.joinable()) post->thread.join();
  }
}

bool Watcher::hears(const std::string& address) const {
  const auto found = posts_.find(address);
  return found != posts_.end() && found->second->hears.load();
}

void Watcher::watch(Post& post) {
  std::int64_t failures = 0;
  while (!waker_.awake()) {
    Micros pause = 0;
    bool heard = false;
    try {
      pause = listen(post);
      heard = post.hears.exchange(false);
    } catch (const std::exception& failure) {  // the database is away
      post.hears = false;
      log::warning("a mailbox is not listened to for a while", {{"mailbox", post.account.address}, {"reason", failure.what()}});
    }
    failures = heard ? 0 : std::min(failures + 1, failures_max);
    if (pause == 0) pause = heard ? seconds(1) : pause_after(failures);
    if (!waker_.pause(pause)) return;
  }
}

Micros Watcher::listen(Post& post) {
  auto letterbox = needs_.open_letterbox ? needs_.open_letterbox(post.account) : open_imap(post.account, needs_.settings);
  if (!letterbox.ok()) return 0;  // the regular look says so
  const auto can = (*letterbox)->can_idle();
  if (!can.ok()) return 0;
  if (!*can) return without_idle;
  if (!(*letterbox)->open().ok()) return 0;
  // What came until now: later the server tells.
  bool news = true;
  while (!waker_.awake()) {
    if (news && !checker_.check(post.account, Checker::Busy::wait).ok()) return 0;
    post.hears = true;
    const auto waited = (*letterbox)->idle(needs_.settings.idle_at_most, waker_);
    if (!waited.ok()) return 0;
    news = *waited;
  }
  return 0;
}

}  // namespace plaza::mailbox

#include "platform/crypto/passwords.h"

#include <sodium.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "platform/crypto/crypto.h"
#include "platform/crypto/sodium_ready.h"

namespace plaza::crypto {
namespace {

std::string make_hash(const std::string& password, const PasswordOptions& options) {
  char text[crypto_pwhash_STRBYTES];
  const int made = crypto_pwhash_str_alg(text, password.data(), password.size(), options.passes,
                                         options.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (made != 0) throw std::runtime_error("Not enough memory to hash a password.");
  return text;
}

bool fits(const std::string& password, const std::string& hash) {
  if (hash.empty() || hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void wipe(std::string& text) { sodium_memzero(text.data(), text.size()); }

}  // namespace

PasswordOptions quick_passwords() {
  PasswordOptions options;
  options.memory_bytes = crypto_pwhash_MEMLIMIT_MIN;
  options.passes = crypto_pwhash_OPSLIMIT_MIN;
  return options;
}

struct PasswordHasher::State {
  PasswordOptions options;
  std::string decoy;
  std::mutex mutex;
  std::condition_variable ready;
  std::deque<std::function<void()>> queue;
  bool stopping = false;
  std::vector<std::thread> threads;

  bool enqueue(std::function<void()> work) {
    std::lock_guard lock(mutex);
    if (stopping || queue.size() >= options.queue_max) return false;
    queue.push_back(std::move(work));
    ready.notify_one();
    return true;
  }

  void work() {
    for (;;) {
      std::function<void()> next;
      {
        std::unique_lock lock(mutex);
        ready.wait(lock, [&] { return stopping || !queue.empty(); });
        if (queue.empty()) return;
        next = std::move(queue.front());
        queue.pop_front();
      }
      next();
    }
  }
};

namespace {

template <class T>
struct Outcome {
  std::optional<T> value;
  std::exception_ptr failure;
};

// Runs `work` on a thread of the hasher; the awaiting coroutine goes on where it was.
template <class T, class State>
Task<Result<T>> run(State& state, std::function<T()> work) {
  using Shared = std::shared_ptr<Outcome<T>>;
  std::function<void(typename Awaitable<Shared>::Resume)> start = [&state, work](auto resume) {
    auto outcome = std::make_shared<Outcome<T>>();
    const bool taken = state.enqueue([outcome = std::move(outcome), work, resume]() mutable {
      try {
        outcome->value.emplace(work());
      } catch (...) {
        outcome->failure = std::current_exception();
      }
      resume(std::move(outcome));
    });
    if (!taken) resume(nullptr);
  };
  Awaitable<Shared> finished(std::move(start));
  const Shared outcome = co_await finished;
  if (!outcome) {
    co_return Error{ErrorKind::unavailable, "crypto.busy",
                    "Too many passwords are being checked. Try again soon."};
  }
  if (outcome->failure) std::rethrow_exception(outcome->failure);
  co_return std::move(*outcome->value);
}

}  // namespace

PasswordHasher::PasswordHasher(const PasswordOptions& options) : state_(std::make_unique<State>()) {
  sodium_ready();
  state_->options = options;
  state_->decoy = make_hash(random_token(), options);
  for (int i = 0; i < options.threads; ++i)
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

PasswordHasher::~PasswordHasher() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->ready.notify_all();
  for (auto& thread : state_->threads) thread.join();
}

Task<Result<std::string>> PasswordHasher::hash(std::string password) {
  const auto secret = std::make_shared<std::string>(std::move(password));
  const PasswordOptions options = state_->options;
  std::function<std::string()> work = [secret, options] {
    std::string made = make_hash(*secret, options);
    wipe(*secret);
    return made;
  };
  return run<std::string>(*state_, std::move(work));
}

Task<Result<bool>> PasswordHasher::verify(std::string password, std::string hash) {
  const auto secret = std::make_shared<std::string>(std::move(password));
  std::function<bool()> work = [secret, hash = std::move(hash)] {
    const bool right = fits(*secret, hash);
    wipe(*secret);
    return right;
  };
  return run<bool>(*state_, std::move(work));
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
  if (hash.size() >= crypto_pwhash_STRBYTES) return true;
  return crypto_pwhash_str_needs_rehash(hash.c_str(), state_->options.passes,
                                        state_->options.memory_bytes) != 0;
}

const std::string& PasswordHasher::decoy() const { return state_->decoy; }

}  // namespace plaza::crypto

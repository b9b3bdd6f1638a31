// Password hashes by argon2id, on threads of their own: a hash costs tens of milliseconds and tens of megabytes, so the number
// at once is fixed, the queue is capped, and what does not fit is refused with `crypto.busy` (ErrorKind::unavailable).
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "platform/base/result.h"
#include "platform/base/task.h"

namespace plaza::crypto {

struct PasswordOptions {
  int threads = 2;
  std::size_t queue_max = 256;                  // waiting, beside those being worked on
  std::size_t memory_bytes = 19 * 1024 * 1024;  // OWASP's first argon2id setting: 19 MiB, 2 passes
  unsigned passes = 2;
};
// Milliseconds instead of tens of them; for tests.
PasswordOptions quick_passwords();

// Thread-safe. Destroying it finishes what is queued.
class PasswordHasher {
 public:
  explicit PasswordHasher(const PasswordOptions& options = {});
  ~PasswordHasher();
  PasswordHasher(const PasswordHasher&) = delete;
  PasswordHasher& operator=(const PasswordHasher&) = delete;

  // A text that holds salt and parameters ("$argon2id$v=19$m=…").
  Task<Result<std::string>> hash(std::string password);
  // Whether the password belongs to the hash; false for a text that is no hash.
  Task<Result<bool>> verify(std::string password, std::string hash);
  // The hash was made with other parameters: make a new one at the next sign-in.
  bool is_outdated(const std::string& hash) const;
  // A hash that no password fits, made with these parameters: verify against it when there is no account, so that the
  // time of the answer tells nothing.
  const std::string& decoy() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plaza::crypto

#include "platform/crypto/passwords.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>
#include <vector>

namespace plaza::crypto {
namespace {

TEST(PasswordHasher, KnowsTheRightPassword) {
  PasswordHasher hasher(quick_passwords());
  const auto hash = sync_wait(hasher.hash("correct horse"));
  ASSERT_TRUE(hash.ok());
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << *hash;
  EXPECT_TRUE(*sync_wait(hasher.verify("correct horse", *hash)));
  EXPECT_FALSE(*sync_wait(hasher.verify("wrong horse", *hash)));
  EXPECT_FALSE(*sync_wait(hasher.verify("", *hash)));
  EXPECT_NE(*sync_wait(hasher.hash("correct horse")), *hash);
}

TEST(PasswordHasher, FitsNoPasswordToWhatIsNoHash) {
  PasswordHasher hasher(quick_passwords());
  for (const std::string& text :
       {std::string(), std::string("x"), std::string(500, 'x'), std::string("$argon2id$")}) {
    EXPECT_FALSE(*sync_wait(hasher.verify("x", text)));
  }
  EXPECT_FALSE(*sync_wait(hasher.verify("", hasher.decoy())));
}

TEST(PasswordHasher, NoticesOtherParameters) {
  PasswordOptions stronger = quick_passwords();
  stronger.passes = 2;
  PasswordHasher weak(quick_passwords());
  PasswordHasher strong(stronger);
  const auto hash = sync_wait(weak.hash("x"));
  EXPECT_FALSE(weak.is_outdated(*hash));
  EXPECT_TRUE(strong.is_outdated(*hash));
  EXPECT_TRUE(*sync_wait(strong.verify("x", *hash)));
}

TEST(PasswordHasher, RefusesWhatDoesNotFitTheQueue) {
  PasswordOptions none = quick_passwords();
  none.queue_max = 0;
  PasswordHasher hasher(none);
  const auto refused = sync_wait(hasher.hash("x"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "crypto.busy");
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(sync_wait(hasher.verify("x", hasher.decoy())).error().code, "crypto.busy");
}

TEST(PasswordHasher, ServesManyThreads) {
  PasswordHasher hasher(quick_passwords());
  const auto hash = sync_wait(hasher.hash("x"));
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) right += *sync_wait(hasher.verify("x", *hash)) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 80);
}

}  // namespace
}  // namespace plaza::crypto

#include "memory.h"

#include <gtest/gtest.h>

#include "attempts.h"
#include "rules.h"

namespace plaza::identity {
namespace {

Face face(std::int64_t id, std::string handle) { return {AccountId{id}, std::move(handle), "Name", "", 0}; }
constexpr Time start{1'000'000'000};

TEST(Memory, FindsFacesByIdAndHandle) {
  Memory memory;
  memory.put_face(face(2, "binh"));
  memory.put_face(face(1, "an"));
  EXPECT_EQ(memory.face(AccountId{2})->handle, "binh");
  EXPECT_EQ(memory.face_of_handle("an")->id, AccountId{1});
  EXPECT_FALSE(memory.face(AccountId{3}));
  EXPECT_FALSE(memory.face_of_handle("chi"));
  EXPECT_EQ(memory.count(), 2u);
}

TEST(Memory, ListsFacesInIdOrder) {
  Memory memory;
  for (const std::int64_t id : {3, 1, 2}) memory.put_face(face(id, "h" + std::to_string(id)));
  const auto first = memory.faces_after(AccountId{}, 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[1].id, AccountId{2});
  EXPECT_EQ(memory.faces_after(AccountId{2}, 10).at(0).id, AccountId{3});
}

TEST(Memory, AHandleGoesToWhoTookItLast) {
  Memory memory;
  memory.put_face(face(1, "an"));
  memory.put_face(face(1, "an_new"));
  EXPECT_FALSE(memory.face_of_handle("an"));
  memory.put_face(face(2, "an"));
  memory.put_face(face(1, "an_newer"));
  EXPECT_EQ(memory.face_of_handle("an")->id, AccountId{2});
  memory.forget_account(AccountId{2});
  EXPECT_FALSE(memory.face_of_handle("an"));
  EXPECT_EQ(memory.faces_after(AccountId{}, 10).size(), 1u);
}

LoadedSession session(std::int64_t id, std::int64_t account, char letter) {
  Digest digest;
  digest.bytes.fill(letter);
  return {SessionId{id}, AccountId{account}, digest, start, start + session_length};
}

TEST(Memory, ASessionEndsAtItsTime) {
  Memory memory;
  const auto known = session(1, 10, 'a');
  memory.put_session(known);
  EXPECT_EQ(memory.find_session(known.digest, start)->account, AccountId{10});
  EXPECT_FALSE(memory.find_session(known.digest, start + session_length));
}

TEST(Memory, ASessionSlidesOnceAnHour) {
  Memory memory;
  const auto known = session(1, 10, 'a');
  memory.put_session(known);
  EXPECT_FALSE(memory.find_session(known.digest, start + minutes(59))->touch);
  EXPECT_TRUE(memory.find_session(known.digest, start + hours(1))->touch);
  EXPECT_FALSE(memory.find_session(known.digest, start + hours(1))->touch);
  EXPECT_TRUE(memory.find_session(known.digest, start + session_length + minutes(30)));
}

TEST(Memory, EndsOneSessionOrAllOfAnAccount) {
  Memory memory;
  const auto first = session(1, 10, 'a');
  const auto second = session(2, 10, 'b');
  const auto other = session(3, 11, 'c');
  for (const auto& each : {first, second, other}) memory.put_session(each);
  EXPECT_TRUE(memory.has_session(AccountId{10}, SessionId{1}, start));
  EXPECT_FALSE(memory.has_session(AccountId{11}, SessionId{1}, start));
  EXPECT_FALSE(memory.has_session(AccountId{10}, SessionId{1}, start + session_length));
  memory.forget_session(AccountId{10}, SessionId{1});
  EXPECT_FALSE(memory.has_session(AccountId{10}, SessionId{1}, start));
  EXPECT_FALSE(memory.find_session(first.digest, start));
  EXPECT_TRUE(memory.find_session(second.digest, start));
  memory.forget_session(AccountId{10}, SessionId{3});  // another's
  EXPECT_TRUE(memory.find_session(other.digest, start));
  const auto newer = session(9, 10, 'd');
  memory.put_session(newer);
  memory.forget_sessions(AccountId{10}, SessionId{8});
  EXPECT_FALSE(memory.find_session(second.digest, start));
  EXPECT_TRUE(memory.find_session(other.digest, start));
  EXPECT_TRUE(memory.find_session(newer.digest, start)) << "signed in afterwards, and told first";
  memory.put_session(session(7, 10, 'e'));  // opened before all were ended, and told only now
  EXPECT_FALSE(memory.find_session(session(7, 10, 'e').digest, start));
}

TEST(Memory, GivesTheRolesOfNow) {
  Memory memory;
  const auto known = session(1, 10, 'a');
  memory.put_session(known);
  memory.put_roles(AccountId{10}, 5);
  EXPECT_EQ(memory.find_session(known.digest, start)->roles, 5u);
  memory.put_roles(AccountId{10}, 0);
  EXPECT_EQ(memory.find_session(known.digest, start)->roles, 0u);
}

TEST(Memory, WhatWasReadBeforeAChangeReplacesNothing) {
  Memory memory;
  const auto known = session(1, 10, 'a');
  memory.put_session(known);
  Account account;
  account.id = AccountId{10};
  account.handle = "an";
  const auto seen = memory.changes();
  memory.forget_sessions(AccountId{10}, SessionId{2});  // signed out while the old rows were being read
  EXPECT_FALSE(memory.replace_account(seen, AccountId{10}, account, {known}));
  EXPECT_FALSE(memory.find_session(known.digest, start));
  EXPECT_TRUE(memory.replace_account(memory.changes(), AccountId{10}, account, {}));
  EXPECT_EQ(memory.face_of_handle("an")->id, AccountId{10});
  EXPECT_TRUE(memory.replace_account(memory.changes(), AccountId{10}, std::nullopt, {}));
  EXPECT_FALSE(memory.face_of_handle("an"));
}

TEST(Memory, FindsKeysUntilTheyAreRevoked) {
  Memory memory;
  Digest digest;
  digest.bytes.fill('k');
  memory.put_key({ApiKeyId{1}, KeyKind::secret_key, digest});
  EXPECT_EQ(memory.find_key(digest), KeyKind::secret_key);
  memory.forget_key(ApiKeyId{1});
  EXPECT_FALSE(memory.find_key(digest));
  EXPECT_FALSE(memory.replace_keys(memory.changes() - 1, {{ApiKeyId{1}, KeyKind::secret_key, digest}}));
  EXPECT_TRUE(memory.replace_keys(memory.changes(), {{ApiKeyId{2}, KeyKind::public_key, digest}}));
  EXPECT_EQ(memory.find_key(digest), KeyKind::public_key);
}

TEST(Attempts, AllowsSoManyAndFillsAgain) {
  Attempts attempts(3, minutes(15));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(attempts.take("an", start));
  EXPECT_FALSE(attempts.take("an", start));
  EXPECT_TRUE(attempts.take("binh", start));
  EXPECT_FALSE(attempts.take("an", start + minutes(4)));
  EXPECT_TRUE(attempts.take("an", start + minutes(5)));
  EXPECT_FALSE(attempts.take("an", start + minutes(5)));
}

TEST(Attempts, GivesBackAtMostAll) {
  Attempts attempts(2, minutes(15));
  EXPECT_TRUE(attempts.take("an", start));
  for (int i = 0; i < 5; ++i) attempts.give_back("an", start);
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(attempts.take("an", start));
  EXPECT_FALSE(attempts.take("an", start));
}

TEST(Attempts, NoLimitIsNoLimit) {
  Attempts attempts(0, minutes(15));
  for (int i = 0; i < 1'000; ++i) EXPECT_TRUE(attempts.take("an", start));
}

TEST(Attempts, StaysBoundedUnderAFloodOfKeys) {
  Attempts attempts(1, hours(1));
  for (int i = 0; i < 250'000; ++i) attempts.take("key" + std::to_string(i), start);
  EXPECT_TRUE(attempts.take("another", start));
}

}  // namespace
}  // namespace plaza::identity

#include "platform/crypto/web_push.h"

#include <gtest/gtest.h>

#include "platform/crypto/crypto.h"

namespace plaza::crypto {
namespace {

std::string bytes(std::string_view text) { return parse_base64url(text).value(); }

// RFC 8291, appendix A.
const std::string receiver_key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const std::string receiver_auth = "BTBZMqHH6r4Tts7J_aSIgg", salt = "DGv6ra1nlYgDCS1FRnbzlw";
const std::string sender_private = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const std::string sender_public = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
const std::string body =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

TEST(WebPush, EncryptsAsAppendixAOfRfc8291) {
  const auto sender = ec_keys_from(bytes(sender_private));
  ASSERT_TRUE(sender);
  EXPECT_EQ(base64url(sender->public_key), sender_public);
  const auto made = encrypt_push("When I grow up, I want to be a watermelon", {bytes(receiver_key), bytes(receiver_auth)}, bytes(salt), *sender);
  ASSERT_TRUE(made);
  EXPECT_EQ(base64url(*made), body);
}

TEST(WebPush, EachMessageHasASaltAndKeysOfItsOwn) {
  const PushReceiver receiver{bytes(receiver_key), bytes(receiver_auth)};
  EXPECT_NE(*encrypt_push("the same", receiver), *encrypt_push("the same", receiver));
  EXPECT_EQ(encrypt_push(std::string(push_plain_max, 'x'), receiver)->size(), 4'096u);
}

TEST(WebPush, WhatIsNoReceiverOrTooLongIsRefused) {
  const PushReceiver good{bytes(receiver_key), bytes(receiver_auth)};
  EXPECT_FALSE(encrypt_push(std::string(push_plain_max + 1, 'x'), good));
  EXPECT_FALSE(encrypt_push("x", {good.public_key, "short"}));
  auto off = good.public_key;
  off.back() = static_cast<char>(off.back() ^ 1);  // not on the curve
  EXPECT_FALSE(is_ec_point(off));
  EXPECT_FALSE(encrypt_push("x", {off, good.auth}));
  EXPECT_FALSE(is_ec_point(good.public_key.substr(1)));
  EXPECT_FALSE(is_ec_point(std::string(65, '\0')));
  EXPECT_FALSE(ec_keys_from(std::string(32, '\0')));
  EXPECT_FALSE(ec_keys_from(std::string(32, '\xff')));
  EXPECT_FALSE(ec_keys_from("short"));
}

TEST(WebPush, SignaturesHoldForTheirWordsAndKeysAlone) {
  const auto keys = new_ec_keys(), other = new_ec_keys();
  const auto signature = sign_es256(keys, "header.claims");
  EXPECT_EQ(signature.size(), 64u);
  EXPECT_TRUE(verify_es256(keys.public_key, "header.claims", signature));
  EXPECT_FALSE(verify_es256(keys.public_key, "header.claimz", signature));
  EXPECT_FALSE(verify_es256(other.public_key, "header.claims", signature));
  EXPECT_FALSE(verify_es256(keys.public_key, "header.claims", signature.substr(1)));
  EXPECT_FALSE(verify_es256("", "header.claims", signature));
  EXPECT_EQ(ec_keys_from(keys.private_key)->public_key, keys.public_key);
}

}  // namespace
}  // namespace plaza::crypto

#include "platform/crypto/crypto.h"

#include <gtest/gtest.h>

#include <set>

namespace plaza::crypto {
namespace {

std::string hex_of(const Digest& digest) { return hex(view(digest)); }

TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(hex_of(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_of(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, IsTheSameInPieces) {
  Sha256 digest;
  digest.add("a");
  digest.add("");
  digest.add("bc");
  EXPECT_EQ(digest.finish(), sha256("abc"));
}

TEST(Hmac, GivesThePublishedDigests) {  // RFC 4231, cases 1, 2 and 6
  EXPECT_EQ(hex_of(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex_of(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_of(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hex_of(hmac_sha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(EqualConstantTime, ComparesContents) {
  EXPECT_TRUE(equal_constant_time("token", "token"));
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_FALSE(equal_constant_time("token", "tokem"));
  EXPECT_FALSE(equal_constant_time("token", "toke"));
}

TEST(Encoding, GivesThePublishedTexts) {  // RFC 4648
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [data, text] : cases) {
    EXPECT_EQ(base64(data), text);
    EXPECT_EQ(parse_base64(text), data);
  }
  EXPECT_EQ(base64("\xfb\xff"), "+/8=");
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(parse_base64url("-_8"), "\xfb\xff");
  EXPECT_EQ(hex("\x01\xab\xff"), "01abff");
  EXPECT_EQ(parse_hex("01abff"), "\x01\xab\xff");
}

TEST(Encoding, RefusesWhatIsNotCanonical) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm 8=", "Zm9v\n", "-_8=", "====", "A"}) {
    EXPECT_EQ(parse_base64(text), std::nullopt) << text;
  }
  for (const char* text : {"Zg==", "Zh", "+/8", "A", "Z g"})
    EXPECT_EQ(parse_base64url(text), std::nullopt) << text;
  for (const char* text : {"0", "0g", "AB", " 0"}) EXPECT_EQ(parse_hex(text), std::nullopt) << text;
}

TEST(Random, TokensAre22LettersAndDiffer) {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) tokens.insert(random_token());
  EXPECT_EQ(tokens.size(), 1000u);
  EXPECT_EQ(tokens.begin()->size(), 22u);
  EXPECT_EQ(parse_base64url(*tokens.begin())->size(), 16u);
  EXPECT_EQ(random_bytes(7).size(), 7u);
}

TEST(Sealing, OpensWithTheSameKeyAndContextOnly) {
  const SecretKey key = SecretKey::random();
  const std::string sealed = seal(key, "a secret", "profile:1");
  EXPECT_EQ(sealed.size(), 8u + 41u);
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_EQ(unseal(key, sealed, "profile:1"), "a secret");
  EXPECT_EQ(unseal(key, sealed, "profile:2"), std::nullopt);
  EXPECT_EQ(unseal(SecretKey::random(), sealed, "profile:1"), std::nullopt);
  EXPECT_NE(seal(key, "a secret", "profile:1"), sealed);
}

TEST(Sealing, NoticesEveryChangedBit) {
  const SecretKey key = SecretKey::random();
  const std::string sealed = seal(key, "");
  EXPECT_EQ(unseal(key, sealed), "");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(unseal(key, changed), std::nullopt) << i;
    EXPECT_EQ(unseal(key, sealed.substr(0, i)), std::nullopt) << i;
  }
}

TEST(SecretKey, IsMadeFrom32Bytes) {
  EXPECT_FALSE(SecretKey::from_bytes(std::string(31, 'x')).has_value());
  const auto key = SecretKey::from_bytes(std::string(32, 'x'));
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->bytes(), std::string(32, 'x'));
  EXPECT_EQ(key->derived("a").bytes(), key->derived("a").bytes());
  EXPECT_NE(key->derived("a").bytes(), key->derived("b").bytes());
}

}  // namespace
}  // namespace plaza::crypto
